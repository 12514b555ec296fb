"""What the styles of a Word file decide of its text: hidden, centred, numbered by which list."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, TypeVar

from attrs import frozen
from lxml import etree

T = TypeVar("T")
MAX_CHAIN: Final = 40
_OFF: Final = ("0", "false", "off", "none")
_MAIN: Final = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_PREFIXES: Final = {
    **dict.fromkeys(_MAIN, "w"),
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
}


def tag(node: etree._Element) -> str:
    """``w:p`` for both namespaces of the format; the bare name for what is not text."""
    return _short_name(node.tag)


@lru_cache(maxsize=1024)
def _short_name(full: str) -> str:
    space, _, local = full[1:].rpartition("}") if full[0] == "{" else ("", "", full)
    prefix = _PREFIXES.get(space)
    return f"{prefix}:{local}" if prefix else local


def attribute(node: etree._Element, name: str) -> str | None:
    """An attribute of the format, in either namespace."""
    for full in _full_attributes(name):
        if (value := node.get(full)) is not None:
            return value
    return None


@lru_cache(maxsize=256)
def _full_attributes(name: str) -> tuple[str, ...]:
    return tuple(f"{{{space}}}{name}" for space in _MAIN)


def child(node: etree._Element | None, *path: str) -> etree._Element | None:
    """The first child, of it the first child, …, by tag."""
    for name in path:
        if node is None:
            return None
        names = _full_names(name)
        found = None
        for one in node:
            if one.tag in names:
                found = one
                break
        node = found
    return node


@lru_cache(maxsize=1024)
def _full_names(short: str) -> tuple[str, ...]:
    """The names that ``tag`` gives as ``short``."""
    prefix, _, local = short.rpartition(":")
    return tuple(f"{{{space}}}{local}" for space, known in _PREFIXES.items() if known == prefix)


def by_full_name(known: Mapping[str, T]) -> dict[str, T]:
    """``known`` under the names as they stand in a file: a walk over thousands of nodes looks
    each up as it is, and what is not there means nothing to it."""
    return {full: value for short, value in known.items() for full in _full_names(short)}


def children(node: etree._Element, known: Mapping[str, str]) -> dict[str, etree._Element]:
    """The first child of each name of ``known`` (``by_full_name``)."""
    found: dict[str, etree._Element] = {}
    for one in node:
        if (name := known.get(one.tag)) is not None:
            found.setdefault(name, one)
    return found


def properties(
    node: etree._Element, kind: str, known: Mapping[str, str]
) -> dict[str, etree._Element]:
    """What the first child ``kind`` says under the names of ``known``: nothing without one."""
    names = _full_names(kind)
    for one in node:
        if one.tag in names:
            return children(one, known)
    return {}


def val(node: etree._Element | None) -> str | None:
    """The ``w:val`` of a property; None where there is none."""
    return None if node is None else attribute(node, "val")


def is_on(node: etree._Element | None) -> bool | None:
    """Whether a property is on, off, or not said."""
    return None if node is None else attribute(node, "val") not in _OFF


def value(node: etree._Element | None, *path: str) -> str | None:
    """The ``w:val`` of a child."""
    return val(child(node, *path))


def number(text: str | None, default: int) -> int:
    """A whole number of at most six digits; else ``default``."""
    if text is not None and len(text) <= 6 and text.isascii() and text.isdigit():
        return int(text)
    return default


def switch(node: etree._Element | None, *path: str) -> bool | None:
    """Whether a property is on, off, or not said."""
    return is_on(child(node, *path))


@frozen
class ListPlace:
    """Which list, and which level of it (None: not said)."""

    number: str | None
    level: int | None

    @classmethod
    def of(cls, properties: etree._Element | None) -> ListPlace | None:
        """That of the properties of a paragraph."""
        return cls.said(child(properties, "w:numPr"))

    @classmethod
    def said(cls, found: etree._Element | None) -> ListPlace | None:
        """That which ``w:numPr`` says."""
        if found is None:
            return None
        level = value(found, "w:ilvl")
        return cls(value(found, "w:numId"), None if level is None else min(number(level, 0), 8))


@frozen
class Style:
    """What one style with those below it says."""

    hidden: bool | None = None
    alignment: str | None = None
    listed: ListPlace | None = None
    named: str | None = None


class Styles:
    """The styles of a file; a loop of styles ends, an unknown style says nothing."""

    def __init__(self, root: etree._Element | None) -> None:
        self._nodes: dict[str, etree._Element] = {}
        self._known: dict[str, Style] = {}
        self._default = ""
        self.hidden = False
        if root is None:
            return
        self.hidden = bool(switch(root, "w:docDefaults", "w:rPrDefault", "w:rPr", "w:vanish"))
        for node in root:
            if tag(node) != "w:style" or (name := attribute(node, "styleId")) is None:
                continue
            self._nodes.setdefault(name, node)
            if attribute(node, "type") == "paragraph" and (
                attribute(node, "default") in ("1", "true", "on")
            ):
                self._default = name

    def paragraph(self, name: str | None) -> Style:
        """Of a paragraph style; without a name, of the one that needs none."""
        return self._of(self._default if name is None or name not in self._nodes else name)

    def character(self, name: str | None) -> Style:
        """Of a character style."""
        return self._of(name or "")

    def _of(self, name: str) -> Style:
        if name not in self._known:
            self._known[name] = self._resolve(name)
        return self._known[name]

    def _resolve(self, name: str) -> Style:
        hidden: bool | None = None
        alignment: str | None = None
        listed: ListPlace | None = None
        named: str | None = None
        at: str | None = name
        for _ in range(MAX_CHAIN):
            node = self._nodes.get(at or "")
            if node is None:
                break
            if hidden is None:
                hidden = switch(node, "w:rPr", "w:vanish")
            if alignment is None:
                alignment = value(node, "w:pPr", "w:jc")
            own = ListPlace.of(child(node, "w:pPr"))
            if own is not None:
                if listed is None:
                    listed, named = own, at
                elif listed.number is None:
                    listed = ListPlace(own.number, listed.level)
            at = value(node, "w:basedOn")
        return Style(hidden, alignment, listed, named)

    def linked_list(self, name: str) -> str | None:
        """The list that a numbering style names."""
        return value(self._nodes.get(name), "w:pPr", "w:numPr", "w:numId")
