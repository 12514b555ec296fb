"""The shape of a keyed file: a right one is made at once, a wrong one is refused in words."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_kit.errors import SourceError
from disclosure_kit.exact import Unfit
from disclosure_kit.model.raw import RawValues
from disclosure_kit.structure.shape import ReportFile, right_file
from disclosure_kit.structure.shape_faults import without_faults

WHOLE: dict[str, Any] = {
    "format": "disclosure-kit/report/1",
    "edition": "2021",
    "year": 2024,
    "agency": {"name": "某县", "kind": "government", "code": "533103"},
    "region": None,
    "title": "年报",
    "preamble": [{"text": "根据《条例》编制。"}],
    "sections": {
        "overview": {
            "title": "一、总体情况",
            "body": [
                {"heading": "（一）主动公开", "level": 2},
                {"text": "公开。三项。", "level": None, "lead": 3},
                {"list": ["一", "二", "三"], "ordered": True, "levels": [1, 2, 1]},
                {"table": "applications"},
                {"table": {"caption": "表", "rows": [["甲", "乙"], ["1", "2"]], "head": 1}},
                {"image": "图.png", "caption": "图"},
            ],
        },
        "other": {"body": []},
    },
    "tables": {"applications": {"received": {"total": 1}}},
    "figures": {"a.b": 3},
    "document_number": "某发〔2025〕1号",
    "addressee": "各局：",
    "attachments": ["附件一", {"name": "附件二", "body": [{"text": "正文。"}]}],
    "signature": {"agency": "某县", "date": "2025-01-15"},
    "sources": {"overview[0]": "第 1 行"},
    "media": {"图.png": "0" * 64},
}
ODD: st.SearchStrategy[Any] = st.sampled_from(
    [
        *(None, True, 0, 2, 3, -1, 2.0, "", "x", "2025-02-30", "text", (1,)),
        *([], [1], ["一"], {}, {"x": "一"}, {"name": "一"}),
        *({"text": "一"}, {"text": 1}, {"text": "一", "image": "图.png"}, {"table": {}}),
        *({"heading": "一", "level": 5}, {"list": ["一"], "levels": [2]}),
    ]
)
KEYS = st.sampled_from(["text", "level", "lead", "name", "title", "body", "date", "x", "rows"])


def paths(tree: Any) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = [()]
    if isinstance(tree, dict | list):
        inner = tree.items() if isinstance(tree, dict) else enumerate(tree)
        found += [(key, *path) for key, value in inner for path in paths(value)]
    return found


@st.composite
def trees(draw: st.DrawFn) -> dict[str, Any]:
    """A right file after some changes."""
    tree = copy.deepcopy(WHOLE)
    for _ in range(draw(st.integers(0, 3))):
        *above, last = draw(st.sampled_from(paths(tree)[1:]))
        place: Any = tree
        for key in above:
            place = place[key]
        match draw(st.sampled_from(["other", "gone", "more"])):
            case "other":
                place[last] = copy.deepcopy(draw(ODD))
            case "gone":
                del place[last]
            case _ if isinstance(place, dict):
                place[draw(KEYS)] = copy.deepcopy(draw(ODD))
    return tree


def told(tree: dict[str, Any]) -> ReportFile | None:
    """What is made of a file, in the way that words what is wrong; None: something is."""
    try:
        file, problems = without_faults(RawValues("年报.json", tree, str))
    except SourceError:
        return None
    return None if problems else file


def test_a_right_file_is_made_at_once() -> None:
    assert right_file(WHOLE) == told(WHOLE) is not None


@given(trees())
def test_what_is_made_at_once_is_what_is_right(tree: dict[str, Any]) -> None:
    expected = told(tree)
    if expected is None:
        with pytest.raises(Unfit):
            right_file(tree)
    else:
        assert right_file(tree) == expected
