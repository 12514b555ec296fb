"""Templates edited by script, as a person edits them in Word."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable

from lxml import etree
from rendering.conftest import NAMESPACES, W, edition_form, part, with_part

from disclosure_kit.layouts.loader import national
from disclosure_kit.model.form import Form
from disclosure_kit.rendering.style import Style
from disclosure_kit.rendering.template import make_template
from disclosure_kit.rendering.word import render_document
from disclosure_kit.templating.check import Report, check
from disclosure_kit.templating.extras import Extras

FORM = edition_form("2021")
TEMPLATE = make_template(FORM, Style())
Edit = Callable[[etree._Element], None]


def checked(template: bytes, form: Form = FORM) -> Report:
    return check(template, form, Extras(), national(), render_document)


def edited(*edits: Edit, template: bytes = TEMPLATE, name: str = "word/document.xml") -> bytes:
    """A copy of a template after some edits of one part."""
    root = part(template, name)
    for edit in edits:
        edit(root)
    return with_part(template, root, name)


def strict(document: bytes) -> bytes:
    """A Word file as Word saves it for ISO/IEC 29500 Strict: other names for the same."""
    home = b"http://schemas.openxmlformats.org/"
    names = ((b"wordprocessingml/2006/main", b"wordprocessingml/main"),
             (b"officeDocument/2006/relationships", b"officeDocument/relationships"))  # fmt: skip
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            for usual, other in names:
                content = content.replace(home + usual, b"http://purl.oclc.org/ooxml/" + other)
            new.writestr(name, content)
    return made.getvalue()


def text_of(node: etree._Element) -> str:
    return "".join(t.text or "" for t in node.iter(f"{W}t"))


def paragraph_with(root: etree._Element, text: str) -> etree._Element:
    """The first paragraph whose text is, or else holds, ``text``."""
    nodes = list(root.iter(f"{W}p"))
    whole = [node for node in nodes if text_of(node) == text]
    return (whole or [node for node in nodes if text in text_of(node)])[0]


def rewrite(old: str, new: str) -> Edit:
    """Type ``new`` over ``old`` in the first paragraph that has it."""

    def edit(root: etree._Element) -> None:
        node = paragraph_with(root, old)
        pieces = list(node.iter(f"{W}t"))
        pieces[0].text = text_of(node).replace(old, new, 1)
        for piece in pieces[1:]:
            piece.text = ""

    return edit


def remove(text: str) -> Edit:
    """Delete a paragraph."""

    def edit(root: etree._Element) -> None:
        node = paragraph_with(root, text)
        parent = node.getparent()
        assert parent is not None
        parent.remove(node)

    return edit


def add_after(text: str, words: str) -> Edit:
    """Type a paragraph of one's own behind another."""

    def edit(root: etree._Element) -> None:
        node = paragraph_with(root, text)
        new = etree.fromstring(
            f'<w:p xmlns:w="{NAMESPACES["w"]}"><w:r><w:t xml:space="preserve"/></w:r></w:p>'
        )
        new[0][0].text = words
        node.addnext(new)

    return edit


def repeat(text: str) -> Edit:
    """Copy a paragraph and paste it behind itself."""

    def edit(root: etree._Element) -> None:
        node = paragraph_with(root, text)
        node.addnext(copy.deepcopy(node))

    return edit


def row_with(root: etree._Element, text: str) -> etree._Element:
    return next(row for row in root.iter(f"{W}tr") if text in text_of(row))


def table_with(root: etree._Element, text: str) -> etree._Element:
    return next(table for table in root.iter(f"{W}tbl") if text in text_of(table))


def drop(node: etree._Element) -> None:
    parent = node.getparent()
    assert parent is not None
    parent.remove(node)
