"""Which figures of a form are added across units, in which order, and which are not and why."""

from __future__ import annotations

from typing import Final

from attrs import frozen
from frozendict import frozendict

from ..model.addition import ADDABLE, Absent, Addition
from ..model.form import Form
from ..model.labels import cell_label
from ..model.table import RepeatingTable
from ..model.values import Kind

UNDECLARED: Final = "本表式没有声明这一项可以相加"
REPEATING: Final = "逐行填写的表不相加"
_KINDS: Final = {Kind.SHARE: "比例不能相加", Kind.TEXT: "文字不能相加"}


@frozen
class Added:
    """A figure that is added. ``nothing``: what does not apply to a unit adds nothing; else it
    leaves the total open. ``why`` it may be added is told beside the total."""

    address: str
    label: str
    unit: str | None
    nothing: bool
    why: str


@frozen
class Adding:
    """What a form adds; ``left`` says of every other figure why not."""

    counts: tuple[Added, ...]
    amounts: tuple[Added, ...]
    left: frozendict[str, str]
    labels: frozendict[str, str]


def adding(form: Form) -> Adding:
    """What the form declares."""
    said = {name: one for one in form.additions for name in one.names(form.tables)}
    kinds, units, labels = _figures(form)
    counts: list[Added] = []
    amounts: list[Added] = []
    left: dict[str, str] = {}
    for name, kind in kinds.items():
        one = said.get(name)
        if one is None or not one.adds or kind not in ADDABLE:
            left[name] = _why_not(one, kind)
            continue
        nothing = one.not_applicable is Absent.NOTHING
        added = Added(name, labels[name], units[name], nothing, one.why)
        (amounts if kind is Kind.MONEY else counts).append(added)
    for table in form.tables.values():
        if isinstance(table, RepeatingTable):
            left[table.id], labels[table.id] = REPEATING, table.title
    return Adding(tuple(counts), tuple(amounts), frozendict(left), frozendict(labels))


def _why_not(one: Addition | None, kind: Kind) -> str:
    if kind in _KINDS:
        return _KINDS[kind]
    return UNDECLARED if one is None else one.why


def _figures(form: Form) -> tuple[dict[str, Kind], dict[str, str | None], dict[str, str]]:
    kinds: dict[str, Kind] = {}
    units: dict[str, str | None] = {}
    labels: dict[str, str] = {}
    for name, (address, column) in form.cells.items():
        kinds[name], units[name] = column.kind, column.unit
        labels[name] = cell_label(form, address)
    for key, figure in form.figures.items():
        kinds[key], units[key], labels[key] = figure.kind, figure.unit, figure.label
    return kinds, units, labels
