"""The files of a roll-up: those named, and those in folders of any depth, in one order."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Final

from attrs import frozen

from ..errors import SourceError
from ..files import STANDARD_INPUT, nothing_readable, reason

PROVENANCE: Final = ".rollup.json"
ANNEX: Final = ".单位.docx"
URGENT: Final = ".催报.txt"
UNITS: Final = ".各单位.xlsx"
LEVELS: Final = ".各级"
_OWN: Final = (PROVENANCE, ANNEX, URGENT, UNITS)
# What offices send reports in besides: as it is, no reader takes it, or not by its name.
_OTHERS: Final = (
    *(".doc", ".docm", ".wps", ".rtf", ".odt", ".ofd", ".pdf"),
    *(".xlsm", ".xlsb", ".et", ".zip", ".rar", ".7z"),
)


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
        for path in _walk(name, suffixes):
            readable = _suffix(path) in suffixes
            count += readable
            yield Found(path, False, _beside(path) if readable else "", readable)
        if not count:
            raise nothing_readable(name, suffixes)


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
    readable = {os.path.splitext(name)[0] for name, _ in kinds if _suffix(name) in suffixes}
    for name, is_folder in kinds:
        path = os.path.join(folder, name)
        if name.startswith((".", "~$")):
            continue
        if is_folder:
            if not name.endswith(LEVELS):
                yield from _walk(path, suffixes)
        elif name.endswith(_OWN):
            continue
        elif _suffix(name) in suffixes or (
            _suffix(name) in _OTHERS and os.path.splitext(name)[0] not in readable
        ):
            yield path


def _suffix(name: str) -> str:
    return os.path.splitext(name)[1].lower()
