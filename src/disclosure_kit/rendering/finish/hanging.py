"""Marks that hang over the end of a line.

A mark that finds no room on a justified line may stand in the margin (``w:overflowPunct``, on
where nothing is said). LibreOffice takes "nothing is said" for on and "on" for off; and where it
is on and letters are drawn together, it loses the mark from the page. So what every program
takes for granted is said: nothing changes in Word, nothing is lost in LibreOffice.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from .xml import W, properties, property_of

_HANGS: Final = "overflowPunct"


def say_that_marks_hang(styles: etree._Element) -> None:
    """The default of all paragraphs, said; what a template says itself stays."""
    defaults = properties(styles, "docDefaults")
    of_paragraphs = defaults.find(f"{W}pPrDefault")
    if of_paragraphs is None:  # behind rPrDefault
        of_paragraphs = etree.SubElement(defaults, f"{W}pPrDefault")
    said = properties(of_paragraphs, "pPr")
    if said.find(f"{W}{_HANGS}") is None:
        property_of(said, _HANGS).set(f"{W}val", "1")
