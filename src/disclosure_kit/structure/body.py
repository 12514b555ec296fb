"""Paragraphs, zones and headings → the blocks of preamble and sections, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from attrs import define, field
from frozendict import frozendict

from ..intake import MatchedTable
from ..model.form import AnyTable, Form, RepeatingTable, Table, TableView
from ..model.raw import RawParagraph
from ..model.report import Block, Heading, Narrative, TableBlock
from ..view import table_title
from .blocks import block_of
from .headings import Heads
from .placing import PlacedGrid
from .tables_in_text import Zone
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
        grids: Sequence[PlacedGrid] = (),
        drawn: Mapping[int, MatchedTable] = frozendict(),
    ) -> Body:
        """Put every paragraph and table where it belongs, in reading order."""
        starts = {zone.first: zone for zone in zones}
        following = {grid.at: grid.table for grid in reversed(grids) if grid.table}
        following |= {at: zone.table for at, zone in starts.items()}
        waiting = list(grids)
        at = 0
        while at < len(paragraphs):
            paragraph = paragraphs[at]
            while waiting and waiting[0].at <= at:
                self._grid(waiting.pop(0))
            if zone := starts.get(at):
                self._zone(zone, paragraphs, drawn.get(at))
                at = zone.last + 1
                continue
            if section := heads.sections.get(at):
                self.part = section
                self.titles[section] = paragraph.text
                self.blocks[section] = []
            elif caption := self._captioned(paragraph, following.get(at + 1)):
                self._caption(caption, paragraph, at + 1 in following)
            elif at in heads.strange:
                self._add(Heading(paragraph.text, 2), paragraph.place)
            else:
                self._add(block_of(paragraph.text), paragraph.place)
            at += 1
        for grid in waiting:
            self._grid(grid)
        return self

    def narratives(self) -> dict[str, Narrative]:
        """The sections found, in their order."""
        return {
            section: Narrative(title, tuple(self.blocks[section]))
            for section, title in self.titles.items()
        }

    def _add(self, block: Block, place: str) -> None:
        blocks = self.blocks.setdefault(self.part, [])
        self.sources[f"{self.part}[{len(blocks)}]"] = f"{self.name}!{place}"
        blocks.append(block)

    def _here(self, table: str) -> str | None:
        """The id under which the section being filled prints ``table``, or rows of it."""
        for other in self.form.tables_in(self.part):
            if table in (other.id, other.of if isinstance(other, TableView) else ""):
                return other.id
        return None

    def _put(self, table: str, place: str) -> None:
        if TableBlock(table) not in self.blocks.get(self.part, []):
            self._add(TableBlock(table), place)

    def _grid(self, grid: PlacedGrid) -> None:
        if grid.table is not None and (here := self._here(grid.table)) is not None:
            self._put(here, grid.place)

    def _zone(
        self, zone: Zone, paragraphs: Sequence[RawParagraph], read: MatchedTable | None
    ) -> None:
        here = self._here(zone.table)
        title = self._title(self.form.tables[here or zone.table])
        first, last = paragraphs[zone.first].line, paragraphs[zone.last].line
        lines = f"第 {first} 行中" if first == last else f"第 {first}—{last} 行"
        if read is None:
            told = f"{lines}是“{title}”表，本版本尚不能从文字中读取表格，表内数据未读"
            self.notices.append(told)
        else:
            self.notices.append(f"{lines}是“{title}”表，按行和格读取")
            notices = (*read.notices, *map(str, read.refusals))
            self.notices += [notice for notice in notices if notice not in self.notices]
        if here is not None:
            self._put(here, paragraphs[zone.first].place)

    def _captioned(self, paragraph: RawParagraph, following: str | None) -> AnyTable | None:
        """The table of which a paragraph is the caption: one of this section, or an annex whose
        rows follow."""
        if len(paragraph.text) > _LONGEST_CAPTION:
            return None
        text = paragraph.text
        unnumbered = _NUMBERED.match(text)
        names = {normal(text), normal(text[unnumbered.end() :] if unnumbered else text)}
        tables = list(self.form.tables_in(self.part))
        tables += [table for table in self.form.annexes if table.id == following]
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
        if not isinstance(table, Table) or table.place.section is not None:
            self._put(table.id, paragraph.place)
