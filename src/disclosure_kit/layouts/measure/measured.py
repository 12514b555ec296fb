"""Bytes of a Word file → measurements, each under the id of its parameter."""

from __future__ import annotations

from collections.abc import Iterator

from ...intake.kinds import Office
from ...intake.package import open_package
from ...model.profile import Profile
from ...model.raw import Source
from .closing import closing
from .looks import Looks
from .measurement import Measured
from .opened import open_word
from .page_numbers import page_numbers
from .pages import pages
from .prose import prose
from .tables import tables
from .text import flow


def measured(document: bytes, profile: Profile) -> Iterator[Measured]:
    """Everything that can be measured of a Word file. ``profile`` says which fonts show a face,
    and in which characters and lines gaps count.

    Raises:
        SourceError: no Word file, damaged, or beyond the limits.
    """
    word = open_word(open_package(Source("文档", document), Office.WORD))
    looks = Looks(word.styles, word.theme)
    blocks = flow(word, looks)
    yield from pages(word)
    yield from prose(blocks, profile)
    yield from closing(blocks, profile)
    yield from page_numbers(word, looks, profile)
    yield from tables(blocks, looks, profile)
