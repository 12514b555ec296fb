"""A zip archive and its parts: opened by ``zipfile``, which looks for all that can be wrong.

Reading a part through its stream costs more than unpacking a part of a report. So a part that is
packed as nearly all are is unpacked in one go. Of any other, and where anything about it is not as
it should be, ``zipfile`` says what it is, or what is wrong with it.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from bisect import bisect_right
from typing import Final

from attrs import field, frozen

DAMAGE: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
_RAW: Final = -15  # a zip has no header of zlib's around a part
_HEADER: Final = struct.Struct("<4s22xHH")  # signature; the lengths of name and extra field
_SIGNATURE: Final = b"PK\x03\x04"
_USUAL: Final = (
    0b1000_0000_1110  # flags: how well it is packed, sizes told behind it, name in UTF-8
)


@frozen
class Archive:
    """An archive in memory.

    Raises:
        one of DAMAGE: it is none.
    """

    content: bytes = field(repr=False)
    _zip: zipfile.ZipFile = field(init=False)
    _begins: list[int] = field(init=False, repr=False)

    @_zip.default
    def _opened(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(self.content))

    @_begins.default
    def _all_begins(self) -> list[int]:
        return sorted([*(entry.header_offset for entry in self.listed), self._zip.start_dir])

    @property
    def listed(self) -> list[zipfile.ZipInfo]:
        """The parts as the directory lists them."""
        return self._zip.infolist()

    def unpacked(self, entry: zipfile.ZipInfo, limit: int) -> bytes:
        """The bytes of a part, of a larger one those up to ``limit`` and one more.

        Raises:
            one of DAMAGE: it cannot be unpacked, or is not what the directory says.
        """
        if entry.file_size <= limit and (content := self._at_once(entry)) is not None:
            return content
        with self._zip.open(entry) as stream:
            return stream.read(limit + 1)

    def _at_once(self, entry: zipfile.ZipInfo) -> bytes | None:
        """The bytes of a part; None where anything is unusual."""
        start, name = entry.header_offset, entry.orig_filename
        if entry.compress_type != zipfile.ZIP_DEFLATED or entry.flag_bits & ~_USUAL:
            return None
        if start < 0 or not name.isascii():  # below 0 a slice is counted from the end
            return None
        header = self.content[start : start + _HEADER.size]
        if len(header) < _HEADER.size:
            return None
        signature, of_name, of_extra = _HEADER.unpack(header)
        named = start + _HEADER.size
        begin = named + of_name + of_extra
        end = begin + entry.compress_size
        follows = bisect_right(self._begins, start)
        if (
            signature != _SIGNATURE
            or self.content[named : named + of_name] != name.encode()
            or follows == len(self._begins)
            or end > self._begins[follows]
        ):
            return None
        unpacker = zlib.decompressobj(_RAW)
        try:
            content = unpacker.decompress(self.content[begin:end], entry.file_size + 1)
        except zlib.error:
            return None
        whole = unpacker.eof and len(content) == entry.file_size
        return content if whole and zlib.crc32(content) == entry.CRC else None
