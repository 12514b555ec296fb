"""The tables of a text, read out of their zones: each way of printing a table in text is tried."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from sys import maxsize
from typing import Final

from frozendict import frozendict

from ..intake.drawn import drawn
from ..intake.grids import match_grids
from ..intake.layout_text import laid_out
from ..intake.matched import MatchedTable, Refusal, combined
from ..intake.passage import Passage, Strategy
from ..intake.run_together import run_together
from ..intake.stacked import listed, stacked
from ..model.form import Form
from ..model.raw import RawDocument, RawGrid, RawLine, RawParagraph
from ..model.report import TableData
from ..model.rules import Identity
from ..model.table import Table
from .tables_in_text import Zone

MAX_SIZE: Final = 60_000  # characters and lines of all tables of a text; real ones have a tenth

# The first is taken whose answer says something: else the first that answers, which may go on a
# table begun before.
STRATEGIES: Final[tuple[Strategy, ...]] = (drawn, stacked, laid_out, listed, run_together)


def tables_of_text(
    raw: RawDocument, paragraphs: Sequence[RawParagraph], zones: Iterable[Zone], form: Form
) -> dict[int, MatchedTable]:
    """What the zones among ``paragraphs`` (those of ``raw``, some of them parted) say, by the
    first paragraph of each; a table in several zones is there once for each, the same. One of
    which no figure could be read has no ``sources``, and says why."""
    parts: dict[str, list[tuple[int, RawGrid | MatchedTable]]] = {}
    size = 0
    for zone in zones:
        table = form.tables[zone.table]
        assert isinstance(table, Table)  # only such have zones
        passage = _passage(raw, paragraphs, zone)
        own = tuple(i for i in form.identities if i.table == table.id)
        size += sum(len(line.text) + 1 for line in passage.lines)
        found = _answer(passage, table, own) if size <= MAX_SIZE else _too_long(passage, table)
        if found is not None:
            parts.setdefault(table.id, []).append((zone.first, found))
    read: dict[int, MatchedTable] = {}
    for name, answers_of in parts.items():
        table = form.tables[name]
        grids = [(at, part) for at, part in answers_of if isinstance(part, RawGrid)]
        whole = [(at, part) for at, part in answers_of if isinstance(part, MatchedTable)]
        matched = match_grids([grid for _, grid in grids], (table,)).tables
        used = {grids[number][0] for part in matched for number in part.grids}
        tables = [*matched, *(part for _, part in whole)]
        if tables:
            one = combined(tables)
            read |= dict.fromkeys((*used, *(at for at, _ in whole)), one)
    return read


def _too_long(passage: Passage, table: Table) -> MatchedTable:
    rows = tuple(dict.fromkeys(address.row for address in table.cells))
    place = f"第 {passage.lines[0].number} 行起"
    refusal = Refusal(place, "", f"表格文字超过 {MAX_SIZE} 字，过长")
    return MatchedTable(
        table.id,
        TableData(rows, frozendict()),
        frozendict(),
        (passage.at,),
        refusals=(refusal,),
    )


def _answer(
    passage: Passage, table: Table, identities: Sequence[Identity]
) -> RawGrid | MatchedTable | None:
    first: RawGrid | MatchedTable | None = None
    for strategy in STRATEGIES:
        answer = strategy(passage, table, identities)
        if answer is not None and _says(answer, table):
            return answer
        first = first or answer
    return first


def _says(answer: RawGrid | MatchedTable, table: Table) -> bool:
    if isinstance(answer, MatchedTable):
        return bool(answer.sources)
    return any(matched.sources for matched in match_grids([answer], (table,)).tables)


def _passage(raw: RawDocument, paragraphs: Sequence[RawParagraph], zone: Zone) -> Passage:
    held = tuple(paragraphs[zone.first : zone.last + 1])
    first = held[0].line
    behind = zone.last + 1 < len(paragraphs)
    end = paragraphs[zone.last + 1].line if behind else maxsize
    begin = bisect_left(raw.lines, first, key=_number)
    lines = raw.lines[begin : bisect_left(raw.lines, end, key=_number)]
    whole = "".join("".join(line.text.split()) for line in lines)
    if whole == "".join("".join(p.text.split()) for p in held):
        return Passage(held, lines, zone.first)
    return Passage(held, tuple(RawLine(p.text, p.line) for p in held), zone.first)


def _number(line: RawLine) -> int:
    return line.number
