"""``checks``: every check by its code; one of them explained, with two examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from ...app import Session
from ...catalogue import Entry, catalogue
from ...checking.examples import case_of
from ...checking.run import assess
from ...errors import ExitCode, UsageError
from ...model.example import PREAMBLE, Example
from ...model.finding import Finding
from ...model.form import Form
from ...model.labels import cell_label
from ...present import SEVERITY, finding_lines, json_text
from ...strict import suggestion
from .common import json_option


@click.command(short_help="各项检查；写明代号时解释这一项")
@click.argument("code", metavar="[CODE]", required=False)
@json_option
@click.pass_obj
def checks(session: Session, code: str | None, as_json: bool) -> ExitCode:
    """列出各项检查；写明 CODE 时，解释它的目的和依据，并各举一个合格和不合格的例子。"""
    entries = catalogue(session.registry)
    if code is None:
        if as_json:
            click.echo(json_text([_row(entry) for entry in entries.values()]))
        for entry in () if as_json else entries.values():
            click.echo(f"{entry.code}  {SEVERITY[entry.severity]}  {entry.title}{_scope(entry)}")
        return ExitCode.DONE
    if code not in entries:
        raise UsageError(f"没有代号为 {code} 的检查{suggestion(code, entries)}")
    entry = entries[code]
    if as_json:
        examples = {"passing": entry.passing, "failing": entry.failing}
        shown = {name: list(_shown(example, session)) for name, example in examples.items()}
        click.echo(json_text(_row(entry) | shown))
        return ExitCode.DONE
    for line in _explained(entry, session):
        click.echo(line)
    return ExitCode.DONE


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "code": entry.code,
        "title": entry.title,
        "severity": entry.severity.value,
        "plugin": entry.owner,
        "region": entry.region,
        "editions": list(entry.editions),
        "declared": entry.declared,
        "purpose": entry.purpose,
        "basis": entry.basis,
    }


def _scope(entry: Entry) -> str:
    editions = f"版本 {'、'.join(entry.editions)}" if entry.editions else ""
    region = f"区划 {entry.region}" if entry.region else ""
    where = "，".join(part for part in (region, editions) if part)
    return f"（{where}）" if where else ""


def _explained(entry: Entry, session: Session) -> Iterator[str]:
    yield f"{entry.code}  {entry.title}（{SEVERITY[entry.severity]}）{_scope(entry)}"
    yield f"  {'关系' if entry.declared else '目的'}  {entry.purpose}"
    yield f"  依据  {entry.basis}"
    yield "  这样合格"
    yield from _shown(entry.passing, session)
    yield "  这样不合格"
    yield from _shown(entry.failing, session)
    for finding in _found(entry.failing, entry.code, session):
        yield from finding_lines(finding)


def _form(session: Session, edition: str, year: int, region: str | None) -> Form:
    return session.registry.form(session.registry.editions[edition], region, year)


def _found(example: Example, code: str, session: Session) -> list[Finding]:
    case = case_of(example, lambda *of: _form(session, *of), session.settings, session.today)
    found = assess(case, session.registry.checks).findings
    return [finding for finding in found if finding.code == code]


def _shown(example: Example, session: Session) -> Iterator[str]:
    """What sets the example apart, in the words of the form."""
    form = _form(session, example.edition, example.year, example.region)
    titles = {section.id: section.title for section in form.sections} | {PREAMBLE: "前言"}
    told = False
    for section, paragraphs in example.texts.items():
        for text in paragraphs:
            told = True
            yield f"        {titles[section]}：“{text}”"
    for section in example.without:
        told = True
        yield f"        没有“{titles[section]}”"
    if example.title is not None:
        told = True
        yield f"        标题“{example.title}”"
    if example.signed is not None:
        told = True
        yield f"        落款 {example.signed.isoformat()}"
    for name, value in example.cells.items():
        told = True
        label = (
            cell_label(form, form.cells[name][0])
            if name in form.cells
            else form.figures[name].label
        )
        yield f"        {label}：{'（空）' if value is None else value}"
    for name, data in example.beside.items():
        told = True
        yield f"        {cell_label(form, form.cells[name][0])}：所附数据为 {data}"
    if not told:
        yield "        各格都是 0，各部分写“无。”"
    if example.previous is not None:
        yield "      上一年的报告"
        yield from _shown(example.previous, session)
