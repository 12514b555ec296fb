"""A region's plugin changes single parameters, and its documents are made and measured so."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve
from conftest import ROOT
from frozendict import frozendict
from rendering.conftest import edition_form, report_for

from disclosure_kit import KitSpec, Session, load_kit
from disclosure_kit.errors import EditionError
from disclosure_kit.layouts.deviations import deviations, own_deviations
from disclosure_kit.layouts.loader import load_layout, national, profile_of, unfit
from disclosure_kit.model.form import Form
from disclosure_kit.model.profile import Bound, Level, Override, Parameter, Quantity, Unit
from disclosure_kit.model.report import SmallTable, Text
from disclosure_kit.rendering.packs import national_template
from disclosure_kit.rendering.word import render_document
from disclosure_kit.view import SEAL_SETTING, SEALED, build_view

OFFICE = """
[[parameters]]
id = "body.line"
value = 30
basis = "某市府办公文处理细则第九条"

[[parameters]]
id = "grid.lines"
value = 21
basis = "某市府办公文处理细则第九条"
"""
COUNTY = """
[[parameters]]
id = "heading.bold"
value = true
basis = "某县公文处理办法第十二条"

[[parameters]]
id = "body.line"
value = 30.2
basis = "某县公文处理办法第十条"

[[parameters]]
id = "grid.lines"
value = 21
basis = "某县公文处理办法第十条"
"""


def plugin(folder: Path, name: str, region: str, layout: str, editions: str = "") -> str:
    home = folder / name
    home.mkdir()
    (home / "plugin.toml").write_text(
        f'[plugin]\nname = "{name}"\ntitle = "{name}"\nversion = "1.0"\napi = 1\n'
        f'region = "{region}"\n{editions}',
        "utf-8",
    )
    (home / "layout.toml").write_text(layout, "utf-8")
    return str(home)


def with_plugins(*folders: str) -> Session:
    return load_kit(KitSpec(folders, installed=False))


def form_of(session: Session, region: str | None, edition: str = "2021") -> Form:
    registry = session.registry
    return registry.form(registry.editions[edition], region, 2024)


def test_acts_where_its_scope_covers_the_report(tmp_path: Path) -> None:
    session = with_plugins(plugin(tmp_path, "city", "9901", OFFICE))
    assert session.registry.faults == ()
    assert profile_of(form_of(session, None)) == national()
    assert profile_of(form_of(session, "98")) == national()
    own = profile_of(form_of(session, "990101"))
    assert own["body.line"].level is Level.REGIONAL
    assert [d.parameter.id for d in own_deviations(own)] == ["grid.lines", "body.line"]


def test_the_narrowest_wins_parameter_by_parameter(tmp_path: Path) -> None:
    session = with_plugins(
        plugin(tmp_path, "city", "9901", OFFICE), plugin(tmp_path, "county", "990101", COUNTY)
    )
    assert session.registry.faults == ()
    own = profile_of(form_of(session, "990101"))
    assert str(own.number("body.line")) == "30.2"
    assert own["body.line"].basis == "某县公文处理办法第十条"
    assert str(own.number("grid.lines")) == "21"
    assert own.flag("heading.bold")
    assert not profile_of(form_of(session, "9901")).flag("heading.bold")


def test_two_of_one_scope_are_a_conflict_and_neither_is_used(tmp_path: Path) -> None:
    session = with_plugins(
        plugin(tmp_path, "one", "9901", OFFICE), plugin(tmp_path, "two", "9901", OFFICE)
    )
    assert {fault.plugin for fault in session.registry.faults} == {"one", "two"}
    assert (
        "版式参数 body.line（9901） 重复：one 1.0 与 two 1.0 都定义了它"
        in session.registry.faults[0].problem
    )
    assert profile_of(form_of(session, "9901")) == national()


def test_a_tie_of_editions_is_refused_where_it_matters(tmp_path: Path) -> None:
    session = with_plugins(
        plugin(tmp_path, "one", "9901", OFFICE, 'editions = ["2021"]'),
        plugin(tmp_path, "two", "9901", OFFICE, 'editions = ["2019", "2021"]'),
    )
    assert session.registry.faults == ()
    with pytest.raises(EditionError, match=r"2 个版式参数 body.line 同样适用（one、two）"):
        form_of(session, "9901")
    assert form_of(session, "9901", "2019").layout.keys() == {"body.line", "grid.lines"}
    assert form_of(session, "9901", "2014").layout == {}


def test_the_how_to_shows_one_that_loads() -> None:
    page = (ROOT / "docs" / "how-to" / "region-plugin.md").read_text("utf-8")
    shown = re.findall(r"^```text\n(\[\[parameters\]\].*?)^```$", page, re.M | re.S)
    (own,) = [load_layout(text, "page") for text in shown]
    assert list(own) == ["body.line", "grid.lines"]


def test_what_it_says_wrong_costs_the_plugin_by_name(tmp_path: Path) -> None:
    wrong = '[[parameters]]\nid = "body.lines"\nvalue = 30\nbasis = "甲"\n'
    session = with_plugins(plugin(tmp_path, "city", "9901", wrong))
    (fault,) = session.registry.faults
    assert fault.problem == "city/layout.toml：没有版式参数 body.lines（是否为 body.line？）"


def test_python_is_held_to_the_same(tmp_path: Path) -> None:
    home = tmp_path / "coded"
    home.mkdir()
    (home / "plugin.toml").write_text(
        '[plugin]\nname = "coded"\ntitle = "甲"\nversion = "1.0"\napi = 1\nregion = "9901"\n'
        'module = "plugin.py"\n',
        "utf-8",
    )
    (home / "plugin.py").write_text(
        "from frozendict import frozendict\n"
        "from disclosure_kit import hookimpl\n"
        "from disclosure_kit.contributions import Layout, Scope\n"
        "from disclosure_kit.model.profile import Override\n"
        "@hookimpl\n"
        "def disclosure_layouts():\n"
        "    own = frozendict({'body.line': Override(True, '')})\n"
        "    yield Layout('coded', Scope('9901'), own)\n",
        "utf-8",
    )
    (fault,) = with_plugins(str(home)).registry.faults
    assert fault.problem.startswith("版式 coded：body.line")


def test_together_they_must_fit_one_page(tmp_path: Path) -> None:
    top = '[[parameters]]\nid = "margin.top"\nvalue = 72\nbasis = "甲"\n'
    tall = '[[parameters]]\nid = "text.height"\nvalue = 230\nbasis = "乙"\n'
    session = with_plugins(
        plugin(tmp_path, "city", "9901", top), plugin(tmp_path, "county", "990101", tall)
    )
    assert session.registry.faults == ()
    with pytest.raises(EditionError, match="地方版式参数互不相符：天头、版心高之和超过纸高"):
        profile_of(form_of(session, "990101"))


# Where another value alone fits no page, what goes with it.
WITH = {
    "body.line": {"grid.lines": Decimal(19)},
    "grid.lines": {"body.line": Decimal("26.5")},
    "table.alignment": {"table.width": Decimal(140)},
    "text.height": {"body.line": Decimal("27.6")},
}
OTHER: dict[Unit, Callable[[Parameter], Quantity]] = {
    Unit.MM: lambda one: one.value - (3 if one.id == "page_number.drop" else 10),  # type: ignore[operator]
    Unit.POINT: lambda one: one.value + (6 if one.tolerance > 1 else 3),  # type: ignore[operator]
    Unit.CHARACTER: lambda one: one.value + 2,  # type: ignore[operator]
    Unit.LINE: lambda one: Decimal(0) if one.bound is Bound.LEAST else one.value + 2,  # type: ignore[operator]
    Unit.FACE: lambda _: "隶书",
    Unit.ALIGNMENT: lambda one: "右对齐" if one.value != "右对齐" else "居中",
    Unit.NUMBER: lambda _: "甲、",
    Unit.YES_NO: lambda one: not one.value,
}
FREE = [one for one in national().parameters.values() if not one.fixed and not one.unmeasured]


def document_of(form: Form, part: str) -> bytes:
    """One in which that part of the profile is at work."""
    settings = frozendict({SEAL_SETTING: SEALED if part == "seal" else "none"})
    report = report_for(form)
    if part in ("annex", "caption"):
        form = evolve(edition_form("2014"), layout=form.layout)
        report = evolve(report_for(form), attachments=("政府信息公开情况统计表",))
    if part == "caption":  # the form alone
        report = evolve(report, sections=frozendict(), preamble=())
    view = build_view(report, form, settings, {})
    return render_document(national_template(form, settings), view)


@pytest.mark.parametrize("parameter", FREE, ids=lambda one: one.id)
def test_what_a_region_wants_its_documents_do(parameter: Parameter) -> None:
    """But how headings are numbered: that is the report's own words, and is told."""
    values = {parameter.id: OTHER[parameter.unit](parameter), **WITH.get(parameter.id, {})}
    own = frozendict((name, Override(value, "甲")) for name, value in values.items())
    assert list(unfit(own)) == []
    form = evolve(edition_form("2021"), layout=own)
    sealed = parameter.id.startswith("signature.sealed")
    made = document_of(form, "seal" if sealed else parameter.id.partition(".")[0])
    told = {d.parameter.id for d in deviations(made, profile_of(form))}
    beyond = {d.parameter.id for d in deviations(made, national())}
    if parameter.unit is Unit.NUMBER:
        assert (told, beyond) == ({parameter.id}, set())
    else:
        assert told == set()
        assert (parameter.id in beyond) != parameter.allows(values[parameter.id])


def test_small_tables_of_the_text_keep_it_too() -> None:
    values = {"text.width": Decimal(140), "table.row_height": Decimal(21)}
    own = frozendict((name, Override(value, "甲")) for name, value in values.items())
    small = SmallTable((("渠道", "条数"), ("网站", "3")), "表1 发布渠道", 1)
    for layout in (frozendict(), own):
        form = evolve(edition_form("2021"), layout=layout)
        report = report_for(form, (Text("各渠道发布情况见下表。"), small))
        view = build_view(report, form, frozendict(), {})
        made = render_document(national_template(form, frozendict()), view)
        assert list(map(str, deviations(made, profile_of(form)))) == []
        widths = {d.actual for d in deviations(made, national()) if d.parameter.id == "text.width"}
        assert widths == ({"140.02 mm"} if layout else set())


def test_its_documents_keep_its_profile_and_leave_the_national_one(tmp_path: Path) -> None:
    session = with_plugins(
        plugin(tmp_path, "city", "9901", OFFICE), plugin(tmp_path, "county", "990101", COUNTY)
    )
    form = form_of(session, "990101")
    made = national_template(form, frozendict())
    assert deviations(made, profile_of(form)) == ()
    told = {deviation.parameter.id for deviation in deviations(made, national())}
    assert told == {"grid.lines", "body.line", "heading.bold"}
