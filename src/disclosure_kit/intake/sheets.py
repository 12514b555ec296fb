"""The sheets of an ``.xlsx`` and the parts that hold them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from .package import Package

_LINKS: Final = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)


def sheet_parts(package: Package) -> Iterator[tuple[str, str]]:
    """The name and the part of every sheet, in the order of the workbook."""
    links = {link.id: link.target for link in package.relationships(package.main)}
    for sheet in package.xml(package.main).iter("{*}sheet"):
        for attribute in _LINKS:
            part = links.get(sheet.get(attribute) or "")
            if part is not None:
                yield sheet.get("name") or "", part
