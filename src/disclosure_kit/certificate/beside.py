"""What a Word file shows, or may show, beside the paragraphs and tables of its body.

Headers, footers, notes and comments; tracked changes and hidden words of the body, which some
programs print; shapes, which may cover words; and what lets other words be shown than those
that are read: content controls bound to data, fonts that the file brings along. Page numbers
are no words of anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from lxml import etree

from ..model.proof import Mismatch
from .file import BODY, Relation, WordFile, parsed
from .styles import OFF

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXTPATH: Final = "{urn:schemas-microsoft-com:vml}textpath"
_BLIP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_DRAWN: Final = (f"{W}drawing", f"{W}pict", f"{W}object")
_STORIES: Final = {
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "comments": "批注",
}
_CHANGES: Final = {"ins": "插入", "del": "删去", "moveFrom": "移走", "moveTo": "移来"}
_SEPARATORS: Final = ("separator", "continuationSeparator", "continuationNotice")
_NUMBER_FIELDS: Final = ("PAGE", "NUMPAGES", "SECTIONPAGES")
_PAGE_NUMBER: Final = "\ue000"  # in the place of such a field
_MOST_KEPT: Final = 20_000  # bytes of a story that is known to the next document
_ONLY_NUMBERS: Final = re.compile(rf"[\s\-–—－·.．/第共页{_PAGE_NUMBER}]*")


_TRACED: Final = (
    *(f"{W}{name}" for name in (*_CHANGES, "vanish", "dataBinding")),
    *_DRAWN,
)


def leaves_traces(node: etree._Element) -> bool:
    """Whether there is in it what ``beside`` may have to tell of a body."""
    return next(node.iter(*_TRACED), None) is not None


def beside(file: WordFile, *, traced: bool = True) -> Iterator[Mismatch]:
    """Each thing beside the body, by the name of its place; ``traced`` is whether the body
    ``leaves_traces``.

    Raises:
        BadZipFile, KeyError, XMLSyntaxError: as ``document.read``.
    """
    for related in _related(file, BODY):
        kind, part = related.kind, related.part
        if kind in _STORIES:
            yield from _told(file.content(part), _STORIES[kind])
        elif kind == "fontTable":
            fonts = [font for font in _related(file, part) if font.kind == "font"]
            if fonts:
                told = f"文档带有 {len(fonts)} 个字体文件：字可能印成别的样子"
                yield Mismatch("文档", problem=told)
        elif kind == "aFChunk":
            yield Mismatch("文档", problem=f"文档里插入了另一份文件（{part}）")
    if traced:
        yield from _traces(file.tree(BODY), "正文")


def _told(story: bytes, place: str) -> tuple[Mismatch, ...]:
    told = _told_once if len(story) <= _MOST_KEPT else _told_of
    return told(story, place)


def _told_of(story: bytes, place: str) -> tuple[Mismatch, ...]:
    root = parsed(story)
    return (*_story(root, place), *_traces(root, place))


# Follows from the bytes; documents of one template have the same feet.
_told_once: Final = lru_cache(maxsize=64)(_told_of)


def _related(file: WordFile, part: str) -> Iterator[Relation]:
    """What ``part`` uses of the parts that the file has."""
    return (one for one in file.relations(part) if not one.external and one.part in file)


def _story(root: etree._Element, place: str) -> Iterator[Mismatch]:
    """Its paragraphs, but those that hold nothing but a page number."""
    for paragraph in root.iter(f"{W}p"):
        note = next(paragraph.iterancestors(f"{W}footnote", f"{W}endnote"), None)
        if note is not None and note.get(f"{W}type") in _SEPARATORS:
            continue
        words = _words(paragraph)
        if not _ONLY_NUMBERS.fullmatch(words):
            yield Mismatch(place, found=words.replace(_PAGE_NUMBER, "〈页码〉").strip())


def _words(paragraph: etree._Element) -> str:
    """The words of a paragraph, those of its drawings too; of a field its instruction, so that
    what it may show is told, and a sign for a page number, whatever number is kept there."""
    words = ""
    instruction: list[str] = []
    results = 0  # how many page numbers are open, whose kept result is skipped
    for node in paragraph.iter():
        if node.tag == f"{W}fldChar":
            kind = node.get(f"{W}fldCharType")
            if kind == "begin":
                instruction.append("")
            elif kind == "separate" and instruction:
                shown = _field(instruction[-1])
                results += shown == _PAGE_NUMBER
                words += shown
            elif kind == "end" and instruction:
                results -= _field(instruction.pop()) == _PAGE_NUMBER and results > 0
        elif node.tag == f"{W}instrText" and instruction:
            instruction[-1] += node.text or ""
        elif node.tag == f"{W}fldSimple":
            words += _field(node.get(f"{W}instr", ""))
        elif node.tag == f"{W}t" and not results and not _is_copy(node):
            words += node.text or ""
        elif node.tag == f"{W}tab" and _in_run(node):
            words += "\t"
        elif node.tag == _TEXTPATH:
            words += node.get("string", "")
    return words


def _in_run(node: etree._Element) -> bool:
    """Whether a tab is printed, and not one that a paragraph's properties set."""
    parent = node.getparent()
    return parent is not None and parent.tag == f"{W}r"


def _field(instruction: str) -> str:
    words = instruction.split()
    if words and words[0].upper() in _NUMBER_FIELDS:
        return _PAGE_NUMBER
    return f"〈域 {' '.join(words)}〉"


def _is_copy(node: etree._Element) -> bool:
    """Whether words are those of a page number, or stand once more for older programs."""
    for above in node.iterancestors():
        if above.tag == _FALLBACK:
            return True
        if above.tag == f"{W}fldSimple" and _field(above.get(f"{W}instr", "")) == _PAGE_NUMBER:
            return True
    return False


def _traces(root: etree._Element, place: str) -> Iterator[Mismatch]:
    """Tracked changes, hidden words, shapes, bound content controls."""
    for node in root.iter(*(f"{W}{name}" for name in _CHANGES)):
        name = etree.QName(node).localname
        words = "".join(t.text or "" for t in node.iter(f"{W}t", f"{W}delText"))
        said = f"“{words}”" if words else "段落、行或格"
        yield Mismatch(place, problem=f"有没有接受的修订：{_CHANGES[name]}{said}")
    for node in root.iter(f"{W}vanish"):
        run = next(node.iterancestors(f"{W}r"), None)
        if run is None or node.get(f"{W}val") in OFF:
            continue
        if words := "".join(t.text or "" for t in run.iter(f"{W}t")).strip():
            yield Mismatch(place, problem=f"有隐藏的文字“{words}”")
    for node in root.iter(*_DRAWN):
        pictures = next(node.iter(_BLIP), None) is not None and place == "正文"
        copied = next(node.iterancestors(_FALLBACK), None) is not None
        if not pictures and not copied and not any(True for _ in node.iter(f"{W}t", _TEXTPATH)):
            yield Mismatch(place, problem="有图形、对象或旧格式的图片，可能盖住文字")
    for node in root.iter(f"{W}dataBinding"):
        where = node.get(f"{W}xpath", "")
        yield Mismatch(place, problem=f"有内容控件取别处的数据（{where}），打开后文字可能改变")
