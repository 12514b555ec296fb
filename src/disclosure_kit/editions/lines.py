"""On which line of a TOML file each key stands: ``tomllib`` gives values without places, and the
libraries that keep a file's layout (tomlkit) do not number its lines."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from typing import Final

from ..model.raw import KeyPath

_BLANK: Final = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_STRING: Final = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})|' r"'''.*?'''(?:'{0,2})|" r'"(?:\\.|[^"\\])*"|' r"'[^']*'",
    re.S,
)
_KEY: Final = re.compile(r'[A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|' r"'[^']*'")
_OTHER: Final = re.compile(r"[^,\]}\n#]*")  # a number, a date, true or false


def lines_of(text: str) -> Mapping[KeyPath, int]:
    """The line, counted from one, of every key and of every member of a list in ``text``, which
    ``tomllib`` takes."""
    return _Walk(text).places


def line_at(path: KeyPath, places: Mapping[KeyPath, int]) -> int | None:
    """The line of ``path``, or of the nearest above it that stands in the file.

    Steps that no file has (a table's ``bands``, where it names its columns itself) are passed
    over.
    """
    here: KeyPath = ()
    for step in path:
        if (*here, step) in places:
            here = (*here, step)
    return places.get(here)


class _Walk:
    """One pass over a valid file; ``counts`` numbers the members of ``[[lists of tables]]``."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.breaks = [match.start() for match in re.finditer("\n", text)]
        self.places: dict[KeyPath, int] = {}
        self.counts: dict[KeyPath, int] = {}
        table: KeyPath = ()
        while self._skip() < len(text):
            if text.startswith("[", self.at):
                table = self._header()
            else:
                self._pair(table)

    def _skip(self) -> int:
        self.at = _match(_BLANK, self.text, self.at)
        return self.at

    def _note(self, path: KeyPath, at: int) -> None:
        self.places.setdefault(path, bisect_right(self.breaks, at) + 1)

    def _header(self) -> KeyPath:
        start = self.at
        listed = self.text.startswith("[[", self.at)
        self.at += 2 if listed else 1
        *above, last = self._key()
        path: KeyPath = ()
        for step in above:
            self._note((*path, step), start)
            path = self._within((*path, step))
        path = (*path, last)
        self._note(path, start)
        if listed:
            self.counts[path] = number = self.counts.get(path, 0) + 1
            path = (*path, number - 1)
            self._note(path, start)
        self._skip()
        self.at += 2 if listed else 1
        return path

    def _within(self, path: KeyPath) -> KeyPath:
        """``path``, or the last member of the list of tables that it names."""
        return (*path, self.counts[path] - 1) if path in self.counts else path

    def _key(self) -> list[str]:
        words = []
        while True:
            self._skip()
            end = _match(_KEY, self.text, self.at)
            word = self.text[self.at : end]
            words.append(tomllib.loads(f"k = {word}")["k"] if word[0] in "\"'" else word)
            self.at = end
            if not self.text.startswith(".", self._skip()):
                return words
            self.at += 1

    def _pair(self, table: KeyPath) -> None:
        start = self._skip()
        path = table
        for step in self._key():
            path = (*path, step)
            self._note(path, start)
        self.at += 1  # the equals sign
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        opened = self.text[self._skip()]
        if opened == "[":
            self._members(path)
        elif opened == "{":
            self._inline(path)
        elif opened in "\"'":
            self.at = _match(_STRING, self.text, self.at)
        else:
            self.at = _match(_OTHER, self.text, self.at)

    def _members(self, path: KeyPath) -> None:
        self.at += 1
        number = 0
        while not self.text.startswith("]", self._skip()):
            self._note((*path, number), self.at)
            self._value((*path, number))
            number += 1
            if self.text.startswith(",", self._skip()):
                self.at += 1
        self.at += 1

    def _inline(self, path: KeyPath) -> None:
        self.at += 1
        while not self.text.startswith("}", self._skip()):
            self._pair(path)
            if self.text.startswith(",", self._skip()):
                self.at += 1
        self.at += 1


def _match(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at
