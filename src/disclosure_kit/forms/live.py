"""The live checks: an identity in one column or row, and where on its sheet it is told."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from attrs import define, field

from ..model.form import Form
from ..model.labels import cell_label, column_label, row_label
from ..model.rules import Identity, ShareRule, Term
from ..model.table import Column, Table
from ..model.values import YUAN_PER_UNIT, Address, Kind
from .cells import Spot
from .key import PREVIOUS
from .planned import GRID_TOP, Caption, LiveCheck, Operand, PreviousFigure, ShareCheck


@define
class LiveChecks:
    """The checks planned so far, and the figures of last year that they ask for."""

    form: Form
    spots: dict[str, Spot] = field(factory=dict)
    previous: dict[str, PreviousFigure] = field(factory=dict)
    checks: list[LiveCheck] = field(factory=list)
    shares: list[ShareCheck] = field(factory=list)

    def figure(self, term: Term) -> Operand:
        figure = self.form.figures[term.ref]
        spot = self.last_year(term.ref, figure.label) if term.previous else self.spots[term.ref]
        return Operand(
            spot, _weight(term, figure.unit), figure.kind is Kind.SIGNED, term.ref, term.previous
        )

    def last_year(self, address: str, label: str) -> Spot:
        if address not in self.previous:
            spot = Spot(PREVIOUS, GRID_TOP + 1 + len(self.previous), 1)
            self.previous[address] = PreviousFigure(address, label, spot)
        return self.previous[address].spot

    def beside(
        self,
        identity: Identity,
        where: str,
        sides: list[tuple[Operand, ...]],
        sheet: str,
        column: int,
        slots: dict[int, int],
    ) -> Iterator[Caption]:
        """To the right of the row of the total: what it should be, the status, the code."""
        row = sides[0][0].spot.row
        column += 3 * slots.get(row, 0)
        slots[row] = slots.get(row, 0) + 1
        self.add(identity, where, sides, Spot(sheet, row, column + 1), Spot(sheet, row, column))
        yield Caption(Spot(sheet, row, column + 2), identity.code)

    def share(self, rule: ShareRule, column: int, slots: dict[int, int]) -> Iterator[Caption]:
        """To the right of the row of the share, as ``beside``."""
        share, part, whole = (self.spots[key] for key in (rule.share, rule.part, rule.whole))
        column += 3 * slots.get(share.row, 0)
        slots[share.row] = slots.get(share.row, 0) + 1
        computed, status, code = (Spot(share.sheet, share.row, column + n) for n in range(3))
        self.shares.append(ShareCheck(rule, share, part, whole, status, computed))
        yield Caption(code, rule.code)

    def under(
        self,
        identity: Identity,
        instances: list[tuple[str, list[tuple[Operand, ...]]]],
        sheet: str,
        row: int,
        stub: int,
    ) -> tuple[int, list[Caption]]:
        """Below the table, in the columns themselves: the computed total, then the status."""
        captions = []
        counted = is_total(identity)
        if counted:
            captions.append(Caption(Spot(sheet, row, 0), f"核算：{identity.title}", stub))
            row += 1
        captions.append(
            Caption(Spot(sheet, row, 0), f"核对：{identity.title}\n{identity.code}", stub)
        )
        for where, sides in instances:
            column = sides[0][0].spot.column
            computed = Spot(sheet, row - 1, column) if counted else None
            self.add(identity, where, sides, Spot(sheet, row, column), computed)
        return row + 1, captions

    def line(
        self,
        identity: Identity,
        where: str,
        sides: list[tuple[Operand, ...]],
        sheet: str,
        row: int,
        width: int,
    ) -> Iterator[Caption]:
        """Below the table, one line for one instance: words, the computed total, the status."""
        middle = width // 2
        last = middle + (width - middle) // 2
        title = f"{where}{identity.title}\n{identity.code}"
        yield Caption(Spot(sheet, row, 0), title, middle)
        yield Caption(Spot(sheet, row, middle), "", last - middle)
        yield Caption(Spot(sheet, row, last), "", width - last)
        self.add(identity, where, sides, Spot(sheet, row, last), Spot(sheet, row, middle))

    def add(
        self,
        identity: Identity,
        where: str,
        sides: list[tuple[Operand, ...]],
        status: Spot,
        computed: Spot | None,
    ) -> None:
        shown = computed if is_total(identity) else None
        self.checks.append(LiveCheck(identity, where, sides[0], sides[1], status, shown))

    def instances(
        self, identity: Identity, table: Table
    ) -> Iterator[tuple[str, list[tuple[Operand, ...]]]]:
        by_column = identity.per == "column"
        across = dict.fromkeys(a.column if by_column else a.row for a in table.cells)
        for name in identity.over or across:
            addresses = [
                [
                    Address(table.id, t.ref, name) if by_column else Address(table.id, name, t.ref)
                    for t in side
                ]
                for side in (identity.left, identity.right)
            ]
            if not all(a in table.cells for side in addresses for a in side):
                continue
            label = column_label(table, name) if by_column else row_label(table, name)
            yield (
                f"{label}：" if len(across) > 1 else "",
                [
                    tuple(self.operand(table, a, t) for a, t in zip(found, terms, strict=True))
                    for found, terms in zip(addresses, (identity.left, identity.right), strict=True)
                ],
            )

    def operand(self, table: Table, address: Address, term: Term) -> Operand:
        column: Column = table.cells[address]
        text = str(address)
        label = cell_label(self.form, address)
        spot = self.last_year(text, label) if term.previous else self.spots[text]
        signed = column.kind is Kind.SIGNED
        return Operand(spot, _weight(term, column.unit), signed, text, term.previous)


def heads_beside(sheet: str, row: int, column: int, slots: dict[int, int]) -> Iterator[Caption]:
    """The heads over what stands beside the rows, as often as the fullest row needs them."""
    for number in range(max(slots.values(), default=0)):
        for place, head in enumerate(("核算数", "核对", "规则")):
            yield Caption(Spot(sheet, row, column + 3 * number + place), head)


def is_total(identity: Identity) -> bool:
    """Whether the left side is one figure, which the right side must make."""
    return len(identity.left) == 1 and identity.left[0].sign == 1


def _weight(term: Term, unit: str | None) -> Decimal:
    return term.sign * YUAN_PER_UNIT.get(unit or "", Decimal(1))
