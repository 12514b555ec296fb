"""Reports with pictures through the command: checked, printed, proven, read back, converted."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from photographs import exif, jpeg, png

Command = Callable[..., Any]
TITLE = "宿迁市2024年政府信息公开工作年度报告"


@pytest.fixture
def report(command: Command, suqian: Path, tmp_path: Path) -> Path:
    """The example as JSON in a folder of its own, with two pictures."""
    folder = tmp_path / "报告"
    (folder / "media").mkdir(parents=True)
    (folder / "media" / "1.png").write_bytes(png(40, 30))
    (folder / "media" / "2.jpg").write_bytes(jpeg(exif(6, b"GPS 24.4N 98.6E")))
    file = folder / "年报.json"
    assert command("convert", suqian, "-o", file).status == 0
    tree = json.loads(file.read_text("utf-8"))
    tree["sections"]["overview"]["body"] += [
        {"image": "media/1.png", "caption": "图1 申请情况"},
        {"image": "media/2.jpg"},
    ]
    file.write_text(json.dumps(tree, ensure_ascii=False), "utf-8")
    return file


def edit(file: Path, path: str) -> None:
    file.write_text(file.read_text("utf-8").replace("media/1.png", path), "utf-8")


def test_they_are_printed_and_read_back(command: Command, report: Path, tmp_path: Path) -> None:
    ran = command("render", report, "--to", "docx,html", "-o", tmp_path)
    assert ran.status == 0
    assert "media/2.jpg 附带的拍摄信息、说明等（可能有地点、设备）已去掉" in ran.err
    for suffix in ("docx", "html"):
        made = tmp_path / f"{TITLE}.{suffix}"
        folder = tmp_path / suffix
        folder.mkdir()
        back = command("convert", made, "-o", folder / "again.json")
        assert back.status == 0
        assert "不同" not in back.err
        assert (folder / "media" / "1.png").read_bytes() == png(40, 30)
        assert b"GPS" not in (folder / "media" / "2.jpg").read_bytes()
        again, first = (json.loads(f.read_text()) for f in (folder / "again.json", report))
        wanted = first["sections"]["overview"]["body"]
        wanted[-1]["caption"] = ""
        assert again["sections"]["overview"]["body"] == wanted
        assert command("verify", made, report).status == 0
        assert command("verify", made).status == 0


def test_no_path_of_this_machine_is_in_a_document(
    command: Command, report: Path, tmp_path: Path
) -> None:
    command("render", report, "--to", "docx,html", "-o", tmp_path)
    with zipfile.ZipFile(tmp_path / f"{TITLE}.docx") as archive:
        held = b"".join(archive.read(name) for name in archive.namelist())
    held += (tmp_path / f"{TITLE}.html").read_bytes()
    assert str(tmp_path).encode() not in held
    assert json.dumps("报告").strip('"').encode() + b"/" not in held


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "没有找到"), (b"MZ not a picture", "不是 PNG 或 JPEG"), (png()[:-20], "已损坏")],
)
def test_without_one_of_its_pictures_nothing_is_printed(
    command: Command, report: Path, content: bytes | None, said: str
) -> None:
    (report.parent / "media" / "1.png").unlink()
    if content is not None:
        (report.parent / "media" / "1.png").write_bytes(content)
    checked = command("check", report)
    assert checked.status == 1
    assert f"图片 media/1.png {said}" in checked.out + checked.err
    for to in ("docx", "html"):
        ran = command("render", report, "--to", to)
        assert ran.status == 6
        assert "图片 media/1.png 没有，或不能用，没有生成文档" in ran.err
    assert not list(report.parent.glob("*.docx"))


@pytest.mark.parametrize("path", ["../1.png", "/etc/passwd", "C:/1.png", "http://x.cn/1.png"])
def test_a_path_that_leads_out_is_refused_with_its_line(
    command: Command, report: Path, path: str
) -> None:
    edit(report, path)
    ran = command("check", report)
    assert ran.status == 3
    assert "第 1 行" in ran.err
    assert "图片路径" in ran.err


def test_convert_overwrites_no_picture_unasked(
    command: Command, report: Path, tmp_path: Path
) -> None:
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "1.png").write_bytes(b"another")
    ran = command("convert", report, "-o", tmp_path / "年报.yaml")
    assert ran.status == 6
    assert "已存在，没有覆盖" in ran.err
    assert "放到另一个文件夹" in ran.err
    assert (tmp_path / "media" / "1.png").read_bytes() == b"another"
    assert not (tmp_path / "年报.yaml").exists()


@pytest.mark.parametrize("command_words", [("convert",), ("render", "--to", "json,yaml")])
def test_what_fails_leaves_no_folder_for_pictures(
    command: Command, report: Path, tmp_path: Path, command_words: tuple[str, ...]
) -> None:
    edit(report, "图 片/深处/1.png")
    (report.parent / "图 片" / "深处").mkdir(parents=True)
    (report.parent / "media" / "1.png").rename(report.parent / "图 片" / "深处" / "1.png")
    out = tmp_path / "成品"
    out.mkdir()
    target = out / f"{TITLE}.json"
    target.write_text("另一份")
    where = target if command_words == ("convert",) else out
    ran = command(*command_words, report, "-o", where)
    assert (ran.status, "已存在，没有覆盖" in ran.err) == (6, True)
    assert list(out.iterdir()) == [target]
    assert command(*command_words, report, "-o", where, "--force").status == 0
    assert (out / "图 片" / "深处" / "1.png").read_bytes() == png(40, 30)


def test_nothing_is_made_beyond_a_link(command: Command, report: Path, tmp_path: Path) -> None:
    edit(report, "media/深处/1.png")
    (report.parent / "media" / "深处").mkdir()
    (report.parent / "media" / "1.png").rename(report.parent / "media" / "深处" / "1.png")
    out, elsewhere = tmp_path / "成品", tmp_path / "别处"
    out.mkdir()
    elsewhere.mkdir()
    (out / "media").symlink_to(elsewhere)
    ran = command("convert", report, "-o", out / "年报.json")
    assert (ran.status, "通到别处的链接" in ran.err) == (6, True)
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("suffix", ["yaml", "xlsx"])
def test_beside_the_report_its_pictures_stay_as_they_are(
    command: Command, report: Path, suffix: str
) -> None:
    before = (report.parent / "media" / "2.jpg").read_bytes()
    data = report.with_suffix(f".{suffix}")
    assert command("convert", report, "-o", data).status == 0
    assert (report.parent / "media" / "2.jpg").read_bytes() == before
    assert command("render", data).status == 0


def test_hostile_data_in_a_document_name_no_file_of_this_machine(
    command: Command, report: Path, tmp_path: Path
) -> None:
    made = tmp_path / f"{TITLE}.html"
    command("render", report, "--to", "html", "-o", tmp_path)
    (tmp_path / "secret.png").write_bytes(png(9, 9))
    page = made.read_text("utf-8")
    for path in ("../secret.png", "/secret.png", "secret.png"):
        hostile = tmp_path / "hostile.html"
        hostile.write_text(page.replace('"image":"media/1.png"', f'"image":"{path}"'), "utf-8")
        out = tmp_path / f"out{len(path)}"
        out.mkdir()
        ran = command("convert", hostile, "-o", out / "a.json")
        assert ran.status == 0
        written = (out / "a.json").read_text("utf-8")
        assert "secret.png" not in written
        contents = [file.read_bytes() for file in (out / "media").iterdir()]
        assert png(9, 9) not in contents
        assert png(40, 30) in contents  # what is visible


@pytest.mark.parametrize("to", ["json", "csv,xlsx"])
def test_a_bundle_that_would_only_name_its_pictures_is_refused(
    command: Command, report: Path, tmp_path: Path, to: str
) -> None:
    folder = tmp_path / "发布包"
    made = command("render", report, "--to", to, "--bundle", folder)
    assert (made.status, "发布包里会没有图片" in made.err) == (6, True)
    assert not folder.exists()
    made = command("render", report, "--to", f"html,{to}", "--bundle", folder)
    assert made.status == 0
    assert command("verify", folder).status == 0


def test_a_bundle_agrees_with_the_pictures_in_its_documents(
    command: Command, report: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "发布包"
    made = command("render", report, "--to", "docx,html,json", "--bundle", folder)
    assert made.status == 0
    assert command("verify", folder).status == 0
    assert command("verify", folder, report).status == 0
