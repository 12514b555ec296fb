"""On which line each key of a part of a JSON text stands, all of them in one reading."""

from __future__ import annotations

import re
from typing import Any, Final

from ...model.raw import KeyPath

# An end of line, or a text in quotes; behind a key stands a colon.
_TOKEN: Final = re.compile(r'\n|"[^"\\]*(?:\\.[^"\\]*)*"(?:[ \t\r]*:)?')

_HOLDING: Final = (dict, list)


def lines_of_keys(text: str, line: int, path: KeyPath, value: Any) -> dict[KeyPath, int]:
    """The line of every key in ``text``, which begins on ``line`` and reads as ``value``, to which
    ``path`` leads. Both have their keys in one order, so that none is compared; nothing is told
    of a text in which a colon stands on another line than its key."""
    lines = []
    for token in _TOKEN.findall(text):
        if token == "\n":
            line += 1
        elif token[-1] == ":":
            lines.append(line)
    keys: list[KeyPath] = []
    _add_keys(value, path, keys)
    return dict(zip(keys, lines, strict=True)) if len(keys) == len(lines) else {}


def _add_keys(value: Any, path: KeyPath, keys: list[KeyPath]) -> None:
    """Every key in ``value``, with those that lead to it, in the order of the text."""
    if isinstance(value, dict):
        for key, held in value.items():
            here = (*path, key)
            keys.append(here)
            if isinstance(held, _HOLDING):
                _add_keys(held, here, keys)
    elif isinstance(value, list):
        for number, held in enumerate(value):
            _add_keys(held, (*path, number), keys)
