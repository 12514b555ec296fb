"""A file beside a report that it should say: line by line, and figure by figure.

White space that nobody sees (its kind, its amount, at the ends) is no difference.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise, starmap, zip_longest
from typing import Final, TypeAlias

from attrs import field, frozen

from ..media.digest import digest
from ..model.clean import clean
from ..model.difference import Difference
from ..model.form import Form
from ..model.labels import cell_label
from ..model.prose import PREAMBLE, attached
from ..model.raw import RawDocument
from ..model.report import Image, Report, SmallTable, TableBlock
from ..model.table import Column
from ..model.values import NOT_FILLED, Address, Value
from ..printed.alignment import common
from ..printed.expected import Expected
from ..view import NOTES, format_value, table_title

Rows: TypeAlias = tuple[tuple[str, ...], ...]

MAX_COMPARED: Final = 1_000  # lines between the first and the last difference, on either side

# How far, and how deep, a changed line is looked for: enough for people, bounded for others.
_NEAR: Final = 10
_BEGINNING: Final = 500

_BLANK: Final = re.compile(r"[\s\u200b\u200c\u200d\ufeff]+")


def seen(text: str) -> str:
    """``text`` as it is compared."""
    if " " not in text and text.isprintable():
        return text  # no other blank is printable
    return _BLANK.sub(" ", clean(text)).strip()


@frozen
class Line:
    """A paragraph of a file, or what else stands there: a table of the form, the rows of a small
    one, a picture (its digest)."""

    text: str
    source: str
    table: str | None = None
    picture: str = ""
    rows: Rows = ()

    @property
    def key(self) -> str:
        return _key(self.text, self.table, self.picture, self.rows)


@frozen
class Pair:
    """A line that should be there and the one that is; None where either is missing."""

    wanted: Expected | None
    found: Line | None
    same: bool = field(eq=False)

    @same.default
    def _compared(self) -> bool:
        if self.wanted is None or self.found is None:
            return False
        return _wanted_key(self.wanted) == self.found.key


def _key(text: str, table: str | None, picture: str, rows: Rows) -> str:
    if rows:
        return f"格 {[[seen(cell) for cell in row] for row in rows]}"
    if picture:
        return f"图 {picture}"
    return f"文 {seen(text)}" if table is None else f"表 {table}"


def _wanted_key(line: Expected) -> str:
    if line.table and line.table.small:
        return _key("", None, "", line.table.words)
    return _key(line.text, line.table.id if line.table else None, line.picture, ())


def _of_words(line: Expected) -> bool:
    """Whether a line is of the text: no table of the form, whose figures are compared apart."""
    return line.table is None or line.table.small


def lines_of(raw: RawDocument, report: Report) -> tuple[Line, ...]:
    """What stands in ``raw``, in order; ``report`` is how it was read, and knows which tables and
    pictures are its own."""
    blocks = {
        report.sources.get(f"{part}[{number}]"): block
        for part, body in (
            (PREAMBLE, report.preamble),
            *((section, narrative.body) for section, narrative in report.sections.items()),
            *attached(report),
        )
        for number, block in enumerate(body)
    }
    lines: list[tuple[int, float, Line]] = []
    for number, text, place in _texts(raw, report):
        if seen(text):
            lines.append((number, -1, Line(text, f"{raw.name}!{place}")))
    # A table or picture stands behind the paragraph that it is counted with.
    for number, grid in enumerate(raw.grids):
        source = f"{raw.name}!{grid.place}"
        match blocks.get(source):
            case TableBlock(table):
                lines.append((grid.after - 1, number, Line("", source, table)))
            case SmallTable(rows):
                lines.append((grid.after - 1, number, Line("", source, rows=rows)))
    for picture in raw.pictures:
        source = f"{raw.name}!{picture.place}"
        if isinstance(blocks.get(source), Image):
            line = Line("", source, picture=digest(picture.content))
            lines.append((picture.after - 1, picture.grids - 0.5, line))
    return tuple(line for *_, line in sorted(lines, key=lambda item: item[:2]))


def _texts(raw: RawDocument, report: Report) -> Iterator[tuple[int, str, str]]:
    """Each line's number, text and place; those of a name that is broken over lines are one."""
    signed = report.signature.agency if report.signature else None
    numbered = enumerate(raw.paragraphs)
    for _, group in groupby(numbered, key=lambda item: item[1].line):
        lines = tuple(group)
        whole = "".join(paragraph.text for _, paragraph in lines)
        if whole == signed:
            yield lines[0][0], whole, lines[0][1].place
        else:
            yield from ((number, line.text, line.place) for number, line in lines)


def pairs(wanted: Sequence[Expected], found: Sequence[Line], form: Form) -> tuple[Pair, ...]:
    """``wanted`` beside ``found``, in order; words of ours are left out on both sides.

    Raises:
        ValueError: they differ in more than ``MAX_COMPARED`` lines.
    """
    wanted = [line for line in wanted if line.table or line.picture or seen(line.text)]
    mine, other = [_wanted_key(line) for line in wanted], [line.key for line in found]
    if mine == other:
        return _of_the_report(Pair(w, f, same=True) for w, f in zip(wanted, found, strict=True))
    if _middle(mine, other) > MAX_COMPARED:
        raise ValueError(f"文中与所附数据有 {MAX_COMPARED} 行以上不同")
    ours = NOTES | {table_title(table.title, form) for table in form.tables.values()}
    made: list[Pair] = []
    same = [(-1, -1), *common(mine, other), (len(mine), len(other))]
    for (left, right), (next_left, next_right) in pairwise(same):
        if left >= 0:
            made.append(Pair(wanted[left], found[right], same=True))
        missing = [w for w in wanted[left + 1 : next_left] if w.address and _of_words(w)]
        added = [f for f in found[right + 1 : next_right] if not f.table and f.text not in ours]
        made += _paired(
            [line for line in missing if not line.picture and not line.table],
            [line for line in added if not line.picture and not line.rows],
        )
        made += starmap(
            Pair,
            zip_longest(
                (line for line in missing if line.picture),
                (line for line in added if line.picture),
            ),
        )
        made += starmap(
            Pair,
            zip_longest(
                (line for line in missing if line.table), (line for line in added if line.rows)
            ),
        )
    return _of_the_report(made)


def _of_the_report(made: Iterable[Pair]) -> tuple[Pair, ...]:
    """``made`` without words of ours."""
    return tuple(p for p in made if not (p.wanted and not p.wanted.address and not p.wanted.table))


def _middle(mine: Sequence[str], other: Sequence[str]) -> int:
    """How many lines stand between the first difference and the last."""
    fewest = min(len(mine), len(other))
    start = next((n for n in range(fewest) if mine[n] != other[n]), fewest)
    rest = fewest - start
    end = next((n for n in range(rest) if mine[-1 - n] != other[-1 - n]), rest)
    return max(len(mine), len(other)) - start - end


def _paired(missing: Sequence[Expected], added: Sequence[Line]) -> Iterator[Pair]:
    """Lines that differ, side by side: all of them where they are as many, else those that look
    alike."""
    if len(missing) == len(added):
        yield from map(Pair, missing, added)
        return
    at = 0
    for line in missing:
        near = range(at, min(at + _NEAR, len(added)))
        alike = next((n for n in near if _alike(line.text, added[n].text)), None)
        if alike is None:
            yield Pair(line, None)
            continue
        yield from (Pair(None, found) for found in added[at:alike])
        yield Pair(line, added[alike])
        at = alike + 1
    yield from (Pair(None, found) for found in added[at:])


def _alike(one: str, other: str) -> bool:
    """Whether one may be the other, changed: most characters at its beginning are the same."""
    one, other = one[:_BEGINNING], other[:_BEGINNING]
    same = sum((Counter(one) & Counter(other)).values())
    return 2 * same >= max(len(one), len(other))


def text_differences(paired: Sequence[Pair], apart: int = 0) -> Iterator[Difference]:
    """Each line that is changed, missing or added; of the tables that are added, the first
    ``apart`` are those of plugins, left out of the data."""
    address, place = "", "开头"
    for pair in _without(paired, apart) if apart else paired:
        if pair.wanted is not None:
            address, place = pair.wanted.address, pair.wanted.place
        if pair.same or (pair.wanted and not _of_words(pair.wanted)):
            continue
        found = pair.found
        shown, source = (seen(found.text), found.source) if found else ("", "")
        if (pair.wanted and pair.wanted.picture) or (found and found.picture):
            yield _other(address, place, pair, "图片")
            continue
        if (pair.wanted and pair.wanted.table) or (found and found.rows):
            yield from _other_cells(address, place, pair)
            continue
        if pair.wanted is None:
            yield Difference(address, f"{place}之后", shown, "", source, text=True)
        else:
            yield Difference(address, place, shown, seen(pair.wanted.text), source, text=True)


def _without(paired: Sequence[Pair], tables: int) -> Iterator[Pair]:
    """``paired`` without the first ``tables`` that are added, each with the line above: its
    title."""
    for added, group in groupby(paired, key=lambda pair: pair.wanted is None):
        run = list(group)
        here = [pair for pair in run if added and pair.found and pair.found.rows][:tables]
        lines = [pair for pair in run if pair.found and pair.found.text]
        titles = lines[len(lines) - len(here) :] if here else []
        tables -= len(here)
        yield from (pair for pair in run if pair not in here and pair not in titles)


def _other(address: str, place: str, pair: Pair, what: str) -> Difference:
    source = pair.found.source if pair.found else ""
    if pair.wanted is None:
        return Difference(address, f"{place}之后", f"一张{what}", "", source, text=True)
    shown = f"另一张{what}" if pair.found else ""
    return Difference(address, place, shown, f"所记的{what}", source, text=True)


def _other_cells(address: str, place: str, pair: Pair) -> Iterator[Difference]:
    """The cells of a small table that are others; the whole where it has another shape."""
    mine = pair.wanted.table.words if pair.wanted and pair.wanted.table else ()
    shown = pair.found.rows if pair.found else ()
    if [len(row) for row in mine] != [len(row) for row in shown]:
        yield _other(address, place, pair, "表")
        return
    source = pair.found.source if pair.found else ""
    for number, (row, other) in enumerate(zip(mine, shown, strict=True), 1):
        for column, (said, seen_) in enumerate(zip(row, other, strict=True), 1):
            if seen(said) != seen(seen_):
                where = f"{place}第 {number} 行第 {column} 格"
                yield Difference(address, where, seen(seen_), seen(said), source, text=True)


def same_figure(one: Value, other: Value, column: Column) -> bool:
    """Whether two values print the same."""
    return seen(format_value(one, column)) == seen(format_value(other, column))


def cell_difference(
    address: Address, column: Column, visible: Report, data: Report, form: Form
) -> Difference | None:
    """How one cell differs, if it does."""
    mine, other = visible.value(address), data.value(address)
    if same_figure(mine, other, column):
        return None
    source = visible.sources.get(str(address))
    refused = mine is NOT_FILLED and source is None  # a blank that is read has its place
    shown = None if refused else seen(format_value(mine, column))
    said = seen(format_value(other, column))
    return Difference(str(address), cell_label(form, address), shown, said, source or "")
