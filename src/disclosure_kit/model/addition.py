"""Which figures of several bodies may be added up to the figure of the body above them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final

from attrs import frozen

from .table import AnyTable, Table
from .values import Kind

ADDABLE: Final = (Kind.COUNT, Kind.SIGNED, Kind.MONEY)
_KIND_WORDS: Final = {Kind.SHARE: "比例", Kind.TEXT: "文字"}


class Absent(StrEnum):
    """What a 不适用 of one body means to the sum: it adds ``nothing``, or leaves it ``open``."""

    NOTHING = "nothing"
    OPEN = "open"


@frozen
class Addition:
    """Whether figures may be added across bodies, and ``why``: cells of ``table`` (all, or those
    in ``rows`` and ``columns``), or stated ``figures``. What no declaration names is not added.
    """

    why: str
    table: str | None = None
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    adds: bool = True
    not_applicable: Absent = Absent.OPEN

    def names(self, tables: Mapping[str, AnyTable]) -> Iterator[str]:
        """The addresses that it speaks of."""
        yield from self.figures
        table = tables.get(self.table or "")
        for address in table.cells if isinstance(table, Table) else ():
            row_named = not self.rows or address.row in self.rows
            if row_named and (not self.columns or address.column in self.columns):
                yield str(address)


@frozen
class UnitColumn:
    """A figure that the annex of a roll-up prints of every unit, under a short label."""

    figure: str
    label: str


def additions_at_odds(
    additions: tuple[Addition, ...],
    tables: Mapping[str, AnyTable],
    kinds: Mapping[str, Kind],
) -> Iterator[str]:
    """What is wrong with declarations, one sentence each; ``kinds`` are those of all addresses."""
    said: dict[str, Addition] = {}
    for one in additions:
        table = tables.get(one.table or "")
        where = f"汇总声明（{one.table or '、'.join(one.figures) or '空'}）"
        if one.table is not None and not isinstance(table, Table):
            yield f"{where}说的表 {one.table} 不是有固定行的表，或不存在"
        if one.table is None and not one.figures:
            yield f"{where}没有写是哪张表（table）或哪些数据（figures）"
        if isinstance(table, Table):
            rows = {address.row for address in table.cells}
            columns = {address.column for address in table.cells}
            for name in (*(r for r in one.rows if r not in rows), *one.columns):
                if name not in columns:
                    yield f"{where}引用的 {name} 不在表 {one.table} 中"
        for name in one.names(tables):
            kind = kinds.get(name)
            if kind is None:
                yield f"{where}引用的数据 {name} 不存在"
            elif one.adds and kind not in ADDABLE and one.table is None:
                yield f"{where}：{name} 是{_KIND_WORDS[kind]}，不能相加"
            other = said.setdefault(name, one)
            if other.adds != one.adds or other.not_applicable != one.not_applicable:
                yield f"{where}：{name} 有两条声明，说法不同"
                break
