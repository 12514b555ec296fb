"""Settings are declared; the file overrules the default, the option overrules the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from disclosure_kit import KitSpec, load_kit
from disclosure_kit.contributions import Setting
from disclosure_kit.errors import UsageError
from disclosure_kit.settings import from_options, from_toml, resolve

DECLARED = {
    "document.fonts": Setting("document.fonts", "gb2312", "字体", ("gb2312", "windows")),
    "example.seal": Setting("example.seal", "no", "印章"),
}


def test_each_layer_overrules_the_last() -> None:
    file = {"document.fonts": "windows", "example.seal": "left"}
    option = {"example.seal": "right"}
    assert resolve(DECLARED) == {"document.fonts": "gb2312", "example.seal": "no"}
    assert resolve(DECLARED, ("f", file))["example.seal"] == "left"
    both = resolve(DECLARED, ("f", file), ("--set", option))
    assert both == {"document.fonts": "windows", "example.seal": "right"}
    with pytest.raises(TypeError):
        both["example.seal"] = "no"  # type: ignore[index]


def test_every_problem_is_told_with_its_layer() -> None:
    with pytest.raises(UsageError) as told:
        resolve(DECLARED, ("我的.toml", {"document.font": "x"}), ("--set", {"document.fonts": "y"}))
    assert told.value.problems == (
        "我的.toml：没有设置项 document.font（是否为 document.fonts？）",
        "--set：document.fonts 只能是 gb2312、windows，不能是 'y'",
    )


def test_settings_of_a_plugin_that_failed_to_load_are_passed_over() -> None:
    layer = ("f", {"gone.seal": "left"})
    assert resolve(DECLARED, layer, lost={"gone"}) == resolve(DECLARED)
    with pytest.raises(UsageError, match=r"f：没有设置项 gone\.seal"):
        resolve(DECLARED, layer)


def test_options_are_key_value_words() -> None:
    words = ["a.b = 1", "c=x=y", "d="]
    assert from_options(words) == {"a.b": "1", "c": "x=y", "d": ""}
    with pytest.raises(UsageError, match=r"--set a\.b：应写作 键=值"):
        from_options(["a.b"])


@pytest.mark.parametrize(
    "text",
    [
        '"document.fonts" = "windows"',
        'document.fonts = "windows"',
        '[document]\nfonts = "windows"',
        '\ufeff[document]\nfonts = "windows"',
    ],
)
def test_a_settings_file_may_group_its_keys(text: str) -> None:
    assert from_toml(text, "f") == {"document.fonts": "windows"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[document", "f：不是有效的 TOML"),
        ("document.fonts = 3", "f：document.fonts 的值应是文字，不能是 3"),
        ('document.fonts = ["a"]', "f：document.fonts 的值应是文字"),
        ('"document.fonts" = "a"\n[document]\nfonts = "b"', "f：document.fonts 写了两次"),
    ],
)
def test_a_settings_file_that_says_nothing_usable(text: str, problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        from_toml(text, "f")


def test_layers_reach_the_session(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('[document]\nfonts = "windows"\n', "utf-8")
    spec = KitSpec(installed=False, settings_file=str(file))
    assert load_kit(KitSpec(installed=False)).settings["document.fonts"] == "gb2312"
    assert load_kit(spec).settings["document.fonts"] == "windows"
    over = KitSpec(installed=False, settings_file=str(file), options=("document.fonts=gb2312",))
    assert load_kit(over).settings["document.fonts"] == "gb2312"


def test_a_settings_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes('# 字体\n[document]\nfonts = "windows"\n'.encode("gbk"))
    with pytest.raises(UsageError, match=r"settings\.toml 不是 UTF-8 文字"):
        load_kit(KitSpec(installed=False, settings_file=str(file)))
