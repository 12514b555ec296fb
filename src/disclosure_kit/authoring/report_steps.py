"""Steps of the proof that make reports, write them, and read them again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Final

from attrs import evolve
from frozendict import frozendict

from ..app import Loaded, check, produce, read
from ..checking.run import Assessment
from ..contributions import Format
from ..editions.loader import text_of
from ..errors import TemplateError
from ..files import read_source
from ..forms.blank import blank_report
from ..forms.writer import write_workbook
from ..model.raw import Source
from ..model.report import Agency, Report
from ..recognise import Wishes
from ..templates import check_template, starting_template
from .expectation import expectations, load_expectation, report_of
from .filled import filled_report
from .result import Result
from .trial import AGENCY, Trial, called

KINDS: Final = ("docx", "html", "json", "yaml", "xlsx")


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
        if took > trial.seconds:
            wrong.append(f"{called(form)}：核对一份年报用了 {took:.1f} 秒")
    return Result(f"核对一份年报至多 {slowest:.2f} 秒", tuple(wrong))
