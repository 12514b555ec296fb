"""``check``: findings in words and as JSON, and the exit codes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ACROSS_YEARS, YUNNAN

KEYS = ["file", "ok", "complete", "findings", "not_assessed", "accepted", "notices"]
FINDING = ["code", "severity", "message", "addresses", "expected", "actual", "advice",
           "proposals", "source", "clause"]  # fmt: skip

Command = Callable[..., Any]


def test_a_report_without_fault(command: Command, suqian: Path) -> None:
    ran = command("--no-plugins", "check", suqian, plugins=())
    assert ran.status == 0
    assert ran.out.splitlines() == [
        f"《{suqian}》",
        "  说明  没有适用于区划 321300 的插件，按全国格式处理",
        f"  未核  没有上一年的报告可供核对［{'、'.join(sorted(ACROSS_YEARS))}］",
        "  未核  没有找到落款日期，是否在法定期限内无法判断；请在文末写明日期［signing-date］",
        "  没有发现错误；7 项未能核对。",
    ]
    assert ran.err == ""
    assert list(suqian.parent.iterdir()) == [suqian]  # nothing is written


def test_one_changed_cell_in_words(command: Command, wrong: Path) -> None:
    ran = command("check", wrong)
    assert ran.status == 1
    told = [line for line in ran.out.splitlines() if line.startswith("  错误  ")]
    assert told == [
        "  错误  “自然人”列：一、本年新收政府信息公开申请数量 3441 "
        "＋二、上年结转政府信息公开申请数量 118 ＝ 3559，"
        "应等于（七）总计 3440 ＋四、结转下年度继续办理 118 ＝ 3558，相差 1"
        "［applications-balance］",
        "  错误  “一、本年新收政府信息公开申请数量”行：总计 3525，"
        "应等于自然人等 6 项之和 3526，相差 1［applications-row-total］",
    ]
    assert "        出处：wrong.yaml!第 74 行" in ran.out
    assert (
        "        处理：这 2 处改 1 格即可全部平衡：表三·一、本年新收政府信息公开申请数量·自然人 "
        "3441→3440（写错一位数字）。请对照底数核实后改正" in ran.out
    )
    assert "        可能" not in ran.out  # one repair is told in one place
    assert "依据：第一项加第二项之和，等于第三项加第四项之和（表内注明的勾稽关系）" in ran.out
    assert ran.out.splitlines()[-1] == "  错误 2 处；7 项未能核对。"


def test_what_findings_side_by_side_share_is_told_once(command: Command, suqian: Path) -> None:
    text = re.sub(r"(natural_person: .*total: )\d+", r"\g<1>0", suqian.read_text("utf-8"))
    suqian.write_text(text, "utf-8")
    lines = command("check", suqian).out.splitlines()
    assert sum(line.startswith("  错误  ") for line in lines) == 23
    assert sum("依据：总计列等于" in line for line in lines) == 2  # with the advice; the others'
    [others] = [line for line in lines if "可能填错的格列在那里" in line]
    assert others.startswith(
        "        处理：与“一、本年新收政府信息公开申请数量”行［applications-row"
    )
    assert others.endswith("（以上 22 处）")


def test_one_changed_cell_as_json(command: Command, wrong: Path) -> None:
    ran = command("check", "--json", wrong)
    assert ran.status == 1
    tree = json.loads(ran.out)
    assert list(tree) == ["ok", "reports"]
    assert tree["ok"] is False
    (report,) = tree["reports"]
    assert list(report) == KEYS
    assert report["file"] == str(wrong)
    assert (report["ok"], report["complete"], report["accepted"]) == (False, True, [])
    assert [list(finding) for finding in report["findings"]] == [FINDING] * 2
    first, second = report["findings"]
    assert (first["code"], second["code"]) == ("applications-balance", "applications-row-total")
    assert first["severity"] == "error"
    assert first["addresses"] == [
        "applications.received.natural_person",
        "applications.carried_in.natural_person",
        "applications.handled_total.natural_person",
        "applications.carried_out.natural_person",
    ]
    assert (first["expected"], first["actual"]) == (3558, 3559)
    assert first["source"] == "wrong.yaml!第 74 行"
    assert first["proposals"] == [
        {
            "address": "applications.received.natural_person",
            "from": 3441,
            "to": 3440,
            "why": "写错一位数字",
        }
    ]
    assert second["proposals"] == []
    not_assessed = report["not_assessed"]
    assert {item["code"] for item in not_assessed} == {*ACROSS_YEARS, "signing-date"}
    assert all(list(item) == ["code", "reason"] for item in not_assessed)


def test_alternatives_in_words_and_as_json(command: Command, suqian: Path) -> None:
    text = suqian.read_text("utf-8")
    assert "state_secret: {natural_person: 2, business: 0" in text
    suqian.write_text(
        text.replace(
            "state_secret: {natural_person: 2, business: 0",
            "state_secret: {natural_person: 0, business: 2",
        ),
        "utf-8",
    )
    ran = command("check", suqian)
    assert [line for line in ran.out.splitlines() if line.startswith("        可能 1：")] == [
        "        可能 1：表三·1.属于国家秘密·自然人 0→2、表三·1.属于国家秘密·商业企业 2→0"
        "（错列；suqian.yaml!第 78 行）"
    ]
    assert "        可能 6：" in ran.out
    (report,) = json.loads(command("check", "--json", suqian).out)["reports"]
    proposals = report["findings"][0]["proposals"]
    assert [list(proposal) for proposal in proposals] == [["address", "from", "to", "why"]] * 12
    assert [proposal["why"] for proposal in proposals[:2]] == ["须同时改 2 格（第 1 组）：错列"] * 2
    assert all(proposal["why"].startswith("须同时改 2 格（第 ") for proposal in proposals)


def test_several_files_and_one_that_cannot_be_read(
    command: Command, suqian: Path, wrong: Path, tmp_path: Path
) -> None:
    missing = tmp_path / "没有.yaml"
    ran = command("check", "--json", suqian, missing, wrong)
    assert ran.status == 3
    assert ran.err == f"× {missing}：没有这个文件\n"
    tree = json.loads(ran.out)
    assert [report["ok"] for report in tree["reports"]] == [True, False, False]
    assert tree["ok"] is False
    unread = tree["reports"][1]
    assert [key for key in unread if key != "error"] == KEYS
    assert (unread["findings"], unread["complete"]) == ([], False)
    assert unread["error"] == [f"{missing}：没有这个文件"]
    in_words = command("check", suqian, missing, wrong)
    assert in_words.status == 3
    assert in_words.out.count("《") == 2


def test_blanks_are_no_error_but_no_complete_report(command: Command, shanghai: Path) -> None:
    ran = command("check", "--json", shanghai)
    assert ran.status == 0
    (report,) = json.loads(ran.out)["reports"]
    assert (report["ok"], report["complete"]) == (True, False)
    codes = {"text-share", "text-claim", "half-width"}
    assert {f["code"] for f in report["findings"]} == codes
    in_words = command("check", shanghai).out
    assert "；法定数据不完整" in in_words
    assert "126 格没有填写：一、本年新收政府信息公开申请数量·科研机构；" in in_words


def test_the_published_text_of_mengga(command: Command) -> None:
    file = YUNNAN / "examples" / "mangshi-mengga-2018.txt"
    ran = command("check", "--json", file)
    assert ran.status == 0
    (report,) = json.loads(ran.out)["reports"]
    shares = {f["code"]: (f["actual"], f["expected"]) for f in report["findings"]}
    assert shares["yunnan-in-progress-share"] == ("37.91", "37.90")
    assert shares["yunnan-deferred-share"] == ("3.22", "3.23")
    assert {f["severity"] for f in report["findings"]} == {"warning", "info"}


def test_last_year(command: Command, suqian: Path) -> None:
    text = suqian.read_text("utf-8").replace("year: 2024", "year: 2023")
    last = suqian.with_name("2023.yaml")
    last.write_text(text, "utf-8")
    ran = command("check", suqian, "--previous", last, "--json")
    codes = [f["code"] for f in json.loads(ran.out)["reports"][0]["findings"]]
    assert set(codes) == ACROSS_YEARS - {"figure-jump"}
    assert ran.status == 1
    assert command("check", suqian, "--previous", suqian.with_name("x.yaml")).status == 3


@pytest.mark.parametrize(
    "words",
    [
        ("check", ""),
        ("render", "", "-o", "x.docx"),
        ("rollup", "", "-o", "x.json", "--agency", "甲"),
        ("rollup", "x.txt", "-o", "x.json", "--agency", "甲", "--roster", ""),
        ("rollup", "x.txt", "-o", "x.json", "--agency", "甲", "--roster="),
        ("compare", "x.txt", ""),
        ("template", "new", "--edition", "2021", "-o", ""),
        ("demo", ""),
    ],
)
def test_an_empty_word_is_a_mistake(command: Command, words: tuple[str, ...]) -> None:
    ran = command(*words)
    assert (ran.status, ran.out) == (2, "")
    assert "是空的；写在脚本里的，多半是变量没有值" in ran.err


def test_a_name_that_leads_nowhere(command: Command, suqian: Path, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    for words, told in (
        (("check", tmp_path / "loop"), "loop：读不出来（链接自己绕着自己）"),
        (("check", "nosuch/"), "nosuch/：没有这个文件夹"),
        (("check", "nosuch"), "nosuch：没有这个文件或文件夹"),
        (("check", "nosuch.txt"), "nosuch.txt：没有这个文件\n"),
        (("why", "nosuch.json", "x"), "nosuch.json：没有这个文件"),
        (("render", suqian, "--workers", "0"), "--workers 的值不对：0 不在 1<=x<=256 之内"),
        (("convert", suqian, "-o", "."), "文件名没有后缀，看不出要哪种格式。可以转成：.json"),
    ):
        assert told in command(*words).err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--region", "abc"), "区划代码 'abc' 不正确：应为 2、4、6、9 或 12 位数字"),
        (("--region", "5"), "区划代码 '5' 不正确"),
        (("--region", "５３"), "不正确"),
        (("--region", ""), "选项 --region 后面是空的；写在脚本里的，多半是变量没有值"),
        (("--bogus",), "没有选项 --bogus"),
        (("--jsn",), "没有选项 --jsn，是否为 --json？"),
        (("--previous",), "选项 --previous 后面缺少值"),
        (("another.yaml", "--previous", "x"), "有多份年报时，--previous 应是一个文件夹"),
    ],
)
def test_wrong_usage(command: Command, suqian: Path, words: tuple[str, ...], told: str) -> None:
    ran = command("check", suqian, *words)
    assert ran.status == 2
    assert ran.out == ""
    assert told in ran.err
    assert "Traceback" not in ran.err


def test_no_file(command: Command) -> None:
    ran = command("check")
    assert ran.status == 2
    assert ran.err == "× 用法不对：缺少 FILE或DIR…（请看 disclosure-kit check --help）\n"


def test_a_region_that_nobody_serves_is_no_error(command: Command, suqian: Path) -> None:
    ran = command("check", suqian, "--region", "99")
    assert ran.status == 0
    assert "没有适用于区划 99 的插件，按全国格式处理" in ran.out


def test_editions_that_do_not_fit(command: Command, suqian: Path) -> None:
    ran = command("check", suqian, "--edition", "1999")
    assert ran.status == 4
    assert ran.err == f"× {suqian.name}：没有版本 1999。已有版本：2014、2019、2021\n"
    text = suqian.read_text("utf-8").replace('edition: "2021"', 'edition: "2019"')
    suqian.write_text(text, "utf-8")
    ran = command("check", suqian)
    assert ran.status == 4
    assert "写明的版本 2019 适用于 2019—2020 年度，而报告年度是 2024，应使用 2021" in ran.err
    assert "请改正文件中的 edition 或 year" in ran.err


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("空.yaml", b"", "文件是空的"),
        ("空.txt", b"", "文件是空的"),
        ("空.json", b" \n", "文件是空的"),
        ("坏.yaml", b"a: 1\na: 2\n", "第 2 行：a 重复（第 1 行已有）"),
        ("年报.yaml", b"PK\x03\x04" + bytes(20), "这是 Word、Excel"),
        ("年报.yaml", b"%PDF-1.4", "这是 PDF 文件"),
        ("年报.xyz", bytes(range(256)), "认不出这是哪种文件"),
    ],
)
def test_sources_that_cannot_be_read(
    command: Command, tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    ran = command("check", file)
    assert ran.status == 3
    assert told in ran.err
    assert name in ran.err
    assert ran.out == ""


def test_a_folder_and_a_missing_file(command: Command, tmp_path: Path) -> None:
    empty = command("check", tmp_path)
    assert (empty.status, f"× {tmp_path}：文件夹里没有可以读取的文件\n" in empty.err) == (3, True)
    assert command("check", tmp_path / "x.yaml").status == 3
    below = tmp_path / "文件.txt"
    below.write_text("x")
    ran = command("check", below / "x.yaml")
    assert ran.status == 3
    assert "路径中间有一段是文件" in ran.err


def test_of_a_folder_each_readable_file_is_checked(
    command: Command, suqian: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "收"
    (folder / "下层").mkdir(parents=True)
    for name in ("乙.yaml", "甲.yaml", "下层/丙.yaml", "扫描.pdf", "~$甲.xlsx", "._甲.yaml"):
        (folder / name).write_bytes(suqian.read_bytes())
    ran = command("check", folder, "--json")
    files = [Path(one["file"]).name for one in json.loads(ran.out)["reports"]]
    assert (ran.status, files) == (0, ["乙.yaml", "甲.yaml"])
    assert "扫描.pdf" in ran.err


def test_every_problem_has_a_line_of_its_own(command: Command, suqian: Path) -> None:
    text = suqian.read_text("utf-8").replace("total: 3525", "total: 3525.5").replace(
        "decisions: 29351", "decisions: true")  # fmt: skip
    suqian.write_text(text, "utf-8")
    ran = command("check", suqian)
    assert ran.status == 3
    assert [line.split("：")[0] for line in ran.err.splitlines()] == [
        "× suqian.yaml 第 70 行", "× suqian.yaml 第 74 行",
    ]  # fmt: skip


def test_a_folder_of_last_year_s_reports(
    command: Command, suqian: Path, shanghai: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "上年"
    folder.mkdir()
    text = suqian.read_text("utf-8")
    last = text.replace("year: 2024", "year: 2023", 1)
    (folder / "宿迁.yaml").write_text(last, "utf-8")
    (folder / "别处.yaml").write_text(last.replace("宿迁市", "某市"), "utf-8")
    (folder / "坏.yaml").write_text("format: [", "utf-8")
    ran = command("check", "--json", "--previous", folder, suqian, shanghai)
    first, second = json.loads(ran.out)["reports"]
    assert f"上年报告：{folder / '宿迁.yaml'}" in first["notices"]
    assert "copied-from-last-year" in {f["code"] for f in first["findings"]}
    assert not {item["code"] for item in first["not_assessed"]} & ACROSS_YEARS
    assert f"文件夹 {folder} 里没有“上海市人民政府办公厅”2018 年度的报告" in second["notices"]
    assert "carry-over" in {item["code"] for item in second["not_assessed"]}
    assert "坏.yaml 没有采用" in ran.err
    (folder / "宿迁（另一份）.yaml").write_text(last, "utf-8")
    ran = command("check", "--json", "--previous", folder, suqian)
    [report] = json.loads(ran.out)["reports"]
    assert any("有几份" in notice for notice in report["notices"])
    assert "carry-over" in {item["code"] for item in report["not_assessed"]}
