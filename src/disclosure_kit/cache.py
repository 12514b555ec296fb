"""What is costly to make and the same every time, kept on the user's disk between runs.

What comes out of here may be executed (compiled templates are code), so it is given out only
where nobody but the user, or the machine's root, could have written it. A cache is never a reason
to fail: where it cannot be trusted, read or written, what it would have kept is made anew.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Final, TypeVar

from .version import __version__

T = TypeVar("T")
VARIABLE: Final = "DISCLOSURE_KIT_CACHE"  # a folder of the user's choice; empty: no cache
MAX_ENTRIES: Final = 128
MAX_BYTES: Final = 64_000_000
_DIGEST: Final = hashlib.sha256().digest_size
_OTHERS_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH


class Cache:
    """Contents by key, each in a file of its own in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def of_user(cls, environment: Mapping[str, str] = os.environ) -> Cache | None:
        """The user's own, below the folder that the system has for caches.

        None where the user wants none, and on systems whose rights cannot be looked at (Windows).
        """
        if not hasattr(os, "geteuid"):
            return None
        if (chosen := environment.get(VARIABLE)) is not None:
            return cls(Path(chosen)) if os.path.isabs(chosen) else None
        home = environment.get("HOME", "")
        base = environment.get("XDG_CACHE_HOME", "")
        if not os.path.isabs(base):
            base = os.path.join(home, "Library/Caches" if sys.platform == "darwin" else ".cache")
        return cls(Path(base, "disclosure-kit")) if os.path.isabs(base) else None

    def get(self, key: str) -> bytes | None:
        """What was kept for ``key`` (see ``key_for``); None unless it is whole and nobody else
        could have written it."""
        if (folder := self._private()) is None:
            return None
        with suppress(OSError):
            handle = os.open(folder / key, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            with os.fdopen(handle, "rb") as file:
                status = os.fstat(handle)
                if not stat.S_ISREG(status.st_mode) or not _ours_alone(status):
                    return None
                digest, content = file.read(_DIGEST), file.read(MAX_BYTES)
                with suppress(OSError):
                    os.utime(handle)  # what is used stays longest
            if _DIGEST + len(content) <= MAX_BYTES and hashlib.sha256(content).digest() == digest:
                return content
        return None

    def put(self, key: str, content: bytes) -> None:
        """Keep ``content``, if that can be done."""
        if len(content) + _DIGEST > MAX_BYTES:
            return
        with suppress(OSError):
            there = next(one for one in (self.folder, *self.folder.parents) if one.exists())
            if there != self.folder and not _cannot_be_swapped(there.stat()):
                return  # of somebody else, who could not use what we make there
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if (folder := self._private()) is None:
                return
            part = folder / f".{key}.{os.getpid()}.part"
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(hashlib.sha256(content).digest() + content)
                os.replace(part, folder / key)
            except OSError:
                part.unlink(missing_ok=True)
                raise
            _make_room(folder)

    def _private(self) -> Path | None:
        """Where the folder lies, links followed, if it is the user's alone and nobody could put
        another in its place."""
        with suppress(OSError):
            folder = self.folder.resolve(strict=True)
            status = folder.lstat()
            if (
                stat.S_ISDIR(status.st_mode)
                and _ours_alone(status)
                and all(_cannot_be_swapped(above.lstat()) for above in folder.parents)
            ):
                return folder
        return None


def remembered(
    key: str | None,
    kind: type[T],
    make: Callable[[], T],
    worth: Callable[[T], bool] = lambda _: True,
) -> T:
    """What ``make`` gives, or gave in an earlier run for ``key`` (None: it has none this time).

    It is pickled, so it is taken only from where nobody else could have put it. What is not
    ``worth`` it, or cannot be pickled, is made every time.
    """
    import pickle  # most of what is kept is no object

    cache = Cache.of_user()
    if cache is None or key is None:
        return make()
    if (content := cache.get(key)) is not None:
        with suppress(Exception):  # made by other versions of what it is made of
            found = pickle.loads(content)
            if isinstance(found, kind):
                return found
    made = make()
    if worth(made):
        with suppress(Exception):  # something in it stands in no module
            cache.put(key, pickle.dumps(made))
    return made


def key_for(kind: str, *parts: str | bytes, versions: Iterable[str] = ()) -> str:
    """The key of what is made of ``parts`` by this version of the kit and of Python, and by
    ``versions`` of other packages."""
    digest = hashlib.sha256()
    made_by = "\n".join((__version__, sys.version, *versions))
    for part in (kind, made_by, *parts):
        content = part.encode() if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8) + content)
    return f"{kind}-{digest.hexdigest()}"


def stamps(folder: str) -> Iterator[str]:
    """The files below ``folder`` as the disk knows them, for a key: somebody who works on the kit,
    or on a plugin, has the same version over many changes.

    Raises:
        OSError: it cannot be looked into.
    """
    for path, status in sorted(files_below(folder)):
        yield f"{path} {status.st_size} {status.st_mtime_ns}"


@lru_cache(maxsize=1)
def of_kit() -> str:
    """The stamps of the kit's own files, as they were when they were first asked for, together: for
    the key of what the kit's code makes."""
    folder = os.path.dirname(os.path.abspath(__file__))
    return hashlib.sha256("\n".join(stamps(folder)).encode()).hexdigest()


def files_below(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    """Every file below ``folder`` but what Python makes of its code."""
    folders = [folder]
    while folders:
        with os.scandir(folders.pop()) as inside:
            for one in inside:
                if not one.is_dir():
                    yield one.path, _status(one)
                elif one.name != "__pycache__":
                    folders.append(one.path)


def _status(file: os.DirEntry[str]) -> os.stat_result:
    try:
        return file.stat()
    except FileNotFoundError:  # a link to nothing, as editors leave beside an open file
        return file.stat(follow_symlinks=False)


def _make_room(folder: Path) -> None:
    """What was not used for longest goes, once there is too much."""
    entries = sorted((e.stat().st_mtime_ns, e.path) for e in os.scandir(folder))
    for _, path in entries[:-MAX_ENTRIES]:
        os.unlink(path)


def _ours_alone(status: os.stat_result) -> bool:
    return status.st_uid == os.geteuid() and not status.st_mode & _OTHERS_WRITE


def _cannot_be_swapped(above: os.stat_result) -> bool:
    """Only we or root may rename what lies in this folder: in a sticky one (/tmp) each his own."""
    return above.st_uid in (0, os.geteuid()) and (
        not above.st_mode & _OTHERS_WRITE or bool(above.st_mode & stat.S_ISVTX)
    )
