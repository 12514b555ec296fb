"""Which callables of a registry are code of plugins, and are called in a child process."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeVar

from attrs import evolve

from ..contributions import Contribution
from ..plugin import key_of
from ..registry import Registry
from .calling import CALLABLES
from .ours import is_ours

if TYPE_CHECKING:
    from .calls import Calls

C = TypeVar("C", bound=Contribution)
SNIFFING: Final = 10.0  # seconds for a look at 4096 bytes


def set_apart(registry: Registry, hello: Any, seconds: float) -> Registry:
    """The same contributions, but what is code of plugins runs in a child process, which builds the
    same kit from ``hello``.

    Checks and pictures are not touched: they have children of their own.
    """
    moving = _Moving(registry, hello, seconds)
    return evolve(
        registry,
        readers=type(registry.readers)((n, moving.moved(c)) for n, c in registry.readers.items()),
        formats=type(registry.formats)((n, moving.moved(c)) for n, c in registry.formats.items()),
        templates=tuple(map(moving.moved, registry.templates)),
        figures=tuple(map(moving.moved, registry.figures)),
    )


class _Moving:
    """What one registry is moved with: a child for all of it, where there is any code."""

    def __init__(self, registry: Registry, hello: Any, seconds: float) -> None:
        self._registry, self._hello, self._seconds = registry, hello, seconds

    @cached_property
    def _calls(self) -> Calls:
        from .calls import Calls

        return Calls(self._hello)

    def moved(self, contribution: C) -> C:
        key = key_of(contribution)
        owner = self._registry.owners[key]
        if self._registry.is_core(owner):
            return contribution
        replaced: dict[str, Any] = {}
        for kind, part in CALLABLES:
            code = getattr(contribution, part) if kind == key[0] else None
            if code is not None and not is_ours(code):
                from .calls import Away  # few plugins have code

                most = min(self._seconds, SNIFFING) if part == "sniff" else self._seconds
                replaced[part] = Away(self._calls, owner, key, part, most)
        return evolve(contribution, **replaced) if replaced else contribution
