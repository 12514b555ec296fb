"""``verify``: what it compares, what it says, and its exit codes."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import EXAMPLES, YUNNAN, Ran
from lxml import etree
from round_trips.published import W, edited, set_cell, without_data

Command = Callable[..., Ran]


@pytest.fixture
def made(command: Command, suqian: Path, tmp_path: Path) -> Path:
    """The Word file of a report."""
    target = tmp_path / "a.docx"
    assert command("render", suqian, "-o", target).status == 0
    return target


def change_a_figure(document: Path) -> None:
    def change(root: etree._Element) -> None:
        assert set_cell(root, 1, 3, 7, "3526") == "3525"

    content = edited(document.read_bytes(), "docx", change)
    document.write_bytes(content)


def test_a_document_says_what_its_report_says(command: Command, made: Path, suqian: Path) -> None:
    ran = command("verify", made, suqian)
    assert ran.status == 0
    assert ran.out == "《a.docx》与《suqian.yaml》\n  核对 343 处，0 处不同。\n"


def test_without_a_report_it_agrees_only_with_itself(command: Command, made: Path) -> None:
    ran = command("verify", made)
    assert ran.status == 0
    assert "只说明文中所见与它自己所附的数据一致" in ran.out
    assert "核对 343 处，0 处不同" in ran.out


def test_render_tells_how_much_it_compared(command: Command, suqian: Path, tmp_path: Path) -> None:
    ran = command("render", suqian, "-o", tmp_path / "b.docx")
    assert "b.docx：再读一遍，与数据核对 343 处，0 处不同" in ran.err


def test_a_difference_is_told_with_place_and_both_values(
    command: Command, made: Path, suqian: Path
) -> None:
    change_a_figure(made)
    for words in ([made], [made, suqian]):
        ran = command("verify", *words)
        assert ran.status == 1
        assert (
            "不同  一、本年新收政府信息公开申请数量·总计：应为“3525”，文档里是“3526”"
            "［applications.received.total］" in ran.out
        )
        assert "核对 343 处，1 处不同" in ran.out


def test_a_changed_table_is_named_as_in_the_form(command: Command, made: Path) -> None:
    def add_row(root: etree._Element) -> None:
        rows = root.findall(f"{W}body/{W}tbl")[1].findall(f"{W}tr")
        rows[-1].addnext(copy.deepcopy(rows[-1]))

    made.write_bytes(edited(made.read_bytes(), "docx", add_row))
    ran = command("verify", made)
    assert ran.status == 1
    assert "不同  表三（applications）：应有 28 行，文档里是 29 行\n" in ran.out


def test_json(command: Command, made: Path, suqian: Path) -> None:
    change_a_figure(made)
    tree = json.loads(command("verify", made, suqian, "--json").out)
    assert (tree["ok"], tree["file"], tree["against"]) == (False, "a.docx", "suqian.yaml")
    assert tree["compared"] == 343
    assert tree["differences"] == [
        {
            "place": "一、本年新收政府信息公开申请数量·总计",
            "address": "applications.received.total",
            "expected": "3525",
            "found": "3526",
            "message": "一、本年新收政府信息公开申请数量·总计：应为“3525”，文档里是“3526”",
        }
    ]
    assert json.loads(command("verify", made, "--json").out)["against"] is None


def test_a_document_without_data_and_no_report(command: Command, made: Path, suqian: Path) -> None:
    made.write_bytes(without_data(made.read_bytes(), "docx"))
    ran = command("verify", made)
    assert (ran.status, ran.out) == (3, "")
    assert "a.docx：文档里没有所附的数据" in ran.err
    assert "verify 成品 FILE" in ran.err
    assert command("verify", made, suqian).status == 0


def test_another_report(command: Command, made: Path) -> None:
    ran = command("verify", made, EXAMPLES / "shanghai-office-2019.yaml")
    assert ran.status == 1
    assert "标题：应为" in ran.out


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7", b"\x00\x01"])
def test_what_cannot_be_read(
    command: Command, tmp_path: Path, suqian: Path, content: bytes
) -> None:
    path = tmp_path / "坏.docx"
    path.write_bytes(content)
    for words in ([path], [path, suqian]):
        ran = command("verify", *words)
        assert (ran.status, ran.out) == (3, "")
        assert "坏.docx" in ran.err


def test_what_is_no_document(command: Command, suqian: Path, tmp_path: Path) -> None:
    assert command("verify", tmp_path / "没有.docx").status == 3
    ran = command("verify", suqian)
    assert ran.status == 3
    assert "suqian.yaml" in ran.err


def test_what_a_template_adds_is_known_by_the_template(
    command: Command, suqian: Path, tmp_path: Path
) -> None:
    def add(root: etree._Element) -> None:
        body = root[0]
        body.insert(
            0, etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}"><w:r><w:t>内部</w:t></w:r></w:p>')
        )

    national = YUNNAN.parents[1] / "templates" / "2021" / "national.docx"
    template, made = tmp_path / "T.docx", tmp_path / "a.docx"
    template.write_bytes(edited(national.read_bytes(), "docx", add))
    assert command("render", suqian, "--template", template, "-o", made).status == 0
    assert command("verify", made, suqian, "--template", template).status == 0
    ran = command("verify", made, suqian)
    assert ran.status == 1
    assert "不同  开头：文档里多出“内部”" in ran.out
    made.write_bytes(edited(made.read_bytes(), "docx", add))  # once more than the template has it
    assert command("verify", made, suqian, "--template", template).status == 1
    assert command("verify", made, suqian, "--template", tmp_path / "没有.docx").status == 4


def test_looks_beside_the_profile_are_told_and_no_difference(
    command: Command, made: Path, suqian: Path
) -> None:
    def narrow(root: etree._Element) -> None:
        next(root.iter(f"{W}pgMar")).set(f"{W}left", "567")

    made.write_bytes(edited(made.read_bytes(), "docx", narrow))
    ran = command("verify", made, suqian)
    assert ran.status == 0
    assert "  版式  " in ran.out
    assert "GB/T 9704-2012" in ran.out
    assert json.loads(command("verify", made, suqian, "--json").out)["deviations"]
