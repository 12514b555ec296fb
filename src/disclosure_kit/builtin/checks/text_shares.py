"""Shares that the prose states (占…%), recomputed to the decimals that it prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ...contributions import Check
from ...model.case import Case
from ...model.example import saying
from ...model.finding import Finding, Outcome, Severity
from ...model.numerals import MARK, index_of
from ...model.prose import prose
from ...structure.mentioned import contradicted
from ...structure.prose_figures import stated_in
from ...structure.quantities import Quantity
from ...structure.shares import HUNDRED, Share, shares_in
from ...structure.statements import Statement, paragraphs, statements
from ...view import format_number
from .text_rates import WrongRate, wrong_rates

CODE: Final = "text-share"
_LISTED: Final = re.compile(
    rf"(?P<name>[^,;:。、(){{}}]{{0,30}}?)占比?(?:为|达)?(?P<share>{MARK})%"
)
_OF: Final = re.compile(r"的[\s\u200b\ufeff]*[\d零〇一二两三四五六七八九十百千万]")
_PERCENT: Final = ("%", "％", "百分之")
_CLOSING: Final = re.compile("其他|其它|其余")
_FEWEST: Final = 3  # shares that make a list
NEAR: Final = Decimal("0.1")  # a share so far off, relatively, still names its whole


def text_shares(case: Case) -> Iterator[Outcome]:
    """Each share that no whole named before it yields, where one of them is plainly meant. A share
    moved by its last digit, in a list that adds to 100 because of it, is only told."""
    ruled = _ruled(case)
    wrong: list[tuple[Statement, Share, Quantity, bool]] = []
    for paragraph in paragraphs(case.report, _with_shares(case)):
        shares = [
            share
            for share in shares_in(paragraph)
            if (paragraph.passage.address, share.printed.value) not in ruled
        ]
        moved = _adding_up(shares)
        meant = {
            whole.value
            for share in shares
            for whole in share.wholes
            if share.true(whole.value) == share.printed.value
        }
        for share in shares:
            if not share.holds() and (whole := _whole(share, meant, paragraph.words)) is not None:
                wrong.append((paragraph, share, whole, share in moved))
    told = _told(case, {paragraph.passage.address for paragraph, *_ in wrong})
    for paragraph, share, whole, adds_up in wrong:
        place = paragraph.passage.address
        if not {(place, whole.value), (place, share.part.value)} & told:
            yield _finding(paragraph, share, whole, adds_up)
    for sentence in statements(case.report).holding("%"):
        if (finding := _hundred(sentence)) is not None:
            yield finding
        yield from (_impossible(sentence, wrong) for wrong in wrong_rates(sentence))


def _with_shares(case: Case) -> Iterator[int]:
    """The paragraphs that may state a share."""
    among = prose(case.report)
    for number in sorted(among.words.holding(_PERCENT)):
        text = among.passages[number].text
        if "占" in text or _OF.search(text):
            yield number


def _adding_up(shares: list[Share]) -> set[Share]:
    """Those that, in lists that follow each other, add to exactly 100."""
    found: set[Share] = set()
    run: list[Share] = []
    for share in shares:
        run.append(share)
        total = sum((one.printed.value for one in run), Decimal(0))
        if total == HUNDRED:
            found.update(run)
        if total >= HUNDRED:
            run = [] if total == HUNDRED else [share]
    return found


def _told(case: Case, places: set[str]) -> frozenset[tuple[str, Decimal]]:
    """The numbers at these places that are already told to be another in the tables."""
    return frozenset(
        (sentence.passage.address, number)
        for sentence in statements(case.report)
        if sentence.passage.address in places
        for number in contradicted(sentence, case.report, case.form)
    )


def _ruled(case: Case) -> frozenset[tuple[str, Decimal]]:
    """Where the shares stand that a region's own rules recompute."""
    keys = {rule.share for rule in case.form.shares}
    if not keys:
        return frozenset()
    found = stated_in(case.report, case.form)
    return frozenset((stated.address, stated.number) for stated in found if stated.key in keys)


def _whole(share: Share, meant: set[Decimal], words: str) -> Quantity | None:
    """The whole that is plainly meant: the only one, of the same sentence; the one of other shares;
    or the one that the share nearly fits. None where that is open."""
    values = {whole.value for whole in share.wholes}
    last = share.wholes[-1].number
    if len(values) == 1 and "。" not in words[last.end : share.part.number.start]:
        return share.wholes[-1]
    by_others = [whole for whole in share.wholes if whole.value in meant]
    if len({whole.value for whole in by_others}) == 1:
        return by_others[0]
    near = [
        whole
        for whole in share.wholes
        if abs(share.true(whole.value) - share.printed.value) <= share.printed.value * NEAR
    ]
    return near[0] if len({whole.value for whole in near}) == 1 else None


def _finding(paragraph: Statement, share: Share, whole: Quantity, adds_up: bool) -> Finding:
    true = share.true(whole.value)
    moved = adds_up and abs(true - share.printed.value) <= share.printed.step
    return Finding(
        code=CODE,
        severity=Severity.INFO if moved else Severity.WARNING,
        message=f"正文的占比印作 {share.printed.printed}%，按 {share.part.number.printed} ÷ "
        f"{whole.number.printed} 应为 {true:f}%"
        f"{'（各项合计为 100%，或是为此调整）' if moved else ''}：{paragraph.quote(share.printed)}",
        addresses=(paragraph.passage.address,),
        expected=true,
        actual=share.printed.value,
        advice="请核对这个百分比；为使各项合计为 100% 而调整的，请注明",
        clause="占比按印出的位数四舍五入",
        source=paragraph.passage.source,
        quote=paragraph.sentences_of(whole.number, share.printed),
    )


def _hundred(sentence: Statement) -> Finding | None:
    """Shares of which the last is of the others, and that together are not the whole."""
    if sentence.full.count("%") < _FEWEST or "占" not in sentence.full:
        return None
    listed = [
        (match["name"], sentence.numbers[index_of(match["share"])])
        for match in _LISTED.finditer(sentence.full)
    ]
    if (
        len(listed) < _FEWEST
        or not _CLOSING.search(listed[-1][0])
        or sentence.full.count("%") > len(listed)
    ):
        return None
    total = sum((number.value for _, number in listed), Decimal(0))
    allowed = max(NEAR, sum((number.step for _, number in listed), Decimal(0)) / 2)
    if abs(total - HUNDRED) <= allowed:
        return None
    return Finding(
        code=CODE,
        severity=Severity.WARNING,
        message=f"正文各项占比合计 {format_number(total)}%，不是 100%："
        f"{sentence.quote(listed[0][1])}",
        addresses=(sentence.passage.address,),
        expected=HUNDRED,
        actual=total,
        advice="请核对各项占比；只列了一部分的，不要以“其他”收尾",
        clause="各项占比合计应为 100%（四舍五入的尾差除外）",
        source=sentence.passage.source,
        quote=sentence.sentence,
    )


def _impossible(sentence: Statement, wrong: WrongRate) -> Finding:
    return Finding(
        code=CODE,
        severity=Severity.WARNING,
        message=f"正文的{wrong.name}印作 {wrong.number.printed}%，{wrong.why}："
        f"{sentence.quote(wrong.number)}",
        addresses=(sentence.passage.address,),
        expected=HUNDRED,
        actual=wrong.number.value,
        advice="请核对这个百分比",
        clause="部分不会多于全部",
        source=sentence.passage.source,
        quote=sentence.sentence,
    )


CHECK: Final = Check(
    CODE,
    "正文的占比与所依据的数相符",
    Severity.WARNING,
    text_shares,
    purpose="占比按印出的小数位重新计算；四舍五入造成合计 99.9% 的不报。",
    basis="《条例》第四十七条：内容应当准确；占比为部分除以总数",
    passing=saying("全年收到申请44件，其中网络申请39件，占88.6%，信函申请5件，占11.4%。"),
    failing=saying("全年收到申请44件，其中网络申请39件，占86.8%，信函申请5件，占11.4%。"),
)
