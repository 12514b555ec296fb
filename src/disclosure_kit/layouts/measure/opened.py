"""A Word file taken apart: its sections with their blocks, its styles, its footers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import frozen
from lxml import etree

from ...errors import SourceError
from ...intake.package import Package
from .xml import W, child, properties, transitional

# As many paragraphs as are read of a report; each takes a fraction of a millisecond.
MAX_PARAGRAPHS: Final = 50_000
MAX_RUNS: Final = 150_000
MAX_STYLES: Final = 5_000
# Elements around blocks; what is inserted is printed.
_AROUND: Final = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "customXml"))
_P: Final = f"{W}p"
_TBL: Final = f"{W}tbl"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_R_STRICT: Final = "{http://purl.oclc.org/ooxml/officeDocument/relationships}"
_A: Final = "{*}"


@frozen
class Section:
    """Pages of one set-up: ``w:sectPr``, and the paragraphs and tables on them in order."""

    place: str
    page: etree._Element
    blocks: tuple[etree._Element, ...]


@frozen
class Word:
    """The parts that decide looks. ``parts`` are headers and footers by relationship id."""

    sections: tuple[Section, ...]
    styles: etree._Element | None
    settings: etree._Element | None
    parts: Mapping[str, etree._Element]
    theme: Mapping[str, str]


def open_word(package: Package) -> Word:
    """An admitted file, taken apart.

    Raises:
        SourceError: a part is damaged, there is no body, or more of it than any report has.
    """
    body = child(transitional(package.xml(package.main)), "body")
    if body is None:
        raise SourceError(f"{package.name}：没有正文")
    styles = _part(package, "/styles")
    for root, name, what, most in (
        (body, "p", "段", MAX_PARAGRAPHS),
        (body, "r", "节文字", MAX_RUNS),
        (styles, "style", "种样式", MAX_STYLES),
    ):
        count = sum(1 for _ in root.iter(f"{W}{name}")) if root is not None else 0
        if count > most:
            raise SourceError(
                f"{package.name}：有 {count} {what}，超过上限 {most}，不像一份年报，没有核对版式"
            )
    feet = {
        link.id: transitional(package.xml(link.target))
        for link in package.relationships(package.main)
        if link.type.endswith(("/footer", "/header"))
    }
    return Word(
        tuple(_sections(body)),
        styles,
        _part(package, "/settings"),
        feet,
        _theme(package),
    )


def _part(package: Package, kind: str) -> etree._Element | None:
    name = next(package.related(kind), None)
    return None if name is None else transitional(package.xml(name))


def blocks(node: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs and tables of a body, a cell or a footer, in order."""
    waiting = list(reversed(node))
    while waiting:
        one = waiting.pop()
        if one.tag in (_P, _TBL):
            yield one
        elif one.tag in _AROUND:
            waiting += reversed(one)


def _sections(body: etree._Element) -> Iterator[Section]:
    found: list[tuple[etree._Element, tuple[etree._Element, ...]]] = []
    held: list[etree._Element] = []
    for block in blocks(body):
        held.append(block)
        page = child(properties(block, "pPr"), "sectPr") if block.tag == _P else None
        if page is not None:
            found.append((page, tuple(held)))
            held = []
    last = child(body, "sectPr")
    found.append((last if last is not None else etree.Element(f"{W}sectPr"), tuple(held)))
    for number, (page, inside) in enumerate(found, 1):
        place = "页面设置" if len(found) == 1 else f"第 {number} 节的页面设置"
        yield Section(place, page, inside)


def related(node: etree._Element) -> str:
    """The relationship id that an element names."""
    return node.get(f"{_R}id") or node.get(f"{_R_STRICT}id") or ""


def _theme(package: Package) -> dict[str, str]:
    """``majorEastAsia`` → the font that the theme has for it; for Chinese where it says so."""
    name = next(package.related("/theme"), None)
    if name is None:
        return {}
    root = package.xml(name)
    fonts = {}
    for size in ("major", "minor"):
        held = root.find(f".//{_A}{size}Font")
        if held is None:
            continue
        faces = {etree.QName(one).localname: one.get("typeface", "") for one in held}
        chinese = [f.get("typeface", "") for f in held if f.get("script") == "Hans"]
        fonts[f"{size}EastAsia"] = faces.get("ea") or next(iter(chinese), "")
        fonts[f"{size}Ascii"] = fonts[f"{size}HAnsi"] = faces.get("latin", "")
        fonts[f"{size}Bidi"] = faces.get("cs", "")
    return fonts
