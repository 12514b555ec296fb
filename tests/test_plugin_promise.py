"""The promise to authors of plugins: an API's plugins keep working, what will go is told first."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLES, ROOT, TODAY

from disclosure_kit import KitSpec, Session, Source, check, hookspecs, load_kit, read, render
from disclosure_kit.hookspecs import Deprecated

PLUGIN = ROOT / "tests" / "api1_plugin"
FOLDER = ROOT / "tests" / "api1_folder"
SUQIAN = EXAMPLES / "suqian-city-2024.yaml"
OLD_FIELD = Deprecated("Check.purpose", 3, "请改用 why")
Command = Callable[..., Any]
# Of the files as they were written for API 1.
DIGESTS = {
    "api1_plugin": "e29287dbcb3fb3feb723e8f01d6136ed55232801a9c140393af62136a0437d9e",
    "api1_folder": "1bfe9c1cf7b5c40cc0e9d8fc113b4f5a5c3c8d0d050385926a4215f523e2c13d",
}


def digest(folder: Path) -> str:
    files = sorted(p for p in folder.rglob("*") if p.suffix in (".toml", ".py", ".txt"))
    named = (f"{p.relative_to(folder).as_posix()}\0{p.read_text('utf-8')}" for p in files)
    return sha256("\0".join(named).encode()).hexdigest()


@pytest.mark.parametrize("name", DIGESTS)
def test_the_plugins_of_an_api_are_never_edited(name: str) -> None:
    assert digest(ROOT / "tests" / name) == DIGESTS[name]


@pytest.fixture(scope="module")
def old() -> Session:
    session = load_kit(KitSpec((str(PLUGIN), str(FOLDER)), installed=False), today=TODAY)
    assert session.registry.faults == ()
    assert session.registry.outdated == ()
    return session


FIGURES = "figures: {api1folder.posts: 12, api1folder.website: 15}\n"


def report(text: str) -> Source:
    """A report of the region that both serve, whose overview says ``text``."""
    whole = SUQIAN.read_text("utf-8").replace('"321300"', '"990000"')
    head, mark, rest = whole.partition("overview:")
    assert mark
    before, body, after = rest.partition("body:")
    said = f"{head}{mark}{before}{body}\n      - text: {text}{after}"
    return Source("report.yaml", said.encode())


def test_every_hook_of_the_api_is_answered_and_heard(old: Session) -> None:
    hooks = {word for word in vars(hookspecs) if word.startswith("disclosure_")}
    text = (PLUGIN / "plugin.py").read_text("utf-8")
    # A hook that joins the API later joins no plugin of before.
    assert {hook for hook in hooks if f"def {hook}()" in text} >= {
        f"disclosure_{kind}"
        for kind in (
            "editions", "outlines", "sections", "checks", "readers", "formats", "templates",
            "layouts", "figures", "pictures", "settings", "commands",
        )
    }  # fmt: skip
    kinds = {kind for (kind, _), owner in old.registry.owners.items() if owner == "api1"}
    assert kinds == {kind.__name__ for kind in hookspecs.YIELDS.values()}


def test_what_they_add_works(old: Session) -> None:
    text = "发布信息12条，其中网站15条。东街阵收到大概3件。"
    source = report(text)
    loaded = read(old, Source(source.name, source.content + FIGURES.encode()))
    assert {"api1.fees", "api1folder.fees"} <= set(loaded.form.tables)
    assert loaded.form.layout["heading.bold"].value is True
    codes = {finding.code for finding in check(old, loaded).findings}
    assert {"api1-vague", "api1folder-vague", "api1folder-posts", "subsection-missing"} <= codes
    assert any("东街镇" in f.message for f in check(old, loaded).findings)
    (title,) = render(old, loaded, "api1-title")
    assert title.content.decode().endswith("年度报告")
    assert render(old, loaded, "docx")[0].proof is not None
    assert old.settings["api1.word"] == "大概"
    assert old.settings["api1folder.seal"] == "no"


def test_their_reader_and_command_work(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "a.example"
    file.write_text("EX\n宿迁市2024年政府信息公开工作年度报告\n一、总体情况\n没有。\n", "utf-8")
    ran = command("check", file, "--json", plugins=(PLUGIN,))
    assert ran.status in (0, 1), ran.err
    ran = command("api1-hello", plugins=(PLUGIN,))
    assert (ran.status, ran.out) == (0, "您好\n")


def test_what_will_go_is_told_by_name_and_still_works(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    source = tmp_path / "report.yaml"
    source.write_bytes(report("收到大概3件。").content)
    before = json.loads(command("check", source, "--json", plugins=(PLUGIN,)).out)
    old_hook = Deprecated("disclosure_figures", 2, "请改用 disclosure_sums")
    monkeypatch.setattr(hookspecs, "DEPRECATED", (old_hook, OLD_FIELD))
    hook = "用了 disclosure_figures，插件接口 2 起不再支持；请改用 disclosure_sums"
    field = "用了 Check.purpose，插件接口 3 起不再支持；请改用 why"
    ran = command("check", source, "--json", plugins=(PLUGIN,))
    after = json.loads(ran.out)
    told = [n for n in after["reports"][0]["notices"] if "插件 api1" in n]
    assert told == [f"插件 api1 该更新了：{one}。请告知提供插件的单位" for one in (hook, field)]
    after["reports"][0]["notices"] = before["reports"][0]["notices"]
    assert after == before
    listed = json.loads(command("plugins", "--json", plugins=(PLUGIN, FOLDER)).out)
    ours = ("builtin", "api1", "api1folder")
    outdated = {row["name"]: row["outdated"] for row in listed if row["name"] in ours}
    assert outdated == {
        # A folder answers every hook by our hand: that is nothing its author could mend.
        "builtin": [], "api1": [hook, field], "api1folder": [],
    }  # fmt: skip
    assert f"        ！ {hook}\n" in command("plugins", plugins=(PLUGIN,)).out
    assert hook in command("doctor", plugins=(PLUGIN,)).out


def test_a_report_elsewhere_hears_nothing_of_it(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hookspecs, "DEPRECATED", (Deprecated("Setting.help", 2, "不必再写"),))
    assert "该更新了" not in command("check", SUQIAN, plugins=(FOLDER,)).out
    assert (
        "插件 api1folder 该更新了"
        in command("check", SUQIAN, "--region", "99", plugins=(FOLDER,)).out
    )


@pytest.mark.parametrize(
    ("api", "told"),
    [
        (1, "插件接口版本是 1，本程序支持的是 2 至 3；请向提供插件的单位要新的版本"),
        (2, ""),
        (3, ""),
        (4, "插件接口版本是 4，本程序支持的是 2 至 3；请更新本程序"),
    ],
)
def test_later_kits_run_the_last_api_s_plugins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, api: int, told: str
) -> None:
    monkeypatch.setattr("disclosure_kit.plugins_folder.manifest.API", 3)
    monkeypatch.setattr("disclosure_kit.plugins_folder.manifest.OLDEST", 2)
    text = (FOLDER / "plugin.toml").read_text("utf-8")
    (tmp_path / "plugin.toml").write_text(text.replace("api = 1", f"api = {api}"), "utf-8")
    faults = load_kit(KitSpec((str(tmp_path),), installed=False)).registry.faults
    assert [fault.problem.partition("：")[2] or fault.problem for fault in faults] == (
        [told] if told else []
    )


def test_the_promise_names_the_number() -> None:
    page = (ROOT / "docs/reference/plugin-promise.md").read_text("utf-8")
    assert f"It is **{hookspecs.API}**." in page
    assert hookspecs.OLDEST <= hookspecs.API
