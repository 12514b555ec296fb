"""The comparison of what a file shows with what the report prints."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final

from attrs import evolve

from ..model.proof import Mismatch, Proof, short
from ..printed.alignment import common, steps
from ..printed.expected import Expected
from ..view import View
from .found import Found, FoundParagraph, FoundPicture, FoundTable
from .tables import COPY, OTHER, pair_tables, table_differences, table_key, unread_in

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
    tables = pair_tables(expected, found, view, normal)
    wanted = [_wanted_key(item) for item in expected]
    given = [tables.keys.get(place) or _given_key(item) for place, item in enumerate(found)]
    same = wanted == given  # as it is where nothing was done to the file
    if not same and steps(wanted, given) > _MOST_STEPS:
        return Proof(0, (Mismatch("文档", problem="与报告相差太多，没有逐段核对"),))
    pairs = {n: n for n in range(len(given))} if same else dict(common(wanted, given))
    changed: dict[int, int] = {}
    told: list[Mismatch] = []
    if not same:
        changed = _changed(expected, given, pairs, wanted)
        told += _unpaired(expected, given, pairs, changed, wanted)
        told += _doubled(expected, given, wanted)
    told += (
        Mismatch(f"表 {name}", problem=f"在文档里有 {count + 1} 处，应有 1 处")
        for name, count in tables.copies.items()
    )
    compared = 0
    for number, item in enumerate(expected):
        compared += 1
        place = pairs.get(number)
        if place is None:
            continue
        other = found[place]
        if isinstance(other, FoundParagraph):
            if other.unread:
                told += unread_in(item.place, item.address, other.unread)
        elif item.table is not None and isinstance(other, FoundTable):
            if tables.all_whole:
                compared += len(other.texts)
            else:
                compared += sum(len(row.cells) for row in item.table.rows)
                told += table_differences(item.table, other, view, normal)
    if same:
        return Proof(compared, tuple(told))
    known = {*pairs.values(), *changed.values()}
    own = {*wanted, COPY}
    beside = (n for n in range(len(found)) if n not in known and given[n] not in own)
    added = (_added(found[n], _behind(n, pairs, expected)) for n in beside)
    return Proof(compared, tuple(told), tuple(item for item in added if item is not None))


def _wanted_key(item: Expected) -> str:
    if item.table is not None:
        return table_key(item.table)
    return f"图 {item.picture}" if item.picture else f"文 {item.text}"


def _given_key(item: Found) -> str:
    if isinstance(item, FoundPicture):
        return f"图 {item.digest}"
    return f"文 {item.text}" if isinstance(item, FoundParagraph) else OTHER


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
