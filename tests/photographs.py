"""Pictures made by hand: small, exact, and of every fault that a test wants."""

from __future__ import annotations

import base64
import struct
import zlib

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# 16 × 8 pixels, dark in the upper left; baseline: JFIF, tables, one scan.
_SMALL_JPEG = (
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQ"
    "c1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/wAALCAAIABABAREA/8QAFQABAQAAAAAAAAAAAAAAAAAAAAb/xAAYEAAC"
    "AwAAAAAAAAAAAAAAAAAAFmSj4v/aAAgBAQAAPwAozqtFMf/Z"
)


def chunk(name: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def header(width: int, height: int, depth: int = 8, colour: int = 2, interlace: int = 0) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace))


def png(
    width: int = 4,
    height: int = 3,
    colour: tuple[int, int, int] = (200, 30, 30),
    extra: bytes = b"",
) -> bytes:
    """An RGB picture of one colour; ``extra`` are chunks before the pixels."""
    line = b"\0" + bytes(colour) * width
    pixels = zlib.compress(line * height, 9)
    return PNG_SIGNATURE + header(width, height) + extra + chunk(b"IDAT", pixels) + chunk(b"IEND")


def segment(marker: int, data: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data


def exif(turn: int, rest: bytes = b"") -> bytes:
    """A segment of EXIF by a little-endian camera; ``rest`` stands for place and device."""
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, turn, 0)
    return segment(0xE1, b"Exif\0\0II*\0\x08\0\0\0\x01\0" + entry + b"\0\0\0\0" + rest)


def jpeg(*segments: bytes) -> bytes:
    """A small grey picture with ``segments`` behind its own JFIF."""
    plain = base64.b64decode(_SMALL_JPEG)
    cut = 2 + 2 + struct.unpack(">H", plain[4:6])[0]
    return plain[:cut] + b"".join(segments) + plain[cut:]
