"""What changed since the roll-up that stands at the same place: which totals, because of whom."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, Final

from attrs import define, field, frozen

from .provenance import Provenance, at_line
from .tally import Total, plain_value

MOST: Final = 10_000  # units' figures that are told


@frozen
class Cause:
    """A unit whose figure at an address is another now. ``None`` is not filled; ``absent``: it
    was not in the sum, ``gone``: it is not any more."""

    address: str
    unit: str
    before: Any
    now: Any
    how: str = "changed"


@frozen
class Change:
    """A total that is another now."""

    address: str
    label: str
    before: Any
    now: Any
    causes: tuple[Cause, ...]


def mark_of(values: bytes) -> bytes:
    """By which a unit's figures are known to be the same."""
    return hashlib.blake2b(values, digest_size=12).digest()


@define
class Comparison:
    """Lays the units that are written now beside those of the run before."""

    before: Provenance
    _known: dict[str, tuple[bytes, int]] = field(factory=dict, init=False)
    _causes: dict[str, list[Cause]] = field(factory=dict, init=False)
    told: int = field(default=0, init=False)

    def __attrs_post_init__(self) -> None:
        for at, unit in self.before.rows("units"):
            self._known[unit["id"]] = bytes.fromhex(unit["mark"]), at

    def unit(
        self, id_: str, name: str, mark: bytes, addresses: Iterable[str], values: list[Any]
    ) -> None:
        """Note what is other in a unit that counts now."""
        known = self._known.pop(id_, None)
        if known is None:
            for address, value in zip(addresses, values, strict=True):
                self._note(Cause(address, name, None, value, "new"))
        elif known[0] != mark:
            old = at_line(self.before.path, known[1])
            was = dict(zip(self.before.addresses(old), old["values"], strict=True))
            for address, value in zip(addresses, values, strict=True):
                if was.get(address) != value:
                    self._note(Cause(address, name, was.get(address), value))

    def changes(self, totals: Iterable[Total]) -> Iterator[Change]:
        """The totals that are other now, each with the units that made it so."""
        for _, at in self._known.values():
            old = at_line(self.before.path, at)
            for address, value in zip(self.before.addresses(old), old["values"], strict=True):
                self._note(Cause(address, old["name"], value, None, "gone"))
        self._known.clear()
        was = {total["address"]: total for total in self.before.totals()}
        for total in totals:
            before = was.get(total.address, {}).get("value")
            now = plain_value(total.value)
            if before != now:
                causes = tuple(self._causes.get(total.address, ()))
                yield Change(total.address, total.label, before, now, causes)

    def _note(self, cause: Cause) -> None:
        if cause.before == cause.now and cause.how == "changed":
            return
        self.told += 1
        if self.told <= MOST:
            self._causes.setdefault(cause.address, []).append(cause)
