"""Published text (``.txt``, ``.md``) → paragraphs in order, each with its line.

A paragraph is what stands on one line: nothing is corrected. Three things that the way
into text did to it are undone, each with a notice: several paragraphs on one line,
lines wrapped by a printout, and what belongs to the page and not to the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import frozen

from ...errors import SourceError
from ...model.clean import paragraphs_of
from ...model.raw import RawDocument, RawLine, RawParagraph, Source
from .admission import BOMS, MARKUP, MAX_BYTES, admit, decode
from .wrapped import Line, join_wrapped

MAX_LINES = 50_000

_HAN = re.compile("[\u4e00-\u9fff]")

_PAGE_NUMBER = re.compile(
    r"[-—–－]\s*\d{1,4}\s*[-—–－]|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?"
)
_MARKDOWN = re.compile(r"#{1,6}[ \t]+(?=\S)")
_WIDE_GAP = re.compile("\u3000{2,}")
_ORDINAL_ALONE = re.compile(
    r"\s*(?:第?[一二三四五六七八九十\d]{1,3}\s*[、．.，,]?|[（(]\s*[一二三四五六七八九十\d]{1,3}\s*[）)]\s*、?"
    r"|[①-⑳㈠-㈩⑴-⒇])\s*"
)
_ENDS = " \t\u3000\u00a0\u200b\u200c\u200d\ufeff"


def read(source: Source) -> RawDocument:
    """The paragraphs of a text file.

    Raises:
        SourceError: not text (names the kind and what to do), empty, damaged, or too large.
    """
    if MARKUP.match(source.content):
        raise SourceError(f"{source.name}：这是网页（HTML），不是文本")
    admit(source, MAX_BYTES)
    _refuse_damaged(source)
    text, notices = decode(source)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > MAX_LINES:
        raise SourceError(f"{source.name}：有 {len(lines)} 行，超过上限 {MAX_LINES} 行")
    page = _Page.of(lines)
    joined, wrapped = join_wrapped(page.lines)
    paragraphs = tuple(paragraph for line in joined for paragraph in _paragraphs(line))
    if not paragraphs:
        raise SourceError(f"{source.name}：文件是空的，没有任何文字")
    if len(paragraphs) > MAX_LINES:
        raise SourceError(f"{source.name}：有 {len(paragraphs)} 段，超过上限 {MAX_LINES} 段")
    told = (*page.notices(), *wrapped, *_split_notice(paragraphs))
    return RawDocument(
        source.name,
        paragraphs,
        (*notices, *(f"{source.name}：{n}" for n in told)),
        lines=tuple(RawLine(line.text, line.first, line.new_page) for line in page.lines),
    )


def _refuse_damaged(source: Source) -> None:
    """A UTF-8 file with a broken byte would decode as GB18030 into other characters."""
    if source.content.startswith(BOMS):
        return
    try:
        source.content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = source.content[max(0, error.start - 3000) : error.start].decode("utf-8", "ignore")
        if len(_HAN.findall(before)) >= 4:
            line = source.content.count(b"\n", 0, error.start) + 1
            raise SourceError(
                f"{source.name} 第 {line} 行：第 {error.start + 1} 个字节处的 UTF-8 文字已损坏",
                hint="请从原处重新复制正文，另存为 UTF-8 文本",
            ) from None


@frozen
class _Page:
    """The lines without what belongs to the page: its numbers, form feeds, heading marks."""

    lines: tuple[Line, ...]
    numbers: tuple[str, ...]
    marks: int

    @classmethod
    def of(cls, texts: list[str]) -> _Page:
        lines: list[Line] = []
        numbers: list[str] = []
        marks = 0
        new_page = False
        for number, text in enumerate(texts, 1):
            stripped = text.strip()
            new_page = new_page or "\f" in text
            if _PAGE_NUMBER.fullmatch(stripped):
                numbers.append(f"第 {number} 行“{stripped}”")
                new_page = True
                continue
            if mark := _MARKDOWN.match(text):
                marks += 1
                text = text[mark.end() :]
            lines.append(Line(text, number, number, new_page))
            new_page = new_page and not stripped
        return cls(tuple(lines), tuple(numbers), marks)

    def notices(self) -> Iterator[str]:
        if self.numbers:
            yield f"页码不是正文，未计入：{'、'.join(self.numbers)}"
        if self.marks:
            yield f"去掉了 {self.marks} 处 Markdown 标题记号（#）"


def _paragraphs(line: Line) -> Iterator[RawParagraph]:
    place = f"第 {line.first} 行"
    if line.last != line.first:
        place = f"第 {line.first}—{line.last} 行"
    for part in paragraphs_of(line.text):
        for text in _at_wide_gaps(part.strip(_ENDS)):
            if text:
                yield RawParagraph(text, place, line.first)


def _at_wide_gaps(text: str) -> Iterator[str]:
    """Where page code was lost, two or more U+3000 (the indent) stand before each paragraph.

    ``目　　录`` is one word: a gap between two lone characters is none. Nor is one behind an
    ordinal: ``（一）　　主动公开``.
    """
    begin = 0
    for gap in _WIDE_GAP.finditer(text):
        if _ORDINAL_ALONE.fullmatch(text, begin, gap.start()):
            continue
        if gap.end() - begin > 8 or len(text) > 8:
            yield text[begin : gap.start()].strip(_ENDS)
            begin = gap.end()
    yield text[begin:].strip(_ENDS)


def _split_notice(paragraphs: tuple[RawParagraph, ...]) -> Iterator[str]:
    parts: dict[str, int] = {}
    for paragraph in paragraphs:
        parts[paragraph.place] = parts.get(paragraph.place, 0) + 1
    for place, count in parts.items():
        if count > 1:
            yield f"{place}含有多段文字，按段首空格分为 {count} 段"
