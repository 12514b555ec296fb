"""The workbook being drawn, with what it is drawn from."""

from __future__ import annotations

from decimal import Decimal

from attrs import define

from ..model.report import Report
from ..model.values import NOT_FILLED, Value, number
from .canvas import Canvas
from .planned import Operand, Plan
from .words import cell_content


@define
class Drawing(Canvas):
    """A canvas that knows the plan, the report, and last year's report where there is one."""

    plan: Plan
    report: Report
    previous: Report | None

    def carried(self, address: str, value: Value) -> bool:
        """The figure is last year's, which this cell must equal."""
        if self.previous is None or number(value) is None:
            return False
        known = {
            check.left[0].address: check.right[0]
            for check in self.plan.checks
            if len(check.right) == 1 and check.right[0].previous and len(check.left) == 1
        }
        return address in known and self.known(known[address]) == number(value)

    def last_value(self, address: str) -> Value:
        if self.previous is None:
            return NOT_FILLED
        found = self.plan.form.cells.get(address)
        if found is None:
            return self.previous.figures.get(address, NOT_FILLED)
        return self.previous.value(found[0])

    def known(self, operand: Operand) -> Decimal | None:
        """The figure of a cell as a formula sees it: without its unit."""
        if operand.previous:
            value = self.last_value(operand.address)
        else:
            found = self.plan.form.cells.get(operand.address)
            value = (
                self.report.value(found[0])
                if found
                else self.report.figures.get(operand.address, NOT_FILLED)
            )
        content = cell_content(value, "")
        if content == "/":
            return Decimal(0)
        return Decimal(str(content)) if isinstance(content, int | float) else None
