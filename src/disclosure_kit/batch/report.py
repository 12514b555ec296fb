"""One report of a run: read and checked, then written as bytes."""

from __future__ import annotations

from attrs import frozen

from .. import app
from ..acceptance import acceptances_beside
from ..app import Loaded, Session
from ..checking.run import Assessment
from ..contributions import Artifact
from ..errors import ExitCode
from ..files import read_source
from ..present import Checked, checked_lines, crash_lines
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


def assessed(session: Session, order: Order, name: str) -> Assessed:
    """The report in the file ``name``, checked.

    Raises:
        DisclosureError: it cannot be read.
    """
    loaded = app.read(session, read_source(name), order.asked)
    before, notices = order.last.of(session, loaded)
    assessment = app.check(session, loaded, before, acceptances_beside(name))
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
    return Assessed(loaded, before, assessment, code, tuple(lines), may_be_written=True)


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
