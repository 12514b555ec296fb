"""How likely a change of cells undoes a slip of the hand, and which slip.

A cost is a rank and no probability: lower comes first. The kinds are those that clerks make when
they copy figures; a kind that fits almost any pair of figures ranks low.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from attrs import frozen

TEN_THOUSAND = 10_000
SMALLER = {"万元": "元", "亿元": "万元"}
LARGER = {"元": "万元", "万元": "亿元"}
UNEXPLAINED = 6
MOST_PLACES = 3
TELLING = 10  # figures below this coincide by chance


@frozen
class Suspect:
    """A cell, what stands in it and what would have to.

    ``row`` and ``column`` count the lines of its table, where it has one. ``parts`` are the figures
    that it should be the sum of; ``last_year`` and ``beside`` what else it might have been
    copied from; ``unit`` that of an amount of money.
    """

    current: Decimal
    proposed: Decimal
    row: int | None = None
    column: int | None = None
    parts: tuple[Decimal, ...] = ()
    last_year: Decimal | None = None
    beside: tuple[tuple[str, Decimal], ...] = ()
    unit: str = ""


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
    if suspect.unit in SMALLER and current == proposed * TEN_THOUSAND:
        yield Reason(1, f"按{SMALLER[suspect.unit]}填进了{suspect.unit}的格")
    if suspect.unit in LARGER and proposed == current * TEN_THOUSAND:
        yield Reason(1, f"按{LARGER[suspect.unit]}填进了{suspect.unit}的格")
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
    if not current or not proposed:
        return
    yield from _of_scale(current, proposed)
    was, right = _digits(current, proposed)
    for longer, shorter, words in ((was, right, "多写"), (right, was, "少写")):
        if len(longer) == len(shorter) + 1 and any(
            longer[:n] + longer[n + 1 :] == shorter for n in range(len(longer))
        ):
            yield Reason(2, f"{words}一位数字")
    if len(was) == len(right):
        wrong = [n for n, (a, b) in enumerate(zip(was, right, strict=True)) if a != b]
        if len(wrong) == 1 and len(was) > 1:
            yield Reason(2, "写错一位数字")
        if len(wrong) == 2 and _exchanged(was, right, *wrong):
            yield Reason(1 if wrong[1] == wrong[0] + 1 else 2, "数字颠倒")


def _of_scale(current: Decimal, proposed: Decimal) -> Iterator[Reason]:
    whole = all(figure == figure.to_integral_value() for figure in (current, proposed))
    for places in range(1, MOST_PLACES + 1):
        if current == proposed.scaleb(places):
            yield Reason(1, f"多写 {places} 个 0" if whole else "小数点错位")
        if proposed == current.scaleb(places):
            yield Reason(1, f"少写 {places} 个 0" if whole else "小数点错位")


def _digits(current: Decimal, proposed: Decimal) -> tuple[str, str]:
    """Both without their points, after as many decimals each."""
    places = max(0, *(-int(figure.as_tuple().exponent) for figure in (current, proposed)))
    was, right = (str(int(figure.scaleb(places))) for figure in (current, proposed))
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
        yield Reason(2 if apart == 1 else 3, f"{off}，两格填反" if neither else off)
    elif gaps[0] == -gaps[1]:
        yield Reason(6 if apart == 1 else 8, f"{off}，其中 {abs(gaps[0])} 应在另一格")
    elif gaps[0] == gaps[1]:
        if other.parts:
            yield Reason(alone.cost + 1, f"{alone.words or '填错'}，总计随之算错")
        if one.parts:
            yield Reason(beside.cost + 1, f"{beside.words or '填错'}，总计随之算错")
