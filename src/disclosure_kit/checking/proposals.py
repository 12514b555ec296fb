"""What is said of the cells that are likely wrong: proposals, and advice to the clerk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import zip_longest

from ..model.case import Case
from ..model.finding import Part, Proposal, Severity
from ..model.form import Form
from ..model.labels import cell_label, table_label
from ..model.values import NOT_APPLICABLE
from ..view import format_number
from .localisation import MOST, Extent
from .wrong_cells import Repair, Suspicion, WrongCell

LISTED = 20  # alternatives
TOLD = 3  # cells that moved together, told one by one


def proposals(suspicion: Suspicion, case: Case) -> tuple[Proposal, ...]:
    """The likely wrong cells, then what blank cells would have to hold."""
    return tuple(_proposals(suspicion, case))


def _proposals(suspicion: Suspicion, case: Case) -> Iterator[Proposal]:
    for group, repair in enumerate(suspicion.repairs[:LISTED], 1):
        for wrong in repair.cells:
            yield _proposal(wrong, _why(wrong), group, case)
    if suspicion.repairs:
        for blank in suspicion.implied:
            yield _proposal(blank, "空格，按勾稽关系推算，仅供参考", 0, case)


def _why(wrong: WrongCell) -> str:
    words = wrong.why or "改后勾稽关系成立"
    match wrong.least, wrong.most:
        case True, False:
            return f"{words}；也可以更多"
        case False, True:
            return f"{words}；也可以更少"
        case False, False:
            return f"{words}；也可以是别的数"
    return words


def _proposal(wrong: WrongCell, why: str, group: int, case: Case) -> Proposal:
    address = wrong.cell.address
    return Proposal(
        address,
        NOT_APPLICABLE.value if wrong.cell.not_applicable else wrong.current,
        wrong.proposed,
        why,
        group,
        label_of(address, case.form),
        case.report.sources.get(address, ""),
    )


def label_of(address: str, form: Form) -> str:
    """``表三·（一）予以公开·自然人``, or the label of a stated figure."""
    if address not in form.cells:
        return form.figures[address].label
    cell, _ = form.cells[address]
    return f"{table_label(form, cell.table)}·{cell_label(form, cell)}"


def in_words(together: Sequence[Proposal], known_place: str = "") -> str:
    """``表三·（二）部分公开·自然人 12→21（数字颠倒；年报.xlsx!申请情况!D9）``.

    What the next cell shares is told there; a place that is known already, not at all.
    """
    words = []
    for proposal, following in zip_longest(together, together[1:]):
        why = "" if following and following.why == proposal.why else proposal.why
        shared = {known_place, following.source} if following else {known_place}
        place = "" if proposal.source in shared else proposal.source
        told = "；".join(part for part in (why, place) if part)
        change = f"{_in_cell(proposal.current)}→{_in_cell(proposal.proposed)}"
        words.append(f"{proposal.label} {change}{f'（{told}）' if told else ''}")
    if len(together) > MOST and len({proposal.why for proposal in together}) == 1:
        return f"{'、'.join(words[:TOLD])}……共 {len(words)} 格（{together[0].why}）"
    return "、".join(words)


def _in_cell(part: Part | None) -> str:
    if isinstance(part, Decimal):
        return format_number(part)
    return "空" if part is None else "/" if part == NOT_APPLICABLE.value else str(part)


def advice(suspicion: Suspicion, told: Sequence[Proposal]) -> str:
    """What to do about the failing identities: which cells, or why none can be named."""
    if not suspicion.repairs:
        return _without(suspicion)
    number = len(suspicion.repairs)
    words = _extent(suspicion.repairs[0], suspicion)
    if number == 1 and suspicion.extent is not Extent.PARTLY:
        only = in_words([p for p in told if p.group == 1], known_place=told[0].source)
        return f"{words}：{only}。请对照底数核实后改正"
    known = "至少有" if suspicion.extent is Extent.PARTLY else "有"
    more = f"，这里列出 {LISTED} 种，另有 {number - LISTED} 种" if number > LISTED else ""
    return f"{words}，{known} {number} 种改法，最可能的在前{more}；请对照底数核实是哪一种"


def _extent(repair: Repair, suspicion: Suspicion) -> str:
    failing = len(suspicion.failing)
    words = repair.act or f"改 {len(repair.cells)} 格"
    words += "即可使本年的数全部平衡" if suspicion.within_year else "即可全部平衡"
    words = f"这 {failing} 处" + words if failing > 1 else words
    return f"若口径未变、确是填错，{words}" if _is_question(suspicion) else words


def _is_question(suspicion: Suspicion) -> bool:
    """Only warnings fail: perhaps nothing is wrong at all."""
    return all(i.identity.severity is not Severity.ERROR for i in suspicion.failing)


def _without(suspicion: Suspicion) -> str:
    if suspicion.near_errors:
        return "同一组数另有错误，请先改正错误，再看这一处"
    if _is_question(suspicion):
        return "请核对这几格；数字都对的，不必改"
    if suspicion.extent is Extent.UNDECIDED:
        return "未能确定是哪几格填错，请先补齐空格，再逐格核对"
    if all(instance.across_years for instance in suspicion.failing):
        return (
            f"本年的数改 {MOST} 格以内，不能既与上年衔接又自身平衡；"
            "请先核对上年报告是否就是公布的那一份，再核对上年结转数"
        )
    return f"改 {MOST} 格以内不能全部平衡，填错的不止 {MOST} 格，请逐格核对"


def aside(suspicion: Suspicion, first: str) -> str:
    """What to do about the other identities of a suspicion that ``first`` already tells."""
    if suspicion.repairs:
        return f"与{first}同出一处，可能填错的格列在那里"
    if suspicion.near_errors:
        return _without(suspicion)
    return f"与{first}牵连在一起，一并逐格核对"


def blanks_in_words(found: Sequence[WrongCell], possible: bool, form: Form) -> str:
    """``；按勾稽关系推算，…应为 12，仅供参考``, to follow a reason; empty where nothing follows."""
    if not possible:
        return "；空格无论怎么填，这些勾稽关系也不能同时成立，请核对已填的数"
    if not found:
        return ""
    told = "、".join(
        f"{label_of(blank.cell.address, form)} 应为 {_in_cell(blank.proposed)}"
        for blank in found[:TOLD]
    )
    more = f"等 {len(found)} 格" if len(found) > TOLD else ""
    return f"；按勾稽关系推算，{told}{more}，仅供参考"
