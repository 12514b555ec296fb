"""A copy of a package in which some parts are changed and some are new."""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import Final

from attrs import define, field
from lxml import etree

from .package import MAX_UNPACKED, Package

LINKS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES: Final = "[Content_Types].xml"
_DATE: Final = (1980, 1, 1, 0, 0, 0)  # same input, same bytes


@define
class Copy:
    """What is asked for by ``tree`` counts as changed; every other part is copied as it is."""

    package: Package
    _trees: dict[str, etree._Element] = field(factory=dict)  # by names in lower case, as below
    _bytes: dict[str, bytes] = field(factory=dict)
    _new: dict[str, str] = field(factory=dict)  # the names as written

    def tree(self, part: str) -> etree._Element:
        """The root of a part, to be changed in place.

        Raises:
            SourceError: it is damaged, or beyond the limits.
        """
        key = part.lower()
        if key not in self._trees:
            self._trees[key] = self.package.xml(part, whole=True)
        return self._trees[key]

    def put(self, part: str, content: bytes) -> None:
        """Replace a part that is there."""
        self._bytes[part.lower()] = content

    def add(self, pattern: str, content: etree._Element | bytes) -> str:
        """A new part under the first free number of ``pattern``; its name."""
        number = 1
        while (name := pattern.format(number)).lower() in self:
            number += 1
        self._keep(name, content)
        return name

    def __contains__(self, part: object) -> bool:
        return part in self.package or part in self._new

    def _keep(self, name: str, content: etree._Element | bytes) -> None:
        self._new[name.lower()] = name
        if isinstance(content, bytes):
            self._bytes[name.lower()] = content
        else:
            self._trees[name.lower()] = content

    def related(self, part: str, kind: str) -> str | None:
        """The part that ``part`` names as its ``kind``, if any."""
        links = self.package.relationships(part)
        return next((link.target for link in links if link.type == f"{LINKS}/{kind}"), None)

    def relate(self, part: str, kind: str, target: str) -> str:
        """A relationship from ``part`` to the new part ``target``; its id."""
        root = self._relationships(part)
        taken = {node.get("Id") for node in root}
        number = 1
        while (name := f"rIdNote{number}") in taken:
            number += 1
        given = {
            "Id": name,
            "Type": f"{LINKS}/{kind}",
            "Target": posixpath.relpath(target, posixpath.dirname(part)),
        }
        etree.SubElement(root, f"{{{_RELATIONSHIPS}}}Relationship", given)
        return name

    def _relationships(self, part: str) -> etree._Element:
        written = {entry.filename.lower(): entry.filename for entry in self.package.entries}
        folder, file = posixpath.split(written.get(part, part))
        listing = f"{folder}/_rels/{file}.rels"
        if listing.lower() not in self:
            empty = f'<Relationships xmlns="{_RELATIONSHIPS}"/>'
            self._keep(listing, etree.fromstring(empty))
        return self.tree(listing)

    def override(self, part: str, content_type: str) -> None:
        """Say what kind of part ``part`` is."""
        root = self.tree(_TYPES)
        name = f"{{{etree.QName(root).namespace}}}Override"
        etree.SubElement(root, name, {"PartName": f"/{part}", "ContentType": content_type})

    def default(self, suffix: str, content_type: str) -> None:
        """Say what kind the parts are whose names end in ``suffix``."""
        root = self.tree(_TYPES)
        if any((node.get("Extension") or "").lower() == suffix for node in root):
            return
        name = f"{{{etree.QName(root).namespace}}}Default"
        given = {"Extension": suffix, "ContentType": content_type}
        root.insert(0, etree.Element(name, given))

    def written(self) -> bytes:
        """The archive: the parts that were there, in their order, then the new ones."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for entry in self.package.entries:
                info = zipfile.ZipInfo(entry.filename, entry.date_time)
                info.compress_type = entry.compress_type
                info.external_attr = entry.external_attr
                archive.writestr(info, self.content(entry.filename))
            for name in self._new.values():
                info = zipfile.ZipInfo(name, _DATE)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, self.content(name))
        return buffer.getvalue()

    def content(self, name: str) -> bytes:
        """A part as it stands now."""
        key = name.lower()
        if key in self._trees:
            whole = self._trees[key].getroottree()
            return etree.tostring(whole, encoding="UTF-8", xml_declaration=True, standalone=True)
        if key in self._bytes:
            return self._bytes[key]
        return self.package.read(name, MAX_UNPACKED)
