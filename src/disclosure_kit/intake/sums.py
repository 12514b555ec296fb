"""Whether figures read agree with the identities that the form declares for their table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

from ..model.rules import Identity, Relation, Term
from ..model.table import Table
from ..model.values import NOT_FILLED, Value, number

Cells: TypeAlias = Mapping[tuple[str, str], Value]


def within(identities: Iterable[Identity], table: Table) -> tuple[Identity, ...]:
    """Those of ``identities`` that speak of one row or column of ``table``, of one year alone."""
    return tuple(
        identity
        for identity in identities
        if identity.table == table.id
        and identity.relation is Relation.EQUAL
        and not any(term.previous for term in (*identity.left, *identity.right))
    )


def contradicted(row: str, cells: Cells, identities: Sequence[Identity]) -> bool:
    """Whether the figures of a row break one of its identities, a blank being any count."""
    for identity in identities:
        if identity.per != "row" or (identity.over and row not in identity.over):
            continue
        left = _sum(identity.left, row, cells)
        right = _sum(identity.right, row, cells)
        if left is not None and right is not None and left != right:
            return True
    return False


def _sum(terms: Sequence[Term], row: str, cells: Cells) -> Decimal | None:
    values = [cells.get((row, term.ref), NOT_FILLED) for term in terms]
    total = Decimal()
    for term, value in zip(terms, values, strict=True):
        figure = number(value)
        if figure is None:
            return None
        total += term.sign * figure
    return total


def borne_out(
    rows: Iterable[str], cells: Cells, identities: Sequence[Identity], table: Table
) -> bool:
    """Whether every identity in each of ``rows`` can be worked out and holds, at least one with a
    sum other than 0, and none of a column is broken."""
    told = False
    for row in rows:
        sums = list(_in_row(row, cells, identities, table))
        if not sums or any(left is None or left != right for left, right in sums):
            return False
        told = told or any(left != 0 for left, _ in sums)
    return told and all(
        None in pair or pair[0] == pair[1] for pair in _in_columns(cells, identities, table)
    )


def _in_row(
    row: str, cells: Cells, identities: Sequence[Identity], table: Table
) -> Iterator[tuple[Decimal | None, Decimal | None]]:
    columns = {address.column for address in table.cells if address.row == row}
    for identity in identities:
        terms = (*identity.left, *identity.right)
        own = identity.per == "row" and (not identity.over or row in identity.over)
        if own and all(term.ref in columns for term in terms):
            yield _sum(identity.left, row, cells), _sum(identity.right, row, cells)


def _in_columns(
    cells: Cells, identities: Sequence[Identity], table: Table
) -> Iterator[tuple[Decimal | None, Decimal | None]]:
    turned = {(column, row): value for (row, column), value in cells.items()}
    for identity in identities:
        if identity.per == "column":
            for column in dict.fromkeys(address.column for address in table.cells):
                if not identity.over or column in identity.over:
                    yield _sum(identity.left, column, turned), _sum(identity.right, column, turned)
