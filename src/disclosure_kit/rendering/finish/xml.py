"""Properties of paragraphs and runs, set where the schema wants them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml import etree

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

# ECMA-376 part 1, 17.3.1.26: what stands before the properties that are set here, in order.
_ORDER: Final = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr "
    "suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct "
    "topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind "
    "contextualSpacing mirrorIndents suppressOverlap jc",
    "rPr": "rStyle rFonts",
}


def properties(node: etree._Element, name: str) -> etree._Element:
    """``pPr`` of a paragraph or ``rPr`` of a run; made where there is none."""
    found = node.find(f"{W}{name}")
    if found is None:
        found = node.makeelement(f"{W}{name}")
        node.insert(0, found)
    return found


def property_of(parent: etree._Element, name: str) -> etree._Element:
    """A property; made in its place where there is none."""
    found = parent.find(f"{W}{name}")
    if found is not None:
        return found
    order = _ORDER[parent.tag.removeprefix(W)].split()
    before = {f"{W}{other}" for other in order[: order.index(name)]}
    place = 0
    for number, child in enumerate(parent, 1):
        if child.tag in before:
            place = number
    made = parent.makeelement(f"{W}{name}")
    parent.insert(place, made)
    return made


def turn_on(parent: etree._Element, name: str) -> None:
    """A property that is on by its presence, such as ``keepNext``."""
    property_of(parent, name).attrib.clear()


def text_of(node: etree._Element) -> str:
    """The words below ``node``, a line break as such."""
    return "".join(
        "\n" if child.tag == f"{W}br" else child.text or ""
        for child in node.iter(f"{W}t", f"{W}br")
    )
