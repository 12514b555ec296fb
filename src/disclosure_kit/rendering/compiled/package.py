"""A zip whose unchanging members are one ready beginning, to which the others are added.

As ``reproducible.pack`` writes it: fixed dates and attributes, no trace of the machine.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from attrs import frozen

from .deflate import ZLIB_LEVEL, checksum, deflated

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_VERSION: Final = 20
_STORED, _DEFLATED = 0, 8
_SHORT: Final = 512  # of such a member, bytes: what compressing it saves is not worth the time
_MIDNIGHT, _FIRST_DAY = 0, 0x21  # 1980-01-01 00:00


class Member(NamedTuple):
    """A part with its ``name`` (ASCII); ``level`` is the effort that zlib makes with it."""

    name: bytes
    content: bytes
    level: int = ZLIB_LEVEL


@frozen
class Package:
    """``begun`` are the members that never change, ``directory`` their entries."""

    begun: bytes
    directory: bytes
    count: int

    @classmethod
    def of(cls, parts: Mapping[str, bytes]) -> Package:
        """The unchanging parts, compressed once."""
        import zipfile  # where a template is compiled

        from ..reproducible import pack

        packed = pack(parts)
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            start = archive.start_dir
        return cls(packed[:start], packed[start : -_END.size], len(parts))

    def with_members(self, members: Iterable[Member]) -> bytes:
        """The whole file."""
        written, directory = [self.begun], [self.directory]
        at, count = len(self.begun), self.count
        for name, content, level in members:
            method = _STORED if len(content) < _SHORT else _DEFLATED
            packed = content if method == _STORED else deflated(content, level)
            facts = (
                _VERSION, 0, method, _MIDNIGHT, _FIRST_DAY, checksum(content), len(packed),
                len(content), len(name), 0,
            )  # fmt: skip
            written += (_LOCAL.pack(b"PK\3\4", *facts), name, packed)
            directory += (_CENTRAL.pack(b"PK\1\2", _VERSION, *facts, 0, 0, 0, 0, at), name)
            at += _LOCAL.size + len(name) + len(packed)
            count += 1
        size = sum(map(len, directory))
        end = _END.pack(b"PK\5\6", 0, 0, count, count, size, at, 0)
        return b"".join((*written, *directory, end))
