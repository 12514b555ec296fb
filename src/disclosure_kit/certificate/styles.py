"""Which styles of a Word file hide words or put a number before them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from attrs import frozen
from lxml import etree

from .file import BODY, WordFile

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFF: Final = ("0", "false", "off")
_STYLES: Final = "/relationships/styles"


@frozen
class Styles:
    """The style of a paragraph that names none, and what the others do."""

    default: str = ""
    hiding: frozenset[str] = frozenset()
    numbering: frozenset[str] = frozenset()
    all_hide: bool = False

    def hides(self, style: str) -> bool:
        return self.all_hide or style in self.hiding

    def numbers(self, style: str) -> bool:
        return style in self.numbering


def styles_of(root: etree._Element | None) -> Styles:
    """Those of a part with styles; a file without them hides and numbers nothing by style."""
    if root is None:
        return Styles()
    styles = {node.get(f"{W}styleId", ""): node for node in root.findall(f"{W}style")}
    defaults = (
        name
        for name, node in styles.items()
        if node.get(f"{W}type") == "paragraph" and node.get(f"{W}default", "0") not in OFF
    )
    everywhere = root.find(f"{W}docDefaults")
    return Styles(
        next(defaults, ""),
        _deciding(styles, _hides),
        _deciding(styles, _numbers),
        everywhere is not None and _hides(everywhere) is True,
    )


def _deciding(
    styles: dict[str, etree._Element], says: Callable[[etree._Element], bool | None]
) -> frozenset[str]:
    """The styles that say so themselves, or, where they say nothing, are based on one that does.

    Each is looked at once: a stranger may base fifty thousand on one another.
    """
    decided: dict[str, bool] = {}
    for name in styles:
        silent: dict[str, None] = {}
        said: bool | None = None
        while said is None and name in styles and name not in silent:
            said = decided[name] if name in decided else says(styles[name])
            silent[name] = None
            based = styles[name].find(f"{W}basedOn")
            name = "" if based is None else based.get(f"{W}val", "")
        decided |= dict.fromkeys(silent, bool(said))
    return frozenset(name for name, yes in decided.items() if yes)


def styles_part(file: WordFile) -> bytes:
    """The part with the styles of a file, empty if it has none.

    Raises:
        KeyError, XMLSyntaxError: damaged.
    """
    for related in file.relations(BODY):
        if related.type.endswith(_STYLES):
            return file.content(related.part)
    return b""


def _hides(style: etree._Element) -> bool | None:
    found = [node.get(f"{W}val") not in OFF for node in style.iter(f"{W}vanish", f"{W}specVanish")]
    return any(found) if found else None


def _numbers(style: etree._Element) -> bool | None:
    number = style.find(f"{W}pPr/{W}numPr/{W}numId")
    return None if number is None else number.get(f"{W}val") != "0"
