"""Proofreading of official style. Precision comes first: what may be right stays silent."""

from __future__ import annotations

from . import cutoff, doubled, half_width, heading_marks, numbering, pairs, personal, words

CHECKS = (
    *cutoff.CHECKS,
    *words.CHECKS,
    *pairs.CHECKS,
    *half_width.CHECKS,
    *doubled.CHECKS,
    *numbering.CHECKS,
    *heading_marks.CHECKS,
    *personal.CHECKS,
)
