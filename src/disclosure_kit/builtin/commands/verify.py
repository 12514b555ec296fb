"""``verify``: whether a finished file still says what the report says."""

from __future__ import annotations

import os

import click

from ...app import Session
from ...certified import bundle_lines, bundle_tree, certificate_lines, certificate_tree
from ...errors import ExitCode
from ...files import read_source
from ...present import json_text
from ...verification import verify as certify
from .bundles import read_bundle
from .common import form_options, json_option, load, source_options, tell, template_of, wishes
from .last_year import last_year, previous_option


@click.command(short_help="把成品再读一遍，与数据逐段逐格核对")
@click.argument("document", metavar="成品或DIR")
@click.argument("file", metavar="[FILE]", required=False)
@click.option("--template", metavar="T.docx", help="成品所用的 Word 模板：它自带的文字不算多出")
@previous_option("成品里有与上年比较的图时要写明")
@form_options
@source_options
@json_option
@click.pass_obj
def verify(
    session: Session,
    document: str,
    file: str | None,
    template: str | None,
    previous: str | None,
    edition: str | None,
    region: str | None,
    year: int | None,
    agency: str | None,
    as_json: bool,
) -> ExitCode:
    """把成品再读一遍，看得见的每个数、每段文字都与 FILE 核对；不写任何文件。

    DIR 是发布包（render --bundle）：先按清单核对每个文件，再逐个与数据核对。

    FILE 可以是任何能读取的年报。不写 FILE 时，与成品自己所附的数据核对：只能说明两者一致。
    有一处不同，退出码就是 1。
    """
    asked = wishes(edition, region, year, agency)
    loaded = None if file is None else load(session, file, asked)
    for notice in loaded.notices if loaded else ():
        tell(f"  说明  {notice}")
    content = template_of(template)
    last = last_year(session, previous, region)
    if last.folder is not None and loaded is None:
        raise click.UsageError("--previous 是文件夹时，请写明 FILE：从中找的是它的上年报告")
    before = last.of(session, loaded)[0] if loaded else last.alone
    if os.path.isdir(document):
        bundle = read_bundle(session, document, loaded, content, before)
        tree, lines, ok = bundle_tree(bundle), bundle_lines(bundle), bundle.ok
    else:
        made = certify(session, read_source(document), loaded, content, template or "", before)
        tree, lines, ok = certificate_tree(made), certificate_lines(made), made.ok
    if as_json:
        click.echo(json_text(tree))
    else:
        for line in lines:
            click.echo(line)
    return ExitCode.DONE if ok else ExitCode.FINDINGS
