"""``plugin test``: the proof of a plugin, step by step. Each step tries; none believes."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Final

from attrs import evolve
from frozendict import frozendict

from ..app import SECONDS, Loaded, check, produce, read
from ..catalogue import Entry, catalogue
from ..checking.examples import case_of
from ..checking.run import Assessment, assess
from ..contributions import Format
from ..editions.loader import text_of
from ..errors import DisclosureError, TemplateError
from ..files import read_source
from ..foreign import is_ours
from ..forms.blank import blank_report
from ..forms.writer import write_workbook
from ..model.case import Case
from ..model.edition import OutlineKind
from ..model.example import Example
from ..model.form import Form
from ..model.mention import fields_of, found_in, spoken
from ..model.raw import Source
from ..model.report import Agency, Report
from ..model.rules import Mention
from ..proving.values import Begun, State, Step
from ..recognise import Wishes
from ..structure.prose_figures import value_of
from ..templates import check_template, starting_template
from . import code_steps
from .expectation import expectations, load_expectation, report_of
from .filled import filled_report
from .result import Result, Stage
from .trial import AGENCY, Trial, called

_NUMBER: Final = "37"
KINDS: Final = ("docx", "html", "json", "yaml", "xlsx")


def load(trial: Trial) -> Result:
    """It loads: no mistake in its files, its hooks, its names and its scope."""
    info = trial.info
    given = len([owner for owner in trial.session.registry.owners.values() if owner == info.name])
    return Result(f"{info.name} {info.version}，{given} 项内容")


def checks(trial: Trial) -> Result:
    """Every check of the plugin is silent on its passing example and speaks on its failing one."""
    name = trial.info.name
    own = [e for e in catalogue(trial.session.registry).values() if e.owner == name]
    if not own:
        return Result(nothing="插件没有检查")
    wrong = tuple(problem for entry in own for problem in _misjudged(entry, trial))
    return Result(f"{len(own)} 项检查", wrong)


def _misjudged(entry: Entry, trial: Trial) -> Iterator[str]:
    for example, speaks, what in (
        (entry.passing, False, "合格的例子却被指出"),
        (entry.failing, True, "不合格的例子没有被指出"),
    ):
        assessment = _told(entry, example, trial)
        if assessment.crashed:
            yield f"{entry.code}：" + "；".join(n.reason for n in assessment.not_assessed)
        elif (entry.code in {o.code for o in assessment.outcomes}) is not speaks:
            yield f"{entry.code}（{entry.title}）：{what}"


def _told(entry: Entry, example: Example, trial: Trial) -> Assessment:
    session = trial.in_january(example.year)
    registry = session.registry

    def form_of(edition: str, year: int, region: str | None) -> Form:
        known = registry.editions[edition]
        return registry.form(known, region, year, registry.outline_for(known, region, year))

    case: Case = case_of(example, form_of, session.settings, session.today)
    one = registry.checks.get(entry.code)
    if one is None:  # declared: what evaluates it is the core's
        core = {c: k for c, k in registry.checks.items() if is_ours(k.run)}
        return assess(case, core)
    apart = session.apart.run(case, [entry.code], _seconds(trial)) if session.apart else {}
    return assess(case, {entry.code: one}, apart)


def _seconds(trial: Trial) -> float:
    return float(trial.session.settings[SECONDS])


def wordings(trial: Trial) -> Result:
    """Each wording of a stated figure, said with a number, gives that number."""
    found: dict[Mention, Form] = {}
    for form in trial.forms:
        before = trial.core_wordings(form)
        found |= {one: form for one in form.mentions if one not in before}
    own = {m: form for m, form in found.items() if set(fields_of(m)) & set(form.figures)}
    if not own:
        return Result(nothing="插件没有说出数据的句式")
    wrong = tuple(problem for mention, form in own.items() for problem in _unread(mention, form))
    return Result(f"{len(own)} 种句式", wrong)


def _unread(mention: Mention, form: Form) -> Iterator[str]:
    sentence = f"有关情况如下。{spoken(mention.text, mention.words, _NUMBER)}。"
    read_again = set(found_in(mention, sentence))
    for key in fields_of(mention):
        figure = form.figures.get(key)
        if figure is None:
            continue
        if (key, _NUMBER) not in read_again:
            yield f"句式“{mention.text}”：从“{sentence}”里读不出 {key}"
        elif value_of(_NUMBER, figure) is None:
            yield f"句式“{mention.text}”：{key} 是金额，却没有写明单位（unit）"


def examples(trial: Trial) -> Result:
    """Each report in ``examples`` has the findings that stand beside it."""
    files = expectations(trial.home)
    if not files:
        return Result(nothing="examples 文件夹里没有 〈文件名〉.expected.toml")
    wrong = tuple(f"{file.name}：{p}" for file in files for p in _unexpected(file, trial))
    return Result(f"{len(files)} 份年报", wrong)


def _unexpected(file: Path, trial: Trial) -> Iterator[str]:
    expected = load_expectation(text_of(file, file.name), file.name)
    loaded = _example(file, trial)
    form, info = loaded.form, trial.info
    if not info.scope.covers(form.region, form.edition.id):
        yield f"读成{called(form)}，不在插件的适用范围内；可在这个文件里写明 region"
        return
    assessment = check(trial.in_january(form.year), loaded)
    yield from (f"检查 {code} 自身出错" for code in assessment.crashed)
    for what, found, wanted in (
        ("codes", assessment.findings, expected.codes),
        ("not_assessed", assessment.not_assessed, expected.not_assessed),
    ):
        own = {one.code for one in found if one.code.startswith(f"{info.name}-")}
        yield from (f"{what} 里的 {code} 没有出现" for code in wanted if code not in own)
        yield from (f"出现了 {code}，{what} 里没有" for code in sorted(own - {*wanted}))


def forms(trial: Trial) -> Result:
    """The empty workbook of each form is read again as the same form, with nothing filled."""
    wrong = []
    for form in trial.forms:
        blank = blank_report(form, Agency(AGENCY))
        source = Source("年报.xlsx", write_workbook(blank, form))
        again = read(trial.session, source)
        if again.form != form:
            wrong.append(f"{called(form)}：空白表格读回后不是同一格式")
        wrong += [f"{called(form)}：空白表格{p}" for p in _differing(blank, again.report)]
    return Result(f"{len(trial.forms)} 种表格", tuple(wrong))


def templates(trial: Trial) -> Result:
    """The template of each form carries all of it."""
    wrong, places = [], 0
    for form in trial.forms:
        template = starting_template(trial.session, form)
        asked = Wishes(form.edition.id, form.region, form.year)
        report = check_template(trial.session, template, asked).report
        places += report.compared
        wrong += [f"{called(form)}：{fault.sentence}" for fault in report.faults if fault.is_error]
    return Result(f"试填后核对 {places} 处", tuple(wrong))


def round_trip(trial: Trial) -> Result:
    """A report that fills everything, and every example, is the same after each kind of file."""
    reports = [
        Loaded(f"填满的 {called(form)}", filled_report(form, AGENCY), form, ())
        for form in trial.forms
    ]
    reports += [_example(file, trial) for file in expectations(trial.home)]
    kinds = [trial.session.registry.formats[kind] for kind in KINDS]
    wrong = [
        f"{loaded.name}，{to.suffix}：{problem}"
        for loaded, to in product(reports, kinds)
        for problem in _changed(loaded, to, trial)
    ]
    return Result(f"{len(reports)} 份年报各 {len(KINDS)} 种文件", tuple(wrong))


def _example(file: Path, trial: Trial) -> Loaded:
    expected = load_expectation(text_of(file, file.name), file.name)
    return read(trial.session, read_source(str(report_of(file))), expected.wishes)


def _changed(loaded: Loaded, to: Format, trial: Trial) -> Iterator[str]:
    try:
        (artifact,) = produce(trial.session, loaded, Assessment(), [to])
    except TemplateError as error:
        yield f"模板不能用，共 {len(error.problems)} 处，如 {error.problems[0]}"
        return
    again = read(trial.session, Source(f"年报{artifact.suffix}", artifact.content))
    yield from map(str, again.differences)
    yield from _differing(loaded.report, again.report)


def _differing(report: Report, again: Report) -> Iterator[str]:
    """Where a report that was read again is another one; a few places are enough."""
    if evolve(again, sources=frozendict()) == evolve(report, sources=frozendict()):
        return
    told = False
    for name, data in report.tables.items():
        other = again.tables.get(name)
        if other != data:
            told = True
            yield f"读回后，表 {name} 的数据变了"
    for key, value in report.figures.items():
        if again.figures.get(key) != value:
            told = True
            yield f"读回后，数据 {key} 变了"
    for name, narrative in report.sections.items():
        if again.sections.get(name) != narrative:
            told = True
            yield f"读回后，{narrative.title} 的内容变了"
    if not told:
        yield "读回后，标题、导语、落款等变了"


def statutory(trial: Trial) -> Result:
    """Nothing of the statutory form is changed by the plugin: it only adds."""
    wrong: list[str] = []
    own = 0
    for form in trial.forms:
        if form.edition.id not in trial.core.registry.editions:
            own += 1
            continue
        wrong += [f"{called(form)}：{p}" for p in _altered(trial.without(form), form)]
    if own == len(trial.forms):
        return Result(nothing="各版格式都是插件自己的")
    return Result(f"{len(trial.forms) - own} 种表格", tuple(wrong))


def _altered(before: Form, form: Form) -> Iterator[str]:
    if form.edition != before.edition:
        yield "版本变了"
    if before.edition.outline is OutlineKind.FIXED and form.sections != before.sections:
        yield "法定部分变了"
    kept = {name: table for name, table in form.tables.items() if name in before.tables}
    if list(kept.items()) != list(before.tables.items()):
        yield "法定表格变了"
    if form.statutory_tables != before.statutory_tables:
        yield "哪些表是法定的，变了"
    for what, old, new in (
        ("勾稽关系", before.identities, form.identities),
        ("占比规则", before.shares, form.shares),
        ("文字规则", before.text_rules, form.text_rules),
        ("句式", (*before.mentions, *before.claims), (*form.mentions, *form.claims)),
    ):
        if [one for one in new if one in old] != list(old):
            yield f"全国的{what}变了"


def speed(trial: Trial) -> Result:
    """A report that fills everything is checked within the time that one check may take."""
    wrong, slowest = [], 0.0
    for form in trial.forms:
        loaded = Loaded("年报", filled_report(form, AGENCY), form, ())
        began = time.perf_counter()
        assessment = check(trial.in_january(form.year), loaded)
        took = time.perf_counter() - began
        slowest = max(slowest, took)
        wrong += [f"{called(form)}：检查 {code} 自身出错" for code in assessment.crashed]
        if took > _seconds(trial):
            wrong.append(f"{called(form)}：核对一份年报用了 {took:.1f} 秒")
    return Result(f"核对一份年报至多 {slowest:.2f} 秒", tuple(wrong))


STEPS: Final[Mapping[str, Stage]] = frozendict(
    {
        "load": Stage("载入：文件、钩子、名称、适用范围", load),
        "checks": Stage("每项检查能分清合格与不合格的例子", checks),
        "wordings": Stage("每种句式读得出它说的数", wordings),
        "examples": Stage("实例的结果与预期一致", examples),
        "forms": Stage("空白表格齐全", forms),
        "templates": Stage("模板齐全", templates),
        "round_trip": Stage("填满的年报和实例写出、读回不变", round_trip),
        "statutory": Stage("法定部分没有改动", statutory),
        "speed": Stage("用时", speed),
        "readers": Stage("读取器读得出它自己的实例", code_steps.readers, rare=True),
        "formats": Stage("格式写得出，再读一遍与数据一致", code_steps.formats, rare=True),
        "pictures": Stage("图画得出", code_steps.pictures, rare=True),
        "commands": Stage("命令显示得出用法", code_steps.commands, rare=True),
    }
)


def tried(name: str, trial: Trial) -> Step:
    """One step of the proof."""
    step = STEPS[name]
    began = time.perf_counter()
    try:
        result = step.run(trial)
    except DisclosureError as error:
        result = Result(wrong=error.problems)
    except (Exception, SystemExit) as error:  # of the plugin's code: of any kind
        result = Result(wrong=(f"{type(error).__name__}：{error}",))
    state = State.FAILED if result.wrong else State.SKIPPED if result.nothing else State.PASSED
    details = result.wrong or ((result.nothing,) if result.nothing else ())
    took = time.perf_counter() - began
    return Step(name, step.title, state, took, result.proven, details)


def proof(folder: Path) -> Iterator[Begun | Step]:
    """Every step, each announced before it is tried; after a plugin that does not load, none."""
    trial = Trial(folder)
    for name, step in STEPS.items():
        yield Begun(name, step.title)
        ended = tried(name, trial)
        if not (step.rare and ended.state is State.SKIPPED):
            yield ended
        if name == "load" and ended.state is State.FAILED:
            return
