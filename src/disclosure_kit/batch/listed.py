"""Sources out of folders of any size.

Their names, and the names of what was made of them, are kept in a file that the database makes
and removes: in memory a hundred thousand would be more than all else that a batch holds.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from ..errors import OutputError, SourceError
from ..files import STANDARD_INPUT, is_source, nothing_readable, reason

_CACHED: Final = 500  # kilobytes, of each database
_CLAIMS: Final = "CREATE TABLE made (target BLOB PRIMARY KEY, source BLOB) WITHOUT ROWID"
_TABLES: Final = """
CREATE TABLE source (number INTEGER PRIMARY KEY, name BLOB NOT NULL);
CREATE TABLE inside (name BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE input (device INTEGER, node INTEGER, PRIMARY KEY (device, node)) WITHOUT ROWID;
"""


class _Scratch:
    """A database in a temporary file, which goes with the run."""

    def __init__(self, tables: str) -> None:
        self._rows = sqlite3.connect("", isolation_level=None)
        self._rows.executescript(f"PRAGMA cache_size = {-_CACHED};{tables}")
        self._rows.execute("BEGIN")  # never ended: nobody else reads it

    def execute(self, sql: str, row: Sequence[bytes | int] = ()) -> sqlite3.Cursor:
        try:
            return self._rows.execute(sql, row)
        except sqlite3.OperationalError as error:
            told = f"存放文件名的临时文件写不进去（{error}）"
            raise OutputError(told, hint="请在放临时文件的磁盘上腾出空间") from None


class Listed:
    """Each file named, and for a folder the files in it, by name, whose endings a reader knows.

    Raises:
        SourceError: a folder cannot be read, or holds no such file.
    """

    def __init__(self, names: Iterable[str], suffixes: frozenset[str]) -> None:
        self._names = _Scratch(_TABLES)
        for name in names:
            if name == STANDARD_INPUT or not os.path.isdir(name):
                self._add([name])
                self.protect(name)
            else:
                self._add_folder(name, suffixes)

    def __iter__(self) -> Iterator[str]:
        for (name,) in self._names.execute("SELECT name FROM source ORDER BY number"):
            yield os.fsdecode(name)

    def __len__(self) -> int:
        [count] = self._names.execute("SELECT count(*) FROM source").fetchone()
        return int(count)

    def __contains__(self, target: object, /) -> bool:
        """Whether ``target`` is a source, or another file that is not to be written, by whatever
        name or link."""
        if not isinstance(target, Path):
            return False
        try:
            status = target.stat()
        except (OSError, ValueError):
            return False
        key = _signed(status.st_dev), _signed(status.st_ino)
        found = self._names.execute("SELECT 1 FROM input WHERE device = ? AND node = ?", key)
        return found.fetchone() is not None

    def protect(self, name: str) -> None:
        """Let no output be written over this file."""
        try:
            status = os.stat(name)
        except (OSError, ValueError):
            return
        self._protect(status.st_dev, status.st_ino)

    def _add(self, names: Iterable[str]) -> None:
        for name in names:
            self._names.execute("INSERT INTO source (name) VALUES (?)", (os.fsencode(name),))

    def _add_folder(self, folder: str, suffixes: frozenset[str]) -> None:
        self._names.execute("DELETE FROM inside")
        try:
            found = False
            for entry in _files(folder, suffixes):
                found = True
                row = (os.fsencode(entry.name),)
                self._names.execute("INSERT INTO inside VALUES (?)", row)
                status = entry.stat()
                self._protect(status.st_dev, status.st_ino)
        except OSError as error:
            raise SourceError(f"{folder}：文件夹读不出来（{reason(error)}）") from None
        if not found:
            raise nothing_readable(folder, suffixes)
        before = os.fsencode(os.path.join(Path(folder), ""))
        self._names.execute(
            "INSERT INTO source (name) SELECT CAST(? || name AS BLOB) FROM inside ORDER BY name",
            (b"" if before == b"./" else before,),
        )

    def _protect(self, device: int, node: int) -> None:
        key = _signed(device), _signed(node)
        self._names.execute("INSERT OR IGNORE INTO input VALUES (?, ?)", key)


class ListedClaims:
    """The outputs of a run over many sources, each with its source."""

    def __init__(self) -> None:
        self._made = _Scratch(_CLAIMS)

    def get(self, target: str, /) -> str | None:
        key = (os.fsencode(target),)
        found = self._made.execute("SELECT source FROM made WHERE target = ?", key).fetchone()
        return None if found is None else os.fsdecode(found[0])

    def __setitem__(self, target: str, source: str, /) -> None:
        row = os.fsencode(target), os.fsencode(source)
        self._made.execute("INSERT OR REPLACE INTO made VALUES (?, ?)", row)


def _files(folder: str, suffixes: frozenset[str]) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if is_source(entry.name, suffixes) and entry.is_file():
                yield entry


def _signed(number: int) -> int:
    """The numbers of a file system have 64 bits, those of the database a sign."""
    return number - (1 << 64) if number >= 1 << 63 else number
