"""``plugin test``: a good plugin passes each step, and each step fails on one that deserves it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve
from conftest import CORPUS, ROOT, YUNNAN, Ran
from frozendict import frozendict

from disclosure_kit.authoring import conformance, declared_steps, report_steps
from disclosure_kit.authoring.conformance import STEPS, proof, tried
from disclosure_kit.authoring.filled import filled_report
from disclosure_kit.authoring.result import Result, Stage
from disclosure_kit.authoring.trial import AGENCY, Trial
from disclosure_kit.model.form import Form
from disclosure_kit.model.report import TableData
from disclosure_kit.proving.asking import steps_of
from disclosure_kit.proving.values import Begun, State, Step

Command = Callable[..., Ran]
EXAMPLE = "mangshi-mengga-2018.txt"
MANIFEST = """[plugin]
name = "county"
title = "示例县"
version = "1.0"
api = 1
region = "990101"
editions = ["2021"]
module = "plugin.py"
"""
CHECK = """from disclosure_kit import hookimpl
from disclosure_kit.contributions import Check, Scope
from disclosure_kit.model.example import Example, saying
from disclosure_kit.model.finding import Finding, Severity

def run(case):
    {body}

@hookimpl
def disclosure_checks():
    yield Check("county-one", "一项", Severity.WARNING, run, Scope("990101", ("2021",)),
                passing=Example(region="990101"), failing={failing})
"""


@pytest.fixture
def yunnan(tmp_path: Path) -> Path:
    """The plugin of 云南, to spoil."""
    folder = tmp_path / "yunnan"
    for file in YUNNAN.rglob("*"):
        if file.is_file() and "__pycache__" not in file.parts:
            target = folder / file.relative_to(YUNNAN)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
    for file in (folder / "examples").iterdir():
        if not file.name.startswith(EXAMPLE):
            file.unlink()
    return folder


def county(folder: Path, body: str, failing: str = "Example(region='990101')") -> Trial:
    (folder / "plugin.toml").write_text(MANIFEST, "utf-8")
    (folder / "plugin.py").write_text(CHECK.format(body=body, failing=failing), "utf-8")
    return Trial(folder)


def expecting(folder: Path, text: str) -> Step:
    (folder / "examples" / f"{EXAMPLE}.expected.toml").write_text(text, "utf-8")
    return tried("examples", Trial(folder))


def test_every_step_is_announced_and_tried() -> None:
    said = list(proof(YUNNAN))
    assert [one.name for one in said if isinstance(one, Begun)] == list(STEPS)
    ended = [one for one in said if isinstance(one, Step)]
    assert [step.name for step in ended] == [n for n, step in STEPS.items() if not step.rare]
    assert not [step.details for step in ended if step.state is State.FAILED]


def test_a_plugin_with_mistakes_goes_no_further(tmp_path: Path) -> None:
    (tmp_path / "plugin.toml").write_text(MANIFEST.replace("api = 1", "api = 9"), "utf-8")
    _, ended = proof(tmp_path)
    assert isinstance(ended, Step)
    assert ended.state is State.FAILED
    assert any("plugin.toml 第 5 行：插件接口版本是 9" in detail for detail in ended.details)


def test_a_check_that_cannot_tell_its_examples_apart_fails(tmp_path: Path) -> None:
    step = tried("checks", county(tmp_path, "return ()"))
    assert step.details == ("county-one（一项）：不合格的例子没有被指出",)
    always = "return [Finding('county-one', Severity.WARNING, '一句')]"
    step = tried("checks", county(tmp_path, always))
    assert step.details == ("county-one（一项）：合格的例子却被指出",)
    step = tried("checks", county(tmp_path, "raise LookupError('没有')"))
    assert len(step.details) == 2
    assert "自身出错" in step.details[0]


def test_a_check_that_tells_them_apart_passes(tmp_path: Path) -> None:
    body = (
        "said = repr(case.report.sections)\n"
        "    return [Finding('county-one', Severity.WARNING, '一句')] if '错' in said else []"
    )
    failing = "__import__('attrs').evolve(saying('错'), region='990101')"
    assert tried("checks", county(tmp_path, body, failing)).state is State.PASSED


@pytest.mark.parametrize("bound", ["at_least = 100", "at_most = 100"])
@pytest.mark.parametrize("place", ["", 'section = "overview"'])
def test_a_limit_on_the_whole_report_tells_its_examples_apart(
    tmp_path: Path, bound: str, place: str
) -> None:
    (tmp_path / "plugin.toml").write_text(MANIFEST.replace('module = "plugin.py"\n', ""), "utf-8")
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "length.toml").write_text(
        f'[[length_limits]]\ncode = "county-length"\ntitle = "篇幅"\n{place}\n{bound}\n'
        'basis = "某号文"\n',
        "utf-8",
    )
    step = tried("checks", Trial(tmp_path))
    assert (step.state, step.details) == (State.PASSED, ())


def test_a_check_that_hangs_costs_its_own_time(tmp_path: Path) -> None:
    trial = county(tmp_path, "import time\n    time.sleep(600)")
    settings = trial.session.settings | frozendict({"checks.seconds": "1"})
    trial.__dict__["session"] = evolve(trial.session, settings=settings)
    step = tried("checks", trial)
    assert step.state is State.FAILED
    assert all("超过 1 秒没有完成" in detail for detail in step.details)
    told = tried("speed", trial).details
    assert told[0] == "2021 版 2021 年度（990101）：检查 county-one 自身出错"


def test_an_example_is_held_against_what_stands_beside_it(yunnan: Path) -> None:
    right = (
        'source = "芒市政府网站"\ncodes = ["yunnan-deferred-share", "yunnan-in-progress-share"]\n'
    )
    assert expecting(yunnan, right).state is State.PASSED
    step = expecting(yunnan, 'source = "x"\ncodes = ["yunnan-deferred-share", "yunnan-none"]\n')
    name = f"{EXAMPLE}.expected.toml"
    assert step.details == (
        f"{name}：codes 里的 yunnan-none 没有出现",
        f"{name}：出现了 yunnan-in-progress-share，codes 里没有",
    )
    step = expecting(yunnan, right + 'not_assessed = ["yunnan-solved-share"]\n')
    assert step.details == (f"{name}：not_assessed 里的 yunnan-solved-share 没有出现",)


def test_an_example_that_the_plugin_does_not_serve_proves_nothing(yunnan: Path) -> None:
    name = "suqian-city-2024.txt"
    (yunnan / "examples" / name).write_bytes((CORPUS / name).read_bytes())
    (yunnan / "examples" / f"{name}.expected.toml").write_text('source = "x"\ncodes = []\n')
    step = tried("examples", Trial(yunnan))
    assert step.state is State.FAILED
    assert "不在插件的适用范围内" in step.details[0]


def test_a_wording_that_cannot_be_read_fails(yunnan: Path) -> None:
    assert tried("wordings", Trial(yunnan)).state is State.PASSED
    figures = (
        '{ key = "yunnan.paid", label = "金额", kind = "money", section = "overview" }',
        '{ key = "yunnan.visits", label = "次数", kind = "count", section = "overview" }',
    )
    wordings = (
        '{ section = "overview", text = "支出{yunnan.paid}元" }',
        '{ section = "overview", text = "参加第2{yunnan.visits}次" }',
    )
    text = f"figures = [{', '.join(figures)}]\nmentions = [{', '.join(wordings)}]\n"
    scope = '[scope]\neditions = ["2021"]\n'
    (yunnan / "sections" / "more.toml").write_text(text + scope, "utf-8")
    step = tried("wordings", Trial(yunnan))
    assert sorted(step.details) == [
        "句式“参加第2{yunnan.visits}次”：从“有关情况如下。参加第237次。”里读不出 yunnan.visits",
        "句式“支出{yunnan.paid}元”：yunnan.paid 是金额，却没有写明单位（unit）",
    ]


def test_a_template_of_another_form_fails(yunnan: Path) -> None:
    other = ROOT / "templates" / "2021" / "national.docx"
    (yunnan / "templates" / "2014.docx").write_bytes(other.read_bytes())
    [told] = tried("templates", Trial(yunnan)).details
    assert told.startswith("templates/2014.docx：文件名说是 2014 版的模板")


@pytest.fixture(scope="module")
def form() -> Form:
    return Trial(YUNNAN).forms[0]


def test_what_changes_the_statutory_form_is_told(form: Form) -> None:
    before = Trial(YUNNAN).without(form)
    assert list(declared_steps._altered(before, form)) == []
    name = next(iter(before.tables))
    fewer = frozendict((k, t) for k, t in form.tables.items() if k != name)
    assert list(declared_steps._altered(before, evolve(form, tables=fewer))) == ["法定表格变了"]
    spoilt = evolve(form, identities=form.identities[1:], statutory_tables=frozenset())
    assert list(declared_steps._altered(before, spoilt)) == [
        "哪些表是法定的，变了",
        "全国的勾稽关系变了",
    ]


def test_what_a_file_loses_is_told(form: Form) -> None:
    report = filled_report(form, AGENCY)
    assert list(report_steps._differing(report, report)) == []
    name = next(iter(report.tables))
    lost = evolve(report, tables=report.tables | {name: TableData((), frozendict())})
    assert list(report_steps._differing(report, lost)) == [f"读回后，表 {name} 的数据变了"]
    key = next(iter(report.figures))
    lost = evolve(report, figures=frozendict())
    assert f"读回后，数据 {key} 变了" in set(report_steps._differing(report, lost))
    assert list(report_steps._differing(report, evolve(report, signature=None))) == [
        "读回后，标题、导语、落款等变了"
    ]


def test_a_filled_report_fills_everything_with_another_number(form: Form) -> None:
    report = filled_report(form, AGENCY)
    assert {s.id for s in form.sections} == set(report.sections)
    assert set(report.figures) == set(form.figures)
    values = [v for data in report.tables.values() for v in data.cells.values()]
    assert len(values) == len(form.cells)
    assert len(set(map(str, values))) == len(values)


def test_a_fault_of_its_code_is_a_failed_step(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Trial) -> Result:
        raise SystemExit(0)

    monkeypatch.setattr(conformance, "STEPS", {"load": Stage("载入", broken)})
    step = conformance.tried("load", Trial(YUNNAN))
    assert (step.state, step.details) == (State.FAILED, ("SystemExit：0",))


def test_the_command(command: Command) -> None:
    ran = command("plugin", "test", YUNNAN, plugins=())
    assert ran.status == 0, ran.out
    assert ran.out.startswith(f"《{YUNNAN}》\n  通过  载入：")
    assert re.search(r"\n  通过 \d 项(，未做 1 项)?。\n$", ran.out)


def test_the_command_as_json_of_one_that_fails(command: Command, tmp_path: Path) -> None:
    county(tmp_path, "return ()")
    ran = command("plugin", "test", tmp_path, "--json", plugins=())
    tree = json.loads(ran.out)
    usual = len([step for step in STEPS.values() if not step.rare])
    assert (ran.status, tree["ok"], len(tree["steps"])) == (5, False, usual)
    assert [step["step"] for step in tree["steps"] if step["state"] == "failed"] == ["checks"]


def test_a_plugin_that_hangs_is_ended(tmp_path: Path) -> None:
    (tmp_path / "plugin.toml").write_text(MANIFEST, "utf-8")
    (tmp_path / "plugin.py").write_text("import time\ntime.sleep(600)\n", "utf-8")
    (step,) = steps_of(tmp_path, seconds=6)
    assert (step.name, step.state) == ("load", State.FAILED)
    assert step.details[0] == "超过 6 秒没有完成，已中止"


@pytest.mark.parametrize("kind", ["money", "share", "signed"])
def test_a_sum_of_every_kind_has_examples(kind: str, tmp_path: Path) -> None:
    (tmp_path / "checks").mkdir()
    (tmp_path / "plugin.toml").write_text(
        '[plugin]\nname = "a"\ntitle = "甲"\nversion = "1"\napi = 1\nregion = "99"\n'
        'editions = ["2021"]\n',
        "utf-8",
    )
    figures = "\n".join(
        f'[[figures]]\nkey = "a.{key}"\nlabel = "{key}"\nkind = "{kind}"\nsection = "other"\n'
        'unit = "元"\n'
        for key in ("all", "one", "two")
    )
    rule = (
        '[[identities]]\ncode = "a-sum"\ntitle = "和"\nper = "figure"\nleft = ["a.all"]\n'
        'right = ["a.one", "a.two"]\nbasis = "某号文"\n'
    )
    (tmp_path / "checks" / "sums.toml").write_text(f"{figures}\n{rule}", "utf-8")
    step = tried("checks", Trial(tmp_path))
    assert step.state is State.PASSED, step.details
