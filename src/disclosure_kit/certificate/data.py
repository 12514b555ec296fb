"""The proof of a data file: read again, it gives the same report, value by value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from ..model.proof import Mismatch, Proof

# Names of files on somebody's machine: no part of the report.
_NO_PART: Final = "sources"


def prove_tree(found: Mapping[str, Any], expected: Mapping[str, Any]) -> Proof:
    """Compares two reports in the shape of the contract; null and left out are the same."""
    mine, other = dict(_leaves(expected)), dict(_leaves(found))
    told = (
        Mismatch(address, mine.get(address), other.get(address), address)
        for address in dict.fromkeys((*mine, *other))
        if mine.get(address) != other.get(address)
    )
    return Proof(len(mine), tuple(told))


def _leaves(tree: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Every value but null, by its address: ``applications.received.total``,
    ``overview[3].text``."""
    if isinstance(tree, Mapping):
        for key, value in tree.items():
            if path or key != _NO_PART:
                yield from _leaves(value, (*path, str(key)))
    elif isinstance(tree, Sequence) and not isinstance(tree, str):
        for number, value in enumerate(tree):
            yield from _leaves(value, (*path[:-1], f"{path[-1]}[{number}]"))
    elif tree is not None:
        yield _address(path), str(tree)


def _address(path: tuple[str, ...]) -> str:
    if path[0] == "tables" and len(path) > 1:
        return ".".join(path[1:])
    if path[0] == "sections" and len(path) > 2 and path[2].startswith("body["):
        return ".".join((path[1] + path[2].removeprefix("body"), *path[3:]))
    return ".".join(path)
