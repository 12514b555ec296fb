"""One index: what serves a report is chosen by year, region and scope, never by order."""

from __future__ import annotations

import pickle
from itertools import permutations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_kit import Session
from disclosure_kit.contributions import Contribution, DerivedFigure, Scope, TemplatePack
from disclosure_kit.errors import EditionError
from disclosure_kit.model.edition import Edition, Outline, OutlineKind, Section, Years
from disclosure_kit.model.form import Form
from disclosure_kit.plugin import PluginInfo
from disclosure_kit.registry import OUTLINES, Registry

NATIONAL = Scope()


def plugin(name: str, scope: Scope = NATIONAL, *, core: bool = False) -> PluginInfo:
    return PluginInfo(name, name, "1.0", scope, "test", core)


def edition(name: str, first: int, last: int | None = None) -> Edition:
    return Edition(name, name, Years(first, last), "某号文", OutlineKind.REGIONAL, "{agency}{year}")


def outline(name: str, region: str, *years: int) -> Outline:
    sections = (Section("overview", "一、概述"),)
    return Outline(name, name, region, ("e",), Years(*(years or (2018,))), sections, "某号文")


def template(name: str, *scope: str | tuple[str, ...]) -> TemplatePack:
    return TemplatePack(name, "docx", Scope(*scope), lambda _form, _settings: b"")  # type: ignore[arg-type]


def holding(*contributions: Contribution) -> Registry:
    registry = Registry.build({plugin("core", core=True): contributions})
    assert not registry.faults
    return registry


E = edition("e", 2014)
F = edition("f", 2031)


@pytest.mark.parametrize(
    ("year", "expected"),
    [(2014, "a"), (2018, "a"), (2019, "b"), (2020, "b"), (2021, "c"), (2024, "c"), (2025, "d")],
)
def test_a_later_edition_supersedes_one_without_an_end(year: int, expected: str) -> None:
    editions = (
        edition("a", 2014, 2018),
        edition("b", 2019, 2020),
        edition("c", 2021),
        edition("d", 2025),
    )
    for order in permutations(editions):
        assert holding(*order).edition_for(year).id == expected


def test_a_year_of_no_edition_is_told_with_those_there_are() -> None:
    with pytest.raises(EditionError, match=r"2013 年度.*：a（2014—2018）；c（2021—）"):
        holding(edition("a", 2014, 2018), edition("c", 2021)).edition_for(2013)
    with pytest.raises(EditionError, match="已有版本：无"):
        Registry().edition_for(2024)


@pytest.mark.parametrize(
    ("first", "second", "collide"),
    [
        (Years(2021), Years(2021), True),
        (Years(2021), Years(2021, 2021), True),
        (Years(2019, 2020), Years(2020, 2022), True),
        (Years(2019, 2020), Years(2020), True),
        (Years(2019, 2020), Years(2021), False),
        (Years(2019), Years(2021), False),
    ],
)
def test_years_collide(first: Years, second: Years, collide: bool) -> None:
    assert first.collides(second) is collide
    assert second.collides(first) is collide


def test_editions_of_two_plugins_whose_years_overlap_cost_both_but_never_the_core() -> None:
    core, one, two = plugin("core", core=True), plugin("one"), plugin("two")
    held = {
        core: (edition("a", 2014, 2018),),
        one: (edition("b", 2019, 2021),),
        two: (edition("c", 2021),),
    }
    for order in permutations(held):
        registry = Registry.build({info: held[info] for info in order})
        assert list(registry.editions) == ["a"]
        assert {fault.plugin for fault in registry.faults} == {"one", "two"}
        assert all("年度重叠" in fault.problem for fault in registry.faults)
    taking = Registry.build({core: held[core], one: (edition("b", 2018),)})
    assert list(taking.editions) == ["a"]
    assert [fault.plugin for fault in taking.faults] == ["one"]


@pytest.mark.parametrize(
    ("region", "expected"),
    [(None, None), ("52", None), ("53", "province"), ("5332", "province"), ("533103", "county")],
)
def test_the_narrowest_outline_wins(region: str | None, expected: str | None) -> None:
    for order in permutations((outline("province", "53"), outline("county", "5331"))):
        found = holding(E, F, *order).outline_for(E, region, 2018)
        assert (found.id if found else None) == expected


def test_an_outline_serves_its_years_alone() -> None:
    registry = holding(E, outline("then", "53", 2016, 2017), outline("now", "53", 2018, 2018))
    assert [getattr(registry.outline_for(E, "53", y), "id", None) for y in range(2015, 2020)] == [
        None,
        "then",
        "then",
        "now",
        None,
    ]


def test_two_outlines_of_one_region_are_refused_both_named() -> None:
    registry = holding(E, outline("first", "5331"), outline("second", "5331"), outline("x", "53"))
    with pytest.raises(EditionError, match="有 2 个提纲同样适用（first、second）"):
        registry.outline_for(E, "533103", 2018)
    found = registry.outline_for(E, "5332", 2018)
    assert found is not None
    assert found.id == "x"


@pytest.mark.parametrize(
    ("region", "expected"),
    [(None, "edition"), ("52", "edition"), ("5301", "province"), ("5331", "city")],
)
def test_the_narrowest_template_wins(region: str | None, expected: str) -> None:
    packs = (
        template("any"),
        template("edition", "", ("e",)),
        template("other", "", ("f",)),
        template("province", "53"),
        template("city", "5331", ("e",)),
        template("city-any", "5331"),
    )
    for order in (packs, packs[::-1]):
        registry = holding(E, F, *order)
        found = registry.template_for(registry.form(E, region, 2018), "docx")
        assert found is not None
        assert found.name == expected
    assert registry.template_for(registry.form(E, region, 2018), "html") is None


def test_two_templates_of_one_scope_are_a_conflict() -> None:
    one, two = plugin("one", Scope("53")), plugin("two", Scope("53"))
    registry = Registry.build({one: (template("a", "53"),), two: (template("b", "53"),)})
    assert not registry.templates
    assert {fault.plugin for fault in registry.faults} == {"one", "two"}


def test_two_templates_that_overlap_are_refused_both_named() -> None:
    registry = holding(E, F, template("a", "53", ("e",)), template("b", "53", ("e", "f")))
    with pytest.raises(EditionError, match="有 2 个模板同样适用（a、b）"):
        registry.template_for(registry.form(E, "5301", 2018), "docx")


def test_a_plugin_in_conflict_is_left_out_with_all_it_adds() -> None:
    figure = DerivedFigure("one.share", "比例", Scope("53"), lambda _report: None)
    one = plugin("one", Scope("53"))
    registry = Registry.build(
        {plugin("core", core=True): (template("a", "53"),), one: (figure, template("a", "53"))}
    )
    assert registry.figures == ()
    assert [info.name for info in registry.plugins] == ["core"]
    assert {fault.scope for fault in registry.faults} == {Scope("53")}


def test_what_no_scope_covers_stays_out_of_the_form(kit: Session) -> None:
    registry = kit.registry
    e2014 = registry.editions["2014"]
    forms = {region: registry.form(e2014, region, 2018) for region in (None, "52", "53", "533103")}
    assert {region: bool(form.figures) for region, form in forms.items()} == {
        None: False,
        "52": False,
        "53": True,
        "533103": True,
    }
    assert forms["53"].statutory_tables == forms["52"].statutory_tables == {"statistics"}


def test_reports_under_the_same_titles_share_their_form_and_few_are_kept(kit: Session) -> None:
    registry = kit.registry
    e2014 = registry.editions["2014"]

    def form(title: str) -> Form:
        return registry.form(e2014, None, 2016, free=(Section("part_1", title),))

    one = form("一、概述")
    assert one.sections == (Section("part_1", "一、概述"),)
    whole = registry.form(e2014, None, 2016)
    assert attrs.evolve(one, sections=()) == whole
    assert one.cells is whole.cells
    assert one.kept(id) == form("一、概述").kept(id) != form("一、").kept(id)
    for number in range(OUTLINES):
        assert form(f"一、{number}").sections[0].title == f"一、{number}"
    assert len(registry._as_found) == OUTLINES
    assert registry.form(e2014, None, 2016).cells is whole.cells


def test_a_form_is_had_while_another_thread_makes_room(
    kit: Session,
) -> None:
    class Emptied(type(kit.registry._as_found)):  # type: ignore[misc]
        def __setitem__(self, key: object, form: Form) -> None:
            self.clear()

    registry = attrs.evolve(kit.registry)
    object.__setattr__(registry, "_as_found", Emptied())
    sections = (Section("part_1", "一、概述"),)
    form = registry.form(registry.editions["2014"], None, 2016, free=sections)
    assert form.sections == sections


def test_the_index_cannot_be_changed(kit: Session) -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        kit.registry.plugins = ()  # type: ignore[misc]
    with pytest.raises(TypeError):
        kit.registry.editions["2021"] = E  # type: ignore[index]


codes = st.sampled_from(["", "5", "53", "5331", "533103", "52", "5203"])
editions = st.sampled_from(["2014", "2019", "2021"])
scopes = st.builds(Scope, codes, st.lists(editions, max_size=2).map(tuple))


@given(scopes, st.none() | codes, editions)
def test_a_scope_covers_by_prefix_and_by_name(scope: Scope, region: str | None, name: str) -> None:
    inside = scope.region == "" or (region is not None and region.startswith(scope.region))
    named = scope.editions == () or name in scope.editions
    assert scope.covers(region, name) is (inside and named)


@given(scopes, codes, st.sampled_from(["", "01", "03103"]), editions)
def test_what_covers_a_region_covers_all_within_it(
    scope: Scope, region: str, below: str, name: str
) -> None:
    if scope.covers(region, name):
        assert scope.covers(region + below, name)


@given(scopes, editions)
def test_without_a_region_only_what_acts_everywhere_covers(scope: Scope, name: str) -> None:
    assert scope.covers(None, name) is scope.covers("", name)
    assert scope.covers(None, name) <= (scope.region == "")


def test_forms_stay_behind_where_a_registry_travels(national: Session) -> None:
    known = national.registry
    form = known.form(known.editions["2021"], None, 2024)
    other = pickle.loads(pickle.dumps(known))
    assert known._forms
    assert not other._forms
    assert other.form(other.editions["2021"], None, 2024) == form
