"""The workbook of a body that is added up: its form, a comment on every total, and its units."""

from __future__ import annotations

from functools import partial

from ..forms.drawing import Drawing
from ..forms.writer import write_workbook
from ..model.report import Report
from .givers import Givers, givers_of, told
from .provenance import opened
from .units_sheet import SHEET, comment, draw_units, few
from .writing import Made


def workbook(made: Made, report: Report, beside: str) -> bytes:
    """The file: ``report``, with what its provenance tells of each total; its units too where they
    are few, else they stand in the file ``beside``.

    Raises:
        OutputError: a text too long for a cell.
    """
    return write_workbook(report, made.form, beside=partial(_draw, made, beside))


def _draw(made: Made, beside: str, drawing: Drawing) -> None:
    name = SHEET if SHEET not in drawing.sheets else f"{SHEET}（汇总）"
    givers = givers_of(opened(made.path))
    where = name if few(made) else beside
    for total in made.totals:
        spot = drawing.plan.spots.get(total.address)
        if spot is not None:
            gave = givers.get(total.address, Givers())
            text = told(total, gave, len(made.body.members), where)
            comment(drawing.sheets[spot.sheet], spot.row, spot.column, text)
    if few(made):
        draw_units(made, drawing, name)
