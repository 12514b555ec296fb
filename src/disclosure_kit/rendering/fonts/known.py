"""What is known of fonts without their files (``fonts.toml``)."""

from __future__ import annotations

import functools
import tomllib
from importlib.resources import files
from typing import Final

from attrs import frozen
from frozendict import frozendict

_FILE: Final = "fonts.toml"


@frozen
class Repertoire:
    """A set of characters that a font prints: those of ``codec``, and of ``ranges``."""

    says: str
    codec: str
    ranges: tuple[tuple[int, int], ...] = ()

    def holds(self, character: str) -> bool:
        if any(first <= ord(character) <= last for first, last in self.ranges):
            return True
        try:
            character.encode(self.codec)
        except UnicodeEncodeError:
            return False
        return True


@frozen
class Substitute:
    """A font in the place of one that shows ``face``; ``bold`` makes it dark enough."""

    face: str
    name: str
    bold: bool


@frozen
class Known:
    """``repertoires`` by the name of a font; ``substitutes``, the nearest first."""

    repertoires: frozendict[str, Repertoire]
    substitutes: tuple[Substitute, ...]


@functools.cache
def known() -> Known:
    """What ``fonts.toml`` says, read once."""
    data = tomllib.loads(files(__package__).joinpath(_FILE).read_text("utf-8"))
    repertoires = {
        name: Repertoire(
            held["says"],
            held["codec"],
            tuple((int(first, 16), int(last, 16)) for first, last in held.get("ranges", ())),
        )
        for name, held in data["repertoires"].items()
    }
    return Known(
        frozendict((font, repertoires[name]) for font, name in data["fonts"].items()),
        tuple(
            Substitute(group["face"], name, group.get("bold", False))
            for group in data["substitutes"]
            for name in group["names"]
        ),
    )


def repertoire_of(font: str) -> str:
    """Which characters a font prints, in words; empty where nothing is known of it."""
    found = known().repertoires.get(font)
    return "" if found is None else found.says
