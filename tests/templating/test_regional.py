"""Templates of regions: outlines, views, repeating tables, figures and pictures of plugins."""

from __future__ import annotations

import datetime

import pytest
from attrs import evolve
from conftest import ROOT, YUNNAN
from edited_templates import add_after, drop, edited, remove, rewrite, row_with
from frozendict import frozendict
from rendering.conftest import edition_form
from rendering.conftest import forms as forms
from rendering.conftest import regional as regional  # the fixture

from disclosure_kit import KitSpec, Session, Wishes, load_kit
from disclosure_kit.app import form_for
from disclosure_kit.layouts.loader import national
from disclosure_kit.model.form import Form
from disclosure_kit.rendering.style import Style
from disclosure_kit.rendering.template import make_template
from disclosure_kit.rendering.word import render_document
from disclosure_kit.templates import check_template, extras_of, starting_template
from disclosure_kit.templating.check import Report, check
from disclosure_kit.templating.extras import Extras

PACKS = sorted((*ROOT.glob("templates/*/*.docx"), *ROOT.glob("plugins/*/templates/*.docx")))


def looked_at(template: bytes, form: Form, extras: Extras = Extras()) -> Report:  # noqa: B008
    return check(template, form, extras, national(), render_document)


def codes(report: Report) -> list[str]:
    return [fault.kind.code for fault in report.faults]


@pytest.fixture(scope="module")
def yunnan() -> Session:
    spec = KitSpec(plugins=(str(YUNNAN),), installed=False)
    return load_kit(spec, today=datetime.date(2026, 1, 20))


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: f"{pack.parent.name}/{pack.name}")
def test_the_packs_that_ship_pass(pack: object, yunnan: Session) -> None:
    path = pack
    edition = path.stem if path.stem.isdigit() else path.parent.name  # type: ignore[attr-defined]
    region = "53" if path.stem.isdigit() else None  # type: ignore[attr-defined]
    checked = check_template(yunnan, path.read_bytes(), Wishes(edition, region))  # type: ignore[attr-defined]
    assert checked.report.faults == ()
    assert checked.report.compared


def test_views_and_repeating_tables_are_tried(regional: Form) -> None:
    template = make_template(regional, Style())
    assert looked_at(template, regional).faults == ()
    without_row = edited(lambda root: drop(row_with(root, "{{ row.agency }}")), template=template)
    found = looked_at(without_row, regional)
    assert "figure-missing" in codes(found)
    (lost,) = [f for f in found.faults if f.kind.code == "figure-missing"]
    assert "缺少收费情况（x.fees）的全部 4 格数据" in lost.message


def test_a_misspelt_column_of_a_repeating_table_is_located(regional: Form) -> None:
    template = make_template(regional, Style())
    slip = edited(rewrite("{{ row.agency }}", "{{ row.agancy }}"), template=template)
    (fault,) = looked_at(slip, regional).faults
    assert fault.message == "row 里没有 agancy（是否为 agency？）"
    assert fault.place.column == 1


def test_a_lost_section_of_an_outline_is_told_by_its_title(yunnan: Session) -> None:
    form = form_for(yunnan, Wishes("2014", "53"))
    template = starting_template(yunnan, form)
    lost = edited(remove("{{ sections.key_areas.title }}"), template=template)
    (fault,) = check_template(yunnan, lost, Wishes("2014", "53")).report.faults
    assert fault.kind.code == "part-missing"
    assert "三、重点领域政府信息公开工作情况" in fault.message


def test_figures_of_a_plugin_are_known_in_its_region_alone(yunnan: Session) -> None:
    form = form_for(yunnan, Wishes("2014", "53"))
    own = add_after("{{ title }}", "发文 {{ yunnan.documents.total }} 件")
    template = edited(own, template=starting_template(yunnan, form))
    report = looked_at(template, form, extras_of(yunnan, form))
    assert [code for code in codes(report) if code != "page"] == []
    slip = edited(rewrite("documents.total", "document.total"), template=template)
    (fault,) = [f for f in looked_at(slip, form, extras_of(yunnan, form)).faults if f.is_error]
    assert "是否为 documents？" in fault.message
    national_one = edited(own, template=make_template(edition_form("2014"), Style()))
    assert "unknown-name" in codes(looked_at(national_one, edition_form("2014")))


def test_pictures_of_plugins_are_known_by_their_keys() -> None:
    form = edition_form("2021")
    extras = Extras(pictures=frozendict({"charts.outcomes": "办理结果"}))
    own = add_after("{{ sections.overview.title }}", '{{ pictures["charts.outcomes"] }}')
    template = edited(own, template=make_template(form, Style()))
    assert looked_at(template, form, extras).ok
    (fault,) = [f for f in looked_at(template, form).faults if f.is_error]
    assert fault.kind.code == "unknown-name"
    wrong = evolve(extras, pictures=frozendict({"charts.outcome": "办理结果"}))
    (fault,) = [f for f in looked_at(template, form, wrong).faults if f.is_error]
    assert "是否为 charts" not in fault.message
