"""Reports as JSON (contract: disclosure-kit/report/1).

The standard library reads the values. What it would let pass (a key given twice, NaN, 1e3) and
whatever else is wrong is told with its place by a scan of our own, which also knows on which
line each value stands; neither is needed for most files.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from functools import lru_cache, partial
from json import JSONDecoder
from json.decoder import scanstring  # type: ignore[attr-defined]  # not in typeshed
from typing import Any, Final, Never

from ...model.raw import KeyPath, RawValues, Source
from .admission import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_VALUES,
    admit,
    decode,
)
from .json_lines import lines_of_keys

_WORD = re.compile("[a-z]+")
_BLANK = re.compile(r"[ \t\r\n]*")
_COLON = re.compile(r"[ \t\r\n]*:[ \t\r\n]*")
_COMMA = re.compile(r"[ \t\r\n]*,?[ \t\r\n]*")
_LEAST, _MOST = -(10 ** (MAX_DIGITS - 1)), 10**MAX_DIGITS  # what has more digits lies beyond


def sniff(head: bytes) -> bool:
    """A JSON document starts with a brace."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def read(source: Source) -> RawValues:
    """The values of a JSON file, each with its line; fractions are kept as Decimal.

    Raises:
        SourceError: not JSON (with line and column), a key given twice, NaN, too deep or large.
    """
    admit(source, MAX_BYTES)
    text, notices = decode(source)
    try:
        data = _DECODER.decode(text)
        if not _right(data, text):
            raise _DoubtError
    except (ValueError, RecursionError):
        from .json_scan import Scan  # for few files

        data = Scan(source.name, text).read()
    places = _Places(text)
    return RawValues(source.name, data, places, notices, partial(places.together, data))


class _DoubtError(ValueError):
    """What the standard library would let pass and we may not."""


def _fraction(digits: str) -> Decimal:
    if len(digits) > MAX_DIGITS or "e" in digits.lower():
        raise _DoubtError
    return Decimal(digits)


def _no_number(_: str) -> Never:
    raise _DoubtError


_DECODER: Final = JSONDecoder(parse_float=_fraction, parse_constant=_no_number)
_SKIPPING: Final = JSONDecoder()


def _right(data: Any, text: str) -> bool:
    """Whether ``data``, which ``text`` reads as, is neither too deep nor too much, no whole number
    of it too long, and certainly no key given twice; looked at level by level.

    A key has a colon in the text, and all others stand in the words: where there are as many as
    keys and colons of the words, no key was lost to a second one. A colon that is spelled
    ``\\u003a`` is none of the text, and leaves that in doubt.
    """
    level: list[Any] = [data]
    values = keys = 0
    numbers: list[int] = []
    words: list[str] = []
    for _ in range(MAX_DEPTH + 1):
        values += len(level)
        if values > MAX_VALUES:
            return False
        inner: list[Any] = []
        for value in level:
            kind = type(value)
            if kind is str:  # as most are
                words.append(value)
            elif kind is int:
                numbers.append(value)
            elif kind is dict:
                keys += len(value)
                inner += value.values()
            elif kind is list:
                inner += value
        if not inner:
            break
        level = inner
    else:
        return False
    if numbers and not (min(numbers) > _LEAST and max(numbers) < _MOST):
        return False
    if (colons := text.count(":")) == keys:
        return True
    return colons == keys + "".join(words).count(":") and "\\u003" not in text


class _Members:
    """The members of a mapping or list, looked through no farther than is asked."""

    def __init__(self, coming: Iterator[tuple[str | int, tuple[int, int]]]) -> None:
        self._coming = coming
        self._found: dict[str | int, tuple[int, int]] = {}

    def get(self, step: str | int) -> tuple[int, int] | None:
        """Where this one is named and begins, if it is there."""
        while step not in self._found:
            member = next(self._coming, None)
            if member is None:
                return None
            self._found[member[0]] = member[1]
        return self._found[step]


class _Places:
    """Words for the line of a key in a text that can be read. Only what leads to the key is looked
    through; what stands before it on each level is passed over by the standard library."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[int, _Members] = {}  # by where what holds them begins
        self._last = 0, 1

    def __call__(self, path: KeyPath) -> str:
        """The line of a key; of a missing key, its parent's."""
        named = value = past_blanks(self._text, 0)
        for step in path:
            if value not in self._known:
                self._known[value] = _Members(_members(self._text, value))
            found = self._known[value].get(step)
            if found is None:
                break
            named, value = found
        return _worded(self._line(named))

    def _line(self, at: int) -> int:
        """The line of a place, counted on from the one asked for last: mostly they come in order,
        and of a file with one finding the lines need not all be looked for."""
        last, line = self._last
        line += self._text.count("\n", last, at) - self._text.count("\n", at, last)
        self._last = at, line
        return line

    def together(self, data: Any, paths: Iterable[KeyPath]) -> list[str]:
        """The places of many keys of the text, which reads as ``data``. The parts of the report
        in which they stand are read once, nothing else of the text is."""
        wanted = list(paths)
        parts = {path[0] for path in wanted}
        lines: dict[KeyPath, int] = {}
        for name, at in self._begins(data, parts):
            _, end = _SKIPPING.raw_decode(self._text, at)
            first = self._text.count("\n", 0, at) + 1
            lines |= lines_of_keys(self._text[at:end], first, (name,), data[name])
        found = zip(wanted, map(lines.get, wanted), strict=True)
        return [_worded(line) if line else self(path) for path, line in found]

    def _begins(self, data: Any, parts: Collection[str | int]) -> list[tuple[str | int, int]]:
        """Where the value of each of these keys of the text begins, of those that are there. A key
        that stands there once, and cannot be spelled otherwise, is found without reading what is
        before it, which is all of a report's words."""
        begins = []
        for name in parts:
            plain = name in data and _WORD.fullmatch(str(name))
            found = _plainly(self._text, f'"{name}"') if plain else None
            if found is None:
                members = _members(self._text, past_blanks(self._text, 0))
                return [(key, at) for key, (_, at) in members if key in parts]
            begins.append((name, found))
        return begins


@lru_cache(maxsize=4096)
def _worded(line: int) -> str:
    """A line in words; one text for all figures of all files that stand on it."""
    return f"第 {line} 行"


def _plainly(text: str, key: str) -> int | None:
    """Where the value of ``key`` begins, where nothing else of the text can be that key."""
    at = text.rfind(key)
    if at < 0 or text.find(key, 0, at) >= 0 or ("\\" in text and "\\u" in text):
        return None
    colon = past_blanks(text, at + len(key))
    return past_blanks(text, colon + 1) if text[colon] == ":" else None


def _members(text: str, at: int) -> Iterator[tuple[str | int, tuple[int, int]]]:
    """Where each member of what begins at ``at`` is named, and where its value begins. It knows
    nothing of who asks: a text in a cycle stays until Python looks for cycles."""
    opening = text[at]
    if opening not in "{[":
        return
    at = past_blanks(text, at + 1)
    number = 0
    while text[at] not in "}]":
        value, key = at, number
        if opening == "{":
            key, end = scanstring(text, at + 1, True)
            value = past_blanks(text, end, _COLON)
        yield key, (at, value)
        _, end = _SKIPPING.raw_decode(text, value)
        at = past_blanks(text, end, _COMMA)
        number += 1


def past_blanks(text: str, at: int, between: re.Pattern[str] = _BLANK) -> int:
    match = between.match(text, at)
    assert match is not None  # in a text that can be read it matches
    return match.end()
