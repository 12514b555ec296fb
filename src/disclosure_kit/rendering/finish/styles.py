"""The styles of a filled document, by the names that Word shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import field, frozen
from frozendict import frozendict

from .xml import W

if TYPE_CHECKING:
    from lxml import etree

STYLES: Final = "word/styles.xml"


@frozen
class Styles:
    """Word gives styles other ids when it saves; their names it keeps."""

    names: frozendict[str, str] = field(factory=frozendict)
    _nodes: frozendict[str, etree._Element] = field(factory=frozendict, repr=False, eq=False)
    _defaults: etree._Element | None = field(default=None, repr=False, eq=False)
    default: str = ""

    @classmethod
    def of(cls, part: bytes | None, parser: etree.XMLParser) -> Styles:
        """What ``word/styles.xml`` says; nothing, where there is none."""
        if part is None:
            return cls()
        from lxml import etree  # a document of a compiled template often asks for no styles

        root = etree.fromstring(part, parser)
        nodes = {node.get(f"{W}styleId", ""): node for node in root.findall(f"{W}style")}
        names = {id_: _value(node, "name") for id_, node in nodes.items()}
        defaults = (
            id_
            for id_, node in nodes.items()
            if node.get(f"{W}type") == "paragraph" and node.get(f"{W}default") in ("1", "true")
        )
        return cls(
            frozendict(names), frozendict(nodes), root.find(f"{W}docDefaults"), next(defaults, "")
        )

    def of_paragraph(self, node: etree._Element) -> str:
        """The id of a paragraph's style."""
        return _value(node, "pPr/pStyle") or self.default

    def value(self, style: str, path: str, attribute: str = "val") -> str:
        """An attribute of ``rPr/sz`` and the like, as the style, one that it is based on, or the
        document's defaults say; empty where none does."""
        if (said := self.own_value(style, path, attribute)) or self._defaults is None:
            return said
        kind = path.partition("/")[0]
        return _value(self._defaults, f"{kind}Default/{path}", attribute)

    def own_value(self, style: str, path: str, attribute: str = "val") -> str:
        """The same without the document's defaults."""
        seen = set()
        while style in self._nodes and style not in seen:
            seen.add(style)
            node = self._nodes[style]
            if said := _value(node, path, attribute):
                return said
            style = _value(node, "basedOn")
        return ""


def _value(node: etree._Element, path: str, attribute: str = "val") -> str:
    found = node.find(W + path.replace("/", f"/{W}"))
    return "" if found is None else found.get(f"{W}{attribute}", "")
