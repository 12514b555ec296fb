"""Reports as YAML 1.2, in the shape of the JSON.

Read from the parser's events: every value keeps its line, a key given twice is found, and
``012``, ``no`` or ``12:30`` are not taken for something else. Nothing is ever constructed:
a tag, an anchor or an alias is refused where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

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
    place_in,
    repeated,
)

_INTEGER = re.compile(r"-?(?:0|[1-9]\d*)", re.ASCII)
_FRACTION = re.compile(r"-?(?:0|[1-9]\d*)\.\d+", re.ASCII)
_LIKE_A_NUMBER = re.compile(
    r"[-+]?(?:\.?\d[\d_]*(?:\.[\d_]*)?(?:e[-+]?\d+)?|0[xob][\da-f_]+|\.inf|\.nan)",
    re.ASCII | re.IGNORECASE,
)
_PLAIN = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_FAULTS = {
    r"character '\t'": "用制表符（Tab）缩进或对齐，请改用空格",
    "cannot start any token": "开头的符号在 YAML 中另有用处，请把这段文字加上引号",
    "mapping values are not allowed": "冒号的位置不对；文字里有冒号的，请加上引号",
    "could not find expected ':'": "键后面少了冒号，或冒号后面少了空格",
    "unexpected end of stream": "引号没有配对",
    "unexpected document": "引号没有配对",
    "expected ',' or '}'": "花括号 {} 没有配对，或少了逗号",
    "expected ',' or ']'": "方括号 [] 没有配对，或少了逗号",
    "expected <block end>": "缩进没有对齐，或引号后面还有文字",
    "sequence entries are not allowed": "“-”的位置不对，应另起一行",
    "unknown escape character": r"双引号里的 \ 写法不对，请写成 \\",
}


def read(source: Source) -> RawValues:
    """The values of a YAML file, each with its line.

    Raises:
        SourceError: not YAML (with line and column), a key given twice, an alias, a tag,
            several documents, too deep or large.
    """
    admit(source, MAX_BYTES)
    text, notices = decode(source)
    walk = _Walk(source.name, YAML(typ="safe", pure=True).parse(text))
    try:
        data = walk.document()
    except MarkedYAMLError as error:
        raise SourceError(f"{source.name}{_worded(error)}") from None
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise SourceError(f"{source.name} 第 {line} 行：有不可见的控制字符，请删去") from None
    except (YAMLError, ValueError) as error:
        raise SourceError(f"{source.name}：不是有效的 YAML（{error}）") from None
    if walk.problems:
        raise SourceError(walk.problems)
    if data is None:
        raise SourceError(f"{source.name}：文件是空的")
    return RawValues(source.name, data, place_in(walk.lines), notices)


def _worded(error: MarkedYAMLError) -> str:
    mark, start = error.problem_mark or error.context_mark, error.context_mark
    where = f" 第 {mark.line + 1} 行第 {mark.column + 1} 列" if mark else ""
    problem = str(error.problem or error.context)
    words = next((words for key, words in _FAULTS.items() if key in problem), problem)
    since = f"，从第 {start.line + 1} 行起" if start and mark and start.line < mark.line else ""
    return f"{where}：不是有效的 YAML（{words}{since}）"


class _Walk:
    """One pass over the events: values, lines and problems."""

    def __init__(self, name: str, events: Iterator[Event]) -> None:
        self.name = name
        self.events = events
        self.lines: dict[KeyPath, int] = {}
        self.problems: list[str] = []

    def document(self) -> Any:
        """The one document; None where there is none."""
        data = None
        documents = 0
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.problem(event, (), "文件里有几份文档（---），请分成几个文件")
                    break
            elif not isinstance(event, DocumentEndEvent) and isinstance(event, NodeEvent):
                data = self.value(event, ())
        return data

    def value(self, event: Event, path: KeyPath) -> Any:
        self.lines.setdefault(path, event.start_mark.line)
        if len(path) > MAX_DEPTH:
            line = event.start_mark.line + 1
            raise SourceError(f"{self.name} 第 {line} 行：嵌套超过 {MAX_DEPTH} 层")
        if len(self.lines) > MAX_VALUES:
            raise SourceError(f"{self.name}：有超过 {MAX_VALUES} 个值，不是一份年报")
        if isinstance(event, AliasEvent):
            self.problem(event, path, f"用了别名（*{event.anchor}），请把内容写全")
            return None
        assert isinstance(event, ScalarEvent | CollectionStartEvent)  # there is no fourth kind
        self.refuse_extras(event, path)
        if isinstance(event, MappingStartEvent):
            return dict(self.pairs(path))
        if isinstance(event, SequenceStartEvent):
            return list(self.members(path))
        assert isinstance(event, ScalarEvent)
        return self.scalar(event, path)

    def refuse_extras(self, event: ScalarEvent | CollectionStartEvent, path: KeyPath) -> None:
        if event.anchor is not None:
            self.problem(event, path, f"用了锚点（&{event.anchor}），请删去")
        if event.tag is not None:
            tag = str(event.tag).replace("tag:yaml.org,2002:", "!!")
            self.problem(event, path, f"用了标记（{tag}），请删去；文字请加引号")

    def members(self, path: KeyPath) -> Iterator[Any]:
        for number, event in enumerate(self.events):
            if isinstance(event, SequenceEndEvent):
                return
            yield self.value(event, (*path, number))

    def pairs(self, path: KeyPath) -> Iterator[tuple[str, Any]]:
        first: dict[str, int] = {}
        for event in self.events:
            if isinstance(event, MappingEndEvent):
                return
            line = event.start_mark.line
            if not isinstance(event, ScalarEvent):
                self.problem(event, path, "的键应是一个词")
                self.value(event, (*path, "?"))
                self.value(next(self.events), (*path, "?"))
                continue
            key = event.value
            here = (*path, key)
            self.refuse_extras(event, here)
            if key in first:
                self.problem(event, here, repeated(first[key]))
            first.setdefault(key, line)
            self.lines.setdefault(here, line)
            yield key, self.value(next(self.events), here)

    def scalar(self, event: ScalarEvent, path: KeyPath) -> Any:
        text: str = event.value
        if event.style is not None:  # quoted, or a block of text
            return text
        if text in _PLAIN:
            return _PLAIN[text]
        if not _LIKE_A_NUMBER.fullmatch(text):
            return text  # ``no``, 12:30 and whatever else YAML 1.1 knew stay the text they are
        if len(text) > MAX_DIGITS:
            self.problem(event, path, f"的数过长：{text[:MAX_DIGITS]}…")
        elif _INTEGER.fullmatch(text):
            return int(text)
        elif _FRACTION.fullmatch(text):
            return Decimal(text)
        else:
            self.problem(event, path, f'写法不明：{text}。是整数请写成 12，其余请加引号："{text}"')
        return None

    def problem(self, event: Event, path: KeyPath, text: str) -> None:
        line = event.start_mark.line + 1
        words = f"{dotted(path)} {text}".lstrip()
        self.problems.append(f"{self.name} 第 {line} 行：{words}")
