"""A keyed file with more values than any report is refused before it takes memory."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from disclosure_kit.builtin.readers import json, yaml
from disclosure_kit.builtin.readers.admission import MAX_VALUES
from disclosure_kit.errors import SourceError
from disclosure_kit.model.raw import RawValues, Source

Read = Callable[[Source], RawValues]


def keyed(count: int) -> bytes:
    return ("{" + ",\n".join(f'"k{n}": 1' for n in range(count)) + "}").encode()


@pytest.mark.parametrize("read", [json.read, yaml.read])
def test_more_values_than_a_report_has_are_refused(read: Read) -> None:
    with pytest.raises(SourceError, match=f"有超过 {MAX_VALUES} 个值"):
        read(Source("年报.json", keyed(MAX_VALUES + 10)))
    assert len(read(Source("年报.json", keyed(1000))).data) == 1000
