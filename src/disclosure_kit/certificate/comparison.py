"""The comparison of what a file shows with what the report prints, told in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import frozen

from ..model.clean import clean
from ..model.layout import Role
from ..printed.alignment import common
from ..printed.expected import Expected
from ..view import PrintedTable, View, cell_text
from .document import Found, FoundParagraph, FoundTable

_SHOWN: Final = 40
# Below this share of equal labels a found table is another table.
_SAME_TABLE: Final = 0.5


@frozen
class Proof:
    """How many paragraphs and cells were compared, and a sentence for each difference."""

    compared: int
    differences: tuple[str, ...]


def compare(expected: Sequence[Expected], found: Sequence[Found], view: View) -> Proof:
    """What is missing, changed, doubled or moved."""
    tables, copies = _pair_tables(expected, found)
    wanted = [f"表 {item.table.id}" if item.table else f"文 {item.text}" for item in expected]
    given = [
        tables[place] if isinstance(item, FoundTable) else f"文 {item.text}"
        for place, item in enumerate(found)
    ]
    pairs = dict(common(wanted, given))
    sentences = list(_unpaired(expected, given, pairs, wanted))
    sentences += _doubled(expected, given, wanted)
    sentences += (
        f"表 {name}：在文档里有 {count + 1} 处，应有 1 处" for name, count in copies.items()
    )
    compared = 0
    for number, item in enumerate(expected):
        compared += 1
        place = pairs.get(number)
        if place is None:
            continue
        other = found[place]
        if isinstance(other, FoundParagraph):
            sentences += _unread(item.place, other.unread)
        elif item.table is not None:
            compared += sum(len(row.cells) for row in item.table.rows)
            sentences += _table_differences(item.table, other, view)
    return Proof(compared, tuple(sentences))


def _unpaired(
    expected: Sequence[Expected], given: Sequence[str], pairs: dict[int, int], wanted: Sequence[str]
) -> Iterator[str]:
    """What is missing, has moved or reads differently."""
    taken = set(pairs.values())
    for number, item in enumerate(expected):
        if number in pairs:
            continue
        if wanted[number] in given and given.count(wanted[number]) >= wanted.count(wanted[number]):
            yield f"{item.place}：位置不对"
            continue
        before = max((pairs[n] for n in pairs if n < number), default=-1)
        after = min((pairs[n] for n in pairs if n > number), default=len(given))
        between = (n for n in range(before + 1, after) if n not in taken and given[n] not in wanted)
        instead = next((n for n in between if _like(given[n], wanted[number])), None)
        if item.table is not None:
            yield f"{item.place}：文档里没有这张表"
        elif instead is None:
            yield f"{item.place}：文档里没有“{_short(item.text)}”"
        else:
            taken.add(instead)
            mine, other = _around(item.text, given[instead][2:])
            yield f"{item.place}：应为“{mine}”，文档里是“{other}”"


def _like(given: str, wanted: str) -> bool:
    """Whether one may be the other, changed: most characters are the same."""
    same = sum((Counter(given[2:]) & Counter(wanted[2:])).values())
    return given[0] == wanted[0] and 2 * same >= len(wanted[2:])


def _doubled(
    expected: Sequence[Expected], given: Sequence[str], wanted: Sequence[str]
) -> Iterator[str]:
    counts = Counter(given)
    told = set()
    for item, key in zip(expected, wanted, strict=True):
        if counts[key] > wanted.count(key) and key not in told:
            told.add(key)
            yield f"{item.place}：在文档里有 {counts[key]} 处，应有 {wanted.count(key)} 处"


def _unread(place: str, name: str) -> Iterator[str]:
    if name:
        yield f"{place}：含有不能核对的内容（{name}）"


def _pair_tables(
    expected: Sequence[Expected], found: Sequence[Found]
) -> tuple[dict[int, str], Counter[str]]:
    """For each found table its position and the key of the table whose labels it bears; and
    how many more tables bear the labels of one."""
    labels = {
        item.table.id: Counter(
            clean("".join(cell.lines) or cell.text)
            for row in item.table.rows
            for cell in row.cells
            if cell.role is not Role.FIGURE and not cell.continues
        )
        for item in expected
        if item.table is not None
    }
    keys = {place: "另表" for place, item in enumerate(found) if isinstance(item, FoundTable)}
    scores = sorted(
        (
            -_likeness(labels[name], item),
            order,
            place,
            name,
        )
        for order, name in enumerate(labels)
        for place, item in enumerate(found)
        if isinstance(item, FoundTable)
    )
    for score, _, place, name in scores:
        if -score >= _SAME_TABLE and keys[place] == "另表" and f"表 {name}" not in keys.values():
            keys[place] = f"表 {name}"
    copies: Counter[str] = Counter()
    seen = set()
    for score, _, place, name in scores:
        if -score >= _SAME_TABLE and keys[place] == "另表" and place not in seen:
            seen.add(place)
            copies[name] += 1
    return keys, copies


def _likeness(labels: Counter[str], table: FoundTable) -> float:
    texts = Counter(cell.text for row in table.rows for cell in row if not cell.continues)
    size = max(sum(labels.values()), 1)
    # Rows that are too many count against a table: a view's rows are all in the whole table.
    surplus = sum((texts - labels).values()) / max(sum(texts.values()), 1)
    return sum((texts & labels).values()) / size - surplus / 1000


def _table_differences(table: PrintedTable, found: FoundTable, view: View) -> Iterator[str]:
    place = f"表 {table.id}"
    if len(found.rows) != len(table.rows):
        yield f"{place}：应有 {len(table.rows)} 行，文档里是 {len(found.rows)} 行"
    for number, (row, found_row) in enumerate(zip(table.rows, found.rows, strict=False), 1):
        if len(row.cells) != len(found_row):
            yield (f"{place}第 {number} 行：应有 {len(row.cells)} 格，文档里是 {len(found_row)} 格")
            continue
        # Word adds columns to the grid where a person has moved one border by hand.
        same_grid = sum(cell.width for cell in row.cells) == found.columns
        for index, (cell, other) in enumerate(zip(row.cells, found_row, strict=True)):
            where = f"{cell.address}" if cell.address else f"{place}第 {number} 行第 {index + 1} 格"
            if cell.continues != other.continues:
                yield f"{where}：与上一行的合并不同"
            if same_grid and cell.width != other.width:
                yield f"{where}：应占 {cell.width} 列，文档里占 {other.width} 列"
            mine = clean(cell_text(row, index, view.cells))
            # What a continuing cell holds is not printed.
            if not (cell.continues and other.continues) and mine != other.text:
                yield f"{where}：应为“{_short(mine)}”，文档里是“{_short(other.text)}”"
            elif not (cell.continues and other.continues):
                yield from _unread(where, other.unread)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _around(mine: str, other: str) -> tuple[str, str]:
    """Both texts near the first character in which they differ."""
    first = next(
        (n for n, (a, b) in enumerate(zip(mine, other, strict=False)) if a != b),
        min(len(mine), len(other)),
    )
    start = max(first - _SHOWN // 2, 0)
    before = "…" if start else ""
    return before + _short(mine[start:]), before + _short(other[start:])
