"""Totals in the prose, and the items listed behind them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import accumulate, groupby, zip_longest
from typing import Final

from attrs import frozen

from ..model.finding import Finding
from ..model.mention import Numbers, even, numbers_in
from ..model.prose import Passage
from ..model.text_rules import ItemisedTotal
from ..view import format_number

_STOP: Final = re.compile(r"[。！？!?]")
_LONGEST: Final = 100_000  # characters that are searched together


@frozen
class _Stretch:
    """Paragraphs between two headings as one text: a long list is often broken into several."""

    text: str
    starts: tuple[int, ...]
    passages: tuple[Passage, ...]

    def at(self, place: int) -> Passage:
        return self.passages[bisect_right(self.starts, place) - 1]


def itemised_totals(rule: ItemisedTotal, mine: Iterable[Passage]) -> Iterator[Finding]:
    """A finding for each total that its items do not add up to."""
    for stretch in _stretches(mine):
        totals = _totals(rule, stretch.text)
        if not totals:
            continue
        items = tuple(numbers_in(rule.item, rule.words, stretch.text))
        starts = [item.start for item in items]
        for total, following in zip_longest(totals, totals[1:]):
            until = following.start if following else len(stretch.text)
            own = items[bisect_left(starts, total.end) : bisect_left(starts, until)]
            if own and not _incomplete(rule, stretch.text, total.end, own[-1].end):
                yield from _compared(rule, total, own, stretch.at(total.start))


def _stretches(mine: Iterable[Passage]) -> Iterator[_Stretch]:
    for _, group in groupby(mine, lambda passage: (passage.section, passage.heading)):
        passages = tuple(group)
        texts = [even(passage.text) for passage in passages]
        starts = accumulate((len(text) + 1 for text in texts), initial=0)
        text = "\n".join(texts)
        if len(text) <= _LONGEST:
            yield _Stretch(text, tuple(starts)[:-1], passages)


def _totals(rule: ItemisedTotal, text: str) -> list[Numbers]:
    """Where the totals stand, in order; of two that overlap, that of the earlier wording."""
    taken: list[Numbers] = []
    covered = bytearray(len(text) + 2)
    for wording in rule.totals:
        for found in numbers_in(wording, rule.words, text):
            if not any(covered[found.start : found.end]):
                covered[found.start : found.end] = b"\1" * (found.end - found.start)
                taken.append(found)
    return sorted(taken, key=lambda found: found.start)


def _incomplete(rule: ItemisedTotal, text: str, start: int, end: int) -> bool:
    stop = _STOP.search(text, end)
    stretch = text[start : stop.start() if stop else len(text)]
    return any(word in stretch for word in rule.unless)


def _compared(
    rule: ItemisedTotal, total: Numbers, items: Sequence[Numbers], passage: Passage
) -> Iterator[Finding]:
    sums: dict[str, Decimal] = {
        name: sum((item.by_name[name] for item in items), Decimal(0))
        for name in total.by_name
        if name in items[0].by_name
    }
    wrong = [name for name, found in sums.items() if found != total.by_name[name]]
    if wrong:
        said = "、".join(f"{format_number(total.by_name[name])} {name}" for name in wrong)
        made = "、".join(f"{format_number(sums[name])} {name}" for name in wrong)
        yield Finding(
            code=rule.code,
            severity=rule.severity,
            message=f"写的合计是 {said}，其后分列的 {len(items)} 项相加为 {made}",
            addresses=(passage.address,),
            expected=sums[wrong[0]],
            actual=total.by_name[wrong[0]],
            advice=rule.advice or "请核对合计和各项，改正写错的一处；没有列全的，请写明“等”",
            clause=f"{rule.title}（{rule.basis}）",
            source=passage.source,
            quote=passage.text,
        )
