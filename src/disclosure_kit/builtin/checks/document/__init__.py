"""Whether a report agrees with itself and with its form, apart from its figures."""

from __future__ import annotations

from ..told import at_most
from . import (
    bodies,
    borrowed,
    deadline,
    instruments,
    leftover_years,
    leftovers,
    outline,
    parts,
    unfinished,
    years,
)

_MODULES = (
    parts,
    years,
    leftover_years,
    bodies,
    borrowed,
    instruments,
    leftovers,
    outline,
    deadline,
    unfinished,
)
CHECKS = tuple(at_most(check) for module in _MODULES for check in module.CHECKS)
