"""One table of the form, read out of one grid or several, by the labels of rows and heads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import define, evolve, field
from frozendict import frozendict

from ..model.labels import column_label, row_label
from ..model.raw import RawCell, RawGrid
from ..model.report import TableData
from ..model.table import Band, Column, Table
from ..model.values import NOT_FILLED, Address, Money, Value
from .figures import Figure, read_figure
from .found import columns_of, is_figure, rows_of, width_of
from .header import Head, Header, Heading, paths
from .labels import bare, label_of
from .lines import Line, Lines
from .matched import MatchedTable, Refusal, short, together


def heads_of(table: Table) -> frozenset[str]:
    """The heads of ``table``, as labels are compared."""
    return table.kept(_heads_of)


def _heads_of(table: Table) -> frozenset[str]:
    texts = [table.unit_label or ""]
    for band in table.bands:
        texts += [band.stub, band.title or ""]
        texts += [column.label for path in paths(band.columns) for column in path]
    return frozenset(label_of(text).whole for text in texts) - {""}


def figure_in(text: str, column: Column, unit: str | None) -> Figure:
    """What a cell of ``column`` says by its ``text``, below a head that names ``unit``."""
    figure = read_figure(text, column)
    if isinstance(figure.value, Money) and not figure.value.unit and unit is not None:
        return Figure(evolve(figure.value, unit=unit), f"单位“{unit}”取自表头")
    return figure


def label_in(table: Table, address: Address) -> str:
    """A cell of ``table`` in the words of the form."""
    row = row_label(table, address.row)
    column = column_label(table, address.column, address.row)
    return column if row == table.title else f"{row}·{column}"


def missing_rows(table: Table, found: Iterable[Address]) -> tuple[str, ...]:
    """The labels of the rows of ``table`` of which nothing was ``found``."""
    rows = {address.row for address in found}
    return tuple(row_label(table, row) for row in table.kept(row_ids) if row not in rows)


def told_missing(table: Table, rows: Iterable[str], places: Sequence[str]) -> str:
    """The sentence for the rows that are missing."""
    names = "、".join(f"“{row}”" for row in rows)
    return f"{'、'.join(places)}（{table.title}）中没有这些行，按未填写处理：{names}"


def row_ids(table: Table) -> tuple[str, ...]:
    """The rows of ``table`` that hold figures, in printed order."""
    return tuple(dict.fromkeys(address.row for address in table.cells))


def _addresses(table: Table) -> dict[tuple[str, str], Address]:
    """The addresses of ``table`` by row and column: which are the same is then seen without
    comparing words."""
    return {(address.row, address.column): address for address in table.cells}


@define
class TableReader:
    """Reads one table of the form out of one grid or several. ``read_at`` are the cells read as
    figures, each with its address and the unit that its head names; ``undecided``: more was
    refused or told than follows from what stands in these."""

    table: Table
    lines: Lines = field(init=False)
    read_at: list[tuple[RawCell, Address, str | None]] = field(factory=list)
    undecided: bool = False
    grids: list[int] = field(factory=list)
    places: list[str] = field(factory=list)
    values: dict[Address, list[tuple[Value, str, str]]] = field(factory=dict)
    refused: list[Refusal] = field(factory=list)
    notices: list[str] = field(factory=list)
    header: Header | None = None
    heading: Heading | None = None
    heading_known: bool = False
    heads_seen: list[str] = field(factory=list)
    band: Band | None = None

    def __attrs_post_init__(self) -> None:
        self.lines = Lines.of(self.table)

    @property
    def _unlabelled(self) -> Line | None:
        """The one row of a table without row labels."""
        lines = self.lines.lines
        return lines[0] if len(lines) == 1 and not lines[0].labels[0].whole else None

    def goes_on(self, grid: RawGrid, others: Mapping[str, frozenset[str]]) -> bool:
        """Whether ``grid`` is the rest of this table: as wide, with rows of it and no other's."""
        if self.heading is None or width_of(grid) != self.heading.width:
            return False
        labels = {label_of(cell.text).whole for cell in grid.cells} - {""}
        own = labels & others[self.table.id]
        if any(len(labels & words) > len(own) for words in others.values()):
            return False
        if self._unlabelled is not None and not self.values:
            return all(is_figure(cell) or not bare(cell.text) for cell in grid.cells)
        return bool(own)

    def read(self, number: int, grid: RawGrid) -> None:
        """Take in one grid, row by row."""
        self.grids.append(number)
        self.places.append(grid.place)
        width = width_of(grid)
        if self.heading is not None and self.heading.width != width:
            self.heading = None
        vocabulary = heads_of(self.table)
        for row, cells in rows_of(grid):
            own = [cell for cell in cells if cell.row == row]
            words = [cell for cell in own if bare(cell.text)]
            if self._is_band(words):
                continue
            if self._is_header(words, vocabulary):
                if self.header is None:
                    self.header = Header()
                self.header.add(row, cells)
                continue
            self._close_header(width)
            self._row(own, cells)
        self._close_header(width)

    def _close_header(self, width: int) -> None:
        if self.header is None:
            return
        self.heading = Heading.of(self.header, self.table, width)
        self.heads_seen += [h.text for h in self.heading.figures if h.label.whole]
        self.heading_known = self.heading_known or self.heading.is_known
        self.header = None

    def _is_band(self, words: Sequence[RawCell]) -> bool:
        if len(words) != 1:
            return False
        whole = label_of(words[0].text).whole
        for band in self.table.bands:
            if band.title is not None and label_of(band.title).whole == whole:
                self.band, self.header, self.heading = band, None, None
                return True
        return False

    def _is_header(self, words: Sequence[RawCell], vocabulary: frozenset[str]) -> bool:
        if not words or any(is_figure(cell) for cell in words):
            return False
        labels = [label_of(cell.text) for cell in words]
        known = sum(
            label.whole in vocabulary or (not label.number and label.short in vocabulary)
            for label in labels
        )
        rows = sum(self.lines.knows(label) for label in labels)
        return known > rows

    def _row(self, own: list[RawCell], cells: list[RawCell]) -> None:
        heading = self.heading
        filled = [cell for cell in own if cell.text.strip()]
        if not filled and (self._unlabelled is None or self.values):
            return
        if self._unlabelled is not None and all(
            value is NOT_FILLED for said in self.values.values() for value, _, _ in said
        ):
            self.values.clear()  # an empty row above the figures
        if heading is None:
            # A caption inside the table, or a title row; a row of figures needs heads.
            self._without_heads(filled)
            return
        beyond = [c for c in cells if c.column + c.width > heading.width]
        labels = [c for c in cells if columns_of(c) <= heading.stub]
        units = [c for c in cells if columns_of(c) <= heading.unit]
        aside = heading.stub | heading.unit
        figures = [c for c in cells if not columns_of(c) & aside]
        across = [c for c in cells if c not in labels and c not in units and c not in figures]
        if across or beyond:
            self._across(across or beyond, filled)
            return
        line = self._line(labels, figures)
        if line is None:
            return
        if line.row.id is None:
            for cell in figures:
                if cell.text.strip():
                    self._refuse(cell, f"“{line.row.label}”一行在表式中没有数据")
            return
        if units and not self._unit_fits(line, units):
            for cell in figures:
                self._refuse(cell, f"“{line.row.label}”的单位应是“{line.row.unit}”")
            return
        self._figures(line, figures, heading)

    def _without_heads(self, filled: Sequence[RawCell]) -> None:
        if len(filled) == 1 and not is_figure(filled[0]):
            cell = filled[0]
            named = self.lines.find(label_of(cell.text), (), self.band)
            title = label_of(self.table.title).words
            if named is None and title not in bare(cell.text):
                self._tell(f"{cell.place}是表内的一行文字，未计入：“{short(cell.text)}”")
            return
        labels = [cell for cell in filled if self.lines.knows(label_of(cell.text))]
        self._passed([cell for cell in labels if not is_figure(cell)])
        for cell in filled:
            if is_figure(cell) or cell not in labels:
                self._refuse(cell, "上方没有可辨认的表头")

    def _across(self, across: Sequence[RawCell], filled: Sequence[RawCell]) -> None:
        """One cell over labels and figures: a title or a remark; else the row is undecided."""
        texts = [cell for cell in filled if cell not in across]
        if not texts and len(across) == 1:
            cell = across[0]
            named = self.lines.find(label_of(cell.text), (), self.band)
            if named is None and cell.text.strip():
                self._tell(f"{cell.place}是表内的一行文字，未计入：“{short(cell.text)}”")
            return
        labels = [cell for cell in filled if self.lines.knows(label_of(cell.text))]
        self._passed(labels)
        for cell in filled:
            if cell not in labels:
                self._refuse(cell, _uneven(labels[-1].text if labels else ""))

    def _passed(self, labels: Sequence[RawCell]) -> None:
        """A row that is not read still tells where the next ones stand: （二）被依法纠错数 below
        五、行政诉讼数量 is not the one above it."""
        if labels:
            *beside, leaf = (label_of(cell.text) for cell in labels)
            self.lines.find(leaf, beside, self.band)

    def _line(self, labels: Sequence[RawCell], figures: Sequence[RawCell]) -> Line | None:
        if self._unlabelled is not None and not any(bare(c.text) for c in labels):
            return self._unlabelled
        said = [cell for cell in labels if bare(cell.text)]
        given = [cell for cell in figures if cell.text.strip()]
        if not said:
            for cell in given:
                self._refuse(cell, "这一行没有项目名称")
            return None
        leaf = said[-1]
        named = self.lines.find(
            label_of(leaf.text), [label_of(c.text) for c in said[:-1]], self.band
        )
        if named is None or (named.line.is_group and given):
            given = [*(cell for cell in said if is_figure(cell)), *given]
            for cell in given:
                self._refuse(cell, f"“{short(leaf.text)}”不是本表的行，或不能确定是哪一行")
            if not given:
                self._tell(f"{leaf.place}“{short(leaf.text)}”不是本表的行，该行没有数")
            return None
        if named.line.is_group:
            return None
        if leaf.height > 1 and given:
            for cell in given:
                self._refuse(cell, f"“{short(leaf.text)}”一格跨几行")
            return None
        if named.shortened:
            self._tell(f"{leaf.place}“{short(leaf.text)}”按“{named.line.row.label}”处理")
        return named.line

    def _unit_fits(self, line: Line, units: Sequence[RawCell]) -> bool:
        said = "".join(bare(cell.text) for cell in units)
        return said in ("", bare(line.row.unit or ""))

    def _figures(self, line: Line, cells: Sequence[RawCell], heading: Heading) -> None:
        heads = heading.figures
        below = len(cells) == len(heads) and all(
            cell.column <= head.last and head.first < cell.column + cell.width
            for cell, head in zip(cells, heads, strict=True)
        )
        if not below:
            for cell in cells:
                if cell.text.strip():
                    self._refuse(cell, _uneven(line.row.label))
            return
        named = heading.columns_of(line.band)
        addresses = self.table.kept(_addresses)
        for cell, head in zip(cells, heads, strict=True):
            column = named[id(head)]
            if column is None or column.id is None or line.row.id is None:
                if cell.text.strip():
                    words = f"表头“{short(head.text)}”不是表式中这一行的列"
                    self._refuse(cell, words if head.label.whole else "这一列没有表头")
                continue
            address = addresses[line.row.id, column.id]
            if cell.height > 1:
                self._refuse(cell, "一格跨几行，不知属于哪一行", address)
            else:
                self._figure(cell, address, head)

    def _figure(self, cell: RawCell, address: Address, head: Head) -> None:
        self.read_at.append((cell, address, head.unit))
        figure = figure_in(cell.text, self.table.cells[address], head.unit)
        if figure.value is None:
            label = label_in(self.table, address)
            self.refused.append(Refusal(cell.place, cell.text, figure.refused, address, label))
            return
        self.values.setdefault(address, []).append((figure.value, cell.place, figure.notice))

    def _refuse(self, cell: RawCell, reason: str, address: Address | None = None) -> None:
        label = label_in(self.table, address) if address else ""
        self.undecided = True
        self.refused.append(Refusal(cell.place, cell.text, reason, address, label))

    def _tell(self, notice: str) -> None:
        self.undecided = True
        self.notices.append(notice)

    def matched(self) -> MatchedTable:
        """What was read, every cell at most once."""
        title = self.table.title
        kept: dict[Address, tuple[Value, str, str]] = {}
        for address, said in self.values.items():
            if all(value == said[0][0] for value, _, _ in said):
                kept[address] = said[0]
                continue
            places = "、".join(place for _, place, _ in said)
            reason = "同一项出现几次，数不相同"
            self.refused.append(Refusal(places, "", reason, address, label_in(self.table, address)))
        refusals = [*self.refused, *self._repeated()]
        if not kept and not self.heading_known and self.heads_seen:
            # Not one head is the edition's: told once, not for every cell.
            heads = "、".join(dict.fromkeys(short(text) for text in self.heads_seen))
            reason = f"表头不是本版本“{title}”表的表头，像是其他版本的表"
            refusals = [Refusal("、".join(self.places), heads, reason)]
        refused = {refusal.address for refusal in refusals}
        # Read once and refused elsewhere is undecided.
        kept = {address: said for address, said in kept.items() if address not in refused}
        notices = [*self.notices, *together(self._read_so(kept))]
        found = kept.keys() | {a for a in refused if a is not None}
        if kept and (missing := missing_rows(self.table, found)):
            notices.append(told_missing(self.table, missing, self.places))
        cells = {
            (a.row, a.column): kept[a][0]
            for a in self.table.cells
            if a in kept and kept[a][0] is not NOT_FILLED
        }
        return MatchedTable(
            self.table.id,
            TableData(self.table.kept(row_ids), frozendict(cells)),
            frozendict({a: kept[a][1] for a in self.table.cells if a in kept}),
            tuple(self.grids),
            tuple(notices),
            tuple(refusals),
        )

    def _repeated(self) -> Iterator[Refusal]:
        """The rows that stand there once more with the same figures, told once."""
        places: dict[str, str] = {}
        for address, said in self.values.items():
            if len(said) > 1 and all(value == said[0][0] for value, _, _ in said):
                places.setdefault(address.row, said[1][1])
        if places:
            labels = "、".join(row_label(self.table, row) for row in places)
            first = next(iter(places.values()))
            yield Refusal(first, labels, f"前面已有这 {len(places)} 行，数相同")

    def _read_so(self, kept: Mapping[Address, tuple[Value, str, str]]) -> Iterator[tuple[str, str]]:
        for address, (_, place, notice) in kept.items():
            if notice:
                yield f"{place}（{label_in(self.table, address)}）", notice


def _uneven(row: str) -> str:
    return f"{f'“{short(row)}”' if row else '这'}一行的格子与表头对不上"
