"""A copy of a template that says, as Word comments, what is wrong with it and where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from attrs import define
from lxml import etree

from ..errors import SourceError, TemplateError
from ..intake.kinds import Office
from ..intake.package import open_package
from ..intake.package_copy import Copy
from ..model.clean import clean
from ..model.raw import Source
from .fault import BODY, Fault
from .reading import W

AUTHOR: Final = "disclosure-kit 核对"
_KIND: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_NAMESPACE: Final = W[1:-1]
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_MARKS: Final = ("commentRangeStart", "commentRangeEnd", "commentReference")


def annotate(name: str, template: bytes, faults: Iterable[Fault]) -> bytes:
    """The template with a comment for each fault at its paragraph, cell, row or table; what
    stands in no such place (a header, a style, the page) is said at the top.

    Only the parts that must are changed: the text's comments, and where they are named. Those
    that an earlier call left are taken out first.

    Raises:
        TemplateError: the file cannot be changed.
    """
    try:
        copy = Copy(open_package(Source(name, template), Office.WORD))
        body, comments = copy.tree(BODY), _comments(copy)
    except SourceError as error:
        raise TemplateError(error.problems, hint=error.hint) from None
    _take_out(body, comments)
    _Marking(body, comments).mark(faults)
    return copy.written()


def _comments(copy: Copy) -> etree._Element:
    """The root of the part with the comments, made where there is none."""
    there = copy.related(BODY, "comments")
    if there is not None:
        return copy.tree(there)
    root = etree.Element(f"{W}comments", nsmap={"w": _NAMESPACE})
    part = copy.add("word/comments{}.xml", root)
    copy.relate(BODY, "comments", part)
    copy.override(part, _KIND)
    return root


def _take_out(body: etree._Element, comments: etree._Element) -> None:
    """The comments of an earlier call, with their marks in the text."""
    ours = [comment for comment in comments if comment.get(f"{W}author") == AUTHOR]
    gone = {comment.get(f"{W}id") for comment in ours}
    for comment in ours:
        comments.remove(comment)
    for node in list(body.iter(*(f"{W}{mark}" for mark in _MARKS))):
        parent = node.getparent()
        if node.get(f"{W}id") not in gone or parent is None:
            continue
        if parent.tag == f"{W}r":
            node, parent = parent, parent.getparent()
        if parent is not None:
            parent.remove(node)


@define
class _Marking:
    """The text and its comments while they are written."""

    body: etree._Element
    comments: etree._Element

    def mark(self, faults: Iterable[Fault]) -> None:
        paragraphs = list(self.body.iter(f"{W}p"))
        if not paragraphs:
            return
        tables = list(self.body.iter(f"{W}tbl"))
        number = max((_id(comment) for comment in self.comments), default=-1) + 1
        for fault in faults:
            paragraph = _paragraph(fault, paragraphs, tables)
            self.comments.append(_comment(number, fault))
            _anchor(paragraph, number)
            number += 1


def _id(comment: etree._Element) -> int:
    text = comment.get(f"{W}id", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _paragraph(
    fault: Fault, paragraphs: list[etree._Element], tables: list[etree._Element]
) -> etree._Element:
    """Where the comment of a fault goes; at the top where it has no place in the text."""
    place = fault.place
    found = None
    if place.part == BODY and place.table is not None and not place.text:
        found = _first(tables[place.table - 1], place.row, place.column)
    elif place.part == BODY and place.paragraph is not None:
        found = paragraphs[place.paragraph]
    if found is None:
        return next(p for p in paragraphs if not _boxed(p))
    # No comment can stand in a text box: it goes to the paragraph that holds the box.
    return next((p for p in found.iterancestors(f"{W}p")), found)


def _boxed(paragraph: etree._Element) -> bool:
    return next(paragraph.iterancestors(f"{W}p"), None) is not None


def _first(table: etree._Element, row: int | None, column: int | None) -> etree._Element | None:
    """The first paragraph of a cell, a row or a table."""
    node: etree._Element | None = table
    for name, number in (("tr", row), ("tc", column)):
        if node is None or number is None:
            break
        holder = node.tag
        own = [
            inner
            for inner in node.iter(f"{W}{name}")
            if next(inner.iterancestors(holder), None) is node
        ]
        node = own[number - 1] if number <= len(own) else node
    return None if node is None else next(node.iter(f"{W}p"), None)


def _comment(number: int, fault: Fault) -> etree._Element:
    given = {f"{W}id": str(number), f"{W}author": AUTHOR, f"{W}initials": "核"}
    comment = etree.Element(f"{W}comment", given)
    where = str(fault.place)
    lines = [f"{fault.weight}：{fault.message}［{fault.kind.code}］"]
    lines += [f"位置：{where}"] if where else []
    lines += [f"处理：{fault.what_to_do}"]
    for line in lines:
        run = etree.SubElement(etree.SubElement(comment, f"{W}p"), f"{W}r")
        text = etree.SubElement(run, f"{W}t", {_SPACE: "preserve"})
        text.text = clean(line)
    return comment


def _anchor(paragraph: etree._Element, number: int) -> None:
    """Put a comment's marks around all that a paragraph holds."""
    given = {f"{W}id": str(number)}
    looks = paragraph.find(f"{W}pPr")
    first = 0 if looks is None else paragraph.index(looks) + 1
    paragraph.insert(first, etree.Element(f"{W}commentRangeStart", given))
    etree.SubElement(paragraph, f"{W}commentRangeEnd", given)
    run = etree.SubElement(paragraph, f"{W}r")
    etree.SubElement(run, f"{W}commentReference", given)
