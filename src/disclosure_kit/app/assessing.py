"""Report → assessment → exit code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import evolve

from ..acceptance import Acceptance, apply
from ..checking.apart import Answer
from ..checking.run import Assessment, assess, covering
from ..errors import (
    ExitCode,
)
from ..lost_plugins import left_out, not_assessed
from ..model.case import Case
from ..model.finding import NotAssessed
from ..previous import misfit
from .session import SECONDS, Loaded, Session


def check(
    session: Session,
    loaded: Loaded,
    previous: Loaded | None = None,
    accepted: Iterable[Acceptance] = (),
) -> Assessment:
    """Every check that covers the report; ``previous`` is the same body's report of last year,
    ``accepted`` what was acknowledged of it before."""
    unfit = misfit(loaded.report, previous.report) if previous else ""
    last = previous if previous and not unfit else None
    case = Case(
        loaded.report,
        loaded.form,
        last.report if last else None,
        session.settings,
        session.today,
        last.form if last else None,
        loaded.differences,
        loaded.unusable,
    )
    assessment = assess(case, session.registry.checks, _apart(session, case))
    told = [*not_assessed(loaded.lost), *left_out(loaded.apart)]
    if previous and unfit:
        told.append(NotAssessed("previous", f"{previous.name}{unfit}", statutory=False))
    assessment = evolve(assessment, outcomes=(*assessment.outcomes, *told))
    return apply(assessment, accepted, loaded.report, loaded.form)


def _apart(session: Session, case: Case) -> Mapping[str, Answer]:
    """What the checks in plugins' own code say of the case."""
    if session.apart is None or not session.foreign_checks:
        return {}
    codes = list(covering(case, session.foreign_checks))
    if not codes:
        return {}
    return session.apart.run(case, codes, float(session.settings[SECONDS]))


def exit_code(session: Session, assessment: Assessment) -> ExitCode:
    """What the command answers to an assessment: a check that failed itself is no pass."""
    if assessment.crashed:
        owners = {session.registry.owners[("Check", code)] for code in assessment.crashed}
        return ExitCode.BUG if any(map(session.registry.is_core, owners)) else ExitCode.PLUGIN
    return ExitCode.DONE if assessment.ok else ExitCode.FINDINGS
