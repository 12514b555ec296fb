"""The comparison of what a file shows with what the report prints."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from attrs import evolve

from ..model.clean import clean
from ..model.layout import GridCell, GridRow, Role
from ..model.proof import Mismatch, Proof, short
from ..printed.alignment import common, steps
from ..printed.expected import Expected
from ..view import PrintedTable, View
from .found import Found, FoundParagraph, FoundPicture, FoundRow, FoundTable, Frame

# Below this share of equal labels a found table is another table.
_SAME_TABLE: Final = 0.5
# Keys of tables that are no table of the report, and of one more of its tables.
_OTHER: Final = "另表"
_COPY: Final = "重表"
# How far, and how deep, a changed paragraph is looked for.
_NEAR: Final = 20
_BEGINNING: Final = 500
# A report has some hundreds of paragraphs; all of them changed are still laid side by side.
_MOST_STEPS: Final = 4_000_000


def compare(
    expected: Sequence[Expected],
    found: Sequence[Found],
    view: View,
    normal: Callable[[str], str] = str,
) -> Proof:
    """What is missing, changed, doubled or moved; and what stands there beside. ``normal`` gives
    words of the report as the file shows them."""
    if normal is not str:
        expected = [evolve(item, text=normal(item.text)) for item in expected]
    tables, copies = _pair_tables(expected, found, normal)
    wanted = [_wanted_key(item) for item in expected]
    given = [tables.get(place) or _given_key(item) for place, item in enumerate(found)]
    if steps(wanted, given) > _MOST_STEPS:
        return Proof(0, (Mismatch("文档", problem="与报告相差太多，没有逐段核对"),))
    pairs = dict(common(wanted, given))
    changed = _changed(expected, given, pairs, wanted)
    told = list(_unpaired(expected, given, pairs, changed, wanted))
    told += _doubled(expected, given, wanted)
    told += (
        Mismatch(f"表 {name}", problem=f"在文档里有 {count + 1} 处，应有 1 处")
        for name, count in copies.items()
    )
    compared = 0
    for number, item in enumerate(expected):
        compared += 1
        place = pairs.get(number)
        if place is None:
            continue
        other = found[place]
        if isinstance(other, FoundParagraph):
            told += _unread(item.place, item.address, other.unread)
        elif item.table is not None and isinstance(other, FoundTable):
            compared += sum(len(row.cells) for row in item.table.rows)
            told += _table_differences(item.table, other, view, normal)
    known = {*pairs.values(), *changed.values()}
    own = {*wanted, _COPY}
    beside = (n for n in range(len(found)) if n not in known and given[n] not in own)
    added = (_added(found[n], _behind(n, pairs, expected)) for n in beside)
    return Proof(compared, tuple(told), tuple(item for item in added if item is not None))


def _wanted_key(item: Expected) -> str:
    if item.table is not None:
        return f"表 {item.table.id}"
    return f"图 {item.picture}" if item.picture else f"文 {item.text}"


def _given_key(item: Found) -> str:
    if isinstance(item, FoundPicture):
        return f"图 {item.digest}"
    return f"文 {item.text}" if isinstance(item, FoundParagraph) else _OTHER


def _changed(
    expected: Sequence[Expected], given: Sequence[str], pairs: dict[int, int], wanted: Sequence[str]
) -> dict[int, int]:
    """What is missing, beside that which stands in its place and reads differently."""
    taken, known = set(pairs.values()), set(wanted)
    paired = sorted(pairs)
    counts = Counter(given)
    changed: dict[int, int] = {}
    for number, item in enumerate(expected):
        if number in pairs or item.table is not None or counts[wanted[number]]:
            continue
        at = bisect(paired, number)
        before = pairs[paired[at - 1]] if at else -1
        after = pairs[paired[at]] if at < len(paired) else len(given)
        between = (n for n in range(before + 1, after) if n not in taken and given[n] not in known)
        near = islice(between, _NEAR)
        instead = next((n for n in near if _like(given[n], wanted[number])), None)
        if instead is not None:
            taken.add(instead)
            changed[number] = instead
    return changed


def _unpaired(
    expected: Sequence[Expected],
    given: Sequence[str],
    pairs: dict[int, int],
    changed: dict[int, int],
    wanted: Sequence[str],
) -> Iterator[Mismatch]:
    """What is missing, has moved or reads differently."""
    shown, needed = Counter(given), Counter(wanted)
    for number, item in enumerate(expected):
        if number in pairs:
            continue
        if shown[wanted[number]] >= needed[wanted[number]]:
            yield Mismatch(item.place, item.text, address=item.address, problem="位置不对")
        elif item.table is not None:
            yield Mismatch(item.place, address=item.address, problem="文档里没有这张表")
        elif item.picture:
            what = "与报告的图片不是同一张，或被裁剪" if number in changed else "文档里没有这张图片"
            yield Mismatch(item.place, address=item.address, problem=what)
        else:
            instead = given[changed[number]][2:] if number in changed else None
            yield Mismatch(item.place, item.text, instead, item.address)


def _added(found: Found, place: str) -> Mismatch | None:
    """Words that are none of the report's; None where nothing is to be seen."""
    if isinstance(found, FoundPicture):
        return Mismatch(place, problem=f"文档里多出一张图片（{short(found.digest)}）")
    if isinstance(found, FoundParagraph):
        words, unread = found.text.strip(), found.unread
    else:
        cells = [cell for row in found.rows for cell in row.printed()]
        words = "｜".join(text for text, _ in cells if text.strip())
        unread = next((frame.unread for _, frame in cells if frame.unread), "")
    if words:
        return Mismatch(place, found=words)
    return Mismatch(place, problem=f"文档里多出不能核对的内容（{unread}）") if unread else None


def _behind(number: int, pairs: dict[int, int], expected: Sequence[Expected]) -> str:
    """Where what is found at ``number`` stands: behind that of the report which is before it."""
    paired = sorted(pairs)
    at = bisect(paired, number, key=lambda item: pairs[item])
    return f"{expected[paired[at - 1]].place}之后" if at else "开头"


def _like(given: str, wanted: str) -> bool:
    """Whether one may be the other, changed: most characters are the same, or both are pictures."""
    if given[0] == wanted[0] == "图":
        return True
    one, other = given[2:_BEGINNING], wanted[2:_BEGINNING]
    same = sum((Counter(one) & Counter(other)).values())
    return given[0] == wanted[0] and 2 * same >= len(other)


def _doubled(
    expected: Sequence[Expected], given: Sequence[str], wanted: Sequence[str]
) -> Iterator[Mismatch]:
    counts = Counter(given)
    told = set()
    for item, key in zip(expected, wanted, strict=True):
        if counts[key] > wanted.count(key) and key not in told:
            told.add(key)
            often = f"在文档里有 {counts[key]} 处，应有 {wanted.count(key)} 处"
            yield Mismatch(item.place, item.text, address=item.address, problem=often)


def _unread(place: str, address: str, name: str) -> Iterator[Mismatch]:
    if name:
        yield Mismatch(place, address=address, problem=f"含有不能核对的内容（{name}）")


def _pair_tables(
    expected: Sequence[Expected], found: Sequence[Found], normal: Callable[[str], str]
) -> tuple[dict[int, str], Counter[str]]:
    """For each found table its position and the key of the table whose labels it bears; and
    how many more tables bear the labels of one."""
    labels = {
        item.table.id: Counter(
            normal(label) for row in item.table.rows for label in row.kept(_said).labels
        )
        for item in expected
        if item.table is not None
    }
    keys = {place: _OTHER for place, item in enumerate(found) if isinstance(item, FoundTable)}
    tables = [(place, item) for place, item in enumerate(found) if isinstance(item, FoundTable)]
    texts = [
        Counter(text for row in table.rows for text, _ in row.printed()) for _, table in tables
    ]
    # Of two that are alike, each is that which stands where it is wanted.
    scores = sorted(
        (-_likeness(labels[name], texts[rank]), abs(order - rank), order, place, name)
        for order, name in enumerate(labels)
        for rank, (place, _) in enumerate(tables)
    )
    for score, _, _, place, name in scores:
        if -score >= _SAME_TABLE and keys[place] == _OTHER and f"表 {name}" not in keys.values():
            keys[place] = f"表 {name}"
    copies: Counter[str] = Counter()
    seen = set()
    for score, _, _, place, name in scores:
        if -score >= _SAME_TABLE and keys[place] == _OTHER and place not in seen:
            seen.add(place)
            copies[name] += 1
    keys |= dict.fromkeys(seen, _COPY)
    return keys, copies


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


def _texts(row: GridRow, view: View, normal: Callable[[str], str]) -> tuple[str, ...]:
    """The words of a row, cell by cell, as the file shows them."""
    said = row.kept(_said)
    words = list(said.words)
    for at, address in said.figures:
        words[at] = clean(view.cells[address])
    return tuple(words if normal is str else map(normal, words))


def _table_differences(
    table: PrintedTable, found: FoundTable, view: View, normal: Callable[[str], str]
) -> Iterator[Mismatch]:
    name = f"表 {table.id}"
    if len(found.rows) != len(table.rows):
        often = f"应有 {len(table.rows)} 行，文档里是 {len(found.rows)} 行"
        yield Mismatch(name, problem=often)
    for number, (row, other) in enumerate(zip(table.rows, found.rows, strict=False), 1):
        texts = _texts(row, view, normal)
        if other.texts == texts and other.frames == row.kept(_said).frames:
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
            yield from _unread(place, address, other.unread)
