"""The shape of a keyed file, before its form is known; what does not fit is told, not guessed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache
from typing import Any

from attrs import field, frozen

from ..errors import SourceError
from ..exact import Exact, Unfit, is_mapping
from ..model.clean import clean
from ..model.edition import Section
from ..model.raw import KeyPath, RawValues
from ..model.report import Agency, Attachment, Block, Signature, SmallTable
from ..strict import Problem
from .keyed_blocks import BLOCKS, date_of, out_of_range
from .small_tables import faults_of

FORMAT = "disclosure-kit/report/1"


@frozen
class SectionFile:
    title: str | None = None
    body: tuple[Block, ...] = ()


@frozen(slots=False)  # made in half the time
class ReportFile:
    """The file's shape; tables and figures are structured by the form."""

    year: int
    agency: Agency
    format: str = ""
    edition: str | None = None
    region: str | None = None
    title: str | None = None
    preamble: tuple[Block, ...] = ()
    sections: dict[str, SectionFile] = field(factory=dict)
    tables: dict[str, Any] = field(factory=dict)
    figures: dict[str, Any] = field(factory=dict)
    document_number: str | None = None
    addressee: str | None = None
    attachments: tuple[Attachment, ...] = ()
    signature: Signature | None = None
    sources: dict[str, Any] = field(factory=dict)
    media: dict[str, str] = field(factory=dict)


def file_of(raw: RawValues) -> tuple[ReportFile, tuple[Problem, ...]]:
    """The file's shape, before its edition is known, and what is wrong with it.

    What is wrong is left out of the shape, so that the rest can still be looked at.

    Raises:
        SourceError: it does not say whose report it is and of which year; every problem at
            once, each with its place.
    """
    if not isinstance(raw.data, Mapping):
        raise SourceError(f"{raw.name}：不是一份报告（最外层应是键和值）")
    try:
        return right_file(raw.data), ()
    except Unfit:
        from .shape_faults import without_faults  # with cattrs

        return without_faults(raw)


def right_file(tree: Mapping[str, Any]) -> ReportFile:
    """The shape of a file with which nothing is wrong.

    Raises:
        Unfit: something is.
    """
    made: ReportFile = _exact().of(ReportFile)(tree)
    return made


@cache
def _exact() -> Exact:
    exact = Exact()

    def date(value: Any) -> datetime.date:
        if (found := date_of(value)) is None:
            raise Unfit
        return found

    def block(value: Any) -> Block:
        if not is_mapping(value):
            raise Unfit
        kinds = [key for key in value if key in BLOCKS]
        if len(kinds) != 1:
            raise Unfit
        if kinds == ["table"] and isinstance(value["table"], Mapping):
            table: SmallTable = exact.of(SmallTable)(value["table"])
            if len(value) > 1 or any(faults_of(table)):
                raise Unfit
            return table
        made: Block = makes[kinds[0]](value)
        if len(value) > 1 and any(out_of_range(made)):  # what is its words alone is in range
            raise Unfit
        return made

    exact.own |= {datetime.date: date, Block: block}
    makes = {kind: exact.of_class(cls, names) for kind, (cls, names) in BLOCKS.items()}
    whole = exact.of_class(Attachment)

    def attachment(value: Any) -> Attachment:
        made: Attachment = Attachment(value) if isinstance(value, str) else whole(value)
        return made

    exact.own[Attachment] = attachment
    return exact


def named_sections(file: ReportFile) -> tuple[Section, ...]:
    """The sections that the file itself names, for a report whose outline nobody sets."""
    return tuple(
        Section(name, clean(part.title or "") or clean(name))
        for name, part in file.sections.items()
    )


def source_error(raw: RawValues, found: list[Problem]) -> SourceError:
    """All of ``found``, in the order of the file, each with its place."""
    order = _Order(raw.data)
    placed = sorted(found, key=lambda problem: order.of(problem.path))
    places = [raw.place(problem.path) for problem in placed]
    return SourceError(
        [f"{raw.name} {place}：{p}" for place, p in zip(places, placed, strict=True)],
        places=[f"{raw.name}!{place}" for place in places],
    )


class _Order:
    """Where a path stands in the file: its number on every level; what is missing is first."""

    def __init__(self, tree: Any) -> None:
        self.tree = tree
        self.numbers: dict[int, dict[Any, int]] = {}

    def of(self, path: KeyPath) -> tuple[int, ...]:
        steps: list[int] = []
        tree = self.tree
        for key in path:
            number = self._number(tree, key)
            if number is None:
                break
            steps.append(number)
            tree = tree[key]
        return tuple(steps)

    def _number(self, tree: Any, key: str | int) -> int | None:
        if isinstance(tree, list):
            return key if isinstance(key, int) and 0 <= key < len(tree) else None
        if not isinstance(tree, Mapping):
            return None
        known = self.numbers.setdefault(id(tree), {})
        if not known:
            known.update((name, number) for number, name in enumerate(tree))
        return known.get(key)
