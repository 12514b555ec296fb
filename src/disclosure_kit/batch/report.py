"""One report of a run: read and checked, then written as bytes."""

from __future__ import annotations

import hashlib
import os

from attrs import evolve, frozen

from .. import app
from ..app import Loaded, Session
from ..checking.run import Assessment
from ..contributions import Artifact
from ..errors import ExitCode
from ..files import ACCEPTED, read_source
from ..model.raw import Beside, Source
from ..present import Checked, checked_lines, crash_lines
from .digests import Digests, digest_of
from .order import Order


@frozen
class Assessed:
    """A report that was checked: what is told of it, and whether it may be written."""

    loaded: Loaded
    previous: Loaded | None
    assessment: Assessment
    code: ExitCode
    lines: tuple[str, ...]
    may_be_written: bool
    inputs: Digests = ()


def assessed(session: Session, order: Order, name: str) -> Assessed:
    """The report in the file ``name``, checked.

    Raises:
        DisclosureError: it cannot be read.
    """
    source = read_source(name)
    asked_for: list[str] = []
    if order.remembers and source.beside is not None:
        source = evolve(source, beside=_noting(source.beside, asked_for))
    loaded = app.read(session, source, order.asked)
    before, notices = order.last.of(session, loaded)
    assessment = app.check(session, loaded, before, app.acknowledged(name))
    lines = [*checked_lines(Checked(name, loaded, assessment, notices=notices))]
    lines += crash_lines(session.registry, assessment)
    code = app.exit_code(session, assessment)
    if code > ExitCode.FINDINGS:
        lines.append("  有检查没有完成，没有生成文档")
        return Assessed(loaded, before, assessment, code, tuple(lines), may_be_written=False)
    if order.strict and not (assessment.ok and assessment.complete):
        lines.append("  按 --strict，没有生成文档")
        code = ExitCode.FINDINGS
        return Assessed(loaded, before, assessment, code, tuple(lines), may_be_written=False)
    inputs = _inputs(name, source, asked_for, order, loaded) if order.remembers else ()
    return Assessed(loaded, before, assessment, code, tuple(lines), True, inputs)


def _noting(beside: Beside, asked_for: list[str]) -> Beside:
    def noted(path: str) -> bytes:
        asked_for.append(path)
        return beside(path)

    return noted


def _inputs(
    name: str, source: Source, pictures: list[str], order: Order, loaded: Loaded
) -> Digests:
    """The files that the report was made of, and those that would have been, were they there."""
    beside = [name + ACCEPTED, *order.last.files_for(loaded)]
    beside += (os.path.join(os.path.dirname(name), path) for path in pictures)
    digests = [(name, hashlib.sha256(source.content).hexdigest())]
    return tuple(
        (os.path.abspath(path), digest)
        for path, digest in [*digests, *((path, digest_of(path)) for path in beside)]
    )


def written(session: Session, order: Order, report: Assessed) -> tuple[Artifact, ...]:
    """Its finished files, proven as the order says.

    Raises:
        TemplateError, OutputError, PluginError: as ``app.produce``.
    """
    return app.produce(
        session,
        report.loaded,
        report.assessment,
        [app.format_named(session, name) for name in order.formats],
        order.template,
        order.template_name,
        prove=order.prove,
        previous=report.previous,
    )
