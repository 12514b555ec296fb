"""Where the figures and passages of a report stood in its file, by address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from frozendict import frozendict


class Sources(Mapping[str, str]):
    """The places that ``told`` tells, worked out when somebody asks for one: of a report without
    fault nobody does."""

    def __init__(self, told: Callable[[], Iterable[tuple[str, str]]]) -> None:
        self._told = told

    @cached_property
    def _known(self) -> frozendict[str, str]:
        return frozendict(self._told())

    def __getitem__(self, address: str) -> str:
        return self._known[address]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def __or__(self, other: Mapping[str, str]) -> frozendict[str, str]:
        return self._known | frozendict(other)

    def __ror__(self, other: Mapping[str, str]) -> frozendict[str, str]:
        return frozendict(other) | self._known

    def __hash__(self) -> int:
        return hash(self._known)

    def __repr__(self) -> str:
        return repr(self._known)

    def __reduce__(self) -> tuple[Any, ...]:
        return frozendict, (dict(self._known),)
