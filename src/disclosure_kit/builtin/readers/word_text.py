"""The visible text of one paragraph of a Word file, and what stands in it that is no text.

Visible is what a print shows with all changes accepted: inserted text, results of fields;
not deleted or hidden text, not instructions. What is seen but cannot be read (pictures, text
boxes, formulas) leaves a mark, so that it can be told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Final

from attrs import evolve, field, frozen, mutable
from lxml import etree

from ...model.clean import clean
from .word_numbering import Numbering
from .word_styles import (
    ListPlace,
    Styles,
    attribute,
    by_full_name,
    child,
    children,
    is_on,
    properties,
    switch,
    tag,
    val,
)

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


@frozen
class _Look:
    """What its style decides of a paragraph: ``plain`` is whether a run that says nothing itself
    is hidden."""

    centred: bool
    hides: bool
    listed: bool
    plain: bool


class _Part(Enum):
    """What the reader does with a node in a line; all others are left where they are."""

    RUN = "its words, hidden or not"
    TEXT = "words"
    SIGN = "a sign in the place of words"
    AROUND = "what is in it, as if it stood there"
    TAKEN = "taken, and told"
    LEFT_OUT = "left out, and told"
    NAMED = "no text: named, where it is seen"
    SYMBOL = "a letter of a font of symbols"
    FIELD = "where a field begins, shows its result, or ends"
    CODE = "the instruction of a field"
    CONTROL = "a content control"
    EITHER = "one of several ways to show the same"


_AROUND: Final = (
    "hyperlink",
    "smartTag",
    "customXml",
    "fldSimple",
    "sdtContent",
    "bdo",
    "dir",
    "ruby",
    "rubyBase",
)
_LEFT_OUT: Final = {"w:del": Mark.DELETED, "w:moveFrom": Mark.DELETED}
_TAKEN: Final = {"w:ins": Mark.INSERTED, "w:moveTo": Mark.INSERTED}
_SIGNS: Final = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:noBreakHyphen": "-",
    "w:cr": "\n",
    "w:br": "\n",
}
_NAMED: Final = {
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
_PARTS: Final = by_full_name(
    {
        "w:r": _Part.RUN,
        "w:t": _Part.TEXT,
        "w:sym": _Part.SYMBOL,
        "w:fldChar": _Part.FIELD,
        "w:instrText": _Part.CODE,
        "w:sdt": _Part.CONTROL,
        "mc:AlternateContent": _Part.EITHER,
        **dict.fromkeys(_SIGNS, _Part.SIGN),
        **{f"w:{name}": _Part.AROUND for name in _AROUND},
        **dict.fromkeys(_TAKEN, _Part.TAKEN),
        **dict.fromkeys(_LEFT_OUT, _Part.LEFT_OUT),
        **dict.fromkeys(_NAMED, _Part.NAMED),
    }
)
_OF_LINE: Final = by_full_name({name: name for name in ("w:pStyle", "w:jc", "w:numPr", "w:rPr")})
_OF_MARK: Final = by_full_name({name: name for name in ("w:vanish", "w:del", "w:moveFrom")})
_OF_RUN: Final = by_full_name({name: name for name in ("w:vanish", "w:rStyle")})
# Fields that print nothing by their nature.
_SILENT: Final = frozenset(
    {
        "TC",
        "XE",
        "TA",
        "RD",
        "SET",
        "ASK",
        "ADVANCE",
        "PRIVATE",
        "BOOKMARK",
        "COMMENTS",
        "FORMTEXT",
        "HYPERLINK",
        "TOC",
        "PAGE",
        "NUMPAGES",
        "SECTIONPAGES",
        "MERGEFORMAT",
        "REF",
        "PAGEREF",
    }
)
# What the common symbol fonts show at a code.
_SYMBOLS: Final = {
    "wingdings": {
        0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "□", 0x75: "◆", 0x9F: "•", 0xA1: "○", 0xA8: "□",
        0xD8: "➢", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    },
    "wingdings 2": {
        0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0xA3: "□",
        **{0x69 + n: chr(ord("①") + n - 1) for n in range(1, 11)},
    },
    "symbol": {0xB7: "•", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xA3: "≤", 0xB3: "≥", 0xB0: "°"},
}  # fmt: skip


@mutable
class _Field:
    """A field that is open: its instruction so far, and whether its result has begun."""

    code: str = ""
    in_result: bool = False
    shown: bool = False


@mutable
class _Line:
    """A line as it is read: its words so far, its marks, and the look that its runs begin with."""

    look: _Look
    parts: list[str] = field(factory=list)
    marks: list[tuple[Mark, str]] = field(factory=list)


class Reader:
    """Reads the paragraphs of a story in order: fields and lists go on from one to the next.
    ``counted``: one of them may have a number."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self._looks: dict[str | None, _Look] = {}
        self._fields: list[_Field] = []
        self._in_code = 0  # how many of the open fields have not come to their result
        self.counted = False

    def apart(self) -> Reader:
        """A reader of another story with the same styles, without lists."""
        return Reader(self._styles, Numbering(None, self._styles))

    def paragraph(self, node: etree._Element) -> Words:
        """One paragraph (``w:p``)."""
        said = properties(node, "w:pPr", _OF_LINE)
        name = val(said.get("w:pStyle"))
        look = self._looks.get(name) or self._look(name)
        line = _Line(look)
        self._inside(node, line, hide=False)
        alignment = val(said.get("w:jc"))
        words = Words(
            "".join(line.parts),
            line.marks,
            look.centred if not alignment else alignment == "center",
            look.hides,
        )
        if "w:rPr" in said:
            mark = children(said["w:rPr"], _OF_MARK)
            own = is_on(mark.get("w:vanish"))
            hides = look.hides if own is None else own
            words.runs_on = hides or "w:del" in mark or "w:moveFrom" in mark
        if not words.runs_on and (look.listed or "w:numPr" in said):
            self.counted = True
            printed = self._numbering.printed(ListPlace.said(said.get("w:numPr")), name)
            words.label = printed.text
            if printed.unread:
                words.marks.append((Mark.NUMBER, printed.unread))
        return words

    def _look(self, name: str | None) -> _Look:
        style = self._styles.paragraph(name)
        hides = self._styles.hidden if style.hidden is None else style.hidden
        self._looks[name] = look = _Look(
            style.alignment == "center",
            hides,
            style.listed is not None,
            hides != bool(self._styles.character(None).hidden),
        )
        return look

    def _hidden(self, run: etree._Element, look: _Look) -> bool:
        """Who decides whether a run is hidden: its styles, then itself."""
        said = properties(run, "w:rPr", _OF_RUN)
        if not said:
            return look.plain
        own = is_on(said.get("w:vanish"))
        if own is not None:
            return own
        style = self._styles.character(val(said.get("w:rStyle")))
        # A toggle: said by both kinds of style it is off again (ECMA-376 part 1, 17.7.3).
        return look.hides != bool(style.hidden)

    def _inside(self, parent: etree._Element, line: _Line, *, hide: bool) -> None:
        for node in parent:
            part = _PARTS.get(node.tag)
            if part is None:
                continue
            if part is _Part.RUN:
                self._inside(node, line, hide=hide or self._hidden(node, line.look))
            elif part is _Part.TEXT:
                self._take(_text(node), line, hide=hide)
            else:
                self._other(part, node, line, hide=hide)

    def _other(self, part: _Part, node: etree._Element, line: _Line, *, hide: bool) -> None:
        match part:
            case _Part.SIGN:
                self._take(_SIGNS[tag(node)], line, hide=hide)
            case _Part.SYMBOL:
                self._symbol(node, line, hide=hide)
            case _Part.FIELD:
                self._field(node, line)
            case _Part.CODE:
                if self._fields and not self._fields[-1].in_result:
                    self._fields[-1].code += (node.text or "")[:200]
            case _Part.AROUND:
                self._inside(node, line, hide=hide)
            case _Part.TAKEN:
                before = len(line.parts)
                self._inside(node, line, hide=hide)
                if said := "".join(line.parts[before:]).strip(ENDS):
                    line.marks.append((_TAKEN[tag(node)], said))
            case _Part.LEFT_OUT:
                if said := _all_text(node):
                    line.marks.append((_LEFT_OUT[tag(node)], said))
            case _Part.CONTROL:
                self._control(node, line, hide=hide)
            case _Part.EITHER:
                if (chosen := alternative(node)) is not None:
                    self._inside(chosen, line, hide=hide)
            case _Part.NAMED:
                if not hide:
                    line.marks.extend(seen(node))

    def _take(self, text: str, line: _Line, *, hide: bool) -> None:
        if self._in_code:
            if text.strip(ENDS):
                line.marks.append((Mark.INSTRUCTION, text))
            return
        if self._fields:
            self._fields[-1].shown = True
        if not hide:
            line.parts.append(text)
        elif text.strip(ENDS):
            line.marks.append((Mark.HIDDEN, text))

    def _symbol(self, node: etree._Element, line: _Line, *, hide: bool) -> None:
        font = (attribute(node, "font") or "").lower()
        try:
            code = int((attribute(node, "char") or "")[:6], 16)
        except ValueError:
            code = 0
        known = _SYMBOLS.get(font)
        if known is not None or font.startswith(("wingdings", "webdings")):
            sign = (known or {}).get(code & 0xFF, "")
        elif 0x20 <= code < 0xD800 or 0xF900 <= code < 0xFFFE:
            sign = chr(code)
        else:
            sign = ""
        if sign:
            self._take(sign, line, hide=hide)
        elif not hide:
            line.marks.append((Mark.SYMBOL, f"{font} {code:04X}"))

    def _field(self, node: etree._Element, line: _Line) -> None:
        kind = attribute(node, "fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
            self._in_code += 1
        elif kind == "separate" and self._fields and not self._fields[-1].in_result:
            self._fields[-1].in_result = True
            self._in_code -= 1
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            self._in_code -= not ended.in_result
            code = (ended.code.split() or [""])[0].upper()
            if not ended.shown and code not in _SILENT:
                line.marks.append((Mark.NO_RESULT, code))
            elif ended.shown and self._fields:
                self._fields[-1].shown = True

    def _control(self, node: etree._Element, line: _Line, *, hide: bool) -> None:
        content = child(node, "w:sdtContent")
        if content is None:
            return
        if is_placeholder(node):
            line.marks.append((Mark.PLACEHOLDER, _all_text(content)))
            return
        self._inside(content, line, hide=hide)

    def unfinished(self) -> bool:
        """Whether a field was begun and never ended."""
        return bool(self._fields)


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
    mark = _NAMED.get(tag(node))
    if mark is not None:
        yield mark, ""
        return
    boxes = 0
    pictures = 0
    for found in _once(node):
        match tag(found):
            case "w:txbxContent":
                boxes += 1
                text = _all_text(found)
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


def _text(node: etree._Element) -> str:
    text = "".join(map(str, node.itertext())) if len(node) else node.text or ""
    stays = node.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
    return as_shown(text, stays=stays)


def as_shown(text: str, *, stays: bool) -> str:
    """The words of a ``w:t`` as they are seen; ``stays``: so are blanks at its ends."""
    if not stays:
        text = text.strip(" \t\r\n")
    # A line end inside w:t is a blank to Word.
    return text if text.isprintable() else clean(text.replace("\n", " "))


def _all_text(node: etree._Element) -> str:
    """Every letter below, deleted or not, of an AlternateContent both sides: for a quotation."""
    parts = []
    for found in node.iter():
        if tag(found) in ("w:t", "w:delText"):
            parts.append(found.text or "")
            if len(parts) > 100:
                break
    return clean("".join(parts)).strip(ENDS)
