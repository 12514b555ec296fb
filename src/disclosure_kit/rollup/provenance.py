"""The file beside a rolled-up report that says where each total came from.

One JSON document, written and read as a stream: units and totals stand one to a line, so
100,000 units never stand in memory at once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

from attrs import define, field

from ..errors import SourceError
from ..files import reason
from ..model.values import YUAN_PER_UNIT
from .row import line
from .tally import State

FORMAT: Final = "disclosure-kit/rollup/1"
_LISTS: Final = ("units", "totals")


@define
class Writer:
    """Writes the document from its first to its last key."""

    file: IO[bytes]
    _begun: bool = field(default=False, init=False)

    def key(self, name: str, value: Any) -> None:
        """A key with its value on one line."""
        self._comma()
        self.file.write(f"{line(name)}:{line(value)}".encode())

    def rows(self, name: str, rows: Iterator[bytes]) -> None:
        """A key with a list, each of whose members is a line of JSON already."""
        self._comma()
        write = self.file.write
        write(f"{line(name)}:[".encode())
        mark = b"\n"
        for row in rows:
            write(mark)
            write(row)
            mark = b",\n"
        write(b"\n]")

    def end(self) -> None:
        self.file.write(b"\n}\n")

    def _comma(self) -> None:
        self.file.write(b",\n" if self._begun else b"{\n")
        self._begun = True


@define
class Provenance:
    """The document at ``path``, read as it is needed. ``head`` is all but units and totals."""

    path: Path
    head: dict[str, Any] = field(factory=dict)
    _starts: dict[str, int] = field(factory=dict)

    def units(self) -> Iterator[dict[str, Any]]:
        """The units, in their order."""
        return (unit for _, unit in self.rows("units"))

    def totals(self) -> Iterator[dict[str, Any]]:
        """The totals, in the order of the form."""
        return (total for _, total in self.rows("totals"))

    def rows(self, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """The members of a list, each with the place of its line in the file."""
        with open(self.path, "rb") as file:
            at = file.seek(self._starts[name])
            for raw in file:
                if raw.startswith(b"]"):
                    return
                found = _parsed(self.path, raw)
                if not _CHECKS[name](found, self.head):
                    raise SourceError(f"{self.path}：出处文件被改动过", hint=_HINT)
                yield at, found
                at += len(raw)

    def addresses(self, unit: dict[str, Any]) -> list[str]:
        """Those of a unit's values."""
        found: list[str] = self.head["forms"][unit["form"]]
        return found

    def places(self, unit: dict[str, Any]) -> list[str]:
        """Where in its file each of a unit's values stood."""
        given = unit["places"]
        return str(self.head["places"][given] if isinstance(given, int) else given).split("\n")


def opened(path: Path) -> Provenance:
    """The provenance at ``path``.

    Raises:
        SourceError: there is none, or it is not as a roll-up wrote it.
    """
    found = Provenance(path)
    try:
        with open(path, "rb") as file:
            at, inside = 0, False
            for raw in file:
                at += len(raw)
                if inside:
                    inside = not raw.startswith(b"]")
                    continue
                name = _list_begun(raw)
                if name is not None:
                    found._starts[name] = at
                    inside = True
                elif raw not in (b"{\n", b"}\n"):
                    found.head |= _parsed(path, b"{" + raw.rstrip(b",\n") + b"}")
    except OSError as error:
        raise SourceError(f"{path}：读不出来（{reason(error)}）") from None
    if not _sound(found.head) or set(found._starts) != set(_LISTS):
        raise SourceError(f"{path}：不是汇总的出处文件，或被改动过", hint=_HINT)
    return found


_HINT: Final = "请重新运行 rollup"


def _sound(head: dict[str, Any]) -> bool:
    """Whether what is read of it has the types that a roll-up writes."""
    agency = head.get("agency")
    return (
        head.get("format") == FORMAT
        and isinstance(agency, dict)
        and all(isinstance(word, str) for word in (agency.get("name"), head.get("report")))
        and type(head.get("year")) is int
        and all(isinstance(head.get(name), list) for name in ("forms", "places"))
        and all(isinstance(one, list) for one in head["forms"])
        and _sound_missing(head.get("missing", []))
    )


def _sound_missing(listed: Any) -> bool:
    return isinstance(listed, list) and all(
        isinstance(one, dict)
        and isinstance(one.get("name"), str)
        and isinstance(one.get("came"), bool)
        for one in listed
    )


def _sound_unit(unit: dict[str, Any], head: dict[str, Any]) -> bool:
    form, places, values = unit.get("form"), unit.get("places"), unit.get("values")
    return (
        type(form) is int
        and 0 <= form < len(head["forms"])
        and isinstance(values, list)
        and len(values) == len(head["forms"][form])
        and (isinstance(places, str) or (type(places) is int and 0 <= places < len(head["places"])))
        and all(isinstance(unit.get(word), str) for word in ("id", "name", "file"))
        and _MARK.fullmatch(str(unit.get("mark"))) is not None
        and isinstance(unit.get("code", 0), str | None)
        and isinstance(unit.get("rollup", ""), str)
        and all(type(unit.get(word, 0)) is int for word in ("errors", "units"))
        and all(_sound_value(value) for value in values if type(value) is not int)
    )


def _sound_value(value: Any) -> bool:
    if isinstance(value, list):
        return (
            len(value) == 2
            and all(isinstance(word, str) for word in value)
            and _AMOUNT.fullmatch(value[0]) is not None
            and (not value[1] or value[1] in YUAN_PER_UNIT)
        )
    return value is None or value == "n/a" or type(value) is int


def _sound_total(total: dict[str, Any], _: dict[str, Any]) -> bool:
    return (
        all(isinstance(total.get(word), str) for word in ("address", "label", "state", "why"))
        and all(_sound_value(total.get(word)) for word in ("value", "so_far"))
        and _sound_state(total["state"], total.get("value"), total.get("so_far"))
        and isinstance(total.get("lacking"), list)
        and all(isinstance(name, str) for name in total["lacking"])
        and type(total.get("lacks")) is int
    )


def _sound_state(state: str, value: Any, so_far: Any) -> bool:
    """Whether a total is given, and is what its units come to, just where its state says so."""
    match state:
        case State.WHOLE | State.PARTIAL:
            return bool(value == so_far) and value not in (None, "n/a")
        case State.NOT_APPLICABLE:
            return bool(value == so_far == "n/a")
        case State.INCOMPLETE | State.NOT_ADDED:
            return value is None
    return False


_AMOUNT: Final = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,12})?", re.ASCII)
_MARK: Final = re.compile(r"([0-9a-f]{2})+", re.ASCII)
_CHECKS: Final = {"units": _sound_unit, "totals": _sound_total}


def _list_begun(raw: bytes) -> str | None:
    return next((name for name in _LISTS if raw == f'"{name}":[\n'.encode()), None)


def _parsed(path: Path, raw: bytes) -> dict[str, Any]:
    try:
        value = json.loads(raw.rstrip(b",\n"))
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise SourceError(f"{path}：不是汇总的出处文件，或被改动过", hint=_HINT)
    return value


def at_line(path: Path, at: int) -> dict[str, Any]:
    """The member of a list whose line begins at ``at``."""
    with open(path, "rb") as file:
        file.seek(at)
        return _parsed(path, file.readline())
