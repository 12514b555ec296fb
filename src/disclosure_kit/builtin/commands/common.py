"""What several commands share: their options, reading a file, writing an output."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
from attrs import frozen

from ...app import Loaded, Session, read
from ...batch.sources import Named, refuse_inputs
from ...checking.run import Assessment
from ...contributions import Artifact
from ...errors import DisclosureError, ExitCode, TemplateError, UsageError, fault_at
from ...files import passed_by, printable, read_source, reason
from ...placing import deliver_all
from ...present import artifact_lines, crash_lines, error_lines
from ...recognise import Wishes, check_region

F = TypeVar("F", bound=Callable[..., Any])


def form_options(command: F) -> F:
    """``--edition`` and ``--region``."""
    command = click.option("--region", metavar="CODE", help="行政区划代码，如 53、533103")(command)
    return click.option("--edition", metavar="ID", help="年报格式的版本，如 2021")(command)


def json_option(command: F) -> F:
    """``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="只输出一份 JSON")(command)


def source_options(command: F) -> F:
    """``--year`` and ``--agency``, for sources that do not state them."""
    command = click.option(
        "--agency", metavar="NAME", help="机关全称；只在文件没有写明时使用，不改文件所写"
    )(command)
    return click.option(
        "--year",
        type=click.IntRange(1000, 9999),
        metavar="YYYY",
        help="报告年度；只在文件没有写明时使用，不改文件所写",
    )(command)


def wishes(
    edition: str | None, region: str | None, year: int | None = None, agency: str | None = None
) -> Wishes:
    """The options as wishes.

    Raises:
        UsageError: a malformed region code, or an empty name.
    """
    if agency is not None and not agency.strip():
        raise UsageError("--agency：机关名称是空的")
    name = None if agency is None else agency.strip()
    return Wishes(edition, None if region is None else check_region(region), year, name)


def load(session: Session, name: str, asked: Wishes) -> Loaded:
    """The report in a file."""
    with fault_at(name):
        return read(session, read_source(name), asked)


def template_of(name: str | None) -> bytes | None:
    """The bytes of a template that the user names.

    Raises:
        TemplateError: it cannot be read.
    """
    if name is None:
        return None
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise TemplateError(f"模板 {name} 读不出来（{reason(error)}）") from None


def tell(line: str = "") -> None:
    """A message: to standard error, so that results alone go to standard output."""
    click.echo(line, err=True)


def tell_passed_by(session: Session, names: Iterable[str]) -> None:
    """What lies in the folders among ``names`` that may be reports and cannot be read."""
    for folder in filter(os.path.isdir, names):
        if found := sorted(passed_by(folder, session.registry.suffixes)):
            tell(
                f"  说明  {folder}：另有 {len(found)} 个文件没有看，不是可以读取的格式"
                f"（如 {printable(found[0])}）；是年报的，请另存为 .docx"
            )


def tell_artifact(name: str, artifact: Artifact) -> None:
    """What the clerk has to know of a finished file, and how much of it was compared."""
    for line in artifact_lines(name, artifact):
        tell(line)


def tell_error(error: DisclosureError) -> None:
    """Every problem of an error, then what to do."""
    for line in error_lines(error):
        tell(line)


def tell_crashes(session: Session, assessment: Assessment) -> None:
    """Where a check failed itself, what its owner needs to mend it."""
    for line in crash_lines(session.registry, assessment):
        tell(line)


@frozen
class Delivery:
    """The output of a command: nothing overwritten unasked, no input touched."""

    force: bool
    inputs: tuple[str, ...] = ()
    say: Callable[[str], None] = click.echo

    def put(self, target: Path, content: bytes) -> None:
        """Write one file and say so: ``put_all`` of one."""
        self.put_all([(target, content)])

    def put_all(self, files: Sequence[tuple[Path, bytes]]) -> None:
        """Write the files, all or none, and say so.

        Raises:
            OutputError: one exists, cannot be written, or is an input.
        """
        refuse_inputs((target for target, _ in files), Named(self.inputs))
        new = deliver_all(dict(files), force=self.force)
        for target, _ in files:
            self.say(str(target))
            if target not in new:
                tell(f"  {target} 已有相同内容，未改动")


def worst(codes: list[ExitCode]) -> ExitCode:
    """The exit code of a run over several files."""
    return max(codes, default=ExitCode.DONE)
