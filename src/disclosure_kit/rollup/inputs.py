"""The files of a roll-up: those named, and those in folders of any depth, in one order."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Final

from attrs import frozen

from ..errors import SourceError
from ..files import STANDARD_INPUT, reason

PROVENANCE: Final = ".rollup.json"
ANNEX: Final = ".单位.docx"
URGENT: Final = ".催报.txt"
UNITS: Final = ".各单位.xlsx"
LEVELS: Final = ".各级"
_OWN: Final = (PROVENANCE, ANNEX, URGENT, UNITS)


@frozen
class Found:
    """A file. ``named``: by the user himself, not found in a folder. ``rollup``: the provenance
    beside it, where an earlier roll-up wrote it."""

    path: str
    named: bool
    rollup: str = ""


def provenance_of(path: str) -> str:
    """Where the provenance of a rolled-up report would lie."""
    return os.path.splitext(path)[0] + PROVENANCE


def find(names: Iterable[str], suffixes: frozenset[str]) -> Iterator[Found]:
    """Each file named, and for a folder those in it and below it that end as a reader expects;
    what an earlier roll-up wrote beside its report is no report.

    Raises:
        SourceError: a folder cannot be looked into, or holds no readable file.
    """
    for name in names:
        if name == STANDARD_INPUT or not os.path.isdir(name):
            yield Found(name, True, _beside(name))
            continue
        count = 0
        for path in _walk(name, suffixes):
            count += 1
            yield Found(path, False, _beside(path))
        if not count:
            raise SourceError(f"{name}：文件夹里没有可以读取的文件")


def _beside(path: str) -> str:
    provenance = provenance_of(path)
    return provenance if os.path.isfile(provenance) else ""


def _walk(folder: str, suffixes: frozenset[str]) -> Iterator[str]:
    """Names are sorted, not entries kept: 100,000 files in one folder are 100,000 short texts."""
    try:
        with os.scandir(folder) as entries:
            kinds = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
    except OSError as error:
        raise SourceError(f"{folder}：文件夹读不出来（{reason(error)}）") from None
    for name, is_folder in kinds:
        path = os.path.join(folder, name)
        if name.startswith((".", "~$")):
            continue
        if is_folder:
            if not name.endswith(LEVELS):
                yield from _walk(path, suffixes)
        elif os.path.splitext(name)[1].lower() in suffixes and not name.endswith(_OWN):
            yield path
