"""``render``: official documents from reports."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import click

from ... import app
from ...app import Session
from ...bundle import FORMATS
from ...contributions import Format
from ...errors import DisclosureError, ExitCode, OutputError, UsageError
from ...files import STANDARD_INPUT, expand
from ...present import Checked, checked_lines
from ...recognise import Wishes
from ...view import title_of
from .bundles import check_folder, check_pictures, put_bundle
from .common import (
    Delivery,
    acceptances_beside,
    file_name,
    form_options,
    load,
    source_options,
    tell,
    tell_artifact,
    tell_crashes,
    tell_error,
    template_of,
    wishes,
    worst,
)
from .last_year import LastYear, last_year, previous_option
from .media import put_with_media


@click.command(short_help="核对年报并生成正式文档")
@click.argument("files", nargs=-1, required=True, metavar="FILE或DIR…")
@click.option(
    "-o", "output", metavar="FILE或DIR", help="成品的位置；默认与来源同一文件夹，以标题为名"
)
@click.option("--to", metavar="docx,…", help="成品的格式；默认 docx，发布包为 docx,html,json")
@click.option("--template", metavar="T.docx", help="用这个 Word 模板")
@previous_option("用于核对跨年数据、画与上年比较的图")
@click.option("--bundle", "folder", metavar="DIR", help="写成发布包：新文件夹 DIR，含成品和清单")
@click.option("--strict", is_flag=True, help="有错误或法定数据不完整时，什么都不写")
@click.option("--force", is_flag=True, help="允许覆盖已有的成品")
@click.option("--no-verify", is_flag=True, help="不再读一遍成品与数据核对")
@form_options
@source_options
@click.pass_obj
def render(
    session: Session,
    files: tuple[str, ...],
    output: str | None,
    to: str | None,
    template: str | None,
    previous: str | None,
    folder: str | None,
    strict: bool,
    force: bool,
    no_verify: bool,
    edition: str | None,
    region: str | None,
    year: int | None,
    agency: str | None,
) -> ExitCode:
    """核对年报，生成正式文档，再读一遍成品，与数据逐格逐段核对后交付。

    有错误而没有 --strict 时仍然写出成品，退出码为 1。
    """
    formats = [app.format_named(session, name) for name in _formats_asked(to, folder)]
    asked = wishes(edition, region, year, agency)
    suffixes = frozenset(s for r in session.registry.readers.values() for s in r.suffixes)
    sources = list(expand(files, suffixes))
    _check_output(output, formats, len(sources))
    last = last_year(session, previous, region, len(sources))
    for notice in last.notices:
        tell(f"  说明  {notice}")
    delivery = Delivery(force, (*sources, *last.loaded, *([template] if template else [])))
    if folder is not None:
        check_folder(folder, len(sources), delivery.inputs, output)
    content = template_of(template)
    job = _Job(session, formats, content, template or "", output, folder, delivery, asked, last)
    codes: list[ExitCode] = []
    for name in sources:
        try:
            codes.append(job.run(name, strict=strict, prove=not no_verify))
        except DisclosureError as error:
            tell_error(error)
            codes.append(error.exit_code)
    if no_verify:
        tell("说明：按 --no-verify，成品没有再读一遍核对")
    return worst(codes)


def _formats_asked(to: str | None, folder: str | None) -> Iterable[str]:
    """The names in ``to``, each once; a clerk may type the commas of Chinese."""
    if to is None:
        return ["docx"] if folder is None else FORMATS
    return dict.fromkeys(name.strip() for name in re.split("[,，、]", to))


def _check_output(output: str | None, formats: list[Format], sources: int) -> None:
    """Refuse a place that cannot be meant for what will be written."""
    if output is None or os.path.isdir(output):
        return
    if sources > 1 or len(formats) > 1:
        raise OutputError(f"{output}：有多份成品，-o 应是一个已有的文件夹")
    if output.endswith(("/", os.sep)):
        raise OutputError(f"{output}：没有这个文件夹")
    [to] = formats
    if Path(output).suffix.lower() != to.suffix:
        raise UsageError(
            f"-o {output}：成品是 {to.title}，文件名应以 {to.suffix} 结尾；要别的格式，请加 --to"
        )


class _Job:
    """One run over files: everything but the file."""

    def __init__(
        self,
        session: Session,
        formats: list[Format],
        template: bytes | None,
        template_name: str,
        output: str | None,
        folder: str | None,
        delivery: Delivery,
        asked: Wishes,
        last: LastYear,
    ) -> None:
        self.session = session
        self.formats = formats
        self.template = template
        self.template_name = template_name
        self.output = output
        self.folder = folder
        self.delivery = delivery
        self.asked = asked
        self.last = last

    def run(self, name: str, *, strict: bool, prove: bool) -> ExitCode:
        loaded = load(self.session, name, self.asked)
        before, notices = self.last.of(loaded)
        assessment = app.check(self.session, loaded, before, acceptances_beside(name))
        for line in checked_lines(Checked(name, loaded, assessment, notices=notices)):
            tell(line)
        tell_crashes(self.session, assessment)
        code = app.exit_code(self.session, assessment)
        if code > ExitCode.FINDINGS:
            tell("  有检查没有完成，没有生成文档")
            return code
        if strict and not (assessment.ok and assessment.complete):
            tell("  按 --strict，没有生成文档")
            return ExitCode.FINDINGS
        if self.folder is not None:
            check_pictures(self.session, self.folder, loaded, self.formats)
        artifacts = app.produce(
            self.session,
            loaded,
            assessment,
            self.formats,
            self.template,
            self.template_name,
            prove=prove,
            previous=before,
        )
        if self.folder is not None:
            put_bundle(
                self.session,
                Path(self.folder),
                loaded,
                assessment,
                artifacts,
                force=self.delivery.force,
                verified=prove,
            )
            return code
        title = title_of(loaded.report, loaded.form)
        files = {self.target(name, title, a.suffix): a for a in artifacts}
        if len(files) < len(artifacts):
            names = Counter(self.target(name, title, a.suffix).name for a in artifacts)
            twice = "、".join(file for file, count in names.items() if count > 1)
            raise OutputError(f"{twice}：有两份成品同名，都没有写", hint="请分两次生成")
        written = [(target, a.content) for target, a in files.items()]
        # Data only name their pictures.
        media = loaded.media if any(to.carries_data for to in self.formats) else {}
        put_with_media(self.delivery, written, written[0][0].parent, media, name)
        for target, artifact in files.items():
            tell_artifact(target.name, artifact)
        return code

    def target(self, name: str, title: str, suffix: str) -> Path:
        """Where an artifact goes. ``-o 年报.csv`` names the beginning where a format writes
        several files: ``年报.applications.csv``."""
        own_name = file_name(title, suffix)
        if self.output is None:
            folder = Path() if name == STANDARD_INPUT else Path(name).parent
            return folder / own_name
        output = Path(self.output)
        if os.path.isdir(output):
            return output / own_name
        return output if output.suffix.lower() == suffix else output.with_suffix(suffix)
