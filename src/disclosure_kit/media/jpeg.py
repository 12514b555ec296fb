"""JPEG (ITU-T T.81): its segments. The pixels themselves are not decoded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .picture import Kind, Picture, PictureError, check_size

SIGNATURE: Final = b"\xff\xd8\xff"
_SOI: Final = b"\xff\xd8"
_SOS, _EOI = 0xDA, 0xD9
_APP0, _APP1, _APP2, _APP14, _APP15 = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF
_COMMENT: Final = 0xFE
_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
# Baseline, extended and progressive, all by Huffman: what Word and the browsers show.
_SHOWN_FRAMES: Final = (0xC0, 0xC1, 0xC2)
_TABLES: Final = frozenset({0xC4, 0xDB, 0xDD, _SOS, *_SHOWN_FRAMES})
# Of the segments of applications: those that say how colours are meant.
_KEPT: Final = ((_APP0, b"JFIF\0"), (_APP2, b"ICC_PROFILE\0"), (_APP14, b"Adobe"))
_EXIF: Final = b"Exif\0\0"
_ORIENTATION: Final = 0x0112
_MAX_ENTRIES: Final = 1_000
_MAX_SCANS: Final = 200
# A marker inside a scan: FF and no stuffed zero or restart. Runs of FF are read once.
_MARKER: Final = re.compile(rb"(?<!\xff)\xff++[^\x00\xd0-\xd7\xff]")


def read_jpeg(content: bytes) -> Picture:
    """The picture without what a camera wrote beside it, but for how it was held.

    Raises:
        PictureError: damaged, cut off, too large, or of a kind that Word does not show.
    """
    size: tuple[int, int] | None = None
    turn, scans, bared = 1, 0, False
    first: list[bytes] = []  # JFIF wants to stand first
    kept: list[bytes] = []
    for marker, data, raw, end in _segments(content):
        if marker in _FRAMES:
            if size is not None:
                raise _damaged("有两幅图")
            size = _frame(marker, data)
        scans += marker == _SOS
        bared |= marker == _EOI and end < len(content)
        if marker == _APP1 and data.startswith(_EXIF):
            turn = _turn(data[len(_EXIF) :])
            bared |= raw != _held(turn)
        elif any(marker == app and data.startswith(name) for app, name in _KEPT):
            (first if marker == _APP0 else kept).append(raw)
        elif marker in _TABLES:
            kept.append(raw)
        else:
            bared |= marker == _COMMENT or _APP0 <= marker <= _APP15
    if size is None or not scans:
        raise _damaged("没有像素")
    if scans > _MAX_SCANS:
        raise PictureError(f"分 {scans} 遍显示，超过上限 {_MAX_SCANS} 遍")
    held = [] if turn == 1 else [_held(turn)]
    bare = _SOI + b"".join((*first, *held, *kept)) + bytes((0xFF, _EOI))
    return Picture(bare, Kind.JPEG, *size, turn=turn, bared=bared)


def _segments(content: bytes) -> Iterator[tuple[int, bytes, bytes, int]]:
    """Marker, data, all the bytes of each segment up to the end of the picture (a scan with what
    follows its head), and where it ends."""
    at = len(_SOI)
    while True:
        if content[at : at + 1] != b"\xff":
            raise _damaged("文件不完整" if at >= len(content) else "各部分接不上")
        while content[at : at + 1] == b"\xff":
            at += 1
        if at >= len(content):
            raise _damaged("文件不完整")
        marker = content[at]
        if marker == _EOI:
            yield marker, b"", b"", at + 1
            return
        length = int.from_bytes(content[at + 1 : at + 3], "big")
        end = at + 1 + length
        if length < 2 or end > len(content):
            raise _damaged("文件不完整")
        data = content[at + 3 : end]
        if marker == _SOS:
            following = _MARKER.search(content, end)
            if following is None:
                raise _damaged("文件不完整")
            end = following.start()
        yield marker, data, bytes((0xFF,)) + content[at:end], end
        at = end


def _frame(marker: int, data: bytes) -> tuple[int, int]:
    if marker not in _SHOWN_FRAMES:
        raise PictureError("是一种少见的 JPEG，Word 和浏览器都显示不出来；请另存为普通的 JPEG")
    if len(data) < 6 or len(data) != 6 + 3 * data[5]:
        raise _damaged("文件头不对")
    if data[0] != 8 or data[5] not in (1, 3, 4):
        raise PictureError("是一种少见的 JPEG，Word 和浏览器都显示不出来；请另存为普通的 JPEG")
    height, width = int.from_bytes(data[1:3], "big"), int.from_bytes(data[3:5], "big")
    check_size(width, height)
    return width, height


def _turn(tiff: bytes) -> int:
    """How the camera was held (EXIF 2.3, tag 0x0112); 1 where it does not say it well."""
    order = {b"II*\0": "little", b"MM\0*": "big"}.get(tiff[:4])
    if order is None:
        return 1

    def number(at: int, size: int) -> int:
        return int.from_bytes(tiff[at : at + size], "little" if order == "little" else "big")

    start = number(4, 4)
    for entry in range(min(number(start, 2), _MAX_ENTRIES)):
        at = start + 2 + 12 * entry
        if number(at, 2) == _ORIENTATION and number(at + 2, 2) == 3:
            turn = number(at + 8, 2)
            return turn if 1 <= turn <= 8 else 1
    return 1


def _held(turn: int) -> bytes:
    """A segment of EXIF that says nothing but how the camera was held."""
    tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01" + bytes((0, turn)) + b"\0" * 6
    data = _EXIF + tiff
    return bytes((0xFF, _APP1)) + (len(data) + 2).to_bytes(2, "big") + data


def _damaged(why: str) -> PictureError:
    return PictureError(f"已损坏（{why}）")
