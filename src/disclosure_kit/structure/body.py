"""Paragraphs, zones and headings → the blocks of preamble and sections, each with its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Final

from attrs import define, evolve, field
from frozendict import frozendict

from ..intake.matched import MatchedTable, told
from ..model.form import Form
from ..model.raw import RawParagraph
from ..model.report import Block, Heading, Image, Narrative, SmallTable, TableBlock, Text
from ..model.table import AnyTable, RepeatingTable, Table, TableView
from ..view import NOTES, table_title
from .blocks import block_of
from .ending import is_attachment
from .headings import Heads
from .placing import PlacedGrid, PlacedPicture
from .tables_in_text import Zone, tells_alone
from .wording import normal, quoted

PREAMBLE: Final = "preamble"

_NUMBERED: Final = re.compile(
    r"(?:附?表\s*[一二三四五六七八九十\d]*|附件\s*\d*)\s*[:：、.．]?\s*(?=\S)"
)
_LONGEST_CAPTION: Final = 60
_SMALL_CAPTION: Final = re.compile(r"附?表\s*[\d一二三四五六七八九十][^。；]{0,50}$")
_FIGURE_CAPTION: Final = re.compile(
    r"图\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2}(?:[-—.]\d{1,2})?)?\s*[:：、.．\s]?[^。；]{1,50}$"
)


@define
class Body:
    """What the paragraphs of a document become. ``part`` is the section being filled; ``own``: the
    document is one of ours, and nothing stands in it that is not the report's."""

    name: str
    form: Form
    own: bool = False
    part: str = PREAMBLE
    blocks: dict[str, list[Block]] = field(factory=dict)
    titles: dict[str, str] = field(factory=dict)
    sources: dict[str, str] = field(factory=dict)
    notices: list[str] = field(factory=list)
    small_tables: list[str] = field(factory=list)

    def fill(
        self,
        paragraphs: Sequence[RawParagraph],
        zones: Sequence[Zone],
        heads: Heads,
        kept: Container[int],
        grids: Sequence[PlacedGrid] = (),
        drawn: Mapping[int, MatchedTable] = frozendict(),
        pictures: Sequence[PlacedPicture] = (),
    ) -> Body:
        """Put every paragraph at a position in ``kept``, and every table, where it belongs."""
        starts = {zone.first: zone for zone in zones}
        following = {grid.at: grid.table for grid in reversed(grids) if grid.table}
        following |= {at: zone.table for at, zone in starts.items()}
        read = {table.table for table in drawn.values() if table.sources}
        read |= {grid.table for grid in grids if grid.table}
        waiting = _in_order(grids, pictures)
        captions: list[tuple[AnyTable, RawParagraph]] = []
        attachments = False
        at = 0
        while at < len(paragraphs):
            paragraph = paragraphs[at]
            while waiting and waiting[0].at <= at:
                self._placed(waiting.pop(0), kept)
            if at not in kept:
                at += 1
                continue
            if zone := starts.get(at):
                self._zone(zone, paragraphs, drawn.get(at))
                at = zone.last + 1
                continue
            if section := heads.sections.get(at):
                self.part = section
                self.titles[section] = paragraph.text
                self.blocks[section] = []
            elif caption := self._captioned(paragraph, following.get(at + 1)):
                if caption in self.form.annexes:
                    captions.append((caption, paragraph))
                else:
                    self._caption(caption, paragraph, at + 1 in following)
            elif self._is_first_band(paragraph, following.get(at + 1)):
                told = f"{paragraph.place}{quoted(paragraph.text)}是表内的一栏，按版式印出"
                self.notices.append(told)
            elif paragraph.text in NOTES:
                told = f"{paragraph.place}{quoted(paragraph.text)}是生成时加的说明，未计入"
                self.notices.append(told)
            elif self._is_caption(paragraph.text):
                image = self.blocks[self.part].pop()
                assert isinstance(image, Image)
                self.blocks[self.part].append(evolve(image, caption=paragraph.text))
            elif at in heads.strange:
                self._add(Heading(paragraph.text, 2), paragraph.place)
            elif attachments := is_attachment(paragraph.text, attachments):
                self._add(Text(paragraph.text), paragraph.place)
            else:
                self._add(block_of(paragraph.text), paragraph.place)
            at += 1
        for placed in waiting:
            self._placed(placed, kept)
        # The form alone is printed, filled or not; an annex to a text only when it is filled.
        alone = not self.titles and not self.blocks.get(PREAMBLE)
        for table, paragraph in captions:
            printed = alone or table.id in read
            what = "表名按版式印出" if printed else "附表数据未读，未印出"
            self.notices.append(f"{paragraph.place}{quoted(paragraph.text)}是表名，{what}")
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

    def _put(self, table: str, place: str) -> None:
        if TableBlock(table) not in self.blocks.get(self.part, []):
            self._add(TableBlock(table), place)

    def _placed(self, placed: PlacedGrid | PlacedPicture, kept: Container[int]) -> None:
        if isinstance(placed, PlacedGrid):
            self._grid(placed, kept)
        elif placed.at and placed.at - 1 not in kept:
            self.notices.append(f"{placed.place}在落款之后，未计入正文")
        else:
            self._add(Image(placed.path), placed.place)

    def _grid(self, grid: PlacedGrid, kept: Container[int]) -> None:
        if grid.table is None:
            behind = not grid.at or grid.at - 1 in kept
            # Above the first heading a page has its own tables: number, body, date of issue.
            if grid.small and behind and (self.titles or self.own):
                self._small_table(grid.small, grid.place)
            return
        here = _printed_in(self.part, grid.table, self.form)
        if here is None:
            return
        self._put(here, grid.place)
        if not grid.follows:  # its caption stood before it
            at = self.blocks[self.part].index(TableBlock(here))
            self.sources[f"{self.part}[{at}]"] = f"{self.name}!{grid.place}"

    def _small_table(self, table: SmallTable, place: str) -> None:
        """A table inside a section that is none of the form's: one of the text."""
        match self.blocks.get(self.part):
            case [*_, Text(caption, None)] if _SMALL_CAPTION.match(caption):
                self.blocks[self.part].pop()
                table = evolve(table, caption=caption)
        self.small_tables.append(place)
        self._add(table, place)

    def _zone(
        self, zone: Zone, paragraphs: Sequence[RawParagraph], read: MatchedTable | None
    ) -> None:
        here = _printed_in(self.part, zone.table, self.form)
        title = self._title(self.form.tables[here or zone.table])
        lines = _lines(zone, paragraphs)
        if read is None or not read.sources:
            self.notices.append(f"{lines}是“{title}”表，不能确定数与行、列的对应，表内数据未读")
            reasons = Counter(refusal.reason for refusal in read.refusals) if read else {}
            self.notices += [f"{lines}没有读取的原因：{reason}" for reason in reasons]
        else:
            self.notices.append(f"{lines}是“{title}”表，按行和格读取")
            notices = (*read.notices, *told(read.refusals))
            self.notices += [notice for notice in notices if notice not in self.notices]
        if here is not None:
            self._put(here, paragraphs[zone.first].place)

    def _is_caption(self, text: str) -> bool:
        """Whether it names the picture that stands before it: 图1 …, 图：…"""
        match self.blocks.get(self.part):
            case [*_, Image(caption="")]:
                return _FIGURE_CAPTION.match(text) is not None
            case _:
                return False

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

    def _is_first_band(self, paragraph: RawParagraph, following: str | None) -> bool:
        """Whether it heads the rows that follow: alone on its row, it is not seen as theirs."""
        table = self.form.tables.get(following or "")
        first = table.bands[0].title if isinstance(table, Table) else None
        return first is not None and normal(paragraph.text) == normal(first)

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
        self._put(table.id, paragraph.place)


def _in_order(
    grids: Iterable[PlacedGrid], pictures: Iterable[PlacedPicture]
) -> list[PlacedGrid | PlacedPicture]:
    """Tables and pictures as they stand."""
    placed: list[tuple[float, PlacedGrid | PlacedPicture]] = list(enumerate(grids))
    placed += ((picture.grids - 0.5, picture) for picture in pictures)
    return [item for _, item in sorted(placed, key=lambda pair: (pair[1].at, pair[0]))]


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
