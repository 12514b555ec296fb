"""The tables of a Word file: cells as they are seen, merged ones as one, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, TypeAlias

from attrs import evolve, mutable
from lxml import etree

from ...errors import SourceError
from ...model.clean import clean
from ...model.raw import RawCell, RawGrid
from .word_frame import KnownRow, number_of, parsed
from .word_seen import (
    ENDS,
    Mark,
    Words,
    alternative,
    is_placeholder,
    joined,
    numbered,
    seen,
)
from .word_shapes import Parted, Shape, ShapedCell, Template
from .word_styles import (
    attribute,
    by_full_name,
    child,
    children,
    number,
    properties,
    switch,
    tag,
    val,
    value,
)
from .word_text import Reader
from .word_told import Told, short
from .word_whole import Whole

# The positions of the cells of a row that merge with the row above or below, and how.
Merging: TypeAlias = Sequence[tuple[int, str]]

MAX_CELLS: Final = 100_000
MAX_COLUMNS: Final = 100
_LARGEST: Final = 3_000  # cells of a table of which is kept where they stand; a form has 300

BLOCKS: Final = frozenset(f"w:{name}" for name in ("ins", "moveTo", "customXml", "sdtContent"))
_GONE: Final = by_full_name({name: name for name in ("w:del", "w:moveFrom")})
_TEXTS: Final = by_full_name({"w:t": "w:t"})
_OF_CELL: Final = by_full_name(
    {name: name for name in ("w:gridSpan", "w:hMerge", "w:vMerge", "w:cellDel")}
)


@mutable
class Tables:
    """Reads tables one after another; their cells are counted together. ``rows`` are those that
    were taken out of the body before it was parsed."""

    reader: Reader
    told: Told
    template: Template
    rows: Sequence[KnownRow] = ()
    cells: int = 0

    def grid_of(self, table: etree._Element, name: str, after: int) -> RawGrid | None:
        """The cells of ``table`` that are seen, if any; it is called ``name`` and stands behind
        ``after`` paragraphs.

        Raises:
            SourceError: the table, or all of the file, has more cells than a report can have.
        """
        if (grid := self._known(table, name, after)) is not None:
            return grid
        cells = self._joined(self._row_by_row(table, name))
        return RawGrid(cells, name, after) if cells else None

    def _known(self, table: etree._Element, name: str, after: int) -> RawGrid | None:
        """The grid of a table all of whose rows were taken out before it was parsed, and whose
        words are all seen."""
        if not self.rows or self.reader.unfinished():
            return None
        numbers = [number_of(row) for row in _through(table, "w:tr")]
        rows = [self.rows[number] for number in numbers if number is not None]
        if not rows or len(rows) < len(numbers):
            return None
        shapes = tuple([shape for shape, _ in rows])
        cells_read = sum([shape.cells_read for shape in shapes])
        if cells_read > _LARGEST or self.cells + cells_read > MAX_CELLS:
            return None
        whole = self.template.whole(name, shapes, lambda: self._whole(name, rows))
        columns = whole.filled([row for _, row in rows])
        if columns is None or not columns.texts:
            return None
        self.cells += cells_read
        self.told.count(*columns.texts)
        return RawGrid.of_columns(columns, name, after)

    def _whole(self, name: str, rows: Sequence[KnownRow]) -> Whole:
        """A table of these rows, whatever their words."""
        apart = Tables(self.reader, Told(self.told.name), Template())
        filled = (
            apart._filled(shape, row, number, f"{name}第 {number + 1} 行第 ")
            for number, (shape, row) in enumerate(rows)
        )
        cells = apart._joined(filled)
        return Whole.of(cells, [shape for shape, _ in rows], [row for _, row in rows])

    def _joined(self, rows: Iterable[tuple[list[RawCell], Merging]]) -> tuple[RawCell, ...]:
        """The cells of rows, those merged downwards as one."""
        found: list[RawCell] = []
        above: dict[int, int] = {}  # column → the cell that a merged cell below it goes on
        last: dict[int, int] = {}  # of a cell that goes on: the number of the last row it covers
        for row_number, (cells, merging) in enumerate(rows, 1):
            below: dict[int, int] = {}
            covered = 0
            for at, merges in merging:
                cell = cells[at - covered]
                goes_on = above.get(cell.column)
                if (
                    merges == "continue"
                    and goes_on is not None
                    and found[goes_on].width == cell.width
                ):
                    last[goes_on] = row_number
                    below[cell.column] = goes_on
                    self._lost(cell)
                    del cells[at - covered]
                    covered += 1
                else:
                    below[cell.column] = len(found) + at - covered
            found += cells
            above = below
        for at, row_number in last.items():
            tall = found[at]
            height = row_number - tall.row
            found[at] = RawCell(tall.text, tall.row, tall.column, tall.place, height, tall.width)
        return tuple(found)

    def _row_by_row(
        self, table: etree._Element, name: str
    ) -> Iterator[tuple[list[RawCell], Merging]]:
        """The rows that are seen: the cells of each, and how they merge with the row above."""
        row_number = 0
        for found_row in _through(table, "w:tr"):
            row, shaped = self._shaped(found_row)
            if shaped is None:
                if _is_gone(row):
                    continue
                if _is_hidden(row):
                    self.told.sentences.append(
                        f"{name}第 {row_number + 1} 行之前有隐藏的行，未计入"
                    )
                    continue
            row_number += 1
            place = f"{name}第 {row_number} 行第 "
            if shaped is None:
                yield self._merged(row, row_number - 1, place)
            else:
                yield self._filled(*shaped, row_number - 1, place)

    def _shaped(self, row: etree._Element) -> tuple[etree._Element, tuple[Shape, Parted] | None]:
        """A row with its shape and its words; without where it is to be read for itself."""
        alone = self.reader.unfinished()
        if self.rows and (number := number_of(row)) is not None:
            shape, taken = self.rows[number]
            if not alone and self._has_room(shape):
                return row, (shape, taken)
            whole = parsed(taken)
            assert whole is not None, "a row of its tags was parsed"
            return whole, None
        if alone or (parted := Parted.of(row)) is None:
            return row, None
        known = self.template.shape(parted, lambda: shape_of(parted.row(), self.reader))
        if known is None or not self._has_room(known):
            return row, None
        return row, (known, parted)

    def _has_room(self, shape: Shape) -> bool:
        """Where there are too many cells, the one that is too many has to be named."""
        return self.cells + shape.cells_read <= MAX_CELLS

    def _filled(
        self, shape: Shape, parted: Parted, row: int, place: str
    ) -> tuple[list[RawCell], Merging]:
        """The cells of a row of this shape, and how they merge with the row above."""
        self.cells += shape.cells_read
        cells = shape.filled(row, place, parted)
        self.told.count(*[cell.text for cell in cells])
        return cells, shape.merging

    def _merged(
        self, row: etree._Element, number_of_row: int, place: str
    ) -> tuple[list[RawCell], Merging]:
        """The cells of a row, those merged sideways as one, and how they merge with the row
        above."""
        found: list[RawCell] = []
        merging: list[tuple[int, str]] = []
        column = number(value(row, "w:trPr", "w:gridBefore"), 0)
        order = 0
        for node in _through(row, "w:tc"):
            said = properties(node, "w:tcPr", _OF_CELL)
            if "w:cellDel" in said:
                continue
            order += 1
            where = f"{place}{order} 格"
            self.cells += 1
            width = max(1, number(val(said.get("w:gridSpan")), 1))
            if column + width > MAX_COLUMNS or self.cells > MAX_CELLS:
                raise SourceError(
                    f"{self.told.name} {where}：表格超过上限 {MAX_COLUMNS} 列，"
                    f"或全文超过 {MAX_CELLS} 格"
                )
            cell = RawCell(self._cell(node, where), number_of_row, column, where, 1, width)
            if found and _merge(said.get("w:hMerge")) == "continue":
                found[-1] = evolve(found[-1], width=found[-1].width + width)
                self._lost(cell)
            else:
                if merges := _merge(said.get("w:vMerge")):
                    merging.append((len(found), merges))
                found.append(cell)
            column += width
        return found, merging

    def _cell(self, node: etree._Element, where: str) -> str:
        lines: list[str] = []
        begun: list[Words] = []
        for words in self._cell_words(node, where):
            begun.append(words)
            if not words.runs_on:
                lines += self._lines(begun, where)
                begun = []
        if begun:
            lines += self._lines(begun, where)
        text = "\n".join(lines).strip(ENDS)
        self.told.count(text)
        return text

    def _lines(self, begun: list[Words], where: str) -> list[str]:
        words = joined(begun)
        if words.marks:
            self.told.mark(words.marks, where)
        text = numbered(words.label, words.text.strip(ENDS))
        return [clean(line).strip(ENDS) for line in text.split("\n")]

    def _cell_words(self, parent: etree._Element, where: str) -> Iterator[Words]:
        for node in parent:
            match tag(node):
                case "w:p":
                    yield self.reader.paragraph(node)
                case "w:tbl":
                    self.told.sentences.append(f"{where}内套着另一个表格，其中的内容未读")
                case "w:sdt":
                    content = child(node, "w:sdtContent")
                    if content is not None and is_placeholder(node):
                        self.told.marks.append((Mark.PLACEHOLDER, where, ""))
                    elif content is not None:
                        yield from self._cell_words(content, where)
                case "mc:AlternateContent":
                    if (chosen := alternative(node)) is not None:
                        yield from self._cell_words(chosen, where)
                case name if name in BLOCKS:
                    yield from self._cell_words(node, where)
                case "w:altChunk" | "w:subDoc" | "m:oMathPara" | "m:oMath":
                    self.told.mark(list(seen(node)), where)

    def _lost(self, cell: RawCell) -> None:
        if cell.text:
            said = short(cell.text)
            self.told.sentences.append(
                f"{cell.place}已并入相邻的格，其中的文字“{said}”看不见，未计入"
            )


def shape_of(row: etree._Element, reader: Reader) -> Shape | None:
    """What a row with signs in the place of its words is, with the styles of ``reader``."""
    if _is_gone(row) or _is_hidden(row):
        return None
    if any(len(text) for text in row.iter(*_TEXTS)):
        return None  # the blanks at the ends of its pieces would not be those of the text
    told, apart = Told(""), reader.apart()
    tables = Tables(apart, told, Template())
    try:
        cells, merging = tables._merged(row, 0, "")
    except SourceError:
        return None
    if told.marks or told.sentences or apart.counted or apart.unfinished():
        return None
    merges = dict(merging)
    return Shape(
        tuple(
            ShapedCell(cell.text, cell.column, cell.place, cell.width, merges.get(at, ""))
            for at, cell in enumerate(cells)
        ),
        tables.cells,
    )


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    return (node for node in _through(table, "w:tr") if not _is_gone(node))


def _is_gone(row: etree._Element) -> bool:
    """Whether a change that is taken as accepted takes the row away."""
    said = child(row, "w:trPr")
    return said is not None and bool(children(said, _GONE))


def _is_hidden(row: etree._Element) -> bool:
    return bool(switch(row, "w:trPr", "w:hidden"))


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for node in _through(row, "w:tc"):
        if child(node, "w:tcPr", "w:cellDel") is None:
            yield node


def _through(parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Rows or cells, also those in content controls."""
    for node in parent:
        name = tag(node)
        if name == wanted:
            yield node
        elif name == "w:sdt":
            if (content := child(node, "w:sdtContent")) is not None:
                yield from _through(content, wanted)
        elif name in BLOCKS:
            yield from _through(node, wanted)
        elif name == "mc:AlternateContent" and (chosen := alternative(node)) is not None:
            yield from _through(chosen, wanted)


def _merge(found: etree._Element | None) -> str:
    """``restart``, ``continue``, or nothing."""
    return "" if found is None else attribute(found, "val") or "continue"


def frame(table: etree._Element) -> etree._Element | None:
    """The only cell of a table that holds a table: it is a frame around the text."""
    rows = list(islice(_rows(table), 2))
    if len(rows) != 1:
        return None
    cells = list(_cells(rows[0]))
    if len(cells) != 1 or next(_through(cells[0], "w:tbl"), None) is None:
        return None
    return cells[0]
