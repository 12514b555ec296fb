"""The tables of a file beside those of the report: which is which, and how they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from attrs import frozen

from ..model.clean import clean
from ..model.layout import GridCell, GridRow, Role
from ..model.proof import Mismatch
from ..printed.expected import Expected
from ..view import PrintedTable, View
from .found import Found, FoundRow, FoundTable, Frame

# Below this share of equal labels a found table is another table.
_SAME_TABLE: Final = 0.5
# Keys of tables that are no table of the report, and of one more of its tables.
OTHER: Final = "另表"
COPY: Final = "重表"


@frozen
class Tables:
    """For each found table its position and the key of the table whose labels it bears; and
    how many more tables bear the labels of one. ``all_whole``: there are as many as the report
    has, and each shows every cell of its own, in order."""

    keys: Mapping[int, str]
    copies: Mapping[str, int]
    all_whole: bool = False


def table_key(table: PrintedTable) -> str:
    return f"表 {table.id}"


def pair_tables(
    expected: Sequence[Expected],
    found: Sequence[Found],
    view: View,
    normal: Callable[[str], str],
) -> Tables:
    """Each by its place where all are whole, else by its labels."""
    wanted = [item.table for item in expected if item.table is not None]
    tables = {place: item for place, item in enumerate(found) if isinstance(item, FoundTable)}
    if len(wanted) == len(tables) and all(
        _is_whole(table, other, view, normal)
        for table, other in zip(wanted, tables.values(), strict=True)
    ):
        keys = zip(tables, map(table_key, wanted), strict=True)
        return Tables(dict(keys), {}, all_whole=True)
    return _by_labels(wanted, tables, normal)


def _by_labels(
    wanted: Sequence[PrintedTable], tables: Mapping[int, FoundTable], normal: Callable[[str], str]
) -> Tables:
    labels = {
        table.id: Counter(normal(label) for row in table.rows for label in row.kept(_said).labels)
        for table in wanted
    }
    texts = {
        place: Counter(text for row in table.rows for text, _ in row.printed())
        for place, table in tables.items()
    }
    # Of two that are alike, each is that which stands where it is wanted.
    scores = sorted(
        (-_likeness(labels[name], texts[place]), abs(order - rank), order, place, name)
        for order, name in enumerate(labels)
        for rank, place in enumerate(tables)
    )
    keys = dict.fromkeys(tables, OTHER)
    for score, _, _, place, name in scores:
        if -score >= _SAME_TABLE and keys[place] == OTHER and f"表 {name}" not in keys.values():
            keys[place] = f"表 {name}"
    copies: Counter[str] = Counter()
    seen = set()
    for score, _, _, place, name in scores:
        if -score >= _SAME_TABLE and keys[place] == OTHER and place not in seen:
            seen.add(place)
            copies[name] += 1
    keys |= dict.fromkeys(seen, COPY)
    return Tables(keys, copies)


def _likeness(labels: Counter[str], texts: Counter[str]) -> float:
    """How many of the labels of a table of the report stand in a table found."""
    size, total = max(labels.total(), 1), texts.total()
    common = sum(min(labels[text], texts[text]) for text in labels.keys() & texts.keys())
    # Rows that are too many count against a table: a view's rows are all in the whole table.
    return common / size - (total - common) / max(total, 1) / 1000


class _Said(NamedTuple):
    """What a row of the form is to show: the words of its cells (none where figures stand, which
    ``figures`` names by place and address), their frames, and the labels that are printed."""

    words: tuple[str, ...]
    figures: tuple[tuple[int, str], ...]
    frames: tuple[Frame, ...]
    labels: tuple[str, ...]


def _said(row: GridRow) -> _Said:
    figures = [
        (at, str(cell.address)) for at, cell in enumerate(row.cells) if cell.role is Role.FIGURE
    ]
    own = [cell for cell in row.cells if cell.role is not Role.FIGURE]
    return _Said(
        tuple("" if cell.role is Role.FIGURE else _label(cell) for cell in row.cells),
        tuple(figures),
        tuple(Frame(cell.width, cell.continues) for cell in row.cells),
        tuple(_label(cell) for cell in own if not cell.continues),
    )


def _label(cell: GridCell) -> str:
    return clean("".join(cell.lines) or cell.text)


def _texts(rows: Sequence[_Said], view: View, normal: Callable[[str], str]) -> tuple[str, ...]:
    """The words of rows, cell by cell, as the file shows them."""
    words: list[str] = []
    cells = view.cells
    for row in rows:
        begin = len(words)
        words += row.words
        for at, address in row.figures:
            words[begin + at] = cells[address]
    if not "".join(words).isprintable():  # all are clean that are
        words = list(map(clean, words))
    return tuple(words if normal is str else map(normal, words))


def _is_whole(
    table: PrintedTable, found: FoundTable, view: View, normal: Callable[[str], str]
) -> bool:
    """Whether ``table_differences`` has nothing to tell."""
    said = [row.kept(_said) for row in table.rows]
    frames = tuple([row.frames for row in said])
    return found.frames == frames and found.texts == _texts(said, view, normal)


def table_differences(
    table: PrintedTable, found: FoundTable, view: View, normal: Callable[[str], str]
) -> Iterator[Mismatch]:
    name = f"表 {table.id}"
    if len(found.rows) != len(table.rows):
        often = f"应有 {len(table.rows)} 行，文档里是 {len(found.rows)} 行"
        yield Mismatch(name, problem=often)
    for number, (row, other) in enumerate(zip(table.rows, found.rows, strict=False), 1):
        said = row.kept(_said)
        texts = _texts((said,), view, normal)
        if other.texts == texts and other.frames == said.frames:
            continue
        where = f"{name}第 {number} 行"
        if len(row.cells) != len(other.texts):
            often = f"应有 {len(row.cells)} 格，文档里是 {len(other.texts)} 格"
            yield Mismatch(where, problem=often)
        else:
            yield from _cell_differences(row, texts, other, where, found.columns)


def _cell_differences(
    row: GridRow, texts: Sequence[str], found: FoundRow, where: str, columns: int
) -> Iterator[Mismatch]:
    # Word adds columns to the grid where a person has moved one border by hand.
    same_grid = sum(cell.width for cell in row.cells) == columns
    cells = zip(row.cells, texts, found.texts, found.frames, strict=True)
    for number, (cell, mine, text, other) in enumerate(cells, 1):
        # What a continuing cell holds is not printed.
        same = cell.continues or (mine == text and not other.unread)
        if same and cell.continues == other.continues and cell.width == other.width:
            continue
        address = str(cell.address) if cell.address else ""
        place = address or f"{where}第 {number} 格"
        if cell.continues != other.continues:
            yield Mismatch(place, address=address, problem="与上一行的合并不同")
        if same_grid and cell.width != other.width:
            widths = f"应占 {cell.width} 列，文档里占 {other.width} 列"
            yield Mismatch(place, address=address, problem=widths)
        if cell.continues and other.continues:
            continue
        if mine != text:
            yield Mismatch(place, mine, text, address)
        else:
            yield from unread_in(place, address, other.unread)


def unread_in(place: str, address: str, name: str) -> Iterator[Mismatch]:
    """Told of what cannot be compared, where something of the report stands."""
    if name:
        yield Mismatch(place, address=address, problem=f"含有不能核对的内容（{name}）")
