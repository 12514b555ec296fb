"""The code of the modules that earlier runs of a command imported, found at once.

Python looks for every module anew: in each folder of the path, then for its source, then for what
was compiled of it, which it opens and holds against the source. One ``render`` has four hundred,
and that was an eighth of its time. So a command that starts is given where they are and what was
compiled of them, in one file.

Nothing else is imported than Python would import: the path and its folders must be as they were (a
module that was put before another is seen so), and each source is looked at, by time and size as
Python does it, and by the time that nobody can set. Where other finders come before Python's own,
they come before this one. What does not agree is left to Python, as is all that is in no package
named here.
"""

from __future__ import annotations

import marshal
import os
import sys
import zlib
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import suppress
from importlib.machinery import ExtensionFileLoader, ModuleSpec, PathFinder, SourceFileLoader
from time import time_ns
from types import CodeType
from typing import Final, NamedTuple, TypeAlias

from .cache import BEFORE, Cache, key_for

_KINDS: Final = "modules", "code"
_OURS: Final = frozenset(
    (__package__, "attr", "attrs", "cattrs", "click", "frozendict", "isal", "lxml", "markupsafe")
)
_WORTH: Final = 8  # modules that were not known, at which the files are written again
_MOST: Final = 2_000
_SETTLED: Final = 2_000_000_000  # ns: what changed just now may change again within its time
_HOOKS: Final = 2  # that make a finder of a folder: Python's own

Stamp: TypeAlias = tuple[int, int, int]  # when it was changed, as it says and in truth; its size
_NOTHING: Final = (0, 0, 0)


class Known(NamedTuple):
    """A module: its ``file`` and what was ``compiled`` of it (None: it is no Python), whether it is
    a ``package``; how its file was; where its code stands in ours, and its checksum."""

    file: str
    compiled: str | None
    package: bool
    stamp: Stamp
    start: int = 0
    length: int = 0
    checksum: int = 0

    @property
    def folder(self) -> str:
        """In which it was looked for."""
        folder = os.path.dirname(self.file)
        return os.path.dirname(folder) if self.package else folder


class Modules:
    """A finder (``sys.meta_path``) of what is known; ``code`` is the file that holds it."""

    def __init__(self, known: dict[str, Known], path: Sequence[str], code: int) -> None:
        self.known = known
        self._path, self._code = list(path), code

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, _: object = None
    ) -> ModuleSpec | None:
        """As a finder is asked; ``path`` is that of the package."""
        found = self.known.get(name)
        if found is None or sys.path != self._path:
            return None
        if path is not None and list(path) != [found.folder]:  # another package of the same name
            return None
        code = self.code_of(found)
        if code is None or _stamp(found.file) != found.stamp:
            self.known.pop(name, None)  # so it is kept anew
            return None
        if found.compiled is None:
            spec = ModuleSpec(name, ExtensionFileLoader(name, found.file), origin=found.file)
        else:
            loader = _Loader(name, found.file, code)
            spec = ModuleSpec(name, loader, origin=found.file, is_package=found.package)
            spec.cached = found.compiled
        spec.has_location = True
        if spec.submodule_search_locations is not None:
            spec.submodule_search_locations.append(os.path.dirname(found.file))
        return spec

    def close(self) -> None:
        """From now on nothing is known."""
        self.known = {}
        if self._code >= 0:
            os.close(self._code)
            self._code = -1

    def code_of(self, one: Known) -> bytes | None:
        """None where it is not whole."""
        with suppress(OSError):
            code = os.pread(self._code, one.length, BEFORE + one.start)
            if zlib.crc32(code) == one.checksum:
                return code
        return None


class _Loader(SourceFileLoader):
    """As Python's own, but for the code, which is here already."""

    def __init__(self, name: str, file: str, code: bytes) -> None:
        super().__init__(name, file)
        self._known: bytes | None = code

    def get_code(self, fullname: str) -> CodeType | None:
        code, self._known = self._known, None
        if code is None:  # it is loaded once more: perhaps it was changed
            return super().get_code(fullname)
        made: CodeType = marshal.loads(code)
        return made


def know(command: str) -> Callable[[], None]:
    """Hands out what ``command`` imported before; call what this gives at its end, to keep what was
    missing."""
    cache, path = Cache.of_user(), list(sys.path)
    if cache is None or not all(map(os.path.isabs, path)) or len(sys.path_hooks) > _HOOKS:
        return lambda: None
    made_for = (command, *path, *map(str, (sys.flags.optimize, sys.pycache_prefix)))
    keys = [key_for(kind, *made_for) for kind in _KINDS]
    modules = Modules({}, path, -1)
    with suppress(Exception):  # of another make, for all that its key says
        if content := cache.get(keys[0]):
            folders, known = marshal.loads(content)
            code = cache.opened(keys[1])
            if code is not None and all(_stamp(one) == stamp for one, stamp in folders.items()):
                every = {name: Known(*one) for name, one in known.items()}
                modules = Modules(every, path, code)
                sys.meta_path.insert(sys.meta_path.index(PathFinder), modules)

    def keep() -> None:
        with suppress(ValueError):
            sys.meta_path.remove(modules)
        with suppress(Exception):
            if sys.path == path:
                _keep(cache, keys, modules)
        modules.close()

    return keep


def _keep(cache: Cache, keys: Sequence[str], before: Modules) -> None:
    new = dict(_imported(before.known))
    if len(new) < _WORTH:
        return
    pieces: list[bytes] = []
    known: dict[str, Known] = {}
    start = 0
    for name, (one, code) in (*_still(before), *new.items()):
        known[name] = one._replace(start=start, length=len(code), checksum=zlib.crc32(code))
        pieces.append(code)
        start += len(code)
    inside = {os.path.dirname(one.file) for one in known.values()}
    folders = {folder: _stamp(folder) for folder in (*sys.path, *inside)}
    stamps = (*folders.values(), *(one.stamp for one in known.values()))
    latest = max(time for *times, _ in stamps for time in times)
    if len(known) > _MOST or latest > time_ns() - _SETTLED:
        return
    cache.put(keys[1], b"".join(pieces))
    cache.put(keys[0], marshal.dumps((folders, {name: tuple(one) for name, one in known.items()})))


def _still(before: Modules) -> Iterator[tuple[str, tuple[Known, bytes]]]:
    """What is known and has not changed, also what this run did not need."""
    for name, one in before.known.items():
        if _stamp(one.file) == one.stamp and (code := before.code_of(one)) is not None:
            yield name, (one, code)


def _imported(known: Container[str]) -> Iterator[tuple[str, tuple[Known, bytes]]]:
    """What Python found by itself."""
    for name, module in list(sys.modules.items()):
        spec: ModuleSpec | None = getattr(module, "__spec__", None)
        if name in known or spec is None or spec.name != name or not _where_usual(spec):
            continue
        file, compiled, code = spec.origin or "", spec.cached, b""
        stamp, package = _stamp(file), spec.submodule_search_locations is not None
        if type(spec.loader) is SourceFileLoader and compiled is not None:
            code = marshal.dumps(spec.loader.get_code(name))
        elif type(spec.loader) is ExtensionFileLoader and not package:
            compiled = None
        else:
            continue
        yield name, (Known(file, compiled, package, stamp), code)


def _where_usual(spec: ModuleSpec) -> bool:
    """Whether a module is of a package named here, and in the folder where Python looks for it; not
    where a folder of its name stands before it, which is no package, but may get to be one without
    a change of the folder that it is in."""
    top, _, _ = spec.name.partition(".")
    if spec.origin is None or (top not in _OURS and top not in sys.stdlib_module_names):
        return False
    folder, own = os.path.dirname(spec.origin), spec.name.rpartition(".")[2]
    package = spec.submodule_search_locations is not None
    if package:
        if spec.submodule_search_locations != [folder] or os.path.basename(folder) != own:
            return False
        folder = os.path.dirname(folder)
    above = list(_folders_above(spec.name))
    if folder not in above or (above != [folder] and top != spec.name):
        return False
    before = above[: above.index(folder) + (not package)]
    return not any(os.path.lexists(os.path.join(one, own)) for one in before)


def _folders_above(name: str) -> Sequence[str]:
    package, _, _ = name.rpartition(".")
    return getattr(sys.modules.get(package), "__path__", ()) if package else sys.path


def _stamp(file: str) -> Stamp:
    """Of a file, or a folder: when it got its last file, or lost one. Zeros: nothing is there."""
    try:
        status = os.stat(file)
    except OSError:
        return _NOTHING
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size
