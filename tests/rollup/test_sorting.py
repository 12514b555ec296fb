"""Which files count: each unit once, of one form, sound."""

from __future__ import annotations

import datetime

import pytest
from attrs import evolve

from disclosure_kit import Session
from disclosure_kit.errors import UsageError
from disclosure_kit.rollup.body import bodies
from disclosure_kit.rollup.lists import Lists
from disclosure_kit.rollup.roster import Entry, Roster
from disclosure_kit.rollup.sorting import Sorted, find_late, form_of, sort_out
from disclosure_kit.rollup.unit import Fate, Unit

FORM = ("2021", 2024)


def unit(name: str, code: str | None = None, number: int = 0, digest: bytes = b"1") -> Unit:
    file = f"{number}.json"
    return Unit(number, file, name, code, "2021", 2024, None, None, 0, "", 0, digest)


def fates(*units: Unit, with_errors: bool = False) -> tuple[list[str], list[tuple[str, Fate]]]:
    found = sort_out(units, FORM, None, with_errors=with_errors)
    return [u.file for u in found.counted], [(left.unit.file, left.fate) for left in found.left]


def test_one_unit_under_two_names_counts_once() -> None:
    one, two = unit("勐戛镇人民政府", "533103103"), unit("芒市勐戛镇政府", "533103103", 1)
    assert fates(one, two) == (["0.json"], [("1.json", Fate.SAME)])


def test_of_two_different_files_of_a_unit_neither_counts() -> None:
    one, two = unit("甲镇人民政府"), unit("甲镇政府", None, 1, b"2")
    counted, left = fates(one, two)
    assert counted == []
    assert [fate for _, fate in left] == [Fate.CONFLICT, Fate.CONFLICT]


def test_departments_of_one_county_share_its_code() -> None:
    one, two = unit("芒市财政局", "533103"), unit("芒市教育局", "533103", 1)
    assert fates(one, two) == (["0.json", "1.json"], [])


def test_bodies_of_one_name_in_two_counties_are_two() -> None:
    one, two = unit("城关镇人民政府", "533103101"), unit("城关镇人民政府", "533124101", 1)
    assert fates(one, two)[0] == ["0.json", "1.json"]


def test_a_name_is_other_than_listed_where_more_than_its_place_differs() -> None:
    towns = (
        Entry("533103101", "芒市甲河镇人民政府", "533103"),
        Entry("533103102", "乙河镇人民政府", "533103"),
        Entry("533103103", "丙河镇人民政府", "533103"),
        Entry("533103104", "丁河镇人民政府", "533103"),
    )
    roster = Roster((Entry("533103", "芒市人民政府", ""), *towns))
    names = ("甲河镇政府", "德宏州芒市乙河镇人民政府", "瑞丽市丙河镇人民政府", "芒市丁河镇人民政府")
    units = [unit(name, None, number) for number, name in enumerate(names)]
    again = unit("旧丁河镇人民政府", None, 9)  # the same figures: it does not count
    found = sort_out([*units, again], FORM, roster, with_errors=False, own="德宏州人民政府")
    assert [one.name for one, _ in found.renamed] == ["瑞丽市丙河镇人民政府"]


def test_names_alike_without_a_code_are_told_and_both_count() -> None:
    one, two = unit("城关镇人民政府"), unit("某县城关镇人民政府", None, 1)
    found = sort_out([one, two], FORM, None, with_errors=False)
    assert found.counted == [one, two]
    assert found.alike == [(one, two)]
    wrong = sort_out([one, evolve(two, errors=1)], FORM, None, with_errors=False)
    assert wrong.alike == []


def test_errors_other_forms_and_no_name() -> None:
    wrong = evolve(unit("甲镇"), errors=2)
    old = evolve(unit("乙镇", number=1), year=2023)
    nameless = unit(" ", number=2)
    counted, left = fates(wrong, old, nameless)
    assert counted == []
    assert sorted(fate for _, fate in left) == [Fate.ERRORS, Fate.NAMELESS, Fate.FORM]
    assert fates(wrong, with_errors=True)[0] == ["0.json"]


def test_the_sound_one_of_two_files_counts() -> None:
    wrong, right = evolve(unit("甲镇"), errors=1), unit("甲镇", None, 1, b"2")
    assert fates(wrong, right) == (["1.json"], [("0.json", Fate.ERRORS)])


def test_of_two_files_the_words_name_the_other() -> None:
    first = unit("甲镇")
    for second, said in (
        (unit("甲镇", None, 1), ["：已计入的另一份是 0.json"]),
        (evolve(unit("甲镇", None, 1), errors=1), ["：已计入的另一份是 0.json"]),
        (unit("甲镇", None, 1, b"2"), ["：另一份是 1.json", "：另一份是 0.json"]),
    ):
        found = sort_out([first, second], FORM, None, with_errors=False)
        assert [left.beside for left in found.left] == said
        asked = [name for _, names in Lists(found, ()).groups() for name in names]
        assert [name[-len(said[0]) :] for name in asked] == (said if asked else [])


def test_the_year_is_that_of_most_and_never_guessed() -> None:
    this, last = unit("甲镇"), evolve(unit("乙镇"), year=2023)
    assert form_of([this, this, last], None, None) == FORM
    assert form_of([this, last], None, 2023) == ("2021", 2023)
    with pytest.raises(UsageError, match="--year"):
        form_of([this, last], None, None)
    with pytest.raises(UsageError, match="2024 年度（2021 版）1 份"):
        form_of([this], None, 2020)


def test_late_is_who_signed_after_the_day_of_the_law_or_of_the_county(national: Session) -> None:
    edition = national.registry.editions["2021"]
    bureau = evolve(unit("芒市财政局"), signed=datetime.date(2025, 2, 1))
    town = evolve(unit("某镇人民政府", number=1), signed=datetime.date(2025, 2, 1))
    undated = unit("某局", number=2)
    found = Sorted(counted=[bureau, town, undated])
    find_late(found, edition, 2024, None)
    assert (found.late, found.undated) == ([bureau], 1)  # towns are not named in the law
    found = Sorted(counted=[bureau, town])
    find_late(found, edition, 2024, datetime.date(2025, 1, 20))
    assert found.late == [bureau, town]
    found = Sorted(counted=[bureau])
    find_late(found, edition, datetime.MAXYEAR, None)  # its deadline is no date
    assert found.late == []


def test_bodies_that_give_one_code_are_known_apart_in_the_next_run() -> None:
    departments = [unit("芒市财政局", "533103"), unit("芒市教育局", "533103", 1)]
    found = sort_out(departments, FORM, None, with_errors=False)
    [top] = bodies(found, None, "芒市", "533103", unread=0, listed=False)
    assert len({member.id for member in top.members}) == 2


def names_left(*units: Unit, own: str = "") -> dict[str, Fate]:
    found = sort_out(units, FORM, None, with_errors=False, own=own)
    return {left.unit.name: left.fate for left in found.left}


def towns(*names: str, code: str | None = "533103") -> list[Unit]:
    return [
        unit(name, code and f"{code}{100 + n}", n, bytes([n])) for n, name in enumerate(names, 1)
    ]


def test_a_county_whose_towns_lie_beside_it_is_not_added_to_them() -> None:
    by_code = unit("芒市人民政府", "533103")
    assert names_left(*towns("甲镇", "乙镇"), by_code) == {"芒市人民政府": Fate.ABOVE}
    by_long_code = unit("芒市人民政府", "533103000")
    assert names_left(*towns("甲镇", "乙镇"), by_long_code) == {"芒市人民政府": Fate.ABOVE}
    by_name = unit("芒市人民政府")
    assert names_left(*towns("芒市甲镇", "芒市财政局", code=None), by_name) == {
        "芒市人民政府": Fate.ABOVE
    }
    office = unit("芒市财政局", "533103", 9)
    assert names_left(office, unit("芒市人民政府", "533103")) == {"芒市人民政府": Fate.ABOVE}


def test_bodies_beside_each_other_are_none_above() -> None:
    assert names_left(*towns("甲镇", "乙镇"), unit("芒市财政局", "533103")) == {}
    town_of_short_code = unit("丙镇人民政府", "533103")
    assert names_left(*towns("甲镇", "乙镇"), town_of_short_code) == {}
    assert names_left(unit("瑞丽市", "5331"), unit("芒市", "5331", 1)) == {}
    elsewhere = unit("城关人民政府", "530101"), unit("城关镇", "533103101", 1)
    assert names_left(*elsewhere) == {}


def test_a_county_of_which_some_towns_came_leaves_the_total_open() -> None:
    units = [*towns("甲镇"), unit("芒市", "533103"), unit("瑞丽市", "533102", 8)]
    found = sort_out(units, FORM, None, with_errors=False)
    assert [(left.unit.name, left.fate) for left in found.left] == [("芒市", Fate.ABOVE_SOME)]
    [top] = bodies(found, None, "德宏州", "5331", unread=0, listed=False)
    assert not top.whole


def test_a_county_beside_towns_that_may_be_its_own_is_told_and_counts() -> None:
    county = unit("芒市人民政府")
    found = sort_out([*towns("甲镇", "乙镇"), county], FORM, None, with_errors=False)
    assert county in found.counted
    assert [doubt.unit for doubt in found.doubts] == [county]
    wrong = [evolve(town, errors=1) for town in towns("甲镇", "乙镇")]
    assert sort_out([*wrong, county], FORM, None, with_errors=False).doubts == []
    counties = unit("芒市"), unit("瑞丽市", number=1), unit("州财政局", number=2)
    assert sort_out(counties, FORM, None, with_errors=False).doubts == []


def test_the_own_report_is_known_with_the_place_before_it_or_without() -> None:
    units = towns("甲镇", "乙镇", code=None)
    for name, own in (("芒市", "德宏州芒市"), ("德宏州芒市人民政府", "芒市"), ("芒市", "芒市")):
        assert names_left(*units, unit(name), own=own) == {name: Fate.ABOVE}
    bureaus = unit("甲县教育局"), unit("乙县教育局", number=1)
    assert names_left(*bureaus, own="教育局") == {}
    assert names_left(bureaus[0], unit("甲镇", number=1), own="教育局") == {}
