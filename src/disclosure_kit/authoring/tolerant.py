"""A folder without code, read on past its mistakes: what is right of it, and what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar, cast

from attrs import evolve, field, frozen

from ..editions.loader import (
    Narrowing,
    load_scoped,
    parse_toml,
    structure,
    text_of,
    with_words,
)
from ..errors import EditionError
from ..model.parts import Parts
from ..plugins_folder.folder import FolderPlugin, named_in

T = TypeVar("T")


@frozen(eq=False)
class TolerantFolder(FolderPlugin):
    """``met`` are the errors of its files, each with its file, in the order of reading."""

    met: dict[Path, EditionError] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        """What is no part of a plugin is told elsewhere."""

    def loaded(self, file: Path, load: Callable[[str, str], T]) -> Iterator[T]:
        """What ``load`` makes of a file; of faulty parts, those entries that are right."""
        try:
            yield from super().loaded(file, load)
        except EditionError as error:
            self.met[file] = error
            if load is cast(Callable[[str, str], T], load_scoped):
                yield cast(T, salvaged(file, named_in(file, self.folder)))


def salvaged(file: Path, where: str) -> tuple[Narrowing, Parts]:
    """The entries of a file of parts that are right by themselves."""
    try:
        data = parse_toml(text_of(file, where), where)
    except EditionError:
        return Narrowing(), Parts()
    scope = Narrowing()
    with suppress(EditionError):
        scope = structure(data.pop("scope", {}), Narrowing, where)
    words = data.pop("words", {})
    parts = Parts()
    for key, entries in data.items():
        right = [p for entry in _listed(entries) if (p := _alone(key, entry, words, where))]
        if right:
            merged: Any = {key: tuple(one for part in right for one in getattr(part, key))}
            parts = evolve(parts, **merged)
    return scope, parts


def _listed(entries: Any) -> list[Any]:
    return entries if isinstance(entries, list) else []


def _alone(key: str, entry: Any, words: Any, where: str) -> Parts | None:
    try:
        return with_words(structure({key: [entry], "words": words}, Parts, where), where)
    except EditionError:
        return None
