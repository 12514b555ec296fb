"""What a worker does with one report: all but moving its files into place."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import evolve, frozen

from .. import app
from ..app import Session
from ..contributions import Artifact
from ..errors import DisclosureError, DiskFullError, ExitCode, OutputError, fault_at
from ..placing import refused_in_words, write_part
from ..present import artifact_lines, error_lines
from ..view import title_of
from .digests import Digests
from .order import Order
from .pictures import lacking
from .report import Assessed, assessed, written


@frozen
class Task:
    """A source, and its number in the order of the run."""

    number: int
    name: str


@frozen
class Part:
    """A finished file that waits beside its place; without ``path`` its place held exactly this
    content already. ``picture``: one that data name, and other reports may name too. ``digest`` is
    that of its content, where the run remembers."""

    target: str
    path: str | None
    picture: bool = False
    digest: str | None = None


@frozen
class Made:
    """What became of a report. ``lines`` are told before its files are, ``closing`` after.

    ``problem`` says in one line why there are no files (``parts``); ``disk_full`` that the next
    report would fare no better. ``inputs`` are what it was made of, where the run remembers;
    ``pictures`` all that its data name, those too that lay there already.
    """

    task: Task
    code: ExitCode
    lines: tuple[str, ...]
    parts: tuple[Part, ...] = ()
    closing: tuple[str, ...] = ()
    problem: str = ""
    disk_full: bool = False
    inputs: Digests = ()
    pictures: tuple[str, ...] = ()


def make(session: Session, order: Order, task: Task) -> Made:
    """The report of ``task``, its files beside their places. What is wrong with it, or with us, is
    told of it, and never raised."""
    lines: list[str] = []
    try:
        with fault_at(task.name):
            report = assessed(session, order, task.name)
            lines += report.lines
            if not report.may_be_written:
                return Made(task, report.code, tuple(lines), problem=_unwritten(report))
            artifacts = written(session, order, report)
            return _laid_out(session, order, task, report, artifacts)
    except DisclosureError as error:
        lines += error_lines(error)
        full = isinstance(error, DiskFullError)
        code, problem = error.exit_code, error.problems[0]
        return Made(task, code, tuple(lines), problem=problem, disk_full=full)


def _unwritten(report: Assessed) -> str:
    if report.code > ExitCode.FINDINGS:
        return "有检查没有完成"
    return "按 --strict，有错误或法定数据不完整"


def _laid_out(
    session: Session, order: Order, task: Task, report: Assessed, artifacts: Sequence[Artifact]
) -> Made:
    """The report, its files beside their places.

    Raises:
        OutputError: two have one name, or one cannot be written; then none is left.
    """
    title = title_of(report.loaded.report, report.loaded.form)
    targets = [order.place.target(task.name, title, artifact.suffix) for artifact in artifacts]
    if len(set(targets)) < len(targets):
        names = Counter(target.name for target in targets)
        twice = "、".join(file for file, count in names.items() if count > 1)
        raise OutputError(f"{twice}：有两份成品同名，都没有写", hint="请分两次生成")
    folder = targets[0].parent
    # Data only name their pictures.
    named = any(app.format_named(session, name).carries_data for name in order.formats)
    media = report.loaded.media if named else {}
    pictures = list(lacking(folder, media))
    parts: list[Part] = []
    try:
        for target, artifact in zip(targets, artifacts, strict=True):
            parts.append(_part(order, task, target, artifact.content, target.parent))
        for target, content in pictures:
            parts.append(evolve(_part(order, task, target, content, folder), picture=True))
    except BaseException:
        remove(parts)
        raise
    told = zip(targets, artifacts, strict=True)
    return Made(
        task,
        report.code,
        report.lines,
        tuple(parts),
        tuple(line for t, a in told for line in artifact_lines(t.name, a)),
        inputs=report.inputs,
        pictures=tuple(str(folder.joinpath(*path.split("/"))) for path in media),
    )


def _part(order: Order, task: Task, target: Path, content: bytes, folder: Path) -> Part:
    digest = hashlib.sha256(content).hexdigest() if order.remembers else None
    with refused_in_words(target):
        if _holds(target, content):
            return Part(str(target), None, digest=digest)
        part = write_part(folder, content, f"{order.run}{task.number}-")
        return Part(str(target), str(part), digest=digest)


def _holds(target: Path, content: bytes) -> bool:
    try:
        return target.stat().st_size == len(content) and target.read_bytes() == content
    except (FileNotFoundError, IsADirectoryError):
        return False


def remove(parts: Sequence[Part]) -> None:
    """Take away what could not be put in its place."""
    for path in _paths(parts):
        Path(path).unlink(missing_ok=True)


def _paths(parts: Sequence[Part]) -> Iterator[str]:
    return (part.path for part in parts if part.path is not None)
