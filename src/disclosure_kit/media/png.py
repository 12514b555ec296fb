"""PNG (ISO/IEC 15948): its chunks, and whether its pixels are all there."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Final

from .picture import Kind, Picture, PictureError, check_size

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
# What the pixels need to be seen; texts, times and profiles of programs are not kept.
_KEPT: Final = (b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"IDAT", b"IEND")
# Parts that neither name anybody nor anything: without them a picture was bare already.
_PLAIN: Final = (*_KEPT, b"pHYs", b"bKGD", b"iCCP", b"hIST", b"sPLT", b"cICP")
# Colour type → samples of a pixel, and the depths it may have.
_COLOURS: Final = {
    0: (1, (1, 2, 4, 8, 16)),
    2: (3, (8, 16)),
    3: (1, (1, 2, 4, 8)),
    4: (2, (8, 16)),
    6: (4, (8, 16)),
}
_PALETTE: Final = 3
# Adam7: where each pass begins, and its steps.
_PASSES: Final = (
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
)
_PIECE: Final = 1 << 20
_CHUNK: Final = struct.Struct(">I4s")
_HEADER: Final = struct.Struct(">IIBBBBB")


def read_png(content: bytes, *, whole: bool) -> Picture:
    """The picture without what is beside its pixels; ``whole``: the pixels are unpacked and
    counted, in bounded memory.

    Raises:
        PictureError: damaged, cut off, too large, or pixels that are more or fewer than it says.
    """
    chunks = list(_chunks(content))
    names = [name for name, _, _ in chunks]
    if not names or names[0] != b"IHDR" or names.count(b"IHDR") != 1 or b"IDAT" not in names:
        raise _damaged("缺少必要的部分")
    width, height, depth, colour, compression, filters, interlace = _header(chunks[0][1])
    check_size(width, height)
    samples, depths = _COLOURS.get(colour, (0, ()))
    if depth not in depths or compression or filters or interlace > 1:
        raise _damaged("不是 PNG 规定的颜色或编排方式")
    if colour == _PALETTE and b"PLTE" not in names:
        raise _damaged("缺少调色板")
    if whole:
        wanted = _size(width, height, depth * samples, bool(interlace))
        _count_pixels([data for name, data, _ in chunks if name == b"IDAT"], wanted)
    kept = SIGNATURE + b"".join(raw for name, _, raw in chunks if name in _KEPT)
    length = len(SIGNATURE) + sum(len(raw) for _, _, raw in chunks)
    bared = length < len(content) or any(name not in _PLAIN for name in names)
    return Picture(kept, Kind.PNG, width, height, bared=bared)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Name, data and all the bytes of each chunk up to the last."""
    at = len(SIGNATURE)
    while True:
        if at + _CHUNK.size > len(content):
            raise _damaged("文件不完整")
        length, name = _CHUNK.unpack_from(content, at)
        end = at + _CHUNK.size + length + 4
        if end > len(content):
            raise _damaged("文件不完整")
        raw = content[at:end]
        if zlib.crc32(raw[4:-4]) != int.from_bytes(raw[-4:], "big"):
            raise _damaged("校验码不符")
        yield name, raw[8:-4], raw
        if name == b"IEND":
            return
        at = end


def _header(data: bytes) -> tuple[int, ...]:
    if len(data) != _HEADER.size:
        raise _damaged("文件头不对")
    return _HEADER.unpack(data)


def _size(width: int, height: int, bits: int, interlaced: bool) -> int:
    """The bytes of the unpacked pixels: each line with one for its filter."""
    passes = _PASSES if interlaced else ((0, 0, 1, 1),)
    total = 0
    for left, top, across, down in passes:
        columns = max(0, -(-(width - left) // across))
        lines = max(0, -(-(height - top) // down))
        if columns and lines:
            total += lines * (1 + -(-columns * bits // 8))
    return total


def _count_pixels(packed: list[bytes], wanted: int) -> None:
    inflater = zlib.decompressobj()
    found = 0
    try:
        for data in packed:
            while data and not inflater.eof:
                found += len(inflater.decompress(data, _PIECE))
                data = inflater.unconsumed_tail
                if found > wanted:
                    raise _damaged("解开后的内容比它自称的多")
        while not inflater.eof and (piece := inflater.decompress(b"", _PIECE)):
            found += len(piece)
            if found > wanted:
                raise _damaged("解开后的内容比它自称的多")
    except zlib.error:
        raise _damaged("像素读不出来") from None
    if found != wanted or not inflater.eof:
        raise _damaged("像素不完整")


def _damaged(why: str) -> PictureError:
    return PictureError(f"已损坏（{why}）")
