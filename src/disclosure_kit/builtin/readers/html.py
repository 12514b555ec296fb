"""Web pages (``.html``) → paragraphs and tables in reading order. Nothing is fetched.

Scripts, styles and forms are dropped; what a page puts around a text stays, as paragraphs:
structuring knows it. A table that holds another is layout: its cells are read as text.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from attrs import define, field
from lxml import etree
from lxml import html as lxml_html

from ...errors import SourceError
from ...media.admission import begins_as_picture
from ...media.picture import MAX_BYTES as MAX_PICTURE
from ...model.clean import paragraphs_of
from ...model.picture import PICTURES_ID, PICTURES_TITLE
from ...model.raw import RawCell, RawDocument, RawGrid, RawParagraph, RawPicture, Source
from .admission import MAX_BYTES, admit
from .carried import data_in_page
from .html_encoding import decoded
from .html_tables import all_text, cells_of, hidden, is_layout, rows, slots, span

MAX_ELEMENTS: Final = 200_000
MAX_DEPTH: Final = 200
MAX_WORDS: Final = 2_000  # in one tag: its attributes are compared each with each when parsed
MAX_PARAGRAPHS: Final = 50_000
MAX_CELLS: Final = 20_000
MAX_SLOTS: Final = 200_000
MAX_TEXT: Final = 100_000  # characters of one paragraph or cell

_DROPPED: Final = frozenset(
    re.findall(
        r"\w+",
        """
        script style noscript template head title meta link object embed applet iframe frame
        svg math canvas audio video select option textarea input button
        """,
    )
)
_BLOCKS: Final = frozenset(
    re.findall(
        r"\w+",
        """
        address article aside blockquote body caption center dd details dir div dl dt fieldset
        figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu ol
        p pre section summary ul table tbody thead tfoot tr td th
        """,
    )
)
_ENTITY: Final = re.compile(rb"(?i)<!ENTITY")
_TAG: Final = re.compile(r"""<[a-zA-Z](?:[^>"']++|"[^"]*+"|'[^']*+')*+""")
_BETWEEN_WORDS: Final = re.compile(r"""[\s"']+""")
_BLANK: Final = re.compile(r"[ \t\r\n\f]+")
_ENDS: Final = " \t\r\n\f\u00a0\u3000\u200b\u200c\u200d\ufeff"
_DATA: Final = re.compile(r"(?i)data:image/(?:png|jpe?g);base64,")
_LONGEST_DATA: Final = 2 * MAX_PICTURE
_ICON: Final = 60  # pixels: a smaller picture is no table


def read(source: Source) -> RawDocument:
    """The paragraphs and tables of a web page.

    Raises:
        SourceError: no web page, damaged, empty, or beyond a limit.
    """
    admit(source, MAX_BYTES)
    if _ENTITY.search(source.content):
        raise SourceError(f"{source.name}：网页中定义了实体（<!ENTITY），不予读取")
    text, notices = decoded(source)
    if any(_words_in(tag) > MAX_WORDS for tag in _TAG.finditer(text)):
        raise SourceError(f"{source.name}：网页中一个标签的属性超过 {MAX_WORDS} 个")
    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = lxml_html.document_fromstring(
            text.replace("\0", "").encode("utf-8", "replace"), parser=parser
        )
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise SourceError(f"{source.name}：不是可以读取的网页（{type(error).__name__}）") from None
    page = _Page(source.name)
    page.admit(root)
    page.read(root)
    if not page.paragraphs and not page.grids:
        raise SourceError(f"{source.name}：网页中没有任何文字")
    carried = data_in_page(source.name, root)
    told = (f"{source.name}：{notice}" for notice in (*page.told(), *carried.notices))
    paragraphs, grids = tuple(page.paragraphs), tuple(page.grids)
    return RawDocument(
        source.name, paragraphs, (*notices, *told), grids, carried.values, pictures=tuple(page.held)
    )


def _words_in(tag: re.Match[str]) -> int:
    if len(tag[0]) < MAX_WORDS:
        return 0
    return sum(1 for _ in _BETWEEN_WORDS.finditer(tag[0]))


@define
class _Page:
    """What is read so far. ``line`` collects the text of the paragraph being read."""

    name: str
    paragraphs: list[RawParagraph] = field(factory=list)
    grids: list[RawGrid] = field(factory=list)
    notices: list[str] = field(factory=list)
    line: list[str] = field(factory=list)
    tables: int = 0
    pictures: list[tuple[str, str]] = field(factory=list)
    hidden: int = 0
    held: list[RawPicture] = field(factory=list)
    in_table: bool = False

    def admit(self, root: etree._Element) -> None:
        """Refuse what is too much, before anything is walked in depth."""
        depth = count = 0
        for event, _ in etree.iterwalk(root, events=("start", "end")):
            depth += 1 if event == "start" else -1
            count += event == "start"
            if depth > MAX_DEPTH:
                raise SourceError(f"{self.name}：网页的标签嵌套超过 {MAX_DEPTH} 层")
            if count > MAX_ELEMENTS:
                raise SourceError(f"{self.name}：网页的标签超过 {MAX_ELEMENTS} 个")

    def told(self) -> Iterator[str]:
        """What was left out."""
        yield from self.notices
        number = 1
        for place, group in groupby(self.pictures, key=lambda picture: picture[0]):
            pictures = list(group)
            last = number + len(pictures) - 1
            numbers = f"第 {number} 张" if number == last else f"第 {number}—{last} 张"
            names = "、".join(f"“{words}”" for _, words in pictures if words)
            yield (
                f"{numbers}图片{names}（在{place}）没有读入，成品里不会有"
                "（只读入网页自身所带的 PNG、JPEG），其中的表格和文字也没有读"
            )
            number = last + 1
        if self.hidden:
            yield f"有 {self.hidden} 处隐藏的内容，未计入"

    def read(self, element: etree._Element) -> None:
        """Everything below ``element``, in reading order."""
        self._walk(element)
        self._end()

    def _walk(self, element: etree._Element) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _DROPPED or not tag:
            return
        if hidden(element):
            self.hidden += bool(all_text(element))
            return
        if tag == "br":
            self._end()
            return
        if element.get("id") == PICTURES_ID:
            count = sum(1 for _ in element.iterdescendants("img"))
            self.notices.append(f"“{PICTURES_TITLE}”中的 {count} 张图由数据画成，未计入正文")
            return
        if tag == "img":
            self._picture(element)
            return
        if tag == "table" and not is_layout(element):
            self._end()
            self.in_table = True
            self._table(element)
            self.in_table = False
            return
        block = tag in _BLOCKS
        if block:
            self._end()
        if tag == "table":
            self.tables += 1
            if next(element.iterdescendants("table"), None) is not None:
                self.notices.append(
                    f"第 {self.tables} 个表格之内还有表格，外层按版面处理，逐格读作正文"
                )
        self.line.append(element.text or "")
        for child in element:
            self._walk(child)
            self.line.append(child.tail or "")
        if block:
            self._end()

    def _end(self) -> None:
        text = _BLANK.sub(" ", "".join(self.line)).strip(_ENDS)
        self.line.clear()
        if not text:
            return
        if len(text) > MAX_TEXT:
            raise SourceError(f"{self.name}：有一段文字超过 {MAX_TEXT} 字")
        for part in paragraphs_of(text):
            if stripped := part.strip(_ENDS):
                number = len(self.paragraphs) + 1
                self.paragraphs.append(RawParagraph(stripped, f"第 {number} 段", number))
        if len(self.paragraphs) > MAX_PARAGRAPHS:
            raise SourceError(f"{self.name}：超过 {MAX_PARAGRAPHS} 段")

    def _picture(self, image: etree._Element) -> None:
        if (content := _inside(image.get("src") or "")) and not self.in_table:
            place = f"第 {len(self.held) + 1} 张图片"
            self._end()
            self.held.append(RawPicture(content, place, len(self.paragraphs), len(self.grids)))
            return
        if any(image.get(side) and span(image, side) < _ICON for side in ("width", "height")):
            return
        before = f"{self.paragraphs[-1].place}之后" if self.paragraphs else "正文之前"
        words = " ".join((image.get("alt") or image.get("title") or "").split())[:40]
        self.pictures.append((before, words))

    def _table(self, table: etree._Element) -> None:
        self.tables += 1
        place = f"第 {self.tables} 个表格"
        for caption in table.iterchildren("caption"):
            if not hidden(caption):  # else it only names the table for those who hear it
                self._walk(caption)
                self._end()
        cells: list[RawCell] = []
        found = list(rows(table))
        self.hidden += sum(hidden(cell) for row in found for cell in cells_of(row))
        area = 0
        for slot in slots(found):
            here = f"{place}第 {slot.row + 1} 行第 {slot.column + 1} 列"
            text = self._text(slot.element, here)
            cells.append(RawCell(text, slot.row, slot.column, here, slot.height, slot.width))
            area += slot.width * slot.height
            if len(cells) > MAX_CELLS or area > MAX_SLOTS:
                raise SourceError(f"{self.name}：{place}超过 {MAX_CELLS} 格")
        if any(cell.text for cell in cells):
            self.grids.append(RawGrid(tuple(cells), place, len(self.paragraphs)))

    def _text(self, cell: etree._Element, place: str) -> str:
        """The text of a cell: its lines, parted by line ends."""
        lines: list[list[str]] = [[]]

        def walk(element: etree._Element) -> None:
            tag = element.tag if isinstance(element.tag, str) else ""
            if tag in _DROPPED or not tag:
                return
            if element is not cell and hidden(element):
                self.hidden += bool(all_text(element))
                return
            if tag == "img":
                self._picture(element)
            breaks = tag == "br" or (tag in _BLOCKS and element is not cell)
            if breaks:
                lines.append([])
            lines[-1].append(element.text or "")
            for child in element:
                walk(child)
                lines[-1].append(child.tail or "")
            if breaks and tag != "br":
                lines.append([])

        walk(cell)
        said = (_BLANK.sub(" ", "".join(line)).strip(_ENDS) for line in lines)
        text = "\n".join(line for line in said if line)
        if len(text) > MAX_TEXT:
            raise SourceError(f"{self.name}：{place}超过 {MAX_TEXT} 字")
        return text


def _inside(address: str) -> bytes | None:
    """The bytes of a picture that the page holds in its own text; none is fetched."""
    match = _DATA.match(address)
    if match is None or len(address) > _LONGEST_DATA:
        return None
    try:
        content = base64.b64decode(re.sub(r"\s+", "", address[match.end() :]), validate=True)
    except ValueError:
        return None
    return content if begins_as_picture(content) else None
