"""Looks that keep a reader from seeing what a Word file says, or make him see another thing.

Told are: letters as light as their ground, without filling, very small, squeezed, pushed into one
another or out of their line, struck out or of a font of symbols; lines and rows too low to show
them; paragraphs and tables beyond the page, paragraphs in a frame of their own. Not told: what lies
above words (pictures, shapes, other tables), the colour of the page, fonts that draw a digit as
another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final, TypeVar

from attrs import define, field
from lxml import etree

from .styles import OFF, W

SMALLEST: Final = 8  # half-points
_LOWEST_LINE: Final = 80  # twips: 4 pt
_LOWEST_ROW: Final = 140  # twips: 7 pt
_NARROWEST: Final = 20  # per cent of a letter's width
_LONGEST_CHAIN: Final = 40
_MOST_KEPT: Final = 1_000  # a report has some twenty
_PAGE: Final = 11_000  # twips: an indent that leaves nothing of an A4 page
_PAGE_DOWN: Final = 16_000  # twips: so far below the head of an A4 page nothing is to be seen
_HIGHEST: Final = 60  # half-points: letters so far above or below their line are in another one
_CLOSEST: Final = -120  # twips: letters so much nearer to one another lie upon one another
_LEAST_ROOM: Final = 100  # twips, for all letters of a run
_LEAST_CONTRAST: Final = 1.3
_WHITE: Final = "FFFFFF"
_WHITE_THEMES: Final = ("background1", "bg1", "light1", "lt1")
_SYMBOLS: Final = re.compile(r"wingdings.*|webdings|symbol|marlett|mt extra|zapf ?dingbats", re.I)
_HIGHLIGHTS: Final = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00",
    "magenta": "FF00FF", "red": "FF0000", "yellow": "FFFF00", "white": _WHITE,
    "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000", "darkMagenta": "800080",
    "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip
_SCRIPTS: Final = ("ascii", "hAnsi", "eastAsia", "cs")
_FILL: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}textFill"
_NO_FILL: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}noFill"

Look = Mapping[str, Any]
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@define
class Looks:
    """The looks that the styles of a file give, and what they hide."""

    root: etree._Element | None
    _letters: dict[tuple[str, ...], Look] = field(factory=dict)
    _shading: dict[str, bool] = field(factory=dict)
    _chains: dict[str, tuple[etree._Element, ...]] = field(factory=dict)
    _lines: dict[str, str] = field(factory=dict)
    _fills: dict[str, str] = field(factory=dict)

    def hiding_letters(self, run: etree._Element) -> str:
        """What keeps the letters of a run from being seen; nothing where they are plain."""
        paragraph = next(run.iterancestors(f"{W}p"), None)
        table = next(run.iterancestors(f"{W}tbl"), None)
        own = run.find(f"{W}rPr")
        of_table = _val(table, "tblPr/{}tblStyle")
        of_lines = _val(paragraph, "pPr/{}pStyle") or self._default_style
        of_run = "" if own is None else _val(run, "rPr/{}rStyle")
        look = self._of_styles(of_table, of_lines, of_run)
        if own is not None:
            look = {**look, **_look(own)}
        if look.get("struck"):
            return "划去的字"
        if look.get("unfilled"):
            return "没有填色的字"
        if look.get("symbols"):
            return "符号字体"
        if look.get("size", SMALLEST) < SMALLEST or look.get("scale", 100) < _NARROWEST:
            return "小得看不清的字"
        if abs(look.get("raised", 0)) > _HIGHEST:
            return "移出本行的字"
        if look.get("apart", 0) < _CLOSEST or look.get("room", _LEAST_ROOM) < _LEAST_ROOM:
            return "挤在一起的字"
        colour = look.get("colour")
        if not colour:
            return ""
        ground = look.get("ground") or self._ground(paragraph, run, table, of_lines, of_table)
        if ground and _contrast(colour, ground) < _LEAST_CONTRAST:
            return "与底色相同的字"
        return ""

    def hiding_lines(self, paragraph: etree._Element) -> str:
        """What keeps a whole paragraph from being seen."""
        own = paragraph.find(f"{W}pPr")
        style = _val(paragraph, "pPr/{}pStyle") or self._default_style
        heights = (r.find(f"{W}trPr/{W}trHeight") for r in paragraph.iterancestors(f"{W}tr"))
        if own is not None and own.find(f"{W}framePr") is not None:
            return "图文框"
        if any(map(_beyond_page, paragraph.iterancestors(f"{W}tbl"))):
            return "页面以外的表"
        if _too_low(next(heights, None), "hRule", "val", _LOWEST_ROW):
            return "压没的行"
        return self._lines_of_style(style) or ("" if own is None else _unseen_lines(own))

    def _ground(
        self,
        paragraph: etree._Element | None,
        run: etree._Element,
        table: etree._Element | None,
        of_lines: str,
        of_table: str,
    ) -> str:
        """The colour behind a run; nothing where the style of its table decides."""
        cell = next(run.iterancestors(f"{W}tc"), None)
        fill = _fill(paragraph, "pPr") or self._fill_of_style(of_lines) or _fill(cell, "tcPr")
        if fill:
            return fill
        if self._shades(of_table):
            return ""
        return _fill(table, "tblPr") or _WHITE

    @cached_property
    def _styles(self) -> dict[str, etree._Element]:
        if self.root is None:
            return {}
        return {node.get(f"{W}styleId", ""): node for node in self.root.findall(f"{W}style")}

    @cached_property
    def _default_style(self) -> str:
        for name, node in self._styles.items():
            if node.get(f"{W}type") == "paragraph" and node.get(f"{W}default", "0") not in OFF:
                return name
        return ""

    @cached_property
    def _defaults(self) -> Look:
        path = f"{W}docDefaults/{W}rPrDefault/{W}rPr"
        return _look(None if self.root is None else self.root.find(path))

    def _shades(self, name: str) -> bool:
        """Whether a style of tables shades some of their cells."""

        def found() -> bool:
            return any(node.find(f".//{W}shd") is not None for node in self._chain(name))

        return _known(self._shading, name, found)

    def _lines_of_style(self, name: str) -> str:
        """What a style and those it is based on do to the lines of its paragraphs."""

        def told() -> str:
            own = (node.find(f"{W}pPr") for node in self._chain(name))
            lines = (_unseen_lines(properties) for properties in own if properties is not None)
            return next(filter(None, lines), "")

        return _known(self._lines, name, told)

    def _fill_of_style(self, name: str) -> str:
        """The colour that a style of paragraphs lays behind them."""

        def colour() -> str:
            fills = (_fill(node, "pPr") for node in reversed(self._chain(name)))
            return next(filter(None, fills), "")

        return _known(self._fills, name, colour)

    def _of_styles(self, *names: str) -> Look:
        """The look of letters in a table, a paragraph and a run of these styles."""

        def together() -> Look:
            look = dict(self._defaults)
            for name in names:
                for node in self._chain(name):
                    look |= _look(node.find(f"{W}rPr"))
            return look

        return _known(self._letters, names, together)

    def _chain(self, name: str) -> tuple[etree._Element, ...]:
        """A style and those it is based on, the farthest first; no more than people make."""

        def chain() -> tuple[etree._Element, ...]:
            found: dict[str, etree._Element] = {}
            at = name
            while at in self._styles and at not in found and len(found) < _LONGEST_CHAIN:
                found[at] = self._styles[at]
                at = _val(found[at], "basedOn")
            return tuple(reversed(found.values()))

        return _known(self._chains, name, chain)


def _known(store: dict[K, V], key: K, make: Callable[[], V]) -> V:
    """What is in the store, made when it is first asked for; there is a bound, as a file may name
    as many styles as it likes."""
    found = store.get(key)
    if found is None:
        found = make()
        if len(store) >= _MOST_KEPT:
            store.clear()
        store[key] = found
    return found


def _fill(node: etree._Element | None, properties: str) -> str:
    """The colour that an element lays behind what it holds."""
    shade = None if node is None else node.find(f"{W}{properties}/{W}shd")
    return "" if shade is None else _colour(shade, "fill")


def _unseen_lines(properties: etree._Element) -> str:
    """What properties of a paragraph do to its lines."""
    if _too_low(properties.find(f"{W}spacing"), "lineRule", "line", _LOWEST_LINE):
        return "压没的行"
    indent = properties.find(f"{W}ind")
    widths = () if indent is None else indent.attrib.values()
    return "页面以外的文字" if any(abs(_number(w, 0)) > _PAGE for w in widths) else ""


def _beyond_page(table: etree._Element) -> bool:
    """Whether a table is put where no page is, by its indent or as one that floats."""
    indent, floating = (table.find(f"{W}tblPr/{W}{name}") for name in ("tblInd", "tblpPr"))
    told = [(None if indent is None else indent.get(f"{W}w"), _PAGE)]
    if floating is not None:
        told += [(floating.get(f"{W}tblpX"), _PAGE), (floating.get(f"{W}tblpY"), _PAGE_DOWN)]
    return any(abs(_number(length, 0)) > most for length, most in told)


def _too_low(node: etree._Element | None, rule: str, name: str, lowest: int) -> bool:
    """Whether a line or row is of one height, whatever stands in it, and that is too small."""
    if node is None or node.get(f"{W}{rule}") != "exact":
        return False
    return _number(node.get(f"{W}{name}"), lowest) < lowest


def _look(properties: etree._Element | None) -> Look:
    """What properties of letters say; left out is what they leave as it is."""
    if properties is None:
        return {}
    return dict(_told(properties))


def _told(properties: etree._Element) -> Iterator[tuple[str, Any]]:
    for node in properties:
        if not isinstance(node.tag, str):
            continue
        value = node.get(f"{W}val", "")
        match etree.QName(node).localname:
            case "color":
                yield "colour", _colour(node, "val")
            case "sz":
                yield "size", _number(value, SMALLEST)
            case "w":
                yield "scale", _number(value.rstrip("%"), 100)
            case "position":
                yield "raised", _number(value, 0)
            case "spacing":
                yield "apart", _number(value, 0)
            case "fitText":
                yield "room", _number(value, _LEAST_ROOM)
            case "strike" | "dstrike" if node.get(f"{W}val") not in OFF:
                yield "struck", True
            case "strike" | "dstrike":
                yield "struck", False
            case "shd":
                yield "ground", _colour(node, "fill")
            case "highlight":
                yield "ground", _HIGHLIGHTS.get(value, "")
            case "rFonts":
                fonts = [str(node.get(f"{W}{script}", "")) for script in _SCRIPTS]
                yield "symbols", any(map(_SYMBOLS.fullmatch, fonts))
            case "textFill" if node.tag == _FILL:
                yield "unfilled", node.find(_NO_FILL) is not None


def _colour(node: etree._Element, name: str) -> str:
    """A colour as six digits; nothing for one that the program chooses itself."""
    theme = node.get(f"{W}theme{'Color' if name == 'val' else 'Fill'}", "")
    if theme in _WHITE_THEMES and not any(
        node.get(f"{W}{n}") for n in ("themeShade", "themeFillShade")
    ):
        return _WHITE
    value = node.get(f"{W}{name}", "").lstrip("#")
    digits = "0123456789abcdefABCDEF"
    return value if len(value) == 6 and all(sign in digits for sign in value) else ""


def _contrast(one: str, other: str) -> float:
    """WCAG 2: 1 for the same colour, 21 for black on white."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _number(value: Any, default: int) -> int:
    try:
        return int(float(value))
    except (TypeError, ValueError, OverflowError):
        return default


def _val(node: etree._Element | None, path: str) -> str:
    found = None if node is None else node.find(f"{W}{path}".replace("{}", W))
    return "" if found is None else found.get(f"{W}val", "")
