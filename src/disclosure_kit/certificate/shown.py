"""Which pictures a paragraph of a Word file shows: by the digests of their bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from ..media.digest import digest
from .file import BODY, WordFile
from .styles import OFF, W

MAX_BYTES: Final = 60_000_000
_IMAGE: Final = "/relationships/image"
_MAIN: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_EMBED: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_SMALLEST: Final = 9_525  # EMU, a pixel of 96 to the inch: less is not seen


def picture_digests(file: WordFile) -> dict[str, str]:
    """The digest of each picture that the main part may show, by the id of its relationship.

    Raises:
        KeyError, XMLSyntaxError, ValueError: damaged, or too large to be looked at.
    """
    found: dict[str, str] = {}
    total = 0
    for related in file.relations(BODY):
        if related.type.endswith(_IMAGE) and not related.external:
            total += file.size(related.part)
            if total > MAX_BYTES:
                raise ValueError(f"图片合计超过 {MAX_BYTES} 字节")
            found[related.id] = digest(file.content(related.part))
    return found


def told_pictures(body: etree._Element, digests: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The digest of each picture below ``body``, and its alternative text."""
    for frame, blip in _framed(body):
        named = frame.find(f"{_DRAWING}docPr")
        alt = "" if named is None else named.get("descr", "")
        yield digests.get(blip.get(_EMBED, ""), ""), alt


def shown_pictures(paragraph: etree._Element, digests: Mapping[str, str]) -> Iterator[str]:
    """The digest of each picture below ``paragraph`` that is seen; of one that is cropped, or
    that another program shows in another way, nothing that any picture has."""
    for frame, blip in _framed(paragraph):
        if _hidden(blip, frame):
            continue
        cropped = any(
            edge.strip("0%. ")
            for crop in frame.iter(f"{_MAIN}srcRect")
            for edge in map(str, crop.attrib.values())
        )
        yield ("被裁剪的 " if cropped else "") + digests.get(blip.get(_EMBED, ""), "")


def _framed(element: etree._Element) -> Iterator[tuple[etree._Element, etree._Element]]:
    for blip in element.iter(f"{_MAIN}blip"):
        frame = next(blip.iterancestors(f"{_DRAWING}inline", f"{_DRAWING}anchor"), None)
        if frame is not None:
            yield frame, blip


def _hidden(blip: etree._Element, frame: etree._Element) -> bool:
    extent, named = frame.find(f"{_DRAWING}extent"), frame.find(f"{_DRAWING}docPr")
    if named is not None and named.get("hidden", "0") not in OFF:
        return True
    if extent is not None:
        sides = (extent.get("cx", ""), extent.get("cy", ""))
        if any(not side.isascii() or not side.isdigit() or int(side) < _SMALLEST for side in sides):
            return True
    gone = f"{W}del", f"{W}moveFrom"
    if next(blip.iterancestors(*gone), None) is not None:
        return True
    run = next(blip.iterancestors(f"{W}r"), None)
    vanish = None if run is None else run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val") not in OFF
