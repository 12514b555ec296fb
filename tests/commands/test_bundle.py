"""A release bundle is written whole or not at all, vouches for its files, and is read again."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from conftest import CORPUS, YUNNAN, Ran
from lxml import etree
from round_trips.published import edited, set_cell

from disclosure_kit.contributions import Artifact

Command = Callable[..., Ran]
NAME = "宿迁市2024年政府信息公开工作年度报告"
FILES = [f"{NAME}.docx", f"{NAME}.html", f"{NAME}.json", "manifest.json"]


@pytest.fixture
def bundle(command: Command, suqian: Path, tmp_path: Path) -> Path:
    target = tmp_path / "发布包"
    assert command("render", suqian, "--bundle", target).status == 0
    return target


def manifest(folder: Path) -> Any:
    return json.loads((folder / "manifest.json").read_text("utf-8"))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


def test_what_is_in_it(bundle: Path, suqian: Path) -> None:
    assert sorted(contents(bundle)) == sorted(FILES)
    tree = manifest(bundle)
    assert (tree["agency"]["name"], tree["year"], tree["edition"]) == ("宿迁市", 2024, "2021")
    assert (tree["ok"], tree["complete"], tree["verified"]) == (True, True, True)
    assert tree["not_assessed"]
    for entry in tree["files"]:
        content = (bundle / entry["name"]).read_bytes()
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()
        assert entry["bytes"] == len(content)
        assert entry["compared"] > 100
        assert entry["differences"] == 0
    # Nothing says on whose machine it was made.
    assert str(suqian.parent) not in (bundle / "manifest.json").read_text("utf-8")


def test_acknowledgements_and_plugins_are_in_the_manifest(command: Command, tmp_path: Path) -> None:
    source = tmp_path / "年报.txt"
    shutil.copy(YUNNAN / "examples" / "mangshi-mengga-2018.txt", source)
    found = json.loads(command("check", source, "--json").out)["reports"][0]["findings"]
    code = next(f["code"] for f in found if f["severity"] == "warning")
    assert command("accept", source, code, "--reason", "已经核对").status == 0
    assert command("render", source, "--bundle", tmp_path / "包").status == 0
    tree = manifest(tmp_path / "包")
    assert {(item["code"], item["reason"]) for item in tree["accepted"]} == {(code, "已经核对")}
    assert [plugin["name"] for plugin in tree["plugins"]] == ["yunnan"]
    assert command("verify", tmp_path / "包", source).status == 0


def test_the_same_report_gives_the_same_bytes(
    command: Command, bundle: Path, suqian: Path, tmp_path: Path
) -> None:
    assert command("render", suqian, "--bundle", tmp_path / "又一份").status == 0
    assert contents(tmp_path / "又一份") == contents(bundle)


def test_a_bundle_is_read_again(command: Command, bundle: Path, suqian: Path) -> None:
    ran = command("verify", bundle)
    assert ran.status == 0
    assert "只说明包内一致" in ran.out
    ran = command("verify", bundle, suqian)
    assert ran.status == 0
    assert "只说明" not in ran.out
    assert ran.out.endswith("共核对 3 个文件，0 处不同。\n")
    tree = json.loads(command("verify", bundle, suqian, "--json").out)
    assert (tree["ok"], tree["against"], tree["problems"]) == (True, "suqian.yaml", [])
    assert [file["ok"] for file in tree["files"]] == [True, True, True]


def test_tables_that_were_not_read_are_no_difference(command: Command, tmp_path: Path) -> None:
    source, bundle = CORPUS / "dizhang-street-2023.txt", tmp_path / "包"
    assert command("render", source, "--bundle", bundle).status <= 1
    for words in ([bundle], [bundle, source]):
        assert command("verify", *words).status == 0
    [document] = bundle.glob("*.docx")
    ran = command("verify", document)
    assert ran.status == 0
    assert "文中注明没有读入的表（proactive）不在数据里" in ran.out


def test_without_proof_the_manifest_says_so(command: Command, suqian: Path, tmp_path: Path) -> None:
    ran = command("render", suqian, "--bundle", tmp_path / "包", "--no-verify", "--to", "docx")
    assert ran.status == 0
    tree = manifest(tmp_path / "包")
    assert tree["verified"] is False
    assert tree["files"][0]["compared"] is None
    assert command("verify", tmp_path / "包").status == 0


def test_a_report_with_errors(command: Command, wrong: Path, tmp_path: Path) -> None:
    ran = command("render", wrong, "--bundle", tmp_path / "严", "--strict")
    assert (ran.status, (tmp_path / "严").exists()) == (1, False)
    assert command("render", wrong, "--bundle", tmp_path / "包").status == 1
    tree = manifest(tmp_path / "包")
    assert tree["ok"] is False
    assert "error" in {finding["severity"] for finding in tree["findings"]}
    assert command("verify", tmp_path / "包").status == 0
    # Whoever takes the errors out of the manifest is told that they are still there.
    relist(tmp_path / "包", lambda tree: tree.update(ok=True, complete=True, findings=[]))
    ran = command("verify", tmp_path / "包")
    assert ran.status == 1
    assert "manifest.json：没有说年报有错误，现在重新核对有（applications-" in ran.out


# What is done to a bundle afterwards


def change_figure(bundle: Path) -> None:
    def change(root: etree._Element) -> None:
        assert set_cell(root, 1, 3, 7, "3526") == "3525"

    path = bundle / FILES[0]
    path.write_bytes(edited(path.read_bytes(), "docx", change))


def relist(bundle: Path, edit: Callable[[Any], None]) -> None:
    tree = manifest(bundle)
    edit(tree)
    (bundle / "manifest.json").write_text(json.dumps(tree), "utf-8")


def test_a_changed_file_is_found_twice_over(command: Command, bundle: Path) -> None:
    change_figure(bundle)
    ran = command("verify", bundle)
    assert ran.status == 1
    assert f"不同  {FILES[0]}：内容已不是清单所记的（sha256 不同）" in ran.out
    assert "应为“3525”，文档里是“3526”" in ran.out

    def forge(tree: Any) -> None:
        content = (bundle / FILES[0]).read_bytes()
        tree["files"][0]["sha256"] = hashlib.sha256(content).hexdigest()

    relist(bundle, forge)
    ran = command("verify", bundle)
    assert ran.status == 1
    assert "sha256" not in ran.out
    assert "应为“3525”，文档里是“3526”" in ran.out


def test_csv_is_compared_too(command: Command, suqian: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "包"
    assert command("render", suqian, "--bundle", bundle, "--to", "json,csv").status == 0
    assert command("verify", bundle, suqian).status == 0
    table = bundle / f"{NAME}.applications.csv"
    content = table.read_bytes()
    table.write_bytes(content.replace(b"3525", b"3526"))
    ran = command("verify", bundle, suqian)
    assert ran.status == 1
    assert "应为“3525”，文档里是“3526”" in ran.out
    granted = next(line for line in content.splitlines(keepends=True) if b",granted," in line)
    for lie in (
        content.replace("（一）予以公开".encode(), "（一）不予公开".encode()),
        content.replace(granted, granted.replace(b",1431", b",9999") + granted),  # a row twice
        content.replace(granted, granted.replace(b",1431", b",1431,9999")),  # a cell too many
        content.replace(b"\r\n", b",9999\r\n").replace(b",9999", ",另计".encode(), 1),  # a column
        content.replace("宿迁市,2024,granted".encode(), "泗洪县,2024,granted".encode()),
    ):
        assert lie != content
        table.write_bytes(lie)
        digest = hashlib.sha256(lie).hexdigest()
        relist(bundle, lambda tree, new=digest: tree["files"][2].update(sha256=new))
        ran = command("verify", bundle, suqian)
        assert ran.status == 1
        assert "sha256" not in ran.out
    big = b'"' + b"x" * 200_000 + b'"'
    for damaged in (
        b"",
        b"\xff\xfe",
        b'"',
        b"a,b\n1,2,3\n",
        content.split(b"\n")[0] + b"\n1\n",
        big,
    ):
        table.write_bytes(damaged)
        assert command("verify", bundle, suqian).status == 1
    relist(bundle, lambda tree: tree["files"][2].update(name=f"{NAME}.x.csv"))
    table.rename(bundle / f"{NAME}.x.csv")
    assert "不是这份年报的表" in command("verify", bundle, suqian).out


def test_a_missing_file_and_one_too_many(command: Command, bundle: Path) -> None:
    (bundle / FILES[1]).unlink()
    (bundle / "说明.txt").write_text("x", "utf-8")
    ran = command("verify", bundle)
    assert ran.status == 1
    assert "说明.txt：清单里没有这个文件" in ran.out
    assert FILES[1] in ran.out
    assert "没有这个文件" in ran.out


def test_data_that_are_another_report(command: Command, bundle: Path, suqian: Path) -> None:
    text = suqian.read_text("utf-8")
    other = suqian.with_name("other.yaml")
    other.write_text(
        text.replace("carried_in: {natural_person: 118", "carried_in: {natural_person: 119"),
        "utf-8",
    )
    ran = command("verify", bundle, other)
    assert ran.status == 1
    assert "other.yaml：这份数据不是清单所记的那一份" in ran.out
    assert "应为“119”，文档里是“118”" in ran.out


@pytest.mark.parametrize(
    ("key", "value"),
    [("title", "别的标题"), ("agency", {"name": "别处"}), ("year", 2023), ("edition", "2019"),
     ("region", "53")],
)  # fmt: skip
def test_a_manifest_that_names_another_report(
    command: Command, bundle: Path, key: str, value: Any
) -> None:
    relist(bundle, lambda tree: tree.update({key: value}))
    ran = command("verify", bundle)
    assert (ran.status, f"manifest.json：{key} 与数据不符" in ran.out) == (1, True)


def test_a_file_that_is_a_link_is_not_followed(command: Command, bundle: Path) -> None:
    kept = bundle.parent / "别处.docx"
    (bundle / FILES[0]).rename(kept)
    (bundle / FILES[0]).symlink_to(kept)
    ran = command("verify", bundle)
    assert ran.status == 1
    assert "这是链接，不是文件" in ran.out


@pytest.mark.parametrize(
    "name", ["../外面.docx", "/etc/passwd", "..", "", "a\\b", "C:x", "manifest.json", 7, None]
)
def test_a_manifest_names_only_files_of_its_folder(
    command: Command, bundle: Path, name: object
) -> None:
    relist(bundle, lambda tree: tree["files"][0].update(name=name))
    ran = command("verify", bundle)
    assert (ran.status, ran.out) == (3, "")
    assert "不是本文件夹中的文件" in ran.err


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"format": "disclosure-kit/bundle/1"}',
        b"null",
    ],
)
def test_a_damaged_manifest(command: Command, bundle: Path, content: bytes) -> None:
    (bundle / "manifest.json").write_bytes(content)
    ran = command("verify", bundle)
    assert (ran.status, ran.out) == (3, "")
    assert "manifest.json：不是" in ran.err


def test_a_file_listed_twice(command: Command, bundle: Path) -> None:
    relist(bundle, lambda tree: tree["files"].append(tree["files"][0]))
    ran = command("verify", bundle)
    assert ran.status == 3
    assert "同一个文件列了两次" in ran.err


def test_a_folder_that_is_no_bundle(command: Command, tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    ran = command("verify", tmp_path / "空")
    assert ran.status == 3
    assert "没有 manifest.json，不是发布包" in ran.err


# Whole or not at all


def test_nothing_is_overwritten_unasked(command: Command, bundle: Path, suqian: Path) -> None:
    before = contents(bundle)
    ran = command("render", suqian, "--bundle", bundle)
    assert (ran.status, "已有相同内容，未改动" in ran.err) == (0, True)
    ran = command("render", suqian, "--bundle", bundle, "--to", "docx")
    assert (ran.status, "文件夹已存在，没有覆盖" in ran.err) == (6, True)
    assert contents(bundle) == before


def test_with_force_the_whole_folder_gives_way(
    command: Command, bundle: Path, suqian: Path
) -> None:
    assert command("render", suqian, "--bundle", bundle, "--to", "docx", "--force").status == 0
    assert sorted(contents(bundle)) == sorted([FILES[0], "manifest.json"])
    assert leftovers(bundle.parent) == []
    assert command("verify", bundle).status == 0


def test_with_force_nothing_else_is_lost(command: Command, bundle: Path, suqian: Path) -> None:
    (bundle / "批示.txt").write_text("x", "utf-8")
    before = contents(bundle)
    ran = command("render", suqian, "--bundle", bundle, "--to", "docx", "--force")
    assert ran.status == 6
    assert "这个文件夹里有别的文件（批示.txt）" in ran.err
    assert contents(bundle) == before


def test_what_stands_in_the_way(command: Command, suqian: Path, tmp_path: Path) -> None:
    other = tmp_path / "资料"
    other.mkdir()
    (other / "a.txt").write_text("x", "utf-8")
    (tmp_path / "链接").symlink_to(other)
    (tmp_path / "文件").write_text("x", "utf-8")
    for name in ("资料", "链接", "文件"):
        for force in ([], ["--force"]):
            assert command("render", suqian, "--bundle", tmp_path / name, *force).status == 6
    assert (other / "a.txt").read_text("utf-8") == "x"
    ran = command("render", suqian, "--bundle", tmp_path / "没有" / "包")
    assert (ran.status, "没有这个文件或文件夹" in ran.err) == (6, True)
    ran = command("render", suqian, "--bundle", suqian.parent, "--force")
    assert (ran.status, "来源文件" in ran.err) == (6, True)
    assert suqian.exists()
    assert leftovers(tmp_path) == []


def test_wrong_usage(command: Command, suqian: Path, shanghai: Path, tmp_path: Path) -> None:
    ran = command("render", suqian, shanghai, "--bundle", tmp_path / "包")
    assert (ran.status, "一个发布包只放一份报告" in ran.err) == (2, True)
    ran = command("render", suqian, "--bundle", tmp_path / "包", "-o", tmp_path)
    assert ran.status == 2
    assert not (tmp_path / "包").exists()
    ran = command("render", suqian, "--bundle", "")
    assert (ran.status, "--bundle 后面是空的" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "磁盘已满"),
        (PermissionError(errno.EACCES, "Permission denied"), "没有写入权限"),
        (OSError(errno.EROFS, "Read-only file system"), "这个磁盘是只读的"),
    ],
)
@pytest.mark.parametrize("fails", ["os.fsync", "os.mkdir"])
def test_a_disk_that_refuses_leaves_nothing(
    command: Command,
    suqian: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fails: str,
    error: OSError,
    told: str,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(fails, refuse)
    ran = command("render", suqian, "--bundle", tmp_path / "包")
    assert ran.status == 6
    assert told in ran.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["suqian.yaml"]


@pytest.mark.parametrize("fails_at", [1, 2])
def test_with_force_a_failure_leaves_the_old_bundle(
    command: Command, bundle: Path, suqian: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    before = contents(bundle)
    rename, calls = os.rename, []

    def failing(source: str, target: str, **rest: Any) -> None:
        calls.append(target)
        if len(calls) == fails_at:
            raise OSError(errno.EIO, "Input/output error")
        rename(source, target, **rest)

    monkeypatch.setattr("os.rename", failing)
    ran = command("render", suqian, "--bundle", bundle, "--to", "docx", "--force")
    assert ran.status == 6
    assert len(calls) >= fails_at
    assert contents(bundle) == before
    assert leftovers(bundle.parent) == []


def test_a_document_that_says_something_else_is_not_delivered(
    command: Command, suqian: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from disclosure_kit.builtin.formats import docx as word

    writes = word.write_docx

    def forged(publication: Any) -> Artifact:
        def change(root: etree._Element) -> None:
            set_cell(root, 1, 3, 7, "1")

        made = writes(publication)
        return evolve(made, content=edited(made.content, "docx", change))

    monkeypatch.setattr(word, "write_docx", forged)
    ran = command("render", suqian, "--bundle", tmp_path / "包")
    assert ran.status == 6
    assert "成品与数据不符，没有交付" in ran.err
    assert not (tmp_path / "包").exists()
