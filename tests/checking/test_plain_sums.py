"""What plainly holds is what holds: no identity is passed over that a closer look would tell."""

from __future__ import annotations

from attrs import evolve
from frozendict import frozendict
from hypothesis import given, settings
from hypothesis import strategies as st
from prose_under_test import BODY, case

from disclosure_kit.checking.instances import Verdict, instances
from disclosure_kit.checking.plain_sums import doubtful
from disclosure_kit.model.report import TableData
from disclosure_kit.model.values import NOT_APPLICABLE, Value

VALUES: st.SearchStrategy[Value | None] = st.sampled_from([None, 0, 1, -1, 7, 12, NOT_APPLICABLE])


@given(st.lists(st.tuples(st.integers(0, 10_000), VALUES), max_size=4), st.booleans())
@settings(max_examples=60, deadline=None)
def test_all_others_hold(changes: list[tuple[int, Value | None]], alone: bool) -> None:
    one = case("无。")
    tables = dict(one.report.tables)
    places = [(name, key) for name, data in tables.items() for key in data.cells]
    for number, value in changes:
        name, key = places[number % len(places)]
        cells = {**tables[name].cells, key: value}
        kept = frozendict((key, value) for key, value in cells.items() if value is not None)
        tables[name] = TableData(tables[name].rows, kept)
    one = evolve(one, report=evolve(one.report, tables=frozendict(tables)))
    if alone:
        one = evolve(one, previous=None, previous_form=None)
    told = {instance.laid for instance in doubtful(one)}
    speak = [one for one in instances(one) if not (alone and one.across_years)]
    others = [instance for instance in speak if instance.laid not in told]
    assert all(instance.verdict is Verdict.HOLDS for instance in others)
    assert others or not BODY["cells"]
