"""The measurements themselves: they plant what they say, add up rightly, and run."""

from __future__ import annotations

from collections import Counter

import pytest
from benchmarks import faults, slips
from benchmarks.__main__ import main as speed_bars
from benchmarks.identities import Equation, broken, equations, repairs
from benchmarks.labels import artefact_kinds, kinds_of, kinds_of_codes, labelled
from benchmarks.matching import Verdict
from benchmarks.precision import measure
from benchmarks.prose_recall import texts
from benchmarks.recall import measure_figures
from benchmarks.reports import CORPUS, Subject, session, subjects
from frozendict import frozendict
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from disclosure_kit.model.values import Money

KINDS = set(YAML(typ="safe", pure=True).load((CORPUS / "labels" / "kinds.yaml").read_text("utf-8")))
TEN = [("t", "r", str(number)) for number in range(10)]


@pytest.fixture(scope="module")
def sound() -> list[Subject]:
    return [s for s in subjects() if not broken(equations(s.edition, s.figures), s.figures)]


def test_all_reports_agree_as_published_but_the_one_that_is_known_not_to(
    sound: list[Subject],
) -> None:
    assert {s.name for s in subjects()} - {s.name for s in sound} == {"hebei-kjt-2022"}
    assert len(sound) == 11


def test_the_same_seed_plants_the_same_faults(sound: list[Subject]) -> None:
    once = [fault for _, fault in faults.plant(7, sound, 3)]
    assert once == [fault for _, fault in faults.plant(7, sound, 3)]
    assert once != [fault for _, fault in faults.plant(8, sound, 3)]
    assert Counter(fault.kind for fault in once) == dict.fromkeys(faults.PLANTERS, 3)


def test_a_fault_changes_every_cell_that_it_names(sound: list[Subject]) -> None:
    for subject, fault in faults.plant(7, sound, 10):
        for cell, new in fault.changes.items():
            assert new != subject.figures.get(cell, subject.money.get(cell)), fault
            assert new is None or isinstance(new, Money) or new >= 0, fault


def test_what_was_changed_is_among_the_smallest_repairs(sound: list[Subject]) -> None:
    """Putting it back makes all hold: so a smallest set is no larger, and of its size it is one."""
    for subject, fault in faults.plant(7, sound, 5):
        if len(fault.changes) > 2 or any(not isinstance(v, int) for v in fault.changes.values()):
            continue
        rules = equations(subject.edition, subject.figures)
        now = {**subject.figures, **fault.changes}
        concerned = {
            c for c in fault.changes if any(c in rule.signs for rule in broken(rules, now))
        }
        found = repairs(rules, now)
        if concerned:
            assert found
        if found and len(found[0]) == len(fault.changes) == len(concerned):
            assert frozenset(fault.changes) in found


SUMS = st.lists(
    st.dictionaries(st.sampled_from(TEN[:5]), st.sampled_from([1, -1]), min_size=2, max_size=4),
    min_size=1,
    max_size=4,
)


@settings(max_examples=50, deadline=None)
@given(SUMS, st.lists(st.integers(0, 3), min_size=5, max_size=5))
def test_the_smallest_repairs_are_those_that_trying_finds(
    sums: list[dict[tuple[str, str, str], int]], values: list[int]
) -> None:
    """Against trying every number: a repair of figures so small needs none above 12."""
    rules = [Equation("e", frozendict(signs)) for signs in sums]
    figures = dict(zip(TEN[:5], values, strict=True))
    if not broken(rules, figures):
        assert repairs(rules, figures) == []
        return
    single = {
        frozenset([cell])
        for cell in figures
        if any(not broken(rules, {**figures, cell: new}) for new in range(13))
    }
    if single:
        assert set(repairs(rules, figures)) == single
        return
    cells = sorted(figures)
    pairs = {
        frozenset([one, other])
        for i, one in enumerate(cells)
        for other in cells[i + 1 :]
        if any(
            not broken(rules, {**figures, one: x, other: y}) for x in range(13) for y in range(13)
        )
    }
    assert set(repairs(rules, figures)) == pairs


def test_every_planted_fault_that_breaks_an_identity_is_found_and_its_cells_listed() -> None:
    measured = list(measure_figures(11, 6))
    assert sum(one.bound for one in measured) > 60
    assert [one.fault for one in measured if one.bound and not one.found] == []
    assert [one.fault for one in measured if one.smallest and not one.listed] == []


def test_the_wrong_cells_are_named_first_where_the_identities_determine_them() -> None:
    determined = [one for one in measure_figures(12, 6) if one.determined]
    assert len(determined) > 30
    assert sum(one.first for one in determined) >= 0.95 * len(determined)


def test_every_slip_can_be_planted_and_changes_the_text() -> None:
    subjects = texts()
    planted = list(slips.plant(3, subjects, 2))
    assert {one.how for one in planted} == set(slips.SLIPS)
    for one in planted:
        assert one.text != one.subject.text, one.how
        assert one.kind in KINDS


def test_every_code_says_of_which_faults_it_speaks() -> None:
    registry = session().registry
    codes = {code for code, check in registry.checks.items() if check.run is not None}
    forms = [
        registry.form(edition, None, edition.years.first) for edition in registry.editions.values()
    ]
    codes |= {i.code for form in forms for i in form.identities}
    codes -= {"identities", "text-rules"}  # they tell declared rules, each under its own code
    assert {code for code in codes if not kinds_of(code)} == set()
    for kinds in [*kinds_of_codes().values(), *artefact_kinds().values()]:
        assert kinds <= KINDS
    assert {a for report in labelled() for a in report.artefacts} == set(artefact_kinds())


def test_no_finding_speaks_against_what_reading_found_right() -> None:
    judged = [one for result in measure() for one in result.judged]
    assert len(judged) > 40
    wrong = [one for one in judged if one.verdict is Verdict.FALSE and one.label is not None]
    assert [(one.report.file.name, one.finding.code, one.near) for one in wrong] == []


def test_the_bars_of_speed_are_measured(capsys: pytest.CaptureFixture[str]) -> None:
    """Small, without other programs; that the documents compared are the same it asserts itself."""
    speed_bars(["--light", "--rounds", "1", "--no-peers", "--no-processes", "--most", "1"])
    said = capsys.readouterr().out
    assert "| naive docxtpl ÷ ours, zlib 6 | ≥ 75 |" in said
    assert "| whole unit pipeline | ≥ 300/s |" in said
    assert "| rows of a table | ms | ms a row more |" in said
