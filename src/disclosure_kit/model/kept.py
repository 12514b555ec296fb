"""What is worked out of a frozen value, worked out once and kept with it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar, cast

from attrs import AttrsInstance, fields

S = TypeVar("S", bound="Keeping")
T = TypeVar("T")

_STORE: Final = "_kept"


class Keeping:
    """A frozen value that keeps what was worked out of it, for as long as it lives.

    What is kept follows from the value alone and is never changed, so it is no part of it: it is
    not compared, ``evolve`` leaves it behind, and it does not travel to another process.
    """

    def kept(self: S, make: Callable[..., T], *given: Hashable) -> T:
        """``make(self, *given)``, made when it is first asked for."""
        store = self.__dict__.get(_STORE)
        if store is None:
            store = self._store()
        key = (make, given) if given else make
        kept = store.get(key, store)  # asked for once: what is given may be long to hash
        if kept is store:
            kept = store[key] = make(self, *given)
        found: T = kept
        return found

    def sharing(self: S, **changes: Any) -> S:
        """A copy with other values under these names that keeps in the same place, for changes
        that nothing kept depends on."""
        self._store()
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__, **changes)
        return other

    def _store(self) -> dict[Any, Any]:
        store: dict[Any, Any] = self.__dict__.setdefault(_STORE, {})
        return store

    def __getstate__(self) -> dict[str, Any]:
        return {
            one.name: getattr(self, one.name)
            for one in fields(cast(type[AttrsInstance], type(self)))
        }
