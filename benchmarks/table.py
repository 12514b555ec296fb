"""Results as a Markdown table."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen


@frozen
class Row:
    """One line: its name and one entry a column."""

    name: str
    entries: tuple[object, ...]


def printed(title: str, columns: Sequence[str], rows: Sequence[Row]) -> str:
    lines = [f"| {title} | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    lines += [f"| {row.name} | " + " | ".join(str(e) for e in row.entries) + " |" for row in rows]
    return "\n".join(lines) + "\n"
