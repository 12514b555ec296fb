"""Bytes from outside → a picture, or why not."""

from __future__ import annotations

from typing import Final

from . import jpeg, png
from .picture import MAX_BYTES, Kind, Picture, PictureError

_OTHERS: Final = (
    ((b"GIF8",), "GIF"),
    ((b"BM",), "BMP"),
    ((b"II*\0", b"MM\0*"), "TIFF"),
    ((b"RIFF",), "WebP"),
    ((b"%PDF",), "PDF"),
    ((b"<svg", b"<?xml"), "SVG"),
    ((b"\xd7\xcd\xc6\x9a", b"\x01\0\0\0"), "WMF 或 EMF"),
)


def admitted(content: bytes) -> Picture:
    """The picture that ``content`` is, bare of what stands beside its pixels.

    Raises:
        PictureError: it is none of PNG and JPEG, whatever its name says; damaged or too large.
    """
    if len(content) > MAX_BYTES:
        raise PictureError(
            f"有 {len(content)} 字节，超过上限 {MAX_BYTES // 1_000_000} MB；请缩小后再放"
        )
    return _read(content, whole=True)


def begins_as_picture(content: bytes) -> bool:
    """Whether ``content`` says of itself that it is a PNG or a JPEG."""
    return content.startswith((png.SIGNATURE, jpeg.SIGNATURE))


def kind_of(content: bytes) -> Kind:
    """The kind of what begins as a picture."""
    return Kind.PNG if content.startswith(png.SIGNATURE) else Kind.JPEG


def measured(content: bytes) -> Picture:
    """An admitted picture again: its kind and its sizes, without counting its pixels.

    Raises:
        PictureError: it was never admitted.
    """
    return _read(content, whole=False)


def _read(content: bytes, *, whole: bool) -> Picture:
    if content.startswith(png.SIGNATURE):
        return png.read_png(content, whole=whole)
    if content.startswith(jpeg.SIGNATURE):
        return jpeg.read_jpeg(content)
    if not content:
        raise PictureError("是空文件")
    if content[4:8] == b"ftyp":
        raise PictureError("是 HEIC、AVIF 或视频，不是 PNG 或 JPEG；请另存为 JPEG")
    other = next((name for starts, name in _OTHERS if content.startswith(starts)), None)
    if other:
        raise PictureError(f"是 {other} 文件，不是 PNG 或 JPEG；请另存为 PNG 或 JPEG")
    raise PictureError("不是 PNG 或 JPEG 图片")
