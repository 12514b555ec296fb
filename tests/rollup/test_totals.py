"""Totals equal an independent sum; what is blank anywhere is never summed up to look whole."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from units_reports import form_of, loaded

from disclosure_kit import Session
from disclosure_kit.model.form import Form
from disclosure_kit.model.values import (
    NOT_APPLICABLE,
    NOT_FILLED,
    Money,
    Value,
)
from disclosure_kit.recognise import Wishes
from disclosure_kit.rollup.adding import adding
from disclosure_kit.rollup.body import bodies
from disclosure_kit.rollup.explain import explain
from disclosure_kit.rollup.sorting import Sorted
from disclosure_kit.rollup.taking import Taker
from disclosure_kit.rollup.tally import State, Tally, Total
from disclosure_kit.rollup.writing import Writing

ADDRESSES = (
    "proactive.regulations.issued",
    "proactive.licences.decisions",
    "applications.received.natural_person",
    "applications.carried_out.total",
    "remedies.cases.reconsideration.upheld",
)
FEES = "proactive.fees.amount"
AMOUNTS = st.decimals(0, 10**9, places=4, allow_nan=False, allow_infinity=False)
CELLS = st.integers(0, 10**9) | st.sampled_from([0, NOT_FILLED, NOT_APPLICABLE])
UNITS = st.fixed_dictionaries(
    dict.fromkeys(ADDRESSES, CELLS)
    | {FEES: st.builds(Money, AMOUNTS, st.just("万元")) | st.just(NOT_FILLED)}
)


def add_up(
    session: Session,
    form: Form,
    units: list[dict[str, Value]],
    path: Path,
) -> dict[str, Total]:
    taker = Taker(session, Wishes())
    for number, values in enumerate(units):
        taker.add(loaded(form, f"第{number}镇", values), f"{number}.json")
    [top] = bodies(Sorted(counted=taker.units), None, "某县", "", unread=0, listed=False)
    made = Writing(taker, frozenset(), False).write(top, form, "县.json", path, lambda _: {})
    return {total.address: total for total in made.totals}


@pytest.fixture(scope="module")
def form(national: Session) -> Form:
    return form_of(national)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rollup")


@settings(max_examples=30, deadline=None)
@given(units=st.lists(UNITS, min_size=1, max_size=6))
def test_totals_are_the_sums(
    national: Session, form: Form, folder: Path, units: list[dict[str, Value]]
) -> None:
    totals = add_up(national, form, units, folder / "县.rollup.json")
    for address in ADDRESSES:
        column = [unit[address] for unit in units]
        numbers = [value for value in column if isinstance(value, int)]
        total = totals[address]
        if NOT_FILLED in column:
            assert total.state is State.INCOMPLETE
            assert total.value is None
            assert total.lacks == column.count(NOT_FILLED)
        elif not numbers:
            assert (total.state, total.value) == (State.NOT_APPLICABLE, NOT_APPLICABLE)
        else:
            assert (total.state, total.value) == (State.WHOLE, sum(numbers))
        explained = explain(str(folder / "县.rollup.json"), address)
        assert explained.sum_ == (sum(numbers) if numbers else None)
        assert len(list(explained.parts())) == len(units)
    fees = [unit[FEES] for unit in units]
    if NOT_FILLED in fees:
        assert totals[FEES].value is None
    else:
        total = sum(fee.amount for fee in fees if isinstance(fee, Money))
        assert totals[FEES].value == Money(Decimal(total), "万元")


def tally(session: Session, edition: str, *units: dict[str, Value]) -> dict[str, Total]:
    form = form_of(session, edition)
    taker = Taker(session, Wishes())
    made = Tally(adding(form))
    for number, values in enumerate(units):
        row, _ = taker.flattener.row(loaded(form, "甲", values).report, form)
        made.add(str(number), taker.flattener.shape(form), row)
    return {total.address: total for total in made.totals(whole=True, partial=False)}


def test_amounts_of_several_units_come_to_yuan(national: Session) -> None:
    address = "proactive.procurement.amount"
    amounts = [Money(Decimal("1.5"), "万元"), Money(Decimal("20.05"), "元")]
    total = tally(national, "2019", *({address: amount} for amount in amounts))[address]
    assert total.value == Money(Decimal("15020.05"), "元")


def test_an_amount_without_its_unit_is_not_added(national: Session) -> None:
    address = "proactive.procurement.amount"
    total = tally(national, "2019", {address: Money(Decimal(256146), "")})[address]
    assert total.state is State.INCOMPLETE
    assert total.lacking == ("0（没有写金额的单位）",)


def test_what_is_declared_not_to_be_added_is_not(national: Session) -> None:
    total = tally(national, "2019", {"proactive.licences.change": 3})["proactive.licences.change"]
    assert total.state is State.NOT_ADDED
    assert "清单" in total.why


def test_a_total_larger_than_any_figure_is_not_given(national: Session) -> None:
    address = ADDRESSES[0]
    total = tally(national, "2021", *({address: 6 * 10**14} for _ in range(2)))[address]
    assert (total.state, total.lacking) == (State.INCOMPLETE, ("合计过大",))
