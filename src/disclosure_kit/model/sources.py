"""Where the figures and passages of a report stood in its file, by address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from frozendict import frozendict

from .raw import KeyPath, RawValues


class Sources(Mapping[str, str]):
    """Places in a keyed file, each looked for when somebody asks: of a report without fault nobody
    does, of others for a few. ``figures`` gives the keys of ``raw`` that lead to each figure,
    ``passages`` those to each passage, ``path`` those to one of either (None where there are
    none)."""

    def __init__(
        self,
        raw: RawValues,
        figures: Callable[[], Iterable[tuple[str, KeyPath]]],
        passages: Callable[[], Iterable[tuple[str, KeyPath]]],
        path: Callable[[str], KeyPath | None],
    ) -> None:
        self._raw = raw
        self._figures = figures
        self._passages = passages
        self._path = path

    @cached_property
    def _known(self) -> dict[str, KeyPath]:
        return {**dict(self._figures()), **dict(self._passages())}

    @cached_property
    def of_figures(self) -> dict[str, str]:
        """Where inside the file every figure stood, all looked for together."""
        paths = dict(self._figures())
        return dict(zip(paths, self._raw.all_places(paths.values()), strict=True))

    def __getitem__(self, address: str) -> str:
        path = self._path(address)
        if path is None:
            raise KeyError(address)
        return f"{self._raw.name}!{self._raw.place(path)}"

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def __or__(self, other: Mapping[str, str]) -> frozendict[str, str]:
        return frozendict(self) | frozendict(other)

    def __ror__(self, other: Mapping[str, str]) -> frozendict[str, str]:
        return frozendict(other) | frozendict(self)

    def __hash__(self) -> int:
        return hash(frozendict(self))

    def __repr__(self) -> str:
        return repr(frozendict(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return frozendict, (dict(self),)
