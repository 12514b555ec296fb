"""Looks that will not be the same elsewhere, and what a person left in the file."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve
from lxml import etree

from ..rendering.reproducible import unpack
from ..rendering.unfilled import unfilled_tags
from .fault import BODY, COMMENTS, MARK_PLACE, REVISIONS, THEME_FONT, Fault, Place
from .reading import Paragraph, Reading, W, parsed, texts

_STYLES = "word/styles.xml"
_TRACKED = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_ELSEWHERE = "请把它移到正文、表格、页眉、页脚或脚注里"


def leftovers(reading: Reading) -> Iterator[Fault]:
    """Tracked changes, which count as accepted when the template is filled, and comments."""
    rows: set[etree._Element] = set()
    for paragraph in reading.paragraphs:
        row = paragraph.inside("tr")
        if row is not None and row not in rows and _has_changed(row):
            rows.add(row)
            place = evolve(paragraph.place, column=None, text="")
            yield Fault(REVISIONS, place, "有没有接受的修订：插入或删去了这一行")
        around = paragraph.around
        if (around is not None and around.tag in _TRACKED) or _is_tracked(paragraph.node):
            yield Fault(REVISIONS, paragraph.place, "有没有接受的修订")
    body = reading.roots.get(BODY)
    count = 0 if body is None else sum(1 for _ in body.iter(f"{W}commentReference"))
    if count:
        yield Fault(COMMENTS, Place(), f"模板里有 {count} 条批注")


def _has_changed(row: etree._Element) -> bool:
    return any(row.find(f"{W}trPr/{name}") is not None for name in _TRACKED)


def _is_tracked(paragraph: etree._Element) -> bool:
    """Whether words of the paragraph, its end among them, were put in, struck out or moved."""
    return any(
        next(node.iterancestors(f"{W}p"), None) is paragraph for node in paragraph.iter(*_TRACKED)
    )


def stay_tags(reading: Reading) -> Iterator[Fault]:
    """Tags in parts of the file that are printed as they are."""
    for part, words in unfilled_tags(reading.template):
        message = "这里的标签不会换成数据，会照样印出来"
        yield Fault(MARK_PLACE, Place(part, text=words), message, _ELSEWHERE)


def theme_fonts(reading: Reading) -> Iterator[Fault]:
    """Styles and texts whose font is the theme's, which another computer sets otherwise."""
    parts = unpack(reading.template)
    try:
        sheet = Sheet(parsed(parts[_STYLES])) if _STYLES in parts else None
    except etree.XMLSyntaxError:
        return  # told by the trial: Word cannot open it either
    told: set[str] = set()
    for paragraph in reading.paragraphs:
        if not paragraph.text.strip():
            continue
        own = [run for run in paragraph.node.iter(f"{W}rFonts") if _themed(run)]
        if own and any(_holds_text(run) for run in own):
            yield Fault(THEME_FONT, paragraph.place, "这一段里有文字的字体是主题字体")
        if sheet is not None and not _all_own(paragraph):
            told |= {style for style in sheet.used(paragraph) if sheet.themed(style)}
    if sheet is not None and told:
        names = "、".join(sorted(sheet.title(style) for style in told))
        place = Place(_STYLES)
        yield Fault(THEME_FONT, place, f"{names}的字体是主题字体")


def _holds_text(fonts: etree._Element) -> bool:
    looks = fonts.getparent()
    run = None if looks is None else looks.getparent()
    return run is not None and any((t.text or "").strip() for t in run.iter(f"{W}t"))


def _all_own(paragraph: Paragraph) -> bool:
    """Whether every text of a paragraph names its font itself."""
    for text in texts(paragraph.node):
        run = text.getparent()
        fonts = None if run is None else run.find(f"{W}rPr/{W}rFonts")
        if (text.text or "").strip() and (fonts is None or fonts.get(f"{W}eastAsia") is None):
            return False
    return True


def _themed(fonts: etree._Element) -> bool:
    """The theme's font goes before a named one."""
    return any(fonts.get(f"{W}{script}Theme") for script in ("eastAsia", "ascii"))


class Sheet:
    """The styles of a template."""

    def __init__(self, root: etree._Element) -> None:
        self._styles = {node.get(f"{W}styleId", ""): node for node in root.findall(f"{W}style")}
        self._default = next(
            (
                name
                for name, node in self._styles.items()
                if node.get(f"{W}type") == "paragraph" and node.get(f"{W}default") in ("1", "true")
            ),
            "",
        )
        self._everywhere = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}rFonts")

    def used(self, paragraph: Paragraph) -> Iterator[str]:
        """The style of a paragraph, and those of the texts in it."""
        style = paragraph.node.find(f"{W}pPr/{W}pStyle")
        yield self._default if style is None else style.get(f"{W}val", "")
        for node in paragraph.node.iter(f"{W}rStyle"):
            yield node.get(f"{W}val", "")

    def title(self, style: str) -> str:
        """The style as Word lists it."""
        node = self._styles.get(style)
        name = None if node is None else node.find(f"{W}name")
        return f"样式“{style if name is None else name.get(f'{W}val', style)}”"

    def themed(self, style: str) -> bool:
        """Whether the first font that a style or those it is based on name is the theme's."""
        kind = self._styles[style].get(f"{W}type") if style in self._styles else ""
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            node = self._styles[style]
            fonts = node.find(f"{W}rPr/{W}rFonts")
            if fonts is not None and (_themed(fonts) or fonts.get(f"{W}eastAsia")):
                return _themed(fonts)
            based = node.find(f"{W}basedOn")
            style = "" if based is None else based.get(f"{W}val", "")
        # A style of single words leaves the font to the paragraph's.
        everywhere = self._everywhere
        return kind != "character" and everywhere is not None and _themed(everywhere)
