"""``render``: where the document goes, what is never overwritten, and the exit codes."""

from __future__ import annotations

import errno
import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from conftest import YUNNAN

TITLE = "宿迁市2024年政府信息公开工作年度报告.docx"
Command = Callable[..., Any]


def words_of(file: Path) -> str:
    document = docx.Document(str(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def others(folder: Path, *known: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path not in known]


def test_the_default_name_is_the_title_beside_the_input(command: Command, suqian: Path) -> None:
    before = suqian.read_bytes()
    ran = command("render", suqian)
    target = suqian.parent / TITLE
    assert ran.status == 0
    assert ran.out == f"{target}\n"  # results alone on standard output
    assert "没有发现错误" in ran.err
    assert others(suqian.parent, suqian) == [target]
    assert suqian.read_bytes() == before
    text = words_of(target)
    assert "宿迁市2024年政府信息公开工作年度报告" in text
    assert "1573179" in text


def test_to_a_file_and_into_a_folder(command: Command, suqian: Path, tmp_path: Path) -> None:
    folder = tmp_path / "成品"
    folder.mkdir()
    assert command("render", suqian, "-o", tmp_path / "a.docx").status == 0
    assert command("render", suqian, "-o", folder).out == f"{folder / TITLE}\n"
    assert (tmp_path / "a.docx").read_bytes() == (folder / TITLE).read_bytes()  # same bytes


def test_nothing_is_overwritten_unasked(command: Command, suqian: Path, tmp_path: Path) -> None:
    target = tmp_path / "旧.docx"
    target.write_bytes(b"old")
    ran = command("render", suqian, "-o", target)
    assert ran.status == 6
    assert f"× {target}：文件已存在，没有覆盖" in ran.err
    assert "--force" in ran.err
    assert target.read_bytes() == b"old"
    assert command("render", suqian, "-o", target, "--force").status == 0
    assert "宿迁市" in words_of(target)
    again = command("render", suqian, "-o", target)
    assert again.status == 0  # the same content is no conflict
    assert "已有相同内容，未改动" in again.err
    assert others(tmp_path, suqian, target) == []  # no leavings


@pytest.mark.parametrize("command_name", ["render", "convert"])
def test_the_input_is_never_touched(command: Command, suqian: Path, command_name: str) -> None:
    before = suqian.read_bytes()
    to = ("--to", "yaml") if command_name == "render" else ()
    ran = command(command_name, suqian, *to, "-o", suqian, "--force")
    assert ran.status == 6
    assert "这是来源文件（或模板）本身，不能覆盖" in ran.err
    link = suqian.with_name("link.yaml")
    link.symlink_to(suqian)
    assert command(command_name, suqian, *to, "-o", link, "--force").status == 6
    assert suqian.read_bytes() == before


def test_errors_are_written_and_give_1(command: Command, wrong: Path, tmp_path: Path) -> None:
    ran = command("render", wrong, "-o", tmp_path / "a.docx")
    assert ran.status == 1
    assert "applications-balance" in ran.err
    assert "3441" in words_of(tmp_path / "a.docx")


@pytest.mark.parametrize("name", ["wrong", "shanghai"])
def test_strict_writes_nothing(
    command: Command, request: pytest.FixtureRequest, tmp_path: Path, name: str
) -> None:
    file = request.getfixturevalue(name)
    ran = command("render", file, "--strict", "-o", tmp_path / "a.docx")
    assert ran.status == 1
    assert "按 --strict，没有生成文档" in ran.err
    assert ran.out == ""
    assert not (tmp_path / "a.docx").exists()


def test_an_incomplete_report_is_written_without_strict(
    command: Command, shanghai: Path, tmp_path: Path
) -> None:
    assert command("render", shanghai, "-o", tmp_path / "a.docx").status == 0
    assert "251000元" in words_of(tmp_path / "a.docx")


def test_no_verify_says_so(
    command: Command, suqian: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import disclosure_kit.certificate

    def no(*_: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(disclosure_kit.certificate, "prove", no)
    ran = command("render", suqian, "--no-verify", "-o", tmp_path / "a.docx")
    assert ran.status == 0
    assert "按 --no-verify，成品没有再读一遍核对" in ran.err


def test_a_document_that_says_something_else_is_not_delivered(
    command: Command, suqian: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from disclosure_kit.builtin.formats import docx as word

    writes = word.write_docx

    def forged(publication: Any) -> Any:
        from attrs import evolve

        view = publication.view
        cells = {**view.cells, "applications.received.total": "9999"}
        return writes(evolve(publication, view=evolve(view, cells=type(view.cells)(cells))))

    monkeypatch.setattr(word, "write_docx", forged)
    ran = command("render", suqian, "-o", tmp_path / "a.docx")
    assert ran.status == 6
    assert "成品与数据不符，没有交付" in ran.err
    assert not (tmp_path / "a.docx").exists()


@pytest.mark.parametrize(
    ("template", "told"),
    [("没有.docx", "没有这个文件"), ("文件夹", "这是一个文件夹"), ("坏.docx", "不是 .docx 文件")],
)
def test_templates_that_cannot_be_used(
    command: Command, suqian: Path, tmp_path: Path, template: str, told: str
) -> None:
    (tmp_path / "文件夹").mkdir()
    (tmp_path / "坏.docx").write_bytes(b"x")
    target = tmp_path / "a.docx"
    ran = command("render", suqian, "--template", tmp_path / template, "-o", target)
    assert ran.status == 4
    assert told in ran.err
    assert not target.exists()


def test_a_template_is_not_overwritten(command: Command, suqian: Path, tmp_path: Path) -> None:
    template = tmp_path / "T.docx"
    shutil.copy(YUNNAN.parents[1] / "templates" / "2021" / "national.docx", template)
    before = template.read_bytes()
    ran = command("render", suqian, "--template", template, "-o", template, "--force")
    assert ran.status == 6
    assert template.read_bytes() == before
    assert command("render", suqian, "--template", template).status == 0


@pytest.mark.usefixtures("suqian", "shanghai")
def test_a_folder_as_input(command: Command, tmp_path: Path) -> None:
    (tmp_path / "注.pdf").write_bytes(b"%PDF")  # no reader's ending: left alone
    out = tmp_path / "成品"
    out.mkdir()
    ran = command("render", tmp_path, "-o", out)
    assert ran.status == 0
    assert sorted(path.name for path in out.iterdir()) == sorted(
        [TITLE, "2019年上海市人民政府办公厅政府信息公开工作年度报告.docx"]
    )


@pytest.mark.usefixtures("suqian")
def test_one_bad_file_of_a_folder_costs_only_itself(command: Command, tmp_path: Path) -> None:
    (tmp_path / "空.yaml").write_bytes(b"")
    ran = command("render", tmp_path)
    assert ran.status == 3
    assert "空.yaml：文件是空的" in ran.err
    assert (tmp_path / TITLE).exists()


def test_what_a_folder_holds_in_other_kinds_is_told(
    command: Command, suqian: Path, tmp_path: Path
) -> None:
    open_ones = ("~$甲镇.doc", "~$宿迁.docx", "._宿迁.xlsx")  # Word or Excel has them open
    for name in ("甲镇.doc", "乙镇.PDF", f"{suqian.stem}.pdf", "图.png", *open_ones):
        (tmp_path / name).write_bytes(b"%PDF-1.4")
    told = "另有 2 个文件没有看，不是可以读取的格式（如 乙镇.PDF）；是年报的，请另存为 .docx"
    for words in (("render", tmp_path, "--no-verify"), ("check", tmp_path)):
        ran = command(*words)
        assert (ran.status, told in ran.err) == (0, True)
        (tmp_path / TITLE).unlink(missing_ok=True)
    assert told in command("compare", "--units", tmp_path, suqian, "--json").err


def test_an_empty_folder_and_several_outputs_for_one_name(
    command: Command, suqian: Path, shanghai: Path, tmp_path: Path
) -> None:
    (tmp_path / "空").mkdir()
    ran = command("render", tmp_path / "空")
    assert ran.status == 3
    assert ran.err.startswith(
        f"× {tmp_path / '空'}：文件夹里没有可以读取的文件\n（可以读取：.docx、"
    )
    ran = command("render", suqian, shanghai, "-o", tmp_path / "a.docx")
    assert ran.status == 6
    assert "有多份成品，-o 应是一个已有的文件夹\n（请先建好这个文件夹）" in ran.err
    (tmp_path / "占").write_bytes(b"")
    ran = command("render", suqian, shanghai, "-o", tmp_path / "占")
    assert (ran.status, "占：已有同名文件；有多份成品" in ran.err) == (6, True)
    twin = suqian.with_name("twin.yaml")
    twin.write_bytes(suqian.read_bytes().replace(b"1573179", b"1573178"))
    ran = command("render", suqian, twin)
    assert ran.status == 6
    assert "的成品同名，没有写后一份" in ran.err
    assert "1573179" in words_of(tmp_path / TITLE)


def test_json_on_standard_input(
    command: Command, suqian: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command("convert", suqian, "-o", tmp_path / "a.json").status == 0
    content = (tmp_path / "a.json").read_bytes()
    for raw, status in [(content, 0), (b"{", 3), (b"", 3)]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
        ran = command("render", "-", "-o", tmp_path / "in.docx")
        assert ran.status == status
        assert "标准输入" in ran.err
    assert "宿迁市" in words_of(tmp_path / "in.docx")


def test_targets_that_cannot_be_written(command: Command, suqian: Path, tmp_path: Path) -> None:
    below = suqian / "a.docx"
    ran = command("render", suqian, "-o", below)
    assert (ran.status, f"× {below}：写不进去（路径中间有一段是文件" in ran.err) == (6, True)
    ran = command("render", suqian, "-o", tmp_path / "没有" / "a.docx")
    assert (ran.status, "没有这个文件或文件夹" in ran.err) == (6, True)
    ran = command("render", suqian, "-o", tmp_path / ("长" * 200 + ".docx"))
    assert (ran.status, "文件名太长" in ran.err) == (6, True)
    (tmp_path / TITLE).mkdir()
    ran = command("render", suqian)
    assert (ran.status, "已有同名文件夹，不能写成文件" in ran.err) == (6, True)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_no_permission(command: Command, suqian: Path, tmp_path: Path) -> None:
    folder = tmp_path / "只读"
    folder.mkdir(mode=0o500)
    ran = command("render", suqian, "-o", folder / "a.docx")
    assert ran.status == 6
    assert "没有写入权限" in ran.err


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "磁盘已满"),
        (OSError(errno.EIO, "Input/output error"), "磁盘读写出错"),
        (PermissionError(errno.EACCES, "Permission denied"), "没有写入权限"),
    ],
)
def test_a_disk_that_fails_half_way_leaves_the_old_file_whole(
    command: Command,
    suqian: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: OSError,
    told: str,
) -> None:
    target = tmp_path / "a.docx"
    target.write_bytes(b"old")

    def fails(_: int) -> None:
        raise error

    monkeypatch.setattr("os.fsync", fails)
    ran = command("render", suqian, "-o", target, "--force")
    assert ran.status == 6
    assert f"× {target}：" in ran.err
    assert told in ran.err
    assert target.read_bytes() == b"old"
    assert others(tmp_path, suqian, target) == []


def test_several_formats_at_once(command: Command, suqian: Path, tmp_path: Path) -> None:
    ran = command("render", suqian, "--to", "docx, json,docx")
    assert ran.status == 0
    assert ran.out.splitlines() == [
        str(tmp_path / TITLE),
        str((tmp_path / TITLE).with_suffix(".json")),
    ]


def test_several_formats_are_delivered_whole_or_not_at_all(
    command: Command, suqian: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (tmp_path / TITLE).with_suffix(".html")
    page.write_bytes(b"old")
    ran = command("render", suqian, "--to", "docx,html,json")
    assert (ran.status, ran.out) == (6, "")
    assert f"× {page}：文件已存在，没有覆盖" in ran.err
    assert others(tmp_path, suqian, page) == []

    moves = os.replace

    def fails_at_the_page(source: str, target: str) -> None:
        if Path(target) == page and Path(source).read_bytes() != b"old":
            raise OSError(errno.EIO, "Input/output error")
        moves(source, target)

    (tmp_path / TITLE).write_bytes(b"older")
    monkeypatch.setattr(os, "replace", fails_at_the_page)
    ran = command("render", suqian, "--to", "json,docx,html", "--force")
    assert (ran.status, ran.out) == (6, "")
    assert f"× {page}：写不进去（磁盘读写出错）" in ran.err
    assert ((tmp_path / TITLE).read_bytes(), page.read_bytes()) == (b"older", b"old")
    assert others(tmp_path, suqian, page, tmp_path / TITLE) == []

    monkeypatch.undo()
    ran = command("render", suqian, "--to", "json,docx,html", "--force")
    assert (ran.status, len(ran.out.splitlines())) == (0, 3)
    assert page.read_bytes().startswith(b"<!DOCTYPE html>")
    assert len(others(tmp_path)) == 4


def test_the_ending_may_be_in_capitals(command: Command, suqian: Path, tmp_path: Path) -> None:
    ran = command("render", suqian, "-o", tmp_path / "A.DOCX")
    assert (ran.status, ran.out) == (0, f"{tmp_path / 'A.DOCX'}\n")


def test_a_format_that_does_not_exist(command: Command, suqian: Path) -> None:
    ran = command("render", suqian, "--to", "wps")
    known = "docx、html、json、yaml、xlsx、csv"
    told, hint = ran.err.splitlines()
    assert (ran.status, told) == (2, f"× 没有格式 'wps'。已有：{known}")
    assert "pdf" in hint  # of a plugin that is not here
    for wrong in ("docs", "DOCX"):
        ran = command("render", suqian, "--to", wrong)
        assert (ran.status, f"没有格式 '{wrong}'（是否为 docx？）" in ran.err) == (2, True)
    assert command("render", suqian, "--to", "").status == 2


def test_formats_may_be_parted_by_chinese_commas(
    command: Command, suqian: Path, tmp_path: Path
) -> None:
    ran = command("render", suqian, "--to", "json，csv、 yaml", "-o", tmp_path)
    assert ran.status == 0
    made = {path.suffix for path in tmp_path.iterdir()}
    assert made == {".json", ".csv", ".yaml"}


def test_a_format_of_several_files(command: Command, suqian: Path, tmp_path: Path) -> None:
    words = ("render", suqian, "--to", "csv", "-o", tmp_path / "年报.csv")
    ran = command("--no-plugins", *words)
    assert ran.status == 0
    assert [Path(line).name for line in ran.out.splitlines()] == [
        "年报.proactive.csv", "年报.applications.csv", "年报.remedies.csv",
    ]  # fmt: skip


def test_a_title_that_no_file_may_have(command: Command, suqian: Path, tmp_path: Path) -> None:
    text = suqian.read_text("utf-8")
    title = '"../宿迁市\\t/2024:年*报' + "长" * 200 + '"'
    suqian.write_text(
        text.replace('title: "宿迁市2024年政府信息公开工作年度报告"', f"title: {title}"), "utf-8"
    )
    ran = command("render", suqian)
    assert ran.status == 0
    (made,) = others(tmp_path, suqian)
    assert made.name.startswith("_宿迁市__2024_年_报长") or made.name.startswith(".._宿迁市__")
    assert len(made.name.encode()) < 255


def test_the_published_text_becomes_a_document(command: Command, tmp_path: Path) -> None:
    source = YUNNAN / "examples" / "mangshi-mengga-2018.txt"
    ran = command("render", source, "-o", tmp_path / "a.docx")
    assert ran.status == 0
    assert "37.91" in ran.err
    assert "十四、其他应报告的事项" in words_of(tmp_path / "a.docx")
