"""Reports as YAML 1.2, in the shape of the JSON.

Read from the composed nodes: every value keeps its line, a key given twice is
found, and ``012``, ``no`` or ``12:30`` are not taken for something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from ...errors import SourceError
from ...model.raw import KeyPath, RawValues, Source
from ...strict import dotted
from .admission import MAX_BYTES, MAX_DEPTH, admit, decode

_INTEGER = re.compile(r"-?(?:0|[1-9]\d*)", re.ASCII)


def read(source: Source) -> RawValues:
    """The values of a YAML file, each with its line.

    Raises:
        SourceError: not YAML (with line and column), a key given twice, an alias, several
            documents, too deep or large.
    """
    admit(source, MAX_BYTES)
    text, notices = decode(source)
    reader = YAML(typ="safe", pure=True)
    try:
        root = reader.compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f" 第 {mark.line + 1} 行第 {mark.column + 1} 列" if mark else ""
        raise SourceError(f"{source.name}{where}：不是有效的 YAML（{error.problem}）") from None
    except (YAMLError, RecursionError, ValueError) as error:
        raise SourceError(f"{source.name}：不是有效的 YAML（{error}）") from None
    if root is None:
        raise SourceError(f"{source.name}：文件是空的")
    lines: dict[KeyPath, int] = {}
    found = _Walk(source.name, lines)
    data = found.value(root, ())
    if found.problems:
        raise SourceError(found.problems)

    def place(path: KeyPath) -> str:
        known = path
        while known and known not in lines:
            known = known[:-1]
        return f"第 {lines.get(known, 0) + 1} 行"

    return RawValues(source.name, data, place, notices)


class _Walk:
    """One pass over the nodes: values, lines and problems."""

    def __init__(self, name: str, lines: dict[KeyPath, int]) -> None:
        self.name = name
        self.lines = lines
        self.problems: list[str] = []
        self.seen: set[int] = set()

    def value(self, node: Node, path: KeyPath) -> Any:
        self.lines.setdefault(path, node.start_mark.line)
        if isinstance(node, MappingNode | SequenceNode):
            if id(node) in self.seen or len(path) > MAX_DEPTH:
                self.problem(node, path, "用了别名（*），或嵌套过深，请写全")
                return None
            self.seen.add(id(node))
        if isinstance(node, MappingNode):
            return dict(self.pairs(node, path))
        if isinstance(node, SequenceNode):
            return [self.value(child, (*path, i)) for i, child in enumerate(node.value)]
        assert isinstance(node, ScalarNode)  # YAML knows no fourth kind of node
        return self.scalar(node, path)

    def pairs(self, node: MappingNode, path: KeyPath) -> Iterator[tuple[str, Any]]:
        first: dict[str, int] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line
            if not isinstance(key_node, ScalarNode):
                self.problem(key_node, path, "的键应是一个词")
                continue
            key = key_node.value
            if key in first:
                self.problem(
                    key_node, (*path, key), f"重复（第 {first[key] + 1} 行已有），不知以哪个为准"
                )
                continue
            first[key] = line
            self.lines[(*path, key)] = line
            yield key, self.value(value_node, (*path, key))

    def scalar(self, node: ScalarNode, path: KeyPath) -> Any:
        kind = (node.tag or "").rpartition(":")[2]
        text: str = node.value
        if kind == "str":
            return text
        if kind == "null":
            return None
        if kind == "bool":
            return text.lower() == "true"
        if kind == "int" and _INTEGER.fullmatch(text) and len(text) <= 30:
            return int(text)
        if kind in ("int", "float"):
            try:
                number = Decimal(text)
            except ArithmeticError:
                number = Decimal("NaN")
            if number.is_finite() and "e" not in text.lower() and kind == "float":
                return number
            self.problem(node, path, f"的数写法不明：{text[:40]}")
            return None
        # A timestamp and whatever else YAML knows stays the text it is.
        return text

    def problem(self, node: Node, path: KeyPath, text: str) -> None:
        line = node.start_mark.line + 1
        self.problems.append(f"{self.name} 第 {line} 行：{dotted(path)} {text}")
