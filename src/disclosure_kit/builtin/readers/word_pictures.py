"""The pictures that stand in the lines of a Word file: their bytes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import define, field, frozen
from lxml import etree

from ...errors import SourceError
from ...intake.package import Package
from ...media.admission import begins_as_picture
from ...media.picture import MAX_BYTES, MAX_TOGETHER
from ...model.picture import DRAWN_NAME

_MAIN: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_INLINE: Final = f"{_DRAWING}inline"
_EMBED: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_BOX: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}txbxContent"


def may_show_pictures(paragraph: etree._Element) -> bool:
    """Whether there is something that ``Pictures`` look at."""
    return next(paragraph.iter(_INLINE), None) is not None


@frozen
class Shown:
    """A picture in a line: its bytes, or None where they are not read; ``drawn`` of figures, by
    the kit, so that it is no part of the report."""

    content: bytes | None
    drawn: bool = False


@define
class Pictures:
    """What the main part of a file may show; no more is read than a report may have."""

    package: Package
    _left: int = 2 * MAX_TOGETHER
    _targets: dict[str, str] | None = field(default=None)

    def in_line(self, paragraph: etree._Element) -> Iterator[Shown]:
        """Every picture in the lines of ``paragraph``. What floats (a seal, a line, a logo) is
        none of the text."""
        for frame in paragraph.iter(_INLINE):
            if next(frame.iterancestors(_BOX), None) is not None:
                continue
            named = frame.find(f"{_DRAWING}docPr")
            for blip in frame.iter(f"{_MAIN}blip"):
                if named is not None and named.get("name", "").startswith(DRAWN_NAME):
                    yield Shown(None, drawn=True)
                else:
                    yield Shown(self._content(blip.get(_EMBED, "")))

    def _content(self, relation: str) -> bytes | None:
        if self._targets is None:
            links = self.package.relationships(self.package.main)
            self._targets = {link.id: link.target for link in links}
        if relation not in self._targets:
            return None
        try:
            content = self.package.read(self._targets[relation], min(MAX_BYTES, self._left))
        except SourceError:
            return None  # told as any picture that cannot be read
        self._left -= len(content)
        return content if begins_as_picture(content) else None
