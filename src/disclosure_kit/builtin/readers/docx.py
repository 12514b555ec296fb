"""Word files (``.docx``) → paragraphs and tables in order, read from the XML.

Neither python-docx (its cells cost quadratic time, it loses tracked text) nor the proof's
own reader: a fault of the one must not hide in the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import evolve, field, mutable
from lxml import etree

from ...errors import SourceError
from ...intake.kinds import Office
from ...intake.package import Package, open_package
from ...model.clean import clean
from ...model.picture import DRAWN_NAME
from ...model.raw import RawCell, RawDocument, RawGrid, RawParagraph, RawPicture, Source
from .carried import data_in_package
from .word_numbering import Numbering
from .word_pictures import Pictures
from .word_styles import Styles, attribute, child, children, number, switch, tag, val, value
from .word_text import ENDS, Mark, Reader, Words, alternative, is_placeholder, seen

MAX_PARAGRAPHS: Final = 50_000
MAX_CELLS: Final = 100_000
MAX_COLUMNS: Final = 100
MAX_TABLES: Final = 1_000
MAX_TOLD: Final = 50
MAX_TEXT: Final = 5_000_000

_BLOCKS: Final = frozenset(f"w:{name}" for name in ("ins", "moveTo", "customXml", "sdtContent"))
_GONE: Final = ("w:del", "w:moveFrom")
_IN_RUNS: Final = (Mark.HIDDEN, Mark.DELETED, Mark.INSERTED, Mark.INSTRUCTION)
_PLACES: Final = 8
_QUOTED: Final = 20


def read(source: Source) -> RawDocument:
    """The paragraphs and tables of a Word file.

    Raises:
        SourceError: another kind of file (named, with what to do), damaged, not to be
            trusted, or without any text.
    """
    package = open_package(source, Office.WORD)
    root = package.xml(package.main)
    body = child(root, "w:body")
    if tag(root) != "w:document" or body is None:
        raise SourceError(f"{source.name}：Word 文件已损坏，没有正文", hint=Office.WORD.again)
    styles = Styles(_part(package, "/styles"))
    reader = Reader(styles, Numbering(_part(package, "/numbering"), styles))
    story = _Story(source.name, reader, Pictures(package))
    story.blocks(body)
    story.end()
    if not story.paragraphs and not any(cell.text for grid in story.grids for cell in grid.cells):
        pictures = any(mark is Mark.PICTURE for mark, _, _ in story.marks)
        raise SourceError(
            f"{source.name}：" + ("只有图片，没有文字" if pictures else "文件里没有任何文字"),
            hint="图片中的文字和表格无法读取，请使用有文字的原文件"
            if pictures
            else "请核对是否选错了文件",
        )
    carried = data_in_package(package)
    told = (*story.notices(), *carried.notices)
    notices = tuple(f"{source.name}：{notice}" for notice in told)
    paragraphs, grids = tuple(story.paragraphs), tuple(story.grids)
    return RawDocument(
        source.name, paragraphs, notices, grids, carried.values, pictures=tuple(story.pictures)
    )


def _part(package: Package, kind: str) -> etree._Element | None:
    return next((package.xml(part) for part in package.related(kind)), None)


@mutable
class _Story:
    """The body as it is read: what was found so far, and what has to be told."""

    name: str
    reader: Reader
    held: Pictures
    paragraphs: list[RawParagraph] = field(factory=list)
    grids: list[RawGrid] = field(factory=list)
    marks: list[tuple[Mark, str, str]] = field(factory=list)
    told: list[str] = field(factory=list)
    cells: int = 0
    letters: int = 0
    number: int = 0
    unfinished: list[Words] = field(factory=list)
    pictures: list[RawPicture] = field(factory=list)
    unplaced: list[bytes] = field(factory=list)

    def blocks(self, parent: etree._Element) -> None:
        """Every paragraph and table below ``parent``."""
        for node in parent:
            match tag(node):
                case "w:p":
                    words = self.reader.paragraph(node)
                    self._pictures(node, words)
                    self._paragraph(words)
                case "w:tbl":
                    self._table(node)
                case "w:sdt":
                    self._control(node)
                case "mc:AlternateContent":
                    if (chosen := alternative(node)) is not None:
                        self.blocks(chosen)
                case name if name in _BLOCKS:
                    self.blocks(node)
                case "w:altChunk" | "w:subDoc" | "w:object" | "m:oMathPara" | "m:oMath":
                    self._mark(list(seen(node)), self._between())

    def end(self) -> None:
        """What was left open, at the end of the body."""
        self._finish()
        if self.reader.unfinished():
            self.told.append("有一个域没有结束，文件可能已损坏；请核对最后几段")

    def notices(self) -> Iterator[str]:
        """One for each kind of thing, with its places."""
        for mark in Mark:
            found = [(where, said) for kind, where, said in self.marks if kind is mark]
            if not found:
                continue
            if mark is Mark.PICTURE:
                listed = [f"第 {n} 张在{where}" for n, (where, _) in enumerate(found, 1)]
                count = f"有 {len(found)} 张"
            else:
                listed = [f"{w}“{_short(s)}”" if s else w for w, s in dict.fromkeys(found)]
                count = f"有 {len(found)} 处"
            more = f"等 {len(listed)} 处" if len(listed) > _PLACES else ""
            yield f"{count}{mark.value}：{'、'.join(listed[:_PLACES])}{more}"
        yield from self.told[:MAX_TOLD]
        if (more_told := len(self.told) - MAX_TOLD) > 0:
            yield f"另有 {more_told} 处同类情况，没有逐一列出"

    def _control(self, node: etree._Element) -> None:
        content = child(node, "w:sdtContent")
        if content is None:
            return
        if is_placeholder(node):
            self.marks.append((Mark.PLACEHOLDER, self._between(), ""))
        else:
            self.blocks(content)

    def _between(self) -> str:
        return f"第 {self.number} 段之后" if self.number else "正文开头"

    def _mark(self, marks: list[tuple[Mark, str]], where: str) -> None:
        for mark, said in marks:
            if mark in _IN_RUNS and self.marks and self.marks[-1][:2] == (mark, where):
                # One word in several runs.
                said = self.marks.pop()[2] + said
            self.marks.append((mark, where, said[:200]))

    def _pictures(self, node: etree._Element, words: Words) -> None:
        """The pictures that stand in the line; the reader of words has marked what is seen."""
        for shown in self.held.in_line(node):
            mark = (Mark.PICTURE, "")
            if mark not in words.marks or (shown.content is None and not shown.drawn):
                continue
            words.marks.remove(mark)
            if shown.content is None:
                self.told.append(f"{self._between()}有一张{DRAWN_NAME}，未计入正文")
            else:
                self.unplaced.append(shown.content)

    def _paragraph(self, words: Words) -> None:
        self.unfinished.append(words)
        if not words.runs_on:
            self._finish()

    def _finish(self) -> None:
        if not self.unfinished:
            return
        words = _joined(self.unfinished)
        self.unfinished = []
        lines = [words.text.replace("\n", "") if words.centred else words.text]
        if not words.centred:
            lines = [line for line in words.text.split("\n") if line.strip(ENDS)]
            if len(lines) > 1:
                words.marks.append((Mark.BREAKS, ""))
        texts = [clean(line).strip(ENDS) for line in lines]
        texts[:1] = [_numbered(words.label, texts[0] if texts else "")]
        texts = [text for text in texts if text]
        where = self._between()
        if texts:
            self.number += 1
            where = f"第 {self.number} 段"
            for text in texts:
                self._count(text)
                self.paragraphs.append(RawParagraph(text, where, self.number))
        self._mark(words.marks, where)
        for content in self.unplaced:
            place = f"第 {len(self.pictures) + 1} 张图片"
            after = len(self.paragraphs)
            self.pictures.append(RawPicture(content, place, after, len(self.grids)))
        self.unplaced = []
        if len(self.paragraphs) > MAX_PARAGRAPHS:
            raise SourceError(f"{self.name}：段落超过上限 {MAX_PARAGRAPHS} 段")

    def _count(self, text: str) -> None:
        self.letters += len(text)
        if self.letters > MAX_TEXT:
            raise SourceError(f"{self.name}：文字超过上限 {MAX_TEXT} 字")

    def _table(self, node: etree._Element) -> None:
        self._finish()
        if (content := _frame(node)) is not None:
            self.told.append(f"{self._between()}有一个套着其他表格的外框，按外框内的内容读取")
            self.blocks(content)
            return
        if len(self.grids) >= MAX_TABLES:
            raise SourceError(f"{self.name}：表格超过上限 {MAX_TABLES} 个")
        table = f"第 {len(self.grids) + 1} 表"
        cells: list[RawCell] = []
        above: dict[int, int] = {}  # column → the cell that a merged cell below it goes on
        row_number = 0
        for row in _rows(node):
            if switch(row, "w:trPr", "w:hidden"):
                self.told.append(f"{table}第 {row_number + 1} 行之前有隐藏的行，未计入")
                continue
            row_number += 1
            above = self._row(row, cells, above, table, row_number)
        if cells:
            self.grids.append(RawGrid(tuple(cells), table, len(self.paragraphs)))

    def _row(
        self,
        row: etree._Element,
        cells: list[RawCell],
        above: dict[int, int],
        table: str,
        row_number: int,
    ) -> dict[int, int]:
        below: dict[int, int] = {}
        for cell, merges in self._merged(row, table, row_number):
            goes_on = above.get(cell.column)
            if merges == "continue" and goes_on is not None and cells[goes_on].width == cell.width:
                kept = cells[goes_on]
                cells[goes_on] = evolve(kept, height=row_number - kept.row)
                below[cell.column] = goes_on
                self._lost(cell)
                continue
            if merges:
                below[cell.column] = len(cells)
            cells.append(cell)
        return below

    def _merged(
        self, row: etree._Element, table: str, row_number: int
    ) -> list[tuple[RawCell, str]]:
        """The cells of a row, those merged sideways as one; how each merges with the row above."""
        found: list[tuple[RawCell, str]] = []
        column = number(value(row, "w:trPr", "w:gridBefore"), 0)
        for order, node in enumerate(_cells(row), 1):
            where = f"{table}第 {row_number} 行第 {order} 格"
            self.cells += 1
            said = children(child(node, "w:tcPr"))
            width = max(1, number(val(said.get("w:gridSpan")), 1))
            if column + width > MAX_COLUMNS or self.cells > MAX_CELLS:
                raise SourceError(
                    f"{self.name} {where}：表格超过上限 {MAX_COLUMNS} 列，或全文超过 {MAX_CELLS} 格"
                )
            cell = RawCell(self._cell(node, where), row_number - 1, column, where, 1, width)
            if found and _merge(said.get("w:hMerge")) == "continue":
                first, merges = found[-1]
                found[-1] = evolve(first, width=first.width + width), merges
                self._lost(cell)
            else:
                found.append((cell, _merge(said.get("w:vMerge"))))
            column += width
        return found

    def _cell(self, node: etree._Element, where: str) -> str:
        lines: list[str] = []
        begun: list[Words] = []
        for words in self._cell_words(node, where):
            begun.append(words)
            if not words.runs_on:
                lines += self._lines(begun, where)
                begun = []
        if begun:
            lines += self._lines(begun, where)
        text = "\n".join(lines).strip(ENDS)
        self._count(text)
        return text

    def _lines(self, begun: list[Words], where: str) -> list[str]:
        words = _joined(begun)
        self._mark(words.marks, where)
        text = _numbered(words.label, words.text.strip(ENDS))
        return [clean(line).strip(ENDS) for line in text.split("\n")]

    def _cell_words(self, parent: etree._Element, where: str) -> Iterator[Words]:
        for node in parent:
            match tag(node):
                case "w:p":
                    yield self.reader.paragraph(node)
                case "w:tbl":
                    self.told.append(f"{where}内套着另一个表格，其中的内容未读")
                case "w:sdt":
                    content = child(node, "w:sdtContent")
                    if content is not None and is_placeholder(node):
                        self.marks.append((Mark.PLACEHOLDER, where, ""))
                    elif content is not None:
                        yield from self._cell_words(content, where)
                case "mc:AlternateContent":
                    if (chosen := alternative(node)) is not None:
                        yield from self._cell_words(chosen, where)
                case name if name in _BLOCKS:
                    yield from self._cell_words(node, where)
                case "w:altChunk" | "w:subDoc" | "m:oMathPara" | "m:oMath":
                    self._mark(list(seen(node)), where)

    def _lost(self, cell: RawCell) -> None:
        if cell.text:
            said = _short(cell.text)
            self.told.append(f"{cell.place}已并入相邻的格，其中的文字“{said}”看不见，未计入")


def _joined(parts: list[Words]) -> Words:
    """Paragraphs that run on into the last one, whose properties they take."""
    last = parts[-1]
    if len(parts) == 1:
        return last
    marks = [mark for words in parts for mark in words.marks]
    return evolve(last, text="".join(words.text for words in parts), marks=marks)


def _numbered(label: str, text: str) -> str:
    """The printed number before a text: ``1.`` before a figure must not become a fraction."""
    if label and text and label[-1] in ".．" and text[0].isdigit():
        return f"{label} {text}"
    return label + text if text else label.rstrip(ENDS)


def _short(text: str) -> str:
    one_line = text.replace("\n", " ")
    return one_line if len(one_line) <= _QUOTED else f"{one_line[:_QUOTED]}…"


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for node in _through(table, "w:tr"):
        properties = child(node, "w:trPr")
        if all(child(properties, change) is None for change in _GONE):
            yield node


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for node in _through(row, "w:tc"):
        if child(node, "w:tcPr", "w:cellDel") is None:
            yield node


def _through(parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Rows or cells, also those in content controls."""
    for node in parent:
        name = tag(node)
        if name == wanted:
            yield node
        elif name == "w:sdt":
            if (content := child(node, "w:sdtContent")) is not None:
                yield from _through(content, wanted)
        elif name in _BLOCKS:
            yield from _through(node, wanted)
        elif name == "mc:AlternateContent" and (chosen := alternative(node)) is not None:
            yield from _through(chosen, wanted)


def _merge(found: etree._Element | None) -> str:
    """``restart``, ``continue``, or nothing."""
    return "" if found is None else attribute(found, "val") or "continue"


def _frame(table: etree._Element) -> etree._Element | None:
    """The only cell of a table that holds a table: it is a frame around the text."""
    rows = list(_rows(table))
    if len(rows) != 1:
        return None
    cells = list(_cells(rows[0]))
    if len(cells) != 1 or next(_through(cells[0], "w:tbl"), None) is None:
        return None
    return cells[0]
