"""Figures of the prose, figures of last year, and the live checks."""

from __future__ import annotations

from decimal import Decimal

from ..model.table import Column
from ..model.values import NOT_FILLED, Kind
from .drawing import Drawing
from .formulas import FAILS, HOLDS, computed, computed_formula, status, status_formula
from .key import FIGURES, PREVIOUS
from .shares import share_formulas, share_results


def draw_figures(drawing: Drawing) -> None:
    """The figures that the prose states."""
    sheet = drawing.sheet(FIGURES)
    drawing.title(sheet, FIGURES, "各部分文字中写到的数。只填写数，正文里仍按原文写。", 3)
    drawing.heads(sheet, ("项目", "数", "单位"), (50, 18, 8))
    for entry in drawing.plan.key.figures:
        spot = drawing.plan.spots[entry.id]
        column = Column(entry.labels[0], kind=Kind(entry.kind), unit=entry.unit)
        label = drawing.look(border=1, bg_color="#F2F2F2", text_wrap=True)
        sheet.write_string(spot.row, 0, entry.labels[0], label)
        sheet.write_string(spot.row, 2, entry.unit or "", label)
        value = drawing.report.figures.get(entry.id, NOT_FILLED)
        drawing.value(sheet, spot, value, column, drawing.figure_look(column))
    drawing.captions(sheet, drawing.plan.figure_captions)
    if drawing.plan.figure_captions:
        sheet.set_column(4, 5, 12)
        sheet.set_column(6, 6, 32)


def draw_last_year(drawing: Drawing) -> None:
    """The figures of last year that this year is compared with."""
    sheet = drawing.sheet(PREVIOUS)
    hint = "上一年年报中与本年衔接的数，只用于核对，不进入本年年报。"
    given = "由上年年报填入。" if drawing.previous else "没有提供上年年报，可照上年年报填写。"
    drawing.title(sheet, PREVIOUS, hint + given, 2)
    drawing.heads(sheet, ("项目", "上年数"), (60, 18))
    for figure in drawing.plan.previous:
        spot = figure.spot
        label = drawing.look(border=1, bg_color="#F2F2F2")
        sheet.write_string(spot.row, 0, f"上年·{figure.label}", label)
        found = drawing.plan.form.cells.get(figure.address)
        column = found[1] if found else Column("")
        value = drawing.last_value(figure.address)
        look = drawing.figure_look(column, marked=value is not NOT_FILLED)
        drawing.value(sheet, spot, value, column, look)


def draw_live_checks(drawing: Drawing) -> None:
    """Every check as a formula, with what it gives now; red where it fails."""
    calculated = drawing.look(border=1, align="center", font_size=10)
    red = drawing.book.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006", "bold": True})
    green = drawing.book.add_format({"bg_color": "#C6EFCE", "font_color": "#006100"})
    shares = drawing.plan.shares
    for at in (*(c.status for c in drawing.plan.checks), *(s.status for s in shares)):
        for mark, look in ((FAILS, red), (HOLDS, green)):
            drawing.sheets[at.sheet].conditional_format(
                *(at.row, at.column) * 2,
                {"type": "text", "criteria": "begins with", "value": mark, "format": look},
            )
    for check in drawing.plan.checks:
        spot = check.status
        sheet = drawing.sheets[spot.sheet]
        text = status(check, drawing.known)
        sheet.write_formula(spot.row, spot.column, status_formula(check), calculated, text)
        if check.computed is not None:
            at = check.computed
            total = computed(check, drawing.known)
            shown = float(total) if isinstance(total, Decimal) else total
            if isinstance(shown, float) and shown.is_integer():
                shown = int(shown)
            sheet.write_formula(at.row, at.column, computed_formula(check), calculated, shown)
    for share in shares:
        results = share_results(share.rule, drawing.report.figures)
        for spot, formula, text in zip(
            (share.computed, share.status), share_formulas(share), results, strict=True
        ):
            sheet = drawing.sheets[spot.sheet]
            sheet.write_formula(spot.row, spot.column, formula, calculated, text)
