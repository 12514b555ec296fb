"""The national profile, what a region may change of it, and how a deviation reads."""

from __future__ import annotations

from decimal import Decimal

import pytest
from attrs import evolve

from disclosure_kit.errors import EditionError
from disclosure_kit.layouts.deviations import Deviation, own_deviations
from disclosure_kit.layouts.loader import ALIGNMENTS, incoherent, load_layout, national
from disclosure_kit.model.profile import Bound, Level, Unit


def test_every_parameter_says_where_it_comes_from() -> None:
    for parameter in national().parameters.values():
        assert parameter.level in (Level.NATIONAL, Level.PRACTICE), parameter.id
        assert bool(parameter.clause) or parameter.level is Level.PRACTICE, parameter.id
        assert not parameter.basis, parameter.id


def test_every_value_is_of_the_kind_of_its_unit() -> None:
    for parameter in national().parameters.values():
        kind = Decimal if parameter.unit.measured else bool
        if not parameter.unit.measured and parameter.unit is not Unit.YES_NO:
            kind = str
        assert type(parameter.value) is kind, parameter.id
        if parameter.unit is Unit.ALIGNMENT:
            assert parameter.value in ALIGNMENTS
        if parameter.unit is Unit.FACE:
            assert parameter.value in national().faces


def test_the_national_profile_fits_its_page() -> None:
    assert list(incoherent(national())) == []


def test_no_font_shows_two_faces() -> None:
    names = [name for names in national().faces.values() for name in names]
    assert len(names) == len(set(names))


def own(*entries: str) -> str:
    return "\n".join(f"[[parameters]]\n{entry}" for entry in entries)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            own('id = "body.lin"\nvalue = 30\nbasis = "甲"'),
            "没有版式参数 body.lin（是否为 body.line？）",
        ),
        (own('id = "title.size"\nvalue = 24\nbasis = " "'), "title.size 没有写明依据（basis）"),
        (own('id = "title.size"\nvalue = 24'), "parameters[1].basis 缺少这个键，必须写明"),
        (own('id = "title.size"\nvalue = "24"\nbasis = "甲"'), "应是数（单位：磅），不能是“24”"),
        (own('id = "title.size"\nvalue = true\nbasis = "甲"'), "应是数（单位：磅），不能是 true"),
        (own('id = "title.size"\nvalue = -1\nbasis = "甲"'), "应在 0 到 1000 之间"),
        (own('id = "title.size"\nvalue = nan\nbasis = "甲"'), "应是数"),
        (own('id = "table.split"\nvalue = 1\nbasis = "甲"'), "应是 true 或 false，不能是 1"),
        (own('id = "title.face"\nvalue = ""\nbasis = "甲"'), "应是文字"),
        (own('id = "body.alignment"\nvalue = "左"\nbasis = "甲"'), "只能是 左对齐、居中、"),
        (
            own('id = "body.line"\nvalue = 30\nbasis = "甲"'),
            "每面 21 行，与 grid.lines 的 22 行不符",
        ),
        (own('id = "text.width"\nvalue = 190\nbasis = "甲"'), "订口、版心宽之和超过纸宽"),
        (own('id = "text.height"\nvalue = 290\nbasis = "甲"'), "天头、版心高之和超过纸高"),
        (own('id = "body.size"\nvalue = 0\nbasis = "甲"'), "body.size 应大于 0"),
        (own('id = "title.gap"\nvalue = 2\nbasis = "甲"\nlevel = "国标"'), "level 是不认识的键"),
        (
            own('id = "title.shape"\nvalue = false\nbasis = "甲"'),
            "title.shape（多行标题排成梯形或菱形）不由地方另定：国标对所有公文的要求",
        ),
        (own(*['id = "title.gap"\nvalue = 2\nbasis = "甲"'] * 2), "title.gap 写了 2 次"),
        (own('id = "title.gap"\nvalue = 2\nbasis = "甲"\ntolerance = -1'), "允许误差不能小于 0"),
    ],
)
def test_what_a_region_cannot_say_is_refused_by_name(text: str, problem: str) -> None:
    with pytest.raises(EditionError) as refused:
        load_layout(text, "x/layout.toml")
    assert any(
        said.startswith("x/layout.toml：") and problem in said for said in refused.value.problems
    )


def test_all_problems_at_once() -> None:
    text = own('id = "a"\nvalue = 1\nbasis = "甲"', 'id = "title.gap"\nvalue = "b"\nbasis = ""')
    with pytest.raises(EditionError) as refused:
        load_layout(text, "x")
    assert len(refused.value.problems) == 3


def test_a_region_s_value_is_local_and_told_against_the_national_one() -> None:
    text = own(
        'id = "body.line"\nvalue = 30\nbasis = "某办〔2024〕1号"\ntolerance = 0.5',
        'id = "grid.lines"\nvalue = 21\nbasis = "某办〔2024〕1号"',
        'id = "title.size"\nvalue = 22\nbasis = "同国标"',
    )
    profile = national().with_overrides(load_layout(text, "x"))
    assert profile["body.line"].level is Level.REGIONAL
    assert profile["body.line"].tolerance == Decimal("0.5")
    assert profile["grid.lines"].tolerance == 0
    assert profile["body.face"] == national()["body.face"]
    assert list(map(str, own_deviations(profile))) == [
        "每面行数应为 22 行，实为 21 行（GB/T 9704-2012 5.2.3，国标）：地方规定：某办〔2024〕1号",
        "正文行距应为 28.95 磅（±1 磅），实为 30 磅（GB/T 9704-2012 5.2.3，实务）："
        "地方规定：某办〔2024〕1号",
    ]
    assert own_deviations(national()) == ()


@pytest.mark.parametrize(
    ("bound", "allowed"),
    [
        (Bound.EQUAL, [9, 10, 11]),
        (Bound.LEAST, [9, 10, 11, 12]),
        (Bound.MOST, [8, 9, 10, 11]),
    ],
)
def test_bounds_and_tolerance(bound: Bound, allowed: list[int]) -> None:
    parameter = evolve(
        national()["table.size"], value=Decimal(10), tolerance=Decimal(1), bound=bound
    )
    assert [n for n in (8, 9, 10, 11, 12) if parameter.allows(Decimal(n))] == allowed


def test_a_size_is_named_as_clerks_name_it() -> None:
    one = Deviation(national()["title.size"], Decimal(18), "标题", 2, "GB/T 9704-2012")
    assert str(one) == (
        "标题字号应为二号（22 磅），实为小二（18 磅）（GB/T 9704-2012 7.3.1，国标）：标题等 2 处"
    )
