"""What waits on the disk is read back as it was, in any order, between writes too."""

from __future__ import annotations

from contextlib import closing

from hypothesis import given
from hypothesis import strategies as st

from disclosure_kit.rollup.spool import Spool

VALUES = st.tuples(
    st.integers(0, 9), st.binary(max_size=9), st.lists(st.none() | st.text(max_size=3), max_size=3)
)


@given(values=st.lists(VALUES, max_size=8), data=st.data())
def test_read_back_in_any_order(values: list[object], data: st.DataObject) -> None:
    with closing(Spool()) as spool:
        for count, value in enumerate(values, 1):
            assert spool.put(value) == count - 1
            at = data.draw(st.integers(0, count - 1))
            assert spool.get(at) == values[at]
