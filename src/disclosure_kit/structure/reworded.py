"""A report with the words that a file shows in the places of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from attrs import define, evolve, field, frozen
from frozendict import frozendict

from ..media.paths import FOLDER
from ..media.picture import Kind
from ..model.form import Form
from ..model.lists import depths, marks
from ..model.prose import PREAMBLE, attachment_part
from ..model.report import (
    Attachment,
    Block,
    Heading,
    Image,
    ItemList,
    Narrative,
    Report,
    Signature,
    SmallTable,
    TableBlock,
    Text,
)
from ..view import listed
from .blocks import block_of
from .differences import Line, Pair, seen
from .wording import date_of

_ATTACHMENT: Final = re.compile(r"(?:附件：)?\s*(?:\d+\.(?!\d))?\s*")


@frozen
class Reworded:
    """``report`` with its texts as found; ``sources`` by text place; ``notices`` say what of the
    file is not in it. ``pictures`` are the digests of those that the file shows, by path."""

    report: Report
    sources: frozendict[str, str]
    notices: tuple[str, ...]
    pictures: frozendict[str, str] = field(factory=frozendict)


def reworded(
    report: Report, form: Form, paired: Sequence[Pair], kinds: Mapping[str, Kind]
) -> Reworded:
    """``report`` as ``paired`` says that its lines read.

    A line that is gone is left out; one that is added becomes a block behind the line or table
    before it. What stands before the title or behind the signature is not the report's. ``kinds``
    are those of the pictures that the file shows, by digest.
    """
    words = _Words(form, kinds)
    words.sort(paired)
    preamble = words.blocks(PREAMBLE, report.preamble, ("title", "addressee"))
    sections = {}
    for section in form.sections:
        narrative = report.sections.get(section.id)
        made = words.section(section.id, narrative)
        title = words.field(f"{section.id}.title", narrative.title if narrative else section.title)
        if narrative is not None or made:
            sections[section.id] = Narrative(title or section.title, made)
    return Reworded(
        evolve(
            report,
            title=words.field("title", report.title),
            preamble=preamble,
            sections=frozendict(sections),
            document_number=words.field("document_number", report.document_number),
            addressee=_without_colon(words.field("addressee", report.addressee), report.addressee),
            attachments=words.attachments(report.attachments),
            signature=words.signature(report.signature),
        ),
        frozendict(words.sources),
        tuple(words.notices),
        frozendict(words.pictures),
    )


def _without_colon(found: str | None, own: str | None) -> str | None:
    return found if found == own or found is None else found.rstrip("：:")


@define
class _Words:
    """The lines of a file by the address that they belong to."""

    form: Form
    kinds: Mapping[str, Kind]
    lines: dict[str, list[Pair]] = field(factory=dict)
    after: dict[str, list[Line]] = field(factory=dict)
    sources: dict[str, str] = field(factory=dict)
    notices: list[str] = field(factory=list)
    pictures: dict[str, str] = field(factory=dict)

    def sort(self, paired: Sequence[Pair]) -> None:
        """Each line under the address it stands at, each that is added behind one."""
        at = section = ""
        for pair in paired:
            wanted, found = pair.wanted, pair.found
            if wanted is None:
                if found is not None:
                    self.after.setdefault(at, []).append(found)
                continue
            if wanted.address.endswith(".title"):
                section = wanted.address.removesuffix(".title")
            at = wanted.address or f"{section}.end"  # a table that no block puts anywhere
            self.lines.setdefault(at, []).append(pair)
        for at in ("", "document_number", "signature.agency", "signature.date"):
            for line in self.after.get(at, ()):
                place = line.source.rpartition("!")[2]
                self.notices.append(f"{place}在标题之前或落款之后，未计入：“{line.text}”")

    def field(self, address: str, own: str | None) -> str | None:
        """What a field of one line says: its own value where the line is the same."""
        found = self.lines.get(address)
        if not found or found[0].same:
            return own
        return seen(found[0].found.text) if found[0].found else None

    def section(self, name: str, narrative: Narrative | None) -> tuple[Block, ...]:
        """The body of a section, with what stands behind tables that no block puts."""
        body = narrative.body if narrative else ()
        if behind := self.after.get(f"{name}.end"):
            put = {block.table for block in body if isinstance(block, TableBlock)}
            tables = (t.id for t in self.form.tables_in(name) if t.id not in put)
            body = (*body, *map(TableBlock, tables))
            self.after.setdefault(f"{name}[{len(body) - 1}]", []).extend(behind)
        return self.blocks(name, body, (f"{name}.title",))

    def blocks(
        self, part: str, body: tuple[Block, ...], before: Sequence[str]
    ) -> tuple[Block, ...]:
        """The blocks of one part; ``before`` are the addresses that stand above it."""
        made: list[Block] = []
        for address in before:
            self._add(part, made, self.after.get(address, ()))
        for number, block in enumerate(body):
            address = f"{part}[{number}]"
            found = self.lines.get(address, [])
            now = self._reworded(block, found) if found else block
            if now is not None:
                if source := next((p.found.source for p in found if p.found), ""):
                    self.sources[f"{part}[{len(made)}]"] = source
                made.append(now)
            self._add(part, made, self.after.get(address, ()))
        return tuple(made)

    def _add(self, part: str, made: list[Block], lines: Sequence[Line]) -> None:
        for line in lines:
            self.sources[f"{part}[{len(made)}]"] = line.source
            made.append(self._new(line))

    def _new(self, line: Line) -> Block:
        if line.picture:
            return Image(self._path(line))
        return SmallTable(line.rows) if line.rows else block_of(line.text)

    def _reworded(self, block: Block, found: Sequence[Pair]) -> Block | None:
        if isinstance(block, SmallTable):
            return _reworded_table(block, found)
        if not isinstance(block, Image):
            return _reworded(block, found)
        pictures = [pair.found for pair in found if pair.wanted and pair.wanted.picture]
        captions = [pair.found for pair in found if pair.wanted and not pair.wanted.picture]
        caption = captions[0].text if captions and captions[0] else ""
        if all(pair.same for pair in found):
            caption = block.caption  # to the blank
        if not pictures or pictures[0] is None:
            return block_of(caption) if caption else None
        same = found[0].same
        return Image(self._path(pictures[0], block.path if same else ""), caption)

    def _path(self, line: Line, own: str = "") -> str:
        """The path of a picture that the file shows: its own, else one that no other has."""
        number, path = 0, own
        while not path or self.pictures.get(path, line.picture) != line.picture:
            number += 1
            path = f"{FOLDER}/文中{number}.{self.kinds[line.picture].value}"
        self.pictures[path] = line.picture
        return path

    def attachments(self, own: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
        """The attachments, each with the name that the list has now; one whose line is gone stays
        while its text does."""
        every = listed(own)
        lines = {at: self.lines.get(f"attachments[{n}]", []) for n, (at, _) in enumerate(every)}
        after = [self.after.get(f"attachments[{n}]", ()) for n in range(len(every))]
        same = all(pair.same for found in lines.values() for pair in found) and not any(after)
        made: list[Attachment] = []
        for at, one in enumerate(own):
            part = attachment_part(at)
            body = self.blocks(part, one.body, (f"{part}.label", f"{part}.title"))
            name = self._name(one, lines.get(at, ()))
            if same or name or body:
                made.append(Attachment(name or one.name, body))
        new = [line for lines_ in after for line in lines_]
        return (*made, *(Attachment(_listed_name(line)) for line in new))

    @staticmethod
    def _name(own: Attachment, found: Sequence[Pair]) -> str:
        if not found or found[0].same:
            return own.name
        return _listed_name(found[0].found) if found[0].found else ""

    def signature(self, own: Signature | None) -> Signature | None:
        """Who signs and when."""
        if own is None:
            return None
        [*found] = self.lines.get("signature.date", ())
        day = own.date
        if found and not found[0].same:
            day = date_of(found[0].found.text) if found[0].found else None
        return Signature(self.field("signature.agency", own.agency), day)


def _listed_name(line: Line) -> str:
    return _ATTACHMENT.sub("", seen(line.text), count=1)


def _reworded(block: Block, found: Sequence[Pair]) -> Block | None:
    """``block`` with the words that stand there now; None where none does."""
    if all(pair.same for pair in found):
        return block
    if isinstance(block, ItemList):
        return _reworded_list(block, iter(found))
    line = found[0].found
    if line is None:
        return None
    text = line.text
    match block:
        case Heading():
            return Heading(text, block.level)
        case Text() if block.lead and text.startswith(block.text[: block.lead]):
            return Text(text, block.level, block.lead)
        case Text():
            return block_of(text)
        case _:
            return block


def _reworded_table(block: SmallTable, found: Sequence[Pair]) -> Block | None:
    tables = [pair for pair in found if pair.wanted and pair.wanted.table]
    captions = [pair for pair in found if pair.wanted and not pair.wanted.table]
    caption = block.caption
    if captions and not captions[0].same:
        caption = captions[0].found.text if captions[0].found else ""
    if not tables or tables[0].found is None:
        return block_of(caption) if caption else None
    rows = block.rows if tables[0].same else tables[0].found.rows
    return SmallTable(rows, caption, min(block.head, len(rows)))


def _reworded_list(block: ItemList, found: Iterator[Pair]) -> ItemList | None:
    items: list[str] = []
    levels: list[int] = []
    for item, mark, depth in zip(block.items, marks(block), depths(block), strict=True):
        pair = next(found, None) if seen(mark + item) else None
        if pair is not None and not pair.same:
            if pair.found is None:
                continue
            item = pair.found.text.removeprefix(mark).strip()
        items.append(item)
        levels.append(min(depth, levels[-1] + 1 if levels else 1))  # its own head may be gone
    deep = tuple(levels) if set(levels) - {1} else ()
    return ItemList(tuple(items), block.ordered, deep) if items else None
