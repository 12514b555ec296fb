"""All that is done to a document that docxtpl has filled."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from ..measures import Measures
from .hanging import say_that_marks_hang
from .hints import hint_punctuation
from .sections import drop_blank_pages
from .signature import Rules, place_signatures
from .styles import STYLES, Styles

_DOCUMENT: Final = "word/document.xml"
_WRITTEN: Final = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")


def finished(parts: dict[str, bytes], measures: Measures, *, sealed: bool) -> dict[str, bytes]:
    """The parts of the filled file, set as GB/T 9704-2012 and the region's ``measures`` want them;
    ``sealed``: a seal will be pressed on the signature.

    Raises:
        XMLSyntaxError: a part is no XML.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    styles = Styles.of(parts.get(STYLES), parser)
    done = dict(parts)
    for name, part in parts.items():
        if name == STYLES:
            root = etree.fromstring(part, parser)
            say_that_marks_hang(root)
            done[name] = _written(root)
        if not _WRITTEN.fullmatch(name):
            continue
        root = etree.fromstring(part, parser)
        changed = hint_punctuation(root)
        if name == _DOCUMENT:
            changed = drop_blank_pages(root, styles) or changed
            rules = Rules.of(measures, sealed=sealed)
            changed = place_signatures(root, styles, rules) or changed
        if changed:
            done[name] = _written(root)
    return done


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
