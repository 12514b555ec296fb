"""The Word annex of a roll-up: its scope, its units, what is still to be done, how it was added.

It is a form of its own, of one table, and so printed by the same template maker, in the same
looks, and proven by the same proof as any report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from attrs import evolve
from frozendict import frozendict

from ..app import Loaded, Session, format_named, publish, write
from ..checking.run import Assessment
from ..model.edition import ANNEX, Edition, OutlineKind, Section, Years
from ..model.form import Form
from ..model.report import (
    Agency,
    Block,
    Heading,
    ItemList,
    Narrative,
    Report,
    TableData,
    Text,
)
from ..model.table import Band, Column, Place, Row, Table
from ..model.titles import numeral
from ..model.values import NOT_APPLICABLE, NOT_FILLED, Kind, Value
from .lists import Lists
from .provenance import opened
from .tally import State, Total, plain_value
from .writing import Made

MOST_UNITS: Final = 500  # in the table: some thirty pages; nobody reads more of them in Word
_SCOPE, _UNITS, _OPEN, _BASIS = "scope", "units", "open", "basis"
_TITLES: Final = {
    _SCOPE: "一、汇总范围",
    _UNITS: "二、各单位主要数据",
    _OPEN: "三、需要办理的事项",
    _BASIS: "四、口径",
}
_NUMBER, _NAME, _NOTE, _FIGURE = 560, 2300, 1300, 780  # twips


def annex(session: Session, made: Made, lists: Lists) -> bytes:
    """The annex of ``made``, read again and compared with what it was to say.

    Raises:
        OutputError: it does not say that.
    """
    form = _form(made)
    rows = list(_rows(made))
    loaded = Loaded("附表", _report(form, made, lists, rows), _with_rows(form, made, rows), ())
    docx = format_named(session, "docx")
    [artifact] = write(session, docx, publish(session, loaded, Assessment(), docx))
    return artifact.content


def _form(made: Made) -> Form:
    edition = Edition(
        ANNEX,
        "汇总附表",
        Years(made.form.year),
        "",
        OutlineKind.FIXED,
        "{agency}{year}年政府信息公开工作年度报告汇总附表",
    )
    return Form(
        edition=edition,
        year=made.form.year,
        region=None,
        outline=None,
        sections=tuple(Section(name, title) for name, title in _TITLES.items()),
        tables=frozendict(),
        identities=(),
        shares=(),
        figures=frozendict(),
        mentions=(),
        statutory_tables=frozenset(),
        layout=made.form.layout,
    )


_Line = tuple[str, str, dict[str, Any], str]  # number, name, values by address, note


def _rows(made: Made) -> Iterator[_Line]:
    """The units, where they are not too many; then the totals."""
    found = opened(made.path)
    units = found.units() if _lists_units(made) else ()
    for number, unit in enumerate(units, 1):
        values = dict(zip(found.addresses(unit), unit["values"], strict=True))
        notes = []
        if "units" in unit:
            notes.append(f"{unit['units']}个单位")
        if unit.get("errors"):
            notes.append("有错误")
        if unit.get("late"):
            notes.append("逾期")
        yield str(number), unit["name"], values, "、".join(notes)
    totals = {total.address: plain_value(total.value) for total in made.totals}
    yield "", "合计", totals, "" if made.body.whole else "单位不全"


def _lists_units(made: Made) -> bool:
    return len(made.body.members) <= MOST_UNITS


def _with_rows(form: Form, made: Made, rows: list[_Line]) -> Form:
    """The form with its table of units."""
    shown = made.form.unit_columns
    columns = tuple(Column(one.label, f"c{number}") for number, one in enumerate(shown))
    notes = Column("说明", "note", Kind.TEXT)
    grid = (_NUMBER + _NAME, *(_FIGURE for _ in shown), _NOTE)
    table = Table(
        _UNITS,
        "各单位主要数据",
        Place(_UNITS),
        (
            Band(
                "单位",
                (*columns, notes),
                tuple(
                    Row(f"{number}．{name}" if number else name, f"u{at}")
                    for at, (number, name, _, _) in enumerate(rows)
                ),
            ),
        ),
        stub=1,
        grid=grid,
    )
    return evolve(form, tables=frozendict({table.id: table}))


def _report(form: Form, made: Made, lists: Lists, rows: list[_Line]) -> Report:
    cells: dict[tuple[str, str], Value] = {}
    for at, (_, _, values, note) in enumerate(rows):
        for number, one in enumerate(made.form.unit_columns):
            cells[f"u{at}", f"c{number}"] = _value(values.get(one.figure))
        cells[f"u{at}", "note"] = note or NOT_FILLED
    keys = tuple(f"u{at}" for at in range(len(rows)))
    texts: dict[str, list[Block]] = {
        _SCOPE: list(_scope(made, lists)),
        _UNITS: [] if _lists_units(made) else [Text(_too_many(made))],
        _OPEN: list(_open(lists)),
        _BASIS: list(_basis(made)),
    }
    return Report(
        edition=form.edition.id,
        year=form.year,
        agency=Agency(made.body.name),
        title=None,
        sections=frozendict(
            (name, Narrative(title, tuple(texts[name]))) for name, title in _TITLES.items()
        ),
        tables=frozendict({_UNITS: TableData(keys, frozendict(cells))}),
    )


def _too_many(made: Made) -> str:
    count = len(made.body.members)
    return (
        f"共{count}个单位，超过{MOST_UNITS}个，这里只列合计；"
        "各单位的数见汇总的工作簿（.xlsx）和出处文件（.rollup.json）。"
    )


def _value(value: Any) -> Value:
    if value is None:
        return NOT_FILLED
    return NOT_APPLICABLE if value == "n/a" else int(value)


def _scope(made: Made, lists: Lists) -> Iterator[Text]:
    form, body = made.form, made.body
    yield Text(
        f"本附表汇总{form.year}年度报告，采用{form.edition.name}，计入{body.units}个单位。"
        + (f"名单上还有{len(lists.missing)}个单位没有计入。" if lists.missing else "")
    )
    states = [total.state for total in made.totals]
    given = sum(s in (State.WHOLE, State.PARTIAL, State.NOT_APPLICABLE) for s in states)
    added = len(states) - states.count(State.NOT_ADDED)
    yield Text(f"可以相加的数据{added}项，给出合计{given}项。")
    if not body.whole:
        yield Text(
            "单位不全，给出的都不是全部单位的合计。" if given else "单位不全，因此不给合计。"
        )
    elif given < added:
        yield Text(f"其余{added - given}项有单位没有填写，不给合计；空格不当作0。")


def _open(lists: Lists) -> Iterator[Block]:
    groups = list(lists.groups())
    if not groups:
        yield Text("各单位已报齐，没有需要催报、更正的。")
    for number, (head, names) in enumerate(groups, 1):
        yield Heading(f"（{numeral(number)}）{head}", 2)
        if any("：" in name for name in names):
            yield ItemList(tuple(names[:MOST_UNITS]), ordered=True)
        else:
            yield Text("、".join(names[:MOST_UNITS]) + "。")
        if len(names) > MOST_UNITS:
            yield Text(f"另有{len(names) - MOST_UNITS}个，见催报清单（.催报.txt）。")


def _basis(made: Made) -> Iterator[Text]:
    same: dict[tuple[str, bool, str], list[Total]] = {}
    sizes: Counter[str] = Counter()
    for total in made.totals:
        cell = made.form.cells.get(total.address)
        table = made.form.tables[cell[0].table].title if cell else ""
        sizes[table] += 1
        same.setdefault((table, total.state is State.NOT_ADDED, total.why), []).append(total)
    for (table, left, why), totals in same.items():
        names = "、".join(total.label for total in totals[:3])
        names += f"等{len(totals)}项" if len(totals) > 3 else ""
        if table and len(totals) == sizes[table]:
            names = f"“{table}”表各项"
        yield Text(f"{names}：{'没有相加' if left else '相加'}。{why}。")
