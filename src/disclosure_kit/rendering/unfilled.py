"""Tags where docxtpl does not look: they would be printed as they are."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Final

from lxml import etree

# What is printed of a Word file beside its body, headers, footers and footnotes.
_PRINTED: Final = re.compile(r"word/(endnotes|charts/[^/]+|diagrams/[^/]+)\.xml")
_TAG: Final = re.compile(r"\{[{%]")
_WORDS: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DRAWN: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"


def unfilled_tags(template: bytes) -> Iterator[tuple[str, str]]:
    """The part and the words of each paragraph of an admitted template whose tags stay tags."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        for name in sorted(filter(_PRINTED.fullmatch, archive.namelist())):
            try:
                root = etree.fromstring(archive.read(name), parser)
            except etree.XMLSyntaxError:
                continue  # told when the template is filled
            for space in (_WORDS, _DRAWN):
                for paragraph in root.iter(f"{{{space}}}p"):
                    words = "".join(text.text or "" for text in paragraph.iter(f"{{{space}}}t"))
                    if _TAG.search(words):
                        yield name, words
