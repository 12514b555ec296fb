"""``new``: an empty form, filled by hand, checked and converted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

Command = Callable[..., Any]
WORDS = ("--agency", "某某镇人民政府", "--year", "2025")


def test_an_empty_form_as_data(command: Command, tmp_path: Path) -> None:
    for name in ("a.yaml", "a.json"):
        ran = command("new", *WORDS, "--region", "533103", "-o", tmp_path / name)
        assert (ran.status, ran.out) == (0, f"{tmp_path / name}\n")
    tree = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert tree["agency"] == {"name": "某某镇人民政府", "code": "533103"}
    assert (tree["edition"], tree["year"], tree["region"]) == ("2021", 2025, "533103")
    cells = [v for t in tree["tables"].values() for row in t.values() for v in row.values()]
    assert len(cells) > 190
    assert set(cells) == {None}
    assert next(iter(tree["sections"])) == "overview"
    assert command("check", tmp_path / "a.yaml").status == 0


def test_a_workbook_to_fill_in_and_to_check(command: Command, tmp_path: Path) -> None:
    target = tmp_path / "年报.xlsx"
    assert command("new", *WORDS, "-o", target).status == 0
    assert command("check", target).status == 0
    assert command("new", *WORDS, "-o", target, "--year", "2024").status == 6
    assert command("new", *WORDS, "-o", target, "--force").status == 0
    book = openpyxl.load_workbook(target)
    book["行政复议、行政诉讼情况"]["A7"] = 3
    book["行政复议、行政诉讼情况"]["E7"] = 2
    book.save(target)
    ran = command("check", target, "--json")
    assert ran.status == 1
    (finding,) = json.loads(ran.out)["reports"][0]["findings"]
    assert finding["code"] == "reconsideration-total"
    assert finding["source"] == "年报.xlsx!行政复议、行政诉讼情况!E7"
    back = tmp_path / "b.json"
    assert command("convert", target, "-o", back).status == 0
    tree = json.loads(back.read_text("utf-8"))
    assert tree["tables"]["remedies"]["cases"]["reconsideration.upheld"] == 3


def test_last_year_is_carried_over_and_marked(
    command: Command, suqian: Path, tmp_path: Path
) -> None:
    target = tmp_path / "a.xlsx"
    words = ("--agency", "宿迁市", "--year", "2025", "--previous", suqian)
    ran = command("new", *words, "-o", target)
    assert ran.status == 0
    assert "由上年年报填入 7 格结转数" in ran.err
    book = openpyxl.load_workbook(target)
    cell = book["申请情况"]["D8"]
    assert cell.value == 118
    assert cell.comment is not None
    assert cell.fill.fgColor.rgb == "FFFFF2CC"
    last = {row[0].value: row[1].value for row in book["上年数据"].iter_rows(min_row=5)}
    assert last["上年·规章·现行有效件数"] == 12
    assert last["上年·四、结转下年度继续办理·自然人"] == 118
    assert command("check", target, "--previous", suqian).status == 0
    data = tmp_path / "a.json"
    assert command("new", *words, "-o", data).status == 0
    tree = json.loads(data.read_text("utf-8"))
    assert tree["tables"]["applications"]["carried_in"]["total"] == 125
    assert tree["agency"]["code"] == "321300"
    ran = command("new", *WORDS, "--previous", suqian, "-o", tmp_path / "b.xlsx")
    assert "请核对是否同一机关" in ran.err


def test_wrong_usage(command: Command, tmp_path: Path) -> None:
    assert command("new", *WORDS, "-o", tmp_path / "a.docx").status == 2
    assert command("new", *WORDS, "--region", "5", "-o", tmp_path / "a.xlsx").status == 2
    assert command("new", "--agency", " ", "--year", "2025", "-o", tmp_path / "a.xlsx").status == 2
    assert command("new", *WORDS, "--edition", "9", "-o", tmp_path / "a.xlsx").status == 4
    assert list(tmp_path.iterdir()) == []


def test_any_readable_file_becomes_a_workbook(
    command: Command, suqian: Path, wrong: Path, tmp_path: Path
) -> None:
    for source in (suqian, wrong):
        book, back, straight = (
            tmp_path / f"{source.stem}.{n}" for n in ("xlsx", "b.json", "c.json")
        )
        assert command("convert", source, "-o", book).status == 0
        assert command("convert", book, "-o", back).status == 0
        assert command("convert", source, "-o", straight).status == 0
        trees = [json.loads(path.read_text("utf-8")) for path in (back, straight)]
        sources = [tree.pop("sources") for tree in trees]
        assert trees[0] == trees[1]
        assert sources[0]["applications.received.total"] == f"{source.stem}.xlsx!申请情况!J7"
        assert command("check", book).status == command("check", source).status
