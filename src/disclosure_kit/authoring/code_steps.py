"""Steps of the proof for what only a plugin in Python gives: readers, formats, pictures, commands.

Each is called as the kit calls it, so in its child process and under its deadline; a command
shows its help, and does nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

import click
from attrs import evolve
from click.testing import CliRunner
from frozendict import frozendict

from ..app import Loaded, produce, read
from ..checking.run import Assessment
from ..contributions import Command, Contribution, Format, Picture, Reader
from ..editions.loader import text_of
from ..errors import DisclosureError
from ..files import read_source
from ..model.form import Form
from ..pictures.choice import Filled, pictures_of
from ..pictures.drawing import drawing
from ..plugin import key_of
from ..reader_choice import reader_for
from .expectation import expectations, load_expectation, report_of
from .filled import filled_report
from .result import Result
from .trial import AGENCY, Trial, called

C = TypeVar("C", bound=Contribution)


def _own(trial: Trial, held: frozendict[str, C]) -> list[C]:
    registry = trial.session.registry
    return [one for one in held.values() if registry.owners[key_of(one)] == trial.info.name]


def readers(trial: Trial) -> Result:
    """Each reader of the plugin reads a file in ``examples`` that the kit gives to it, and reads
    the same twice."""
    own = _own(trial, trial.session.registry.readers)
    if not own:
        return Result(nothing="插件没有读取器")
    return Result(f"{len(own)} 种文件", tuple(p for one in own for p in _unread(one, trial)))


def _unread(reader: Reader, trial: Trial) -> Iterator[str]:
    tried = 0
    for file in expectations(trial.home):
        report = report_of(file)
        if report.suffix.lower() not in reader.suffixes:
            continue
        tried += 1
        source = read_source(str(report))
        try:
            chosen = reader_for(source, trial.session.registry)
            if chosen.name != reader.name:
                yield f"{report.name}：由 {chosen.name} 读取，没有轮到 {reader.name}；请改 sniff"
                continue
            wishes = load_expectation(text_of(file, file.name), file.name).wishes
            once, again = (read(trial.session, source, wishes) for _ in range(2))
        except DisclosureError as error:
            yield from (f"{report.name}：{problem}" for problem in error.problems)
            continue
        if once.report != again.report:
            yield f"{report.name}：{reader.name} 读两次，结果不同"
    if not tried:
        suffixes = "、".join(reader.suffixes)
        yield f"读取器 {reader.name}：examples 里没有它读的文件（{suffixes}）及其预期结果"


def formats(trial: Trial) -> Result:
    """Each format of the plugin writes a report that fills everything, and proves it where it can;
    the same report gives the same bytes."""
    own = _own(trial, trial.session.registry.formats)
    if not own:
        return Result(nothing="插件没有格式")
    compared: list[int] = []
    wrong = tuple(p for to in own for f in trial.forms for p in _unwritten(to, f, trial, compared))
    unproven = "、".join(to.name for to in own if to.prove is None)
    said = f"，{unproven} 没有再读一遍的办法（prove）" if unproven else ""
    return Result(f"{len(own)} 种格式，再读后核对 {sum(compared)} 处{said}", wrong)


def _unwritten(to: Format, form: Form, trial: Trial, compared: list[int]) -> Iterator[str]:
    loaded = Loaded("年报", filled_report(form, AGENCY), form, ())
    where = f"{to.name}，{called(form)}"
    try:
        once = produce(trial.session, loaded, Assessment(), [to])
        again = produce(trial.session, loaded, Assessment(), [to], prove=False)
    except DisclosureError as error:
        yield from (f"{where}：{problem}" for problem in error.problems)
        return
    if not once:
        yield f"{where}：一份文件也没有写出"
    compared += [artifact.proof.compared for artifact in once if artifact.proof]
    for artifact in once:
        if not artifact.content:
            yield f"{where}：写出的文件是空的"
        if not artifact.suffix.endswith(to.suffix):
            yield f"{where}：写出的文件以 {artifact.suffix} 结尾，格式说是 {to.suffix}"
    same = [a.content for a in once] == [a.content for a in again]
    if not to.derives_from and not same:  # another program's bytes are its own affair
        yield f"{where}：写两次，内容不同；不要写当前时间和随机数"


def pictures(trial: Trial) -> Result:
    """Each picture of the plugin is drawn of a report that fills everything, twice the same."""
    registry = trial.session.registry
    own = [p for p in registry.pictures if registry.owners[key_of(p)] == trial.info.name]
    if not own:
        return Result(nothing="插件没有图")
    drawn: list[str] = []
    wrong = tuple(p for one in own for p in _undrawn(one, trial, drawn))
    return Result(f"{len(set(drawn))} 张图", wrong)


def _undrawn(picture: Picture, trial: Trial, drawn: list[str]) -> Iterator[str]:
    session = trial.session
    draw = drawing(session.registry, session.settings, session.studio)
    for form in trial.forms:
        if not picture.scope.covers(form.region, form.edition.id):
            continue
        report = filled_report(form, AGENCY)
        this, last = Filled(report, form), Filled(evolve(report, year=report.year - 1), form)
        try:
            once, again = (
                pictures_of(this, last, [picture.key], session.registry, draw) for _ in range(2)
            )
        except DisclosureError as error:
            yield from (f"{called(form)}：{problem}" for problem in error.problems)
            continue
        yield from (f"{called(form)}：{why}" for why in once.missing.values())
        drawn += once.drawn
        if once != again:
            yield f"{called(form)}：图 {picture.key} 画两次，内容不同"


def commands(trial: Trial) -> Result:
    """Each command of the plugin, and each below it, shows its help."""
    own = _own(trial, trial.session.registry.commands)
    if not own:
        return Result(nothing="插件没有命令")
    return Result(f"{len(own)} 个命令", tuple(p for one in own for p in _helpless(one)))


def _helpless(command: Command) -> Iterator[str]:
    words: list[list[str]] = [[]]
    if isinstance(command.command, click.Group):
        words += [[name] for name in command.command.commands]
    for inner in words:
        shown: Any = CliRunner().invoke(command.command, [*inner, "--help"])
        if shown.exit_code or not shown.output.strip():
            said = " ".join((command.name, *inner))
            yield f"命令 {said} --help 不能显示：{shown.exception or shown.output.strip()}"
