"""Page numbers: on every page, between dashes, odd ones right and even ones left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from lxml import etree

from ...model.profile import Profile
from ..lengths import mm
from .looks import Looks
from .measurement import Measured
from .opened import Section, Word, related
from .pages import lies_across, margins
from .prose import width_of
from .text import runs_of
from .xml import W, attribute, child, children, number, on, properties

_FIELD: Final = re.compile(r"\s*PAGE\b")
_DASH: Final = "—"
_HALF_INCH: Final = 720
_SIDES: Final = {"odd": "right", "even": "left"}
_FRAMED: Final = {"left": "左对齐", "center": "居中", "right": "右对齐"}


def page_numbers(word: Word, looks: Looks, profile: Profile) -> Iterator[Measured]:
    """The footers (or headers) of every section; a section without its own has the last one's."""
    two_sided = _on(child(word.settings, "evenAndOddHeaders"))
    held: dict[str, str] = {}
    told: set[tuple[str, str]] = set()
    for count, section in enumerate(word.sections):
        for kind in ("footer", "header"):
            for node in children(section.page, f"{kind}Reference"):
                held[f"{kind} {attribute(node, 'type') or 'default'}"] = related(node)
        restarts = count > 0 and attribute(child(section.page, "pgNumType"), "start") is not None
        pages = {"odd": "default", "even": "even" if two_sided else "default"}
        numbered = {page: _numbered(word, held, name) for page, name in pages.items()}
        first = _on(child(section.page, "titlePg")) and _numbered(word, held, "first") is None
        everywhere = all(found is not None for found in numbered.values())
        whole = everywhere and not restarts and not first
        yield Measured("page_number.everywhere", whole, section.place)
        for page, found in numbered.items():
            if found is None:
                continue
            key, paragraph = found
            if (page, key) not in told:
                told.add((page, key))
                yield from _number(paragraph, page, section, looks, profile)


def _on(node: etree._Element | None) -> bool:
    return node is not None and on(attribute(node, "val"))


def _numbered(word: Word, held: dict[str, str], name: str) -> tuple[str, etree._Element] | None:
    """The paragraph that prints the page number, where one does."""
    for kind in ("footer", "header"):
        key = held.get(f"{kind} {name}", "")
        root = word.parts.get(key)
        for paragraph in root.iter(f"{W}p") if root is not None else ():
            codes = [node.text or "" for node in paragraph.iter(f"{W}instrText")]
            simple = [attribute(node, "instr") or "" for node in paragraph.iter(f"{W}fldSimple")]
            boxed = next(paragraph.iter(f"{W}txbxContent"), None) is not None
            if not boxed and any(_FIELD.match(code) for code in ["".join(codes), *simple]):
                return key, paragraph
    return None


def _number(
    paragraph: etree._Element, page: str, section: Section, looks: Looks, profile: Profile
) -> Iterator[Measured]:
    place = "单页页码" if page == "odd" else "双页页码"
    runs = [run for run in runs_of(paragraph, looks) if run.text.strip()]
    text = "".join(run.text for run in runs).strip()
    dashed = text.startswith(_DASH) and text.endswith(_DASH) and len(text) > 1
    yield Measured("page_number.dashes", dashed, place)
    for run in runs:
        yield Measured("page_number.face", profile.face_of(run.looks.west), place)
        yield Measured("page_number.size", run.looks.size, place)
    if any(node.tag == f"{W}txbxContent" for node in paragraph.iterancestors()):
        return  # where a text box stands is not looked into
    own = looks.paragraph(paragraph)
    frame = attribute(child(properties(paragraph, "pPr"), "framePr"), "xAlign")
    if frame == "outside":
        frame = _SIDES[page]
    alignment = _FRAMED.get(frame or "", own.alignment)
    yield Measured(f"page_number.{page}", alignment, place)
    words = "".join(run.text for run in runs_of(paragraph, looks))
    if alignment == "右对齐":
        typed = words[len(words.rstrip()) :]
        yield Measured("page_number.indent", own.right + width_of(typed), place)
    elif alignment == "左对齐":
        typed = words[: len(words) - len(words.lstrip())]
        yield Measured("page_number.indent", own.left + own.first + width_of(typed), place)
    yield from _drop(paragraph, section, looks, place)


def _drop(
    paragraph: etree._Element, section: Section, looks: Looks, place: str
) -> Iterator[Measured]:
    """From the foot of the text to the middle of the line, where the number is the only line."""
    root = paragraph.getroottree().getroot()
    alone = len(list(root.iter(f"{W}p"))) == 1
    if not alone or etree.QName(root).localname != "ftr" or lies_across(section):
        return
    given = number(attribute(child(section.page, "pgMar"), "footer"))
    foot = _HALF_INCH if given is None else given
    own = looks.paragraph(paragraph)
    size = max((run.looks.size for run in runs_of(paragraph, looks)), default=Decimal(14))
    height = own.line if own.rule == "exact" else int(size * 26)
    _, _, bottom, _ = margins(section)
    yield Measured("page_number.drop", mm(bottom - foot - height // 2), place)
