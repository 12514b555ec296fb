"""What holds for every printed word: its colour, its fonts, and Chinese punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ...model.profile import Profile
from .measurement import Measured
from .text import Run

# Word takes the western font for these unless it is told otherwise.
_AMBIGUOUS: Final = re.compile("[“”‘’—…]")
CHINESE: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_BLACK: Final = ("auto", "000000")


def ink(run: Run, place: str) -> Iterator[Measured]:
    """Of one run that prints words."""
    if not run.text.strip():
        return
    looks = run.looks
    colour = "黑色" if looks.colour in _BLACK else f"#{looks.colour[:6].upper()}"
    yield Measured("body.colour", colour, place)
    yield Measured("font.theme", looks.theme, place)
    if _AMBIGUOUS.search(run.text):
        hinted = looks.hint or not looks.east or looks.east == looks.west
        yield Measured("punctuation.hint", hinted, place)


def type_of(
    run: Run, face: str | None, size: str | None, place: str, profile: Profile
) -> Iterator[Measured]:
    """The face and size of one run, under the ids of the part that it belongs to."""
    if not run.text.strip():
        return
    # A theme's font may be known to Word alone; that it is one is told (``font.theme``).
    known = bool(run.looks.east) or not run.looks.theme
    if face is not None and known and CHINESE.search(run.text):
        yield Measured(face, profile.face_of(run.looks.east), place)
    if size is not None:
        yield Measured(size, run.looks.size, place)
