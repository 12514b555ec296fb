"""A total explained as JSON, written as it is read: 100,000 units are never in memory at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import asdict

from ..present import json_text
from .explain import Explained, Part

_INDENT = "  "


def pieces(found: Explained, margin: str = "") -> Iterator[str]:
    """One JSON document in pieces, laid out as ``json_text`` lays it out; behind its first line
    every line begins with ``margin``."""
    head = {
        "report": found.report,
        "agency": found.agency,
        "year": found.year,
        **found.total,
        "sum": found.sum_,
        "whole": found.whole,
        "missing": list(found.missing),
    }
    head.pop("units", None)  # of a file that was changed since
    inner = margin + _INDENT
    yield f'{_open(head, margin)},\n{inner}"units": ['
    end = "]"
    for number, part in enumerate(found.parts()):
        yield f"{',' if number else ''}\n{inner}{_INDENT}"
        yield from _part(part, inner + _INDENT)
        end = f"\n{inner}]"
    yield f"{end}\n{margin}}}"


def _part(part: Part, margin: str) -> Iterator[str]:
    inner = margin + _INDENT
    own = asdict(part, filter=lambda attribute, _: attribute.name != "below")
    begun = f'{_open(own, margin)},\n{inner}"below": '
    if part.below is None:
        yield f"{begun}null\n{margin}}}"
    else:
        yield begun
        yield from pieces(part.below, inner)
        yield f"\n{margin}}}"


def _open(tree: dict[str, Any], margin: str) -> str:
    """The beginning of an object, to which more keys are added."""
    return json_text(tree).removesuffix("\n}").replace("\n", f"\n{margin}")
