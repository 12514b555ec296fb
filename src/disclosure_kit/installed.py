"""Whether a plugin beside the kit's own is installed: asked before anything heavy is imported."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from importlib.machinery import PathFinder
from typing import Final

_GROUP: Final = "[disclosure_kit]"
# The entry points of the kit itself: folders without code (a test holds that they have no command).
_OWN: Final = "disclosure_kit.regions:"
_INFO: Final = (".dist-info", ".egg-info")


def other_plugins(path: Iterable[str] | None = None) -> bool:
    """Whether ``importlib.metadata`` may find an entry point of a plugin that is not the kit's.

    It looks where that looks and takes a doubt for a yes; which plugins there are, and whether
    they are of use, only ``load_kit`` says.
    """
    finders = (f for f in sys.meta_path if hasattr(f, "find_distributions"))
    if any(finder is not PathFinder for finder in finders):
        return True
    try:
        return any(map(_doubtful, sys.path if path is None else path))
    except (OSError, UnicodeDecodeError):
        return True


def _doubtful(entry: str) -> bool:
    folder = entry or "."
    if not os.path.isdir(folder):
        return os.path.exists(folder)  # an archive, which is not looked into here
    with os.scandir(folder) as inside:
        return any(_strange(os.path.join(one.path, "entry_points.txt")) for one in _infos(inside))


def _infos(inside: Iterable[os.DirEntry[str]]) -> Iterator[os.DirEntry[str]]:
    for one in inside:
        name = one.name.lower()
        if name.endswith(_INFO) or name == "egg-info":
            yield one


def _strange(file: str) -> bool:
    try:
        with open(file, encoding="utf-8") as lines:
            section = ""
            for line in map(str.strip, lines):
                if line.startswith("["):
                    section = line
                elif section == _GROUP and line and not line.startswith("#"):
                    _, _, value = line.partition("=")
                    if not value.strip().startswith(_OWN):
                        return True
    except (FileNotFoundError, NotADirectoryError):
        return False
    return False
