"""What a template sees of a report: names, and nothing behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from ..errors import EditionError


@frozen(repr=False)
class Node:
    """Names below a name: ``applications.refused`` holds ``state_secret`` and so on.

    It has no attributes and methods for a template: the environment looks names up with
    ``find`` alone, so a row called ``items`` or ``values`` is a row.
    """

    path: str
    children: Mapping[str, Any]

    @classmethod
    def of(cls, leaves: Mapping[str, Any], path: str = "") -> Node:
        """A tree of dotted names.

        Raises:
            EditionError: one name is both an end and the beginning of another.
        """
        direct: dict[str, Any] = {}
        below: dict[str, dict[str, Any]] = {}
        for name, value in leaves.items():
            first, dot, rest = name.partition(".")
            if dot:
                below.setdefault(first, {})[rest] = value
            else:
                direct[first] = value
        for first, rest_of in below.items():
            inner = f"{path}.{first}" if path else first
            if first in direct:
                raise EditionError(f"地址 {inner} 既是一格，又是另一格的前缀")
            direct[first] = cls.of(rest_of, inner)
        return cls(path, direct)

    def find(self, name: str) -> Any:
        """What stands under a name, dotted or not; None where there is none."""
        node: Any = self
        for part in name.split("."):
            node = node.children.get(part) if isinstance(node, Node) else None
        return node

    def names(self) -> Iterator[str]:
        return iter(self.children)
