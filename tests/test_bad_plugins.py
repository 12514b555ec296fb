"""A bad plugin costs itself alone, by name; ``bad_plugins`` holds one folder for each way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import EXAMPLES

from disclosure_kit import KitSpec, Session, gathering, load_kit
from disclosure_kit.contributions import Scope

BAD = Path(__file__).parent / "bad_plugins"

REASONS = {
    "fails_on_import": "ImportError：没有安装 seal_library",
    "exits_on_import": "SystemExit：0",
    "misspelt_hook": "没有钩子 disclosure_chekcs（是否为 disclosure_checks？）",
    "misspelt_unmarked": "没有钩子 disclosure_chekcs（是否为 disclosure_checks？）",
    "unmarked_hook": "disclosure_checks 前漏写了 @hookimpl",
    "wrong_signature": "disclosure_checks 不应有参数（kit）：这个接口的钩子都不带参数",
    "wrong_type": "disclosure_checks 应给出 Check，给出的是 Setting(",
    "wrong_field": "disclosure_checks 给出的 Check 不对：severity 不能是 'warning'",
    "no_answer": "disclosure_checks 什么也没有给出（是否漏写了 return 或 yield？）",
    "one_value": "disclosure_checks 应给出一系列值，给出的是 Check(",
    "wrapper": "disclosure_checks 不能是 wrapper",
    "raises_halfway": "LookupError：第二项找不到了",
    "twice_itself": "检查 twice_itself-one 在 twice_itself 1.0 中定义了 2 次",
    "duplicate_of_core": "格式 docx 重复：builtin 0.1.0 与 duplicate_of_core 1.0 都定义了它",
    "baseless_format": "格式 baseless 由 dcox 转成，但没有这个格式",
    "format_derived_twice": "格式 print 由 scan 转成，而 scan 自己也由别的格式转成",
    "beyond_region": "检查 beyond_region-one 的适用区划 '' 超出插件声明的 '53'",
    "beyond_editions": "检查 beyond_editions-one 的适用版本（全部）超出插件声明的 2014",
    "narrow_contradiction": "引用的 recieved 不在表 applications 中（是否为 received？）",
    "unknown_api": "插件接口版本是 2，本程序支持的是 1",
    "unprefixed_check": "检查 applications-balance 应以插件名开头（unprefixed_check-…）",
    "no_examples": "检查 no_examples-one 没有举出一个合格、一个不合格的例子（passing、failing）",
    "default_of_no_choice": "默认值 'maybe' 不在可选的 yes、no 之中",
    "setting_of_two_levels": "应写作“插件名.一个词”",
    "setting_twice": "设置项 setting_twice.seal 在 setting_twice 1.0 中定义了 2 次",
    "unprefixed_setting": "设置项 document.seal 应以插件名开头（unprefixed_setting.…）",
    "unprefixed_key": "fees 应以插件名开头（unprefixed_key.…）",
    "unprefixed_rule": "规则 applications-balance 应以插件名开头（unprefixed_rule-…）",
    "top_level_section": "部分 top_level_section.seventh 不能加在法定部分的层级",
    "unknown_section": "表 unknown_section.fees 放在不存在的部分 others（是否为 other？这里可用：",
    "same_table_twice": "表 same_table_twice.fees 定义了 2 次",
    "bad_toml": "bad_toml/sections/fees.toml：不是有效的 TOML（第 3 行第 9 列：",
    "unknown_file": "unknown_file：里面的 section 不是插件的内容（是否为 sections？）",
    "unknown_part": "repeating_table 是不认识的键（是否为 repeating_tables？）",
    "reuses_core_table": "applications 应以插件名开头（reuses_core_table.…）",
    "not_utf8": "not_utf8/sections/fees.toml：不是 UTF-8 编码",
    "regional_edition": "版本 2031 是全国通用的，只有适用于全国的插件才能增加",
    "unbound_picture": "applications.recieved.natural_person 不存在"
    "（是否为 applications.received.natural_person？）",
    "year_taken": "版本 2021a（year_taken 1.0）与 2021（builtin 0.1.0）的年度重叠",
}
HANGING = ("hangs_on_import", "hangs_on_registration")
UNREADABLE = {
    "broken_manifest": "broken_manifest/plugin.toml：不是有效的 TOML",
    "unknown_key": "plugin.regoin 是不认识的键（是否为 region？）",
    "settings_in_plugin": "设置项写作 [[settings]]，不写在 [plugin] 之内",
    "deep_toml": "deep_toml/plugin.toml：括号嵌套太深",
    "no_manifest": "no_manifest：缺少 plugin.toml",
    "not_there": "not_there：没有这个文件夹",
}


def with_bad(*cases: str) -> Session:
    return load_kit(KitSpec(tuple(str(BAD / case) for case in cases), installed=False))


def loaded(session: Session) -> set[str]:
    return {info.name for info in session.registry.plugins}


def test_every_bad_plugin_is_tried() -> None:
    others = {"noisy", "twin_a", "twin_b", "core_name", *HANGING}
    cases = {folder.name for folder in BAD.iterdir() if folder.is_dir()}
    assert cases == (REASONS.keys() | UNREADABLE.keys() | others) - {"not_there"}


@pytest.mark.parametrize("case", REASONS)
def test_is_left_out_by_name_with_its_reason_and_static_scope(case: str, national: Session) -> None:
    session = with_bad(case)
    (fault,) = session.registry.faults
    assert fault.plugin == case
    assert REASONS[case] in fault.problem
    assert fault.scope is not None
    assert fault.scope.region == ("" if case == "year_taken" else "53")
    assert loaded(session) == {"builtin"}
    assert session.registry.owners == national.registry.owners


@pytest.mark.parametrize("case", UNREADABLE)
def test_without_a_readable_manifest_its_scope_is_unknown(case: str) -> None:
    session = with_bad(case)
    (fault,) = session.registry.faults
    assert fault.plugin == case
    assert UNREADABLE[case] in fault.problem
    assert fault.scope is None
    assert fault.asked_for
    assert loaded(session) == {"builtin"}


def test_costs_no_other_plugin() -> None:
    session = with_bad("raises_halfway", "noisy", "not_utf8")
    assert loaded(session) == {"builtin", "noisy"}
    assert {fault.plugin for fault in session.registry.faults} == {"raises_halfway", "not_utf8"}


def test_of_two_plugins_with_one_format_neither_is_used_and_both_are_named() -> None:
    session = with_bad("twin_a", "noisy", "twin_b")
    assert loaded(session) == {"builtin", "noisy"}
    assert "twin" not in session.registry.formats
    assert {fault.plugin for fault in session.registry.faults} == {"twin_a", "twin_b"}
    for fault in session.registry.faults:
        assert fault.problem == "格式 twin 重复：twin_a 1.0 与 twin_b 1.0 都定义了它"
        assert fault.scope == Scope("53")


def test_the_order_of_loading_decides_nothing() -> None:
    faults = [
        {(fault.plugin, fault.scope) for fault in with_bad(*cases).registry.faults}
        for cases in (("twin_a", "twin_b"), ("twin_b", "twin_a"))
    ]
    assert faults[0] == faults[1]


def test_what_a_plugin_prints_leaves_standard_output_clean(
    capfd: pytest.CaptureFixture[str],
) -> None:
    session = with_bad("noisy")
    printed = capfd.readouterr()
    assert "noisy-one" in session.registry.checks
    assert printed.out == ""
    assert "noisy：正在载入" in printed.err
    assert "noisy：正在列出检查" in printed.err


def test_the_core_s_name_is_taken() -> None:
    session = with_bad("core_name")
    (fault,) = session.registry.faults
    assert "builtin 是内置部分的名字" in fault.problem
    assert session.registry.editions


def test_two_plugins_of_one_name_are_both_left_out(tmp_path: Path) -> None:
    for place in ("a", "b"):
        folder = tmp_path / place / "noisy"
        folder.mkdir(parents=True)
        for file in (BAD / "noisy").glob("plugin.*"):
            (folder / file.name).write_bytes(file.read_bytes())
    named = tuple(str(tmp_path / place / "noisy") for place in ("a", "b"))
    session = load_kit(KitSpec(named, installed=False))
    assert loaded(session) == {"builtin"}
    for fault in session.registry.faults:
        assert fault.plugin == "noisy"
        assert all(place in fault.problem for place in named)


def test_a_plugin_may_hold_dataclasses(tmp_path: Path) -> None:
    (tmp_path / "plugin.toml").write_text((BAD / "noisy" / "plugin.toml").read_text(), "utf-8")
    (tmp_path / "plugin.py").write_text(
        "from __future__ import annotations\n"
        "from dataclasses import dataclass\n"
        "@dataclass\n"
        "class Seal:\n"
        "    name: str\n",
        "utf-8",
    )
    session = load_kit(KitSpec((str(tmp_path),), installed=False))
    assert not session.registry.faults
    assert loaded(session) == {"builtin", "noisy"}


@pytest.mark.parametrize("case", HANGING)
def test_one_that_never_loads_is_left_out(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "LOADING", 1.0)
    session = with_bad(case, "noisy")
    (fault,) = session.registry.faults
    assert fault.plugin == case
    assert fault.problem == "TimeoutError：没有在限定的时间内载入完，已中止"
    assert loaded(session) == {"builtin", "noisy"}
    # Nor does it keep the children of the others: they do not meet it.
    assert session.apart is not None
    assert session.apart.started() is not None
    session.apart.close()


def test_it_is_left_out_too_where_ctrl_c_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "LOADING", 1.0)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as of a command in the background
    try:
        (fault,) = with_bad("hangs_on_import").registry.faults
    finally:
        signal.signal(signal.SIGINT, before)
    assert fault.problem == "TimeoutError：没有在限定的时间内载入完，已中止"


def folder_with(tmp_path: Path, **files: str) -> Path:
    """A plugin that is right but for ``files``."""
    folder = tmp_path / "county"
    (folder / "sections").mkdir(parents=True)
    text = (BAD / "not_utf8" / "plugin.toml").read_text("utf-8")
    (folder / "plugin.toml").write_text(text.replace("not_utf8", "county"), "utf-8")
    for name, content in files.items():
        (folder / "sections" / f"{name}.toml").write_text(content, "utf-8")
    return folder


def fault_of(folder: Path) -> str:
    (fault,) = load_kit(KitSpec((str(folder),), installed=False)).registry.faults
    assert fault.plugin == "county"
    return fault.problem


def test_a_file_of_absurd_size_is_not_read(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    with (folder / "sections" / "fees.toml").open("wb") as file:
        file.truncate(1 << 40)
    assert "MB，没有读取" in fault_of(folder)


@pytest.mark.skipif(os.name != "posix", reason="links and pipes")
def test_what_is_no_file_of_the_folder_is_not_read(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    outside = tmp_path / "outside.toml"
    outside.write_text("", "utf-8")
    link = folder / "sections" / "fees.toml"
    for target in (outside, Path("/dev/zero"), Path("../../outside.toml")):
        link.symlink_to(target)
        assert "county/sections/fees.toml：是指到插件文件夹之外的链接" in fault_of(folder)
        link.unlink()
    os.mkfifo(link)
    assert "fees.toml：不是普通文件" in fault_of(folder)
    link.unlink()
    (folder / "sections" / "real.toml").write_text("", "utf-8")
    link.symlink_to("real.toml")  # within the folder it is a file as any other
    assert not load_kit(KitSpec((str(folder),), installed=False)).registry.faults


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, fees="")
    (folder / "sections" / "fees.toml").chmod(0)
    assert "county/sections/fees.toml：读不出来" in fault_of(folder)


def test_nothing_is_loaded_from_where_the_user_stands(tmp_path: Path) -> None:
    """Neither a folder, nor what looks installed, be it by the command or by ``python -m``."""
    folder = folder_with(tmp_path)
    evil = tmp_path / "county" / "evil.py"
    evil.write_text("raise SystemExit('run')", "utf-8")
    info = folder / "evil-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text("[disclosure_kit]\nevil = evil:plugin\n", "utf-8")
    script = Path(sys.executable).with_name("disclosure-kit")
    for command in ([str(script)], [sys.executable, "-m", "disclosure_kit"]):
        ran = subprocess.run(
            [*command, "plugins"], cwd=folder, capture_output=True, encoding="utf-8", check=False
        )
        assert ran.returncode == 0, ran.stderr
        assert "evil" not in ran.stdout
        assert "county" not in ran.stdout


def test_without_plugins_none_is_even_imported(tmp_path: Path) -> None:
    """One that takes the program with it on import cannot be caught; it can be left out."""
    (tmp_path / "deadly.py").write_text("import os\nos._exit(9)\n", "utf-8")
    info = tmp_path / "deadly-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: deadly\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text("[disclosure_kit]\ndeadly = deadly:plugin\n", "utf-8")

    def ran(*words: str) -> int:
        return subprocess.run(
            [sys.executable, "-m", "disclosure_kit", *words],
            env=os.environ | {"PYTHONPATH": str(tmp_path)},
            capture_output=True,
            check=False,
        ).returncode

    source = str(EXAMPLES / "suqian-city-2024.yaml")
    assert ran("plugins") == 9
    assert ran("--no-plugins", "render", source, "-o", str(tmp_path / "out.docx")) == 0
    assert (tmp_path / "out.docx").exists()
