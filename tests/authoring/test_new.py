"""``plugin new``: a plugin that passes its own proof at once, and is put where nothing stood."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import YUNNAN, Ran

from disclosure_kit.authoring.conformance import STEPS, tried
from disclosure_kit.authoring.mistakes import mistakes
from disclosure_kit.authoring.trial import Trial
from disclosure_kit.proving.values import State

Command = Callable[..., Ran]
RARE = {name for name, step in STEPS.items() if step.rare}  # it has no reader, format, …
PACKAGE = "src/disclosure_kit_ximu"
FOLDER = {
    "README.md",
    "checks/sums.toml",
    "examples/right.yaml",
    "examples/right.yaml.expected.toml",
    "examples/wrong.yaml",
    "examples/wrong.yaml.expected.toml",
    "plugin.toml",
    "sections/fees.toml",
    "templates/2021.docx",
    "tests/test_plugin.py",
}
PYTHON = {
    "README.md",
    "pyproject.toml",
    "tests/test_plugin.py",
    f"{PACKAGE}/2021.docx",
    f"{PACKAGE}/__init__.py",
    f"{PACKAGE}/examples/right.yaml",
    f"{PACKAGE}/examples/right.yaml.expected.toml",
    f"{PACKAGE}/examples/wrong.yaml",
    f"{PACKAGE}/examples/wrong.yaml.expected.toml",
    f"{PACKAGE}/plugin.toml",
    f"{PACKAGE}/sections.toml",
}


@pytest.fixture(params=[(), ("--python",)], ids=["folder", "python"])
def made(request: pytest.FixtureRequest, command: Command, tmp_path: Path) -> Path:
    words = ("plugin", "new", "ximu", "--region", "990101", "--title", "溪木县“年报”")
    ran = command(*words, *request.param, "-o", tmp_path / "ximu", plugins=())
    assert ran.status == 0, ran.err
    assert ran.out == f"{tmp_path / 'ximu'}\n"
    return tmp_path / "ximu"


def held(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_holds_all_that_a_plugin_should_have(made: Path) -> None:
    files = held(made)
    assert set(files) in (FOLDER, PYTHON)
    assert not [name for name, content in files.items() if b"$" in content and b"PK" not in content]
    manifest = tomllib.loads(next(made.rglob("plugin.toml")).read_text("utf-8"))["plugin"]
    assert (manifest["title"], manifest["region"]) == ("溪木县“年报”", "990101")


def test_a_code_with_the_zeros_of_statistics_is_written_without(
    command: Command, tmp_path: Path
) -> None:
    ran = command(
        "plugin", "new", "ximu", "--region", "990101000000", "-o", tmp_path / "ximu", plugins=()
    )
    assert ran.status == 0, ran.err
    assert 'region = "990101"\n' in (tmp_path / "ximu" / "plugin.toml").read_text("utf-8")


def test_passes_its_own_proof_at_once(made: Path) -> None:
    assert list(mistakes(made)) == []
    trial = Trial(made)
    steps = {name: tried(name, trial) for name in STEPS}
    open_ = {name for name, step in steps.items() if step.state is not State.PASSED}
    assert open_ == {"wordings", *RARE}, steps  # it states no figure in its prose
    assert {steps[name].state for name in open_} == {State.SKIPPED}


def test_its_own_tests_pass_offline(made: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(made)]
    ran = subprocess.run(
        command, cwd=made, env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}, capture_output=True
    )
    assert ran.returncode == 0, ran.stdout.decode()
    assert f"{len(STEPS) - len(RARE) - 1} passed, {len(RARE) + 1} skipped" in ran.stdout.decode()


def test_its_tests_fail_where_it_is_spoilt(made: Path) -> None:
    expected = next(made.rglob("wrong.yaml.expected.toml"))
    expected.write_text('source = "x"\ncodes = []\n', "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-k", "examples", str(made)]
    ran = subprocess.run(command, cwd=made, capture_output=True)
    assert ran.returncode == 1
    assert "出现了 ximu-fees-total，codes 里没有" in ran.stdout.decode()


def test_a_clerk_can_fill_and_print_it(made: Path, command: Command, tmp_path: Path) -> None:
    home = next(made.rglob("plugin.toml")).parent
    new = ("new", "--agency", "某某镇人民政府", "--year", "2025", "--region", "990101")
    book = tmp_path / "年报.xlsx"
    assert command(*new, "-o", book, plugins=(home,)).status == 0
    target = tmp_path / "right.docx"
    example = next(made.rglob("right.yaml"))
    ran = command("render", example, "-o", target, plugins=(home,))
    assert ran.status == 0, ran.err
    assert "0 处不同" in ran.err
    ran = command("check", next(made.rglob("wrong.yaml")), plugins=(home,))
    assert (ran.status, "ximu-fees-total" in ran.out) == (1, True)


def test_the_same_words_give_the_same_bytes_whatever_else_is_loaded(
    command: Command, tmp_path: Path
) -> None:
    words = ("plugin", "new", "ximu", "--region", "530101")
    for place, plugins in (("a", ()), ("b", (YUNNAN,))):
        (tmp_path / place).mkdir()
        assert command(*words, "-o", tmp_path / place / "x", plugins=plugins).status == 0
    assert held(tmp_path / "a") == held(tmp_path / "b")


def test_nothing_is_overwritten(command: Command, tmp_path: Path) -> None:
    words = ("plugin", "new", "ximu", "--region", "990101", "-o")
    for name, make in (("dir", Path.mkdir), ("file", Path.touch)):
        make(tmp_path / name)
        ran = command(*words, tmp_path / name, plugins=())
        assert ran.status == 6
        assert "已存在，没有覆盖" in ran.err
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    assert command(*words, tmp_path / "link", plugins=()).status == 6
    assert sorted(os.listdir(tmp_path)) == ["dir", "file", "link"]


@pytest.mark.parametrize("place", ["missing/x", "file/x"])
def test_a_place_that_takes_nothing_is_told(place: str, command: Command, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ran = command("plugin", "new", "ximu", "--region", "990101", "-o", tmp_path / place, plugins=())
    assert ran.status == 6
    assert "写不进去" in ran.err
    assert held(tmp_path) == {"file": b""}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("Ximu", "--region", "990101"), "名字 'Ximu' 不行"),
        (("../x", "--region", "990101"), "名字 '../x' 不行"),
        (("溪木", "--region", "990101"), "名字 '溪木' 不行"),
        (("x" * 41, "--region", "990101"), "不超过 40 个字符"),
        (("builtin", "--region", "990101"), "已有叫 builtin 的插件"),
        (("yunnan", "--region", "53"), "已有叫 yunnan 的插件"),
        (("ximu", "--region", "99010"), "99010"),
        (("ximu", "--region", "县"), "县"),
        (("ximu", "--region", "990101", "--title", " "), "标题应是"),
        (("ximu", "--region", "990101", "--title", "一\n二"), "标题应是"),
        (("ximu",), "缺少 --region"),
        (("--region", "990101"), "缺少 NAME"),
    ],
)
def test_wrong_words_are_told_and_nothing_is_written(
    words: tuple[str, ...], told: str, command: Command, tmp_path: Path
) -> None:
    ran = command("plugin", "new", *words, "-o", tmp_path / "x")
    assert ran.status == 2, ran.err
    assert told in ran.err
    assert os.listdir(tmp_path) == []


class Terminal(io.StringIO):
    """Somebody who answers."""

    def isatty(self) -> bool:
        return True


def test_on_a_terminal_what_is_missing_is_asked(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("ximu\n990101\n"))
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: sys.stdin.readline())
    ran = command("plugin", "new", "-o", tmp_path / "x", plugins=())
    assert ran.status == 0, ran.err
    text = (tmp_path / "x" / "plugin.toml").read_text("utf-8")
    assert 'name = "ximu"' in text
    assert 'title = "区划 990101 年报附加内容"' in text
