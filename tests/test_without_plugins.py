"""A report that holds what a plugin added, where that plugin is not there or not wanted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLES, TODAY

from disclosure_kit import KitSpec, Session, Source, Wishes, load_kit, read
from disclosure_kit.app import check, data_format, publish, render
from disclosure_kit.checking.run import Assessment
from disclosure_kit.errors import PluginError, SourceError

Command = Callable[..., Any]

MANIFEST = """\
[plugin]
name = "county"
title = "某县附加内容"
version = "1"
api = 1
region = "3213"
editions = ["2021"]
"""
PARTS = """\
figures = [{ key = "county.posts", label = "岗位数", kind = "count", section = "other" }]

[[repeating_tables]]
id = "county.fees"
title = "信息处理费"
section = "other"
columns = [{ id = "agency", label = "单位", kind = "text" }, { id = "cases", label = "件数" }]
"""
ROWS = [
    {"key": "r1", "agency": "市公安局", "cases": 3},
    {"key": "r2", "agency": "市教育局", "cases": 4},
]
KINDS = (".json", ".yaml", ".xlsx", ".docx", ".html")


def plugin(folder: Path, parts: str = PARTS) -> Path:
    (folder / "sections").mkdir(parents=True)
    (folder / "plugin.toml").write_text(MANIFEST, "utf-8")
    (folder / "sections" / "fees.toml").write_text(parts, "utf-8")
    return folder


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """One report with the county's table and figure, as a file of every kind that keeps them."""
    folder = str(plugin(tmp_path_factory.mktemp("with") / "county"))
    county = load_kit(KitSpec(plugins=(folder,), installed=False), today=TODAY)
    assert county.registry.faults == ()
    plain = Source("a.yaml", (EXAMPLES / "suqian-city-2024.yaml").read_bytes())
    to = data_format(county, ".json", "")
    loaded = read(county, plain, Wishes())
    [artifact] = to.write(publish(county, loaded, Assessment(), to))
    tree = json.loads(artifact.content)
    tree["tables"]["county.fees"] = ROWS
    tree["figures"] = {"county.posts": 5}
    body = tree["sections"]["other"]["body"]
    tree["sections"]["other"]["body"] = [body[0], {"table": "county.fees"}, *body[1:]]
    loaded = read(county, Source("a.json", json.dumps(tree).encode()))
    made = {}
    for suffix in (".json", ".yaml", ".xlsx"):
        to = data_format(county, suffix, "")
        [artifact] = to.write(publish(county, loaded, Assessment(), to))
        made[suffix] = artifact.content
    for name in ("docx", "html"):
        [artifact] = render(county, loaded, name)
        made[f".{name}"] = artifact.content
    return made


@pytest.mark.parametrize("suffix", KINDS)
def test_without_plugins_the_statutory_report_is_read_and_rendered(
    suffix: str, files: dict[str, bytes], national: Session
) -> None:
    loaded = read(national, Source(f"年报{suffix}", files[suffix]))
    assert {*loaded.report.tables} == {"proactive", "applications", "remedies"}
    assert not loaded.report.figures
    told = [notice for notice in loaded.notices if "插件 county" in notice]
    assert [name for name in ("county.fees", "county.posts") if any(name in t for t in told)] == [
        "county.fees",
        "county.posts",
    ]
    assert all("--no-plugins" in notice for notice in told)
    assert loaded.differences == ()
    assessment = check(national, loaded)
    [missing] = [n for n in assessment.not_assessed if n.code == "plugin-missing"]
    assert "county.fees" in missing.reason
    assert "county.posts" in missing.reason
    assert assessment.ok
    assert not assessment.complete
    [document] = render(national, loaded)
    assert document.proof is not None
    assert document.proof.compared > 300


@pytest.mark.parametrize("suffix", [".docx", ".html"])
@pytest.mark.parametrize("declined", [True, False])
def test_what_a_document_shows_stays_as_a_small_table(
    suffix: str, declined: bool, files: dict[str, bytes], national: Session
) -> None:
    core = load_kit(KitSpec(), today=TODAY) if not declined else national
    loaded = read(core, Source(f"年报{suffix}", files[suffix]))
    [table] = [b for b in loaded.report.sections["other"].body if hasattr(b, "rows")]
    assert table.rows == (("单位", "件数"), ("市公安局", "3"), ("市教育局", "4"))
    assert [part.name for part in loaded.apart] == ["county.fees", "county.posts"]
    assert any("插件 county" in notice for notice in loaded.notices)


def test_places_are_counted_as_the_report_has_them(files: dict[str, bytes], kit: Session) -> None:
    loaded = read(kit, Source("年报.json", files[".json"]))
    lines = files[".json"].decode().splitlines()
    for number, block in enumerate(loaded.report.sections["other"].body):
        place = loaded.report.sources[f"other[{number}]"]
        line = int(place.removeprefix("年报.json!第 ").removesuffix(" 行"))
        near = "".join(lines[line - 1 : line + 2])
        assert getattr(block, "text", "")[:20] in near


def test_a_plugin_that_is_not_installed_is_asked_for(files: dict[str, bytes]) -> None:
    with pytest.raises(SourceError) as caught:
        read(load_kit(KitSpec(), today=TODAY), Source("年报.json", files[".json"]))
    table, figure = caught.value.problems
    for problem in (table, figure):
        assert "插件 county 加的，这里没有装它；请装上它" in problem
        assert "--plugin" in problem
        assert "--no-plugins" in problem
    assert "county.fees" in table
    assert "county.posts" in figure


def test_what_is_misspelt_is_refused_without_plugins_too(national: Session) -> None:
    text = """\
format: disclosure-kit/report/1
year: 2024
agency: {name: 某镇}
tables:
  aplications: {}
  applications: {recieved: {total: 1}}
  applications.received: {}
figures:
  posts: 1
"""
    with pytest.raises(SourceError) as caught:
        read(national, Source("年报.yaml", text.encode()))
    assert len(caught.value.problems) == 4


def test_a_plugin_of_another_region_says_which(files: dict[str, bytes], tmp_path: Path) -> None:
    folder = plugin(tmp_path / "county")
    there = load_kit(KitSpec(plugins=(str(folder),)), today=TODAY)
    with pytest.raises(SourceError, match="它用于区划 3213、2021 版，这里是 2021 版，区划是 53"):
        read(there, Source("年报.json", files[".json"]), Wishes(region="53"))


def test_a_lost_plugin_is_needed_wherever_its_parts_are(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    broken = plugin(tmp_path / "county", PARTS.replace('"count"', '"cuont"'))
    there = load_kit(KitSpec(plugins=(str(broken),)), today=TODAY)
    with pytest.raises(PluginError, match="插件 county 没有载入") as caught:
        read(there, Source("年报.json", files[".json"]), Wishes(region="53"))
    assert "county.fees" in caught.value.hint
    assert "--no-plugins" in caught.value.hint


def test_the_command_delivers_unless_strict(
    files: dict[str, bytes], tmp_path: Path, command: Command
) -> None:
    source, out = tmp_path / "年报.xlsx", tmp_path / "年报.docx"
    source.write_bytes(files[".xlsx"])
    words = ("--no-plugins", "render", source, "-o", out)
    assert command(*words, "--strict", plugins=()).status == 1
    assert not out.exists()
    ran = command(*words, plugins=())
    assert ran.status == 0
    assert out.exists()
    assert "信息处理费：表 county.fees" in ran.err  # the sheet
    data = tmp_path / "年报.json"
    ran = command("--no-plugins", "convert", source, "-o", data, plugins=())
    assert ran.status == 0
    assert "表 county.fees，数据 county.posts 像是插件 county 加的，按 --no-plugins" in ran.err
    assert "county." not in data.read_text("utf-8").replace('"sources"', "")
