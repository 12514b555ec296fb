"""``plugins --effect``: what of a report comes from which plugin; and the listing of plugins."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from conftest import EXAMPLES, ROOT, YUNNAN

BAD = ROOT / "tests" / "bad_plugins"
SUQIAN = EXAMPLES / "suqian-city-2024.yaml"
MENGGA = YUNNAN / "examples" / "mangshi-mengga-2018.txt"
Command = Callable[..., Any]
COUNTY = """
[plugin]
name = "county"
title = "某县附加内容"
version = "2.1"
api = 1
region = "32"
editions = ["2021"]
"""
PARTS = """
[[subsections]]
id = "county.fees_charged"
section = "other"
title = "（二）收取信息处理费情况"
basis = "某号文"

[[repeating_tables]]
id = "county.fees"
title = "{year}年信息处理费"
section = "other"
columns = [{ id = "agency", label = "单位", kind = "text" }]

[[figures]]
key = "county.posts"
label = "发布信息条数"
kind = "count"
section = "overview"

[[length_limits]]
code = "county-short"
title = "总体情况从简"
section = "overview"
at_most = 3
basis = "某号文"
"""
LAYOUT = """
[[parameters]]
id = "heading.bold"
value = true
basis = "某办〔2024〕1号"
"""


def county(folder: Path) -> Path:
    (folder / "sections").mkdir(parents=True)
    (folder / "checks").mkdir()
    (folder / "plugin.toml").write_text(COUNTY, "utf-8")
    (folder / "sections" / "all.toml").write_text(PARTS, "utf-8")
    (folder / "checks" / "words.txt").write_text("东街阵 → 东街镇\n", "utf-8")
    (folder / "layout.toml").write_text(LAYOUT, "utf-8")
    return folder


def effects_of(ran: Any, name: str) -> dict[tuple[str, str], dict[str, Any]]:
    tree = json.loads(ran.out)
    (plugin,) = [one for one in tree["plugins"] if one["name"] == name]
    return {(one["kind"], one["id"]): one for one in plugin["effects"]}


def test_every_part_is_told_with_what_came_of_it(command: Command, tmp_path: Path) -> None:
    plugins = (county(tmp_path / "county"), YUNNAN)
    ran = command("plugins", "--effect", SUQIAN, "--json", plugins=plugins)
    assert (ran.status, ran.err) == (0, "")
    tree = json.loads(ran.out)
    assert (tree["edition"], tree["region"], tree["left_out"]) == ("2021", "321300", [])
    found = effects_of(ran, "county")
    assert {key: (one["in_report"], one["told"]) for key, one in found.items()} == {
        ("subsection", "county.fees_charged"): (False, "报告中没有"),
        ("table", "county.fees"): (False, "报告中没有"),
        ("figure", "county.posts"): (False, "报告中没有"),
        ("rule", "county-short"): (None, "发现 1 处"),
        ("words", "county.words.words"): (None, ""),
        ("layout", "heading.bold"): (None, "True（某办〔2024〕1号）"),
    }
    assert found["table", "county.fees"]["title"] == "2024年信息处理费"
    assert effects_of(ran, "yunnan") == {}
    words = command("plugins", "--effect", SUQIAN, plugins=plugins).out.splitlines()
    assert words[1] == "county  2.1  某县附加内容"
    assert "  规则  总体情况从简  ［county-short］  发现 1 处" in words
    assert "yunnan  1.1  没有用到" in words


def test_outline_figures_and_template_of_a_region(command: Command) -> None:
    ran = command("plugins", "--effect", MENGGA, "--json")
    assert ran.status == 0
    found = effects_of(ran, "yunnan")
    assert found["section", "overview"]["in_report"]
    assert found["figure", "yunnan.documents.total"]["told"] == "157"
    assert found["derived", "yunnan.proposals.solved_true_share"]["told"] == "58.87%"
    assert found["rule", "yunnan-in-progress-share"]["told"] == "发现 1 处"
    assert ("template", "yunnan.2014") in found


def test_what_is_left_out_is_told(command: Command) -> None:
    plugins = (BAD / "fails_on_import",)
    ran = command("plugins", "--effect", SUQIAN, "--json", plugins=plugins)
    assert ran.status == 0
    (lost,) = json.loads(ran.out)["left_out"]
    assert (lost["name"], lost["version"], lost["region"]) == ("fails_on_import", "1.0", "53")
    words = command("plugins", "--effect", SUQIAN, plugins=plugins).out
    assert "fails_on_import  未载入  ImportError：没有安装 seal_library" in words
    # A report that needs it: the same as check.
    ran = command("plugins", "--effect", SUQIAN, "--region", "53", plugins=plugins)
    assert ran.status == 5


def test_a_listing_names_what_each_adds_and_where_the_lost_came_from(command: Command) -> None:
    bad = BAD / "fails_on_import"
    lines = command("plugins", plugins=(YUNNAN, bad)).out.splitlines()
    core, adds, *_, lost = lines
    assert core.startswith("已载入  builtin  ")
    assert adds.startswith("        版本 3、内容 ")
    title = "云南省 2018 年度报告提纲和 2021 年以后的附加内容"
    at = lines.index(f"已载入  yunnan  1.1  {title}  53  --plugin {YUNNAN}")
    assert lines[at + 1].startswith("        提纲 1、内容 ")
    assert lost == (
        f"未载入  fails_on_import  1.0  fails_on_import  53  --plugin {bad}  "
        "ImportError：没有安装 seal_library"
    )
