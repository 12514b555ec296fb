"""``verify``: whether a finished file still says what the report says."""

from __future__ import annotations

import click

from ...app import Session
from ...certified import certificate_lines, certificate_tree
from ...errors import ExitCode
from ...files import read_source
from ...present import json_text
from ...verification import verify as certify
from .common import form_options, json_option, load, source_options, tell, template_of, wishes


@click.command(short_help="把成品再读一遍，与数据逐段逐格核对")
@click.argument("document", metavar="成品")
@click.argument("file", metavar="[FILE]", required=False)
@click.option("--template", metavar="T.docx", help="成品所用的 Word 模板：它自带的文字不算多出")
@form_options
@source_options
@json_option
@click.pass_obj
def verify(
    session: Session,
    document: str,
    file: str | None,
    template: str | None,
    edition: str | None,
    region: str | None,
    year: int | None,
    agency: str | None,
    as_json: bool,
) -> ExitCode:
    """把成品（.docx、.html）再读一遍，看得见的每个数、每段文字都与 FILE 核对；不写任何文件。

    FILE 可以是任何能读取的年报。不写 FILE 时，与成品自己所附的数据核对：只能说明两者一致。
    有一处不同，退出码就是 1。
    """
    asked = wishes(edition, region, year, agency)
    source = read_source(document)
    loaded = None if file is None else load(session, file, asked)
    for notice in loaded.notices if loaded else ():
        tell(f"  说明  {notice}")
    content = template_of(template)
    certificate = certify(session, source, loaded, content, template or "")
    if as_json:
        click.echo(json_text(certificate_tree(certificate)))
    else:
        for line in certificate_lines(certificate):
            click.echo(line)
    return ExitCode.DONE if certificate.ok else ExitCode.FINDINGS
