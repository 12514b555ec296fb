"""One part of the file with tags: its code, and all that the code needs."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter
from types import CodeType
from typing import Any, Protocol

from attrs import frozen
from markupsafe import Markup

from ...model.clean import clean
from ..node import Node
from ..small_tables import Table
from .markup import Space
from .refusal import Refusal
from .runs import CAREFUL, Run, hinted_runs

Figures = tuple[tuple[str, ...], tuple[str, ...], tuple[int, ...]]


@frozen
class Part:
    """A part of the file: ``head`` and ``tail`` are around what the code gives; ``names`` are those
    of the report that it asks for; ``start`` is the outermost tag."""

    name: str
    head: bytes
    tail: bytes
    start: str
    code: CodeType
    names: tuple[str, ...]
    runs: tuple[Run, ...]
    figures: tuple[Figures, ...]


class Running(Protocol):
    """What the code runs on: ``running.Lean``, or Jinja (``in_jinja``)."""

    @property
    def names(self) -> dict[str, Any]:
        """What the code finds at the top."""

    def renew(self) -> None:
        """Begin a part of a file: its budget is whole."""

    def context(self, names: Mapping[str, Any]) -> Any: ...

    def called(self, context: Any, value: Any, *given: Any) -> Any: ...

    def getattr(self, value: Any, name: str) -> Any: ...

    def getitem(self, value: Any, key: Any) -> Any: ...


class _Group:
    """Figures that follow each other in one part, with the constant text between them."""

    def __init__(
        self, texts: tuple[str, ...], addresses: tuple[str, ...], runs: tuple[Run, ...]
    ) -> None:
        self._texts, self._addresses, self._runs = texts, addresses, runs
        self._asked = itemgetter(*addresses)
        self._pieces = [b""] * (2 * len(addresses) + 1)
        self._pieces[::2] = [text.encode() for text in texts]

    def filled(self, figures: Mapping[str, str]) -> tuple[bytes, str]:
        """The group, each figure in its run; and their texts together."""
        asked = self._asked(figures)
        values: tuple[str, ...] = asked if len(self._addresses) > 1 else (asked,)
        together = "".join(values)
        if CAREFUL.search(together):
            return self._with_care(values), together
        pieces = self._pieces.copy()
        pieces[1::2] = "\n".join(values).encode().split(b"\n")
        return b"".join(pieces), together

    def _with_care(self, values: tuple[str, ...]) -> bytes:
        pieces = []
        behind = ""
        for text, run, value in zip(self._texts, self._runs, values, strict=False):
            pieces.append(text.removeprefix(behind).removesuffix(run.plain))
            pieces.append(run.filled(clean(value)))
            behind = run.behind
        pieces.append(self._texts[-1].removeprefix(behind))
        return "".join(pieces).encode()


class Filling:
    """A part at work, for one document at a time: whoever fills several at once has several."""

    def __init__(self, part: Part, running: Running) -> None:
        self._part = part
        self._space = Space(part.start)
        self._figures: Mapping[str, str] = {}
        self._said: list[str] = []
        self._groups = tuple(
            _Group(texts, addresses, tuple(part.runs[n] for n in runs))
            for texts, addresses, runs in part.figures
        )
        self._running = running
        names = running.names | {
            "runs": tuple(run.filling for run in part.runs), "figures": self._grouped,
            "block": self._block, "below": self._below, "item": self._item,
            "called": running.called,
        }  # fmt: skip
        exec(part.code, names)
        self._root = names["root"]

    def filled(self, names: Mapping[str, Any], figures: Mapping[str, str]) -> tuple[bytes, str]:
        """The part, and what of the report stands in it; ``names`` are those that it asks for,
        ``figures`` the texts by address.

        Raises:
            Refusal: a value is not known here; or anything that a template may raise.
        """
        self._figures, self._said = figures, []
        self._running.renew()
        pieces = [self._part.head]
        for piece in self._root(self._running.context(names)):
            if type(piece) is bytes:
                pieces.append(piece)
            else:
                self._said.append(piece)
                pieces.append(piece.encode())
        pieces.append(self._part.tail)
        return b"".join(pieces), "".join(self._said)

    def _grouped(self, number: int) -> bytes:
        group, texts = self._groups[number].filled(self._figures)
        self._said.append(texts)
        return group

    def _below(self, value: Any, *names: str) -> Any:
        """``value.name`` and so on."""
        for name in names:
            found = value.children.get(name) if type(value) is Node else None
            value = self._running.getattr(value, name) if found is None else found
        return value

    def _item(self, value: Any, key: Any) -> Any:
        """``value[key]``."""
        found = value.children.get(key) if type(value) is Node else None
        return self._running.getitem(value, key) if found is None else found

    def _block(self, in_table: bool, value: Any) -> str:
        """What stands in the place of whole elements: what a macro made, or a small table."""
        if isinstance(value, Table):
            value = value.markup()
            if "\t" in value or "\n" in value:
                raise Refusal("a tab in a small table")
            value = Markup(hinted_runs(value, self._space))
        if type(value) is not Markup or (in_table and "<w:tbl" in value):
            raise Refusal(f"a value that stands in no text: {type(value).__name__}")
        return str(value)
