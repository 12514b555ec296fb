"""What a document must show: every paragraph and table of a view, in printed order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import evolve, frozen
from frozendict import frozendict

from ..model.clean import clean
from ..view import Paragraph, PrintedAttachment, PrintedTable, View


@frozen
class Expected:
    """A paragraph or table of the report, and where it stands in words.

    ``address`` is what of the report it says: a text place (``overview[3]``), a section's title
    (``overview.title``) or a field (``signature.date``); empty for words of ours. ``picture`` is
    the digest of a picture, or its path where nobody has its bytes.
    """

    place: str
    text: str = ""
    table: PrintedTable | None = None
    address: str = ""
    picture: str = ""


def expected(view: View, digests: Mapping[str, str] = frozendict()) -> Iterator[Expected]:
    """All that ``view`` prints; what is empty prints nothing. ``digests`` are those of the
    report's pictures, by path."""
    for line in _all(view):
        if line.picture:
            line = evolve(line, picture=digests.get(line.picture, line.picture))
        yield line


def _all(view: View) -> Iterator[Expected]:
    yield from _line("发文字号", view.document_number, "document_number")
    yield from _line("标题", view.title, "title")
    # GB/T 9704-2012, 7.3.2: 末一个机关名称后标全角冒号.
    addressee = clean(view.addressee).rstrip("：:")
    yield from _line("主送机关", f"{addressee}：" if addressee else "", "addressee")
    yield from _paragraphs("前言", view.preamble)
    for section in view.sections:
        yield from _line(f"“{section.title}”的标题", section.title, f"{section.id}.title")
        number = 0
        for part in section.parts:
            if isinstance(part, PrintedTable):
                yield from _printed(part)
            else:
                number += 1
                yield from _paragraph(f"“{section.title}”第 {number} 段", part)
    if not view.form_alone:
        yield from _closing(view)
    for annex in view.behind:
        if isinstance(annex, PrintedTable):
            yield from _printed(annex)
        else:
            yield from _attachment(annex)
    if view.form_alone:
        yield from _closing(view)


def _closing(view: View) -> Iterator[Expected]:
    # GB/T 9704-2012, 7.3.4: several attachments are numbered.
    several = len(view.attachments) > 1
    for number, name in enumerate(view.attachments, 1):
        lead = "附件：" if number == 1 else ""
        words = f"{lead}{number}.{name}" if several else f"{lead}{name}"
        yield from _line(f"附件说明第 {number} 项", words, f"attachments[{number - 1}]")
    yield from _line("署名", view.signature_agency, "signature.agency")
    yield from _line("成文日期", view.signature_date, "signature.date")


def _attachment(part: PrintedAttachment) -> Iterator[Expected]:
    yield from _line(f"{part.label}的附件标记", part.label, f"{part.address}.label")
    yield from _line(f"{part.label}的标题", part.title, f"{part.address}.title")
    yield from _paragraphs(part.label, part.paragraphs)


def _printed(table: PrintedTable) -> Iterator[Expected]:
    yield from _line(f"表 {table.id} 的附件标记", table.label)
    yield from _line(f"表 {table.id} 的表题", table.caption)
    yield Expected(f"表 {table.id}", table=table, address=table.address)
    yield from _line(f"表 {table.id} 的说明", table.note)


def _paragraphs(place: str, paragraphs: tuple[Paragraph, ...]) -> Iterator[Expected]:
    for number, paragraph in enumerate(paragraphs, 1):
        yield from _paragraph(f"{place}第 {number} 段", paragraph)


def _paragraph(place: str, paragraph: Paragraph) -> Iterator[Expected]:
    if paragraph.picture:
        yield Expected(f"{place}的图片", address=paragraph.address, picture=paragraph.picture)
    if paragraph.table is not None:
        yield Expected(f"{place}的表", table=paragraph.table, address=paragraph.address)
    words = clean(paragraph.lead) + clean(paragraph.text)
    yield from _words(place, words, paragraph.address)


def _line(place: str, text: str, address: str = "") -> Iterator[Expected]:
    return _words(place, clean(text), address)


def _words(place: str, words: str, address: str) -> Iterator[Expected]:
    if words and not words.isspace():
        yield Expected(place, words, address=address)
