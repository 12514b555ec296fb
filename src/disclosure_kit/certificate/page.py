"""The words of a web page, as a browser shows them: read with lxml alone.

Read are paragraphs, headings, items, tables and pictures that the page holds itself. What is
neither read nor known to print nothing is named. Nothing is drawn: what a rule of style does to
words is not known, so every rule beside plain ones of type and space is named too.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Final

from attrs import define, field
from lxml import etree
from lxml import html as lxml_html

from ..media.digest import digest
from ..model.picture import PICTURES_ID
from ..model.proof import Mismatch
from .found import Found, FoundParagraph, FoundPicture, FoundRow, FoundTable, Frame

_BLANK: Final = re.compile(r"[ \t\r\n\f]+")
# Words in them stand in a line of their own.
_BLOCKS: Final = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section",
    "ul",
))  # fmt: skip
_SILENT: Final = frozenset((
    "head", "br", "col", "colgroup", "meta", "link", "base", "title", "style", "script",
))  # fmt: skip
_NAMES: Final = {"s": "划去的字", "strike": "划去的字", "del": "划去的字"}
# Elements around words, which leave them as they are (parsers that do not know wbr close none).
_PLAIN: Final = frozenset((
    "a", "abbr", "b", "bdi", "big", "cite", "code", "dfn", "em", "font", "i", "ins", "kbd",
    "label", "mark", "q", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u",
    "var", "wbr",
))  # fmt: skip
_DATA: Final = re.compile(r"data:image/[a-z+.-]+;base64,", re.I)
_RULE: Final = re.compile(r"[^{}]+\{[^{}]*\}|@[^{};]+;")
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.S)
_PLAIN_STYLE: Final = re.compile(
    r"(margin|padding|border|font-(family|weight|style|variant)|text-(align|wrap)|break|word-break"
    r"|orphans|widows)[a-z-]*\s*:[^:\\(-]*"
)
_SPOKEN: Final = ("alt", "title", "aria-label", "placeholder")
_MOST_COLUMNS: Final = 1_000


def squeezed(text: str) -> str:
    """White space as a browser shows it."""
    return _BLANK.sub(" ", text).strip(" ")


def parsed(page: bytes) -> etree._Element:
    """The root of a page.

    Raises:
        ParserError, ValueError: no page.
    """
    return lxml_html.document_fromstring(page, parser=lxml_html.HTMLParser(encoding="utf-8"))


def read_page(root: etree._Element) -> Iterator[Found]:
    """Every paragraph, table and picture in order, but the part with the pictures of plugins."""
    reader = _Reader()
    reader.block(root)
    reader.end()
    yield from reader.found


@define
class _Reader:
    found: list[Found] = field(factory=list)
    _words: str = ""
    _unread: list[str] = field(factory=list)

    def end(self) -> None:
        """What was begun is a paragraph."""
        words = squeezed(self._words)
        if words or self._unread:
            self.found.append(FoundParagraph(words, "、".join(dict.fromkeys(self._unread))))
        self._words, self._unread = "", []

    def block(self, node: etree._Element) -> None:
        """All that is in an element."""
        self._words += node.text or ""
        for child in node:
            self._child(child)
            self._words += child.tail or ""

    def _child(self, node: etree._Element) -> None:
        tag = node.tag
        if not isinstance(tag, str) or tag in _SILENT or node.get("id") == PICTURES_ID:
            return
        if tag == "table":
            self.end()
            for caption in node.findall("caption"):
                self.block(caption)
                self.end()
            self.found.append(_table(node))
        elif tag == "img":
            source = node.get("src") or ""
            self.end()
            self.found.append(FoundPicture(_picture(source)))
        elif tag in _BLOCKS:
            self.end()
            self.block(node)
            self.end()
        else:
            if tag not in _PLAIN:
                self._unread.append(_NAMES.get(tag, f"<{tag}>"))
            self.block(node)


def _picture(source: str) -> str:
    """The digest of a picture that the page holds; of one elsewhere, where that is."""
    data = _DATA.match(source)
    if data is None:
        return f"别处的图片 {source}"
    try:
        return digest(base64.b64decode(source[data.end() :], validate=True))
    except binascii.Error:
        return "坏的图片"


def _table(table: etree._Element) -> FoundTable:
    """Its rows; a cell that reaches down continues in the rows below."""
    above: dict[int, tuple[int, int]] = {}  # column → how many rows still, how wide
    rows = []
    for row in table.iter("tr"):
        if next(row.iterancestors("table"), None) is table:
            rows.append(FoundRow.of(_row(row, above)))
    widths = (sum(frame.width for frame in row.frames) for row in rows)
    return FoundTable.of(max(widths, default=0), rows)


def _row(row: etree._Element, above: dict[int, tuple[int, int]]) -> Iterator[tuple[str, Frame]]:
    column = 0
    begun = dict(above)
    above.clear()
    for node in row:
        if node.tag not in ("td", "th"):
            continue
        while column in begun:
            left, width = begun.pop(column)
            yield "", Frame(width, True)
            if left > 1:
                above[column] = (left - 1, width)
            column += width
        words, frame = _cell(node)
        yield words, frame
        height = _span(node, "rowspan")
        if height > 1:
            above[column] = (height - 1, frame.width)
        column += frame.width
    for at, (left, width) in sorted(begun.items()):
        yield "", Frame(width, True)
        if left > 1:
            above[at] = (left - 1, width)


def _cell(node: etree._Element) -> tuple[str, Frame]:
    inside = _Reader()
    inside.block(node)
    inside.end()
    unread: list[str] = []
    words = ""
    for item in inside.found:
        if isinstance(item, FoundParagraph):
            words += item.text
            unread += [item.unread] if item.unread else []
        else:
            unread.append("图片" if isinstance(item, FoundPicture) else "表中之表")
    return words, Frame(_span(node, "colspan"), False, "、".join(dict.fromkeys(unread)))


def _span(node: etree._Element, name: str) -> int:
    value = (node.get(name) or "1").strip()
    known = value.isascii() and value.isdigit() and len(value) < 6
    return min(max(int(value), 1), _MOST_COLUMNS) if known else 1


def beside_words(root: etree._Element) -> Iterator[Mismatch]:
    """What may change what is seen, or is said to some readers only: styles, programs, words that
    are read aloud, the title of the window."""
    for node in root.iter(etree.Element):
        tag, attributes = str(node.tag), {str(k): str(v) for k, v in node.attrib.items()}
        if tag == "style":
            yield from map(_style, _rules(node.text or ""))
        elif tag == "script" and attributes.get("type") != "application/json":
            yield Mismatch("网页", problem=f"有程序，显示的内容可能被它改动：{_start(node)}")
        elif tag in ("link", "base") or "http-equiv" in attributes:
            yield Mismatch("网页", problem=f"取用别处的文件或改变地址：{_start(node)}")
        elif tag == "title":
            yield Mismatch("窗口标题", found=squeezed("".join(map(str, node.itertext()))))
        if tag in ("dialog", "details", "noscript", "template") or "hidden" in attributes:
            yield Mismatch("网页", problem=f"有不是人人看得见的部分：{_start(node)}")
        for name, value in attributes.items():
            if name.startswith("on"):
                yield Mismatch("网页", problem=f"有程序，显示的内容可能被它改动：{name}={value}")
            elif name in _SPOKEN:
                yield Mismatch("读出的文字", found=squeezed(value))
            elif name == "style" and not _is_plain(value):
                yield _style(value)
            elif name in ("color", "bgcolor", "background", "face", "size", "dir"):
                yield _style(f"{name}={value}")


def _start(node: etree._Element) -> str:
    attributes = "".join(f' {k!s}="{v!s}"' for k, v in node.attrib.items())
    return f"<{node.tag!s}{attributes}>{(node.text or '').strip()}"


def _rules(sheet: str) -> Iterator[str]:
    """The rules of a style sheet that do more than set type and space."""
    for rule in _RULE.findall(_COMMENT.sub("", sheet)):
        if not _is_plain(rule.partition("{")[2].rstrip("}") if "{" in rule else rule):
            yield rule


def _is_plain(declarations: str) -> bool:
    said = filter(None, (part.strip().lower() for part in declarations.split(";")))
    return all(_PLAIN_STYLE.fullmatch(part) for part in said)


def _style(rule: str) -> Mismatch:
    return Mismatch("样式", problem=f"可能改变看到的文字：{squeezed(rule)}")
