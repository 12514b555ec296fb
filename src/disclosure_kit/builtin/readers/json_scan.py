"""The scan of a JSON text that the standard library does not read as we want it: slow, and exact
about what is wrong and where."""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]  # not in typeshed
from typing import Any, Final

from ...errors import SourceError
from ...model.raw import KeyPath
from ...strict import dotted
from .admission import MAX_DEPTH, MAX_DIGITS, MAX_VALUES, repeated
from .json import past_blanks

_NUMBER: Final = re.compile(r"-?(?:0|[1-9]\d*)(\.\d+)?(?![\w.+-])", re.ASCII)
_WORD: Final = re.compile(r"[^\s,:\]}{\[\"]*")
_WORDS: Final = {"true": True, "false": False, "null": None}
_FAULTS: Final = {
    "Unterminated string": "引号没有配对",
    "Invalid control character": r"文字里有换行或控制字符；换行请写成 \n",
    "Invalid \\": r"\ 写法不对，请写成 \\",
}


class Scan:
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
        return past_blanks(self.text, at)

    def line(self, at: int) -> int:
        """The line, counted from 0."""
        return bisect_right(self.starts, at) - 1

    def fault(self, at: int, words: str) -> SourceError:
        line = self.line(at)
        where = f"第 {line + 1} 行第 {at - self.starts[line] + 1} 列"
        return SourceError(f"{self.name} {where}：不是有效的 JSON（{words}）")
