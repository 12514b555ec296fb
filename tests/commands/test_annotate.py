"""``check --annotate``: the unit's own workbook back, or a sentence that says why not."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from conftest import EXAMPLES
from foreign_workbooks import own_workbook, saved
from forms.slips import coloured, parts, told, zipped
from forms_under_test import session

from disclosure_kit import Source, read

Command = Callable[..., Any]


@pytest.fixture
def workbook(command: Command, wrong: Path) -> Path:
    """A workbook in which two sums do not hold."""
    path = wrong.with_name("年报.xlsx")
    assert command("convert", wrong, "-o", path).status == 0
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "回执.xlsx"


def test_the_unit_gets_its_workbook_back(command: Command, workbook: Path, out: Path) -> None:
    before = workbook.read_bytes()
    plain = command("check", workbook)
    ran = command("check", workbook, "--annotate", out)
    assert ran.status == plain.status == 1
    assert ran.out == plain.out
    assert ran.err == f"{out}\n  回执：10 格着色并加了批注\n"
    assert workbook.read_bytes() == before
    content = out.read_bytes()
    assert len(coloured(content)) == 10
    assert set(told(content)) == set(coloured(content))
    # It is a report still, with the same findings.
    again = command("check", out)
    assert again.out.replace(str(out), "").replace(out.name, "") == plain.out.replace(
        str(workbook), ""
    ).replace(workbook.name, "")
    ran = command("check", out, "--annotate", out.with_name("再.xlsx"))
    assert "已有以前回执的批注 10 条" in ran.err
    second = out.with_name("二.xlsx")
    assert command("check", workbook, "--annotate", second).status == 1
    assert second.read_bytes() == content


def test_without_fault_it_is_the_same_workbook(command: Command, suqian: Path, out: Path) -> None:
    path = suqian.with_name("年报.xlsx")
    command("convert", suqian, "-o", path)
    ran = command("check", path, "--annotate", out)
    assert ran.status == 0
    assert "回执：0 格着色" in ran.err
    assert parts(out.read_bytes()) == parts(path.read_bytes())


def test_json_stays_one_document(command: Command, workbook: Path, out: Path) -> None:
    ran = command("check", "--json", workbook, "--annotate", out)
    assert json.loads(ran.out)["ok"] is False
    assert out.is_file()


def test_what_no_cell_holds_is_told_in_words(command: Command, tmp_path: Path, out: Path) -> None:
    loaded = read(session(), source(EXAMPLES / "suqian-city-2024.yaml"))
    book, places = own_workbook(loaded)
    for cell in [c for row in book.worksheets[2].iter_rows() for c in row]:
        if str(cell.value).startswith("六、"):
            cell.value = None
    sheet, cell = next(p for a, p in places.items() if str(a).endswith("granted.business"))
    book[sheet][cell] = 99
    path = tmp_path / "单位.xlsx"
    path.write_bytes(saved(book))
    ran = command("check", path, "--annotate", out)
    assert ran.status == 1
    assert "另有 1 条不在某一格，没有写入回执，请另行告知：" in ran.err
    assert "缺少“六、其他需要报告的事项”［section-missing］" in ran.err
    assert coloured(out.read_bytes())[sheet, cell] == "error"


def source(path: Path) -> Source:
    return Source(path.name, path.read_bytes())


def refused(ran: Any, status: int, *words: str) -> None:
    assert ran.status == status, ran.err
    for word in words:
        assert word in ran.err
    assert "Traceback" not in ran.err


def test_wrong_usage(command: Command, workbook: Path, wrong: Path, out: Path) -> None:
    refused(command("check", workbook, wrong, "--annotate", out), 2, "只能与一个 FILE 同用")
    refused(command("check", "-", "--annotate", out), 2, "不能用标准输入")
    refused(command("check", workbook, "--annotate", out.with_suffix(".docx")), 2, ".xlsx 结尾")
    assert not out.exists()


@pytest.mark.parametrize(
    ("name", "content", "status", "words"),
    [
        ("年报.docx", "docx", 2, ("Word 文件", "另存为")),
        ("年报.xlsx", "docx", 2, ("Word 文件", "另存为")),
        ("年报.xls", "xls", 2, ("旧版 Excel 文件（.xls）", "另存为")),
        ("年报.ods", "ods", 2, ("OpenDocument", "另存为")),
        ("年报.yaml", "yaml", 2, ("不是 Excel 文件", "另存为")),
        ("年报.xlsx", "macros", 2, ("带宏的工作簿", "另存为")),
        ("年报.xlsx", "locked", 3, ("加了密码", "去掉打开密码")),
        ("年报.xlsx", "empty", 3, ("文件是空的",)),
        ("年报.xlsx", "damaged", 3, ("损坏",)),
    ],
)
def test_files_of_which_no_slip_can_be_made(
    command: Command,
    workbook: Path,
    wrong: Path,
    out: Path,
    name: str,
    content: str,
    status: int,
    words: tuple[str, ...],
) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    macros = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    if content == "docx":
        command("render", wrong, "-o", workbook.with_name("a.docx"))
    given = {
        "docx": lambda: workbook.with_name("a.docx").read_bytes(),
        "xls": lambda: ole + "Workbook".encode("utf-16-le"),
        "ods": lambda: zipped({"mimetype": b"application/vnd.oasis", "content.xml": b"<a/>"}),
        "yaml": lambda: wrong.read_bytes(),
        "macros": lambda: zipped(
            {n: c.replace(plain, macros) for n, c in parts(workbook.read_bytes()).items()}
        ),
        "locked": lambda: ole + "EncryptedPackage".encode("utf-16-le"),
        "empty": lambda: b"",
        "damaged": lambda: workbook.read_bytes()[:3000],
    }[content]()
    path = workbook.parent / "unit" / name
    path.parent.mkdir()
    path.write_bytes(given)
    refused(command("check", path, "--annotate", out), status, *words)
    assert not out.exists()


def test_nothing_is_overwritten_unasked(command: Command, workbook: Path, out: Path) -> None:
    out.write_text("old")
    refused(command("check", workbook, "--annotate", out), 6, "文件已存在，没有覆盖", "--force")
    assert out.read_text() == "old"
    assert command("check", workbook, "--annotate", out, "--force").status == 1
    assert coloured(out.read_bytes())


def test_never_the_workbook_itself(command: Command, workbook: Path) -> None:
    before = workbook.read_bytes()
    link = workbook.with_name("link.xlsx")
    link.symlink_to(workbook)
    for target in (workbook, link):
        ran = command("check", workbook, "--annotate", target, "--force")
        refused(ran, 6, "是来源文件")
    assert workbook.read_bytes() == before


def test_a_place_that_is_none(command: Command, workbook: Path, tmp_path: Path) -> None:
    ran = command("check", workbook, "--annotate", tmp_path / "no" / "a.xlsx")
    refused(ran, 6, "没有这个文件或文件夹")
    (tmp_path / "a.xlsx").mkdir()
    refused(command("check", workbook, "--annotate", tmp_path / "a.xlsx"), 6, "同名文件夹")


@pytest.mark.skipif(os.geteuid() == 0, reason="root 什么都写得进去")
def test_a_folder_that_is_read_only(command: Command, workbook: Path, tmp_path: Path) -> None:
    folder = tmp_path / "ro"
    folder.mkdir(mode=0o555)
    refused(command("check", workbook, "--annotate", folder / "a.xlsx"), 6, "没有写入权限")
    assert list(folder.iterdir()) == []


def filled(path: Path, cells: dict[str, Any]) -> None:
    book = openpyxl.load_workbook(path)
    for cell, value in cells.items():
        book["申请情况"][cell] = value
    book.save(path)


def test_cells_that_cannot_be_read_are_marked(command: Command, workbook: Path, out: Path) -> None:
    filled(workbook, {"D7": "约12", "E8": True, "F9": "=1+2"})
    before = workbook.read_bytes()
    ran = command("check", workbook, "--annotate", out)
    assert ran.status == command("check", workbook).status == 3
    assert "回执：3 格着色并加了批注" in ran.err
    assert "其余的没有核对" in ran.err
    assert workbook.read_bytes() == before
    content = out.read_bytes()
    assert coloured(content) == {("申请情况", cell): "error" for cell in ("D7", "E8", "F9")}
    said = told(content)["申请情况", "D7"]
    assert said.startswith("错误：这一格读不出来\n年报.xlsx 申请情况!D7：“约12”")


def test_without_a_cell_at_fault_there_is_no_slip(
    command: Command, workbook: Path, out: Path
) -> None:
    filled(workbook, {"A7": "别的"})
    refused(command("check", workbook, "--annotate", out), 3, "行找不到", "没有写回执")
    assert not out.exists()


def test_a_value_that_the_form_refuses_is_marked(
    command: Command, workbook: Path, out: Path
) -> None:
    book = openpyxl.load_workbook(workbook)
    book["封面"]["B6"] = "十二"
    assert book["封面"]["A6"].value == "区划代码"
    book.save(workbook)
    refused(command("check", workbook, "--annotate", out), 3, "封面!B6")
    assert coloured(out.read_bytes()) == {("封面", "B6"): "error"}
