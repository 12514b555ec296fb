"""A workbook as planned: where each sheet, figure and live check stands."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from attrs import frozen

from ..model.form import Form
from ..model.layout import GridRow
from ..model.rules import Identity, ShareRule
from ..model.table import Table
from .cells import Spot
from .key import Key

GRID_TOP: Final = 3  # title, hint, a blank row, then the printed grid


@frozen
class Operand:
    """A term of a live check: its cell, its weight (sign × unit), whether it may be below 0."""

    spot: Spot
    weight: Decimal
    signed: bool
    address: str
    previous: bool = False


@frozen
class LiveCheck:
    """One identity in one column or row; ``status`` shows red, ``computed`` what the sum is."""

    identity: Identity
    where: str
    left: tuple[Operand, ...]
    right: tuple[Operand, ...]
    status: Spot
    computed: Spot | None = None

    @property
    def addresses(self) -> tuple[str, ...]:
        return tuple(operand.address for operand in (*self.left, *self.right))


@frozen
class ShareCheck:
    """A share in percent that must be ``part`` ÷ ``whole`` with the decimals it is printed with."""

    rule: ShareRule
    share: Spot
    part: Spot
    whole: Spot
    status: Spot
    computed: Spot

    @property
    def addresses(self) -> tuple[str, ...]:
        return self.rule.share, self.rule.part, self.rule.whole


@frozen
class Caption:
    """Words of the check area: a label over ``width`` columns."""

    spot: Spot
    text: str
    width: int = 1


@frozen
class TableSheet:
    """A table on its sheet."""

    table: Table
    name: str
    label: str
    rows: tuple[GridRow, ...]
    captions: tuple[Caption, ...]
    spans: tuple[tuple[Spot, int], ...]
    last_row: int
    last_column: int


@frozen
class PreviousFigure:
    """A figure of last year that an identity speaks of."""

    address: str
    label: str
    spot: Spot


@frozen
class Plan:
    """The whole workbook."""

    form: Form
    key: Key
    tables: tuple[TableSheet, ...]
    spots: dict[str, Spot]
    checks: tuple[LiveCheck, ...]
    shares: tuple[ShareCheck, ...]
    previous: tuple[PreviousFigure, ...]
    figure_captions: tuple[Caption, ...]
