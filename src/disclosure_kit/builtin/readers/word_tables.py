"""The tables of a Word file: cells as they are seen, merged ones as one, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeAlias

from attrs import evolve, mutable
from lxml import etree

from ...errors import SourceError
from ...model.clean import clean
from ...model.raw import RawCell, RawGrid
from .word_frame import NO_FRAME, Frame, Kind, again
from .word_kept import Template
from .word_rows import BLOCKS, is_gone, is_hidden, merge, through, within
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
from .word_shapes import Parted, Shape, ShapedCell
from .word_styles import (
    by_full_name,
    child,
    number,
    properties,
    tag,
    val,
    value,
)
from .word_text import Reader, has_parted_words
from .word_told import Told, short
from .word_whole import Whole

# The positions of the cells of a row that merge with the row above or below, and how.
Merging: TypeAlias = Sequence[tuple[int, str]]

MAX_CELLS: Final = 100_000
MAX_COLUMNS: Final = 100
_LARGEST: Final = 3_000  # cells of a table that has a shape; a form has 300
_MOST_SPACES: Final = 100  # around a row that is written for itself, and with it all of them
_LONGEST_SPACES: Final = 10_000  # characters of their names together; Word has 2,000

_OF_CELL: Final = by_full_name(
    {name: name for name in ("w:gridSpan", "w:hMerge", "w:vMerge", "w:cellDel")}
)


@mutable
class Tables:
    """Reads tables one after another; their cells are counted together. ``frame`` has the tables
    and rows that were taken out of the body before it was parsed. ``few_spaces``: no row had more
    namespaces around it than a file of Word has."""

    reader: Reader
    told: Told
    template: Template
    frame: Frame = NO_FRAME
    cells: int = 0
    few_spaces: bool = True

    def grid_of(self, table: etree._Element, name: str, after: int) -> RawGrid | None:
        """The cells of ``table`` that are seen, if any; it is called ``name`` and stands behind
        ``after`` paragraphs.

        Raises:
            SourceError: the table, or all of the file, has more cells than a report can have.
        """
        if (known := self.frame.piece(table, Whole)) is not None:
            whole, taken = known
            if not self.reader.unfinished() and self._has_room(whole):
                columns = whole.filled(name, taken)
                self.cells += whole.cells_read
                self.told.count(*columns.texts)
                return RawGrid.of_columns(columns, name, after)
            table = again(taken, Kind.TABLE)
        cells = self._joined(self._row_by_row(table, name))
        return RawGrid(cells, name, after) if cells else None

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
        for found_row in through(table, "w:tr"):
            row, shaped = self._shaped(found_row)
            if shaped is None:
                if is_gone(row):
                    continue
                if is_hidden(row):
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
        if (found := self.frame.piece(row, Shape)) is not None:
            shape, taken = found
            if not alone and self._has_room(shape):
                return row, found
            return again(taken, Kind.ROW), None
        if alone or not self._is_light(row) or (parted := Parted.of(row)) is None:
            return row, None
        known = self.template.rows.shape(parted, lambda: shape_of(parted.row(), self.reader))
        if known is None or not self._has_room(known):
            return row, None
        return row, (known, parted)

    def _is_light(self, row: etree._Element) -> bool:
        """Whether a row may be written for itself; behind one that may not, none may."""
        if self.few_spaces:
            spaces = row.nsmap.values()
            self.few_spaces = (
                len(spaces) <= _MOST_SPACES and sum(map(len, spaces)) <= _LONGEST_SPACES
            )
        return self.few_spaces

    def _has_room(self, shape: Shape | Whole) -> bool:
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
        for node in through(row, "w:tc"):
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
            if found and merge(said.get("w:hMerge")) == "continue":
                found[-1] = evolve(found[-1], width=found[-1].width + width)
                self._lost(cell)
            else:
                if merges := merge(said.get("w:vMerge")):
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
    if (read := _read_apart(row, [(row, "")], reader)) is None:
        return None
    tables, [(cells, merging)] = read
    merges = dict(merging)
    return Shape(
        tuple(
            ShapedCell(cell.text, cell.column, cell.place, cell.width, merges.get(at, ""))
            for at, cell in enumerate(cells)
        ),
        tables.cells,
    )


def whole_of(table: etree._Element, reader: Reader) -> Whole | None:
    """What a table with signs in the place of its words is, with the styles of ``reader``."""
    if within(table) is not None:
        return None
    rows = enumerate(through(table, "w:tr"), 1)
    placed = [(row, f"第 {number} 行第 ") for number, row in rows]
    if (read := _read_apart(table, placed, reader)) is None:
        return None
    tables, made = read
    cells = tables._joined(made) if tables.cells <= _LARGEST else ()
    return Whole.of(cells, tables.cells) if cells and not tables.told.sentences else None


def _read_apart(
    node: etree._Element, rows: Sequence[tuple[etree._Element, str]], reader: Reader
) -> tuple[Tables, list[tuple[list[RawCell], Merging]]] | None:
    """What reads the rows of ``node``, each with what its places begin with, and what it read; None
    where there is more to tell than words."""
    if any(is_gone(row) or is_hidden(row) for row, _ in rows) or has_parted_words(node):
        return None
    apart = reader.apart()
    tables = Tables(apart, Told(""), Template())
    try:
        made = [tables._merged(row, at, place) for at, (row, place) in enumerate(rows)]
    except SourceError:
        return None
    if tables.told.marks or tables.told.sentences or apart.counted or apart.unfinished():
        return None
    return tables, made
