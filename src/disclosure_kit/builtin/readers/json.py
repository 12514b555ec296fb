"""Reports as JSON (contract: disclosure-kit/report/1)."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from ...errors import SourceError
from ...model.raw import KeyPath, RawValues, Source
from ...strict import dotted
from .admission import MAX_BYTES, MAX_DEPTH, admit, decode


def sniff(head: bytes) -> bool:
    """A JSON document starts with a brace."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def read(source: Source) -> RawValues:
    """The values of a JSON file; fractions are kept as Decimal.

    Raises:
        SourceError: not JSON (with line and column), a key given twice, NaN, too deep or large.
    """
    admit(source, MAX_BYTES)
    text, notices = decode(source)
    try:
        data = json.loads(
            text,
            object_pairs_hook=lambda pairs: _mapping(pairs, source.name),
            parse_float=Decimal,
            parse_constant=lambda word: _refuse(word, source.name),
        )
    except json.JSONDecodeError as error:
        where = f"第 {error.lineno} 行第 {error.colno} 列"
        raise SourceError(f"{source.name} {where}：不是有效的 JSON（{error.msg}）") from None
    except (RecursionError, ValueError) as error:
        raise SourceError(f"{source.name}：不是可用的 JSON（嵌套过深或数字过长）") from error
    if _depth(data) > MAX_DEPTH:
        raise SourceError(f"{source.name}：嵌套超过 {MAX_DEPTH} 层")
    return RawValues(source.name, data, _place, notices)


def _mapping(pairs: list[tuple[str, Any]], name: str) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        doubled = next(key for key in keys if keys.count(key) > 1)
        raise SourceError(f"{name}：键 {doubled} 重复，不知以哪个为准")
    return made


def _refuse(word: str, name: str) -> Any:
    raise SourceError(f"{name}：{word} 不是数")


def _depth(data: Any) -> int:
    deepest, open_nodes = 0, [(data, 1)]
    while open_nodes:
        node, depth = open_nodes.pop()
        deepest = max(deepest, depth)
        if isinstance(node, dict):
            open_nodes += [(child, depth + 1) for child in node.values()]
        elif isinstance(node, list):
            open_nodes += [(child, depth + 1) for child in node]
    return deepest


def _place(path: KeyPath) -> str:
    return dotted(path) or "文件"
