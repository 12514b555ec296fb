"""What ``tomllib`` finds wrong with a file, in the words of whoever wrote it.

Its sentences are English and a programmer's; each kind has one of ours, and what is not known
here is quoted.
"""

from __future__ import annotations

import re
import tomllib
from typing import Final

from attrs import frozen

_PLACE: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_NAMES: Final = re.compile(r"'([^']*)'")
_KINDS: Final = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        ("Invalid statement", "这里应是“键 = 值”，或方括号里的段名"),
        ("Expected newline", "这一项后面多了内容：一行只写一项；以 0 开头的数、日期要加双引号"),
        ("Unterminated string|Expected ['\"]{3,}", "引号没有配对"),
        (r"Illegal character '\\[nr]'|Found invalid character '\\[nr]'", "引号在这一行没有配对"),
        ("Illegal character|Found invalid character", "有看不见的控制字符，请删去重打"),
        ("Cannot declare", "段 [{}] 写了两次；同类的几项用两重方括号，如 [[tables]]"),
        ("Cannot overwrite a value", "这个键在前面已经写过"),
        ("Cannot mutate|Cannot redefine", "“{}”在前面已经写完，不能再添"),
        ("Expected ']+'", "段名的方括号没有配对"),
        ("Expected '='", "键的后面少了等号"),
        ("Invalid initial character", "这里应是键名：英文字母、数字、下划线"),
        ("Unclosed array", "方括号没有配对，或两项之间少了逗号"),
        ("Unclosed inline table", "花括号没有在同一行配对，或两项之间少了逗号"),
        ("Duplicate inline table key", "这组花括号里 {} 写了两次"),
        ("Unescaped", "文字里的反斜杠 \\ 要写两个，或改用英文单引号"),
        ("Invalid hex|Escaped character", "反斜杠 u 后面应是四位十六进制数"),
        ("Invalid date", "没有这一天或这个时刻；当文字用的日期要加双引号"),
        ("Invalid value", "等号后面的值写法不明：文字要加英文双引号，数直接写"),
    )
)


@frozen
class TomlFault:
    """What is wrong, and on which line and column, counted from one."""

    line: int
    column: int
    words: str

    def __str__(self) -> str:
        return f"第 {self.line} 行第 {self.column} 列：{self.words}"


def fault_of(error: tomllib.TOMLDecodeError, text: str) -> TomlFault:
    """``error``, raised of ``text``; what is only missed at the end stands on the last line."""
    said = str(error)
    place = _PLACE.search(said)
    message = said[: place.start()] if place else said
    lines = text.rstrip().splitlines() or [""]
    if place and place[1]:
        return TomlFault(int(place[1]), int(place[2]), _words(message))
    words = _words(message)
    if message == "Invalid value":  # the file ends where a value should stand
        words = "等号、逗号后面缺少内容，或括号没有配对"
    return TomlFault(len(lines), len(lines[-1]) + 1, words)


def _words(message: str) -> str:
    for pattern, words in _KINDS:
        if pattern.match(message):
            return words.format(".".join(_NAMES.findall(message)))
    return f"写法不对（{message}）"
