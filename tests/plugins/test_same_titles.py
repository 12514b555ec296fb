"""Two plugins for one region and section: in conflict where a report could not tell them apart,
side by side where it can."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Ran

from disclosure_kit import KitSpec, load_kit
from disclosure_kit.model.edition import SubSection
from disclosure_kit.model.subsections import in_order
from disclosure_kit.model.titles import numeral
from disclosure_kit.registry import Registry

MANIFEST = """[plugin]
name = "{name}"
title = "某县"
version = "1.0"
api = 1
region = "{region}"
editions = ["{edition}"]
"""
SECTION = """[[subsections]]
id = "{name}.fees"
section = "{section}"
title = "{title}"
basis = "某号文"
"""
TABLE = """[[repeating_tables]]
id = "{name}.fees"
title = "{title}"
section = "{section}"
columns = [{{ id = "cases", label = "件数" }}]
"""
BOTH = "one 1.0（sections/all.toml）与 two 1.0（sections/all.toml）"
Together = Callable[..., Registry]


@pytest.fixture
def together(tmp_path: Path) -> Together:
    """The kit with plugins ``one`` and ``two``, the second as the first but for what is said."""

    def registry(kind: str = SECTION, **other: str) -> Registry:
        usual = {"region": "990101", "edition": "2021", "section": "other", "title": "（一）收费"}
        for name, said in (("one", usual), ("two", usual | other)):
            (tmp_path / name / "sections").mkdir(parents=True)
            (tmp_path / name / "plugin.toml").write_text(
                MANIFEST.format(name=name, **said), "utf-8"
            )
            (tmp_path / name / "sections" / "all.toml").write_text(
                kind.format(name=name, **said), "utf-8"
            )
        paths = (str(tmp_path / "one"), str(tmp_path / "two"))
        return load_kit(KitSpec(plugins=paths, installed=False)).registry

    return registry


@pytest.mark.parametrize(
    "other",
    [
        {},
        {"title": "（二）收费"},  # ordinals do not count
        {"title": "（一）收费情况"},  # a heading is that of the sub-section it begins with
        {"region": "99"},  # a province's, and a county's within it
    ],
)
def test_neither_of_two_is_used(together: Together, other: dict[str, str]) -> None:
    registry = together(**other)
    assert [info.name for info in registry.plugins] == ["builtin"]
    assert [fault.plugin for fault in registry.faults] == ["one", "two"]
    title = other.get("title", "（一）收费")
    for fault in registry.faults:
        assert fault.problem == (
            f"小节“{title}”重复：{BOTH}都把它加在“六、其他需要报告的事项”，"
            "分不清是谁的，都没有使用；请只用其中一个，或请编写的人换一个标题"
        )


def test_tables_of_one_title_are_told_apart_no_better(together: Together) -> None:
    registry = together(TABLE)
    assert [fault.plugin for fault in registry.faults] == ["one", "two"]
    assert "表“（一）收费”重复" in registry.faults[0].problem


@pytest.mark.parametrize("kind", [SECTION, TABLE])
@pytest.mark.parametrize(
    "other",
    [{"title": "（一）培训"}, {"region": "990102"}, {"section": "overview"}, {"edition": "2019"}],
)
def test_two_that_no_report_confuses_are_both_used(
    together: Together, kind: str, other: dict[str, str]
) -> None:
    registry = together(kind, **other)
    assert registry.faults == ()
    assert [info.name for info in registry.plugins] == ["builtin", "one", "two"]


def test_the_region_gets_no_form_that_lacks_their_parts(
    together: Together, tmp_path: Path, command: Callable[..., Ran]
) -> None:
    together()
    words = ("new", "--agency", "某县人民政府", "--year", "2024", "--region")
    both = (tmp_path / "one", tmp_path / "two")
    ran = command(*words, "990101", "-o", tmp_path / "a.xlsx", plugins=both)
    assert ran.status == 5
    assert f"插件 one 没有载入：小节“（一）收费”重复：{BOTH}" in ran.err
    assert not (tmp_path / "a.xlsx").exists()
    assert command(*words, "53", "-o", tmp_path / "a.xlsx", plugins=both).status == 0


def wanted(*titles: str) -> list[SubSection]:
    return [SubSection(f"x.{n}", "other", title, "某号文") for n, title in enumerate(titles)]


@pytest.mark.parametrize(
    ("titles", "printed"),
    [
        (["（一）收费", "（一）培训"], ["（一）收费", "（二）培训"]),
        (["（六）标准化建设"], ["（六）标准化建设"]),
        (["（六）甲", "（一）乙", "（六）丙"], ["（六）甲", "（一）乙", "（七）丙"]),
        (["(十）甲", "（十）乙"], ["(十）甲", "（十一）乙"]),
        (["收费", "收费"], ["收费", "收费"]),
    ],
)
def test_ordinals_in_a_blank_form(titles: list[str], printed: list[str]) -> None:
    assert in_order(wanted(*titles)) == printed


def test_ordinals_in_words() -> None:
    assert [numeral(n) for n in (1, 10, 11, 19, 20, 21, 99, 100)] == [
        "一", "十", "十一", "十九", "二十", "二十一", "九十九", "100",
    ]  # fmt: skip


def test_two_templates_of_one_scope_are_told_with_their_files(
    together: Together, tmp_path: Path
) -> None:
    together(title="（二）培训")
    for name in ("one", "two"):
        (tmp_path / name / "templates").mkdir()
        (tmp_path / name / "templates" / "2021.docx").write_bytes(b"PK")
    paths = (str(tmp_path / "one"), str(tmp_path / "two"))
    faults = load_kit(KitSpec(plugins=paths, installed=False)).registry.faults
    assert {fault.plugin for fault in faults} == {"one", "two"}
    for fault in faults:
        assert fault.problem == (
            "一个范围的模板 docx（990101、2021） 重复：one 1.0（templates/2021.docx）与 "
            "two 1.0（templates/2021.docx）都定义了它，都没有使用；请只用其中一个，"
            "或请编写的人写更窄的区划"
        )
