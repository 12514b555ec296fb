"""Proofreading of official style. Precision comes first: what may be right stays silent."""

from __future__ import annotations

from ..told import at_most
from . import cutoff, doubled, half_width, heading_marks, numbering, pairs, personal, words

_MODULES = (
    cutoff,
    words,
    pairs,
    half_width,
    doubled,
    numbering,
    heading_marks,
    personal,
)
CHECKS = tuple(at_most(check) for module in _MODULES for check in module.CHECKS)
