"""A roll-up and its totals as words for clerks, and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..errors import ExitCode
from .changes import Cause, Change
from .explain import Explained, Part
from .lists import Lists, why_unread
from .result import RollUp
from .sorting import Left
from .tally import State
from .unit import FATES, Fate, one_line

SHOWN = 20
_STATES = {
    State.WHOLE: "各单位齐全",
    State.PARTIAL: "不是全部单位的合计",
    State.INCOMPLETE: "不完整，不给合计",
    State.NOT_APPLICABLE: "各单位都不适用",
    State.NOT_ADDED: "不相加",
}


def rollup_tree(made: RollUp) -> dict[str, Any]:
    """The shape of ``rollup --json``."""
    return {
        "ok": made.whole and not made.lists.unread,
        "files": [str(path) for path in made.files],
        "bodies": [
            {
                "name": one.body.name,
                "code": one.body.code or None,
                "report": one.report,
                "units": one.body.units,
                "whole": one.body.whole,
                "totals": {
                    state.value: sum(t.state is state for t in one.totals) for state in State
                },
                "ok": assessment.ok,
                "changes": None if one.changes is None else [_change(c) for c in one.changes],
            }
            for one, assessment in zip(made.made, made.checked, strict=True)
        ],
        **made.lists.tree(),
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "address": change.address,
        "label": change.label,
        "from": change.before,
        "to": change.now,
        "because": [
            {"unit": cause.unit, "from": cause.before, "to": cause.now, "how": cause.how}
            for cause in change.causes
        ],
    }


def rollup_lines(made: RollUp) -> Iterator[str]:
    """What came of a run, the worst first, and what to do."""
    top, lists = made.top, made.lists
    form = top.form
    yield f"《{top.body.name}》{form.year} 年度，{form.edition.id} 版：计入 {top.body.units} 个单位"
    yield from _missing(lists)
    for fate, words in FATES.items():
        told = [left for left in lists.found.left if left.fate is fate]
        yield from _group(words, map(_left, told))
        if told and fate is Fate.ABOVE_SOME:
            yield "    请用 --roster 写明上下级；或只留一级的年报，再汇总一次"
    yield from _group(FATES[Fate.UNREADABLE], [why_unread(one) for one in lists.unread])
    if any(one.exit_code is ExitCode.BUG for one in lists.unread):
        yield "    “程序自身出错”的，请用 check 单独核对，把显示的内容发给开发者"
    yield from _group("有错误，已计入", [f"{u.name}  {u.file}" for u in lists.erring])
    yield from _group("没有填全", [unit.not_filled for unit in lists.blanks])
    yield from _group(
        "本身是汇总的成品，单位不全（已计入，合计不算齐全）",
        [f"{u.name}  {u.file}" for u in lists.unfinished],
    )
    yield from _group("逾期", [f"{u.name}：{u.signed}" for u in lists.found.late])
    if lists.found.undated:
        yield f"  没有落款日期，是否逾期无法判断：{lists.found.undated} 个"
    yield from _group(
        "名称与名单不同，按名单计",
        [f"{unit.name} → {entry.name}" for unit, entry in lists.found.renamed],
    )
    yield from _group(
        "名称相近，可能是同一单位，请核对（都已计入）",
        [f"{one.name}（{one.file}） {two.name}（{two.file}）" for one, two in lists.found.alike],
    )
    yield from _group(
        "可能已含其他单位的数，请核对（已计入）",
        [f"{one.unit.name}（{one.unit.file}）：{one.why}" for one in lists.found.doubts],
    )
    if lists.found.doubts:
        yield "    已含的，请移走，或用 --roster 写明上下级，再汇总一次；没有含的，不必理会"
    yield from _group("是以前汇总的成品，不是单位，没有读取", lists.skipped)
    yield from _group("不是可以读取的文件，没有看；是单位的年报的，请另存为 .docx", lists.passed_by)
    yield from _group("是单位名单，不是年报；要按它核对谁未报，请加 --roster", lists.rosters)
    yield from _totals(made)


def _left(left: Left) -> str:
    unit = left.unit
    form = f"：{unit.year} 年度，{unit.edition} 版" if left.fate is Fate.FORM else ""
    return f"{unit.name}  {unit.file}{form}{left.beside}"


def _missing(lists: Lists) -> Iterator[str]:
    names = [f"{m.above}：{m.name}" if m.above else m.name for m in lists.missing if not m.came]
    yield from _group("未报", names)


def _group(head: str, given: Iterable[str]) -> Iterator[str]:
    names = list(given)
    if not names:
        return
    yield f"  {head}：{len(names)} 个"
    for name in names[:SHOWN]:
        yield f"    {one_line(name)}"
    if len(names) > SHOWN:
        yield f"    ……另有 {len(names) - SHOWN} 个，见 --json 或催报清单"


def _totals(made: RollUp) -> Iterator[str]:
    states = [total.state for total in made.top.totals]
    open_ = [total.label for total in made.top.totals if total.state is State.INCOMPLETE]
    added = len(states) - states.count(State.NOT_ADDED)
    given = added - len(open_)
    yield f"  合计 {added} 项，给出 {given} 项"
    if given < added and not given and not made.top.body.whole:
        yield "  单位不全，不给合计；要先看已报单位的合计，请加 --partial"
    elif given < added:
        yield f"  其余 {len(open_)} 项有单位没有填，不给合计；哪些单位，用 why 查：{_some(open_)}"
    if State.PARTIAL in states:
        yield "  单位不全：给出的是已计入单位的合计，成品里已写明"
    left: dict[str, list[str]] = {}
    for total in made.top.totals:
        if total.state is State.NOT_ADDED:
            left.setdefault(total.why, []).append(total.label)
    for why, labels in left.items():
        yield f"  没有相加：{_some(labels)}（{why}）"


def _some(labels: list[str]) -> str:
    return "、".join(labels[:5]) + ("等" if len(labels) > 5 else "")


def change_lines(made: RollUp) -> Iterator[str]:
    """What is other than in the run before, and because of whom."""
    yield from (f"  说明  {notice}" for notice in made.notices)
    for one in made.made:
        if one.changes:
            yield f"  {one.body.name}：与上次汇总相比，{len(one.changes)} 项合计变了"
            yield from _changes(one.changes)
    if made.changes == ():
        yield "  与上次汇总相比，合计没有变化"


def _changes(changes: tuple[Change, ...]) -> Iterator[str]:
    both = [one for one in changes if one.before is not None and one.now is not None]
    for change in both[:SHOWN]:
        because = "、".join(_cause(cause) for cause in change.causes[:3])
        more = f"等 {len(change.causes)} 个单位" if len(change.causes) > 3 else ""
        words = f"：{because}{more}" if because else ""
        yield f"    {change.label}  {_value(change.before)} → {_value(change.now)}{words}"
    gone = sum(one.now is None for one in changes)
    new = sum(one.before is None for one in changes)
    if len(both) > SHOWN:
        yield f"    ……另有 {len(both) - SHOWN} 项，见 --json"
    if gone:
        yield f"    {gone} 项原有合计，现在不给（单位不全或没有填全）"
    if new:
        yield f"    {new} 项原来没有合计，现在有了"


def _cause(cause: Cause) -> str:
    match cause.how:
        case "new":
            return f"{cause.unit} 新计入 {_value(cause.now)}"
        case "gone":
            return f"{cause.unit} 不再计入（原 {_value(cause.before)}）"
        case _:
            return f"{cause.unit} {_value(cause.before)} → {_value(cause.now)}"


def why_lines(found: Explained) -> Iterator[str]:
    """One total, and who gave how much of it."""
    total = found.total
    state = State(total["state"])
    yield f"《{found.report}》{found.agency} {found.year} 年度"
    yield f"{total['label']}［{total['address']}］"
    if total["value"] is not None:
        yield f"合计 {_value(total['value'])} ＝ {found.given} 个单位之和（{_STATES[state]}）"
        yield "已把各单位的数再加一遍，相符"
    else:
        yield f"没有合计：{_STATES[state]}"
        if total["so_far"] is not None:
            yield f"填了的单位相加是 {_value(total['so_far'])}"
    if total["why"]:
        yield f"口径：{total['why']}"
    yield from _lacking(found)
    yield from _parts(found.parts(), "  ")


def _lacking(found: Explained) -> Iterator[str]:
    """Whom a total lacks: bodies of which nothing counts, and units that left it open."""
    total = found.total
    if State(total["state"]) in (State.INCOMPLETE, State.PARTIAL) and not found.whole:
        yield from (f"缺：{name}" for name in found.missing[:SHOWN])
        if len(found.missing) > SHOWN:
            yield f"缺：另有 {len(found.missing) - SHOWN} 个单位，见催报清单（.催报.txt）"
        if not found.missing:
            yield "缺：没有计入的单位，见催报清单（.催报.txt）"
    yield from (f"缺：{name}" for name in total["lacking"])
    if total["lacks"] > len(total["lacking"]):
        yield f"缺：另有 {total['lacks'] - len(total['lacking'])} 个单位"


def _parts(parts: Iterable[Part], indent: str) -> Iterator[str]:
    for part in parts:
        place = f"!{part.place}" if part.place else ""
        mark = "  有错误" if part.errors else ""
        yield f"{indent}{_value(part.value)}  {part.name}  {part.file}{place}{mark}"
        if part.below is not None:
            yield from _parts(part.below.parts(), indent + "    ")


def _value(value: Any) -> str:
    match value:
        case None:
            return "未填"
        case "n/a":
            return "/"
        case [amount, unit]:
            return f"{amount}{unit}"
        case _:
            return str(value)
