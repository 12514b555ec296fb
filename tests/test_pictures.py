"""Pictures: bound to addresses, chosen by scope, refused by name; what cannot be had is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from attrs import evolve
from conftest import CORPUS, EXAMPLES
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st

from disclosure_kit import Loaded, Session
from disclosure_kit.contributions import Contribution, Picture, Scope
from disclosure_kit.model.form import Form
from disclosure_kit.model.picture import Item, Series, Subject, series_of
from disclosure_kit.model.report import Report, TableData
from disclosure_kit.model.values import NOT_APPLICABLE, NOT_FILLED, Value
from disclosure_kit.pictures.choice import Filled, Pictures, pictures_of
from disclosure_kit.plugin import PluginInfo
from disclosure_kit.registry import Registry

KEY = "example.people"
PEOPLE = Item("自然人", ("applications.received.natural_person",))
FIRMS = Item(
    "法人",
    tuple(
        f"applications.received.{column}"
        for column in ("business", "research", "welfare", "legal_service", "other")
    ),
)
ANYWHERE, NATIONAL = Scope(), Scope("", ("2021",))
PNG = b"\x89PNG\r\n\x1a\n"


def picture(scope: Scope = NATIONAL, **changes: Any) -> Picture:
    return evolve(Picture(KEY, "新收申请", scope, (PEOPLE, FIRMS), lambda *_: PNG), **changes)


def with_pictures(
    session: Session, *contributions: Contribution, scope: Scope = ANYWHERE
) -> Registry:
    """The core's registry with one more plugin."""
    core = session.registry
    [info] = core.plugins
    kept = [*core.editions.values(), *core.checks.values(), *core.readers.values()]
    kept += [*core.formats.values(), *core.templates, *core.settings.values()]
    kept += [*(parts for _, parts in core.parts), *core.commands.values()]
    plugin = PluginInfo("example", "示例", "1", scope, "test")
    return Registry.build({info: tuple(kept), plugin: contributions})


def filled(loaded: Loaded, cells: Mapping[str, Value] = frozendict()) -> Filled:
    """The report with some cells changed, by address."""
    tables = dict(loaded.report.tables)
    for text, value in cells.items():
        address, _ = loaded.form.cells[text]
        table = tables[address.table]
        changed = table.cells | {(address.row, address.column): value}
        tables[address.table] = TableData(table.rows, changed)
    return Filled(evolve(loaded.report, tables=frozendict(tables)), loaded.form)


def refusing(*_: object) -> bytes:
    raise AssertionError("drawn")


@pytest.fixture
def suqian(load: Callable[..., Loaded]) -> Loaded:
    return load(EXAMPLES / "suqian-city-2024.yaml")


@pytest.fixture
def before(load: Callable[..., Loaded]) -> Loaded:
    return load(CORPUS / "suqian-city-2023.txt")


def test_a_picture_is_given_the_figures_at_its_addresses(national: Session, suqian: Loaded) -> None:
    given_: list[Subject] = []

    def draw(_: Picture, subject: Subject) -> bytes:
        given_.append(subject)
        return PNG

    registry = with_pictures(national, picture())
    found = pictures_of(filled(suqian), None, (KEY,), registry, draw)
    [subject] = given_
    cells = {text: suqian.report.value(a) for text, (a, _) in suqian.form.cells.items()}
    firms = sum(value for a in FIRMS.addresses if isinstance(value := cells[a], int))
    assert subject.series == (Series(2024, (cells[PEOPLE.addresses[0]], firms)),)
    assert subject.title == "宿迁市2024年新收申请"
    assert (
        subject.text
        == f"宿迁市2024年新收申请：2024年自然人{cells[PEOPLE.addresses[0]]}件，法人{firms}件。"
    )
    assert found.drawn[KEY].content == PNG
    assert found.drawn[KEY].subject is subject
    assert not found.missing


@given(st.lists(st.sampled_from([NOT_FILLED, NOT_APPLICABLE, 0, 3, 40]), min_size=5, max_size=5))
def test_a_sum_is_never_of_some_parts_alone(values: list[Value]) -> None:
    """Blank is not 0: one blank part leaves the whole unfilled; 不适用 adds nothing."""
    shown = _sum_of(values)
    counts = [value for value in values if isinstance(value, int)]
    if NOT_FILLED in values:
        assert shown is NOT_FILLED
    elif not counts:
        assert shown is NOT_APPLICABLE
    else:
        assert shown == sum(counts)


def _sum_of(values: list[Value]) -> Value:
    figures = {f"example.f{number}": value for number, value in enumerate(values)}
    report = Report("2021", 2024, None, None, figures=frozendict(figures))  # type: ignore[arg-type]
    form = Form(*[None] * 5, frozendict(), (), (), frozendict(), (), frozenset())  # type: ignore[arg-type]
    [shown] = series_of(report, form, (Item("全部", tuple(figures)),)).figures
    return shown


def test_a_blank_is_told_as_one(national: Session, suqian: Loaded) -> None:
    registry = with_pictures(national, picture())
    for part in FIRMS.addresses:
        this = filled(suqian, {part: NOT_FILLED})
        found = pictures_of(this, None, (KEY,), registry, lambda *_: PNG)
        subject = found.drawn[KEY].subject
        assert subject.rows == (("自然人", "3440"), ("法人", "未填写"))
        assert "自然人3440件，法人未填写。" in subject.text
    none = dict.fromkeys(FIRMS.addresses, NOT_APPLICABLE)
    found = pictures_of(filled(suqian, none), None, (KEY,), registry, lambda *_: PNG)
    assert found.drawn[KEY].subject.rows == (("自然人", "3440"), ("法人", "不适用"))


def test_of_nothing_there_is_no_picture(national: Session, suqian: Loaded, before: Loaded) -> None:
    blank = dict.fromkeys((*PEOPLE.addresses, *FIRMS.addresses), NOT_FILLED)
    this, last = filled(suqian), filled(before)
    registry = with_pictures(national, picture(last_year=True))
    cases = (((filled(suqian, blank), last), 2024), ((this, filled(before, blank)), 2023))
    for empty, year in cases:
        told = missing(pictures_of(*empty, (KEY,), registry, refusing))
        assert f"{year} 年度报告里它的各项都没有填写" in told


def test_a_table_that_was_not_read_is_not_called_blank(national: Session, suqian: Loaded) -> None:
    this = filled(suqian)
    unread = evolve(this, report=evolve(this.report, unread=frozenset({"applications"})))
    registry = with_pictures(national, picture())
    told = missing(pictures_of(unread, None, (KEY,), registry, refusing))
    assert "没有读入" in told


def test_last_year_stands_before_this_one(
    national: Session, suqian: Loaded, before: Loaded
) -> None:
    registry = with_pictures(national, picture(last_year=True))
    found = pictures_of(filled(suqian), filled(before), (KEY,), registry, lambda *_: PNG)
    subject = found.drawn[KEY].subject
    assert [one.year for one in subject.series] == [2023, 2024]
    assert subject.series[0] == series_of(before.report, before.form, subject.items)
    assert subject.title == "宿迁市2024年新收申请（与2023年比较）"


def missing(found: Pictures) -> str:
    assert not found.drawn
    return found.missing[KEY]


def test_what_cannot_be_had_is_told(national: Session, suqian: Loaded) -> None:
    compared = with_pictures(national, picture(last_year=True))
    this = filled(suqian)
    assert "--previous" in missing(pictures_of(this, None, (KEY,), compared, refusing))
    other = with_pictures(national, picture(Scope("", ("2014",)), items=(OLD,)))
    assert "不适用于本报告（2021 版）" in missing(pictures_of(this, None, (KEY,), other, refusing))
    nobody = national.registry
    assert "插件没有安装" in missing(pictures_of(this, None, (KEY,), nobody, refusing))


OLD = Item("当面", ("statistics.received.in_person.value",))
NINETEEN = Item("其他", ("applications.other_outcome.natural_person",))


def test_another_edition_is_compared_where_its_items_are_the_same(
    national: Session, suqian: Loaded, load: Callable[..., Loaded]
) -> None:
    old = load(CORPUS / "hebei-jyt-2019.txt")
    items = (Item("其他", ("applications.other_outcome.other.natural_person",)),)
    now = picture(items=items, last_year=True)
    same = picture(Scope("", ("2019",)), items=(NINETEEN,), last_year=True)
    this, last = filled(suqian), filled(old, {NINETEEN.addresses[0]: 7})
    registry = with_pictures(national, now, same)
    found = pictures_of(this, last, (KEY,), registry, lambda *_: PNG)
    assert found.drawn[KEY].subject.rows == (("其他", "7", "352"),)
    renamed = evolve(same, items=(evolve(NINETEEN, label="其他处理"),))
    for others in ((), (renamed,)):
        registry = with_pictures(national, now, *others)
        told = missing(pictures_of(this, last, (KEY,), registry, refusing))
        assert "上年报告是 2019 版，统计的项目不同" in told


def test_the_narrowest_picture_of_a_key_wins(national: Session) -> None:
    wide, narrow = picture(), picture(Scope("3213", ("2021",)), title="本市新收申请")
    for order in ((wide, narrow), (narrow, wide)):
        registry = with_pictures(national, *order)
        assert registry.pictures_for("321300", "2021")[KEY].title == "本市新收申请"
        assert registry.pictures_for("53", "2021")[KEY].title == "新收申请"
        assert registry.pictures_for("53", "2019") == {}


@pytest.mark.parametrize(
    ("contributions", "problem"),
    [
        ((picture(key="other.people"),), "应以插件名开头（example.…）"),
        (
            (picture(items=(evolve(PEOPLE, addresses=("applications.received.totl",)),)),),
            "applications.received.totl 不存在（是否为 applications.received.total？）",
        ),
        ((picture(items=(Item("收费", ("proactive.fees.amount",)),)),), "不是件数，不能画"),
        ((picture(items=()),), "应至少画一项"),
        ((picture(items=(Item("无", ()),)),), "每一项至少写明一个地址"),
        ((picture(Scope("", ("2031",))),), "没有版本 2031"),
        ((picture(Scope()),), "applications.received.natural_person 不存在"),  # in 2014
        ((picture(), picture()), "定义了 2 次"),
    ],
)
def test_a_picture_that_is_not_bound_costs_its_plugin(
    national: Session, contributions: tuple[Contribution, ...], problem: str
) -> None:
    registry = with_pictures(national, *contributions)
    assert not registry.pictures
    told = [fault for fault in registry.faults if problem in fault.problem]
    assert {fault.plugin for fault in told} == {"example"}, registry.faults


def test_a_picture_beyond_the_declared_region_costs_its_plugin(national: Session) -> None:
    registry = with_pictures(national, picture(), scope=Scope("53"))
    assert "超出插件声明的" in registry.faults[0].problem
