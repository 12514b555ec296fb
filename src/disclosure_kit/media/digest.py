"""By what two pictures are the same: their bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from frozendict import frozendict


def digest(content: bytes) -> str:
    """SHA-256, as hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def digests(media: Mapping[str, bytes]) -> frozendict[str, str]:
    """The digest of each picture, by its path."""
    return frozendict((path, digest(content)) for path, content in media.items())
