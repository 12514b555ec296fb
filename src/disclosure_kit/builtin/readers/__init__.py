"""The core's readers. Each imports its library when it reads."""

from __future__ import annotations

from ...contributions import Reader
from ...model.raw import RawDocument, RawValues, Source
from . import json
from .admission import (
    looks_like_html,
    looks_like_text,
    looks_like_word,
    looks_like_workbook,
    looks_like_yaml,
)


def _yaml(source: Source) -> RawValues:
    from .yaml import read

    return read(source)


def _word(source: Source) -> RawDocument:
    from .docx import read

    return read(source)


def _html(source: Source) -> RawDocument:
    from .html import read

    return read(source)


def _workbook(source: Source) -> RawValues | RawDocument:
    from .workbook import read

    return read(source)


def _text(source: Source) -> RawDocument:
    from .text import read

    return read(source)


READERS = (
    Reader("json", "JSON 数据", (".json",), json.sniff, json.read),
    Reader("yaml", "YAML 数据", (".yaml", ".yml"), looks_like_yaml, _yaml),
    Reader("docx", "Word 文件", (".docx",), looks_like_word, _word),
    Reader("html", "网页", (".html", ".htm"), looks_like_html, _html),
    Reader("xlsx", "Excel 工作簿", (".xlsx", ".xls", ".ods"), looks_like_workbook, _workbook),
    Reader("text", "网上公布的文本", (".txt", ".md"), looks_like_text, _text, general=True),
)
