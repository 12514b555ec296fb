"""The words of ``words.toml``: statutory terms and what names of public bodies are made of."""

from __future__ import annotations

import functools
from enum import Enum, auto
from pathlib import Path
from typing import Final

from attrs import frozen
from frozendict import frozendict

from ...cache import key_for, of_kit, remembered

_FILE: Final = Path(__file__).with_name("words.toml")


class Role(Enum):
    """What a piece of a title is to its neighbours."""

    UNKNOWN = auto()
    NAME = auto()  # unknown too, but begun by what could end a body's name
    MARK = auto()
    WORD = auto()
    NUMBER = auto()
    YEAR = auto()
    SUBJECT = auto()
    CLOSING = auto()
    BODY = auto()
    PLACE = auto()
    CONNECTIVE = auto()
    PARTICLE = auto()


@frozen
class Words:
    """``known`` words with their role; ``place_endings`` with their level (0 is a province)."""

    known: frozendict[str, Role]
    place_endings: frozendict[str, int]
    body_endings: frozenset[str]
    longest: int

    def at(self, text: str, start: int) -> str:
        """The longest known word at a place; empty where there is none."""
        for length in range(min(self.longest, len(text) - start), 0, -1):
            if (word := text[start : start + length]) in self.known:
                return word
        return ""


@functools.cache
def words() -> Words:
    """The words, read once a machine."""
    content = _FILE.read_bytes()
    key = key_for("words", content, versions=[of_kit()])
    return remembered(key, Words, lambda: _words(content.decode()))


def _words(text: str) -> Words:
    import tomllib

    data = tomllib.loads(text)
    known = dict.fromkeys(data["other"], Role.WORD)
    for role in (Role.SUBJECT, Role.CLOSING, Role.BODY, Role.PLACE):
        known |= dict.fromkeys(data[role.name.lower()], role)
    known |= dict.fromkeys(data["connectives"], Role.CONNECTIVE)
    known |= dict.fromkeys(data["particles"], Role.PARTICLE)
    levels = {
        character: level
        for level, characters in enumerate(data["place_endings"])
        for character in characters
    }
    longest = max(map(len, known))
    return Words(frozendict(known), frozendict(levels), frozenset(data["body_endings"]), longest)
