"""A Word file opened once: its parts, each read and parsed when it is first asked for."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from functools import lru_cache
from typing import Final, NamedTuple

from attrs import define, field
from lxml import etree

BODY: Final = "word/document.xml"
_MOST_KEPT: Final = 20_000  # bytes of a listing that is known to the next document


class Relation(NamedTuple):
    """That a part uses another: by which id, as what, and the name of that part; ``external``:
    it is none of this file."""

    id: str
    type: str
    part: str
    external: bool

    @property
    def kind(self) -> str:
        """The last word of its type."""
        return self.type.rpartition("/")[2]


def parsed(content: bytes) -> etree._Element:
    """A part as Word reads it, which sees no comments: nothing is fetched, no entities resolved.

    Raises:
        XMLSyntaxError: damaged.
        ValueError: it declares its type, as no part of a Word file may: words could stand there.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("含有文档类型声明 DOCTYPE")
    return root


@define(eq=False)
class WordFile:
    """The parts of one file, by name. Reading any of them raises BadZipFile, KeyError,
    XMLSyntaxError or ValueError where it is damaged."""

    _archive: zipfile.ZipFile
    _names: frozenset[str] = field(init=False)
    _contents: dict[str, bytes] = field(factory=dict, init=False)
    _trees: dict[str, etree._Element] = field(factory=dict, init=False)

    @_names.default
    def _listed(self) -> frozenset[str]:
        return frozenset(self._archive.namelist())

    @classmethod
    def of(cls, document: bytes) -> WordFile:
        """The file that these bytes are.

        Raises:
            BadZipFile: they are none.
        """
        return cls(zipfile.ZipFile(io.BytesIO(document)))

    def __contains__(self, part: str) -> bool:
        return part in self._names

    def size(self, part: str) -> int:
        """How large a part says that it is, before it is unpacked."""
        return self._archive.getinfo(part).file_size

    def content(self, part: str) -> bytes:
        if part not in self._contents:
            try:
                self._contents[part] = self._archive.read(part)
            except (zlib.error, EOFError, OSError, RuntimeError) as error:  # cut off, or locked
                raise zipfile.BadZipFile(f"{part}：{error}") from error
        return self._contents[part]

    def tree(self, part: str) -> etree._Element:
        if part not in self._trees:
            self._trees[part] = parsed(self.content(part))
        return self._trees[part]

    def relations(self, part: str) -> tuple[Relation, ...]:
        """What ``part`` says of the parts that it uses."""
        folder, name = posixpath.split(part)
        listing = f"{folder}/_rels/{name}.rels"
        if listing not in self:
            return ()
        content = self.content(listing)
        related = _related_once if len(content) <= _MOST_KEPT else _related
        return related(content, folder)


def _related(listing: bytes, folder: str) -> tuple[Relation, ...]:
    return tuple(
        Relation(
            str(node.get("Id", "")),
            str(node.get("Type", "")),
            posixpath.normpath(posixpath.join("/", folder, node.get("Target", ""))).lstrip("/"),
            node.get("TargetMode") == "External",
        )
        for node in parsed(listing)
        if isinstance(node.tag, str)
    )


# Follows from the bytes; documents of one template have the same.
_related_once: Final = lru_cache(maxsize=64)(_related)
