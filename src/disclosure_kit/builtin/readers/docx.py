"""Word files (``.docx``) → paragraphs and tables in order, read from the XML.

Neither python-docx (its cells cost quadratic time, it loses tracked text) nor the proof's
own reader: a fault of the one must not hide in the other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from attrs import field, mutable
from lxml import etree

from ...errors import SourceError
from ...intake.kinds import Office
from ...intake.package import Package, open_package
from ...intake.package_xml import admit_xml, parse_admitted, parse_xml
from ...model.clean import clean
from ...model.picture import DRAWN_NAME
from ...model.raw import RawDocument, RawGrid, RawParagraph, RawPicture, Source
from .carried import data_in_package
from .word_frame import NO_FRAME, Frame, Kind, again, framed, parsed
from .word_kept import Kept, S, Template, template_of
from .word_numbering import Numbering
from .word_pictures import Pictures, may_show_pictures
from .word_rows import BLOCKS, within
from .word_seen import (
    ENDS,
    Mark,
    Words,
    alternative,
    is_placeholder,
    joined,
    numbered,
    seen,
)
from .word_shapes import Parted, ShapedLine
from .word_styles import Styles, child, tag
from .word_tables import Tables, shape_of, whole_of
from .word_text import Reader, has_parted_words
from .word_told import Told

MAX_PARAGRAPHS: Final = 50_000
MAX_TABLES: Final = 1_000


def read(source: Source) -> RawDocument:
    """The paragraphs and tables of a Word file.

    Raises:
        SourceError: another kind of file (named, with what to do), damaged, not to be
            trusted, or without any text.
    """
    package = open_package(source, Office.WORD)
    content = package.read(package.main)
    admit_xml(source.name, package.main, content)
    try:
        styles, template = _styles(package)
    except SourceError:
        _body(package, content)  # what is wrong with the text is told first
        raise
    plain = Reader(styles, Numbering(None, styles))
    body, frame = _body_and_frame(package, content, template, plain)
    reader = Reader(styles, Numbering(_part(package, "/numbering"), styles))
    told = Told(source.name)
    tables = Tables(reader, told, template, frame)
    story = _Story(told, reader, tables, Pictures(package), frame)
    story.blocks(body)
    story.end()
    if not story.paragraphs and not any(cell.text for grid in story.grids for cell in grid.cells):
        pictures = any(mark is Mark.PICTURE for mark, _, _ in told.marks)
        raise SourceError(
            f"{source.name}：" + ("只有图片，没有文字" if pictures else "文件里没有任何文字"),
            hint="图片中的文字和表格无法读取，请使用有文字的原文件"
            if pictures
            else "请核对是否选错了文件",
        )
    carried = data_in_package(package)
    said = (*told.notices(), *carried.notices)
    notices = tuple(f"{source.name}：{notice}" for notice in said)
    paragraphs, grids = tuple(story.paragraphs), tuple(story.grids)
    return RawDocument(
        source.name, paragraphs, notices, grids, carried.values, pictures=tuple(story.pictures)
    )


def _part(package: Package, kind: str) -> etree._Element | None:
    return next((package.xml(part) for part in package.related(kind)), None)


def _body(package: Package, content: bytes) -> etree._Element:
    """The body of the main part, whose ``content`` was looked at.

    Raises:
        SourceError: it is damaged, or has none.
    """
    root = parse_admitted(package.name, package.main, content)
    body = child(root, "w:body")
    if tag(root) != "w:document" or body is None:
        raise SourceError(f"{package.name}：Word 文件已损坏，没有正文", hint=Office.WORD.again)
    return body


def _body_and_frame(
    package: Package, content: bytes, template: Template, reader: Reader
) -> tuple[etree._Element, Frame]:
    """The body, and what was taken out of it before it was parsed."""

    def known(
        kept: Kept[S], kind: Kind, read: Callable[[etree._Element, Reader], S | None]
    ) -> Callable[[Parted], S | None]:
        def learned(piece: Parted) -> S | None:
            written = parsed(piece, kind, signs=True)
            return None if written is None else read(written, reader)

        return lambda piece: kept.shape(piece, lambda: learned(piece))

    shapes = {
        Kind.LINE: known(template.lines, Kind.LINE, _line_of),
        Kind.TABLE: known(template.tables, Kind.TABLE, whole_of),
        Kind.ROW: known(template.rows, Kind.ROW, shape_of),
    }
    if (frame := framed(content, shapes)) is not None:
        body = _body(package, frame.left)
        if frame.fits(body):
            return body, frame
    return _body(package, content), NO_FRAME


def _line_of(paragraph: etree._Element, reader: Reader) -> ShapedLine | None:
    """What a paragraph with signs in the place of its words is, with the styles of ``reader``."""
    if may_show_pictures(paragraph) or has_parted_words(paragraph):
        return None
    apart = reader.apart()
    words = apart.paragraph(paragraph)
    if words.marks or apart.counted or apart.unfinished():
        return None
    return ShapedLine(words.text, words.centred, words.runs_on)


def _styles(package: Package) -> tuple[Styles, Template]:
    """The styles of a file, and what is known of those that have the same."""
    part = next(package.related("/styles"), None)
    content = b"" if part is None else package.read(part)
    template = template_of(content)
    if template.styles is None:
        root = None if part is None else parse_xml(package.name, part, content)
        template.styles = Styles(root)
    return template.styles, template


@mutable
class _Story:
    """The body as it is read: what was found so far, and what has to be told."""

    told: Told
    reader: Reader
    tables: Tables
    held: Pictures
    frame: Frame
    paragraphs: list[RawParagraph] = field(factory=list)
    grids: list[RawGrid] = field(factory=list)
    number: int = 0
    unfinished: list[Words] = field(factory=list)
    pictures: list[RawPicture] = field(factory=list)
    unplaced: list[bytes] = field(factory=list)

    def blocks(self, parent: etree._Element) -> None:
        """Every paragraph and table below ``parent``."""
        for node in parent:
            match tag(node):
                case "w:p":
                    self._line(node)
                case "w:tbl":
                    self._table(node)
                case "w:sdt":
                    self._control(node)
                case "mc:AlternateContent":
                    if (chosen := alternative(node)) is not None:
                        self.blocks(chosen)
                case name if name in BLOCKS:
                    self.blocks(node)
                case "w:altChunk" | "w:subDoc" | "w:object" | "m:oMathPara" | "m:oMath":
                    self.told.mark(list(seen(node)), self._between())

    def end(self) -> None:
        """What was left open, at the end of the body."""
        self._finish()
        if self.reader.unfinished():
            self.told.sentences.append("有一个域没有结束，文件可能已损坏；请核对最后几段")

    def _control(self, node: etree._Element) -> None:
        content = child(node, "w:sdtContent")
        if content is None:
            return
        if is_placeholder(node):
            self.told.marks.append((Mark.PLACEHOLDER, self._between(), ""))
        else:
            self.blocks(content)

    def _between(self) -> str:
        return f"第 {self.number} 段之后" if self.number else "正文开头"

    def _line(self, node: etree._Element) -> None:
        if (known := self.frame.piece(node, ShapedLine)) is not None:
            shape, taken = known
            if not self.reader.unfinished():
                self._paragraph(shape.filled(taken))
                return
            node = again(taken, Kind.LINE)
        words = self.reader.paragraph(node)
        self._pictures(node, words)
        self._paragraph(words)

    def _pictures(self, node: etree._Element, words: Words) -> None:
        """The pictures that stand in the line; the reader of words has marked what is seen."""
        for shown in self.held.in_line(node):
            mark = (Mark.PICTURE, "")
            if mark not in words.marks or (shown.content is None and not shown.drawn):
                continue
            words.marks.remove(mark)
            if shown.content is None:
                self.told.sentences.append(f"{self._between()}有一张{DRAWN_NAME}，未计入正文")
            else:
                self.unplaced.append(shown.content)

    def _paragraph(self, words: Words) -> None:
        self.unfinished.append(words)
        if not words.runs_on:
            self._finish()

    def _finish(self) -> None:
        if not self.unfinished:
            return
        words = joined(self.unfinished)
        self.unfinished = []
        lines = [words.text.replace("\n", "") if words.centred else words.text]
        if not words.centred:
            lines = [line for line in words.text.split("\n") if line.strip(ENDS)]
            if len(lines) > 1:
                words.marks.append((Mark.BREAKS, ""))
        texts = [clean(line).strip(ENDS) for line in lines]
        texts[:1] = [numbered(words.label, texts[0] if texts else "")]
        texts = [text for text in texts if text]
        where = self._between()
        if texts:
            self.number += 1
            where = f"第 {self.number} 段"
            for text in texts:
                self.told.count(text)
                self.paragraphs.append(RawParagraph(text, where, self.number))
        self.told.mark(words.marks, where)
        for content in self.unplaced:
            place = f"第 {len(self.pictures) + 1} 张图片"
            after = len(self.paragraphs)
            self.pictures.append(RawPicture(content, place, after, len(self.grids)))
        self.unplaced = []
        if len(self.paragraphs) > MAX_PARAGRAPHS:
            raise SourceError(f"{self.told.name}：段落超过上限 {MAX_PARAGRAPHS} 段")

    def _table(self, node: etree._Element) -> None:
        self._finish()
        if (content := within(node)) is not None:
            self.told.sentences.append(
                f"{self._between()}有一个套着其他表格的外框，按外框内的内容读取"
            )
            self.blocks(content)
            return
        if len(self.grids) >= MAX_TABLES:
            raise SourceError(f"{self.told.name}：表格超过上限 {MAX_TABLES} 个")
        table = f"第 {len(self.grids) + 1} 表"
        if (grid := self.tables.grid_of(node, table, len(self.paragraphs))) is not None:
            self.grids.append(grid)
