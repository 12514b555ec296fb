"""Members of a Word file, compressed: by ISA-L where it is installed (extra ``fast``), else zlib.

Both give what every program reads. The bytes differ, as they do between versions of zlib: the
same input gives the same bytes where the same library packs them.
"""

from __future__ import annotations

import zlib
from typing import Any, Final

try:
    from isal import isal_zlib as _isal
except ImportError:
    fast: Any = None
else:
    fast = _isal  # None: without it

_RAW: Final = -15  # a zip has no header of zlib's around a member
ZLIB_LEVEL: Final = 6
ISAL_LEVEL: Final = 2


def deflated(content: bytes) -> bytes:
    """``content``, compressed."""
    if fast is None:
        return with_zlib(content)
    return bytes(fast.compress(content, ISAL_LEVEL, _RAW))


def with_zlib(content: bytes) -> bytes:
    """The same by zlib, whatever is installed."""
    packer = zlib.compressobj(ZLIB_LEVEL, zlib.DEFLATED, _RAW)
    return packer.compress(content) + packer.flush()


def checksum(content: bytes) -> int:
    """The CRC that a zip tells of a member."""
    return int(zlib.crc32(content) if fast is None else fast.crc32(content))
