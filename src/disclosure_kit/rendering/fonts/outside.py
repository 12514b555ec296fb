"""Characters of a finished document that its fonts do not print: mostly of rare names.

Word takes another font for them and says nothing. Looked at are ideographs and private
characters; of a font of which nothing is known and that is not here, that is said.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

from attrs import frozen
from lxml import etree

from ...errors import UsageError
from ...layouts.loader import national
from ..finish.styles import STYLES, Styles
from ..finish.xml import W
from .installed import characters_of, fonts_here
from .known import known
from .rare import holds_rare

_DOCUMENT: Final = "word/document.xml"
_SHOWN: Final = 8
_AROUND: Final = 6
# A document with more of them is no report; the first are told.
_MOST: Final = 200
_PRIVATE: Final = ((0xE000, 0xF8FF), (0xF0000, 0x10FFFD))
# Whether a font (its name first) prints a character; None where nothing is known of it.
Prints: TypeAlias = Callable[[str, str], "bool | None"]


@frozen
class Place:
    """Where a character stands: its font, the paragraph's style, the words around it."""

    character: str
    font: str
    style: str
    words: str


def outside_repertoires(document: bytes, prints: Prints | None = None) -> tuple[str, ...]:
    """A sentence for each font that does not print characters of ``document`` (a finished docx):
    which, where, and what to do."""
    asked = prints or prints_here
    lacking: dict[str, dict[str, Place]] = {}
    unknown: dict[str, dict[str, Place]] = {}
    for place in _rare(document):
        said = asked(place.font, place.character)
        if said is not True:
            found = unknown if said is None else lacking
            found.setdefault(place.font, {}).setdefault(place.character, place)
    return (
        *(_lacks(font, tuple(places.values())) for font, places in lacking.items()),
        *(
            f"不知道“{font}”有没有{_listed(places.values())}，没有核对；请在成品里看这些字印得对不对"
            for font, places in unknown.items()
        ),
    )


def may_print_rare(template: bytes) -> bool:
    """Whether a template, which was admitted, brings such a character itself."""
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        xml = archive.read(_DOCUMENT)
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    text = "".join(map(str, root.itertext()))
    return holds_rare(text) or "\\" in text  # "\u9fff" in a tag


def prints_here(font: str, character: str) -> bool | None:
    """What is known of a font, else what its file on this machine says."""
    if repertoire := known().repertoires.get(font):
        return repertoire.holds(character)
    try:
        installed = next((one for one in fonts_here() if font in one.names), None)
    except UsageError:  # no fontTools: its file cannot be read
        return None
    return None if installed is None else ord(character) in characters_of(installed)


def _rare(document: bytes) -> Iterator[Place]:
    """The first place, for each font, of every character of the body that not all Chinese fonts
    have."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        xml = archive.read(_DOCUMENT)
        styles_xml = archive.read(STYLES) if STYLES in archive.namelist() else None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(xml, parser)
    text = "".join(node.text or "" for node in root.iter(f"{W}t"))
    if not holds_rare(text):
        return
    rare = set(filter(holds_rare, set(text)))
    styles = Styles.of(styles_xml, parser)
    seen: set[tuple[str, str]] = set()
    for paragraph in root.iter(f"{W}p"):
        words = "".join(node.text or "" for node in paragraph.iter(f"{W}t"))
        if rare.isdisjoint(words):
            continue
        style = styles.of_paragraph(paragraph)
        for run in paragraph.iter(f"{W}r"):
            held = "".join(node.text or "" for node in run.findall(f"{W}t"))
            if rare.isdisjoint(held):
                continue
            font = _font(run, style, styles)
            for character in dict.fromkeys(held):
                if character in rare and (font, character) not in seen and len(seen) < _MOST:
                    seen.add((font, character))
                    name = styles.names.get(style, "")
                    yield Place(character, font, name, _around(words, character))


def _within(character: str, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(first <= ord(character) <= last for first, last in ranges)


def _font(run: etree._Element, style: str, styles: Styles) -> str:
    """The font that draws the Chinese of a run; empty where the file names none."""
    own = run.find(f"{W}rPr/{W}rFonts")
    named = "" if own is None else own.get(f"{W}eastAsia", "")
    character_style = run.find(f"{W}rPr/{W}rStyle")
    if not named and character_style is not None:
        of_style = character_style.get(f"{W}val", "")
        named = styles.own_value(of_style, "rPr/rFonts", "eastAsia")
    return named or styles.value(style, "rPr/rFonts", "eastAsia")


def _around(words: str, character: str) -> str:
    at = words.index(character)
    first, last = max(0, at - _AROUND), at + _AROUND + 1
    before, after = "…" if first else "", "…" if last < len(words) else ""
    return before + words[first:last] + after


def _lacks(font: str, places: tuple[Place, ...]) -> str:
    repertoire = known().repertoires.get(font)
    why = f"（这种字体{repertoire.says}）" if repertoire else ""
    said = f"“{font}”没有{_listed(places)}{why}，Word 会自行换一种字体来印"
    return f"{said}。请在成品里{'；'.join(_advice(font, places))}"


def _listed(places: Iterable[Place]) -> str:
    listed = list(places)
    shown = "、".join(
        f"{_named(place.character)}（{place.style or '正文'}“{place.words}”）"
        for place in listed[:_SHOWN]
    )
    return shown + _more(len(listed))


def _more(count: int) -> str:
    if count <= _SHOWN:
        return ""
    return f"等 {count} 个以上的字" if count >= _MOST else f"等 {count} 个字"


def _named(character: str) -> str:
    """A character between quotation marks; one that nobody could read, by its code."""
    return f"U+{ord(character):04X}" if _within(character, _PRIVATE) else f"“{character}”"


def _advice(font: str, places: tuple[Place, ...]) -> Iterator[str]:
    """What to do with each character, those of one remedy together."""
    remedies: dict[str, list[str]] = {}
    for place in places:
        remedies.setdefault(_instead(font, place.character), []).append(_named(place.character))
    for remedy, characters in remedies.items():
        yield f"把{''.join(characters[:_SHOWN])}{_more(len(characters))}{remedy}"


def _instead(font: str, character: str) -> str:
    """Another font for a character: one of the same face, else any that is known to have it."""
    if _within(character, _PRIVATE):
        return "（造字）换成正式的字"
    face = national().face_of(font)
    fitting = [name for name, held in known().repertoires.items() if held.holds(character)]
    same = (name for name in fitting if national().face_of(name) == face)
    name = next(same, next(iter(fitting), None))
    return f"改成“{name}”" if name else "改成收有它的字体"
