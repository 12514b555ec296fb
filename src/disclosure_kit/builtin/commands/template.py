"""``template``: a Word template to restyle, its tags, and all that is wrong with one."""

from __future__ import annotations

from pathlib import Path

import click

from ...app import Session, form_for
from ...errors import ExitCode, UsageError
from ...present import json_text
from .common import Delivery, form_options, json_option, tell, template_of, wishes

SUFFIX = ".docx"


@click.group(short_help="Word 模板：生成、列出标签、核对", subcommand_metavar="命令 …")
def template() -> None:
    """生成可以用 Word 改样子的模板（new），列出可用的标签（fields），核对改好的模板（check）。"""


@template.command(short_help="生成一份模板，用 Word 改样子")
@click.option("-o", "output", metavar="T.docx", help="模板的名称；默认 年报模板-〈版本〉.docx")
@click.option("--force", is_flag=True, help="允许覆盖已有的文件")
@form_options
@click.pass_obj
def new(
    session: Session, output: str | None, force: bool, edition: str | None, region: str | None
) -> ExitCode:
    """生成一份模板，含这一版格式的各部分和法定表格；改好样子后用 template check 核对。"""
    from ...templates import starting_template  # heavy, so only when asked for

    form = form_for(session, wishes(edition, region))
    name = output or f"年报模板-{form.edition.id}{f'-{region}' if region else ''}{SUFFIX}"
    _check_output(name)
    Delivery(force).put(Path(name), starting_template(session, form))
    return ExitCode.DONE


@template.command(short_help="模板可用的标签")
@form_options
@json_option
@click.pass_obj
def fields(session: Session, edition: str | None, region: str | None, as_json: bool) -> ExitCode:
    """列出模板可用的标签和各自印出的内容。"""
    from ...templates import extras_of
    from ...templating.fields import fields as listed

    form = form_for(session, wishes(edition, region))
    found = listed(form, extras_of(session, form))
    if as_json:
        rows = [{"tag": f.tag, "meaning": f.meaning, "group": f.group} for f in found]
        tree = {"edition": form.edition.id, "region": form.region, "fields": rows}
        click.echo(json_text(tree))
        return ExitCode.DONE
    group = ""
    for one in found:
        if one.group != group:
            group = one.group
            click.echo(f"【{group}】")
        click.echo(f"  {one.tag}  {one.meaning}")
    return ExitCode.DONE


@template.command(short_help="核对模板，一次说出所有问题")
@click.argument("file", metavar="T.docx")
@click.option(
    "--annotate", "copy", metavar="OUT.docx", help="另存一份，问题写成 Word 批注，原件不动"
)
@click.option("--force", is_flag=True, help="允许覆盖已有的 OUT.docx")
@form_options
@json_option
@click.pass_obj
def check(
    session: Session,
    file: str,
    copy: str | None,
    force: bool,
    edition: str | None,
    region: str | None,
    as_json: bool,
) -> ExitCode:
    """核对模板：标签的写法、名称、法定表格是否完整，并用试填的年报证明。

    有错误（模板不能用）时退出码为 4；只有提醒时为 0。
    """
    from ...template_told import template_lines, template_tree
    from ...templates import check_template

    if copy is not None:
        _check_output(copy)
    content = template_of(file)
    assert content is not None  # a file was named
    checked = check_template(session, content, wishes(edition, region))
    if as_json:
        click.echo(json_text(template_tree(file, checked)))
    else:
        for line in template_lines(file, checked):
            click.echo(line)
    if copy is not None:
        if checked.form is None:
            tell("× 文件打不开，没有写批注")
        else:
            from ...templating.annotate import annotate

            written = annotate(file, content, checked.report.faults)
            Delivery(force, (file,), tell).put(Path(copy), written)
    return ExitCode.DONE if checked.report.ok else ExitCode.EDITION


def _check_output(name: str) -> None:
    if Path(name).suffix.lower() != SUFFIX:
        raise UsageError(f"{name}：成品是 Word 文档，文件名应以 {SUFFIX} 结尾")
