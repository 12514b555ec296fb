"""What earlier runs into a folder made, of what: so that a run can go on where one was ended.

The record is a help, and never a proof: a report is passed over only if all that it was made of,
and all that was made of it, is on the disk with the very content that was recorded. Whoever
deletes the record loses time, and nothing else.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from attrs import frozen

from ..errors import ExitCode, OutputError
from .digests import Digests, digest_of

FILE: Final = ".disclosure-kit-resume"
_SECONDS: Final = (
    2.0  # so much of the record may be lost with a run that is killed: it is made anew
)
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS report
    (source BLOB PRIMARY KEY, kit TEXT, inputs TEXT, code INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS output
    (target BLOB, source BLOB, sha256 TEXT, PRIMARY KEY (target, source)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS output_of ON output (source);
"""


@frozen
class Known:
    """A report that need not be made again: its exit code then, and its files."""

    code: ExitCode
    outputs: tuple[str, ...]


class State:
    """The record of a folder. ``kit`` is a digest of all that is the same for every report: the
    kit, its settings and plugins, the template, what was asked.

    Raises:
        OutputError: it cannot be written into the folder.
    """

    def __init__(self, folder: Path, kit: str) -> None:
        self._kit = kit
        self.notices: list[str] = []
        file = folder / FILE
        try:
            self._rows = _opened(file)
        except sqlite3.DatabaseError:
            self.notices.append(f"{file}：上次的记录读不出来，这次全部重新生成")
            with suppress(OSError):
                file.unlink()
            try:
                self._rows = _opened(file)
            except sqlite3.DatabaseError as error:
                raise OutputError(f"{file}：续作用的记录写不进去（{error}）") from None
        self._saved = time.monotonic()

    def known(self, source: str) -> Known | None:
        """What was made of ``source``, if it is whole and nothing that it was made of is another
        now."""
        key = (_key(source),)
        row = self._rows.execute("SELECT kit, inputs, code FROM report WHERE source = ?", key)
        kit, inputs, code = row.fetchone() or (None, "[]", 0)
        if kit != self._kit:
            return None
        made = self._rows.execute("SELECT target, sha256 FROM output WHERE source = ?", key)
        outputs = [(os.fsdecode(target), digest) for target, digest in made]
        needed = [*_pairs(inputs), *outputs]
        if not outputs or any(digest_of(path) != digest for path, digest in needed):
            return None
        return Known(ExitCode(code), tuple(target for target, _ in outputs))

    def is_output(self, path: str) -> bool:
        """Whether a run has made this file."""
        row = self._rows.execute("SELECT 1 FROM output WHERE target = ?", (_key(path),))
        return row.fetchone() is not None

    def other_source(self, target: str, source: str) -> str | None:
        """Another source, still there, that ``target`` was made of."""
        rows = self._rows.execute(
            "SELECT source FROM output WHERE target = ? AND source != ?",
            (_key(target), _key(source)),
        )
        others = (os.fsdecode(other) for (other,) in rows)
        return next((other for other in others if os.path.lexists(other)), None)

    def is_ours(self, target: str) -> bool:
        """Whether ``target`` still is what a run has made, untouched by anybody."""
        rows = self._rows.execute("SELECT sha256 FROM output WHERE target = ?", (_key(target),))
        digests = {digest for (digest,) in rows}
        return bool(digests) and digest_of(target) in digests

    def note(self, source: str, code: ExitCode, inputs: Digests, outputs: Digests) -> list[str]:
        """Record a report whose files are in their places. Gives those files that were made of it
        before, still stand there, and are its files no more."""
        key = _key(source)
        made = self._rows.execute("SELECT target FROM output WHERE source = ?", (key,))
        before = {os.fsdecode(target) for (target,) in made}
        now = {os.path.abspath(target) for target, _ in outputs}
        with self._as_far_as_it_goes():
            self._rows.execute("DELETE FROM output WHERE source = ?", (key,))
            self._rows.executemany(
                "INSERT OR REPLACE INTO output VALUES (?, ?, ?)",
                ((_key(target), key, digest) for target, digest in outputs),
            )
            self._rows.execute(
                "INSERT OR REPLACE INTO report VALUES (?, ?, ?, ?)",
                (key, self._kit, json.dumps(inputs), int(code)),
            )
            if time.monotonic() - self._saved > _SECONDS:
                self._save()
        return sorted(target for target in before - now if os.path.lexists(target))

    def close(self) -> None:
        """Save the record."""
        with self._as_far_as_it_goes():
            self._save()
        self._rows.close()

    def _save(self) -> None:
        self._saved = time.monotonic()
        self._rows.execute("COMMIT")
        self._rows.execute("BEGIN")

    @contextmanager
    def _as_far_as_it_goes(self) -> Iterator[None]:
        """What cannot be recorded is made again by the next run: no reason to end this one."""
        try:
            yield
        except sqlite3.OperationalError as error:
            if not self._rows.in_transaction:  # given up by the database, with what was not saved
                self._rows.execute("BEGIN")
            told = f"续作用的记录没有存全（{error}）；下次会重新生成这些年报，结果不变"
            if told not in self.notices:
                self.notices.append(told)


def _opened(file: Path) -> sqlite3.Connection:
    rows = sqlite3.connect(file, isolation_level=None, timeout=5)
    try:
        rows.executescript(_TABLES)
        rows.execute("SELECT count(*) FROM report WHERE code IS NULL AND kit IS NULL")
        [told] = rows.execute("PRAGMA quick_check(1)").fetchone()
        if told != "ok":
            raise sqlite3.DatabaseError(told)
        rows.execute("BEGIN")
    except BaseException:
        rows.close()
        raise
    return rows


def _key(path: str) -> bytes:
    return os.fsencode(os.path.abspath(path))


def _pairs(inputs: str) -> Iterable[tuple[str, str | None]]:
    return [(path, digest) for path, digest in json.loads(inputs)]
