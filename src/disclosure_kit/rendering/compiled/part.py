"""One part of the file with tags: its code, and all that the code needs."""

from __future__ import annotations

from collections.abc import Mapping
from types import CodeType
from typing import Any, Protocol

from attrs import frozen
from markupsafe import Markup

from ..node import Node
from ..small_tables import Table
from .grouped import Group, Grouped
from .markup import Space
from .refusal import Refusal
from .runs import Run, hinted_runs
from .slots import Piece, text_of


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
    figures: tuple[Group, ...]


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


class Filling:
    """A part at work, for one document at a time: whoever fills several at once has several."""

    def __init__(self, part: Part, running: Running) -> None:
        self._part = part
        self._space = Space(part.start)
        self._figures: Mapping[str, str] = {}
        self._said: list[str] = []
        self._groups = tuple(Grouped(group, part.runs) for group in part.figures)
        self._running = running
        names = running.names | {
            "runs": tuple(run.filling for run in part.runs), "figures": self._grouped,
            "figures_text": self._grouped_text, "block": self._block, "below": self._below,
            "item": self._item, "called": running.called,
        }  # fmt: skip
        exec(part.code, names)
        self._root = names["root"]

    def filled(
        self, names: Mapping[str, Any], figures: Mapping[str, str]
    ) -> tuple[list[Piece], str]:
        """The part in pieces, and what of the report stands in it; ``names`` are those that it
        asks for, ``figures`` the texts by address.

        Raises:
            Refusal: a value is not known here; or anything that a template may raise.
        """
        self._figures, self._said = figures, []
        self._running.renew()
        pieces, text = list[Piece](), [self._part.head]
        for piece in self._root(self._running.context(names)):
            if type(piece) is bytes:
                text.append(piece)
            elif type(piece) is str:
                self._said.append(piece)
                text.append(piece.encode())
            else:
                pieces += (b"".join(text), piece)
                text.clear()
        text.append(self._part.tail)
        pieces.append(b"".join(text))
        return pieces, "".join(self._said)

    def _grouped(self, number: int) -> Piece:
        group, texts = self._groups[number].filled(self._figures)
        self._said.append(texts)
        return group

    def _grouped_text(self, number: int) -> str:
        return text_of(self._grouped(number)).decode()

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
