"""The report as data: JSON and YAML of one shape (contract: disclosure-kit/report/1)."""

from __future__ import annotations

import io
import json
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from ...structure.plain import to_plain
from ...view import Publication


def write_json(publication: Publication) -> bytes:
    """The report as JSON, keys in the order of the form."""
    tree = to_plain(publication.report, publication.form)
    return (json.dumps(tree, ensure_ascii=False, indent=2) + "\n").encode()


def write_yaml(publication: Publication) -> bytes:
    """The report as YAML 1.2; a row of a table takes one line; every text is quoted."""
    writer = YAML(typ="rt", pure=True)
    writer.width = 1_000_000
    writer.allow_unicode = True
    buffer = io.BytesIO()
    writer.dump(_quoted(to_plain(publication.report, publication.form)), buffer)
    return buffer.getvalue()


def _quoted(tree: Any, depth: int = 0, table: bool = False) -> Any:
    if isinstance(tree, dict):
        made = CommentedMap(
            (key, _quoted(value, depth + 1, table or (depth == 0 and key == "tables")))
            for key, value in tree.items()
        )
        if table and depth == 3:
            made.fa.set_flow_style()
        return made
    if isinstance(tree, list):
        return [_quoted(item, depth + 1, table) for item in tree]
    return DoubleQuotedScalarString(tree) if isinstance(tree, str) else tree
