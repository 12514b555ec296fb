"""Where the finished files of a report go."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from attrs import frozen

from ..files import STANDARD_INPUT

MAX_NAME_BYTES: Final = 200  # a file name holds 255 bytes; Chinese takes three a character


def file_name(title: str, suffix: str) -> str:
    """A title as a file name: signs that Windows refuses become ``_``, too long is cut."""
    name = "".join("_" if c in '\\/:*?"<>|' or not c.isprintable() else c for c in title)
    while len(name.encode("utf-8", "replace")) > MAX_NAME_BYTES:
        name = name[:-1]
    return (name.strip(" .") or "年度报告") + suffix


@frozen
class Place:
    """What ``-o`` says: a folder, one file, or nothing: beside the source."""

    folder: str | None = None
    file: str | None = None

    def target(self, source: str, title: str, suffix: str) -> Path:
        """Where an artifact goes. ``-o 年报.csv`` names the beginning where a format writes
        several files: ``年报.applications.csv``."""
        if self.file is not None:
            output = Path(self.file)
            return output if output.suffix.lower() == suffix else output.with_suffix(suffix)
        return self.folder_of(source) / file_name(title, suffix)

    def folder_of(self, source: str) -> Path:
        """The folder that the artifacts of ``source`` go to."""
        if self.file is not None:
            return Path(self.file).parent
        if self.folder is not None:
            return Path(self.folder)
        return Path() if source == STANDARD_INPUT else Path(source).parent
