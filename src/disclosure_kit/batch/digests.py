"""Files known by their content."""

from __future__ import annotations

import hashlib
from typing import TypeAlias

# Each path with the digest of what lies there; None where nothing does.
Digests: TypeAlias = tuple[tuple[str, str | None], ...]


def digest_of(path: str) -> str | None:
    """The digest of a file's content; None where it cannot be read."""
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return None
