"""Reports as JSON (contract: disclosure-kit/report/1).

The standard library reads the values. What it would let pass (a key given twice, NaN, 1e3) and
whatever else is wrong is told with its place by a scan of our own, which also knows on which
line each value stands; neither is needed for most files.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property, partial
from json import JSONDecodeError, JSONDecoder
from json.decoder import scanstring  # type: ignore[attr-defined]  # not in typeshed
from typing import Any, Final, Never

from ...errors import SourceError
from ...model.raw import KeyPath, RawValues, Source
from ...strict import dotted
from .admission import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_VALUES,
    admit,
    decode,
    repeated,
)
from .json_lines import lines_of_keys

_BLANK = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(\.\d+)?(?![\w.+-])", re.ASCII)
_WORD = re.compile(r"[^\s,:\]}{\[\"]*")
_WORDS = {"true": True, "false": False, "null": None}
_LEAST, _MOST = -(10 ** (MAX_DIGITS - 1)), 10**MAX_DIGITS  # what has more digits lies beyond
_FAULTS = {
    "Unterminated string": "引号没有配对",
    "Invalid control character": r"文字里有换行或控制字符；换行请写成 \n",
    "Invalid \\": r"\ 写法不对，请写成 \\",
}


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
        if not _within_bounds(data):
            raise _DoubtError
    except (ValueError, RecursionError):
        data = _Scan(source.name, text).read()
    places = _Places(text)
    return RawValues(source.name, data, places, notices, partial(places.together, data))


class _DoubtError(ValueError):
    """What the standard library would let pass and we may not."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise _DoubtError
    return made


def _fraction(digits: str) -> Decimal:
    if len(digits) > MAX_DIGITS or not _NUMBER.fullmatch(digits):
        raise _DoubtError
    return Decimal(digits)


def _no_number(_: str) -> Never:
    raise _DoubtError


_DECODER: Final = JSONDecoder(
    object_pairs_hook=_pairs, parse_float=_fraction, parse_constant=_no_number
)


_SKIPPING: Final = JSONDecoder()


def _within_bounds(data: Any) -> bool:
    """Whether ``data`` is neither too deep nor too much, and no whole number of it too long; looked
    at level by level."""
    level: list[Any] = [[data]]
    values = 0
    for _ in range(MAX_DEPTH + 2):
        if not level:
            return True
        values += sum(map(len, level))
        if values > MAX_VALUES:
            return False
        inner: list[Any] = []
        for held in level:
            for value in held.values() if type(held) is dict else held:
                kind = type(value)
                if kind is str:  # as most are
                    continue
                if kind is dict or kind is list:
                    inner.append(value)
                elif kind is int and not _LEAST < value < _MOST:
                    return False
        level = inner
    return False


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

    def __call__(self, path: KeyPath) -> str:
        """The line of a key; of a missing key, its parent's."""
        named = value = self._skip(0)
        for step in path:
            if value not in self._known:
                self._known[value] = _Members(self._members(value))
            found = self._known[value].get(step)
            if found is None:
                break
            named, value = found
        return f"第 {bisect_right(self._line_ends, named - 1) + 1} 行"

    def together(self, data: Any, paths: Iterable[KeyPath]) -> list[str]:
        """The places of many keys of the text, which reads as ``data``. The parts of the report
        in which they stand are read once, nothing else of the text is."""
        wanted = list(paths)
        parts = {path[0] for path in wanted}
        lines: dict[KeyPath, int] = {}
        for name, (_, at) in self._members(self._skip(0)):
            if name in parts:
                _, end = _SKIPPING.raw_decode(self._text, at)
                first = self._text.count("\n", 0, at) + 1
                lines |= lines_of_keys(self._text[at:end], first, (name,), data[name])
        found = zip(wanted, map(lines.get, wanted), strict=True)
        return [f"第 {line} 行" if line else self(path) for path, line in found]

    @cached_property
    def _line_ends(self) -> list[int]:
        return [match.start() for match in re.finditer("\n", self._text)]

    def _members(self, at: int) -> Iterator[tuple[str | int, tuple[int, int]]]:
        """Where each member of what begins at ``at`` is named, and where its value begins."""
        opening = self._text[at]
        if opening not in "{[":
            return
        at = self._skip(at + 1)
        number = 0
        while self._text[at] not in "}]":
            value, key = at, number
            if opening == "{":
                key, end = scanstring(self._text, at + 1, True)
                value = self._skip(self._skip(end) + 1)
            yield key, (at, value)
            _, end = _SKIPPING.raw_decode(self._text, value)
            at = self._skip(end)
            at = self._skip(at + 1) if self._text[at] == "," else at
            number += 1

    def _skip(self, at: int) -> int:
        return _past_blanks(self._text, at)


def _past_blanks(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    assert match is not None  # it matches the empty string
    return match.end()


class _Scan:
    """One pass over the text: values, lines and problems. Every method gives where it ended."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.lines: dict[KeyPath, int] = {}
        self.problems: list[str] = []

    def read(self) -> Any:
        """The whole text as one value.

        Raises:
            SourceError: it is none; every problem with its line.
        """
        data, end = self.value((), self.skip(0))
        if self.skip(end) < len(self.text):
            raise self.fault(self.skip(end), "后面还有多余的内容")
        if self.problems:
            raise SourceError(self.problems)
        return data

    def value(self, path: KeyPath, at: int) -> tuple[Any, int]:
        self.lines.setdefault(path, self.line(at))
        if len(path) > MAX_DEPTH:
            raise self.fault(at, f"嵌套超过 {MAX_DEPTH} 层")
        if len(self.lines) > MAX_VALUES:
            raise SourceError(f"{self.name}：有超过 {MAX_VALUES} 个值，不是一份年报")
        match self.text[at : at + 1]:
            case "{":
                return self.pairs(path, at)
            case "[":
                return self.members(path, at)
            case '"':
                return self.string(at)
        return self.plain(path, at)

    def pairs(self, path: KeyPath, at: int) -> tuple[dict[str, Any], int]:
        made: dict[str, Any] = {}
        first: dict[str, int] = {}
        at = self.skip(at + 1)
        if self.text[at : at + 1] == "}":
            return made, at + 1
        while True:
            if self.text[at : at + 1] != '"':
                raise self.fault(at, "这里应是加双引号的键；最后一项后面不能有逗号")
            line = self.line(at)
            key, end = self.string(at)
            here = (*path, key)
            if key in first:
                words = f"{dotted(here)} {repeated(first[key])}"
                self.problems.append(f"{self.name} 第 {line + 1} 行：{words}")
            first.setdefault(key, line)
            self.lines.setdefault(here, line)
            colon = self.skip(end)
            if self.text[colon : colon + 1] != ":":
                raise self.fault(colon, "键后面少了冒号")
            made[key], end = self.value(here, self.skip(colon + 1))
            at = self.skip(end)
            if self.text[at : at + 1] != ",":
                return made, self.closed("}", at)
            at = self.skip(at + 1)

    def members(self, path: KeyPath, at: int) -> tuple[list[Any], int]:
        made: list[Any] = []
        at = self.skip(at + 1)
        if self.text[at : at + 1] == "]":
            return made, at + 1
        while True:
            member, end = self.value((*path, len(made)), at)
            made.append(member)
            at = self.skip(end)
            if self.text[at : at + 1] != ",":
                return made, self.closed("]", at)
            at = self.skip(at + 1)

    def string(self, at: int) -> tuple[str, int]:
        try:
            text, end = scanstring(self.text, at + 1, True)
        except JSONDecodeError as error:
            words = next((w for key, w in _FAULTS.items() if key in error.msg), error.msg)
            raise self.fault(error.pos, words) from None
        return text, end

    def plain(self, path: KeyPath, at: int) -> tuple[Any, int]:
        number = _NUMBER.match(self.text, at)
        if number is not None:
            if len(number[0]) > MAX_DIGITS:
                raise self.fault(at, f"{dotted(path)} 的数过长")
            return (Decimal if number[1] else int)(number[0]), number.end()
        word = _WORD.match(self.text, at)
        assert word is not None  # it matches the empty string
        if word[0] not in _WORDS:
            shown = f"{dotted(path)} 写法不明：{word[0][:MAX_DIGITS]}".lstrip()
            raise self.fault(at, f"{shown}；文字请加双引号" if word[0] else "这里缺少一个值")
        return _WORDS[word[0]], word.end()

    def closed(self, bracket: str, at: int) -> int:
        if self.text[at : at + 1] != bracket:
            raise self.fault(at, f"这里应是逗号或 {bracket}")
        return at + 1

    def skip(self, at: int) -> int:
        return _past_blanks(self.text, at)

    def line(self, at: int) -> int:
        """The line, counted from 0."""
        return bisect_right(self.starts, at) - 1

    def fault(self, at: int, words: str) -> SourceError:
        line = self.line(at)
        where = f"第 {line + 1} 行第 {at - self.starts[line] + 1} 列"
        return SourceError(f"{self.name} {where}：不是有效的 JSON（{words}）")
