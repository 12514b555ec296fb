"""Edition, region and outline of a source: by option, by source, by year and titles."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve
from conftest import TODAY

from disclosure_kit import KitSpec, Session, Wishes, load_kit
from disclosure_kit.errors import EditionError, SourceError, UsageError
from disclosure_kit.recognise import check_region, recognise
from disclosure_kit.registry import Registry
from disclosure_kit.structure.structured import Facts

UNSERVED = "没有适用于区划 {} 的插件，按全国格式处理"


@pytest.fixture
def titles(kit: Session) -> tuple[str, ...]:
    (outline,) = kit.registry.outlines
    return tuple(section.title for section in outline.sections)


@pytest.fixture
def registry(kit: Session) -> Registry:
    return kit.registry


@pytest.mark.parametrize("code", ["53", "5331", "533103", "533103103", "533103103200"])
def test_division_codes(code: str) -> None:
    assert check_region(code) == code


@pytest.mark.parametrize("code", ["", "5", "533", "53310", "５３", "云南", "53 ", "5331031032001"])
def test_a_malformed_code_is_wrong_usage(code: str, registry: Registry) -> None:
    with pytest.raises(UsageError, match="应为 2、4、6、9 或 12 位数字"):
        check_region(code)
    with pytest.raises(UsageError, match="应为 2、4、6、9 或 12 位数字"):
        recognise(Facts("a", 2024), Wishes(region=code), registry)


@pytest.mark.parametrize(
    ("year", "expected"), [(2014, "2014"), (2018, "2014"), (2019, "2019"), (2021, "2021")]
)
def test_the_year_decides_where_nothing_else_is_said(
    year: int, expected: str, registry: Registry
) -> None:
    assert recognise(Facts("a", year), Wishes(), registry).edition.id == expected


def test_a_source_without_a_year_cannot_be_read(registry: Registry) -> None:
    with pytest.raises(SourceError, match="a：找不到报告年度"):
        recognise(Facts("a", None), Wishes(edition="2021"), registry)


def test_an_edition_for_another_year_is_refused_unless_asked_for(registry: Registry) -> None:
    with pytest.raises(EditionError, match=r"写明的版本 2019 适用于 2019—2020 年度.*应使用 2021"):
        recognise(Facts("a", 2024, "2019"), Wishes(), registry)
    asked = recognise(Facts("a", 2024, "2021"), Wishes(edition="2019"), registry)
    assert (asked.edition.id, asked.year) == ("2019", 2024)


@pytest.mark.parametrize("stated", [None, "2014"])
def test_a_year_that_no_edition_serves_is_told_with_the_file(
    stated: str | None, registry: Registry
) -> None:
    with pytest.raises(EditionError, match="a：没有适用于 2013 年度报告的版本"):
        recognise(Facts("a", 2013, stated), Wishes(), registry)


def test_an_unknown_edition_is_told_with_those_there_are(registry: Registry) -> None:
    with pytest.raises(EditionError, match="没有版本 2022。已有版本：2014、2019、2021"):
        recognise(Facts("a", 2024, "2022"), Wishes(), registry)


@pytest.mark.parametrize(
    ("stated", "wished", "expected"),
    [(None, None, None), ("52", None, "52"), (None, "53", "53"), ("52", "5331", "5331")],
)
def test_the_option_overrules_the_source(
    stated: str | None, wished: str | None, expected: str | None, registry: Registry
) -> None:
    found = recognise(Facts("a", 2024, region=stated), Wishes(region=wished), registry)
    assert found.region == expected


@pytest.mark.parametrize(
    ("year", "region", "served"),
    [(2018, "533103", True), (2018, "52", False), (2024, "52", False), (2024, "533103", True)],
)
def test_a_code_that_no_plugin_serves_is_told(
    year: int, region: str, served: bool, registry: Registry
) -> None:
    found = recognise(Facts("a", year, region=region), Wishes(), registry)
    assert (UNSERVED.format(region) not in found.notices) is served


def test_matching_titles_name_the_region(registry: Registry, titles: tuple[str, ...]) -> None:
    found = recognise(Facts("a", 2018, titles=titles), Wishes(), registry)
    assert found.region == "53"
    assert found.outline == registry.outlines[0]
    assert any("完全一致，按区划 53 处理" in notice for notice in found.notices)


def test_titles_that_match_in_part_name_none(registry: Registry, titles: tuple[str, ...]) -> None:
    found = recognise(Facts("a", 2018, titles=titles[:-1]), Wishes(), registry)
    assert found.region is None
    assert found.outline is None


def test_titles_of_two_outlines_are_refused_both_named(
    registry: Registry, titles: tuple[str, ...]
) -> None:
    (outline,) = registry.outlines
    twin = evolve(outline, id="twin", name="另一提纲", region="52")
    both = evolve(registry, outlines=(outline, twin))
    facts = Facts("a", 2018, titles=titles)
    with pytest.raises(EditionError, match=rf"{outline.name}（53）、另一提纲（52）") as told:
        recognise(facts, Wishes(), both)
    assert "--region" in told.value.hint
    assert recognise(facts, Wishes(region="5203"), both).outline == twin


@pytest.mark.parametrize(
    ("region", "where"),
    [
        (None, "没有写明区划（请用 --region 指明）"),
        ("11", "区划是 11"),
        ("99", ""),
    ],
)
def test_a_plugin_named_for_this_run_that_adds_nothing_is_told(
    region: str | None, where: str, tmp_path: Path
) -> None:
    (tmp_path / "plugin.toml").write_text(
        '[plugin]\nname = "near"\ntitle = "近处"\nversion = "1"\napi = 1\nregion = "99"\n'
        'editions = ["2021"]\n',
        "utf-8",
    )
    session = load_kit(KitSpec(plugins=(str(tmp_path),), installed=False), today=TODAY)
    notices = recognise(Facts("a", 2024), Wishes(region=region), session.registry).notices
    told = [notice for notice in notices if "没有用上" in notice]
    expected = f"插件 near 没有用上：它用于 99、2021；这里是 2021 版，{where}"
    assert told == ([expected] if where else [])
