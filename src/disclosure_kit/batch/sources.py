"""The sources of a run: counted, and in a fixed order."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import Protocol

from ..errors import OutputError
from ..files import STANDARD_INPUT


class Claims(Protocol):
    """Which source of this run every output is of (a dict will do)."""

    def get(self, target: str, /) -> str | None: ...

    def __setitem__(self, target: str, source: str, /) -> None: ...


class Sources(Protocol):
    """Names of files; ``in`` says of a path whether it is one of them, or another file that must
    not be written over, by whatever name or link."""

    def __iter__(self) -> Iterator[str]: ...

    def __len__(self) -> int: ...

    def __contains__(self, target: object, /) -> bool: ...

    def protect(self, name: str) -> None:
        """Let no output be written over this file."""


class Named:
    """The files that a command line names, each as it is."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names
        self._protected: set[tuple[int, int]] = set()
        for name in names:
            self.protect(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, target: object, /) -> bool:
        return isinstance(target, Path) and _node(target) in self._protected

    def protect(self, name: str) -> None:
        """Let no output be written over this file."""
        if (node := _node(name)) is not None:
            self._protected.add(node)


def _node(path: str | Path) -> tuple[int, int] | None:
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino


def refuse_inputs(targets: Iterable[Path], inputs: Container[Path]) -> None:
    """Refuse to write over what was read.

    Raises:
        OutputError: a target is one of the ``inputs``.
    """
    for target in targets:
        if target in inputs:
            problem = f"{target}：这是来源文件（或模板）本身，不能覆盖"
            raise OutputError(problem, hint="请另取名字")


def sources_of(names: tuple[str, ...], suffixes: frozenset[str]) -> tuple[Sources, Claims]:
    """Each file named, and for a folder the files in it, by name, whose endings a reader knows;
    with claims for as many.

    Raises:
        SourceError: a folder cannot be read, or holds no such file.
    """
    if not any(name != STANDARD_INPUT and os.path.isdir(name) for name in names):
        return Named(names), {}
    from .listed import Listed, ListedClaims  # the database is loaded where there may be many

    return Listed(names, suffixes), ListedClaims()
