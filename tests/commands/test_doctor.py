"""``doctor``: it looks at everything, tells what to do, and no fault stops it."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, YUNNAN

from disclosure_kit import health, office
from disclosure_kit.errors import UsageError
from disclosure_kit.rendering.fonts.local import LocalFonts, NamedFont
from disclosure_kit.rendering.fonts.sets import FONT_SETS

Command = Callable[..., Any]
BAD = ROOT / "tests" / "bad_plugins"
LAYOUT = """[[parameters]]
id = "body.line"
value = 30
basis = "某市府办公文处理细则第九条"

[[parameters]]
id = "grid.lines"
value = 21
basis = "某市府办公文处理细则第九条"
"""


@pytest.fixture
def told(command: Command) -> Callable[..., dict[tuple[str, str], dict[str, str]]]:
    """The conditions by area and name."""

    def run(*words: str, plugins: tuple[Path, ...] = (YUNNAN,)) -> Any:
        ran = command(*words, "doctor", "--json", plugins=plugins)
        assert ran.status == 0
        tree = json.loads(ran.out)
        found = {(one["area"], one["name"]): one for one in tree["conditions"]}
        assert tree["ok"] == all(one["state"] != "fault" for one in tree["conditions"])
        return found

    return run


def test_every_area_is_looked_at(command: Command) -> None:
    ran = command("doctor")
    assert (ran.status, ran.err) == (0, "")
    areas = [line for line in ran.out.splitlines() if line.endswith("：")]
    assert areas == ["程序：", "字体：", "LibreOffice：", "插件：", "设置："]
    assert "√ Python  3." in ran.out
    assert "√ jinja2  3." in ran.out
    assert (
        "√ yunnan  1.1，云南省 2018 年度报告提纲和 2021 年以后的附加内容，适用于区划 53" in ran.out
    )


def test_a_library_that_is_not_there(told: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    true = health.version

    def version(name: str) -> str:
        if name == "lxml":
            raise PackageNotFoundError(name)
        return true(name)

    monkeypatch.setattr(health, "version", version)
    found = told()["程序", "lxml"]
    assert (found["state"], found["found"]) == ("fault", "没有安装")
    assert "pip install lxml" in found["advice"]


def named(here: set[str]) -> tuple[NamedFont, ...]:
    faces = {"body": "仿宋", "title": "小标宋"}
    return tuple(
        NamedFont(set_name, face, getattr(fonts, role), getattr(fonts, role) in here)
        for set_name, fonts in FONT_SETS.items()
        for role, face in faces.items()
    )


def test_what_fonts_of_the_chosen_set_are_here_and_lack(
    told: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "named_fonts", lambda: named({"方正小标宋简体", "仿宋"}))
    found = told()
    here, missing = found["字体", "方正小标宋简体"], found["字体", "仿宋_GB2312"]
    assert (here["state"], here["advice"]) == ("fine", "")
    assert "没有 堃、喆、珺、燊、䶮 等字" in here["found"]
    assert missing["state"] == "note"
    assert "本机没有，用于仿宋" in missing["found"]
    assert "页数可能不同" in missing["advice"]
    assert found["字体", "document.fonts=windows"]["found"] == "所写的 2 种中，本机有 1 种"
    windows = told("--set", "document.fonts=windows")
    assert windows["字体", "仿宋"]["state"] == "fine"
    assert "䶮" in windows["字体", "仿宋"]["found"]
    assert "堃" not in windows["字体", "仿宋"]["found"]


def test_this_machine_s_own_fonts(told: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "named_fonts", lambda: named(set()))
    made = LocalFonts(FONT_SETS["windows"], ("本机没有仿宋，用“宋体”代替",))
    monkeypatch.setattr(health, "local_fonts", lambda: made)
    assert told()["字体", "document.fonts=local"]["state"] == "fine"
    chosen = told("--set", "document.fonts=local")["字体", "document.fonts=local"]
    assert (chosen["state"], chosen["found"]) == ("note", "可用，但本机没有仿宋，用“宋体”代替")

    def none() -> None:
        raise UsageError("没有中文字体", hint="请安装")

    monkeypatch.setattr(health, "local_fonts", none)
    assert told()["字体", "document.fonts=local"]["state"] == "note"
    assert told("--set", "document.fonts=local")["字体", "document.fonts=local"]["state"] == "fault"
    monkeypatch.setattr(health, "named_fonts", none)
    assert told()["字体", "本机的字体"]["advice"] == "没有中文字体"


def test_libreoffice(told: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find", lambda *_: None)
    found = told()
    assert found["LibreOffice", "soffice"]["state"] == "note"
    assert "--set office.program=路径" in found["LibreOffice", "soffice"]["advice"]
    assert found["LibreOffice", "格式 pdf"]["state"] == "note"
    named = told("--set", "office.program=/nowhere")["LibreOffice", "/nowhere"]
    assert (named["state"], named["found"]) == ("fault", "没有这个程序")

    program = tmp_path / "soffice"
    monkeypatch.setattr(office, "find", lambda *_: program)
    monkeypatch.setattr(office, "version_of", lambda _: "")
    assert told()["LibreOffice", str(program)]["state"] == "fault"
    monkeypatch.setattr(office, "version_of", lambda _: "LibreOffice 24.2")
    assert told()["LibreOffice", str(program)]["found"] == "LibreOffice 24.2"
    plugin = ROOT / "plugins" / "pdf" / "src" / "disclosure_kit_pdf"
    assert ("LibreOffice", "格式 pdf") not in told(plugins=(plugin,))


def test_plugins_with_faults_are_named_with_the_reason(told: Any) -> None:
    found = told(plugins=(BAD / "fails_on_import", YUNNAN))
    assert found["插件", "yunnan"]["state"] == "fine"
    fault = found["插件", "fails_on_import"]
    assert fault["state"] == "fault"
    assert "没有安装 seal_library" in fault["found"]


def test_settings_that_were_changed_say_what_is_usual(told: Any) -> None:
    found = told("--set", "document.seal=with")
    assert found["设置", "document.seal"]["found"] == "with（默认 without）"
    assert found["设置", "checks.seconds"]["found"] == "10"


def test_a_region_s_own_looks_are_told_with_their_basis(told: Any, tmp_path: Path) -> None:
    manifest = (YUNNAN / "plugin.toml").read_text("utf-8")
    (tmp_path / "plugin.toml").write_text(
        manifest.replace('name = "yunnan"', 'name = "county"').replace('"53"', '"99"'), "utf-8"
    )
    (tmp_path / "layout.toml").write_text(LAYOUT, "utf-8")
    own = told(plugins=(tmp_path,))["版式", "区划 99，版本 2014"]
    assert own["state"] == "note"
    assert "地方规定：某市府办公文处理细则第九条" in own["found"]
