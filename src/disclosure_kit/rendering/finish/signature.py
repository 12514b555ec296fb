"""Where the signature and its date stand (GB/T 9704-2012, 7.3.5.1 and 7.3.5.2).

Without a seal: the body two characters from the right, the date's first character two
characters right of the body's; a date that is longer than the body stands two characters from
the right, and the body as much farther left. With a seal: the date four characters from the
right and the body centred above it, farther below the text, so that the seal reaches both.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from attrs import frozen

from ..breaking import width_of
from ..measures import Measures
from .styles import Styles
from .xml import W, properties, property_of, text_of, turn_on

if TYPE_CHECKING:
    from lxml import etree

AGENCY: Final = "署名"
DATE: Final = "成文日期"
ATTACHMENTS: Final = ("附件说明", "附件说明（首项）", "附件说明（续）")
GAP: Final = "表后间隔"

# What wider digits than those of the named fonts may take, in characters.
_ROOM: Final = 2.0


@frozen
class Rules:
    """The numbers of 7.3.5, in characters; ``gap`` are the lines above, more for a seal."""

    right: float
    shift: float
    sealed_right: float
    gap: int
    sealed: bool

    @classmethod
    def of(cls, measures: Measures, *, sealed: bool) -> Rules:
        number = measures.profile.number
        return cls(
            float(number("signature.right")),
            float(number("signature.shift")),
            float(number("signature.sealed_right")),
            measures.lines("signature.sealed_gap" if sealed else "signature.gap"),
            sealed,
        )

    def offsets(self, agency: float, date: float) -> tuple[float, float]:
        """How far body and date stay from the right edge; widths and answer in characters."""
        if self.sealed:
            if agency - date <= 2 * self.sealed_right:
                return self.sealed_right + (date - agency) / 2, self.sealed_right
            return 0.0, (agency - date) / 2  # so long that it would leave the text's width
        if date > agency:
            return self.right + date + self.shift - agency, self.right
        return self.right, self.right + agency - self.shift - date


@frozen
class Block:
    """The paragraphs of one signature; either may be missing."""

    agency: etree._Element | None
    date: etree._Element | None

    @property
    def first(self) -> etree._Element:
        first = self.date if self.agency is None else self.agency
        assert first is not None
        return first


def place_signatures(root: etree._Element, styles: Styles, rules: Rules) -> bool:
    """Places every signature of the body and keeps it with the lines before; whether there is one.

    A paragraph is known by its style (署名, 成文日期). One with an indent of its own stays where
    somebody has put it.
    """
    return place(root, styles, rules, text_width(root))


def place(root: etree._Element, styles: Styles, rules: Rules, width: int | None) -> bool:
    """The same, ``width`` being that of the text in twips, where it is known; ``root`` may hold
    no more of the document than its signatures and what stands before them."""
    blocks = tuple(_blocks(root, styles))
    for block in blocks:
        _place(block, styles, rules, width)
        if rules.sealed:
            _clear_for_seal(block.first, rules)
        _keep(block, styles)
    return bool(blocks)


def _blocks(root: etree._Element, styles: Styles) -> Iterator[Block]:
    agency: etree._Element | None = None
    for node in root.iter(f"{W}p"):
        name = styles.names.get(styles.of_paragraph(node))
        if name == DATE:
            yield Block(agency, node)
        elif agency is not None:
            yield Block(agency, None)
        agency = node if name == AGENCY else None
    if agency is not None:
        yield Block(agency, None)


def text_width(root: etree._Element) -> int | None:
    """The width of the text in twips, where the document says it."""
    page = root.find(f"{W}body/{W}sectPr")
    size = None if page is None else page.find(f"{W}pgSz")
    margins = None if page is None else page.find(f"{W}pgMar")
    if size is None or margins is None:
        return None
    whole, left, right = (
        node.get(f"{W}{name}", "")
        for node, name in ((size, "w"), (margins, "left"), (margins, "right"))
    )
    numbers = all(text.isdigit() for text in (whole, left, right))
    return int(whole) - int(left) - int(right) if numbers else None


def _place(block: Block, styles: Styles, rules: Rules, width: int | None) -> None:
    if block.agency is None or block.date is None:
        if rules.sealed:
            _indent(block.first, styles, right=rules.sealed_right)
        return
    agency, date = _width(block.agency), _width(block.date)
    from_right = rules.offsets(agency, date)
    _indent(block.agency, styles, right=from_right[0])
    if rules.sealed or date > agency or from_right[1] < _ROOM or width is None:
        _indent(block.date, styles, right=from_right[1])
    else:
        # From the left: its first character stands right however wide a font's digits are.
        _indent(block.date, styles, left=rules.shift - rules.right - agency, edge=width)


def _width(node: etree._Element) -> float:
    return max(width_of(line.strip()) for line in text_of(node).split("\n"))


def _indent(
    node: etree._Element,
    styles: Styles,
    *,
    right: float = 0.0,
    left: float | None = None,
    edge: int = 0,
) -> None:
    """Indents a paragraph by characters: from the right edge, or, ``left`` of ``edge``, from the
    left one."""
    looks = properties(node, "pPr")
    indent = property_of(looks, "ind")
    if indent.attrib:
        return
    style = styles.of_paragraph(node)
    character = 10 * _number(styles.value(style, "rPr/sz"), 20) + _number(
        styles.value(style, "rPr/spacing"), 0
    )
    # Chars 0: else the style's own indent, told in characters, would go before this one.
    if left is None:
        indent.set(f"{W}rightChars", "0")
        indent.set(f"{W}right", str(round(right * character)))
        return
    for side, twips in (("left", max(0, edge + round(left * character))), ("right", 0)):
        indent.set(f"{W}{side}Chars", "0")
        indent.set(f"{W}{side}", str(twips))
    property_of(looks, "jc").set(f"{W}val", "left")


def _number(text: str, otherwise: int) -> int:
    try:
        return int(text)
    except ValueError:
        return otherwise


def _clear_for_seal(node: etree._Element, rules: Rules) -> None:
    """The lines above the signature that a seal needs."""
    spacing = property_of(properties(node, "pPr"), "spacing")
    if not spacing.attrib:
        spacing.set(f"{W}before", str(rules.gap))


def _keep(block: Block, styles: Styles) -> None:
    """The signature stays with the last lines of the text (7.3.5.5): never alone on a page."""
    if block.agency is not None and block.date is not None:
        _keep_next(block.agency)
    node = block.first.getprevious()
    while node is not None:
        if node.tag == f"{W}p":
            _keep_next(node)
            if styles.names.get(styles.of_paragraph(node)) not in (*ATTACHMENTS, GAP):
                # Two lines at least come along.
                turn_on(properties(node, "pPr"), "widowControl")
                return
        elif node.tag == f"{W}tbl":
            rows = node.findall(f"{W}tr")
            for paragraph in rows[-1].iter(f"{W}p") if rows else ():
                _keep_next(paragraph)
            return
        node = node.getprevious()


def _keep_next(node: etree._Element) -> None:
    turn_on(properties(node, "pPr"), "keepNext")
