"""``editions``, ``formats``, ``readers``: what is here, as words or as JSON."""

from __future__ import annotations

from typing import Any

import click

from ...app import Session
from ...errors import EditionError, ExitCode
from ...model.edition import Edition, Years
from ...model.table import Table
from ...present import json_text
from .common import json_option


def _show(rows: list[dict[str, Any]], as_json: bool, columns: tuple[str, ...]) -> ExitCode:
    if as_json:
        click.echo(json_text([{key: _plain(value) for key, value in row.items()} for row in rows]))
    else:
        for row in rows:
            click.echo("  ".join(_word(row[column]) for column in columns if row[column] != ""))
    return ExitCode.DONE


def _plain(value: Any) -> Any:
    """Years as ``[first, last]`` (``last`` null: until further notice)."""
    return [value.first, value.last] if isinstance(value, Years) else value


def _word(value: Any) -> str:
    return "、".join(value) if isinstance(value, list) else str(value)


@click.command(short_help="年报格式的各个版本")
@click.argument("edition_id", metavar="[ID]", required=False)
@json_option
@click.pass_obj
def editions(session: Session, edition_id: str | None, as_json: bool) -> ExitCode:
    """列出年报格式的各个版本；写明 ID 时，列出该版的各部分、各表和勾稽关系。"""
    known = session.registry.editions
    if edition_id is not None:
        if edition_id not in known:
            raise EditionError(f"没有版本 {edition_id}。已有版本：{'、'.join(known)}")
        return _edition(session, known[edition_id], as_json)
    rows = [
        {"id": e.id, "years": e.years, "name": e.name, "instrument": e.instrument}
        for e in known.values()
    ]
    return _show(rows, as_json, ("id", "years", "name", "instrument"))


def _edition(session: Session, edition: Edition, as_json: bool) -> ExitCode:
    form = session.registry.form(edition, None, edition.years.first)
    rules = [
        {"code": i.code, "severity": i.severity.value, "title": i.title, "basis": i.basis}
        for i in form.identities
    ]
    tables = [
        {"id": t.id, "title": t.title, "figures": len(t.cells)}
        for t in form.tables.values()
        if isinstance(t, Table)
    ]
    sections = [{"id": s.id, "title": s.title} for s in form.sections]
    if as_json:
        tree = {
            "id": edition.id,
            "name": edition.name,
            "years": _plain(edition.years),
            "instrument": edition.instrument,
            "outline": edition.outline.value,
            "sections": sections,
            "tables": tables,
            "identities": rules,
        }
        click.echo(json_text(tree))
        return ExitCode.DONE
    click.echo(f"{edition.id}  {edition.name}（{edition.years} 年度）\n依据：{edition.instrument}")
    for section in sections:
        click.echo(f"  部分  {section['title']}［{section['id']}］")
    for table in tables:
        click.echo(f"  表    {table['title']}，{table['figures']} 格［{table['id']}］")
    for rule in rules:
        click.echo(f"  关系  {rule['title']}（{rule['basis']}）［{rule['code']}］")
    return ExitCode.DONE


@click.command(short_help="可以生成的格式")
@json_option
@click.pass_obj
def formats(session: Session, as_json: bool) -> ExitCode:
    """列出可以生成的格式。"""
    rows = [
        {"name": f.name, "suffix": f.suffix, "title": f.title, "carries_data": f.carries_data}
        for f in session.registry.formats.values()
    ]
    return _show(rows, as_json, ("name", "suffix", "title"))


@click.command(short_help="可以读取的文件")
@json_option
@click.pass_obj
def readers(session: Session, as_json: bool) -> ExitCode:
    """列出可以读取的文件。"""
    rows = [
        {"name": r.name, "suffixes": list(r.suffixes), "title": r.title}
        for r in session.registry.readers.values()
    ]
    return _show(rows, as_json, ("name", "suffixes", "title"))
