"""What is seen in a line of a Word file: its words as they are printed, and what is no text.

What is seen but cannot be read (pictures, text boxes, formulas) leaves a mark, so that it can be
told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Final

from attrs import evolve, field, mutable
from lxml import etree

from ...model.clean import clean
from .word_styles import child, switch, tag

ENDS: Final = " \t\n\u3000\u00a0\u200b\u200c\u200d\ufeff"


class Mark(Enum):
    """What is told of a place; ``{where}`` is filled in."""

    PICTURE = "图片没有读入，成品里不会有（只读入正文行中的 PNG、JPEG），其中的文字和表格也没有读"
    TEXT_BOX = "文本框，其中的文字未读"
    SHAPE = "图形，其中若有文字则未读"
    EMBEDDED = "嵌入的对象或文件，未读"
    FORMULA = "公式，未读"
    NOTE = "脚注或尾注，注文未读"
    COMMENT = "批注，未计入"
    HIDDEN = "隐藏文字，打印时看不见，未计入"
    DELETED = "修订中删除的文字，未计入"
    INSERTED = "修订中插入的文字，已计入"
    PLACEHOLDER = "尚未填写的内容控件，提示语未计入"
    INSTRUCTION = "域代码中的文字，未计入"
    NO_RESULT = "没有文字结果的域，未读"
    SYMBOL = "符号字体中的符号，认不出是什么字，未读"
    NUMBER = "自动编号，其编号格式认不出，编号未计入"
    BREAKS = "手动换行，按换行分段"


@mutable
class Words:
    """The text of a paragraph, and its marks with a few words of each."""

    text: str = ""
    marks: list[tuple[Mark, str]] = field(factory=list)
    centred: bool = False
    # The mark at its end is hidden or deleted: the next paragraph goes on in it.
    runs_on: bool = False
    label: str = ""


# What is no text, with its mark; what has none is looked into.
NAMED: Final = {
    "w:drawing": None,
    "w:pict": None,
    "w:object": Mark.EMBEDDED,
    "w:control": Mark.EMBEDDED,
    "w:altChunk": Mark.EMBEDDED,
    "w:subDoc": Mark.EMBEDDED,
    "w:footnoteReference": Mark.NOTE,
    "w:endnoteReference": Mark.NOTE,
    "w:commentReference": Mark.COMMENT,
    "m:oMath": Mark.FORMULA,
    "m:oMathPara": Mark.FORMULA,
}


def joined(parts: Sequence[Words]) -> Words:
    """Paragraphs that run on into the last one, whose properties they take."""
    last = parts[-1]
    if len(parts) == 1:
        return last
    marks = [mark for words in parts for mark in words.marks]
    return evolve(last, text="".join(words.text for words in parts), marks=marks)


def numbered(label: str, text: str) -> str:
    """The printed number before a text: ``1.`` before a figure must not become a fraction."""
    if label and text and label[-1] in ".．" and text[0].isdigit():
        return f"{label} {text}"
    return label + text if text else label.rstrip(ENDS)


def is_placeholder(control: etree._Element) -> bool:
    """Whether a content control shows its prompt, that is, nothing was filled in."""
    return bool(switch(control, "w:sdtPr", "w:showingPlcHdr"))


def alternative(node: etree._Element) -> etree._Element | None:
    """Of an AlternateContent the first choice; the fallback where there is none."""
    return (
        child(node, "mc:Choice")
        if child(node, "mc:Choice") is not None
        else child(node, "mc:Fallback")
    )


def seen(node: etree._Element) -> Iterator[tuple[Mark, str]]:
    """What a drawing, an object or a reference shows, said once."""
    mark = NAMED.get(tag(node))
    if mark is not None:
        yield mark, ""
        return
    boxes = 0
    pictures = 0
    for found in _once(node):
        match tag(found):
            case "w:txbxContent":
                boxes += 1
                text = all_text(found)
                yield (Mark.TEXT_BOX, text) if text else (Mark.SHAPE, "")
            case "blip" | "imagedata":
                pictures += 1
                yield Mark.PICTURE, ""
    if not boxes and not pictures:
        yield Mark.SHAPE, ""


def _once(node: etree._Element) -> Iterator[etree._Element]:
    """Everything below, of each AlternateContent one side only, of a text box nothing more."""
    for found in node:
        if tag(found) == "mc:AlternateContent":
            chosen = alternative(found)
            if chosen is not None:
                yield from _once(chosen)
            continue
        yield found
        if tag(found) != "w:txbxContent":
            yield from _once(found)


def as_shown(text: str, *, stays: bool) -> str:
    """The words of a ``w:t`` as they are seen; ``stays``: so are blanks at its ends."""
    if not stays:
        text = text.strip(" \t\r\n")
    # A line end inside w:t is a blank to Word.
    return text if text.isprintable() else clean(text.replace("\n", " "))


def all_text(node: etree._Element) -> str:
    """Every letter below, deleted or not, of an AlternateContent both sides: for a quotation."""
    parts = []
    for found in node.iter():
        if tag(found) in ("w:t", "w:delText"):
            parts.append(found.text or "")
            if len(parts) > 100:
                break
    return clean("".join(parts)).strip(ENDS)
