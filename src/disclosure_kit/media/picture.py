"""Whether bytes are a picture that can be published, and what of them is.

The kind is decided by the content. What a camera or a program wrote beside the pixels (place,
time, device, comments, thumbnails) is not kept: a report is published, and a photo taken in an
office tells where, and by whose telephone. The pixels stay as they are, byte for byte.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from attrs import field, frozen

MAX_BYTES: Final = 5_000_000
MAX_PIXELS: Final = 50_000_000
MAX_SIDE: Final = 20_000
# What all the pictures of one report may have; a web page holds them in its text.
MAX_TOGETHER: Final = 12_000_000


class Kind(StrEnum):
    """The kinds that Word, WPS, LibreOffice and every browser show; the value ends a name."""

    PNG = "png"
    JPEG = "jpg"

    @property
    def media_type(self) -> str:
        return "image/png" if self is Kind.PNG else "image/jpeg"


class PictureError(ValueError):
    """Why bytes are no picture that can be published, in words that follow its name."""


@frozen
class Picture:
    """A picture as it is published. ``width`` and ``height`` are of the stored pixels; ``turn``
    is the EXIF orientation (1 upright … 8). ``bared``: something was beside the pixels."""

    content: bytes = field(repr=False)
    kind: Kind
    width: int
    height: int
    turn: int = 1
    bared: bool = False

    @property
    def shown(self) -> tuple[int, int]:
        """Width and height as seen: a telephone held upright stores its photo lying."""
        return (self.height, self.width) if self.turn > 4 else (self.width, self.height)


def check_size(width: int, height: int) -> None:
    """Let a picture of so many pixels pass.

    Raises:
        PictureError: it has none, or so many that showing it takes the memory of the machine.
    """
    if not width or not height:
        raise PictureError("已损坏（宽或高为 0）")
    if width > MAX_SIDE or height > MAX_SIDE or width * height > MAX_PIXELS:
        raise PictureError(
            f"有 {width}×{height} 像素，超过上限（每边 {MAX_SIDE}，共 {MAX_PIXELS // 10_000} 万）"
        )
