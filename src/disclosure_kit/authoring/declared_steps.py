"""Steps of the proof for what a plugin declares: checks, wordings, and what it may not touch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..catalogue import Entry, catalogue
from ..checking.examples import case_of
from ..checking.run import Assessment, assess
from ..foreign import is_ours
from ..model.case import Case
from ..model.edition import OutlineKind
from ..model.example import Example
from ..model.form import Form
from ..model.mention import fields_of, found_in, spoken
from ..model.rules import Mention
from ..structure.prose_figures import value_of
from .result import Result
from .trial import Trial, called

_NUMBER: Final = "37"


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
    apart = session.apart.run(case, [entry.code], trial.seconds) if session.apart else {}
    return assess(case, {entry.code: one}, apart)


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
