"""Which figures may be added across bodies: edition and region say so, without contradiction."""

from __future__ import annotations

from attrs import evolve

from disclosure_kit import Session
from disclosure_kit.model.addition import ADDABLE, Absent, Addition
from disclosure_kit.model.consistency import inconsistencies
from disclosure_kit.model.form import Form


def form_of(session: Session, edition: str) -> Form:
    found = session.registry.editions[edition]
    return session.registry.form(found, None, found.years.first)


def told(session: Session, *additions: Addition) -> list[str]:
    form = form_of(session, "2021")
    return list(inconsistencies(evolve(form, additions=(*form.additions, *additions))))


def test_every_statutory_figure_is_declared_once(national: Session) -> None:
    for edition in national.registry.editions:
        form = form_of(national, edition)
        named = [name for one in form.additions for name in one.names(form.tables)]
        figures = [name for name, (_, column) in form.cells.items() if column.kind in ADDABLE]
        assert sorted(named) == sorted(figures)


def test_items_of_a_list_that_all_bodies_share_are_not_added(national: Session) -> None:
    form = form_of(national, "2019")
    kept = {name for one in form.additions if not one.adds for name in one.names(form.tables)}
    assert "proactive.licences.previous_items" in kept
    assert "proactive.licences.decisions" not in kept


def test_a_region_does_not_gainsay_the_edition(national: Session) -> None:
    [problem] = told(national, Addition("不加", table="remedies", adds=False))
    assert "remedies.cases.reconsideration.upheld 有两条声明" in problem


def test_unknown_rows_figures_and_tables_are_named(national: Session) -> None:
    rows = told(national, Addition("写错", table="remedies", rows=("case",)))
    assert "引用的 case 不在表 remedies 中" in rows[0]
    assert "nobody.knows 不存在" in told(national, Addition("写错", figures=("nobody.knows",)))[0]
    assert "remedy" in told(national, Addition("写错", table="remedy"))[0]
    assert "没有写是哪张表" in told(national, Addition("空的"))[0]


def test_a_figure_of_a_region_is_open_where_it_does_not_apply(kit: Session) -> None:
    form = kit.registry.form(kit.registry.editions["2021"], "53", 2024)
    said = {name: one for one in form.additions for name in one.names(form.tables)}
    assert said["yunnan.posts.website"].not_applicable is Absent.OPEN
    assert not said["yunnan.posts.target"].adds
