"""Members of a Word file, compressed: by ISA-L where it is installed (extra ``fast``), else zlib.

Both give what every program reads. The bytes differ, as they do between versions of zlib: the
same input gives the same bytes where the same library packs them.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any, Final

from .slots import Piece, Stretch

try:
    from isal import isal_zlib as _isal
except ImportError:
    fast: Any = None
else:
    fast = _isal  # None: without it

RAW: Final = -15  # a zip has no header of zlib's around a member
LAST: Final = b"\3\0"  # a block of nothing, behind which none follows
ZLIB_LEVEL: Final = 6
DATA_LEVEL: Final = 1  # of what no reader of the document waits for: half the time, a twelfth more
ISAL_LEVEL: Final = 1


def deflated(content: bytes, pieces: Sequence[Piece], level: int) -> bytes:
    """``content``, which is these ``pieces``, compressed; ``level`` is zlib's.

    Of what is compressed already zlib is spared; ISA-L is through with it before it could be told.
    """
    if fast is not None:
        return bytes(fast.compress(content, ISAL_LEVEL, RAW))
    if len(pieces) == 1:
        return _by_zlib(content, level, zlib.Z_FINISH)
    packed = [
        one.packed() if isinstance(one, Stretch) else _by_zlib(one, level, zlib.Z_SYNC_FLUSH)
        for one in pieces
    ]
    return b"".join((*packed, LAST))


def _by_zlib(content: bytes, level: int, end: int) -> bytes:
    packer = zlib.compressobj(level, zlib.DEFLATED, RAW)
    return packer.compress(content) + packer.flush(end)


def checksum(content: bytes) -> int:
    """The CRC that a zip tells of a member."""
    return int(zlib.crc32(content) if fast is None else fast.crc32(content))
