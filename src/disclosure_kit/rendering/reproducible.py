"""The same parts, the same bytes: a zip without the time and the machine it was made on."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Final

# The first day a zip can name.
_DATE: Final = (1980, 1, 1, 0, 0, 0)
# A reader of a package looks for these two first (ECMA-376 part 2).
_FIRST: Final = ("[Content_Types].xml", "_rels/.rels")


def pack(parts: Mapping[str, bytes]) -> bytes:
    """A zip of ``parts`` in a fixed order, with fixed dates and attributes."""
    stream = io.BytesIO()
    names = sorted(parts, key=lambda name: (name not in _FIRST, name))
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # else Windows and Linux would differ
            entry.external_attr = 0
            archive.writestr(entry, parts[name])
    return stream.getvalue()


def unpack(package: bytes) -> dict[str, bytes]:
    """The parts of a zip by name; the caller has made sure that it is no bomb."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {
            entry.filename: archive.read(entry)
            for entry in archive.infolist()
            if not entry.is_dir()
        }
