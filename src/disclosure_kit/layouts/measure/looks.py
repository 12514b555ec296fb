"""The looks of a paragraph and of its runs as Word resolves them.

Defaults of the file, then the styles below a style, then the style, then what stands on the
paragraph or run itself: the last word wins, for fonts, indents and spacing attribute by
attribute. A loop of styles ends; an unknown style says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final, TypeAlias

from attrs import frozen
from lxml import etree

from .xml import W, attribute, child, children, number, on, properties, value

Said: TypeAlias = dict[str, str]

MAX_CHAIN: Final = 40

_THEMES: Final = {"ascii": "asciiTheme", "hAnsi": "hAnsiTheme", "eastAsia": "eastAsiaTheme"}
_SWITCHES: Final = frozenset(
    (
        *("b", "vanish", "snapToGrid", "widowControl", "autoSpaceDE", "autoSpaceDN"),
        *("keepNext", "keepLines", "pageBreakBefore"),
    )
)
_VALUES: Final = frozenset(("jc", "sz", "color", "outlineLvl"))
# Word's own where a file says nothing: 10 points.
_SIZE: Final = 20
_SINGLE: Final = 240
_JC: Final = {
    "left": "左对齐",
    "start": "左对齐",
    "center": "居中",
    "right": "右对齐",
    "end": "右对齐",
    "both": "两端对齐",
    "distribute": "两端对齐",
}


@frozen
class RunLooks:
    """One run's: fonts by script, size and spacing in points, and whether a theme decides."""

    east: str
    west: str
    size: Decimal
    bold: bool
    hidden: bool
    colour: str
    spacing: int
    theme: bool
    hint: bool


@frozen
class ParagraphLooks:
    """One paragraph's: lengths in twips, indents in characters of its own size."""

    alignment: str
    first: Decimal
    left: Decimal
    right: Decimal
    before: int
    after: int
    line: int
    rule: str
    snaps: bool
    keeps: bool
    breaks: bool
    widow: bool
    autospace: bool
    numbered: bool
    outline: int | None


class Looks:
    """The styles of a file, each resolved once."""

    def __init__(self, styles: etree._Element | None, theme: Mapping[str, str]) -> None:
        self._theme = theme
        self._nodes: dict[str, etree._Element] = {}
        self._names: dict[str, str] = {}
        self._known: dict[tuple[str, str], Said] = {}
        self._bases: dict[tuple[str, str], Said] = {}
        self._plain: dict[str, ParagraphLooks] = {}
        self._plain_runs: dict[str, RunLooks] = {}
        self._default = ""
        defaults = child(styles, "docDefaults")
        self._all = {
            "pPr": _said(child(defaults, "pPrDefault", "pPr")),
            "rPr": _said(child(defaults, "rPrDefault", "rPr")),
        }
        for node in children(styles, "style"):
            name = attribute(node, "styleId")
            if name is None:
                continue
            self._nodes.setdefault(name, node)
            self._names.setdefault(name, (value(node, "name") or name).lower())
            if attribute(node, "type") == "paragraph" and attribute(node, "default") in (
                "1",
                "true",
                "on",
            ):
                self._default = name

    def name(self, node: etree._Element) -> str:
        """What Word calls the style of a paragraph or run, in lower case."""
        of_paragraph = value(properties(node, "pPr"), "pStyle")
        style = of_paragraph or value(properties(node, "rPr"), "rStyle") or ""
        return self._names.get(style, "")

    def style(self, name: str, kind: str) -> Said:
        """What a style with those below it says (``kind``: ``pPr`` or ``rPr``)."""
        path: dict[str, etree._Element] = {}
        at = name
        while (node := self._nodes.get(at)) is not None and at not in path:
            if (at, kind) in self._known:
                break
            path[at] = node
            at = value(node, "basedOn") or ""
        said = self._known.get((at, kind), {})
        for below, node in reversed(path.items()):
            said = dict(said)
            _lay(said, _said(child(node, kind)))
            self._known[below, kind] = said
        return said

    def table(self, name: str | None) -> list[etree._Element]:
        """A table style and those below it, the nearest first."""
        chain: list[etree._Element] = []
        while name in self._nodes and len(chain) < MAX_CHAIN:
            chain.append(self._nodes[name])
            name = value(chain[-1], "basedOn")
        return chain

    def run(self, run: etree._Element, paragraph: etree._Element) -> RunLooks:
        """Of a run in its paragraph."""
        style, own = self._style(paragraph), properties(run, "rPr")
        if own is None:
            if style not in self._plain_runs:
                self._plain_runs[style] = self._run(self._base(style, "rPr"))
            return self._plain_runs[style]
        said = dict(self._base(style, "rPr"))
        _lay(said, self.style(value(own, "rStyle") or "", "rPr"))
        _lay(said, _said(own))
        return self._run(said)

    def _run(self, said: Said) -> RunLooks:
        east, theme_east = self._font(said, "eastAsia")
        west, theme_west = self._font(said, "ascii")
        return RunLooks(
            east=east,
            west=west,
            size=Decimal(number(said.get("sz")) or _SIZE) / 2,
            bold=on(said.get("b", "0")),
            hidden=on(said.get("vanish", "0")),
            colour=said.get("color", "auto").lower(),
            spacing=number(said.get("spacing.val")) or 0,
            theme=theme_east or theme_west,
            hint=said.get("rFonts.hint") == "eastAsia",
        )

    def paragraph(self, node: etree._Element) -> ParagraphLooks:
        """Of a paragraph."""
        style, own = self._style(node), properties(node, "pPr")
        if own is None:
            if style not in self._plain:
                self._plain[style] = self._paragraph(self._base(style, "pPr"), self.size(node))
            return self._plain[style]
        said = dict(self._base(style, "pPr"))
        _lay(said, _said(own))
        return self._paragraph(said, self.size(node))

    def _paragraph(self, said: Said, points: Decimal) -> ParagraphLooks:
        size = points * 20
        hanging = _characters(said, "hanging", size)
        outline = number(said.get("outlineLvl"))
        return ParagraphLooks(
            alignment=_JC.get(said.get("jc", "left"), "左对齐"),
            first=-hanging if hanging else _characters(said, "firstLine", size),
            left=_characters(said, "left", size),
            right=_characters(said, "right", size),
            before=_space(said, "before"),
            after=_space(said, "after"),
            line=number(said.get("spacing.line")) or _SINGLE,
            rule=said.get("spacing.lineRule", "auto"),
            snaps=on(said.get("snapToGrid", "1")),
            keeps=on(said.get("keepNext", "0")),
            breaks=on(said.get("pageBreakBefore", "0")),
            widow=on(said.get("widowControl", "1")),
            autospace=on(said.get("autoSpaceDE", "1")) or on(said.get("autoSpaceDN", "1")),
            numbered=said.get("numId", "0") != "0",
            outline=outline if outline is not None and 0 <= outline <= 8 else None,
        )

    def size(self, node: etree._Element) -> Decimal:
        """The size of a paragraph's style in points: what indents in characters count by."""
        return Decimal(number(self._base(self._style(node), "rPr").get("sz")) or _SIZE) / 2

    def _style(self, paragraph: etree._Element) -> str:
        name = value(properties(paragraph, "pPr"), "pStyle")
        return name if name is not None and name in self._nodes else self._default

    def _base(self, style: str, kind: str) -> Said:
        """Defaults and style; not to be changed."""
        if (style, kind) not in self._bases:
            said = dict(self._all[kind])
            _lay(said, self.style(style, kind))
            self._bases[style, kind] = said
        return self._bases[style, kind]

    def _font(self, said: Said, script: str) -> tuple[str, bool]:
        theme = said.get(f"rFonts.{_THEMES[script]}", "")
        if theme:
            return self._theme.get(theme, ""), True
        return said.get(f"rFonts.{script}", ""), False


def _said(properties: etree._Element | None) -> Said:
    """``w:pPr`` or ``w:rPr`` as flat words."""
    said: Said = {}
    for node in properties if properties is not None else ():
        name = etree.QName(node).localname if isinstance(node.tag, str) else ""
        if name in ("rFonts", "ind") or (name == "spacing"):
            for key, text in node.attrib.items():
                word = str(key).removeprefix(W)
                word = {"start": "left", "end": "right"}.get(word, word)
                word = {"startChars": "leftChars", "endChars": "rightChars"}.get(word, word)
                said[f"{name}.{word}"] = str(text)
        elif name in _SWITCHES:
            said[name] = attribute(node, "val") or "1"
        elif name in _VALUES:
            said[name] = attribute(node, "val") or ""
        elif name == "numPr":
            said["numId"] = value(node, "numId") or "0"
    return said


def _lay(said: Said, over: Said) -> None:
    """``over`` on top of ``said``, in place: a font drops a theme's, an indent its opposite."""
    for script, theme in _THEMES.items():
        if f"rFonts.{script}" in over and f"rFonts.{theme}" not in over:
            said.pop(f"rFonts.{theme}", None)
    for one, other in (("firstLine", "hanging"), ("hanging", "firstLine")):
        if f"ind.{one}" in over or f"ind.{one}Chars" in over:
            said.pop(f"ind.{other}", None)
            said.pop(f"ind.{other}Chars", None)
    said.update(over)


def _characters(said: Said, side: str, size: Decimal) -> Decimal:
    """An indent in characters; what counts in characters goes before what counts in twips."""
    hundredths = number(said.get(f"ind.{side}Chars"))
    if hundredths:
        return Decimal(hundredths) / 100
    length = number(said.get(f"ind.{side}")) or 0
    return (length / size).quantize(Decimal("0.01"))


def _space(said: Said, side: str) -> int:
    """Space before or after in twips; hundredths of a line go first."""
    hundredths = number(said.get(f"spacing.{side}Lines"))
    if hundredths:
        return hundredths * _SINGLE // 100
    return number(said.get(f"spacing.{side}")) or 0
