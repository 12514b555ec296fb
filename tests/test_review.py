"""Faults that a fresh reader found, each kept out by a test (the notes of 0.1.0)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import EXAMPLES, YUNNAN, Ran

from disclosure_kit import KitSpec, Source, check, load_kit, read, render
from disclosure_kit.builtin.readers import json as json_reader
from disclosure_kit.errors import OutputError, SourceError
from disclosure_kit.model.table import Table

SUQIAN = EXAMPLES / "suqian-city-2024.yaml"
Command = Callable[..., Ran]
MANIFEST = """[plugin]
name = "ct"
title = "某县"
version = "1"
api = 1
region = "3213"
editions = ["2021"]
"""
TABLES = """
[[repeating_tables]]
id = "ct.rep"
title = "明细"
section = "other"
columns = [{ id = "cases", label = "件数" }, { id = "amount", label = "金额", kind = "money", unit = "元" }]

[[tables]]
id = "ct.fees"
title = "收费"
section = "other"
grid = [3000, 3000]
stub = 1
columns = [{ id = "cases", label = "件数" }]
rows = [{ id = "a", label = "甲" }, { id = "b", label = "乙" }, { id = "total", label = "合计" }]

[[figures]]
key = "ct.n"
label = "条数"
kind = "count"
section = "overview"

[[identities]]
code = "ct-sum"
title = "合计"
table = "ct.fees"
per = "column"
left = ["total"]
right = ["a", "b"]
basis = "本县要求"
"""  # noqa: E501  # TOML keeps an inline table on one line


@pytest.fixture
def county(tmp_path: Path) -> Path:
    folder = tmp_path / "ct"
    (folder / "sections").mkdir(parents=True)
    (folder / "plugin.toml").write_text(MANIFEST, "utf-8")
    (folder / "sections" / "tables.toml").write_text(TABLES, "utf-8")
    return folder


def problem(folder: Path) -> str:
    [fault] = load_kit(KitSpec(plugins=(str(folder),), installed=False)).registry.faults
    return fault.problem


def suqian_with(tmp_path: Path, old: str, new: str) -> Path:
    text = SUQIAN.read_text("utf-8")
    assert old in text
    file = tmp_path / "changed.yaml"
    file.write_text(text.replace(old, new, 1), "utf-8")
    return file


def test_a_section_without_a_word_is_missing(command: Command, tmp_path: Path) -> None:
    start = '  problems:\n    title: "五、存在的主要问题及改进情况"\n    body:\n'
    text = SUQIAN.read_text("utf-8")
    head, rest = text.split(start)
    body, other = rest.split("  other:\n")
    assert "一是政策解读" in body
    file = tmp_path / "empty.yaml"
    blank = start + '      - text: "  "\n'
    file.write_text(f"{head}{blank}\n  other:\n{other}", "utf-8")
    ran = command("check", file)
    assert ran.status == 0
    assert "未核  “五、存在的主要问题及改进情况”没有内容［not-filled］" in ran.out
    assert "法定数据不完整，不能算核对通过" in ran.out
    assert command("render", file, "--strict", "-o", tmp_path / "x.docx").status == 1
    assert not (tmp_path / "x.docx").exists()


def test_figures_of_a_county_are_looked_at_as_well(
    command: Command, county: Path, tmp_path: Path
) -> None:
    added = 'tables:\n  ct.rep: [{key: r1, cases: -3, amount: "-880"}]\n  ct.fees: {}\n'
    file = suqian_with(tmp_path, "tables:\n", added)
    with file.open("a", encoding="utf-8") as out:
        out.write("\nfigures: {ct.n: -5}\n")
    ran = command("check", file, plugins=(county,))
    assert ran.status == 1
    assert ran.out.count("［negative-figure］") == 3
    assert "表“收费”有未填写的格，其中的勾稽关系不能全部核对［ct-sum］" in ran.out
    assert "changed.yaml!第" in ran.out


def test_convert_tells_of_a_lost_plugin(command: Command, county: Path, tmp_path: Path) -> None:
    (county / "sections" / "tables.toml").write_text("[[tables", "utf-8")
    file = suqian_with(tmp_path, 'region: "321300"\n', "")
    file.write_text(file.read_text("utf-8").replace('code: "321300"', "code: null"), "utf-8")
    ran = command("convert", file, "-o", tmp_path / "x.json", plugins=(county,))
    assert ran.status == 0
    assert "插件 ct 没有载入" in ran.err


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("section", "section 不是插件的内容（是否为 sections？）"),
        ("notes.txt", "notes.txt 不是插件"),
    ],
)
def test_a_misspelt_folder_is_no_empty_plugin(county: Path, entry: str, told: str) -> None:
    (county / entry).mkdir()
    assert told in problem(county)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('editions = ["2021"]', 'editions = ["2201"]', "没有版本 2201（是否为 2021？）"),
        ('region = "3213"', 'region = "32130"', "region 不是区划代码"),
    ],
)
def test_a_manifest_that_points_nowhere(county: Path, old: str, new: str, told: str) -> None:
    (county / "plugin.toml").write_text(MANIFEST.replace(old, new), "utf-8")
    assert told in problem(county)


def test_a_template_for_no_edition(county: Path) -> None:
    (county / "templates").mkdir()
    (county / "templates" / "20021.docx").write_bytes(b"PK")
    assert "20021" in problem(county)


def test_an_outline_for_an_edition_that_is_fixed(county: Path) -> None:
    outline = (
        'id = "ct"\nname = "某县"\nregion = "3213"\neditions = ["2021"]\nyears = [2021]\n'
        'basis = "某号文"\n[[sections]]\nid = "overview"\ntitle = "一、概述"\n'
    )
    (county / "outline.toml").write_text(outline, "utf-8")
    assert "版本 2021 的各部分由国家规定" in problem(county)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("grid = [3000, 3000]", "grid = [3000, 0]", "列宽（grid）应大于 0"),
        ('{ id = "a", label', '{ id = "a {{7*7}}", label', "id 只能用小写英文字母"),
    ],
)
def test_a_table_that_could_not_be_printed(county: Path, old: str, new: str, told: str) -> None:
    file = county / "sections" / "tables.toml"
    file.write_text(TABLES.replace(old, new), "utf-8")
    assert told in problem(county)


def test_a_repeating_table_without_columns(county: Path) -> None:
    file = county / "sections" / "tables.toml"
    before, after = TABLES.split("columns = [", 1)
    rest = after.partition("]\n")[2]
    file.write_text(f"{before}columns = []\n{rest}", "utf-8")
    assert "应至少有一列" in problem(county)


@pytest.mark.parametrize("path", ["x" * 300, "没有/的/路径"])
def test_a_plugin_path_that_cannot_be(command: Command, path: str) -> None:
    ran = command("check", SUQIAN, plugins=(path,))
    assert ran.status == 5
    assert "Traceback" not in ran.err


def test_the_same_plugin_named_twice_is_one() -> None:
    paths = (str(YUNNAN), f"{YUNNAN}/../yunnan")
    session = load_kit(KitSpec(plugins=paths, installed=False))
    assert session.registry.faults == ()


def test_a_file_name_that_is_not_utf8(command: Command, tmp_path: Path) -> None:
    name = os.fsdecode(os.fsencode(str(tmp_path)) + "/年报.yaml".encode("gbk"))
    Path(name).write_bytes(SUQIAN.read_bytes())
    target = tmp_path / "x.json"
    assert command("convert", name, "-o", target).status == 0
    assert json_reader.sniff(target.read_bytes())


def test_thousands_of_problems_are_told_in_short(command: Command, tmp_path: Path) -> None:
    many = "preamble:\n" + '  - {texx: "文"}\n' * 3_000
    file = suqian_with(tmp_path, "preamble: []\n", many)
    ran = command("check", file)
    assert ran.status == 3
    assert len(ran.err.splitlines()) < 110
    assert "另有" in ran.err


def test_a_closed_standard_input(tmp_path: Path) -> None:
    command = f"'{sys.executable}' -m disclosure_kit check - <&-"
    ran = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert ran.returncode == 3
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("-o", "x.pdf"), 2, "文件名应以 .docx 结尾"),
        (("-o", "x.docx", "--to", "json"), 2, "文件名应以 .json 结尾"),
        (("-o", "没有/"), 6, "没有这个文件夹"),
    ],
)
def test_a_place_that_cannot_be_meant(
    command: Command,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    status: int,
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = command("render", SUQIAN, *words)
    assert ran.status == status
    assert told in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_nothing_to_read(command: Command, tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    (tmp_path / "b.txt").symlink_to(tmp_path / "gone.txt")
    ran = command("render", tmp_path)
    assert ran.status == 3
    assert "文件夹里没有可以读取的文件" in ran.err


def test_an_empty_edition_is_no_wish(command: Command) -> None:
    assert command("check", SUQIAN, "--edition", "").status == 2


def test_a_picture_that_is_not_there_is_an_error_and_nothing_is_printed_for_it() -> None:
    session = load_kit(KitSpec(installed=False))
    text = SUQIAN.read_text("utf-8")
    block = '      - {image: "media/1.png"}\n'
    start = '  other:\n    title: "六、其他需要报告的事项"\n    body:\n'
    assert start in text
    loaded = read(session, Source("x.yaml", text.replace(start, start + block).encode()))
    assert list(loaded.unusable) == ["media/1.png"]
    assert "picture-unusable" in {finding.code for finding in check(session, loaded).findings}
    with pytest.raises(OutputError, match=r"media/1\.png"):
        render(session, loaded)


def test_nothing_is_read_from_a_hostile_year() -> None:
    session = load_kit(KitSpec(installed=False))
    text = SUQIAN.read_text("utf-8").replace("year: 2024", "year: 99999")
    with pytest.raises(SourceError, match="year"):
        read(session, Source("x.yaml", text.encode()))


def test_a_table_may_leave_its_widths_to_the_kit(county: Path) -> None:
    file = county / "sections" / "tables.toml"
    file.write_text(TABLES.replace("grid = [3000, 3000]\nstub = 1\n", ""), "utf-8")
    registry = load_kit(KitSpec(plugins=(str(county),))).registry
    assert not registry.faults
    table = registry.form(registry.editions["2021"], "3213", 2024).tables["ct.fees"]
    assert isinstance(table, Table)
    assert (table.stub, table.grid) == (1, (5896, 2948))


def test_labels_beside_labels_have_columns_of_their_own(county: Path) -> None:
    file = county / "sections" / "tables.toml"
    rows = '{ label = "县直", rows = [{ id = "a", label = "甲" }, { id = "b", label = "乙" }] }'
    deeper = TABLES.replace('{ id = "a", label = "甲" }, { id = "b", label = "乙" }', rows)
    file.write_text(deeper.replace("grid = [3000, 3000]\nstub = 1\n", ""), "utf-8")
    registry = load_kit(KitSpec(plugins=(str(county),))).registry
    assert not registry.faults
    table = registry.form(registry.editions["2021"], "3213", 2024).tables["ct.fees"]
    assert isinstance(table, Table)
    assert (table.stub, len(table.grid)) == (2, 3)
