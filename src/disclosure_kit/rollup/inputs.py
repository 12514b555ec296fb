"""The files of a roll-up: those named, and those in folders of any depth, in one order."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Final

from attrs import frozen

from ..errors import SourceError
from ..files import BESIDE, OTHERS, STANDARD_INPUT, nothing_readable, reason

PROVENANCE: Final = ".rollup.json"
ANNEX: Final = ".单位.docx"
URGENT: Final = ".催报.txt"
UNITS: Final = ".各单位.xlsx"
LEVELS: Final = ".各级"
_OWN: Final = (PROVENANCE, ANNEX, URGENT, UNITS)


@frozen
class Found:
    """A file. ``named``: by the user himself, not found in a folder. ``rollup``: the provenance
    beside it, where an earlier roll-up wrote it. Not ``readable``: what offices send too, and no
    reader takes."""

    path: str
    named: bool
    rollup: str = ""
    readable: bool = True


def provenance_of(path: str) -> str:
    """Where the provenance of a rolled-up report would lie."""
    return os.path.splitext(path)[0] + PROVENANCE


def find(names: Iterable[str], suffixes: frozenset[str]) -> Iterator[Found]:
    """Each file named, and for a folder those in it and below it that end as a reader expects;
    what an earlier roll-up wrote beside its report is no report. Of other documents those are
    given that may be a unit's report: a readable file of that name beside it is the report then.

    Raises:
        SourceError: a folder cannot be looked into, or holds no readable file.
    """
    for name in names:
        if name == STANDARD_INPUT or not os.path.isdir(name):
            yield Found(name, True, _beside(name))
            continue
        count = 0
        for path, rollup in _walk(name, suffixes):
            readable = _suffix(path) in suffixes
            count += readable
            yield Found(path, False, rollup, readable)
        if not count:
            raise nothing_readable(name, suffixes)


def _beside(path: str) -> str:
    provenance = provenance_of(path)
    return provenance if os.path.isfile(provenance) else ""


def _walk(folder: str, suffixes: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Each file that is a report, or looks like one, and the provenance beside it. Names are
    sorted, not entries kept: 100,000 files in one folder are 100,000 short texts, and the disk is
    asked for none of them."""
    names: list[str] = []
    folders: set[str] = set()
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                names.append(entry.name)
                if entry.is_dir(follow_symlinks=False):
                    folders.add(entry.name)
    except OSError as error:
        raise SourceError(f"{folder}：文件夹读不出来（{reason(error)}）") from None
    names.sort()
    results = {name for name in names if name.endswith(PROVENANCE)}
    others = {name for name in names if _suffix(name) in OTHERS}
    copies = _stems(names, suffixes) if others else set()
    for name in names:
        path = os.path.join(folder, name)
        if name.startswith(BESIDE):
            continue
        if name in folders:
            if not name.endswith(LEVELS):
                yield from _walk(path, suffixes)
        elif name.endswith(_OWN):
            continue
        elif _suffix(name) in suffixes:
            yield path, _beside(path) if provenance_of(name) in results else ""
        elif name in others and os.path.splitext(name)[0] not in copies:
            yield path, ""


def _stems(names: Iterable[str], suffixes: frozenset[str]) -> set[str]:
    return {os.path.splitext(name)[0] for name in names if _suffix(name) in suffixes}


def _suffix(name: str) -> str:
    return os.path.splitext(name)[1].lower()
