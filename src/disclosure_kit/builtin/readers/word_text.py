"""The visible text of one paragraph of a Word file, and what stands in it that is no text.

Visible is what a print shows with all changes accepted: inserted text, results of fields;
not deleted or hidden text, not instructions.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

from attrs import field, frozen, mutable
from lxml import etree

from .word_numbering import Numbering
from .word_seen import (
    ENDS,
    NAMED,
    Mark,
    Words,
    all_text,
    alternative,
    as_shown,
    is_placeholder,
    seen,
)
from .word_styles import (
    ListPlace,
    Styles,
    attribute,
    by_full_name,
    child,
    children,
    is_on,
    properties,
    tag,
    val,
)
from .word_symbols import Symbol


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
        **dict.fromkeys(NAMED, _Part.NAMED),
    }
)
_OF_LINE: Final = by_full_name({name: name for name in ("w:pStyle", "w:jc", "w:numPr", "w:rPr")})
_OF_MARK: Final = by_full_name({name: name for name in ("w:vanish", "w:del", "w:moveFrom")})
_OF_RUN: Final = by_full_name({name: name for name in ("w:vanish", "w:rStyle")})
_TEXTS: Final = by_full_name({"w:t": "w:t"})
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
        reader = Reader(self._styles, Numbering(None, self._styles))
        reader._looks = self._looks  # of the same styles
        return reader

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
                if said := all_text(node):
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
        symbol = Symbol.of(node)
        if symbol.sign:
            self._take(symbol.sign, line, hide=hide)
        elif not hide:
            line.marks.append((Mark.SYMBOL, symbol.said))

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
            line.marks.append((Mark.PLACEHOLDER, all_text(content)))
            return
        self._inside(content, line, hide=hide)

    def unfinished(self) -> bool:
        """Whether a field was begun and never ended."""
        return bool(self._fields)


def _text(node: etree._Element) -> str:
    text = "".join(map(str, node.itertext())) if len(node) else node.text or ""
    stays = node.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
    return as_shown(text, stays=stays)


def has_parted_words(node: etree._Element) -> bool:
    """Whether a stretch of words below ``node`` has more than text in it: the blanks at the ends of
    its pieces are not those of the text."""
    return any(len(text) for text in node.iter(*_TEXTS))
