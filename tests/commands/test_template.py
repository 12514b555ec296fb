"""``template new``, ``fields``, ``check``: what they print, write and answer."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from conftest import EXAMPLES, ROOT, YUNNAN, Ran
from edited_templates import TEMPLATE, edited, remove, rewrite, strict
from rendering.conftest import edition_form
from templating.cases import with_endnote, with_macros

from disclosure_kit.rendering.style import Style
from disclosure_kit.rendering.template import make_template

Command = Callable[..., Ran]
SUQIAN = EXAMPLES / "suqian-city-2024.yaml"


@pytest.fixture
def slip(tmp_path: Path) -> Path:
    """A template with two faults and one thing to be reminded of."""
    path = tmp_path / "本县.docx"
    path.write_bytes(
        edited(
            rewrite("{{ title }}", "{{ titel }}"),
            rewrite("{{ applications.received.total }}", ""),
            remove("{{ document_number }}"),
        )
    )
    return path


def test_help_and_slips_of_the_commands_below_are_in_chinese(command: Command) -> None:
    shown = command("template", "check", "--help").out
    assert shown.startswith("用法：disclosure-kit template check [选项] T.docx")
    assert "显示这份说明" in shown
    slip = command("template", "chek")
    assert slip.status == 2
    assert "没有命令 'chek'（请看 disclosure-kit template --help）" in slip.err
    missing = command("template", "check")
    assert "缺少 T.docx（请看 disclosure-kit template check --help）" in missing.err


def test_new_writes_a_template_that_passes(command: Command, tmp_path: Path) -> None:
    out = tmp_path / "T.docx"
    ran = command("template", "new", "--edition", "2019", "-o", out)
    assert (ran.status, ran.out) == (0, f"{out}\n")
    assert command("template", "check", out, "--edition", "2019").status == 0
    assert command("template", "new", "-o", out).status == 6, "nothing is overwritten unasked"
    assert command("template", "new", "-o", out, "--force").status == 0


def test_new_gives_the_template_of_the_region(command: Command, tmp_path: Path) -> None:
    out = tmp_path / "T.docx"
    words = ("--edition", "2014", "--region", "5331")
    assert command("template", "new", *words, "-o", out).status == 0
    assert out.read_bytes() == (YUNNAN / "templates" / "2014.docx").read_bytes()
    ran = command("template", "check", out, *words)
    assert (ran.status, "没有发现问题" in ran.out) == (0, True), ran.out


def test_new_has_a_name_of_its_own(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert command("template", "new", "--edition", "2021").out == "年报模板-2021.docx\n"
    words = ("--edition", "2014", "--region", "53")
    assert command("template", "new", *words).out == "年报模板-2014-53.docx\n"


@pytest.mark.parametrize(
    "words",
    [
        ("--edition", "1999", "-o", "T.docx"),
        ("--edition", "2021", "-o", "T.doc"),
        ("--region", "x"),
    ],
)
def test_new_refuses_what_it_cannot_make(command: Command, words: tuple[str, ...]) -> None:
    ran = command("template", "new", *words)
    assert ran.status == (4 if "1999" in words else 2)
    assert not ran.out


@pytest.mark.parametrize("edition", ["2014", "2019", "2021"])
def test_every_tag_of_a_template_is_a_field(command: Command, edition: str) -> None:
    form = edition_form(edition)
    listed = json.loads(command("template", "fields", "--edition", edition, "--json").out)
    tags = {row["tag"] for row in listed["fields"]}
    assert {f"{{{{ {address} }}}}" for address in form.cells} <= tags
    assert all(row["meaning"] and row["group"] for row in listed["fields"])
    text = command("template", "fields", "--edition", edition).out
    assert all(tag in text for tag in tags)


def test_fields_of_a_region_have_its_figures_and_titles(command: Command) -> None:
    ran = command("template", "fields", "--edition", "2014", "--region", "53")
    assert "{{ yunnan.documents.total }}  " in ran.out
    assert "{{ sections.key_areas.title }}" in ran.out
    assert "yunnan" not in command("template", "fields", "--edition", "2014").out


def test_check_tells_all_and_ends_with_4(command: Command, slip: Path) -> None:
    ran = command("template", "check", slip, "--edition", "2021")
    assert ran.status == 4
    lines = ran.out.splitlines()
    assert lines[0] == f"《{slip}》（2021 版，全国格式）"
    assert "  提醒  缺少发文字号［optional-missing］" in lines
    told = "没有名为 titel 的内容（是否为 title？）［unknown-name］"
    assert f"  错误  段落“{{{{ titel }}}}”：{told}" in lines
    assert "        处理：请改成 {{ title }}" in lines
    assert any(line.startswith("  错误  第 2 张表第 4 行第 8 格：缺少表三") for line in lines)
    assert lines[-1].startswith("  错误 2 处，提醒 1 处；试填后核对了")
    assert lines[-1].endswith("模板不能使用。")


def test_check_as_json(command: Command, slip: Path) -> None:
    ran = command("template", "check", slip, "--json")
    tree = json.loads(ran.out)
    assert (ran.status, tree["ok"], tree["edition"], tree["region"]) == (4, False, "2021", None)
    assert tree["compared"] > 400
    assert "没有写明版本" in tree["notices"][0]
    by_code = {fault["code"]: fault for fault in tree["faults"]}
    assert set(by_code) == {"optional-missing", "unknown-name", "figure-missing"}
    place = {"part": "word/document.xml", "table": 2, "row": 4, "column": 8, "text": ""}
    assert by_code["figure-missing"]["place"] == place
    assert by_code["figure-missing"]["severity"] == "error"
    assert "{{ applications.received.total }}" in by_code["figure-missing"]["advice"]


def test_warnings_end_with_0(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "T.docx"
    path.write_bytes(edited(remove("{{ document_number }}")))
    ran = command("template", "check", path)
    assert ran.status == 0
    assert "模板可以使用。" in ran.out


def test_annotate_writes_a_copy(command: Command, slip: Path, tmp_path: Path) -> None:
    before, out = slip.read_bytes(), tmp_path / "批注.docx"
    ran = command("template", "check", slip, "--annotate", out)
    assert ran.status == 4
    assert str(out) in ran.err
    assert slip.read_bytes() == before
    assert len(list(docx.Document(io.BytesIO(out.read_bytes())).comments)) == 3
    assert command("template", "check", slip, "--annotate", out).status == 4, "the same again"
    assert command("template", "check", slip, "--annotate", slip, "--force").status == 6
    assert slip.read_bytes() == before
    assert command("template", "check", slip, "--annotate", tmp_path / "a.pdf").status == 2


def test_annotate_over_another_file_needs_force(
    command: Command, slip: Path, tmp_path: Path
) -> None:
    out = tmp_path / "批注.docx"
    out.write_bytes(b"something else")
    assert command("template", "check", slip, "--annotate", out).status == 6
    assert out.read_bytes() == b"something else"


def test_a_template_of_another_edition_is_one_fault(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "T.docx"
    path.write_bytes(make_template(edition_form("2019"), Style()))
    ran = command("template", "check", path, "--edition", "2021")
    assert (ran.status, ran.out.count("［")) == (4, 1)
    assert "这是 2019 版的模板［wrong-edition］" in ran.out
    assert command("template", "check", path).status == 0, "without an edition the right one"


def test_a_region_that_nobody_serves_is_told(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "T.docx"
    path.write_bytes(TEMPLATE)
    ran = command("template", "check", path, "--region", "99")
    assert (ran.status, "没有适用于区划 99 的插件" in ran.out) == (0, True)


def _bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(201_000_000))
    return stream.getvalue()


ENCRYPTED = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "不是 .docx 文件"),
        (b"%PDF-1.7", "不是 .docx 文件"),
        ("一份文字".encode(), "不是 .docx 文件"),
        (ENCRYPTED, "加了密"),
        (TEMPLATE[:3000], "已损坏"),
        (with_macros(), ".docm 文件"),
        (strict(TEMPLATE), "模板是“Strict Open XML 文档”"),
        ((ROOT / "README.md").read_bytes(), "不是 .docx 文件"),
    ],
    ids=["empty", "pdf", "text", "encrypted", "cut off", "macros", "strict", "markdown"],
)
def test_what_is_no_template_is_one_sentence_and_4(
    content: bytes, said: str, command: Command, tmp_path: Path
) -> None:
    path = tmp_path / "T.docx"
    path.write_bytes(content)
    out = tmp_path / "out.docx"
    ran = command("template", "check", path, "--annotate", out)
    assert ran.status == 4
    assert said in ran.out
    assert "Traceback" not in ran.out + ran.err
    assert not out.exists()


def test_a_file_that_unpacks_to_an_absurd_size(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "T.docx"
    path.write_bytes(_bomb())
    ran = command("template", "check", path)
    assert (ran.status, "不像一份 Word 模板" in ran.out) == (4, True)


def test_what_cannot_be_read_is_told_and_4(command: Command, tmp_path: Path) -> None:
    for path in (tmp_path / "none.docx", tmp_path):
        ran = command("template", "check", path)
        assert (ran.status, "读不出来" in ran.err) == (4, True)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_what_may_not_be_read_is_told_and_4(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "T.docx"
    path.write_bytes(TEMPLATE)
    path.chmod(0)
    assert command("template", "check", path).status == 4


def test_render_tells_all_problems_of_a_template(
    command: Command, slip: Path, tmp_path: Path
) -> None:
    ran = command("render", SUQIAN, "--template", slip, "-o", tmp_path / "a.docx")
    assert ran.status == 4
    assert "titel" in ran.err
    assert "缺少表三（applications）“一、本年新收政府信息公开申请数量·总计”的数据" in ran.err
    assert "template check" in ran.err
    assert not (tmp_path / "a.docx").exists()


def test_render_refuses_a_tag_that_would_be_printed_as_it_is(
    command: Command, tmp_path: Path
) -> None:
    template, target = tmp_path / "T.docx", tmp_path / "年报.docx"
    template.write_bytes(with_endnote())
    source = EXAMPLES / "suqian-city-2024.yaml"
    ran = command("render", source, "--template", template, "-o", target)
    assert ran.status == 4, ran.err
    assert "尾注段落“由{{ signature.agency }}解释”" in ran.err
    assert not target.exists()
