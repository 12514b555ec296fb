"""The words of a Word file: its paragraphs and tables in order, read of a tree of lxml.

Words in runs are read through content controls, tracked changes and hyperlinks. What is
neither read nor known to print nothing is named (``unread``), so that the comparison can
refuse it where something of the report stands; so are looks that hide words (``looks``). A
picture is read as its bytes. Other looks are not read, nor are the marks of notes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from .found import Found, FoundParagraph, FoundPicture, FoundRow, FoundTable, Frame
from .looks import Looks
from .shown import shown_pictures
from .styles import OFF, Styles, W

# Elements around what they hold; what is inserted is printed.
_AROUND: Final = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "customXml"))
_AROUND_RUNS: Final = _AROUND | {f"{W}{name}" for name in ("hyperlink", "moveTo", "smartTag")}
# Print no words: properties, marks, deleted text, line breaks (layout: a title in two lines)
# and the numbers of notes.
_SILENT: Final = frozenset(
    f"{W}{name}"
    for names in (
        (
            "sectPr",
            "tcPr",
            "tblPr",
            "tblGrid",
            "pPr",
            "rPr",
            "sdtPr",
            "sdtEndPr",
            "smartTagPr",
            "customXmlPr",
        ),
        ("proofErr", "bookmarkStart", "bookmarkEnd", "permStart", "permEnd", "annotationRef"),
        ("del", "moveFrom", "delText", "delInstrText"),
        ("br", "cr", "softHyphen", "lastRenderedPageBreak"),
        ("footnoteReference", "endnoteReference", "commentReference"),
    )
    for name in names
)
_MARKUP: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Pictures and shapes: looks, unless words are written in them.
_DRAWN: Final = (f"{W}drawing", f"{W}pict", f"{W}object", f"{_MARKUP}AlternateContent")
_WORDART: Final = "{urn:schemas-microsoft-com:vml}textpath"
_NAMES: Final = {
    "fldChar": "域",  # Word computes it anew
    "fldSimple": "域",
    "instrText": "域",
    "oMath": "公式",
    "oMathPara": "公式",
    "ruby": "拼音",
    "sym": "符号",
    "tbl": "表中之表",
}


class Reader:
    """Reads paragraphs and tables in the styles of one file, with its pictures by their ids."""

    def __init__(self, styles: Styles, looks: Looks, pictures: Mapping[str, str]) -> None:
        self._styles = styles
        self._looks = looks
        self._pictures = pictures

    def blocks(self, parent: etree._Element) -> Iterator[Found]:
        """What stands in the body, or in a cell."""
        for node in _blocks(parent):
            if node.tag == f"{W}p":
                yield from self.paragraph(node)
            elif node.tag == f"{W}tbl":
                yield self.table(node)
            elif name := _unread(node):
                yield FoundParagraph("", name)

    def paragraph(self, node: etree._Element) -> Iterator[Found]:
        """A paragraph, and the pictures that stand in it."""
        yield self.words(node)
        yield from map(FoundPicture, shown_pictures(node, self._pictures))

    def words(self, node: etree._Element) -> FoundParagraph:
        """A paragraph without its pictures."""
        style = _value(node, "pPr/{}pStyle") or self._styles.default
        unread: list[str] = []
        text = self._text(node, unread, hides=self._styles.hides(style))
        # Word prints the number; it stands nowhere in the file.
        number = _value(node, "pPr/{}numPr/{}numId")
        if number not in ("", "0") or (not number and self._styles.numbers(style)):
            unread.append("自动编号")
        if text.strip() and (hidden := self._looks.hiding_lines(node)):
            unread.append(hidden)
        return FoundParagraph(text, "、".join(dict.fromkeys(unread)))

    def _text(self, node: etree._Element, unread: list[str], *, hides: bool) -> str:
        """The words below ``node``."""
        words = ""
        for child in node:
            match child.tag:
                case tag if tag == f"{W}t":
                    words += child.text or ""
                    unread += ["字中的标记"] if len(child) else []
                case tag if tag == f"{W}tab":
                    words += "\t"
                case tag if tag == f"{W}noBreakHyphen":
                    words += "-"
                case tag if tag == f"{W}r":
                    words += self._run(child, unread, hides=hides)
                case tag if tag in _AROUND_RUNS:
                    words += self._text(child, unread, hides=hides)
                case _:
                    if name := _unread(child):
                        unread.append(name)
        return words

    def _run(self, run: etree._Element, unread: list[str], *, hides: bool) -> str:
        own = _properties(run, "rPr")
        vanish = own.get(f"{W}vanish")
        if vanish is not None:
            hidden = vanish.get(f"{W}val") not in OFF
            return "" if hidden else self._text(run, unread, hides=False)
        by_style = hides or self._styles.hides(_named(own, "rStyle"))
        # Hidden here and shown there (styles that undo each other, the web): refused, not guessed.
        if by_style or f"{W}webHidden" in own or f"{W}specVanish" in own:
            unread.append("隐藏文字")
        words = self._text(run, unread, hides=hides)
        if words.strip() and (look := self._looks.hiding_letters(run)):
            unread.append(look)
        return words

    def table(self, node: etree._Element) -> FoundTable:
        rows = map(self.row, inside(node, "tr"))
        return FoundTable.of(columns_of(node), (row for row in rows if row is not None))

    def row(self, row: etree._Element) -> FoundRow | None:
        """A row of a table; None where it is not printed."""
        if not _printed(row):
            return None
        table = next(row.iterancestors(f"{W}tbl"))
        hides = self._styles.hides(_value(table, "tblPr/{}tblStyle"))
        return FoundRow.of(self._cell(cell, hides=hides) for cell in inside(row, "tc"))

    def _cell(self, node: etree._Element, *, hides: bool) -> tuple[str, Frame]:
        own = _properties(node, "tcPr")
        merge = own.get(f"{W}vMerge")
        continues = merge is not None and merge.get(f"{W}val", "continue") == "continue"
        unread = ["隐藏文字"] if hides else []
        lines = ""
        for block in self.blocks(node):
            if isinstance(block, FoundParagraph):
                lines += block.text
                unread += [block.unread] if block.unread else []
            else:
                unread.append("图片" if isinstance(block, FoundPicture) else _NAMES["tbl"])
        if f"{W}cellDel" in own or f"{W}hMerge" in own:
            unread.append("删去或并掉的格")
        width = int(_named(own, "gridSpan") or 1)
        return lines, Frame(width, continues, "、".join(dict.fromkeys(unread)))


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """What stands below ``parent``, and below what is put around it."""
    for node in parent:
        if node.tag in _AROUND or node.tag == f"{W}moveTo":
            yield from _blocks(node)
        else:
            yield node


def columns_of(table: etree._Element) -> int:
    """The columns of its grid."""
    return len(table.findall(f"{W}tblGrid/{W}gridCol"))


def inside(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows or cells, also those in content controls."""
    for node in parent:
        if node.tag == f"{W}{name}":
            yield node
        elif node.tag in _AROUND:
            yield from inside(node, name)


def _printed(row: etree._Element) -> bool:
    hidden = row.find(f"{W}trPr/{W}hidden")
    if hidden is not None and hidden.get(f"{W}val") not in OFF:
        return False
    return row.find(f"{W}trPr/{W}del") is None


def _unread(node: etree._Element) -> str:
    """The name of what is not read; nothing where it prints no words."""
    if not isinstance(node.tag, str) or node.tag in _SILENT:
        return ""
    if node.tag in _DRAWN:
        words = "".join(_drawn_words(node)).strip()
        return f"文本框“{words}”" if words else ""
    name = etree.QName(node).localname
    if name.endswith(("RangeStart", "RangeEnd")):
        return ""
    said = f" {node.text.strip()}" if name == "instrText" and node.text else ""
    return _NAMES.get(name, name) + said


def _drawn_words(drawn: etree._Element) -> Iterator[str]:
    for text in drawn.iter(f"{W}t", _WORDART):
        yield text.text or text.get("string") or ""


def _properties(node: etree._Element, name: str) -> dict[str, etree._Element]:
    """The properties ``name`` of an element, by their tags; of two alike the first."""
    found: dict[str, etree._Element] = {}
    for properties in node.iterchildren(f"{W}{name}"):
        for one in properties:
            found.setdefault(str(one.tag), one)
    return found


def _named(properties: Mapping[str, etree._Element], name: str) -> str:
    """``w:val`` of one of them; nothing where there is none."""
    found = properties.get(f"{W}{name}")
    return "" if found is None else found.get(f"{W}val", "")


def _value(node: etree._Element, path: str) -> str:
    """``w:val`` of the element at a path below ``node``; nothing where there is none."""
    found = node.find(f"{W}{path}".replace("{}", W))
    return "" if found is None else found.get(f"{W}val", "")
