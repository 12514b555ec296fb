"""Lists of parts in the prose against the whole that they claim to make up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import accumulate
from typing import Final, TypeAlias

from attrs import frozen

from ...checking.itemised import itemised_totals
from ...contributions import Check
from ...model.case import Case
from ...model.example import saying
from ...model.finding import Finding, Outcome, Severity
from ...model.prose import passages
from ...model.text_rules import ItemisedTotal
from ...structure.mentioned import contradicted
from ...structure.quantities import SURE, Listing, Quantity, listings, may_list
from ...structure.statements import Statement, whole_statements
from ...view import format_number

CODE: Final = "text-sum"
# An item may be in several of these, so their sum may be more than the whole.
_SHARED: Final = re.compile(
    "网站|网页|门户|平台|微信|微博|公众号|新媒体|客户端|抖音|公报|公开栏|公示栏|报刊|报纸|电视|广播|媒体|渠道|栏目|专栏|涉及|同时|通过"
)
# What was received came in one way only.
_RECEIVED: Final = re.compile("(?:收到|接到|受理|收办)[^,;。]*$")
# What each counts as one of these, and there is no other kind.
_KINDS: Final = (
    ("自然人|公民|个人", "法人|组织|单位|企业"),
    ("主动公开", "依申请", "不予公开|不公开"),
    ("市级|市本级", "县级|区级|县区|县(市、区)"),
)
# The ways by which applications come; who names three names all.
_WAYS: Final = ("网|邮箱|电子邮件", "当面|现场|窗口", "信函|信件|邮寄|来信", "传真")
_LONG: Final = 5  # parts; who lists so many, small ones too, means to list all
_NEAR: Final = Decimal("0.7")  # of the whole
_MOST: Final = Decimal("0.8")  # of the whole


_Told: TypeAlias = tuple[str, object, object]  # where, what it should be, what it is


@frozen
class _Wrong:
    """What is wrong with a list: the whole that is meant, what it should be, and in words."""

    whole: Quantity
    true: Decimal
    said: str
    severity: Severity = Severity.WARNING


def text_sums(case: Case) -> Iterator[Outcome]:
    """Parts that do not make up their whole, where the sentence says that they do; and parts
    that are more than the whole. Which number is the whole may be open: then only what none
    of them allows is told. What a region's own rule tells with its basis is not told again."""
    ruled: frozenset[_Told] | None = None
    among = whole_statements(case.report).every
    for before, statement in zip((None, *among), among, strict=False):
        if not may_list(statement):
            continue
        same = before is not None and before.passage is statement.passage
        near = before is not None and before.passage.section == statement.passage.section
        lists = listings(statement, before if same else None, before if near else None)
        found = [(x, _wrong(x)) for x in lists]
        wrong = [(listing, fault) for listing, fault in found if fault is not None]
        told = contradicted(statement, case.report, case.form) if wrong else frozenset()
        for listing, fault in wrong:
            if not told & {quantity.value for quantity in (*listing.wholes, *listing.parts)}:
                ruled = frozenset(_ruled(case)) if ruled is None else ruled
                finding = _finding(statement, listing, fault, before if same else None)
                if not ruled or _told(finding) not in ruled:
                    yield finding


def _ruled(case: Case) -> Iterator[_Told]:
    """What the rules of the form about such totals find."""
    rules = [rule for rule in case.form.text_rules if isinstance(rule, ItemisedTotal)]
    found = tuple(passages(case.report)) if rules else ()
    for rule in rules:
        mine = [p for p in found if rule.section in (None, p.section)]
        yield from map(_told, itemised_totals(rule, mine))


def _told(finding: Finding) -> _Told:
    return finding.addresses[0], finding.expected, finding.actual


def _wrong(listing: Listing) -> _Wrong | None:
    parts = [part.value for part in listing.parts]
    total, wholes = sum(parts, Decimal(0)), [whole.value for whole in listing.wholes]
    # 收到9件，上年结转1件，其中网络5件、信函5件: several numbers may be the whole together.
    together = list(accumulate(reversed(wholes)))
    if total in wholes or total in together:
        return None
    shared = any(_SHARED.search(part.name) for part in listing.parts)
    shared = shared and not _RECEIVED.search(listing.lead)
    nearest = min(listing.wholes, key=lambda whole: abs(whole.value - total))
    terms = "＋".join(part.number.printed for part in listing.parts)
    said = f"{terms}＝{format_number(total)}{nearest.unit}"
    differs = f"{said}，与 {nearest.number.printed}{nearest.unit} 不符"
    if listing.parted and max(parts) > together[-1]:
        return None  # a clause of its own
    if len(parts) > 1 and _complete(listing):
        short = total < min(wholes) or not shared
        return _Wrong(nearest, total, differs) if short else None
    if max(parts) > together[-1] and listing.opening not in SURE:
        most = format_number(max(parts))
        one = f"其中一项 {most}{nearest.unit}，多于总数 {nearest.number.printed}{nearest.unit}"
        return _Wrong(nearest, max(parts), one)
    if len(parts) > 1 and not shared and total > together[-1]:
        return _Wrong(nearest, total, differs)
    above = min((w for w in listing.wholes if w.value > total), key=lambda w: w.value, default=None)
    if above is not None and _meant_as_all(listing, total, above.value):
        differs = f"{said}，与 {above.number.printed}{above.unit} 不符"
        return _Wrong(above, total, f"{differs}；没有列全的，请写明", Severity.INFO)
    return None


def _complete(listing: Listing) -> bool:
    """Whether the sentence claims that the parts are all: 分别为, 即; 其他 as the last of them;
    a list in brackets, or behind 包括, that nothing follows, nothing leaves open, and that is
    not plainly of some only (13个，包括新增2个、调整3个)."""
    if listing.loose:
        return False
    if listing.opening in SURE or listing.closed or _every_kind(listing):
        return True
    total = sum((part.value for part in listing.parts), Decimal(0))
    near = any(whole.value * _NEAR <= total for whole in listing.wholes)
    return near and listing.to_the_end and listing.opening in ("包括", "具体包括", "(")


def _every_kind(listing: Listing) -> bool:
    """Whether the parts are all the kinds that there are: 自然人 and 法人或其他组织."""
    names = [part.name for part in listing.parts]
    if len(names) >= len(_WAYS) - 1 and _RECEIVED.search(listing.lead):
        ways = [next((way for way in _WAYS if re.search(way, name)), None) for name in names]
        if None not in ways and len(set(ways)) == len(ways):
            return True
    return any(
        len(names) == len(kinds)
        and all(re.search(kind, name) for kind, name in zip(kinds, names, strict=True))
        for kinds in _KINDS
    )


def _meant_as_all(listing: Listing, total: Decimal, whole: Decimal) -> bool:
    """A long list behind 其中 that has parts smaller than what it leaves out."""
    parts = [part.value for part in listing.parts]
    return (
        len(parts) >= _LONG
        and not listing.loose
        and whole * _MOST <= total < whole
        and min(parts) < whole - total
    )


def _finding(
    statement: Statement, listing: Listing, wrong: _Wrong, before: Statement | None
) -> Finding:
    elsewhere = before is not None and listing.lead == before.full
    return Finding(
        code=CODE,
        severity=wrong.severity,
        message=f"正文各项与总数不符：{wrong.said}：{statement.quote(listing.parts[0].number)}",
        addresses=(statement.passage.address,),
        expected=wrong.true,
        actual=wrong.whole.value,
        advice="请核对总数和各项；各项有交叉或没有列全的，请在正文写明",
        clause="正文中各项之和应当等于总数",
        source=statement.passage.source,
        quote=statement.since(before) if before and elsewhere else statement.sentence,
    )


CHECK: Final = Check(
    CODE,
    "正文的总数等于所列各项之和",
    Severity.WARNING,
    text_sums,
    purpose="“分别为”“即”和以“其他”收尾的一列，说的是全部，各项之和应当等于总数；"
    "只说“其中”的，各项不应多于总数。",
    basis="《条例》第四十七条：内容应当准确",
    passing=saying("全年公开信息12条，其中公告5条、通知6条。"),
    failing=saying("全年公开信息12条，分别为公告5条、通知6条。"),
)
