"""Figures that follow each other in one part, with the constant text between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter

from attrs import frozen

from ...model.clean import clean
from . import deflate
from .runs import CAREFUL, Run
from .slots import Piece, Stretch, around_slots, fit, parted


@frozen
class Group:
    """``texts`` are the constants before, between and behind the figures at ``addresses``, each of
    which stands in the run of its number in ``runs``. ``blocks`` are the same texts compressed
    (``blocks.ready``), where that is worth it."""

    texts: tuple[str, ...]
    addresses: tuple[str, ...]
    runs: tuple[int, ...]
    blocks: tuple[bytes, ...] = ()


class Grouped:
    """A group at work."""

    def __init__(self, group: Group, runs: Sequence[Run]) -> None:
        self._group, self._runs = group, tuple(runs[number] for number in group.runs)
        self._asked = itemgetter(*group.addresses)
        self._pieces = parted([text.encode() for text in group.texts])
        self._slotted = parted(around_slots(group.texts))
        self._blocks = parted(group.blocks)

    def filled(self, figures: Mapping[str, str]) -> tuple[Piece, str]:
        """The group, each figure in its run; and their texts together."""
        asked = self._asked(figures)
        values: tuple[str, ...] = asked if len(self._runs) > 1 else (asked,)
        together = "".join(values)
        if CAREFUL.search(together):
            return self._with_care(values), together
        if self._blocks and deflate.fast is None and fit(values, together):
            return Stretch(self._slotted, self._blocks, values), together
        pieces = self._pieces.copy()
        pieces[1::2] = "\n".join(values).encode().split(b"\n")
        return b"".join(pieces), together

    def _with_care(self, values: tuple[str, ...]) -> bytes:
        pieces = []
        behind = ""
        texts = self._group.texts
        for text, run, value in zip(texts, self._runs, values, strict=False):
            pieces.append(text.removeprefix(behind).removesuffix(run.plain))
            pieces.append(run.filled(clean(value)))
            behind = run.behind
        pieces.append(texts[-1].removeprefix(behind))
        return "".join(pieces).encode()
