"""Bytes of a Word file → measurements, each under the id of its parameter."""

from __future__ import annotations

from collections.abc import Iterator

from ...intake.kinds import Office
from ...intake.package import open_package
from ...model.profile import Profile
from ...model.raw import Source
from .measurement import Measured
from .opened import open_word
from .pages import pages


def measured(document: bytes, profile: Profile) -> Iterator[Measured]:  # noqa: ARG001
    """Everything that can be measured of a Word file.

    Raises:
        SourceError: no Word file, damaged, or beyond the limits.
    """
    word = open_word(open_package(Source("文档", document), Office.WORD))
    yield from pages(word)
