"""Where the figures and passages of a report stood in its file, by address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from frozendict import frozendict

from .raw import KeyPath


class Sources(Mapping[str, str]):
    """Places in a keyed file, each looked for when somebody asks: of a report without fault nobody
    does, of others for a few. ``paths`` gives the keys that lead to each address, ``path`` those to
    one (None where there are none), ``place`` words where a key stands."""

    def __init__(
        self,
        paths: Callable[[], Iterable[tuple[str, KeyPath]]],
        path: Callable[[str], KeyPath | None],
        place: Callable[[KeyPath], str],
    ) -> None:
        self._paths = paths
        self._path = path
        self._place = place

    @cached_property
    def _known(self) -> dict[str, KeyPath]:
        return dict(self._paths())

    def __getitem__(self, address: str) -> str:
        path = self._path(address)
        if path is None:
            raise KeyError(address)
        return self._place(path)

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
