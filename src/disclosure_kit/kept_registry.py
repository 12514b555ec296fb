"""The registry of a kit in which no stranger's code has a say, kept on disk between runs.

Reading the editions and the folders of the region plugins, and proving that they contradict
nothing, takes most of the time that a kit takes to load, and gives the same every time.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from .cache import key_for, of_kit, remembered, stamps
from .registry import Registry

_KIND: Final = "registry"
_PACKAGE: Final = os.path.dirname(os.path.abspath(__file__))


def kept(folders: Iterable[Path], without: Iterable[str], make: Callable[[], Registry]) -> Registry:
    """What ``make`` gives, or gave for the same files: those of the kit, and of the plugins in
    ``folders``. A registry with faults is not kept, so they are looked for every time.
    """
    key = _key(folders, without)
    return remembered(key, Registry, make, lambda made: not made.faults and not made.outdated)


def _key(folders: Iterable[Path], without: Iterable[str]) -> str | None:
    """None where a folder cannot be looked into: then it is told why, as always. Those plugins are
    the kit's own, so their files count as the kit's do."""
    try:
        parts = [part for folder in folders for part in (str(folder), *stamps(str(folder)))]
    except OSError:
        return None
    return key_for(_KIND, *sorted(without), "", _PACKAGE, of_kit(), *parts)
