"""Which plugins of the kit's own are installed, and whether any other may be: asked before anything
heavy is imported."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from importlib.machinery import PathFinder
from typing import Final

_GROUP: Final = "[disclosure_kit]"
# The entry points of the kit itself: folders without code (a test holds that they have no command).
_OWN: Final = "disclosure_kit.regions"
_INFO: Final = (".dist-info", ".egg-info")


def own_plugins(path: Iterable[str] | None = None) -> tuple[str, ...] | None:
    """The names of the kit's region plugins that ``importlib.metadata`` finds as entry points;
    None where it may find others too, or more than one kit.

    It looks where that looks, and a doubt counts as another plugin: which there are, and whether
    they are of use, only ``load_kit`` says.
    """
    finders = (f for f in sys.meta_path if hasattr(f, "find_distributions"))
    if any(finder is not PathFinder for finder in finders):
        return None
    found: list[tuple[str, ...]] = []
    try:
        for entry in dict.fromkeys(sys.path if path is None else path):
            found += filter(None, _declared(entry or "."))
    except (OSError, UnicodeDecodeError, LookupError):
        return None
    return tuple(sorted(found[0])) if len(found) == 1 else None if found else ()


def _declared(folder: str) -> Iterator[tuple[str, ...]]:
    """What each distribution in a folder of the import path declares for the group.

    Raises:
        LookupError: the folder is an archive, or the plugin is not the kit's.
    """
    if not os.path.isdir(folder):
        if os.path.exists(folder):
            raise LookupError(folder)
        return
    with os.scandir(folder) as inside:
        for one in inside:
            name = one.name.lower()
            if name.endswith(_INFO) or name == "egg-info":
                yield tuple(_regions(os.path.join(one.path, "entry_points.txt")))


def _regions(file: str) -> Iterator[str]:
    with suppress(FileNotFoundError, NotADirectoryError), open(file, encoding="utf-8") as lines:
        section = ""
        for line in map(str.strip, lines):
            if line.startswith("["):
                section = line
            elif section == _GROUP and line and not line.startswith("#"):
                _, _, value = line.partition("=")
                module, _, name = value.strip().partition(":")
                if module != _OWN or not name.isidentifier():
                    raise LookupError(line)
                yield name


def versions_of(packages: Iterable[str]) -> tuple[str, ...]:
    """The versions of installed distributions, by the names of the folders that say so; else as
    ``importlib.metadata`` has them, which takes ten times as long.

    Raises:
        PackageNotFoundError: one is not installed.
    """
    there: dict[str, str] = {}
    for entry in sys.path:
        with suppress(OSError):
            for name in os.listdir(entry or "."):
                if name.endswith(_INFO[0]):
                    package, _, version = name.removesuffix(_INFO[0]).partition("-")
                    there.setdefault(package.lower(), version)
    return tuple(there.get(name.replace("-", "_")) or _version(name) for name in packages)


def _version(package: str) -> str:
    from importlib.metadata import version

    return version(package)
