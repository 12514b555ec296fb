"""Paragraphs, zones and headings → the blocks of preamble and sections, each with its place."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from typing import Final

from attrs import define, field

from ..model.form import AnyTable, Form, RepeatingTable, TableView
from ..model.raw import RawParagraph
from ..model.report import Block, Heading, Narrative, TableBlock, Text
from ..view import table_title
from .blocks import block_of
from .ending import is_attachment
from .headings import Heads
from .tables_in_text import Zone, tells_alone
from .wording import normal, quoted

PREAMBLE: Final = "preamble"

_NUMBERED: Final = re.compile(
    r"(?:附?表\s*[一二三四五六七八九十\d]*|附件\s*\d*)\s*[:：、.．]?\s*(?=\S)"
)
_LONGEST_CAPTION: Final = 60


@define
class Body:
    """What the paragraphs of a document become. ``part`` is the section being filled."""

    name: str
    form: Form
    part: str = PREAMBLE
    blocks: dict[str, list[Block]] = field(factory=dict)
    titles: dict[str, str] = field(factory=dict)
    sources: dict[str, str] = field(factory=dict)
    notices: list[str] = field(factory=list)

    def fill(
        self,
        paragraphs: Sequence[RawParagraph],
        zones: Sequence[Zone],
        heads: Heads,
        kept: Container[int],
    ) -> Body:
        """Put every paragraph at a position in ``kept`` where it belongs, in reading order."""
        starts = {zone.first: zone for zone in zones}
        captions: list[RawParagraph] = []
        attachments = False
        at = 0
        while at < len(paragraphs):
            paragraph = paragraphs[at]
            if at not in kept:
                at += 1
                continue
            if zone := starts.get(at):
                self._zone(zone, paragraphs)
                at = zone.last + 1
                continue
            if section := heads.sections.get(at):
                self.part = section
                self.titles[section] = paragraph.text
                self.blocks[section] = []
            elif caption := self._captioned(paragraph, starts.get(at + 1)):
                if caption in self.form.annexes:
                    captions.append(paragraph)
                else:
                    self._caption(caption, paragraph, at + 1 in starts)
            elif at in heads.strange:
                self._add(Heading(paragraph.text, 2), paragraph)
            elif attachments := is_attachment(paragraph.text, attachments):
                self._add(Text(paragraph.text), paragraph)
            else:
                self._add(block_of(paragraph.text), paragraph)
            at += 1
        # The form alone is printed, filled or not; an annex to a text only when it is filled.
        printed = not self.titles and not self.blocks.get(PREAMBLE)
        what = "表名按版式印出" if printed else "附表数据未读，未印出"
        for paragraph in captions:
            self.notices.append(f"{paragraph.place}{quoted(paragraph.text)}是表名，{what}")
        return self

    def narratives(self) -> dict[str, Narrative]:
        """The sections found, in their order."""
        return {
            section: Narrative(title, tuple(self.blocks[section]))
            for section, title in self.titles.items()
        }

    def _add(self, block: Block, paragraph: RawParagraph) -> None:
        blocks = self.blocks.setdefault(self.part, [])
        self.sources[f"{self.part}[{len(blocks)}]"] = f"{self.name}!{paragraph.place}"
        blocks.append(block)

    def _put(self, table: str, paragraph: RawParagraph) -> None:
        if TableBlock(table) not in self.blocks.get(self.part, []):
            self._add(TableBlock(table), paragraph)

    def _zone(self, zone: Zone, paragraphs: Sequence[RawParagraph]) -> None:
        here = _printed_in(self.part, zone.table, self.form)
        title = self._title(self.form.tables[here or zone.table])
        lines = _lines(zone, paragraphs)
        self.notices.append(f"{lines}是“{title}”表，本版本尚不能从文字中读取表格，表内数据未读")
        if here is not None:
            self._put(here, paragraphs[zone.first])

    def _captioned(self, paragraph: RawParagraph, zone: Zone | None) -> AnyTable | None:
        """The table of which a paragraph is the caption: one of this section, or an annex whose
        rows follow."""
        if len(paragraph.text) > _LONGEST_CAPTION:
            return None
        text = paragraph.text
        unnumbered = _NUMBERED.match(text)
        names = {normal(text), normal(text[unnumbered.end() :] if unnumbered else text)}
        tables = list(self.form.tables_in(self.part))
        tables += [table for table in self.form.annexes if zone and zone.table == table.id]
        return next((t for t in tables if names & set(self._captions(t))), None)

    def _captions(self, table: AnyTable) -> Iterator[str]:
        variants = () if isinstance(table, RepeatingTable) else table.variants
        for title in (table.title, *variants):
            yield normal(table_title(title, self.form))

    def _title(self, table: AnyTable) -> str:
        return table_title(table.title, self.form)

    def _caption(self, table: AnyTable, paragraph: RawParagraph, filled: bool) -> None:
        place = f"{paragraph.place}{quoted(paragraph.text)}是表名"
        if filled:
            self.notices.append(f"{place}，表名按版式印出")
        else:
            self.notices.append(f"{place}，其后没有找到表内文字，此表按未填写处理")
        self._put(table.id, paragraph)


def in_place(
    zones: Sequence[Zone], paragraphs: Sequence[RawParagraph], heads: Heads, form: Form
) -> tuple[tuple[Zone, ...], tuple[str, ...]]:
    """``zones`` without those that are prose: a few labels of a table, listed in a section that
    does not hold it. With a notice for each of these."""
    chosen: list[Zone] = []
    notices: list[str] = []
    annexes = {table.id for table in form.annexes}
    for zone in zones:
        part = max((at for at in heads.sections if at < zone.first), default=None)
        section = PREAMBLE if part is None else heads.sections[part]
        table = form.tables[zone.table]
        home = zone.table in annexes or _printed_in(section, zone.table, form) is not None
        if home or tells_alone(zone, paragraphs, table):
            chosen.append(zone)
        else:
            title = table_title(table.title, form)
            lines = _lines(zone, paragraphs)
            notices.append(f"{lines}与“{title}”表的行相似，但不在该表所在的部分，按正文保留")
    return tuple(chosen), tuple(notices)


def _printed_in(section: str, table: str, form: Form) -> str | None:
    """The id under which ``section`` prints ``table``, or rows of it."""
    for other in form.tables_in(section):
        if table in (other.id, other.of if isinstance(other, TableView) else ""):
            return other.id
    return None


def _lines(zone: Zone, paragraphs: Sequence[RawParagraph]) -> str:
    first, last = paragraphs[zone.first].line, paragraphs[zone.last].line
    return f"第 {first} 行中" if first == last else f"第 {first}—{last} 行"
