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
DATA_LEVEL: Final = 1  # of what no reader of the document waits for: half the time, a twelfth more
ISAL_LEVEL: Final = 1


def deflated(content: bytes, level: int = ZLIB_LEVEL) -> bytes:
    """``content``, compressed; ``level`` is zlib's."""
    if fast is not None:
        return bytes(fast.compress(content, ISAL_LEVEL, _RAW))
    packer = zlib.compressobj(level, zlib.DEFLATED, _RAW)
    return packer.compress(content) + packer.flush()


def checksum(content: bytes) -> int:
    """The CRC that a zip tells of a member."""
    return int(zlib.crc32(content) if fast is None else fast.crc32(content))
