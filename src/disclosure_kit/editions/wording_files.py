"""Files of wordings: how prose states the figures of the editions that they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from attrs import evolve, frozen

from ..errors import EditionError
from ..model.parts import Parts
from .loader import (
    NO_WORDS,
    files_in,
    load_parts,
    parse_toml,
    structure,
    text_of,
    with_words,
)

SHARED_WORDS: Final = "words.toml"


@frozen
class Wordings:
    """Wordings of one file, for the editions that it names."""

    editions: tuple[str, ...]
    parts: Parts


def load_wordings(
    text: str, where: str, shared: Mapping[str, tuple[str, ...]] = NO_WORDS
) -> Wordings:
    """A file of wordings for the editions that it names; ``shared`` are groups of words that it
    may use beside its own.

    Raises:
        EditionError: unknown keys, wrong types, missing keys.
    """
    data = parse_toml(text, where)
    if "editions" not in data:
        raise EditionError(f"{where}：缺少 editions（适用于哪些版本）")
    named = {"editions": data.pop("editions"), "parts": data}
    found = structure(named, Wordings, where)
    return evolve(found, parts=with_words(found.parts, where, shared))


def load_all_wordings(folder: Path) -> Iterator[tuple[str, Wordings]]:
    """The files of wordings in ``folder``, each with its name; ``words.toml`` has the groups of
    words that all may use.

    Raises:
        EditionError: a file cannot be read, is not TOML, or says what no wording says.
    """
    common = folder / SHARED_WORDS
    shared = load_parts(text_of(common, common.name), common.name).words
    for file in files_in(folder, ".toml"):
        if file != common:
            yield file.stem, load_wordings(text_of(file, file.name), file.name, shared)
