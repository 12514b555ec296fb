"""What is asked of a roll-up, and what came of it."""

from __future__ import annotations

import datetime
from pathlib import Path

from attrs import field, frozen

from ..checking.run import Assessment
from ..errors import ExitCode
from .changes import Change
from .lists import Lists
from .tally import State
from .writing import Made


@frozen
class RollUpOptions:
    """What the user asks of a roll-up. ``agency`` is the body that adds up; ``roster`` the file
    that lists its units. ``with_errors``: units with errors are counted, and marked; ``partial``:
    totals are given also where units are missing, and the report says so. ``by_code``: the levels
    are those of the division code. ``last_day``: who signs later is late, whatever the law says.
    """

    agency: str = ""
    roster: str = ""
    edition: str | None = None
    region: str | None = None
    year: int | None = None
    with_errors: bool = False
    partial: bool = False
    by_code: bool = False
    last_day: datetime.date | None = None
    force: bool = False


@frozen
class RollUp:
    """What came of a roll-up. ``made`` are the bodies, the one asked for last; ``checked`` says of
    each what the checks find in its totals; ``files`` are those written."""

    made: tuple[Made, ...]
    lists: Lists
    checked: tuple[Assessment, ...]
    files: tuple[Path, ...]
    exit_code: ExitCode
    notices: tuple[str, ...] = field(default=())

    @property
    def top(self) -> Made:
        return self.made[-1]

    @property
    def changes(self) -> tuple[Change, ...] | None:
        """What changed in the topmost body since the run before; None where there was none."""
        return self.top.changes

    @property
    def whole(self) -> bool:
        """Every unit is in, and every total of the tables that is added is given. A figure of the
        prose that not all units state is left open without harm."""
        open_ = (State.INCOMPLETE, State.PARTIAL)
        cells = self.top.form.cells
        return self.top.body.whole and not any(
            total.state in open_ and total.address in cells for total in self.top.totals
        )
