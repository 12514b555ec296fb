"""The paragraphs of a file in reading order: text, runs, looks, and what each of them is."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, TypeAlias

from attrs import evolve, frozen
from lxml import etree

from .looks import Looks, ParagraphLooks, RunLooks
from .opened import Section, Word
from .roles import Role, Roles, may_sign
from .spacing import line_of
from .xml import W, attribute

_SHOWN: Final = 20
_LOOKED_AT: Final = 200
_NOTHING: Final = Decimal(0)
_RUN: Final = f"{W}r"
_SKIPPED: Final = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "txbxContent"))
_BREAK: Final = f"{W}br"


@frozen
class Run:
    """Words of one look. ``style`` is the name of its character style."""

    text: str
    looks: RunLooks
    style: str


@frozen
class Paragraph:
    """A paragraph of the body, outside tables."""

    node: etree._Element
    section: Section
    text: str
    runs: tuple[Run, ...]
    looks: ParagraphLooks
    role: Role
    blank_before: Decimal
    """How high, in points, empty paragraphs stand between it and what stands before."""
    new_page: bool
    """Whether a page break stands before it."""
    drawn: bool

    @property
    def place(self) -> str:
        return place_of(self.text)


@frozen
class Table:
    """A table of the body, and the how manyth it is."""

    node: etree._Element
    section: Section
    number: int

    @property
    def place(self) -> str:
        return f"第 {self.number} 个表"


Block: TypeAlias = Paragraph | Table


def place_of(text: str) -> str:
    """``“……”一段``."""
    words = " ".join(text[:_LOOKED_AT].split())
    cut = len(words) > _SHOWN or len(text) > _LOOKED_AT
    return f"“{words[:_SHOWN]}{'…' if cut else ''}”一段"


def flow(word: Word, looks: Looks) -> tuple[Block, ...]:
    """Every paragraph that prints something; between them the tables as they are."""
    blocks = list(_blocks(word, looks))
    for number, block in enumerate(blocks[1:]):
        above = blocks[number]
        if (
            isinstance(block, Paragraph)
            and block.role is Role.DATE
            and (isinstance(above, Paragraph) and above.role is Role.BODY and may_sign(above.text))
        ):
            blocks[number] = evolve(above, role=Role.AGENCY)
    return tuple(blocks)


def _blocks(word: Word, looks: Looks) -> Iterator[Block]:
    roles = Roles()
    blank, new_page, tables = _NOTHING, False, 0
    for number, section in enumerate(word.sections):
        new_page = new_page or number > 0
        for block in section.blocks:
            if block.tag == f"{W}tbl":
                roles.table()
                tables += 1
                yield Table(block, section, tables)
                blank, new_page = _NOTHING, False
                continue
            runs = tuple(runs_of(block, looks))
            text = "".join(run.text for run in runs)
            drawn = next(block.iter(f"{W}drawing", f"{W}pict", f"{W}object"), None) is not None
            own = looks.paragraph(block)
            if not text.strip() and not drawn:
                blank += line_of(own, section, looks.size(block))
                new_page = new_page or _breaks(block)
                continue
            role = roles.of(text, looks.name(block), own, drawn=drawn)
            if role is Role.MARK:
                continue
            first = new_page or own.breaks or _breaks_first(block)
            yield Paragraph(block, section, text, runs, own, role, blank, first, drawn)
            blank, new_page = _NOTHING, _breaks_last(block)


def runs_of(paragraph: etree._Element, looks: Looks) -> Iterator[Run]:
    """The printed runs of a paragraph, also inside links and content controls."""
    waiting = list(reversed(paragraph))
    while waiting:
        node = waiting.pop()
        if node.tag == _RUN:
            text = "".join(_words(node))
            own = looks.run(node, paragraph)
            if not own.hidden:
                yield Run(text, own, looks.name(node))
        elif node.tag not in _SKIPPED:
            waiting += reversed(node)


def _words(run: etree._Element) -> Iterator[str]:
    for node in run:
        if node.tag == f"{W}t":
            yield node.text or ""
        elif node.tag == f"{W}tab":
            yield "\t"
        elif (node.tag == _BREAK and attribute(node, "type") in (None, "textWrapping")) or (
            node.tag == f"{W}cr"
        ):
            yield "\n"


def _breaks(paragraph: etree._Element) -> bool:
    return any(attribute(node, "type") == "page" for node in paragraph.iter(_BREAK))


def _breaks_first(paragraph: etree._Element) -> bool:
    """Whether a page break stands before its words."""
    for node in paragraph.iter(_BREAK, f"{W}t"):
        if node.tag == f"{W}t":
            if (node.text or "").strip():
                return False
        elif attribute(node, "type") == "page":
            return True
    return False


def _breaks_last(paragraph: etree._Element) -> bool:
    return _breaks(paragraph) and not _breaks_first(paragraph)
