"""What a newcomer stumbled over (Notepad, the input method, archives), each told in plain words."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import YUNNAN, Ran

from disclosure_kit import KitSpec, load_kit

MANIFEST = """[plugin]
name = "county"
title = "某县“附加”内容"
version = "1.0"
api = 1
region = "990101"
editions = ["2021"]
"""
SECTION = """[[subsections]]
id = "county.fees"
section = "other"
title = "（一）收费情况"
basis = "某号文"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "county"
    (made / "sections").mkdir(parents=True)
    (made / "plugin.toml").write_text(MANIFEST, "utf-8")
    (made / "sections" / "fees.toml").write_text(SECTION, "utf-8")
    return made


def told(*named: Path) -> str:
    registry = load_kit(KitSpec(tuple(map(str, named)), installed=False)).registry
    assert [info.name for info in registry.plugins] == ["builtin"]
    (fault,) = registry.faults
    return fault.problem


def test_as_it_should_be(folder: Path) -> None:
    registry = load_kit(KitSpec((str(folder),), installed=False)).registry
    assert registry.faults == ()


@pytest.mark.parametrize("name", ["plugin.toml", "sections/fees.toml"])
def test_notepad_adds_txt(folder: Path, name: str) -> None:
    (folder / name).rename(folder / f"{name}.txt")
    problem = told(folder)
    assert f"{name}.txt" in problem
    assert "勾选“文件扩展名”，再去掉末尾的 .txt" in problem


def test_rules_with_txt_are_no_list_of_words(folder: Path) -> None:
    (folder / "checks").mkdir()
    (folder / "checks" / "sums.toml.txt").write_text("", "utf-8")
    assert "checks/sums.toml.txt" in told(folder)


def test_what_a_folder_does_not_hold_is_not_passed_over(folder: Path) -> None:
    (folder / "sections" / "fees.xlsx").write_bytes(b"PK")
    assert told(folder).endswith(
        "里面的 sections/fees.xlsx 不是插件的内容：sections 里只放 .toml 文件"
    )


def test_what_others_leave_there_does_no_harm(folder: Path) -> None:
    (folder / "templates").mkdir()
    for name in ("Thumbs.db", "desktop.ini", ".DS_Store"):
        (folder / name).write_bytes(b"")
        (folder / "templates" / name).write_bytes(b"")
    (folder / "templates" / "~$2021.docx").write_bytes(b"")  # beside a file open in Word
    registry = load_kit(KitSpec((str(folder),), installed=False)).registry
    assert registry.faults == ()
    assert all(pack.name != "county.~$2021" for pack in registry.templates)


@pytest.mark.parametrize(
    ("old", "new", "mark"),
    [
        ('"1.0"', "“1.0”", "“"),
        ("version =", "version ＝", "＝"),
        ("[plugin]", "［plugin］", "［"),
        ('["2021"]', '["2021"］', "］"),
    ],
)
def test_a_chinese_input_method(folder: Path, old: str, new: str, mark: str) -> None:
    (folder / "plugin.toml").write_text(MANIFEST.replace(old, new), "utf-8")
    assert told(folder).endswith(f"；这一行有中文标点 {mark}，请用英文输入法重打")


def test_a_mistake_of_another_kind_blames_no_punctuation(folder: Path) -> None:
    # Chinese marks inside a text, or in a remark, are as they should be.
    (folder / "plugin.toml").write_text(MANIFEST.replace('内容"', '内容" x # “注”'), "utf-8")
    assert "中文标点" not in told(folder)


def test_an_archive_is_not_unpacked_for_the_user(folder: Path) -> None:
    archive = Path(shutil.make_archive(str(folder.parent / "made"), "zip", folder.parent))
    assert told(archive) == f"{archive} 是压缩包：请先解压，再写解压出来的文件夹"


def test_a_wheel_is_installed(tmp_path: Path) -> None:
    wheel = tmp_path / "county-1.0-py3-none-any.whl"
    wheel.write_bytes(b"PK")
    assert f"请用 pip install {wheel} 安装" in told(wheel)


def test_an_archive_unpacked_into_a_folder_of_its_name(folder: Path) -> None:
    outer = folder.parent / "outer"
    outer.mkdir()
    folder.rename(outer / "county")
    assert told(outer) == f"{outer}：缺少 plugin.toml；插件是否在里面的文件夹 county？"


def test_a_file_of_the_folder_names_it(folder: Path) -> None:
    registry = load_kit(KitSpec((str(folder / "plugin.toml"),), installed=False)).registry
    assert registry.faults == ()


def test_the_bundled_plugin_holds_nothing_else() -> None:
    registry = load_kit(KitSpec((str(YUNNAN),), installed=False)).registry
    assert registry.faults == ()


@pytest.mark.parametrize(
    ("region", "said"),
    [
        ((), "插件 county 没有用上：它用于 990101、2021；这里是 2021 版，没有写明区划"),
        (
            ("--region", "990102"),
            "插件 county 没有用上：它用于 990101、2021；这里是 2021 版，区划是 990102",
        ),
        (("--region", "990101103"), ""),
    ],
)
def test_a_form_without_the_region_s_code_says_what_it_lacks(
    folder: Path, command: Callable[..., Ran], region: tuple[str, ...], said: str
) -> None:
    form = folder.parent / "form.yaml"
    words = ("new", "--agency", "某县人民政府", "--year", "2025", "-o", form)
    ran = command(*words, *region, plugins=(folder,))
    assert ran.status == 0
    assert (said in ran.err) if said else ("没有用上" not in ran.err)
    assert ("（一）收费情况" in form.read_text("utf-8")) is not bool(said)


@pytest.mark.parametrize(
    ("old", "new", "advice"),
    [
        ('"1.0"', "1.0", '文字加上英文双引号，如 "1.0"'),
        ('["2021"]', '"2021"', '加上方括号，如 ["2021"]'),
        ('"990101"', '"某县"', '写本地的区划代码，如 "533103"'),
        ('"1.0"', '"1.0', "引号、方括号、花括号成对"),
    ],
)
def test_advice_on_a_first_try(
    folder: Path, command: Callable[..., Ran], old: str, new: str, advice: str
) -> None:
    (folder / "plugin.toml").write_text(MANIFEST.replace(old, new), "utf-8")
    ran = command("plugin", "check", folder, plugins=())
    assert ran.status == 5
    assert f"处理：{advice}" in ran.out or f"，{advice}" in ran.out


def test_plugin_check_says_the_same_of_notepad(folder: Path, command: Callable[..., Ran]) -> None:
    (folder / "sections" / "fees.toml").rename(folder / "sections" / "fees.toml.txt")
    ran = command("plugin", "check", folder, plugins=())
    assert "sections/fees.toml.txt：不是插件的内容：" in ran.out
    assert "去掉末尾的 .txt" in ran.out
