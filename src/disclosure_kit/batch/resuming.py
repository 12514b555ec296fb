"""Going on where a run was ended: which sources are passed over."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from .sources import Claims
from .state import State
from .summary import Summary


@frozen
class Resuming:
    """What of the sources need not be made, by the record; counted in the ``summary``, and told
    one by one to ``advance``."""

    state: State
    claims: Claims
    summary: Summary
    advance: Callable[[], None]

    def passes(self, source: str) -> bool:
        """Whether ``source`` is made already, whole and of what lies there now, or is itself what
        a run has made."""
        if self.state.is_output(source):
            self.summary.leave_out()
        elif (known := self.state.known(source)) is not None:
            self.summary.pass_over(known.code)
            for target in known.outputs:
                self.claims[target] = source
        else:
            return False
        self.advance()
        return True
