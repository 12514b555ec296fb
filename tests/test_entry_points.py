"""Installed plugins: found by their entry point, known by their plugin.toml, run only then."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from disclosure_kit import KitSpec, load_kit
from disclosure_kit.contributions import Scope
from disclosure_kit.registry import Registry

MANIFEST = """[plugin]
name = "county"
title = "某县"
version = "2.1"
api = 1
region = "999901"
editions = ["2021"]
"""
CODE = """from disclosure_kit import hookimpl
from disclosure_kit.contributions import Check, Scope
from disclosure_kit.model.example import Example
from disclosure_kit.model.finding import Severity


class County:
    @hookimpl
    def disclosure_checks(self):
        scope = Scope("999901", ("2021",))
        shown = {"passing": Example(), "failing": Example()}
        yield Check("county-one", "一项", Severity.WARNING, lambda case: (), scope, **shown)


plugin = County()
"""
Install = Callable[..., Registry]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """A distribution ``county-disclosure`` with these files in its package; the kit with it."""

    def installed(entry: str = "disclosure_county:plugin", **files: str) -> Registry:
        dist = tmp_path / "county_disclosure-2.1.dist-info"
        dist.mkdir()
        (dist / "METADATA").write_text("Metadata-Version: 2.1\nName: county-disclosure\n")
        (dist / "entry_points.txt").write_text(f"[disclosure_kit]\ncounty = {entry}\n")
        package = tmp_path / "disclosure_county"
        for name, text in files.items():
            file = package / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        monkeypatch.syspath_prepend(tmp_path)
        return load_kit(KitSpec()).registry

    yield installed
    for name in [name for name in sys.modules if name.startswith("disclosure_county")]:
        del sys.modules[name]


def test_the_bundled_region_plugins_are_installed() -> None:
    registry = load_kit(KitSpec()).registry
    assert not registry.faults
    assert [info.origin for info in registry.plugins if info.name == "yunnan"] == [
        "已安装：disclosure_kit"
    ]


def test_is_loaded(install: Install) -> None:
    registry = install(**{"__init__.py": CODE, "plugin.toml": MANIFEST})
    assert not registry.faults
    (info,) = [info for info in registry.plugins if info.name == "county"]
    assert (info.version, info.origin) == ("2.1", "已安装：county-disclosure")
    assert info.scope == Scope("999901", ("2021",))
    assert registry.owners[("Check", "county-one")] == "county"


def test_may_live_in_a_module_of_the_package(install: Install) -> None:
    files = {"__init__.py": "", "hooks/__init__.py": "", "hooks/all.py": CODE}
    registry = install("disclosure_county.hooks.all:plugin", **files, **{"plugin.toml": MANIFEST})
    assert not registry.faults
    assert "county-one" in registry.checks


def test_may_be_a_folder_without_code(install: Install) -> None:
    code = "from pathlib import Path\nplugin = Path(__file__).parent\n"
    sums = """[[identities]]
code = "county-one"
title = "一条"
table = "applications"
per = "column"
left = ["received"]
right = ["handled_total"]
basis = "示例"
"""
    registry = install(**{"__init__.py": code, "plugin.toml": MANIFEST, "checks/sums.toml": sums})
    assert not registry.faults
    (rules,) = [parts.parts.rules for owner, parts in registry.parts if owner == "county"]
    assert [rule.code for rule in rules] == ["county-one"]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import no_such_library", "ModuleNotFoundError：No module named 'no_such_library'"),
        ("import sys\nsys.exit(3)", "SystemExit：3"),
        ("other = 1", "has no attribute 'plugin'"),
        ("def plugin(:", "SyntaxError："),
    ],
)
def test_fails_on_import_and_still_says_whom_it_would_have_served(
    install: Install, code: str, reason: str
) -> None:
    registry = install(**{"__init__.py": code, "plugin.toml": MANIFEST})
    (fault,) = registry.faults
    assert fault.plugin == "county"
    assert reason in fault.problem
    assert fault.scope == Scope("999901", ("2021",))
    assert "yunnan" in {info.name for info in registry.plugins}


@pytest.mark.parametrize(
    ("manifest", "reason"),
    [
        ("[plugin", "不是有效的 TOML"),
        (MANIFEST.replace("title", "titel"), "plugin.titel 是不认识的键（是否为 title？）"),
        (MANIFEST.replace('"999901"', '"99a"'), "region 不是区划代码"),
        (MANIFEST.replace('"999901"', '"999901000000"'), "region 末尾的零不写，应写作 '999901'"),
        (MANIFEST.replace('"999901"', '"999901100000"'), "应写作 '999901100'"),
        (MANIFEST.replace('"county"', '"County 1"'), "name 应为小写英文字母开头的一个词"),
    ],
)
def test_a_manifest_that_cannot_be_read_costs_the_plugin_unloaded(
    install: Install, manifest: str, reason: str
) -> None:
    registry = install(**{"__init__.py": CODE, "plugin.toml": manifest})
    (fault,) = registry.faults
    assert fault.plugin == "county"
    assert reason in fault.problem
    assert fault.scope is None
    assert "disclosure_county" not in sys.modules


def test_another_api_is_refused_unloaded(install: Install) -> None:
    registry = install(
        **{"__init__.py": CODE, "plugin.toml": MANIFEST.replace("api = 1", "api = 9")}
    )
    (fault,) = registry.faults
    assert "插件接口版本是 9" in fault.problem
    assert fault.scope == Scope("999901", ("2021",))
    assert "disclosure_county" not in sys.modules


def test_a_package_without_a_manifest_is_refused(
    install: Install, capfd: pytest.CaptureFixture[str]
) -> None:
    registry = install(**{"__init__.py": f"print('county：正在载入')\n{CODE}"})
    (fault,) = registry.faults
    assert "找不到它的 plugin.toml" in fault.problem
    assert capfd.readouterr().out == ""


def test_a_package_that_is_not_there_is_told(install: Install) -> None:
    registry = install("disclosure_county_gone.deep:plugin")
    (fault,) = registry.faults
    assert "No module named 'disclosure_county_gone'" in fault.problem


def test_only_what_was_asked_for_is_loaded(install: Install) -> None:
    install(**{"__init__.py": CODE, "plugin.toml": MANIFEST})
    registry = load_kit(KitSpec(installed=False)).registry
    assert {info.name for info in registry.plugins} == {"builtin"}
