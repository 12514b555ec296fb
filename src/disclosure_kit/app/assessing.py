"""Report → assessment → exit code."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from attrs import evolve

from ..checking.apart import Answer
from ..checking.run import Assessment, assess, covering
from ..errors import (
    ExitCode,
)
from ..files import ACCEPTED
from ..lost_plugins import left_out, not_assessed
from ..model.case import Case
from ..model.finding import NotAssessed
from ..previous import misfit
from .session import SECONDS, Loaded, Session

if TYPE_CHECKING:
    from ..acceptance import Acceptance  # most reports have none


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
    known = tuple(accepted)
    if not known:
        return assessment
    from ..acceptance import apply

    return apply(assessment, known, loaded.report, loaded.form)


def acknowledged(name: str) -> tuple[Acceptance, ...]:
    """What was acknowledged of the report in the file ``name``: nothing, of most.

    Raises:
        SourceError: the file beside it cannot be read.
    """
    if not os.path.lexists(name + ACCEPTED):
        return ()
    from ..acceptance import acceptances_beside

    return acceptances_beside(name)


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
