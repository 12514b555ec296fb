"""The words of a Word file: its paragraphs and tables in order, read with zipfile and lxml.

Words in runs are read through content controls, tracked changes and hyperlinks. What is
neither read nor known to print nothing is named (``unread``), so that the comparison can
refuse it where something of the report stands; so are looks that hide words (``looks``). A
picture is read as its bytes. Other looks are not read, nor are the marks of notes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, TypeAlias

from attrs import field, frozen
from lxml import etree

from .file import BODY, WordFile, parsed
from .looks import Looks
from .shapes import Shapes, words_for
from .shown import picture_digests, shown_pictures
from .styles import OFF, Styles, styles_of, styles_part

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAX_BYTES: Final = 200_000_000
_MOST_STYLES: Final = 1_000_000  # bytes of styles that are kept for the next document


@frozen
class FoundParagraph:
    """A paragraph: its words, and the name of what in it cannot be compared."""

    text: str
    unread: str = ""


@frozen
class FoundCell:
    """A printed cell: its words, its columns, and whether it continues the cell above."""

    text: str
    width: int
    continues: bool
    unread: str = ""


@frozen
class FoundTable:
    """The printed rows of a table in the file, and the number of columns of its grid."""

    columns: int
    rows: tuple[tuple[FoundCell, ...], ...]


@frozen
class FoundPicture:
    """A picture that is shown whole: the digest of its bytes."""

    digest: str


Found: TypeAlias = "FoundParagraph | FoundTable | FoundPicture"


def read(file: WordFile) -> Iterator[Found]:
    """Every paragraph and table of the body.

    Raises:
        BadZipFile, KeyError, XMLSyntaxError, ValueError: no Word file.
    """
    if (size := file.size(BODY)) > MAX_BYTES:
        raise ValueError(f"正文有 {size} 字节")
    styles = styles_part(file)
    sheet = _sheet(styles) if len(styles) <= _MOST_STYLES else _sheet.__wrapped__(styles)
    reader = _Reader(sheet, picture_digests(file))
    body = file.tree(BODY).find(f"{W}body")
    if body is None:
        raise ValueError("没有正文")
    yield from reader.blocks(body)


@frozen(eq=False)
class _Sheet:
    """What the styles of a file do, and the shapes that were read with them."""

    styles: Styles
    looks: Looks
    paragraphs: Shapes[FoundParagraph] = field(factory=Shapes)
    rows: Shapes[tuple[FoundCell, ...]] = field(factory=Shapes)


@lru_cache(maxsize=8)  # follows from the bytes alone; documents of one template have the same
def _sheet(styles: bytes) -> _Sheet:
    root = parsed(styles) if styles else None
    return _Sheet(styles_of(root), Looks(root))


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


class _Reader:
    def __init__(self, sheet: _Sheet, pictures: Mapping[str, str]) -> None:
        self._sheet = sheet
        self._styles = sheet.styles
        self._looks = sheet.looks
        self._pictures = pictures

    def blocks(self, body: etree._Element) -> Iterator[Found]:
        """Those of the body; of a paragraph the shape is read."""
        for node in _blocks(body):
            if node.tag == f"{W}p":
                yield self._sheet.paragraphs.read(node, b"", self._paragraph, _with_words)
                yield from self._shown(node)
            else:
                yield from self._other(node)

    def _inner(self, cell: etree._Element) -> Iterator[Found]:
        """Those of a cell, of whose row the shape is read."""
        for node in _blocks(cell):
            if node.tag == f"{W}p":
                yield self._paragraph(node)
                yield from self._shown(node)
            else:
                yield from self._other(node)

    def _shown(self, paragraph: etree._Element) -> Iterator[FoundPicture]:
        return map(FoundPicture, shown_pictures(paragraph, self._pictures))

    def _other(self, node: etree._Element) -> Iterator[Found]:
        if node.tag == f"{W}tbl":
            yield self._table(node)
        elif name := _unread(node):
            yield FoundParagraph("", name)

    def _paragraph(self, node: etree._Element) -> FoundParagraph:
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
        vanish = run.find(f"{W}rPr/{W}vanish")
        if vanish is not None:
            hidden = vanish.get(f"{W}val") not in OFF
            return "" if hidden else self._text(run, unread, hides=False)
        by_style = hides or self._styles.hides(_value(run, "rPr/{}rStyle"))
        # Hidden here and shown there (styles that undo each other, the web): refused, not guessed.
        if by_style or any(
            run.find(f"{W}rPr/{W}{name}") is not None for name in ("webHidden", "specVanish")
        ):
            unread.append("隐藏文字")
        words = self._text(run, unread, hides=hides)
        if words.strip() and (look := self._looks.hiding_letters(run)):
            unread.append(look)
        return words

    def _table(self, node: etree._Element) -> FoundTable:
        hides = self._styles.hides(_value(node, "tblPr/{}tblStyle"))
        around = b"\0".join(
            etree.tostring(properties, encoding="utf-8", with_tail=False)
            for table in (node, *node.iterancestors(f"{W}tbl"))
            for properties in table.findall(f"{W}tblPr")
        )

        def cells(row: etree._Element) -> tuple[FoundCell, ...]:
            return tuple(self._cell(cell, hides=hides) for cell in _inside(row, "tc"))

        return FoundTable(
            len(node.findall(f"{W}tblGrid/{W}gridCol")),
            tuple(
                self._sheet.rows.read(row, around, cells, _all_with_words)
                for row in _inside(node, "tr")
                if _printed(row)
            ),
        )

    def _cell(self, node: etree._Element, *, hides: bool) -> FoundCell:
        merge = node.find(f"{W}tcPr/{W}vMerge")
        continues = merge is not None and merge.get(f"{W}val", "continue") == "continue"
        unread = ["隐藏文字"] if hides else []
        lines = ""
        for block in self._inner(node):
            if isinstance(block, FoundParagraph):
                lines += block.text
                unread += [block.unread] if block.unread else []
            else:
                unread.append("图片" if isinstance(block, FoundPicture) else _NAMES["tbl"])
        if any(node.find(f"{W}tcPr/{W}{name}") is not None for name in ("cellDel", "hMerge")):
            unread.append("删去或并掉的格")
        width = int(_value(node, "tcPr/{}gridSpan") or 1)
        return FoundCell(lines, width, continues, "、".join(dict.fromkeys(unread)))


def _with_words(found: FoundParagraph, words: list[str]) -> FoundParagraph:
    return FoundParagraph(words_for(found.text, words), found.unread)


def _all_with_words(cells: tuple[FoundCell, ...], words: list[str]) -> tuple[FoundCell, ...]:
    return tuple(
        FoundCell(words_for(cell.text, words), cell.width, cell.continues, cell.unread)
        for cell in cells
    )


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """What stands below ``parent``, and below what is put around it."""
    for node in parent:
        if node.tag in _AROUND or node.tag == f"{W}moveTo":
            yield from _blocks(node)
        else:
            yield node


def _inside(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows or cells, also those in content controls."""
    for node in parent:
        if node.tag == f"{W}{name}":
            yield node
        elif node.tag in _AROUND:
            yield from _inside(node, name)


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


def _value(node: etree._Element, path: str) -> str:
    """``w:val`` of the element at a path below ``node``; nothing where there is none."""
    found = node.find(f"{W}{path}".replace("{}", W))
    return "" if found is None else found.get(f"{W}val", "")
