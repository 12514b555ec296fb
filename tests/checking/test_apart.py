"""Checks in a plugin's code: what one does costs only itself, and never reads as passed."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from conftest import EXAMPLES, TODAY

from disclosure_kit import KitSpec, Source, check, load_kit, read
from disclosure_kit.checking.apart import Answer, Apart, Failure
from disclosure_kit.model.case import Case
from disclosure_kit.model.finding import Finding

PLUGIN = Path(__file__).parent.parent / "bad_checks"
BROKEN = (
    "unruly-hangs", "unruly-leaves", "unruly-dies", "unruly-raises", "unruly-wrong",
    "unruly-garbles", "unruly-floods", "unruly-swells", "unruly-shouts", "unruly-disguised",
)  # fmt: skip

Command = Callable[..., Any]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report without fault, of a region that the plugin serves."""
    text = (EXAMPLES / "suqian-city-2024.yaml").read_text("utf-8")
    path = tmp_path_factory.mktemp("apart") / "report.yaml"
    path.write_text(text.replace('"321300"', '"530000"'), "utf-8")
    return path


def test_each_broken_check_is_told_and_the_others_are_heard(command: Command, report: Path) -> None:
    words = ("--plugin", PLUGIN, "--set", "checks.seconds=2", "check", "--json", report)
    begin = time.monotonic()
    ran = command(*words)
    assert time.monotonic() - begin < 60
    assert ran.status == 5
    [told] = json.loads(ran.out)["reports"]  # nothing that a check prints is in between
    assert "喧哗" in ran.err
    assert (told["ok"], told["complete"]) == (False, False)
    messages = {f["code"]: f["message"] for f in told["findings"] if "unruly" in f["code"]}
    # What one does to the report that it was given, the next does not see.
    assert messages == {
        "unruly-edits": "1999 年",
        "unruly-prints": "读到''",
        "unruly-works": "2024 年",
    }
    reasons = {n["code"]: n["reason"] for n in told["not_assessed"] if "unruly" in n["code"]}
    assert set(reasons) == set(BROKEN)
    assert reasons["unruly-hangs"] == "检查“hangs”超过 2 秒没有完成，已中止"
    assert reasons["unruly-dies"] == "检查“dies”没有完成：它使子进程中途退出"
    assert reasons["unruly-garbles"] == "检查“garbles”没有完成：它使子进程中途退出"
    assert "LookupError" in reasons["unruly-raises"]
    assert "SystemExit" in reasons["unruly-leaves"]
    assert "yielded dict" in reasons["unruly-wrong"]
    assert "more than 10000 outcomes" in reasons["unruly-floods"]
    assert reasons["unruly-swells"] == "检查“swells”没有完成：结果太长"
    assert len(reasons["unruly-shouts"]) < 500
    assert "pickle" in reasons["unruly-disguised"]
    assert "Traceback" not in ran.err
    assert "× 插件 unruly 的 unruly-hangs、" in ran.err


def test_no_document_is_written(command: Command, report: Path) -> None:
    target = report.with_name("out.docx")
    words = ("--plugin", PLUGIN, "--set", "checks.seconds=2", "render", report, "-o", target)
    assert command(*words).status == 5
    assert not target.exists()


def test_the_process_is_used_again_and_ends_with_the_session(report: Path) -> None:
    spec = KitSpec(plugins=(str(PLUGIN),), installed=False, options=("checks.seconds=2",))
    session = load_kit(spec, today=TODAY)
    apart = session.apart
    assert apart is not None
    loaded = read(session, Source(report.name, report.read_bytes()))
    first = check(session, loaded)
    child = apart._child
    assert child is not None  # alive after the last check, which works
    process = child._process
    case = Case(loaded.report, loaded.form, None, session.settings, session.today)
    answers = apart.run(case, ("unruly-works",), 10)
    assert apart._child is child
    assert [f.message for f in answers["unruly-works"]] == ["2024 年"]
    assert set(first.crashed) == set(BROKEN)
    apart.close()
    assert process.poll() is not None


WORKS = ("unruly-works",)


@pytest.fixture
def at_work(report: Path) -> Iterator[tuple[Apart, Case]]:
    """A process that works, and a case for it."""
    session = load_kit(KitSpec(plugins=(str(PLUGIN),), installed=False), today=TODAY)
    loaded = read(session, Source(report.name, report.read_bytes()))
    case = Case(loaded.report, loaded.form, None, session.settings, session.today)
    apart = session.apart
    assert apart is not None
    yield apart, case
    apart.close()


def said(answers: Mapping[str, Answer]) -> list[str]:
    [answer] = answers.values()
    assert not isinstance(answer, Failure)
    return [outcome.message for outcome in answer if isinstance(outcome, Finding)]


def test_one_that_ended_between_two_reports_blames_no_check(at_work: tuple[Apart, Case]) -> None:
    apart, case = at_work
    assert said(apart.run(case, WORKS, 10)) == ["2024 年"]
    assert apart._child is not None
    apart._child._process.kill()
    apart._child._process.wait()
    assert said(apart.run(case, WORKS, 10)) == ["2024 年"]


def test_an_interrupted_report_leaves_no_answer_to_the_next(
    at_work: tuple[Apart, Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    apart, case = at_work
    apart.run(case, WORKS, 10)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("disclosure_kit.apart.child.Child.answer", interrupted)
        with pytest.raises(KeyboardInterrupt):
            apart.run(case, WORKS, 10)
    later = evolve(case, report=evolve(case.report, year=2025))
    assert said(apart.run(later, WORKS, 10)) == ["2025 年"]


@pytest.mark.parametrize("executable", ["", "/nowhere/python", "/bin/false"])
def test_where_none_can_be_started_every_check_says_so(
    at_work: tuple[Apart, Case], monkeypatch: pytest.MonkeyPatch, executable: str
) -> None:
    apart, case = at_work
    monkeypatch.setattr("sys.executable", executable)
    answers = apart.run(case, (*WORKS, "unruly-prints"), 10)
    assert set(answers) == {*WORKS, "unruly-prints"}
    assert set(answers.values()) == {Failure("没有运行：子进程没有启动")}


def test_files_where_the_user_stands_are_not_run(
    at_work: tuple[Apart, Case], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    apart, case = at_work
    (tmp_path / "attrs.py").write_text("raise SystemExit('run')", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert said(apart.run(case, WORKS, 10)) == ["2024 年"]
