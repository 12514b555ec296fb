"""``plugin check``: every mistake at once, with file, line and advice."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, YUNNAN, Ran
from test_bad_plugins import BAD, REASONS, UNREADABLE

from disclosure_kit.authoring import mistakes as authoring
from disclosure_kit.authoring.advice import OTHERWISE
from disclosure_kit.authoring.place import MOST_ENTRIES
from disclosure_kit.proving.asking import mistakes_in
from disclosure_kit.proving.values import Mistake

Command = Callable[..., Ran]
MANIFEST = """[plugin]
name = "county"
title = "示例县"
version = "1.0"
api = 1
region = "990101"
editions = ["2021"]
"""
SECTIONS = """[[figures]]
key = "county.posts"
label = "条数"
kind = "number"
section = "overview"

[[figures]]
key = "county.site"
label = "网站条数"
kind = "count"
section = "overveiw"

[[repeating_tables]]
id = "fees"
title = "收费"
section = "other"
columns = [
  { id = "agency", label = "单位", kind = "text" },
  { id = "cases", label = "件数", knd = "count" },
]
"""
CHECKS = """[[identities]]
code = "county-posts"
title = "总数"
per = "figure"
left = ["county.posts"]
right = [
  "county.sites",
]
basis = "正文"
"""
WORDS = """东街阵 → 东街镇
错
"""


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """A plugin with a mistake in nearly every file."""
    folder = tmp_path / "county"
    files = {
        "plugin.toml": MANIFEST,
        "sections/figures.toml": SECTIONS,
        "checks/sums.toml": CHECKS,
        "checks/words.txt": WORDS,
        "outline.toml": 'id = "x\n',
        "examples/a.txt.expected.toml": 'source = " "\ncodes = ["b", "a"]\nyaer = 1\n',
        "sektions/x.toml": "",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def mistakes(folder: Path) -> list[Mistake]:
    return list(authoring.mistakes(folder))


def test_every_mistake_is_told_at_once_with_its_line(county: Path) -> None:
    found = mistakes(county)
    assert {(m.file, m.line) for m in found} == {
        ("sektions", None),
        ("outline.toml", 1),
        ("sections/figures.toml", 4),  # no such kind
        ("sections/figures.toml", 11),  # no such section
        ("sections/figures.toml", 19),  # no such key
        ("checks/sums.toml", 7),  # no such figure
        ("checks/words.txt", 2),
        ("examples/a.txt.expected.toml", 3),
    }
    assert not [m for m in found if m.advice == OTHERWISE]


def test_what_follows_from_another_mistake_is_not_told(county: Path) -> None:
    assert not [m for m in mistakes(county) if "county.posts 不存在" in m.message]


def test_a_reference_to_what_is_right_but_not_there_is_told_beside(county: Path) -> None:
    (told,) = [m for m in mistakes(county) if m.file == "checks/sums.toml"]
    assert "county.sites 不存在（是否为 county.site？）" in told.message
    assert told.advice == "改正名字，或补上它所指的那一项"


LOADED_ALONE = sorted(REASONS | UNREADABLE)


@pytest.mark.parametrize("case", [case for case in LOADED_ALONE if (BAD / case).exists()])
def test_every_bad_plugin_has_a_mistake_with_advice(case: str) -> None:
    found = mistakes(BAD / case)
    assert all(m.file and m.advice for m in found)
    expected = (REASONS | UNREADABLE)[case].rpartition("：")[2]
    assert any(expected in f"里面的 {m.file} {m.message}" for m in found)


def test_the_core_s_name_is_taken() -> None:
    (told,) = mistakes(BAD / "core_name")
    assert (told.file, told.line, told.advice) == ("plugin.toml", 2, "另取一个名字")


@pytest.mark.parametrize("folder", sorted((ROOT / "plugins").iterdir()), ids=lambda p: p.name)
def test_the_plugins_here_have_none(folder: Path) -> None:
    assert mistakes(folder) == []


def test_the_command_tells_them(command: Command, county: Path) -> None:
    ran = command("plugin", "check", county, plugins=())
    assert ran.status == 5
    assert "  sections/figures.toml 第 11 行：" in ran.out
    assert re.search(r"  共 (\d+) 处错误。\n$", ran.out)
    ran = command("plugin", "check", county, "--json", plugins=())
    tree = json.loads(ran.out)
    assert (ran.status, tree["ok"]) == (5, False)
    assert tree["mistakes"][0].keys() == {"file", "line", "message", "advice"}


def test_the_command_finds_nothing_wrong_with_yunnan(command: Command) -> None:
    ran = command("plugin", "check", YUNNAN, plugins=())
    assert (ran.status, ran.out) == (0, f"《{YUNNAN}》\n  没有发现错误。\n")


def test_a_folder_that_is_not_there(command: Command, tmp_path: Path) -> None:
    ran = command("plugin", "check", tmp_path / "x", plugins=())
    assert ran.status == 5
    assert ran.err == f"× {tmp_path / 'x'}：没有这个文件夹\n"


@pytest.mark.parametrize(
    ("code", "told"),
    [("import time\ntime.sleep(600)\n", "超过 6 秒"), ("import os\nos._exit(0)\n", "中途退出")],
)
def test_code_that_hangs_or_leaves_is_told(tmp_path: Path, code: str, told: str) -> None:
    from disclosure_kit.errors import PluginError

    (tmp_path / "plugin.toml").write_text(MANIFEST + 'module = "plugin.py"\n', "utf-8")
    (tmp_path / "plugin.py").write_text(code, "utf-8")
    with pytest.raises(PluginError, match=told):
        mistakes_in(tmp_path, seconds=6)


def test_a_folder_of_another_kind_is_not_read_for_hours(county: Path) -> None:
    for number in range(MOST_ENTRIES):
        (county / "examples" / str(number)).touch()
    (told,) = mistakes(county)
    assert f"超过 {MOST_ENTRIES} 个" in told.message


def test_links_out_of_the_folder_and_files_without_end(county: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.toml"
    outside.write_text("", "utf-8")
    (county / "sections" / "a.toml").symlink_to(outside)
    (county / "sections" / "b.toml").symlink_to("/dev/zero")
    (county / "sections" / "c.toml").symlink_to("c.toml")
    (county / "sections" / "d.toml").write_bytes(b"#" * 6_000_000)
    found = {(m.file.rpartition("/")[2], m.message.partition("，")[0]) for m in mistakes(county)}
    assert {
        ("a.toml", "是通到插件文件夹以外的链接"),
        ("b.toml", "是通到插件文件夹以外的链接"),
        ("c.toml", "是通到插件文件夹以外的链接"),
        ("b.toml", "不是普通文件"),
        ("d.toml", "超过 5 MB"),
    } <= found


def test_a_report_of_which_nothing_is_expected_is_told(county: Path) -> None:
    for name in ("b.txt", "README.md", "1.png"):
        (county / "examples" / name).touch()
    (told,) = [m for m in mistakes(county) if m.file == "examples/b.txt"]
    assert told.message == "没有预期结果：旁边缺少 b.txt.expected.toml"


TABLE = """[[tables]]
id = "county.fees"
title = "收费"
section = "other"
columns = [
  { id = "cases", label = "件数" },
  { id = "amount", label = "金额", kind = "money", unit = "元" },
]
rows = [
  { id = "a", label = "甲" },
  { id = "b", label = "乙" },
  { id = "total", label = "合计" },
]
"""
SUM = """[[identities]]
code = "county-sum"
title = "合计"
table = "county.fees"
per = "column"
left = ["total"]
right = ["a", "b"]
basis = "某号文"
"""


def _of(folder: Path, table: str = TABLE, checks: str = SUM) -> list[Mistake]:
    for name in ("sections", "checks"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "plugin.toml").write_text(MANIFEST, "utf-8")
    (folder / "sections" / "fees.toml").write_text(table, "utf-8")
    (folder / "checks" / "sums.toml").write_text(checks, "utf-8")
    return list(authoring.mistakes(folder))


@pytest.mark.parametrize(
    ("old", "new", "file", "line", "told"),
    [
        ("乙", "甲", "fees", 11, "表 county.fees 有几行都叫“甲”：a、b，读回时分不清"),
        ("金额", "件 数", "fees", 7, "表 county.fees 第 1 栏有几列都叫“件数”：cases、amount"),
        (
            'section = "other"',
            'section = "othr"',
            "fees",
            4,
            "（是否为 other？这里可用：overview、",
        ),
        ('per = "column"', 'per = "row"', "sums", 6, "引用的 total 不在表 county.fees 中"),
        (
            'left = ["total"]\nright = ["a", "b"]',
            'over = ["a"]\nleft = ["cases"]\nright = ["amount"]',
            "sums",
            2,
            "规则 county-sum 把不能相加的放在一起：“件数”是件数、“金额”是金额",
        ),
    ],
)
def test_what_cannot_be_read_back_or_added_is_told(
    old: str, new: str, file: str, line: int, told: str, tmp_path: Path
) -> None:
    assert _of(tmp_path) == []
    checks = SUM.replace(old, new)
    if "over" in new:
        checks = checks.replace('per = "column"', 'per = "row"')
    found = _of(tmp_path, TABLE.replace(old, new), checks)
    [mistake] = [one for one in found if told in one.message]
    assert Path(mistake.file).stem == file
    assert mistake.line == line
    assert mistake.advice != OTHERWISE


def test_a_template_of_another_edition_is_one_mistake(tmp_path: Path) -> None:
    assert _of(tmp_path) == []
    (tmp_path / "templates").mkdir()
    template = tmp_path / "templates" / "2021.docx"
    template.write_bytes((ROOT / "templates" / "2014" / "national.docx").read_bytes())
    [mistake] = _of(tmp_path)
    assert mistake.file == "templates/2021.docx"
    assert mistake.message.endswith("这是 2014 版的模板")
    template.write_bytes(b"no zip")
    [mistake] = _of(tmp_path)
    assert "不是 .docx 文件" in mistake.message
