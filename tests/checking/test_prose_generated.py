"""A report whose prose is made from its own tables has no finding; with one of the mentioned
figures changed, it has exactly one, which names it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from prose_under_test import BODY, case, findings, outcomes

from disclosure_kit.model.case import Case
from disclosure_kit.model.finding import NotAssessed
from disclosure_kit.model.formula import readings, worth
from disclosure_kit.model.mention import fields_of

A, V = "applications.", "remedies.cases."
LITIGATION = f"{V}litigation_direct.%s + {V}litigation_after_reconsideration.%s"
# Templates, each with the formulas of its figures in order.
TEMPLATES: dict[str, tuple[str, ...]] = {
    "全年共收到政府信息公开申请{}件，上年结转{}件。": (
        f"{A}received.total", f"{A}carried_in.total",
    ),
    "本机关新收依申请公开{}宗；": (f"{A}received.total",),
    "全市共收办政府信息公开申请{}件。": (f"{A}received.total + {A}carried_in.total",),
    "办结{}件政府信息公开申请，结转下年度继续办理{}件。": (
        f"{A}handled_total.total", f"{A}carried_out.total",
    ),
    "政府信息公开申请办结{}件，其中予以公开{}件、部分公开{}件、不予公开{}件、无法提供{}件、"
    "不予处理{}件、其他处理{}件。": (
        f"{A}handled_total.total", f"{A}granted.total", f"{A}partly_granted.total",
        f"{A}refused.*.total", f"{A}unavailable.*.total", f"{A}not_processed.*.total",
        f"{A}other_outcome.*.total",
    ),
    "因政府信息公开引起的行政复议{}件，其中结果维持{}件、结果纠正{}件。": (
        f"{V}reconsideration.total", f"{V}reconsideration.upheld", f"{V}reconsideration.corrected",
    ),
    "因政府信息公开引起的行政诉讼{}件，其中结果维持{}件。": (
        LITIGATION % ("total", "total"), LITIGATION % ("upheld", "upheld"),
    ),
    "现行有效行政规范性文件{}件。": ("proactive.normative_documents.in_force",),
}  # fmt: skip
OUTCOMES = (
    "granted", "partly_granted", "refused.state_secret", "refused.internal_affairs",
    "unavailable.not_held", "not_processed.petition", "other_outcome.other",
)  # fmt: skip
KINDS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
COUNTS = st.integers(0, 99_999)


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Any]:
    """Cells whose sums hold."""
    outcomes = {f"{A}{row}.total": draw(COUNTS) for row in OUTCOMES}
    handled = sum(outcomes.values())
    cells: dict[str, Any] = {**dict.fromkeys(BODY["cells"], 0), **outcomes}
    del cells["proactive.fees.amount"]
    carried_out = draw(COUNTS)
    carried_in = draw(st.integers(0, handled + carried_out))
    cells |= {
        f"{A}handled_total.total": handled,
        f"{A}carried_out.total": carried_out,
        f"{A}carried_in.total": carried_in,
        f"{A}received.total": handled + carried_out - carried_in,
    }
    for kind in KINDS:
        parts = {name: draw(COUNTS) for name in ("upheld", "corrected", "other", "pending")}
        cells |= {f"{V}{kind}.{name}": count for name, count in parts.items()}
        cells[f"{V}{kind}.total"] = sum(parts.values())
    cells["proactive.normative_documents.in_force"] = draw(COUNTS)
    return cells


def figure(formula: str, of: Case) -> int:
    value = worth(readings(formula)[0], of.report, of.form).value
    assert value is not None
    return int(value)


@settings(max_examples=30, deadline=None)
@given(tables(), st.sets(st.sampled_from(sorted(TEMPLATES)), min_size=1), st.data())
def test_prose_from_the_tables(cells: dict[str, Any], used: set[str], data: st.DataObject) -> None:
    of = case("无。", cells=cells)
    said = {t: [figure(f, of) for f in TEMPLATES[t]] for t in sorted(used)}
    right = [template.format(*figures) for template, figures in said.items()]
    assert findings(case(*right, cells=cells)) == []

    template = data.draw(st.sampled_from(sorted(used)))
    at = data.draw(st.integers(0, len(said[template]) - 1))
    true = said[template][at]
    allowed = _allowed(of)
    wrong = data.draw(st.integers(0, 999_999).filter(lambda number: number not in allowed))
    figures = [wrong if place == at else number for place, number in enumerate(said[template])]
    changed = [
        template.format(*figures) if t == template else t.format(*n) for t, n in said.items()
    ]
    found = findings(case(*changed, cells=cells))
    assert [(f.code, f.actual) for f in found] == [("text-figure", Decimal(wrong))]
    assert template.format(*figures)[:6] in found[0].message or str(true) in found[0].message


def _allowed(of: Case) -> set[int]:
    """Every figure that a second reading of some template could mean."""
    formulas = {
        reading
        for mention in of.form.mentions
        for field in fields_of(mention)
        for reading in readings(field)
    }
    values = (worth(reading, of.report, of.form).value for reading in formulas)
    return {int(value) for value in values if value is not None}


def test_where_nothing_was_read_nothing_passes() -> None:
    blank = dict.fromkeys(case("无。").form.cells)
    found = outcomes(
        case("全年收到政府信息公开申请12件。未发生政府信息公开行政复议。", cells=blank)
    )
    assert [type(o) for o in found] == [NotAssessed, NotAssessed]
    assert [o.code for o in found] == ["text-figure", "text-claim"]
    assert all(isinstance(o, NotAssessed) and "没有读入数据" in o.reason for o in found)


def test_a_blank_cell_is_not_zero() -> None:
    blank = {"applications.received.total": None}
    found = outcomes(case("全年新收政府信息公开申请0件。", cells=blank))
    assert [type(o) for o in found] == [NotAssessed]
