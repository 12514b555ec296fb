"""``rollup`` and ``why`` as a county office uses them."""

from __future__ import annotations

import errno
import json
import os
import tempfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from conftest import ROOT
from rollup.conftest import CODES, ISSUED, RECEIVED, Command, figure, rolled, roster
from units_reports import form_of, write

from disclosure_kit import RollUpOptions, Session, roll_up
from disclosure_kit.errors import ExitCode, OutputError


def test_towns_of_a_county(command: Command, county: Path) -> None:
    found = rolled(command, county, "--roster", roster(county, *CODES))
    assert (found["status"], found["ok"], found["missing"]) == (0, True, [])
    assert figure(county / "县.json") == 6
    tree = json.loads((county / "县.json").read_text("utf-8"))
    assert (tree["agency"]["name"], tree["region"]) == ("芒市人民政府", "533103")
    assert "报齐" in (county / "县.催报.txt").read_text("utf-8")
    why = command("why", county / "县.json", ISSUED)
    assert "合计 6 ＝ 3 个单位之和" in why.out
    assert "2  乙镇人民政府" in why.out
    told = json.loads(command("why", county / "县.json", ISSUED, "--json").out)
    assert [unit["value"] for unit in told["units"]] == [1, 2, 3]
    assert told["units"][0]["place"].startswith("第 ")
    again = json.loads((county / "县.rollup.json").read_text("utf-8"))
    assert again["format"] == "disclosure-kit/rollup/1"


def test_a_workbook_holds_the_units_and_a_comment_on_every_total(
    command: Command, county: Path
) -> None:
    out = county / "县.xlsx"
    ran = command("rollup", county / "收", "-o", out, "--agency", "芒市人民政府")
    assert ran.status == 0, ran.err
    assert command("check", out).status == 0
    book = openpyxl.load_workbook(out)
    sheet = book["各单位"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    column = rows[1].index("行政规范性文件·本年制发件数")
    assert [row[column] for row in rows[2:]] == [3, 2, 1, 6]  # by the name of the file
    assert all(cell.comment for cell in sheet[sheet.max_row][5:])
    [form] = [sheet for sheet in book if sheet.title.startswith("主动公开")]
    [comment] = [c.comment.text for row in form.iter_rows() for c in row if c.value == 6]
    assert "合计：3 个单位相加" in comment
    assert "丙镇人民政府（" in comment
    before = out.read_bytes(), (county / "县.单位.docx").read_bytes()
    assert command("rollup", county / "收", "-o", out, "--agency", "芒市人民政府", "--force").out
    assert (out.read_bytes(), (county / "县.单位.docx").read_bytes()) == before


def test_the_sheet_of_units_names_whom_the_sum_lacks(command: Command, county: Path) -> None:
    words = ("--roster", roster(county, *CODES, "丁"), "--partial")
    out = county / "县.xlsx"
    ran = command("rollup", county / "收", "-o", out, "--agency", "芒市人民政府", *words)
    assert ran.status == 1
    sheet = openpyxl.load_workbook(out)["各单位"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[1] for row in rows[-2:]] == ["丁镇人民政府", "合计（单位不全）"]
    assert rows[-2][2:5] == ["533103109", None, "没有计入"]
    assert set(rows[-2][5:]) == {None}


def test_the_annex_prints_the_units_in_a_table(command: Command, county: Path) -> None:
    rolled(command, county, "--roster", roster(county, *CODES, "丁"), "--partial")
    document = docx.Document(str(county / "县.单位.docx"))
    [table] = document.tables
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells[0][:2] == ["单位", "规范性文件"]
    assert [row[:2] for row in cells[1:]] == [
        ["1．甲镇人民政府", "1"],  # in the order of the list
        ["2．乙镇人民政府", "2"],
        ["3．丙镇人民政府", "3"],
        ["合计", "6"],
    ]
    assert cells[-1][-1] == "单位不全"
    assert any(p.text == "丁镇人民政府。" for p in document.paragraphs)


def test_the_annex_is_no_report_to_be_verified(command: Command, county: Path) -> None:
    rolled(command, county)
    ran = command("verify", county / "县.单位.docx")
    assert ran.status == ExitCode.EDITION
    assert "县.单位.docx 所附数据：这是汇总的单位附表，不是年报" in ran.err


def test_more_units_than_a_table_holds_are_told_and_none_is_lost(
    national: Session, county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, units = county / "县.xlsx", county / "县.各单位.xlsx"
    roll_up(national, [str(county / "收")], out, RollUpOptions("某县"))
    sheet = openpyxl.load_workbook(out)["各单位"]
    inside = [[(cell.value, cell.comment and cell.comment.text) for cell in row] for row in sheet]
    monkeypatch.setattr("disclosure_kit.rollup.annex.MOST_UNITS", 2)
    monkeypatch.setattr("disclosure_kit.rollup.units_sheet.MOST_CELLS", 2)
    monkeypatch.setattr("disclosure_kit.rollup.givers.NAMED", 2)
    made = roll_up(national, [str(county / "收")], out, RollUpOptions("某县", force=True))
    assert made.whole
    assert units in made.files
    document = docx.Document(str(county / "县.单位.docx"))
    assert [row.cells[0].text for row in document.tables[0].rows] == ["单位", "合计"]
    assert any("共3个单位，超过2个" in p.text for p in document.paragraphs)
    book = openpyxl.load_workbook(out)
    assert "各单位" not in book.sheetnames
    comments = [c.comment.text for sheet in book for row in sheet for c in row if c.comment]
    assert any("另有 1 个单位，见“县.各单位.xlsx”" in text for text in comments)
    sheet = openpyxl.load_workbook(units)["各单位"]
    assert inside == [
        [(cell.value, cell.comment and cell.comment.text) for cell in row] for row in sheet
    ]
    before = units.read_bytes()
    monkeypatch.setattr("disclosure_kit.rollup.units_sheet.MOST_UNITS", 2)
    with pytest.raises(OutputError, match="放不下 3 个单位"):
        roll_up(national, [str(county / "收")], out, RollUpOptions("某县", force=True))
    monkeypatch.undo()
    monkeypatch.setattr("disclosure_kit.rollup.units_sheet.MOST_CELLS", 2)
    roll_up(national, [str(county / "收")], out, RollUpOptions("某县", force=True))
    assert units.read_bytes() == before
    monkeypatch.undo()
    again = roll_up(national, [str(county / "收")], out, RollUpOptions("某县", force=True))
    assert any("县.各单位.xlsx：是以前汇总的" in notice for notice in again.notices)
    assert len(again.made[0].body.members) == 3  # its own file is no unit


def test_a_name_without_end_costs_no_comment_and_no_sheet(
    command: Command, county: Path, national: Session
) -> None:
    form = form_of(national, region="533103")
    write(county / "收" / "长.json", form, "长" * 40_000, {ISSUED: 9}, "533103104")
    out = county / "县.xlsx"
    assert command("rollup", county / "收", "-o", out, "--agency", "芒市人民政府").status == 0
    book = openpyxl.load_workbook(out)
    [comment] = [
        cell.comment.text
        for row in next(sheet for sheet in book if sheet.title.startswith("主动公开"))
        for cell in row
        if cell.value == 15
    ]
    assert "（共 40000 字）" in comment
    assert "丙镇人民政府" in comment


def test_who_is_missing_keeps_every_total_open(command: Command, county: Path) -> None:
    listed = roster(county, *CODES, "丁")
    found = rolled(command, county, "--roster", listed)
    assert found["status"] == 1
    assert [one["name"] for one in found["missing"]] == ["丁镇人民政府"]
    assert figure(county / "县.json") is None
    assert "丁镇人民政府" in (county / "县.催报.txt").read_text("utf-8")
    found = rolled(command, county, "--roster", listed, "--partial", "--force")
    assert found["status"] == 1
    assert figure(county / "县.json") == 6
    preamble = json.loads((county / "县.json").read_text("utf-8"))["preamble"]
    assert "汇总未完成" in preamble[0]["text"]


def test_a_blank_is_not_0_and_names_its_unit(command: Command, county: Path) -> None:
    file = county / "收" / "甲" / "甲.json"
    tree = json.loads(file.read_text("utf-8"))
    tree["tables"]["proactive"]["normative_documents"]["issued"] = None
    file.write_text(json.dumps(tree), "utf-8")
    found = rolled(command, county)
    assert (found["status"], found["not_filled"][0]["blanks"]) == (1, 1)
    urgent = (county / "县.催报.txt").read_text("utf-8")
    assert "甲镇人民政府：1 格没有填，如“行政规范性文件·本年制发件数”" in urgent
    ran = command("rollup", county / "收", "-o", county / "又.json", "--agency", "芒市")
    assert "不给合计；哪些单位，用 why 查：行政规范性文件·本年制发件数" in ran.err
    assert figure(county / "县.json") is None
    assert figure(county / "县.json", RECEIVED) == 0
    why = command("why", county / "县.json", ISSUED)
    assert "缺：甲镇人民政府（没有填）" in why.out
    command("rollup", county / "收", "-o", county / "表.xlsx", "--agency", "芒市")
    sheet = openpyxl.load_workbook(county / "表.xlsx")["各单位"]
    told = next(cell.comment.text for cell in sheet[sheet.max_row] if cell.value == "不完整")
    assert told.startswith("行政规范性文件·本年制发件数\n")
    assert "没有合计：单位不全或没有填全\n缺：甲镇人民政府（没有填）\n口径：" in told


def test_last_years_file_of_a_unit_is_no_loss_another_units_is(
    command: Command, county: Path, national: Session
) -> None:
    form = form_of(national)
    old: dict[str, Any] = {"year": 2020, "edition": "2019", "tables": {}}
    write(county / "收" / "甲" / "去年.json", form, "甲镇政府", **old)
    found = rolled(command, county)
    assert (found["status"], [one["why"] for one in found["left_out"]]) == (0, ["other_form"])
    write(county / "收" / "丁.json", form, "丁镇政府", **old)
    ran = command("rollup", county / "收", "-o", county / "又.json", "--agency", "芒市人民政府")
    assert "丁.json：2020 年度，2019 版" in ran.err
    found = rolled(command, county, "--force")
    assert found["status"] == 1
    assert figure(county / "县.json") is None


def test_a_correction_is_told_with_the_unit_that_made_it(command: Command, county: Path) -> None:
    first = rolled(command, county)
    assert first["bodies"][-1]["changes"] is None
    refused = command("rollup", county / "收", "-o", county / "县.json", "--agency", "芒市")
    assert (refused.status, "--force" in refused.err) == (6, True)
    file = county / "收" / "乙" / "乙.json"
    file.write_text(file.read_text("utf-8").replace('"issued": 2', '"issued": 20'), "utf-8")
    found = rolled(command, county, "--force")
    assert found["bodies"][-1]["changes"] == [
        {
            "address": ISSUED,
            "label": "行政规范性文件·本年制发件数",
            "from": 6,
            "to": 24,
            "because": [{"unit": "乙镇人民政府", "from": 2, "to": 20, "how": "changed"}],
        }
    ]
    file.unlink()
    found = rolled(command, county, "--force")
    assert found["bodies"][-1]["changes"][0]["because"][0]["how"] == "gone"


def test_an_earlier_result_printed_among_the_units_is_no_unit(
    command: Command, county: Path, national: Session
) -> None:
    form = form_of(national, region="533103")
    write(county / "收" / "打印.json", form, "芒市人民政府", {ISSUED: 6}, "533103")
    found = rolled(command, county)
    assert [(left["name"], left["why"]) for left in found["left_out"]] == [
        ("芒市人民政府", "above")
    ]
    assert (found["status"], figure(county / "县.json")) == (0, 6)


def test_an_output_called_as_one_of_the_units_is_refused(command: Command, county: Path) -> None:
    inside = county / "收" / "甲" / "甲.xlsx"  # the next run would take 甲.json for a result
    ran = command("rollup", county / "收", "-o", inside, "--agency", "芒市")
    assert (ran.status, "同名" in ran.err, inside.exists()) == (6, True, False)


@pytest.mark.parametrize(
    ("number", "why"), [(errno.ENOSPC, "磁盘已满"), (errno.EFBIG, "文件超过系统允许的大小")]
)
def test_a_disk_that_is_full_while_figures_wait_is_told(
    command: Command, county: Path, monkeypatch: pytest.MonkeyPatch, number: int, why: str
) -> None:
    def full(*_: Any) -> None:
        raise OSError(number, "told in English")

    monkeypatch.setattr("disclosure_kit.rollup.spool.Spool.put", full)
    ran = command("rollup", county / "收", "-o", county / "县.json", "--agency", "芒市")
    assert (ran.status, tempfile.gettempdir() in ran.err, why in ran.err) == (6, True, True)


def test_an_earlier_result_among_the_units_is_no_unit(command: Command, county: Path) -> None:
    inside = county / "收" / "县.json"
    words = ("--agency", "芒市人民政府", "--json")
    for extra in ((), ("--force",)):
        ran = command("rollup", county / "收", "-o", inside, *words, *extra)
        assert ran.status == 0
        assert figure(inside) == 6
    other = json.loads(command("rollup", county / "收", "-o", county / "b.json", *words).out)
    assert other["skipped"] == [str(inside)]
    named = command("rollup", inside, "-o", county / "c.json", *words)
    assert figure(county / "c.json") == 6
    assert named.status == 0
    itself = command("rollup", inside, "-o", inside, "--force", *words)
    assert (itself.status, "成品本身" in itself.err) == (6, True)


def test_levels_by_the_list_and_by_code(command: Command, county: Path, national: Session) -> None:
    code = "533124101"
    write(
        county / "收" / "丁.json", form_of(national, region=code), "丁镇人民政府", {ISSUED: 9}, code
    )
    path = county / "名单.csv"
    lines = [f"{code},{name}镇人民政府,533103" for name, code in CODES.items()]
    lines += [
        f"{code},丁镇人民政府,533124",
        "533103,芒市,5331",
        "533124,陇川县,5331",
        "5331,德宏州,",
    ]
    path.write_text("\n".join(["代码,名称,上级", *lines, ""]), "utf-8")
    out = county / "州.json"
    ran = command("rollup", county / "收", "-o", out, "--roster", path)
    assert ran.status == 0, ran.err
    assert figure(out) == 15
    assert figure(county / "州.各级" / "533103.json") == 6
    why = command("why", out, ISSUED)
    assert "6  芒市" in why.out
    assert "      2  乙镇人民政府" in why.out
    by_code = command(
        "rollup",
        county / "收",
        "-o",
        county / "码.json",
        "--agency",
        "德宏州",
        "--by-code",
        "--json",
    )
    bodies = json.loads(by_code.out)["bodies"]
    assert sorted((body["name"], body["units"]) for body in bodies) == [
        ("区划 533103", 3),
        ("区划 533124", 1),
        ("德宏州", 4),
    ]
    (county / "收" / "丁.json").unlink()
    again = command("rollup", county / "收", "-o", out, "--roster", path, "--force")
    assert f"{county / '州.各级' / '533124'}：是以前汇总的" in again.err


def test_a_unit_that_gives_no_code_has_that_of_the_roster(command: Command, county: Path) -> None:
    report = county / "收" / "甲" / "甲.json"
    tree = json.loads(report.read_text("utf-8"))
    del tree["agency"]["code"], tree["region"]
    report.write_text(json.dumps(tree), "utf-8")
    for words, code in ((), None), (("--roster", roster(county, *CODES), "--force"), CODES["甲"]):
        rolled(command, county, *words)
        units = json.loads((county / "县.rollup.json").read_text("utf-8"))["units"]
        assert {"甲镇人民政府": code} == {u["name"]: u["code"] for u in units if "甲" in u["name"]}


def test_by_code_a_broken_file_keeps_every_level_open(command: Command, county: Path) -> None:
    (county / "收" / "坏.docx").write_bytes(b"x")
    found = rolled(command, county, "--by-code", "--region", "53")
    assert [body["whole"] for body in found["bodies"]] == [False] * 3
    assert figure(county / "县.json") is None


def test_a_county_that_sends_its_sum_is_a_unit_of_the_city(command: Command, county: Path) -> None:
    rolled(command, county)
    ran = command(
        "rollup",
        county / "县.json",
        "-o",
        county / "州.json",
        "--agency",
        "德宏州",
        "--region",
        "5331",
    )
    assert ran.status == 0, ran.err
    why = command("why", county / "州.json", ISSUED)
    assert "6  芒市人民政府" in why.out
    assert "      3  丙镇人民政府" in why.out


def test_a_sum_of_which_units_are_missing_makes_no_whole_sum(
    command: Command, county: Path
) -> None:
    listed = roster(county, *CODES, "丁")
    assert rolled(command, county, "--roster", listed, "--partial")["status"] == 1
    assert figure(county / "县.json") == 6
    city = county / "州.json"
    words = ("rollup", county / "县.json", "-o", city, "--agency", "德宏州", "--json")
    for extra in ((), ("--force",)):
        ran = command(*words, *extra)
        assert (ran.status, figure(city)) == (1, None)
        (county / "县.rollup.json").unlink(missing_ok=True)  # its report says so itself
    assert [one["name"] for one in json.loads(ran.out)["unfinished"]] == ["芒市人民政府"]
    assert "补齐后重报" in (county / "州.催报.txt").read_text("utf-8")


def test_one_broken_file_costs_only_itself(command: Command, county: Path) -> None:
    (county / "收" / "坏.docx").write_bytes(b"PK\x03\x04word/")
    (county / "收" / "断.json").symlink_to("没有")
    (county / "收" / "~$坏.docx").write_bytes(b"x")
    found = rolled(command, county)
    assert found["status"] == 3
    assert len(found["unread"]) == 2
    assert figure(county / "县.json") is None  # nobody knows whose it was
    told = (county / "县.催报.txt").read_text("utf-8")
    assert f"\n{county / '收' / '断.json'}：没有这个文件\n" in told


@pytest.mark.skipif(os.name == "nt", reason="file names are text there")
def test_names_that_no_text_can_hold_are_still_printed(national: Session, county: Path) -> None:
    (county / "收" / "甲" / "甲.json").rename(county / "收" / os.fsdecode(b"\xff.json"))
    (county / "收" / "坏\x1b[2J.docx").write_bytes(b"x")
    listed = county / "名单.csv"
    rows = [f"{code},{name}\x0b镇\x00人民政府" for name, code in CODES.items()]
    listed.write_text("\n".join(["代码,名称", *rows, "1,丁\x01镇"]), "utf-8")
    options = RollUpOptions("某\x00县", str(listed), partial=True)
    made = roll_up(national, [str(county / "收")], county / "县.xlsx", options)
    assert made.top.body.units == 3
    assert [one.name for one in made.lists.missing] == ["丁镇"]
    assert "\x1b" not in (county / "县.催报.txt").read_text("utf-8")
    assert "\\xff.json" in (county / "县.rollup.json").read_text("utf-8")


def test_what_lies_at_the_place_of_the_last_run_never_stops_this_one(
    command: Command, county: Path
) -> None:
    (county / "县.rollup.json").write_text("{}", "utf-8")
    found = rolled(command, county, "--force")
    assert (found["status"], found["bodies"][-1]["changes"]) == (0, None)


def test_a_file_named_twice_is_one(command: Command, county: Path) -> None:
    found = rolled(command, county, county / "收" / "甲" / "甲.json")
    assert (found["status"], found["left_out"]) == (0, [])


def test_a_run_without_a_readable_unit_says_why(command: Command, tmp_path: Path) -> None:
    (tmp_path / "收").mkdir()
    (tmp_path / "收" / "坏.docx").write_bytes(b"x")
    ran = command("rollup", tmp_path / "收", "-o", tmp_path / "县.json", "--agency", "某县")
    assert (ran.status, "坏.docx" in ran.err) == (3, True)


def test_units_with_errors_are_counted_by_choice_and_marked(command: Command, county: Path) -> None:
    file = county / "收" / "乙" / "乙.json"
    tree = json.loads(file.read_text("utf-8"))
    tree["tables"]["applications"]["received"]["total"] = 5
    file.write_text(json.dumps(tree), "utf-8")
    found = rolled(command, county)
    assert (found["status"], found["left_out"][0]["why"]) == (1, "errors")
    assert figure(county / "县.json") is None
    found = rolled(command, county, "--with-errors", "--force")
    assert (found["status"], found["with_errors"][0]["name"]) == (1, "乙镇人民政府")
    assert figure(county / "县.json", RECEIVED) == 5
    assert "待更正" in json.loads((county / "县.json").read_text("utf-8"))["preamble"][0]["text"]
    assert not found["bodies"][-1]["ok"]  # the sums of the form do not hold in the totals either


def test_every_key_stands_in_the_reference(command: Command, county: Path) -> None:
    page = (ROOT / "docs" / "reference" / "rollup.md").read_text("utf-8")
    told = rolled(command, county)
    del told["status"]
    written = json.loads((county / "县.rollup.json").read_text("utf-8"))
    why = json.loads(command("why", county / "县.json", ISSUED, "--json").out)
    trees = (told, *told["bodies"], written, *written["units"], *written["totals"][:1])
    keys = {key for tree in (*trees, why, *why["units"]) for key in tree}
    assert [key for key in sorted(keys) if f"`{key}" not in page] == []


def test_bad_calls(command: Command, county: Path, tmp_path: Path) -> None:
    out = county / "县.json"
    assert command("rollup", county / "收", "-o", out).status == 2  # nobody's name
    listed = ("--roster", roster(county, *CODES), "--by-code")
    assert command("rollup", county / "收", "-o", out, "--agency", "某县", *listed).status == 2
    (tmp_path / "空").mkdir()
    assert command("rollup", tmp_path / "空", "-o", out, "--agency", "某县").status == 3
    assert command("rollup", county / "收", "-o", county / "县.pdf", "--agency", "某县").status == 2
    assert not out.exists()


def test_a_county_beside_its_towns_is_told_and_a_doubt_stands_on_top(
    command: Command, county: Path, national: Session
) -> None:
    own = county / "收" / "县本级.json"
    write(own, form_of(national, region="533103"), "德宏州芒市人民政府", {ISSUED: 6}, "533103")
    ran = command("rollup", county / "收", "-o", county / "县.json", "--agency", "某办公室")
    assert "本级的不再计入：1 个\n    德宏州芒市人民政府" in ran.err
    assert figure(county / "县.json") == 6
    for file in (county / "收").rglob("*.json"):
        tree = json.loads(file.read_text("utf-8"))
        del tree["agency"]["code"], tree["region"]
        file.write_text(json.dumps(tree), "utf-8")
    ran = command("rollup", county / "收", "-o", county / "疑.json", "--agency", "某办公室")
    assert "可能已含其他单位的数" in ran.err
    tree = json.loads((county / "疑.json").read_text("utf-8"))
    assert tree["preamble"][0]["text"].startswith("【待核实】德宏州芒市人民政府")
    told = json.loads((county / "疑.rollup.json").read_text("utf-8"))["doubts"]
    assert [one["name"] for one in told] == ["德宏州芒市人民政府"]


def test_the_sum_of_the_run_before_is_no_unit_wherever_it_lies(
    command: Command, county: Path
) -> None:
    out = county / "收" / "县.xlsx"
    words = ("rollup", county / "收", "--agency", "芒市人民政府", "--force", "-o")
    assert command(*words, out).status == 0
    assert "没有读取：1 个" in command(*words, out).err
    assert command("render", out, "-o", county / "收" / "印.docx").status == 0
    (county / "收" / "抄.json").write_bytes(b"")
    assert command("convert", out, "-o", county / "收" / "抄.json", "--force").status == 0
    for agency in ("芒市人民政府", "云南省芒市"):
        ran = command(*words[:3], agency, *words[4:], county / "又.json")
        assert "计入 3 个单位" in ran.err
        assert figure(county / "又.json") == 6


def test_what_a_unit_sent_in_another_kind_is_told(command: Command, county: Path) -> None:
    for name in ("丁镇.doc", "甲/甲.pdf", "乙/扫描.PDF", "照片.jpg"):
        (county / "收" / name).write_bytes(b"%PDF-1.4")
    found = rolled(command, county)
    assert [Path(name).name for name in found["passed_by"]] == ["丁镇.doc", "扫描.PDF"]
    ran = command("rollup", county / "收", "-o", county / "又.json", "--agency", "芒市人民政府")
    assert "没有看；是单位的年报的，请另存为 .docx：2 个" in ran.err


def test_a_unit_that_is_the_sum_of_all_others_is_told(
    command: Command, county: Path, national: Session
) -> None:
    form = form_of(national, region="533103")

    def town(name: str, times: int) -> None:
        rows = {"normative_documents.issued": 1, "licences.decisions": 10, "penalties.decisions": 7}
        values = {f"proactive.{row}": number * times for row, number in rows.items()}
        write(county / "收" / name / f"{name}.json", form, f"{name}镇", values, CODES.get(name))

    for times, name in zip((1, 2, 4), CODES, strict=True):
        town(name, times)
    assert rolled(command, county)["doubts"] == []
    town("丁", 7)
    found = rolled(command, county, "--force")
    assert (found["status"], figure(county / "县.json")) == (0, 14)
    [doubt] = found["doubts"]
    assert (doubt["name"], "等于其余各单位之和" in doubt["why"]) == ("丁镇", True)
    assert json.loads((county / "县.rollup.json").read_text("utf-8"))["doubts"] == [doubt]
    preamble = json.loads((county / "县.json").read_text("utf-8"))["preamble"]
    assert preamble[0]["text"].startswith("【待核实】丁镇的年报")
    town("丁", 8)
    assert rolled(command, county, "--force")["doubts"] == []
    for name, times in (("甲", 1), ("乙", 1), ("丙", 0), ("丁", 0)):  # alike, and no sum
        town(name, times)
    assert rolled(command, county, "--force")["doubts"] == []


@pytest.mark.parametrize("title", ["", "芒市人民政府2024年政府信息公开工作年度报告应报单位名单"])
def test_a_list_of_units_among_them_is_no_unit(command: Command, county: Path, title: str) -> None:
    """With such a title it was once read as the county's own report, in which all is blank."""
    book = openpyxl.Workbook()
    for row in ([title], ["代码", "名称", "上级"], ["533103109", "丁镇人民政府", "533103"]):
        book.worksheets[0].append(row)
    book.save(county / "收" / "名单.xlsx")
    found = rolled(command, county)
    assert (found["status"], found["unread"], found["left_out"]) == (0, [], [])
    assert found["rosters"] == [str(county / "收" / "名单.xlsx")]
    assert figure(county / "县.json") == 6
    assert "名单" not in (county / "县.催报.txt").read_text("utf-8")
    again = ("rollup", county / "收", "-o", county / "县.json", "--agency", "芒市人民政府")
    told = command(*again, "--force").err
    assert "是单位名单，不是年报；要按它核对谁未报，请加 --roster：1 个" in told
    named = command("rollup", county / "收" / "名单.xlsx", *again[1:], "--force", "--json")
    assert json.loads(named.out)["rosters"] == []  # what is named is meant as a report
    assert named.status != 0


def test_a_list_that_contradicts_itself_stays_a_file_that_cannot_be_read(
    command: Command, county: Path
) -> None:
    book = openpyxl.Workbook()
    for row in (["代码", "名称"], ["1", "丁镇人民政府"], ["1", "戊镇人民政府"]):
        book.worksheets[0].append(row)
    book.save(county / "收" / "名单.xlsx")
    found = rolled(command, county)
    assert found["rosters"] == []
    assert len(found["unread"]) == 1


def test_two_runs_at_one_file(command: Command, county: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    words = ("rollup", county / "收", "-o", county / "县.json", "--agency", "某县", "--force")
    assert command(*words).status == 0
    with open(county / "县.json", "rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        ran = command(*words)
        assert (ran.status, "县.json：另一次运行正在写这个文件，这次没有开始" in ran.err) == (
            6,
            True,
        )
    assert command(*words).status == 0


def test_nothing_to_add_up_ends_as_the_file_alone_does(command: Command, tmp_path: Path) -> None:
    tree = {"edition": "1999", "year": 2024, "agency": {"name": "某镇"}, "sections": {}}
    for kind, code in (("json", 4), ("txt", 3)):
        file = tmp_path / f"甲.{kind}"
        file.write_text(json.dumps(tree) if kind == "json" else "\0", "utf-8")
        assert command("check", file).status == code
        ran = command("rollup", file, "-o", tmp_path / "县.json", "--agency", "某县")
        assert (ran.status, f"甲.{kind}" in ran.err) == (code, True)
