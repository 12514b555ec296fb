"""A workbook of ours → values by key. Figures are found by their labels, never by position.

Sheets are known by the label in their first column, else by name; rows and columns by the
printed labels. What cannot be found, or is found twice, is refused with its sheet.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any, Final

from attrs import define, field

from ..errors import SourceError
from ..intake.figures import read_figure
from ..model.form import Column
from ..model.raw import KeyPath, RawValues
from ..model.values import Kind
from ..structure.plain import plain_value
from ..structure.shape import FORMAT
from .finding import Finder
from .grid import Grid
from .key import (
    ATTACHMENT,
    COVER,
    COVER_FIELDS,
    FIGURES,
    SHEET,
    Key,
    SheetKey,
    key_of,
    squeezed,
)
from .words import Line, blocks_of, decimal_words, unshield

_DAY: Final = re.compile(r"(\d{4})(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})日?", re.ASCII)
_HEAD: Final = ("样式", "正文")


def ours(grids: list[Grid]) -> bool:
    """Whether a workbook carries our hidden sheet."""
    return any(_is_key(grid) for grid in grids)


def _is_key(grid: Grid) -> bool:
    return grid.at(0, 0) == "format" and str(grid.at(0, 1) or "").startswith("disclosure-kit/")


def read_form(name: str, grids: list[Grid]) -> RawValues:
    """The values of a workbook that we generated.

    Raises:
        SourceError: every cell and label that cannot be read, each with its sheet.
    """
    hidden = next(grid for grid in grids if _is_key(grid))
    try:
        key = key_of([(str(r[0]), str(r[1])) for r in hidden.rows if len(r) > 1])
    except ValueError as error:
        raise SourceError(f"{name} {SHEET}：{error}") from None
    return _Reading(name, [g for g in grids if g is not hidden], key).read()


@define
class _Reading:
    name: str
    grids: list[Grid]
    key: Key
    places: dict[KeyPath, str] = field(factory=dict)
    problems: list[str] = field(factory=list)
    notices: list[str] = field(factory=list)

    def read(self) -> RawValues:
        key = self.key
        data: dict[str, Any] = {
            "format": FORMAT,
            "edition": key.edition,
            "region": key.region,
            "year": key.year,
        }
        self.cover(data)
        data["preamble"] = self.narrative(key.sections[0], ("preamble",))[1]
        data["sections"] = dict(self.sections())
        data["tables"] = dict(self.tables())
        data["figures"] = dict(self.figures())
        self.hidden()
        if self.problems:
            raise SourceError([f"{self.name} {problem}" for problem in self.problems])
        return RawValues(self.name, data, self.place, tuple(self.notices))

    def place(self, path: KeyPath) -> str:
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, COVER)

    def sheet(self, label: str, name: str) -> Grid | None:
        """The sheet whose first column names it; else the one of that name."""
        label = squeezed(label)
        found = [
            grid
            for grid in self.grids
            if any(grid.labels.get((row, 0)) == label for row in range(min(8, len(grid.rows))))
        ]
        if len(found) == 1:
            return found[0]
        named = [grid for grid in found or self.grids if grid.name == name]
        if len(named) == 1:
            return named[0]
        if found:
            names = "、".join(grid.name for grid in found)
            self.problems.append(f"{names}：都标着“{label}”，不知以哪个工作表为准")
        else:
            self.problems.append(
                f"没有标着“{label}”的工作表（原名 {name}），可能已被删除或改了首行"
            )
        return None

    # cover

    def cover(self, data: dict[str, Any]) -> None:
        data["agency"] = {"name": self.key.agency}
        grid = self.sheet(COVER, COVER)
        if grid is None:
            return
        attachments: list[str] = []
        seen: set[str] = set()
        for row in range(len(grid.rows)):
            label = grid.labels.get((row, 0))
            where = COVER_FIELDS.get(label or "")
            value = grid.at(row, 1)
            if label == ATTACHMENT and value is not None:
                attachments.append(self.words(grid, row, 1))
            if not where or label is None:
                continue
            if label in seen:
                self.problems.append(f"{grid.place(row, 1)}：“{label}”重复")
            seen.add(label)
            self.places[tuple(where.split("."))] = grid.place(row, 1)
            self.cover_field(data, where, grid, row)
        for label, where in COVER_FIELDS.items():
            if where and label not in seen:
                self.problems.append(f"{grid.name}：找不到“{label}”一行")
        data["attachments"] = attachments
        if "signature" not in data and self.key.signed:
            data["signature"] = {}
        code = data["agency"].get("code") or ""
        if self.key.region and code and not code.startswith(self.key.region):
            self.notices.append(
                f"{grid.name}：区划代码“{code}”与生成表格时的区划 {self.key.region} 不一致，"
                f"按区划 {self.key.region} 的格式处理"
            )

    def cover_field(self, data: dict[str, Any], where: str, grid: Grid, row: int) -> None:
        if where == "year":
            value = grid.at(row, 1)
            if self.words(grid, row, 1) != str(self.key.year):
                self.problems.append(
                    f"{grid.place(row, 1)}：年度是“{value}”，"
                    f"而这份表格是为 {self.key.year} 年度生成的；换年度请重新生成"
                )
            return
        group, _, name = where.rpartition(".")
        into = data.setdefault(group, {}) if group and grid.at(row, 1) is not None else data
        if grid.at(row, 1) is None:
            if where == "agency.name":
                self.problems.append(f"{grid.place(row, 1)}：没有填写机关名称")
            return
        if where == "signature.date":
            into[name] = self.day(grid, row)
        else:
            into[name] = self.words(grid, row, 1)

    def day(self, grid: Grid, row: int) -> str | None:
        value = grid.at(row, 1)
        if isinstance(value, datetime.datetime | datetime.date):
            return value.strftime("%Y-%m-%d")
        match = _DAY.fullmatch(squeezed(str(value)))
        if match is None:
            self.problems.append(
                f"{grid.place(row, 1)}：应是日期，写作 2025-01-15，不能是“{value}”"
            )
            return None
        year, month, day = match.groups()
        return f"{year}-{int(month):02}-{int(day):02}"

    def words(self, grid: Grid, row: int, column: int) -> str:
        """The text of a cell; a number as it reads."""
        if (row, column) in grid.uncomputed:
            self.problems.append(f"{grid.place(row, column)}：是公式，没有算得的值")
            return ""
        value = grid.at(row, column)
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, int | float):
            return decimal_words(float(value))
        if isinstance(value, datetime.datetime | datetime.date):
            return value.strftime("%Y-%m-%d")
        return unshield(str(value)) if value is not None else ""

    # narratives

    def sections(self) -> Iterator[tuple[str, Any]]:
        made: dict[str, dict[str, Any]] = {
            part.id: {"title": part.title, "body": [{"table": t} for t in part.tables]}
            for part in self.key.plain
        }
        for sheet in self.key.sections[1:]:
            title, body = self.narrative(sheet, ("sections", sheet.id))
            if body or sheet.filled:
                made[sheet.id] = {"title": title, "body": body}
        for name in self.key.order:
            if name in made:
                yield name, made[name]

    def narrative(self, sheet: SheetKey, path: KeyPath) -> tuple[str | None, list[Any]]:
        grid = self.sheet(sheet.label, sheet.name)
        if grid is None:
            return None, []
        self.places[path] = grid.name
        top, columns = self.narrative_head(grid)
        if top is None:
            self.problems.append(f"{grid.name}：找不到“样式、正文”一行")
            return None, []
        title = None
        for row in range(top):
            if grid.labels.get((row, 0)) == "标题" and grid.at(row, 1) is not None:
                title = self.words(grid, row, 1)
        tables = {
            squeezed(t.label): t.id
            for t in (*self.key.tables, *self.key.repeating, *self.key.views)
        }
        lines: list[Line] = []
        rows: list[int] = []
        for row in range(top + 1, len(grid.rows)):
            values = [grid.at(row, column) for column in columns]
            if all(value is None for value in values):
                continue
            lines.append(self.line(grid, row, columns))
            rows.append(row)
        blocks: list[Any] = []
        try:
            blocks = list(blocks_of(lines, tables))
        except ValueError as error:
            self.problems.append(f"{grid.name}：{error}")
        body = path if path == ("preamble",) else (*path, "body")
        if len(blocks) == len(rows):
            for number, row in enumerate(rows):
                self.places[(*body, number)] = grid.place(row, columns[1])
        return title, blocks

    def narrative_head(self, grid: Grid) -> tuple[int | None, list[int]]:
        wanted = ("样式", "正文", "级", "小标题字数", "图片说明")
        for row in range(min(40, len(grid.rows))):
            found = {grid.labels.get((row, c)): c for c in range(len(grid.rows[row]))}
            if all(name in found for name in _HEAD):
                return row, [found.get(name, -1) for name in wanted]
        return None, []

    def line(self, grid: Grid, row: int, columns: list[int]) -> Line:
        style, text, level, lead, caption = columns

        def given(column: int) -> str | None:
            value = grid.at(row, column)
            if value is None and (row, column) not in grid.uncomputed:
                return None
            if isinstance(value, str):
                return value
            return self.words(grid, row, column)

        def count(column: int) -> int | None:
            value = grid.at(row, column)
            if value is None:
                return None
            if isinstance(value, int | float) and float(value).is_integer():
                return int(value)
            if isinstance(value, str) and re.fullmatch(r"\d{1,5}", value.strip(), re.ASCII):
                return int(value)
            self.problems.append(f"{grid.place(row, column)}：应是整数，不能是“{value}”")
            return None

        return Line(
            (given(style) or "").strip(), given(text), count(level), count(lead), given(caption)
        )

    # figures

    def tables(self) -> Iterator[tuple[str, Any]]:
        for sheet in self.key.tables:
            grid = self.sheet(sheet.label, sheet.name)
            if grid is None:
                continue
            rows: dict[str, dict[str, Any]] = {}
            self.places["tables", sheet.id] = grid.name
            for row, column, (at_row, at_column) in Finder(grid, sheet, self.problems).cells():
                kind, unit = row.kind or column.kind, row.unit or column.unit
                value = self.figure(grid, at_row, at_column, column.labels[-1], kind, unit)
                rows.setdefault(row.id, {})[column.id] = value
                path = ("tables", sheet.id, row.id, column.id)
                self.places[path] = grid.place(at_row, at_column)
            some = any(v is not None for cells in rows.values() for v in cells.values())
            if some or sheet.filled:
                yield sheet.id, rows
        for sheet in self.key.repeating:
            yield from self.repeating(sheet)

    def repeating(self, sheet: SheetKey) -> Iterator[tuple[str, Any]]:
        grid = self.sheet(sheet.label, sheet.name)
        if grid is None:
            return
        wanted = ["行号", *("·".join(entry.labels) for entry in sheet.columns)]
        top, columns = -1, []
        for row in range(min(40, len(grid.rows))):
            found = {grid.labels.get((row, c)): c for c in range(len(grid.rows[row]))}
            if all(squeezed(label) in found for label in wanted):
                top, columns = row, [found[squeezed(label)] for label in wanted]
                break
        if top < 0:
            self.problems.append(f"{grid.name}：找不到表头“{'、'.join(wanted)}”")
            return
        made: list[dict[str, Any]] = []
        for row in range(top + 1, len(grid.rows)):
            if all(grid.at(row, column) is None for column in columns):
                continue
            number = len(made)
            key = (
                self.words(grid, row, columns[0]) if grid.at(row, columns[0]) is not None else None
            )
            values: dict[str, Any] = {"key": f"r{number + 1}" if key is None else key}
            for entry, column in zip(sheet.columns, columns[1:], strict=True):
                values[entry.id] = self.figure(
                    grid, row, column, entry.labels[-1], entry.kind, entry.unit
                )
                self.places["tables", sheet.id, number, entry.id] = grid.place(row, column)
            made.append(values)
        if made or sheet.filled:
            yield sheet.id, made

    def figures(self) -> Iterator[tuple[str, Any]]:
        if not self.key.figures:
            return
        grid = self.sheet(FIGURES, FIGURES)
        if grid is None:
            return
        rows: dict[str, list[int]] = {}
        for (row, column), text in grid.labels.items():
            if column == 0:
                rows.setdefault(text, []).append(row)
        for entry in self.key.figures:
            found = rows.get(entry.labels[0], [])
            if len(found) != 1:
                how = "重复" if found else "找不到"
                self.problems.append(f"{grid.name}：“{entry.labels[0]}”一行{how}")
                continue
            value = self.figure(grid, found[0], 1, entry.labels[0], entry.kind, entry.unit)
            self.places["figures", entry.id] = grid.place(found[0], 1)
            if value is not None:
                yield entry.id, value

    def figure(
        self, grid: Grid, row: int, column: int, label: str, kind: str, unit: str | None
    ) -> Any:
        """One figure as the contract writes it; refused where it would have to be guessed."""
        value = grid.at(row, column)
        place = grid.place(row, column)
        if (row, column) in grid.uncomputed:
            self.problems.append(
                f"{place}：是公式，没有算得的值；请用 Excel 或 WPS 打开并保存，或改填数"
            )
            return None
        if value is None:
            return None
        if isinstance(value, bool):
            self.problems.append(f"{place}：填的是 {str(value).upper()}，不是数")
            return None
        if isinstance(
            value, datetime.datetime | datetime.date | datetime.time | datetime.timedelta
        ):
            self.problems.append(
                f"{place}：是日期或时间（{value}），不是数；请把单元格改成常规格式重填"
            )
            return None
        asked = Column(label, kind=Kind(kind), unit=unit)
        if asked.kind is Kind.TEXT:
            text = value if isinstance(value, str) else decimal_words(float(value))
            return "n/a" if text.strip() in ("/", "不适用") else unshield(text)
        if isinstance(value, int | float):
            if asked.kind is Kind.SHARE:
                self.problems.append(f"{place}：没有写明百分数；请写作 37.91%（文字格式）")
                return None
            value = decimal_words(float(value))
        read = read_figure(str(value), asked)
        if read.value is None:
            self.problems.append(f"{place}：“{value}”{read.refused}")
            return None
        if read.notice and not (asked.kind is Kind.MONEY and unit is None):
            self.notices.append(f"{place}：{read.notice}")
        return plain_value(read.value, unit)

    def hidden(self) -> None:
        for grid in self.grids:
            if grid.hidden:
                self.notices.append(f"{grid.name}：是隐藏的工作表，其中的内容照样读取")
            if grid.hidden_rows:
                rows = "、".join(str(row + 1) for row in sorted(grid.hidden_rows)[:10])
                self.notices.append(f"{grid.name}：第 {rows} 行是隐藏的，其中的数照样读取")
