"""The list of units that should report: code, name, and the body above each."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from attrs import define, field, frozen

from ..errors import SourceError
from ..model.agency_names import SHORTEST, bare
from ..model.raw import RawDocument, Source
from ..reader_choice import reader_for
from ..registry import Registry
from .unit import Unit, one_line

HEADS: Final = {
    "code": ("code", "代码", "区划代码", "单位代码", "机构代码", "行政区划代码"),
    "name": ("name", "名称", "单位名称", "机关名称", "单位", "机关"),
    "parent": ("parent", "上级", "上级代码", "上级单位", "上级单位代码"),
}
_ALL_HEADS: Final = frozenset(word for words in HEADS.values() for word in words)
_CODE: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,39}", re.ASCII)
WORKBOOKS: Final = (".xlsx", ".xls", ".ods")
MOST: Final = 200_000
DEEPEST: Final = 10  # levels
_ABOVE: Final = 5  # rows, at most, above the heads and with them


@frozen
class Entry:
    """A body on the list. ``parent`` is the code of the one above it; "" is the body of the
    roll-up itself."""

    code: str
    name: str
    parent: str


@define(slots=False)
class Roster:
    """The list, in its order. ``top`` is the entry that is the body of the roll-up itself."""

    entries: tuple[Entry, ...]
    top: Entry | None = None
    by_code: dict[str, Entry] = field(init=False)
    children: dict[str, list[Entry]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.by_code = {entry.code: entry for entry in self.entries}
        self.children = {}
        for entry in self.entries:
            self.children.setdefault(entry.parent, []).append(entry)

    @cached_property
    def _by_name(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(bare(entry.name), []).append(entry)
        return found

    @cached_property
    def _by_ending(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for name, entries in self._by_name.items():
            for start in range(1, len(name) - SHORTEST + 1):
                found.setdefault(name[start:], []).extend(entries)
        return found

    def above(self, entry: Entry) -> list[Entry]:
        """The bodies above an entry, the highest first; the top is none of them."""
        found: list[Entry] = []
        while entry.parent:
            entry = self.by_code[entry.parent]
            found.insert(0, entry)
        return found

    def named(self, name: str) -> Entry | None:
        """The one entry of this name."""
        found = self._by_name.get(bare(name), [])
        return found[0] if len(found) == 1 else None

    def find(self, unit: Unit) -> Entry | None:
        """The entry of a unit: by its name; of several of that name by its code; else one whose
        name is the unit's with the place before it, or without it."""
        name = bare(unit.name)
        found = self._by_name.get(name) or self._by_ending.get(name, [])
        if not found:
            endings = (name[at:] for at in range(1, len(name) - SHORTEST + 1))
            found = next((self._by_name[end] for end in endings if end in self._by_name), [])
        if len(found) > 1:
            found = [entry for entry in found if entry.code == unit.code]
        if not found and not name and unit.code in self.by_code:
            found = [self.by_code[unit.code]]
        return found[0] if len(found) == 1 else None


def read_roster(source: Source, registry: Registry) -> Roster:
    """The list in a ``.csv`` file or a workbook.

    Raises:
        SourceError: it cannot be read, lacks a column, or contradicts itself; all at once.
    """
    rows = (
        _csv(source) if source.name.lower().endswith((".csv", ".txt")) else _grid(source, registry)
    )
    return _roster(source.name, rows)


def is_roster(source: Source, registry: Registry) -> bool:
    """Whether a file is such a list."""
    try:
        return bool(read_roster(source, registry).entries)
    except SourceError:
        return False


Row = tuple[str, list[str]]  # its place, its cells


def _csv(source: Source) -> list[Row]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = source.content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise SourceError(
            f"{source.name}：既不是 UTF-8 也不是 GB18030 文字",
            hint="请在 Excel 或 WPS 里另存为“CSV UTF-8（逗号分隔）”，或 .xlsx",
        )
    rows = csv.reader(io.StringIO(text), strict=True)
    try:
        return [(f"第 {rows.line_num} 行", [cell.strip() for cell in row]) for row in rows]
    except csv.Error:
        raise SourceError(
            f"{source.name} 第 {rows.line_num} 行：不是有效的 CSV（引号不成对，或一格太长）",
            hint=_HINT,
        ) from None


def _grid(source: Source, registry: Registry) -> list[Row]:
    raw = reader_for(source, registry).read(source)
    if not isinstance(raw, RawDocument) or not raw.grids:
        raise SourceError(f"{source.name}：里面没有单位名单的表", hint=_HINT)
    grids = (grid for grid in raw.grids if any(cell.text in _ALL_HEADS for cell in grid.cells))
    rows: dict[int, dict[int, str]] = {}
    places: dict[int, str] = {}
    for cell in next(grids, raw.grids[0]).cells:
        rows.setdefault(cell.row, {})[cell.column] = cell.text.strip()
        places.setdefault(cell.row, cell.place)
    return [
        (places[n], [row.get(at, "") for at in range(max(row) + 1)])
        for n, row in sorted(rows.items())
    ]


_HINT: Final = "名单第一行是表头：代码、名称、上级（上级填上级单位的代码，最上一级留空）"


def _roster(name: str, rows: list[Row]) -> Roster:
    rows = [(place, cells) for place, cells in rows if any(cells)]
    if not rows:
        raise SourceError(f"{name}：名单是空的", hint=_HINT)
    if len(rows) > MOST:
        raise SourceError(f"{name}：名单超过 {MOST} 行")
    rows = rows[_first(rows) :]
    at = _heads(name, rows[0][1])
    problems: list[str] = []
    entries = list(_entries(name, rows[1:], at, problems))
    problems += _doubled(name, entries)
    top = _top(name, entries, problems)
    problems += _circles(name, entries)
    if not entries and not problems:
        problems.append(f"{name}：名单里没有单位")
    if problems:
        raise SourceError(problems, hint=_HINT)
    return _below(entries, top)


def _first(rows: list[Row]) -> int:
    """Which row has the heads: a title may stand above them."""
    found = (
        n for n, (_, cells) in enumerate(rows[:_ABOVE]) if {"code", "name"} <= set(_kinds(cells))
    )
    return next(found, 0)


def _kinds(heads: list[str]) -> list[str | None]:
    return [
        next((kind for kind, words in HEADS.items() if head.lower() in words), None)
        for head in heads
    ]


def _heads(name: str, heads: list[str]) -> dict[str, int]:
    at: dict[str, int] = {}
    for number, kind in enumerate(_kinds(heads)):
        if kind is not None:
            at.setdefault(kind, number)
    missing = [HEADS[kind][1] for kind in ("code", "name") if kind not in at]
    if missing:
        raise SourceError(
            f"{name}：表头缺少{'、'.join(missing)}；第一行是：{'、'.join(filter(None, heads))}",
            hint=_HINT,
        )
    return at


def _entries(
    name: str, rows: list[Row], at: dict[str, int], problems: list[str]
) -> Iterator[Entry]:
    for place, cells in rows:

        def cell(kind: str, cells: list[str] = cells) -> str:
            number = at.get(kind)
            return cells[number] if number is not None and number < len(cells) else ""

        code, title, parent = cell("code"), one_line(cell("name")), cell("parent")
        if not title:
            problems.append(f"{name} {place}：没有名称")
        for word in filter(None, (code, parent)):
            if not _CODE.fullmatch(word):
                problems.append(f"{name} {place}：代码 {word!r} 只能用数字和英文字母")
        if not code:
            problems.append(f"{name} {place}：没有代码")
        yield Entry(code, title, parent)


def _doubled(name: str, entries: list[Entry]) -> Iterator[str]:
    of_code: dict[str, list[str]] = {}
    for entry in entries:
        of_code.setdefault(entry.code, []).append(entry.name)
    for code, names in of_code.items():
        if code and len(names) > 1:
            yield f"{name}：代码 {code} 有 {len(names)} 行：{'、'.join(names)}"
    places = Counter((bare(entry.name), entry.parent) for entry in entries if entry.name)
    for entry in entries:
        if (count := places.pop((bare(entry.name), entry.parent), 0)) > 1:
            where = entry.parent or "最上一级"
            yield f"{name}：{entry.name} 在同一上级（{where}）下有 {count} 行"


def _top(name: str, entries: list[Entry], problems: list[str]) -> Entry | None:
    """The entry above all others, where the list has it."""
    known = {entry.code for entry in entries}
    unknown = {entry.parent for entry in entries if entry.parent and entry.parent not in known}
    without = [entry for entry in entries if not entry.parent]
    if len(unknown) > 1 or (unknown and without):
        below: dict[str, list[str]] = {code: [] for code in sorted(unknown)}
        for entry in entries:
            if entry.parent in below:
                below[entry.parent].append(entry.name)
        problems += (
            f"{name}：{names[0]} 等 {len(names)} 行的上级代码 {code} 不在名单上"
            for code, names in below.items()
        )
    parents = {entry.parent for entry in entries}
    if len(without) == 1 and without[0].code in parents:
        return without[0]
    return None


def _circles(name: str, entries: list[Entry]) -> Iterator[str]:
    above = {entry.code: entry.parent for entry in entries if entry.code}
    safe: set[str] = set()
    for entry in entries:
        path: dict[str, None] = {}
        code = entry.code
        while code in above and code not in safe:
            if code in path:
                yield f"{name}：{entry.name}（{entry.code}）的上级绕了一圈又回到自己"
                break
            path[code] = None
            if len(path) > DEEPEST:
                yield f"{name}：{entry.name}（{entry.code}）以上超过 {DEEPEST} 级"
                break
            code = above[code]
        safe.update(path)


def _below(entries: list[Entry], top: Entry | None) -> Roster:
    """The list below its top; who stands right below it has no parent."""
    known = {entry.code for entry in entries}
    tops = {top.code} if top else {e.parent for e in entries if e.parent not in known}
    return Roster(
        tuple(
            Entry(e.code, e.name, "" if e.parent in tops else e.parent)
            for e in entries
            if e is not top
        ),
        top,
    )
