"""A Word file taken apart, altered by script as a person might, and put together again."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from lxml import etree
from rendering.conftest import NAMESPACES, W

from disclosure_kit.rendering.reproducible import pack, unpack

# The order of the schema, as far as something is added here.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr autoSpaceDE "
    "autoSpaceDN snapToGrid spacing ind jc outlineLvl sectPr",
    "rPr": "rStyle rFonts b bCs vanish color spacing kern sz szCs lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook",
    "trPr": "cantSplit trHeight tblHeader",
}


class Altered:
    """The parts of a file as trees."""

    def __init__(self, document: bytes) -> None:
        self._parts = unpack(document)
        self._trees = {
            name: etree.fromstring(content)
            for name, content in self._parts.items()
            if name.startswith("word/") and name.endswith(".xml")
        }

    def bytes(self) -> bytes:
        """The file as it is now."""
        written = {name: etree.tostring(tree) for name, tree in self._trees.items()}
        return pack({**self._parts, **written})

    def tree(self, name: str) -> etree._Element:
        return self._trees[f"word/{name}.xml"]

    def add_part(self, name: str, content: bytes) -> None:
        self._parts[name] = content

    @property
    def body(self) -> etree._Element:
        body = self.tree("document").find("w:body", NAMESPACES)
        assert body is not None
        return body

    @property
    def page(self) -> etree._Element:
        return self.body[-1]

    def more(self, name: str, **lengths: int) -> None:
        """Lengths of the page set-up (``pgMar`` and so on), each by so many twips greater."""
        node = one(self.page, name)
        for key, length in lengths.items():
            node.set(f"{W}{key}", str(int(node.get(f"{W}{key}", "0")) + length))

    def style(self, name: str) -> etree._Element:
        """The style that Word lists under a name."""
        for node in self.tree("styles").findall("w:style", NAMESPACES):
            if one(node, "name").get(f"{W}val") == name:
                return node
        raise KeyError(name)

    def styled(self, name: str) -> list[etree._Element]:
        """The paragraphs of the body that are in a style."""
        style = self.style(name).get(f"{W}styleId")
        return [
            node
            for node in self.body.findall("w:p", NAMESPACES)
            if (used := node.find("w:pPr/w:pStyle", NAMESPACES)) is not None
            and used.get(f"{W}val") == style
        ]

    def tables(self) -> list[etree._Element]:
        return self.body.findall("w:tbl", NAMESPACES)

    def nodes(self, name: str) -> Iterator[etree._Element]:
        """Every element of the body of that name."""
        yield from self.body.iter(f"{W}{name}")

    def paragraph(self, text: str, style: str = "", *, before: etree._Element) -> etree._Element:
        """A new paragraph."""
        node = etree.Element(f"{W}p")
        if style:
            put(node, "pPr", "pStyle", val=self.style(style).get(f"{W}styleId", ""))
        if text:
            etree.SubElement(etree.SubElement(node, f"{W}r"), f"{W}t").text = text
        before.addprevious(node)
        return node

    def say(self, paragraph: etree._Element, text: str) -> None:
        """Other words in the place of a paragraph's."""
        texts = list(paragraph.iter(f"{W}t"))
        texts[0].text = text
        for node in texts[1:]:
            node.text = ""


def one(node: etree._Element, name: str) -> etree._Element:
    """The child of that name."""
    found = node.find(f"w:{name}", NAMESPACES)
    assert found is not None, name
    return found


def put(owner: etree._Element, kind: str, name: str, **attributes: str | int) -> etree._Element:
    """A property of a style, paragraph, run or table: new, or given these attributes too."""
    holder = owner.find(f"w:{kind}", NAMESPACES)
    if holder is None:
        holder = etree.Element(f"{W}{kind}")
        owner.insert(_place(owner, kind), holder)
    node = holder.find(f"w:{name}", NAMESPACES)
    if node is None:
        order = ORDER[kind].split()
        node = etree.Element(f"{W}{name}")
        later = order[order.index(name) + 1 :]
        after = (c for c in holder if etree.QName(c).localname in later)
        following = next(after, None)
        if following is None:
            holder.append(node)
        else:
            following.addprevious(node)
    for key, value in attributes.items():
        node.set(f"{W}{key}", str(value))
    return node


def _place(owner: etree._Element, kind: str) -> int:
    if etree.QName(owner).localname != "style":
        return 0
    last = {"pPr": ("rPr", "tblPr"), "rPr": ("tblPr",)}.get(kind, ())
    for number, child in enumerate(owner):
        if etree.QName(child).localname in last:
            return number
    return len(owner)


def fonts(owner: etree._Element, name: str) -> None:
    """One font for every script."""
    put(owner, "rPr", "rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name)


def copy_of(node: etree._Element) -> etree._Element:
    return deepcopy(node)
