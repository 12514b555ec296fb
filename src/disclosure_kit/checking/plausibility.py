"""How likely a change of cells undoes a slip of the hand, and which slip.

A cost is a rank and no probability: lower comes first. The kinds are those that clerks make when
they copy figures; a kind that fits almost any pair of figures ranks low.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from attrs import frozen

YUAN_PER_WAN = 10_000
UNEXPLAINED = 6
TELLING = 10  # figures below this coincide by chance


@frozen
class Suspect:
    """A cell, what stands in it and what would have to.

    ``row`` and ``column`` count the lines of its table, where it has one. ``parts`` are the figures
    that it should be the sum of; ``last_year`` and ``beside`` what else it might have been
    copied from.
    """

    current: Decimal
    proposed: Decimal
    row: int | None = None
    column: int | None = None
    parts: tuple[Decimal, ...] = ()
    last_year: Decimal | None = None
    beside: tuple[tuple[str, Decimal], ...] = ()
    in_wan: bool = False


@frozen(order=True)
class Reason:
    """A slip in words, which may be none, and its cost."""

    cost: int
    words: str = ""


def reasons(suspects: tuple[Suspect, ...]) -> tuple[int, tuple[str, ...]]:
    """The cost of a set of cells, and by cell the slip that its change undoes.

    Two cells of a set may be one slip: a figure in its neighbour's place.
    """
    alone = [min(_slips(suspect)) for suspect in suspects]
    best = sum(reason.cost for reason in alone), tuple(reason.words for reason in alone)
    for one, other in combinations(range(len(suspects)), 2):
        for shared in _shared(suspects[one], suspects[other], alone[one], alone[other]):
            both = [shared if n in (one, other) else reason for n, reason in enumerate(alone)]
            cost = sum(reason.cost for reason in both) - shared.cost
            best = min(best, (cost, tuple(reason.words for reason in both)), key=lambda b: b[0])
    return best


def _slips(suspect: Suspect) -> Iterator[Reason]:
    """Every slip of one cell that would explain it."""
    current, proposed = suspect.current, suspect.proposed
    yield Reason(UNEXPLAINED)
    if suspect.in_wan and current == proposed * YUAN_PER_WAN:
        yield Reason(1, "把元填成了万元")
    if suspect.in_wan and proposed == current * YUAN_PER_WAN:
        yield Reason(1, "把万元填成了亿元")
    yield from _of_digits(current, proposed)
    yield from _of_totals(suspect)
    if suspect.last_year == current and current:
        yield Reason(_by_size(current), "与上年相同，可能没有更新")
    for where, figure in suspect.beside:
        if figure == current and current:
            yield Reason(_by_size(current) + 1, f"与{where}一格相同，可能抄重")
    if not current:
        yield Reason(4, "漏填")
    if not proposed:
        yield Reason(4, "多填")


def _by_size(figure: Decimal) -> int:
    return 2 if abs(figure) >= TELLING else 4


def _of_digits(current: Decimal, proposed: Decimal) -> Iterator[Reason]:
    if current < 0 or proposed < 0:
        if current == -proposed:
            yield Reason(1, "正负号写反")
        return
    was, right = _digits(current, proposed)
    if was.lstrip("0") == right.lstrip("0") or not current or not proposed:
        return
    fractional = current % 1 or proposed % 1
    for longer, shorter, words in ((was, right, "多写"), (right, was, "少写")):
        zeros = len(longer) - len(shorter)
        if zeros > 0 and longer == shorter + "0" * zeros:
            yield Reason(2, "小数点错位" if fractional else f"{words} {zeros} 个 0")
        elif zeros == 1 and any(
            longer[:n] + longer[n + 1 :] == shorter for n in range(len(longer))
        ):
            yield Reason(2, f"{words}一位数字")
    if len(was) == len(right):
        wrong = [n for n, (a, b) in enumerate(zip(was, right, strict=True)) if a != b]
        if len(wrong) == 1 and len(was) > 1:
            yield Reason(2, "写错一位数字")
        if len(wrong) == 2 and _exchanged(was, right, *wrong):
            yield Reason(1 if wrong[1] == wrong[0] + 1 else 2, "数字颠倒")


def _digits(current: Decimal, proposed: Decimal) -> tuple[str, str]:
    """Both without their points, which stand at the same place."""
    places = max(0, *(-int(figure.as_tuple().exponent) for figure in (current, proposed)))
    was, right = (str(int(figure.scaleb(places))) for figure in (current, proposed))
    if places:  # 0.12 and 1.2 are both written with the same digits
        width = max(len(was), len(right))
        was, right = was.zfill(width), right.zfill(width)
    return was, right


def _exchanged(was: str, right: str, one: int, other: int) -> bool:
    return was[one] == right[other] and was[other] == right[one]


def _of_totals(suspect: Suspect) -> Iterator[Reason]:
    current, proposed = suspect.current, suspect.proposed
    if not suspect.parts:
        return
    if not current:
        yield Reason(2, "漏填总计")
    elif current == 2 * proposed:
        yield Reason(1, "总计加了两遍")
    gap = proposed - current
    if current and gap and any(abs(part) == abs(gap) for part in suspect.parts):
        yield Reason(_by_size(gap), "漏加一项" if gap > 0 else "有一项加了两遍")


def _shared(one: Suspect, other: Suspect, alone: Reason, beside: Reason) -> Iterator[Reason]:
    """Slips that explain both cells at once. The cost is for both."""
    same_row = one.row is not None and one.row == other.row
    same_column = one.column is not None and one.column == other.column
    if same_row == same_column:
        return
    gaps = one.proposed - one.current, other.proposed - other.current
    apart = abs((one.column or 0) - (other.column or 0)) + abs((one.row or 0) - (other.row or 0))
    off = "错列" if same_row else "错行"
    if (one.current, other.current) == (other.proposed, one.proposed):
        neither = one.current and other.current
        yield Reason(2 + min(apart - 1, 3), f"{off}，两格填反" if neither else off)
    elif gaps[0] == -gaps[1]:
        yield Reason(6 + min(apart - 1, 3), f"{off}，其中 {abs(gaps[0])} 应在另一格")
    elif gaps[0] == gaps[1]:
        if other.parts:
            yield Reason(alone.cost + 1, f"{alone.words or '填错'}，总计随之算错")
        if one.parts:
            yield Reason(beside.cost + 1, f"{beside.words or '填错'}，总计随之算错")
