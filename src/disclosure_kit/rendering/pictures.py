"""A picture at the place of a tag: ``{{ paragraph.picture }}``, ``{{ pictures["x"] }}``.

A template names a picture as it names a text. What stands in the context is a ``Picture``, a
frozen value; the part of the Word file that is being written gets its bytes, and the tag becomes
the drawing that shows them. The bytes were admitted before (``media``); nothing is fetched.
"""

from __future__ import annotations

from typing import Any, Final

from attrs import define, field, frozen
from markupsafe import Markup

from ..media.picture import Picture as Pixels
from ..model.clean import clean
from ..model.picture import DRAWN_NAME, LONGEST_ALT
from ..model.table import TEXT_WIDTH
from ..view import NAMELESS_PICTURE
from .literal import literal

_TWIP: Final = 635  # EMU
_PIXEL: Final = 9525  # EMU of one at 96 to the inch, as Word and browsers count
# Of the 225 mm of a page: the caption and some paragraphs of text stay on it.
MAX_HEIGHT: Final = 7_000

_IMAGE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_MAIN: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PICTURE: Final = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# EXIF orientation → degrees clockwise, and whether mirrored: Word goes by these, not by EXIF.
_TURNS: Final = {
    1: (0, False),
    2: (0, True),
    3: (180, False),
    4: (180, True),
    5: (270, True),
    6: (90, False),
    7: (90, True),
    8: (270, False),
}


@frozen(repr=False)
class Picture:
    """Bytes of a PNG or JPEG, what they show in words, and the widest they may be (twips).
    ``drawn``: of figures of the report, so that it is no part of the report itself."""

    content: bytes
    alt: str
    width: int = TEXT_WIDTH
    drawn: bool = False


@frozen
class NoPicture:
    """Why a picture cannot be had. A template may ask: ``{% if pictures["x"] %}``."""

    why: str

    def __bool__(self) -> bool:
        return False


def size_of(pixels: Pixels, width: int) -> tuple[int, int]:
    """Width and height of the stored pixels in EMU: a pixel is 1/96 inch; what would be seen
    wider or higher than the page allows is made smaller, never thinner than can be seen."""
    across, down = pixels.shown
    most, highest = width * _TWIP, MAX_HEIGHT * _TWIP
    share = min(1.0, most / (across * _PIXEL), highest / (down * _PIXEL))
    return max(_PIXEL, round(pixels.width * _PIXEL * share)), max(
        _PIXEL, round(pixels.height * _PIXEL * share)
    )


@define
class Placing:
    """The pictures of one Word file while it is written. ``template`` is docxtpl's: it knows the
    part (body, header) in which a tag stands."""

    template: Any
    count: int = 0
    _parts: dict[bytes, Any] = field(factory=dict)

    def __call__(self, picture: Picture) -> Markup:
        """The drawing of ``picture``, as it goes in the place of a tag inside a run."""
        from ..media.admission import measured  # few reports have pictures

        pixels = measured(picture.content)
        part = self._parts.get(picture.content)
        if part is None:
            part = self._parts[picture.content] = self._stored(picture.content, pixels)
        relation = self.template.current_rendering_part.relate_to(part, _IMAGE)
        self.count += 1
        drawn = _drawing(pixels, picture, relation, self.count)
        return Markup('</w:t></w:r><w:r>{}</w:r><w:r><w:t xml:space="preserve">').format(drawn)

    def _stored(self, content: bytes, pixels: Pixels) -> Any:
        # Here and not above: only writing a picture needs python-docx.
        from docx.opc.part import Part

        package = self.template.docx.part.package
        name = package.next_partname(f"/word/media/picture%d.{pixels.kind.value}")
        return Part(name, pixels.kind.media_type, content, package)


def _drawing(pixels: Pixels, picture: Picture, relation: str, number: int) -> Markup:
    """``w:drawing`` with one picture in the line (ECMA-376 part 1, 20.4.2.8)."""
    width, height = size_of(pixels, picture.width)
    degrees, mirrored = _TURNS[pixels.turn]
    # The frame is of the stored pixels, turned about its middle; what then stands out of it
    # above and below (or on both sides) Word wants to know as its "effect".
    out = (width - height) // 2 if degrees in (90, 270) else 0
    beside, above = max(0, -out), max(0, out)
    turned = (f' rot="{degrees * 60_000}"' if degrees else "") + (' flipH="1"' if mirrored else "")
    alt = clean(picture.alt)[:LONGEST_ALT]
    return Markup(
        '<w:drawing><wp:inline xmlns:wp="{wp}" distT="0" distB="0" distL="0" distR="0">'
        '<wp:extent cx="{width}" cy="{height}"/>'
        '<wp:effectExtent l="{beside}" t="{above}" r="{beside}" b="{above}"/>'
        '<wp:docPr id="{number}" name="{name} {number}" descr="{alt}"/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="{a}" noChangeAspect="1"/>'
        '</wp:cNvGraphicFramePr><a:graphic xmlns:a="{a}"><a:graphicData uri="{pic}">'
        '<pic:pic xmlns:pic="{pic}"><pic:nvPicPr><pic:cNvPr id="{number}" name="{name} {number}"/>'
        '<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip xmlns:r="{r}" r:embed="{relation}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm{turned}>"
        '<a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    ).format(
        wp=_DRAWING,
        a=_MAIN,
        pic=_PICTURE,
        r=_RELATIONS,
        width=width,
        height=height,
        number=number,
        name=DRAWN_NAME if picture.drawn else NAMELESS_PICTURE,
        alt=literal(alt),
        relation=relation,
        turned=Markup(turned),
        beside=beside,
        above=above,
    )
