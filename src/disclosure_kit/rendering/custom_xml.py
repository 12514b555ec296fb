"""A custom XML part in a Word file (ECMA-376 part 1, 15.2.5): data that nobody sees."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from typing import Any, Final

from lxml import etree

from .reproducible import pack, unpack

_TYPES: Final = "[Content_Types].xml"
_TYPES_SPACE: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS_SPACE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_DEFAULT: Final[Any] = {None: _RELATIONS_SPACE}  # the stubs know no default namespace
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_KIND: Final = f"{_OFFICE}/relationships/customXml"
_PROPERTIES_KIND: Final = f"{_OFFICE}/relationships/customXmlProps"
_PROPERTIES_TYPE: Final = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_PROPERTIES_SPACE: Final = f"{_OFFICE}/customXml"
_MAIN_RELATIONS: Final = "word/_rels/document.xml.rels"
_ITEM_NAME: Final = re.compile(r"customXml/(?!itemProps)[^/]*\.xml", re.IGNORECASE)
# A part's own name inside its file: any, but the same each time.
_ITEM: Final = "{5B0B7D6E-2C6F-4B0E-9C38-6D1B1C9F4A21}"


def with_part(document: bytes, content: bytes, namespace: str) -> bytes:
    """``document`` with ``content`` as its only custom part of ``namespace``: one that a template
    made from an older document brings is thrown out."""
    parts = unpack(document)
    types = _parsed(parts[_TYPES])
    # A document that uses no other part has none.
    listed = parts.get(_MAIN_RELATIONS)
    relations = _no_relations() if listed is None else _parsed(listed)
    for relation in list(relations):
        name = posixpath.normpath(posixpath.join("word", relation.get("Target", ""))).lstrip("/")
        if relation.get("Type") == _KIND and _space(parts.get(name, b"")) == namespace:
            relations.remove(relation)
            _forget(parts, types, name)
    number = next(n for n in range(1, len(parts) + 2) if f"customXml/item{n}.xml" not in parts)
    name, properties = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
    parts[name] = content
    parts[properties] = _written(_properties(namespace))
    own = _no_relations()
    _relate(own, _PROPERTIES_KIND, posixpath.basename(properties))
    parts[_relations_of(name)] = _written(own)
    _relate(relations, _KIND, f"../{name}")
    override = etree.SubElement(types, f"{{{_TYPES_SPACE}}}Override")
    override.set("PartName", f"/{properties}")
    override.set("ContentType", _PROPERTIES_TYPE)
    parts[_TYPES], parts[_MAIN_RELATIONS] = _written(types), _written(relations)
    return pack(parts)


def parts_of(document: bytes, namespace: str) -> list[bytes]:
    """The custom parts of ``namespace``."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        names = [name for name in archive.namelist() if _ITEM_NAME.fullmatch(name)]
        contents = [archive.read(name) for name in names]
    return [content for content in contents if _space(content) == namespace]


def _forget(parts: dict[str, bytes], types: etree._Element, name: str) -> None:
    """Take a part out, with its properties and its relationships."""
    inside = parts.pop(_relations_of(name), None)
    gone = {name}
    for relation in _parsed(inside) if inside else ():
        target = posixpath.join(posixpath.dirname(name), relation.get("Target", ""))
        gone.add(posixpath.normpath(target).lstrip("/"))
    for part in gone:
        parts.pop(part, None)
    for entry in list(types):
        if entry.get("PartName", "").lstrip("/") in gone:
            types.remove(entry)


def _relations_of(name: str) -> str:
    folder, file = posixpath.split(name)
    return f"{folder}/_rels/{file}.rels"


def _no_relations() -> etree._Element:
    return etree.Element(f"{{{_RELATIONS_SPACE}}}Relationships", nsmap=_DEFAULT)


def _relate(relations: etree._Element, kind: str, target: str) -> None:
    taken = {relation.get("Id") for relation in relations}
    entry = etree.SubElement(relations, f"{{{_RELATIONS_SPACE}}}Relationship")
    entry.set("Id", next(i for n in range(1, len(taken) + 2) if (i := f"rId{n}") not in taken))
    entry.set("Type", kind)
    entry.set("Target", target)


def _properties(namespace: str) -> etree._Element:
    space = f"{{{_PROPERTIES_SPACE}}}"
    root = etree.Element(f"{space}datastoreItem", nsmap={"ds": _PROPERTIES_SPACE})
    root.set(f"{space}itemID", _ITEM)
    schemas = etree.SubElement(root, f"{space}schemaRefs")
    etree.SubElement(schemas, f"{space}schemaRef").set(f"{space}uri", namespace)
    return root


def _space(content: bytes) -> str | None:
    try:
        return etree.QName(_parsed(content)).namespace
    except etree.XMLSyntaxError:
        return None


def _parsed(content: bytes) -> etree._Element:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _written(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
