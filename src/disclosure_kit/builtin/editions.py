"""The three national editions: Edition, and the sections, tables, rules and wordings of each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ..contributions import Scope, SectionParts
from ..editions.loader import EditionFile, load_editions
from ..editions.wording_files import load_all_wordings

FOLDER: Final = Path(__file__).parent.parent / "editions"


def editions() -> Iterator[EditionFile]:
    """Every file in ``disclosure_kit/editions``."""
    yield from load_editions(FOLDER)


def parts_of(file: EditionFile) -> SectionParts:
    """An edition's own parts, in the scope of that edition alone."""
    return SectionParts(file.edition.id, Scope("", (file.edition.id,)), file.parts)


def wordings() -> Iterator[SectionParts]:
    """How reports word the figures of these tables: ``disclosure_kit/editions/wordings``."""
    for name, found in load_all_wordings(FOLDER / "wordings"):
        yield SectionParts(f"wordings-{name}", Scope("", found.editions), found.parts)
