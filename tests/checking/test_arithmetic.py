"""Declared identities and shares against figures: exactly what is wrong is told, nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve
from conftest import ACROSS_YEARS, EXAMPLES, ON_WORDS
from frozendict import frozendict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import blank, consistent, with_cells, within_year

from disclosure_kit import Loaded, Session, Wishes, app
from disclosure_kit.checking.run import Assessment, assess
from disclosure_kit.contributions import Check
from disclosure_kit.errors import ExitCode
from disclosure_kit.model.case import Case
from disclosure_kit.model.finding import Finding, Severity
from disclosure_kit.model.form import Form
from disclosure_kit.model.report import Agency, Report, TableData
from disclosure_kit.model.rules import Relation
from disclosure_kit.model.table import Table
from disclosure_kit.model.values import (
    NOT_APPLICABLE,
    NOT_FILLED,
    Address,
    Kind,
    Money,
    Share,
    number,
)

TODAY = datetime.date(2026, 1, 20)
FORMS = {
    "2014": Wishes("2014"),
    "2019": Wishes("2019"),
    "2021": Wishes("2021"),
    "yunnan": Wishes("2014", "533103"),
}
SLOW = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def form_of(kit: Session, name: str) -> Form:
    return app.form_for(kit, FORMS[name])


def assessed(
    kit: Session, report: Report, form: Form, previous: Report | None = None
) -> Assessment:
    case = Case(report, form, previous, kit.settings, TODAY)
    checks = {code: c for code, c in kit.registry.checks.items() if code not in ON_WORDS}
    return assess(case, checks)


def told(assessment: Assessment) -> set[tuple[str, tuple[str, ...]]]:
    return {(finding.code, finding.addresses) for finding in assessment.findings}


def counts(form: Form) -> list[Address]:
    return [a for a, column in form.cells.values() if column.kind is Kind.COUNT]


def expected(report: Report, form: Form) -> set[tuple[str, tuple[str, ...]]]:
    """Every identity that no counts in the place of the blanks could make true."""
    broken = set()
    for identity, left, right in within_year(form):
        low_left, low_right = (
            sum(number(report.value(a)) or Decimal(0) for a in side) for side in (left, right)
        )
        open_left, open_right = (
            any(report.value(a) is NOT_FILLED for a in side) for side in (left, right)
        )
        too_much_left = low_left > low_right and not open_right
        too_much_right = low_right > low_left and not open_left
        if too_much_left or (identity.relation is Relation.EQUAL and too_much_right):
            broken.add((identity.code, tuple(str(a) for a in (*left, *right))))
    return broken


@pytest.mark.parametrize("name", FORMS)
@SLOW
@given(data=st.data())
def test_a_consistent_report_has_no_findings(kit: Session, name: str, data: st.DataObject) -> None:
    form = form_of(kit, name)
    assessment = assessed(kit, data.draw(consistent(form)), form)
    assert assessment.findings == ()
    assert assessment.ok
    assert assessment.complete


@pytest.mark.parametrize("name", FORMS)
@SLOW
@given(data=st.data())
def test_one_changed_cell_fires_exactly_the_identities_that_hold_it(
    kit: Session, name: str, data: st.DataObject
) -> None:
    form = form_of(kit, name)
    report = data.draw(consistent(form))
    address = data.draw(st.sampled_from(counts(form)))
    was = report.value(address)
    now = data.draw(st.integers(0, 10**6).filter(lambda value: value != was))
    wrong = expected(with_cells(report, {address: now}), form)
    assert told(assessed(kit, with_cells(report, {address: now}), form)) == wrong
    equal = {
        (identity.code, tuple(str(a) for a in (*left, *right)))
        for identity, left, right in within_year(form)
        if identity.relation is Relation.EQUAL and address in (*left, *right)
    }
    assert equal <= wrong  # an equality never survives the change of one of its cells
    assert all(str(address) in addresses for _, addresses in wrong)


@pytest.mark.parametrize("name", FORMS)
@SLOW
@given(data=st.data())
def test_blanks_are_any_count_and_never_zero(kit: Session, name: str, data: st.DataObject) -> None:
    form = form_of(kit, name)
    report = data.draw(consistent(form))
    blanks = data.draw(st.lists(st.sampled_from(counts(form)), min_size=1, max_size=40))
    changed = data.draw(st.lists(st.sampled_from(counts(form)), max_size=2))
    report = with_cells(report, {a: data.draw(st.integers(0, 60)) for a in changed})
    report = blank(report, *set(blanks))
    assessment = assessed(kit, report, form)
    assert told(assessment) == expected(report, form)
    assert not assessment.complete  # a statutory cell is open
    assert "not-filled" in {item.code for item in assessment.not_assessed}


def settled(kit: Session, name: str) -> tuple[Form, Report]:
    """A report of zeros."""
    form = form_of(kit, name)
    zeros = {
        table.id: TableData(
            (),
            frozendict(
                (
                    (address.row, address.column),
                    Money(Decimal(0), column.unit or "元") if column.kind is Kind.MONEY else 0,
                )
                for address, column in table.cells.items()
            ),
        )
        for table in form.tables.values()
        if isinstance(table, Table)
    }
    agency = Agency("某某镇人民政府")
    return form, Report(form.edition.id, form.year, agency, None, tables=frozendict(zeros))


def at(text: str) -> Address:
    table, _, rest = text.partition(".")
    row, _, column = rest.rpartition(".")
    return Address(table, row, column)


def codes(assessment: Assessment) -> list[str]:
    return [f.code for f in assessment.findings if f.code != "section-missing"]


RECEIVED = "applications.received.natural_person"
HANDLED = "applications.handled_total.natural_person"


def test_parts_above_the_total_fail_although_a_part_is_blank(kit: Session) -> None:
    form, report = settled(kit, "2021")
    report = blank(report, at("applications.granted.total"))
    report = with_cells(report, {at("applications.granted.natural_person"): 3})
    # the row's total is open, but the column's handled total is 0 and its parts are 3
    assessment = assessed(kit, report, form)
    (finding,) = [f for f in assessment.findings if f.code == "applications-handled-total"]
    assert finding.addresses[0] == HANDLED
    assert (finding.actual, finding.expected) == (0, 3)
    assert "相差 3" in finding.message


def test_a_wholly_blank_table_is_told_once(kit: Session) -> None:
    form, report = settled(kit, "2021")
    tables = {k: v for k, v in report.tables.items() if k != "applications"}
    assessment = assessed(kit, evolve(report, tables=frozendict(tables)), form)
    about = [i for i in assessment.not_assessed if any("applications." in a for a in i.addresses)]
    assert [item.code for item in about] == ["not-filled"]
    assert "175 格都没有填写" in about[0].reason
    assert not assessment.complete


def test_an_unresolved_rule_is_told_once_for_its_table(kit: Session) -> None:
    form, report = settled(kit, "2021")
    report = blank(report, *[a for a in counts(form) if a.column == "research"])
    assessment = assessed(kit, report, form)
    assert codes(assessment) == []
    balance = [i for i in assessment.not_assessed if i.code == "applications-balance"]
    assert len(balance) == 1
    assert balance[0].statutory
    assert "applications.received.research" in balance[0].addresses


def test_not_applicable_counts_as_nothing_and_is_no_blank(kit: Session) -> None:
    form, report = settled(kit, "2021")
    report = with_cells(report, {at("applications.received.research"): NOT_APPLICABLE})
    assessment = assessed(kit, report, form)
    assert codes(assessment) == []
    assert assessment.complete


def test_a_signed_column_may_be_negative_a_count_may_not(kit: Session) -> None:
    form, report = settled(kit, "2019")
    fine = with_cells(report, {at("proactive.licences.change"): -11})
    assert codes(assessed(kit, fine, form)) == []
    wrong = with_cells(report, {at("proactive.licences.decisions"): -11})
    (finding,) = [f for f in assessed(kit, wrong, form).findings if f.code == "negative-figure"]
    assert finding.severity is Severity.ERROR
    assert finding.message == "行政许可·处理决定数量 是 -11，不能小于 0"


def test_a_negative_amount_is_an_error(kit: Session) -> None:
    form, report = settled(kit, "2021")
    wrong = with_cells(report, {at("proactive.fees.amount"): Money(Decimal("-0.5"), "万元")})
    (finding,) = [f for f in assessed(kit, wrong, form).findings if f.code == "negative-figure"]
    assert finding.addresses == ("proactive.fees.amount",)


def test_carry_over_and_roll_forward_across_years(kit: Session) -> None:
    form, this = settled(kit, "2021")
    last = with_cells(this, {at("proactive.regulations.in_force"): 7})
    last = with_cells(last, {at("applications.carried_out.business"): 2})
    assessment = assessed(kit, this, form, last)
    assert codes(assessment) == ["in-force-roll-forward", "carry-over"]
    severities = {finding.code: finding.severity for finding in assessment.findings}
    assert severities["in-force-roll-forward"] is Severity.WARNING
    assert severities["carry-over"] is Severity.ERROR
    (carry,) = [f for f in assessment.findings if f.code == "carry-over"]
    assert carry.message == (
        "“商业企业”列：二、上年结转政府信息公开申请数量 0，"
        "应等于上年四、结转下年度继续办理 2，相差 2"
    )
    rolled = with_cells(this, {at("proactive.regulations.in_force"): 6})
    rolled = with_cells(rolled, {at("proactive.regulations.repealed"): 1})
    last = with_cells(this, {at("proactive.regulations.in_force"): 7})
    assert codes(assessed(kit, rolled, form, last)) == []


def test_without_last_year_nothing_is_said_and_the_report_is_complete(kit: Session) -> None:
    form, report = settled(kit, "2021")
    assessment = assessed(kit, report, form)
    # its prose states no growth
    assert {i.code for i in assessment.not_assessed} == ACROSS_YEARS - {"text-growth"}
    assert assessment.complete


SHARE = "yunnan.proposals.in_progress_share"


@pytest.mark.parametrize(
    ("part", "whole", "printed", "true"),
    [
        (47, 124, "37.91", "37.90"),
        (47, 124, "37.90", None),
        (47, 124, "37.9", None),
        (47, 124, "38", None),
        (4, 124, "3.22", "3.23"),
        (1, 8, "12", "13"),  # 12.5: half up
        (1, 8, "13", None),
        (5, 12, "41", "42"),
        (0, 5, "0", None),
        (5, 5, "100.00", None),
        (7, 5, "140", None),
    ],
)
def test_a_share_is_rounded_half_up_to_the_printed_decimals(
    kit: Session, part: int, whole: int, printed: str, true: str | None
) -> None:
    form, report = settled(kit, "yunnan")
    figures = {
        "yunnan.proposals.in_progress": part,
        "yunnan.proposals.total": whole,
        SHARE: Share(Decimal(printed)),
    }
    found = assessed(kit, evolve(report, figures=frozendict(figures)), form).findings
    shares = [f for f in found if f.code == "yunnan-in-progress-share"]
    assert [str(f.expected) for f in shares] == ([true] if true else [])
    assert all(f.severity is Severity.WARNING for f in shares)
    assert all(f"{printed}%" in f.message and f"{true}%" in f.message for f in shares)


def test_a_share_of_nothing_is_not_assessed(kit: Session) -> None:
    form, report = settled(kit, "yunnan")
    figures = {
        "yunnan.proposals.in_progress": 0,
        "yunnan.proposals.total": 0,
        SHARE: Share(Decimal(0)),
    }
    assessment = assessed(kit, evolve(report, figures=frozendict(figures)), form)
    (item,) = [i for i in assessment.not_assessed if i.code == "yunnan-in-progress-share"]
    assert item.reason == "总数为 0"
    assert not item.statutory


def boom(_: Case):  # type: ignore[no-untyped-def]
    yield Finding("x", Severity.INFO, "先给一条")
    raise RuntimeError("boom")


@pytest.mark.parametrize(
    "run",
    [
        boom,
        lambda _: None,
        lambda _: ["rubbish"],
        lambda _: [Finding("x", "error", "severity is a word")],  # type: ignore[arg-type]
        lambda _: [Finding("x", Severity.INFO, "m", addresses=(3,))],  # type: ignore[arg-type]
        lambda _: (_ for _ in ()).throw(SystemExit(0)),
    ],
)
def test_a_check_that_fails_never_reads_as_ok(kit: Session, run: Callable[[Case], object]) -> None:
    form, report = settled(kit, "2021")
    check = Check("bad", "坏的检查", Severity.ERROR, run)  # type: ignore[arg-type]
    case = Case(report, form, None, kit.settings, TODAY)
    assessment = assess(case, {**kit.registry.checks, "bad": check})
    assert set(assessment.crashed) == {"bad"}
    assert not assessment.ok
    assert not assessment.complete
    (told_of,) = [item for item in assessment.not_assessed if item.code == "bad"]
    assert "检查“坏的检查”自身出错" in told_of.reason
    assert {"carry-over", "bad"} <= {i.code for i in assessment.not_assessed}  # others still ran
    registry = evolve(kit.registry, owners=kit.registry.owners | {("Check", "bad"): "yunnan"})
    assert app.exit_code(evolve(kit, registry=registry), assessment) is ExitCode.PLUGIN
    registry = evolve(kit.registry, owners=kit.registry.owners | {("Check", "bad"): "builtin"})
    assert app.exit_code(evolve(kit, registry=registry), assessment) is ExitCode.BUG


def test_suqian_has_no_findings(kit: Session, load: Callable[..., Loaded]) -> None:
    assessment = app.check(kit, load(EXAMPLES / "suqian-city-2024.yaml"))
    assert {finding.code for finding in assessment.findings} <= ON_WORDS
    assert assessment.complete


def test_hebei_has_no_findings(kit: Session, load: Callable[[Path], Loaded]) -> None:
    assessment = app.check(kit, load(EXAMPLES / "hebei-jyt-2018-statistics.yaml"))
    assert assessment.findings == ()
    assert assessment.complete


def test_shanghai_has_no_error_but_is_incomplete(
    kit: Session, load: Callable[[Path], Loaded]
) -> None:
    assessment = app.check(kit, load(EXAMPLES / "shanghai-office-2019.yaml"))
    assert {f.code for f in assessment.findings} - ON_WORDS == {"text-share", "text-claim"}
    assert assessment.ok
    assert not assessment.complete
