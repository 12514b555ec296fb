"""The figures as CSV: a file for each table, a line for each of its rows.

UTF-8 with the mark by which Excel and WPS know it; commas; CRLF (RFC 4180). Every line names the
body and the year, so that files of many bodies can be laid one below the other. A cell that the
form does not have is ``—``, one that nobody filled in is blank.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from attrs import frozen

from ...contributions import Artifact
from ...errors import OutputError
from ...forms.defusing import defused, restored
from ...model.clean import clean
from ...model.expanded import expanded
from ...model.proof import Mismatch, Proof
from ...model.report import Report
from ...model.table import Band, Column, Row, Table
from ...model.values import NOT_FILLED, Address, Kind, Value
from ...view import Publication, format_value

NO_CELL: Final = "—"
FIGURES: Final = "figures"
ENCODING: Final = "utf-8-sig"
_BODY: Final = ("机关名称", "报告年度")
_KEY: Final = "编号"
_NUMERALS: Final = "一二三四五六七八九"
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?%?")


@frozen
class _Figure:
    """A figure in its place: the number of its row, the head of its column."""

    row: str
    head: str
    value: Value
    column: Column
    address: str

    @property
    def text(self) -> str:
        return clean(format_value(self.value, self.column))

    @property
    def cell(self) -> str:
        """A number stays a number; words that a spreadsheet would run do not."""
        is_number = self.column.kind is not Kind.TEXT and _NUMBER.fullmatch(self.text)
        return self.text if is_number else defused(self.text)


@frozen
class _Line:
    """A row: its words, then its figures."""

    words: tuple[str, ...]
    figures: tuple[_Figure, ...]

    @property
    def row(self) -> str:
        return self.words[0]

    def texts(self, sheet: _Sheet, report: Report) -> Iterator[tuple[str, str]]:
        """What stands below each head, before it is made harmless."""
        words = (report.agency.name, str(report.year), *self.words)
        yield from zip((*_BODY, _KEY, *sheet.words), map(clean, words), strict=True)
        own = {figure.head: figure.text for figure in self.figures}
        yield from ((head, own.get(head, NO_CELL)) for head in sheet.heads)

    def address(self, head: str) -> str:
        """That of the figure below ``head``; empty where there is none."""
        return next((figure.address for figure in self.figures if figure.head == head), "")


@frozen
class _Sheet:
    """What one file holds. ``heads`` are those of the figures, ``words`` those before them."""

    name: str
    words: tuple[str, ...]
    heads: tuple[str, ...]
    lines: tuple[_Line, ...]

    @property
    def all_heads(self) -> tuple[str, ...]:
        return (*_BODY, _KEY, *self.words, *self.heads)

    def written(self, report: Report) -> bytes:
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(defused(clean(head)) for head in self.all_heads)
        for line in self.lines:
            own = {figure.head: figure.cell for figure in line.figures}
            words = (report.agency.name, str(report.year), *line.words)
            cells = (own.get(head, NO_CELL) for head in self.heads)
            writer.writerow([*(defused(clean(word)) for word in words), *cells])
        return text.getvalue().encode(ENCODING)


def write_csv(publication: Publication) -> Iterator[Artifact]:
    """Every table of the form, also one that nobody filled in, and the figures stated in prose.

    Raises:
        OutputError: the form has neither.
    """
    sheets = list(_sheets(publication))
    if not sheets:
        raise OutputError("这份年报的格式没有表格，也没有数据项，没有可以写成 CSV 的内容")
    for sheet in sheets:
        yield Artifact(f".{sheet.name}.csv", sheet.written(publication.report))


def prove(artifact: Artifact, publication: Publication) -> Proof:
    """A written file beside the report: it is read again, and each row sought by its number, each
    cell by the head of its column. Nothing else may stand in it."""
    report = publication.report
    sheet = next((s for s in _sheets(publication) if artifact.suffix == f".{s.name}.csv"), None)
    if sheet is None:
        return Proof(0, (Mismatch(artifact.suffix, problem="不是这份年报的表"),))
    place = f"{sheet.name} 表"
    try:
        lines = list(csv.reader(io.StringIO(artifact.content.decode(ENCODING), newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        return Proof(0, (Mismatch(place, problem=f"读不出来（{error}）"),))
    heads = tuple(clean(head) for head in sheet.all_heads)
    if not lines or tuple(map(restored, lines[0])) != heads:
        return Proof(0, (Mismatch(place, problem="没有原来的表头"),))
    rows = {cells[_KEY]: cells for cells in (_cells(heads, line) for line in lines[1:])}
    found = [
        Mismatch(f"{place} {line.row}、{head}", text, written, line.address(head))
        for line in sheet.lines
        for head, text in line.texts(sheet, report)
        if (written := rows.get(clean(line.row), {}).get(clean(head), "")) != text
    ]
    if len(lines) - 1 != len(sheet.lines):
        told = f"应有 {len(sheet.lines)} 行，写成了 {len(lines) - 1} 行"
        found.append(Mismatch(place, problem=told))
    if any(len(line) != len(heads) for line in lines):
        found.append(Mismatch(place, problem="有的行比表头长，或比表头短"))
    return Proof(sum(len(line.figures) for line in sheet.lines), tuple(found))


def _cells(heads: tuple[str, ...], line: list[str]) -> dict[str, str]:
    """What a line says below each head; what it lacks is blank."""
    said = dict.fromkeys(heads, "")
    return said | {head: restored(cell) for head, cell in zip(heads, line, strict=False)}


def _sheets(publication: Publication) -> Iterator[_Sheet]:
    report = publication.report
    form = expanded(publication.form, report)
    for table in form.tables.values():
        if isinstance(table, Table):
            yield _of_table(table, report)
    if form.figures:
        lines = []
        for key, figure in form.figures.items():
            value = report.figures.get(key, NOT_FILLED)
            column = Column(figure.label, kind=figure.kind)
            lines.append(_Line((key, figure.label), (_Figure(key, "数据", value, column, key),)))
        yield _Sheet(FIGURES, ("名称",), ("数据",), tuple(lines))


def _of_table(table: Table, report: Report) -> _Sheet:
    """A column for every head that one of the bands has, in the words of all heads above it."""
    placed = list(_rows(table))
    depth = max((len(path) for _, _, path in placed), default=0) if table.stub else 0
    titled = any(title for _, title, _ in placed)
    levels = [f"{_NUMERALS[n]}级项目" for n in range(depth)] if depth > 1 else ["项目"] * depth
    words = (*["栏目"] * titled, *levels, *["单位"] * (table.unit_label is not None))
    named = {band: dict(_named(band, {*_BODY, _KEY, *words})) for band in table.bands}
    lines = []
    for band, title, path in placed:
        row = path[-1]
        assert row.id is not None  # _rows yields no others
        labels = [label.label for label in path] + [""] * (depth - len(path))
        unit = [row.unit or ""] * (table.unit_label is not None)
        said = (row.id, *[title] * titled, *labels[:depth], *unit)
        places = {head: Address(table.id, row.id, id_) for head, id_ in named[band].items()}
        figures = (
            _Figure(row.id, head, report.value(address), table.cells[address], str(address))
            for head, address in places.items()
        )
        lines.append(_Line(said, tuple(figures)))
    heads = tuple(dict.fromkeys(head for of_band in named.values() for head in of_band))
    return _Sheet(table.id, words, heads, tuple(lines))


def _rows(table: Table) -> Iterator[tuple[Band, str, tuple[Row, ...]]]:
    """Every row of figures with its labels, and the title above it."""
    for band in table.bands:
        title = band.title or ""
        for path in band.row_paths():
            if path[-1].id is None:
                title = path[-1].label
            else:
                yield band, title, path


def _named(band: Band, taken: set[str]) -> Iterator[tuple[str, str]]:
    """The head of each column of figures, with its id; none is ``taken``, and no two are alike."""
    for path in band.column_paths():
        id_ = path[-1].id
        assert id_ is not None  # proven by model.consistency
        head = "·".join(column.label for column in path)
        yield (f"{head}（{id_}）" if head in taken else head), id_
        taken.add(head)
