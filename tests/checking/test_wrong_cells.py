"""The likely wrong cells of whole reports: what is proposed holds, and the true cells are there."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from random import Random

import pytest
from attrs import evolve
from forms_under_test import form_of, session
from frozendict import frozendict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slips import COMPLETE, HALF_EMPTY, SINGLE, TOGETHER, Figures, Sheet, Slip, published
from strategies import blank, consistent, with_cells, within_year

from disclosure_kit.checking.arithmetic import identities
from disclosure_kit.checking.localisation import MOST
from disclosure_kit.checking.proposals import LISTED
from disclosure_kit.model.case import Case
from disclosure_kit.model.finding import Finding, NotAssessed, Severity
from disclosure_kit.model.form import Form
from disclosure_kit.model.report import Report, TableData
from disclosure_kit.model.rules import Identity, Relation, Term
from disclosure_kit.model.table import Band, Column, Place, Row, Table
from disclosure_kit.model.values import NOT_APPLICABLE, Address, Kind, Money, number

TODAY = datetime.date(2026, 1, 20)
SLOW = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def findings(report: Report, form: Form, previous: Report | None = None) -> list[Finding]:
    case = Case(report, form, previous, session().settings, TODAY)
    return [o for o in identities(case) if isinstance(o, Finding)]


def broken(report: Report, form: Form) -> list[str]:
    """The identities that fail on a filled report, told anew by plain sums."""
    found = []
    for identity, left, right in within_year(form):
        sums = [sum(number(report.value(a)) or 0 for a in side) for side in (left, right)]
        equal = identity.relation is Relation.EQUAL
        if (sums[0] != sums[1]) if equal else (sums[0] > sums[1]):
            found.append(identity.code)
    return found


def groups(finding: Finding) -> list[dict[str, int]]:
    """What each alternative would write, by address."""
    found: dict[int, dict[str, int]] = {}
    for proposal in finding.proposals:
        found.setdefault(proposal.group, {})[proposal.address] = int(str(proposal.proposed))
    return [cells for group, cells in sorted(found.items()) if group]


def address(form: Form, text: str) -> Address:
    return form.cells[text][0]


def mended(report: Report, form: Form, cells: dict[str, int]) -> Report:
    return with_cells(report, {address(form, text): value for text, value in cells.items()})


@pytest.mark.parametrize("name", ["2014", "2019", "2021"])
@SLOW
@given(data=st.data())
def test_every_proposal_makes_all_hold_and_no_smaller_one_does(
    name: str, data: st.DataObject
) -> None:
    form = form_of(name)
    sound = data.draw(consistent(form))
    sheet = Sheet.of(sound, form)
    cells = data.draw(
        st.lists(st.sampled_from(list(sheet.figures)), min_size=1, max_size=3, unique=True)
    )
    changes = sheet.changed({cell: data.draw(st.integers(0, 40)) for cell in cells})
    report = with_cells(sound, changes)
    found = findings(report, form)
    assert bool(found) == bool(broken(report, form))
    telling = [finding for finding in found if finding.proposals]
    for finding in telling:
        others = {a: v for f in telling if f is not finding for a, v in groups(f)[0].items()}
        for alternative in groups(finding):
            assert broken(mended(report, form, alternative | others), form) == []
            assert min(alternative.values()) >= 0
        size = len(groups(finding)[0])
        assert size <= len(cells)
        if size > 1:
            assert not _one_cell_mends(mended(report, form, others), form, sheet)
    assert bool(telling) == bool(found)  # three cells are always within reach
    if any(len(groups(finding)) == LISTED for finding in telling):
        return
    truth = {str(cell) for cell in changes}
    met = [next((g for g in map(set, groups(f)) if g <= truth), set[str]()) for f in telling]
    fewest = sum(min(map(len, groups(finding))) for finding in telling)
    assert set().union(*met) == truth or fewest < len(truth)


def _one_cell_mends(report: Report, form: Form, sheet: Sheet) -> bool:
    """By trying every cell with every number that could make one of its sums hold."""
    for cell in sheet.figures:
        was = int(number(report.value(cell)) or 0)
        wanted = set()
        for _, left, right in within_year(form):
            if cell in left or cell in right:
                sums = [sum(int(number(report.value(a)) or 0) for a in s) for s in (left, right)]
                gap = sums[1] - sums[0]
                wanted.add(was + (gap if cell in left else -gap))
        for value in wanted:
            if value >= 0 and value != was and not broken(with_cells(report, {cell: value}), form):
                return True
    return False


def judged(changes: Figures, sheet: Sheet, found: list[Finding]) -> tuple[bool, bool, bool]:
    """Whether the true cells are listed, whether they come first, and whether all that is told
    is smaller than they."""
    truth = {(str(cell), sheet.figures[cell]) for cell in changes}
    listed: set[tuple[str, int]] = set()
    first: set[tuple[str, int]] = set()
    told = 0
    for finding in (f for f in found if f.proposals):
        alternatives = [set(cells.items()) for cells in groups(finding)]
        told += len(alternatives[0])
        listed |= next((cells for cells in alternatives if cells <= truth), set())
        first |= alternatives[0] if alternatives[0] <= truth else set()
    return listed == truth, first == truth, told < len(truth)


@pytest.mark.parametrize("kind", SINGLE)
def test_a_single_slip_in_a_published_table_is_found_and_named_first(kind: str) -> None:
    """Every figure of 表三 is determined by its sums; of the others at least it is listed."""
    tried = 0
    for cells, changes, found, sheet in planted(SINGLE[kind], COMPLETE, 12):
        tried += 1
        listed, first, _ = judged(changes, sheet, found)
        assert listed, changes
        if all(cell.table == "applications" for cell in cells):
            assert first, changes
    assert tried >= 60


@pytest.mark.parametrize("kind", TOGETHER)
def test_slips_of_several_cells_are_listed_unless_fewer_cells_explain_them(kind: str) -> None:
    tried = seen = named = 0
    for _, changes, found, sheet in planted(TOGETHER[kind], COMPLETE[:-1], 12):
        if not found:
            continue  # exchanged within one sum alone: nothing contradicts it
        tried += 1
        listed, first, smaller = judged(changes, sheet, found)
        seen += listed or smaller
        named += first
    assert tried >= 40
    assert seen >= 0.95 * tried
    assert named >= 0.6 * tried


@pytest.mark.parametrize("stem", HALF_EMPTY)
def test_a_slip_in_a_half_empty_table_is_listed_wherever_it_shows(stem: str) -> None:
    shown = 0
    for kind in SINGLE.values():
        for _, changes, found, sheet in planted(kind, (stem,), 8):
            if found:
                shown += 1
                assert judged(changes, sheet, found)[0], changes
    assert shown >= 40


def planted(slip: Slip, stems: tuple[str, ...], number_each: int):  # type: ignore[no-untyped-def]
    chance = Random(20260120)
    for stem in stems:
        loaded = published(stem)
        sheet = Sheet.of(loaded.report, loaded.form)
        for _ in range(number_each):
            changes = slip(sheet, chance)
            if changes:
                report = with_cells(loaded.report, changes)
                yield list(changes), changes, findings(report, loaded.form), sheet


SUQIAN = "suqian-city-2024"


def test_the_fault_that_a_published_report_prints_is_named() -> None:
    loaded = published("hebei-kjt-2022")
    (first, *_) = findings(loaded.report, loaded.form)
    assert first.advice == (
        "这 3 处改 1 格即可全部平衡：表三·（七）总计·自然人 2→11（改后勾稽关系成立）。"
        "请对照底数核实后改正"
    )
    last = published("hebei-kjt-2021")
    first, *others = findings(loaded.report, loaded.form, last.report)
    (proposal,) = first.proposals
    assert proposal.address == "applications.handled_total.natural_person"
    assert (proposal.current, proposal.proposed) == (2, 11)
    assert proposal.why == "与上年相同，可能没有更新"  # as read by hand: shared/formats.md, 7
    assert len(others) == 2
    assert all("同出一处" in other.advice and not other.proposals for other in others)


def test_transposed_digits_in_words() -> None:
    (first, second) = after({"applications.granted.natural_person": 1048})
    assert first.advice == (
        "这 2 处改 1 格即可全部平衡：表三·（一）予以公开·自然人 1048→1408（数字颠倒）。"
        "请对照底数核实后改正"
    )
    assert [(p.address, p.current, p.proposed, p.why) for p in first.proposals] == [
        ("applications.granted.natural_person", 1048, 1408, "数字颠倒")
    ]
    assert second.proposals == ()
    assert second.advice == (
        "与“（一）予以公开”行［applications-row-total］同出一处，可能填错的格列在那里"
    )


def after(
    cells: dict[str, int], previous: Report | None = None, stem: str = SUQIAN
) -> list[Finding]:
    loaded = published(stem)
    return findings(mended(loaded.report, loaded.form, cells), loaded.form, previous)


def test_a_figure_one_column_off() -> None:
    found = after(
        {
            "applications.refused.state_secret.natural_person": 0,
            "applications.refused.state_secret.business": 2,
        }
    )
    likeliest = [p for p in found[0].proposals if p.group == 1]
    assert [(p.address, p.current, p.proposed, p.why) for p in likeliest] == [
        ("applications.refused.state_secret.natural_person", 0, 2, "错列"),
        ("applications.refused.state_secret.business", 2, 0, "错列"),
    ]
    assert "改 2 格即可全部平衡，有 6 种改法" in found[0].advice
    assert len({p.group for p in found[0].proposals}) == 6


ROW = ("natural_person", "business", "research", "welfare", "legal_service", "other", "total")


def test_quotes_in_a_label_stand_inside_quotes() -> None:
    first, *_ = after({"applications.refused.security_stability.natural_person": 5})
    assert first.message.startswith("“3.危及‘三安全一稳定’”行：总计 4")


def test_a_row_one_cell_off() -> None:
    loaded = published(SUQIAN)
    values = [loaded.report.tables["applications"].cells["granted", c] for c in ROW]
    moved = dict(zip(ROW, [0, *values[:-1]], strict=True))
    first, *_ = after({f"applications.granted.{c}": int(str(v)) for c, v in moved.items()})
    assert "改正一处错位即可全部平衡" in first.advice
    assert "整行右移了一格" in first.advice
    assert {p.address.rpartition(".")[2]: p.proposed for p in first.proposals} == {
        c: v for c, v in zip(ROW, values, strict=True) if v != moved[c]
    }


def test_two_neighbouring_rows_exchanged() -> None:
    cells = published(SUQIAN).report.tables["applications"].cells
    exchanged = {
        f"applications.{row}.{column}": int(str(cells[other, column]))
        for row, other in (("handled_total", "carried_out"), ("carried_out", "handled_total"))
        for column in ROW
    }
    first, *_ = after(exchanged)
    assert {p.why for p in first.proposals} == {"相邻两行填反"}


@pytest.mark.parametrize(
    ("line", "figure", "words"),
    [
        ("total", lambda _: 0, "整列漏填"),
        ("total", lambda right: right // 2 + 1, "整列填错"),
        ("handled_total", lambda _: 0, "整行漏填"),
    ],
)
def test_a_whole_line_of_totals(line: str, figure: Callable[[int], int], words: str) -> None:
    cells = published(SUQIAN).report.tables["applications"].cells
    right = {at: int(str(value)) for at, value in cells.items() if line in at}
    first, *others = after({f"applications.{r}.{c}": figure(v) for (r, c), v in right.items()})
    assert f"改正一整{words[1]}即可全部平衡" in first.advice
    assert f"（{words}）" in first.advice
    assert {p.address: p.proposed for p in first.proposals} == {
        f"applications.{r}.{c}": v for (r, c), v in right.items() if figure(v) != v
    }
    assert all(other.proposals == () for other in others)


def test_a_total_left_out_and_a_total_counted_twice() -> None:
    (missing,) = after({"remedies.cases.reconsideration.total": 0})
    assert missing.proposals[0].why == "漏填总计"
    (twice,) = after({"remedies.cases.reconsideration.total": 340})
    assert (twice.proposals[0].proposed, twice.proposals[0].why) == (170, "总计加了两遍")


def test_more_than_three_wrong_cells_are_not_guessed() -> None:
    found = after(
        {
            "applications.granted.natural_person": 1,
            "applications.refused.state_secret.business": 55,
            "applications.received.research": 7,
            "applications.unavailable.unclear.total": 700,
        }
    )
    assert all(finding.proposals == () for finding in found)
    assert found[0].advice == f"改 {MOST} 格以内不能全部平衡，填错的不止 {MOST} 格，请逐格核对"


@pytest.mark.parametrize("seed", range(8))
def test_a_table_of_chance_is_given_up_at_once(seed: int) -> None:
    chance = Random(seed)
    loaded = published(SUQIAN)
    noise = {str(a): chance.randrange(10**9) for a in loaded.form.tables["applications"].cells}  # type: ignore[union-attr]
    found = after(noise)
    assert len(found) >= 30
    assert all(finding.proposals == () for finding in found)


def test_faults_of_separate_sums_are_told_separately() -> None:
    found = after(
        {
            "applications.granted.natural_person": 1048,
            "remedies.cases.reconsideration.total": 0,
            "remedies.cases.litigation_direct.total": 0,
        }
    )
    telling = [finding.code for finding in found if finding.proposals]
    assert telling == ["applications-row-total", "reconsideration-total", "litigation-direct-total"]


def test_a_blank_that_follows_is_a_suggestion_and_no_wrong_cell() -> None:
    loaded = published(SUQIAN)
    gap = address(loaded.form, "applications.granted.total")
    report = blank(loaded.report, gap)
    case = Case(report, loaded.form, None, session().settings, TODAY)
    open_ones = [o for o in identities(case) if isinstance(o, NotAssessed)]
    reasons = {o.reason for o in open_ones if o.statutory}
    assert reasons == {
        "表“收到和处理政府信息公开申请情况”有未填写的格，其中的勾稽关系不能全部核对；"
        "按勾稽关系推算，表三·（一）予以公开·总计 应为 1431，仅供参考"
    }
    wrong = mended(report, loaded.form, {"applications.received.natural_person": 3441})
    first, *_ = findings(wrong, loaded.form)
    told = [(p.address, p.current, p.proposed, p.group) for p in first.proposals]
    assert told == [
        ("applications.received.natural_person", 3441, 3440, 1),
        ("applications.granted.total", None, 1431, 0),
    ]


def test_blanks_that_no_figures_can_fill_are_told_although_each_sum_could_hold() -> None:
    """（一）·自然人 is 1408 by its column, but 1409 by its row."""
    loaded = published(SUQIAN)
    cells = ("applications.granted.natural_person", "applications.handled_total.total")
    report = blank(loaded.report, *(address(loaded.form, cell) for cell in cells))
    report = mended(report, loaded.form, {"applications.granted.total": 1432})
    case = Case(report, loaded.form, None, session().settings, TODAY)
    outcomes = list(identities(case))
    assert not any(isinstance(outcome, Finding) for outcome in outcomes)
    told = {o.reason for o in outcomes if isinstance(o, NotAssessed) and o.statutory}
    assert len(told) == 1
    assert "空格无论怎么填，这些勾稽关系也不能同时成立" in told.pop()


def test_not_applicable_is_nothing_and_may_be_the_wrong_cell() -> None:
    loaded = published(SUQIAN)
    report = with_cells(
        loaded.report, {address(loaded.form, "applications.granted.business"): NOT_APPLICABLE}
    )
    first, *_ = findings(report, loaded.form)
    (proposal,) = first.proposals
    assert (proposal.current, proposal.proposed) == ("n/a", 21)


def test_a_negative_count_is_a_wrong_cell() -> None:
    first, *_ = after({"applications.granted.business": -21})
    (proposal,) = first.proposals
    assert (proposal.current, proposal.proposed, proposal.why) == (-21, 21, "正负号写反")


def test_figures_of_any_length_are_compared_to_the_last_digit() -> None:
    huge = 10**29
    report = {
        "remedies.cases.reconsideration.upheld": huge + 1,
        "remedies.cases.reconsideration.corrected": 0,
        "remedies.cases.reconsideration.other": 0,
        "remedies.cases.reconsideration.pending": 0,
        "remedies.cases.reconsideration.total": huge,
    }
    (finding,) = after(report)
    assert "相差 1" in finding.message
    assert {p.proposed for p in finding.proposals} == {huge, huge + 1}


def last_year(carried_out: dict[str, int]) -> Report:
    """Last year's report of 宿迁, as far as this year's needs it."""
    loaded = published(SUQIAN)
    cells = loaded.report.tables["applications"].cells
    known = {f"applications.carried_out.{c}": int(str(cells["carried_in", c])) for c in ROW}
    last = mended(loaded.report, loaded.form, known | carried_out)
    tables = {"applications": last.tables["applications"]}
    return evolve(last, year=2023, tables=frozendict(tables))


def test_last_years_figures_help_to_find_a_wrong_carry_in() -> None:
    first, *others = after({"applications.carried_in.natural_person": 811}, last_year({}))
    (proposal,) = first.proposals
    assert (proposal.address, proposal.proposed, proposal.why) == (
        "applications.carried_in.natural_person", 118, "数字颠倒",
    )  # fmt: skip
    assert {finding.code for finding in others} == {"applications-row-total", "carry-over"}


def test_a_sound_table_is_not_taken_apart_for_last_years_sake() -> None:
    (finding,) = after({}, last_year({"applications.carried_out.natural_person": 5}))
    assert finding.code == "carry-over"
    assert finding.proposals == ()
    assert "先核对上年报告" in finding.advice


def test_a_wrong_cell_is_found_although_last_year_does_not_fit_either() -> None:
    found = after(
        {"applications.granted.natural_person": 1048},
        last_year({"applications.carried_out.natural_person": 5}),
    )
    (telling,) = [finding for finding in found if finding.proposals]
    assert telling.advice.startswith("这 2 处改 1 格即可使本年的数全部平衡：表三·（一）予以公开")
    assert [f.code for f in found if "先核对上年报告" in f.advice] == ["carry-over"]


def test_last_years_figure_left_standing_is_recognised() -> None:
    last = mended(
        last_year({}), published(SUQIAN).form, {"applications.granted.natural_person": 1175}
    )
    first, *_ = after({"applications.granted.natural_person": 1175}, last)
    assert first.proposals[0].why == "与上年相同，可能没有更新"


def test_a_warning_is_only_ever_a_question() -> None:
    """The form says nothing of 现行有效件数 but by last year's, and that is no error."""
    last = evolve(
        published(SUQIAN).report,
        year=2023,
        tables=frozendict({"proactive": published(SUQIAN).report.tables["proactive"]}),
    )
    found = after({}, last)
    assert {finding.code for finding in found} == {"in-force-roll-forward"}
    assert {finding.severity for finding in found} == {Severity.WARNING}
    assert all(finding.advice.startswith("若口径未变、确是填错，改 1 格") for finding in found)


def with_a_custom(form: Form) -> Form:
    """A region's custom: nothing is refused as a state secret without one partly granted."""
    custom = Identity(
        code="example-custom",
        title="属于国家秘密的不多于部分公开的",
        per="column",
        left=(Term("refused.state_secret"),),
        right=(Term("partly_granted"),),
        basis="惯例",
        table="applications",
        relation=Relation.AT_MOST,
        severity=Severity.WARNING,
    )
    return evolve(form, identities=(*form.identities, custom))


def test_a_warning_over_cells_of_errors_is_still_told_and_forces_no_change() -> None:
    loaded = published(SUQIAN)
    form = with_a_custom(loaded.form)
    cell = "applications.partly_granted.business"
    report = mended(loaded.report, form, {cell: 8, "applications.refused.state_secret.research": 2})
    found = findings(report, form)
    warning = next(f for f in found if f.severity is Severity.WARNING)
    assert warning.code == "example-custom"
    assert warning.advice == "同一组数另有错误，请先改正错误，再看这一处"
    (telling,) = [finding for finding in found if finding.proposals]
    assert groups(telling)[0] == {cell: 9, "applications.refused.state_secret.research": 0}
    sound = mended(
        loaded.report,
        form,
        {
            "applications.refused.state_secret.research": 2,
            "applications.refused.state_secret.natural_person": 0,
            "applications.handled_total.research": 2,
            "applications.handled_total.natural_person": 3438,
            "applications.received.research": 2,
            "applications.received.natural_person": 3438,
        },
    )
    (only,) = findings(sound, form)
    assert only.severity is Severity.WARNING
    assert only.proposals == ()  # four cells at least, and perhaps none is wrong
    assert only.advice == "请核对这几格；数字都对的，不必改"


def money(*amounts: str, unit: str = "万元") -> tuple[Report, Form]:
    """A region's table of amounts in ``unit``, the first the sum of the others."""
    rows = tuple(Row(f"第{n}项", id=f"r{n}") for n in range(len(amounts)))
    column = Column("金额", id="amount", kind=Kind.MONEY, unit=unit)
    bands = (Band("项目", (column,), rows),)
    table = Table("example.fees", "收费", Place("other"), bands, grid=(4000, 4844))
    total = Identity(
        code="example-fees-total",
        title="合计等于各项之和",
        per="column",
        left=(Term("r0"),),
        right=tuple(Term(f"r{n}") for n in range(1, len(amounts))),
        basis="表式",
        table=table.id,
    )
    loaded = published(SUQIAN)
    form = evolve(
        loaded.form,
        tables=frozendict({table.id: table}),
        identities=(total,),
    )
    cells = {(f"r{n}", "amount"): Money(Decimal(a), unit) for n, a in enumerate(amounts)}
    tables = frozendict({table.id: TableData((), frozendict(cells))})
    return evolve(loaded.report, tables=tables), form


@pytest.mark.parametrize(
    ("amounts", "unit", "cell", "right", "why"),
    [
        (("60000.3", "59237.2449", "7630551"), "万元", "r2", "763.0551", "按元填进了万元的格"),
        (("60000.3", "592372.449", "763.0551"), "万元", "r1", "59237.2449", "小数点错位"),
        (("60000.3", "59273.2449", "763.0551"), "万元", "r1", "59237.2449", "数字颠倒"),
        (("603", "592", "0.0011"), "元", "r2", "11", "按万元填进了元的格"),
    ],
)
def test_amounts_are_proposed_in_the_unit_of_their_cell(
    amounts: tuple[str, ...], unit: str, cell: str, right: str, why: str
) -> None:
    (finding,) = findings(*money(*amounts, unit=unit))
    likeliest = finding.proposals[0]
    assert likeliest.address == f"example.fees.{cell}.amount"
    assert (likeliest.proposed, likeliest.why) == (Decimal(right), why)


def test_the_figures_of_a_region_stated_in_prose() -> None:
    form = form_of("yunnan")
    figures = {
        "yunnan.documents.total": 175,
        "yunnan.documents.appointments": 18,
        "yunnan.documents.policies": 79,
        "yunnan.documents.other": 60,
    }
    report = evolve(
        published("hebei-jyt-2018-stat").report, region="533103", figures=frozendict(figures)
    )
    (finding,) = [f for f in findings(report, form) if f.code == "yunnan-documents-total"]
    assert finding.proposals[0].address == "yunnan.documents.total"
    assert (finding.proposals[0].proposed, finding.proposals[0].why) == (157, "数字颠倒")
    assert len({p.group for p in finding.proposals}) == 4


def test_an_upper_bound_is_no_exact_figure() -> None:
    (finding,) = after(
        {"statistics.channels.website.value": 0, "statistics.channels.other.value": 0},
        stem="hebei-jyt-2018-stat",
    )
    assert finding.code == "statistics-channels"
    assert any("也可以更多" in proposal.why for proposal in finding.proposals)
    assert any("也可以更少" in proposal.why for proposal in finding.proposals)
    assert len({p.group for p in finding.proposals}) <= LISTED
