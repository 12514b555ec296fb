"""Whether a report agrees with itself and with its form, apart from its figures."""

from __future__ import annotations

from . import bodies, deadline, instruments, leftovers, outline, parts, unfinished, years

CHECKS = (
    *parts.CHECKS,
    *years.CHECKS,
    *bodies.CHECKS,
    *instruments.CHECKS,
    *leftovers.CHECKS,
    *outline.CHECKS,
    *deadline.CHECKS,
    *unfinished.CHECKS,
)
