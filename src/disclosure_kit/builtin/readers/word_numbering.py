"""The numbers that Word prints before a paragraph and that stand nowhere in its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from attrs import field, frozen, mutable
from lxml import etree

from .word_styles import ListPlace, Styles, attribute, child, number, switch, tag, value

LEVELS: Final = 9
_DIGITS: Final = "〇一二三四五六七八九"


def chinese(count: int) -> str | None:
    """一, 十一, 二十 … 九十九, and on to 九百九十九."""
    if not 0 < count < 1000:
        return None
    hundreds, rest = divmod(count, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += f"{_DIGITS[tens] if tens > 1 or hundreds else ''}十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def _counting(count: int) -> str | None:
    # Beyond 99 the formats of Chinese and Japanese Word differ from one another.
    return chinese(count) if count < 100 else None


def _letters(first: str) -> Callable[[int], str | None]:
    def letters(count: int) -> str | None:
        if not 0 < count <= 26 * 20:
            return None
        return chr(ord(first) + (count - 1) % 26) * ((count - 1) // 26 + 1)

    return letters


def _roman(count: int) -> str | None:
    if not 0 < count < 4000:
        return None
    text = ""
    for size, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        while count >= size:
            text += sign
            count -= size
    return text


def _row(first: str, length: int) -> Callable[[int], str | None]:
    return lambda count: chr(ord(first) + count - 1) if 0 < count <= length else None


def _capital_roman(count: int) -> str | None:
    return (_roman(count) or "").upper() or None


def _circled(count: int) -> str | None:
    return _row("①", 20)(count) or _row("㉑", 15)(count - 20)


_FORMATS: Final[Mapping[str, Callable[[int], str | None]]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda count: f"{count:02d}",
    "decimalFullWidth": lambda count: "".join(chr(ord(c) + 0xFEE0) for c in str(count)),
    "decimalFullWidth2": lambda count: "".join(chr(ord(c) + 0xFEE0) for c in str(count)),
    "chineseCounting": _counting,
    "chineseCountingThousand": chinese,
    "japaneseCounting": _counting,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _counting,
    "ideographDigital": lambda count: _DIGITS[count] if 0 < count < 10 else None,
    "lowerLetter": _letters("a"),
    "upperLetter": _letters("A"),
    "lowerRoman": _roman,
    "upperRoman": _capital_roman,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _row("⑴", 20),
    "decimalEnclosedFullstop": _row("⒈", 20),
    "ideographEnclosedCircle": _row("㊀", 10),
    "ideographParenthesized": _row("㈠", 10),
    "ideographTraditional": lambda n: "甲乙丙丁戊己庚辛壬癸"[n - 1] if 0 < n <= 10 else None,
    "none": lambda _: "",
}


@frozen
class Level:
    """One level of a list: how it counts, and the words around the number."""

    start: int = 1
    kind: str = "decimal"
    text: str = ""
    follows: str = "tab"
    restart: int | None = None
    legal: bool = False
    style: str | None = None

    @classmethod
    def of(cls, node: etree._Element) -> Level:
        restart = value(node, "w:lvlRestart")
        # w:numFmt may stand in an AlternateContent, with the plain format as its fallback.
        kind = value(node, "w:numFmt") or value(
            node, "mc:AlternateContent", "mc:Fallback", "w:numFmt"
        )
        return cls(
            number(value(node, "w:start"), 0),
            kind or "decimal",
            (value(node, "w:lvlText") or "")[:100],
            value(node, "w:suff") or "tab",
            None if restart is None else number(restart, 0),
            bool(switch(node, "w:isLgl")),
            value(node, "w:pStyle"),
        )


@frozen
class Printed:
    """The number before a paragraph; ``unread`` names a format that we cannot count in."""

    text: str = ""
    unread: str = ""


@mutable
class _List:
    levels: dict[int, Level]
    counters: dict[int, int] = field(factory=dict)


@frozen
class _Instance:
    """A ``w:num``: the list it counts in, and what it says otherwise."""

    counts: _List
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


class Numbering:
    """The lists of a file, counting while its paragraphs are read in order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._instances: dict[str, _Instance] = {}
        self._started: set[tuple[str, int]] = set()
        if root is None:
            return
        lists: dict[str, _List] = {}
        links: dict[str, str] = {}
        nodes: dict[str, etree._Element] = {}
        for node in root:
            if tag(node) == "w:abstractNum" and (name := attribute(node, "abstractNumId")):
                lists[name] = _List(_levels(node))
                if link := value(node, "w:numStyleLink"):
                    links[name] = link
            elif tag(node) == "w:num" and (name := attribute(node, "numId")):
                nodes[name] = node
        for name, node in nodes.items():
            base = value(node, "w:abstractNumId") or ""
            if base in links:
                # The list is described where a style says so.
                linked = nodes.get(styles.linked_list(links[base]) or "")
                base = value(linked, "w:abstractNumId") or base
            if base in lists:
                self._instances[name] = _instance(node, lists[base])

    def printed(self, own: ListPlace | None, style_name: str | None) -> Printed:
        """Count one paragraph on."""
        style = self._styles.paragraph(style_name)
        name = own.number if own is not None and own.number is not None else None
        from_style = name is None
        if from_style and style.listed is not None:
            name = style.listed.number
        instance = self._instances.get(name or "")
        if name is None or instance is None:
            return Printed()
        level = own.level if own is not None else None
        if level is None and from_style and style.listed is not None:
            level = style.listed.level
            for at, known in instance.levels.items():
                if style.named is not None and known.style == style.named:
                    level = at
        return self._count(name, instance, level or 0)

    def _count(self, name: str, instance: _Instance, at: int) -> Printed:
        counters = instance.counts.counters
        level = instance.levels.get(at)
        if level is None:
            return Printed()
        if at in instance.starts and (name, at) not in self._started:
            self._started.add((name, at))
            counters[at] = instance.starts[at]
        else:
            counters[at] = counters[at] + 1 if at in counters else level.start
        for deeper in [n for n in counters if n > at]:
            known = instance.levels.get(deeper, level)
            if known.restart is None or at < known.restart:
                del counters[deeper]
        if level.kind == "bullet":
            return Printed()
        unread: list[str] = []

        def counted(found: re.Match[str]) -> str:
            other = int(found[1]) - 1
            known = instance.levels.get(other, level)
            kind = "decimal" if level.legal and known.kind != "none" else known.kind
            convert = _FORMATS.get(kind)
            text = convert(counters.get(other, known.start)) if convert else None
            if text is None:
                unread.append(kind)
            return text or ""

        text = re.sub("%([1-9])", counted, level.text)
        if unread:
            return Printed(unread=unread[0])
        gap = text and text[-1].isalnum() and level.follows != "nothing"
        return Printed(f"{text} " if gap else text)


def _levels(node: etree._Element) -> dict[int, Level]:
    return {
        number(attribute(found, "ilvl"), 0): Level.of(found)
        for found in node
        if tag(found) == "w:lvl" and number(attribute(found, "ilvl"), 0) < LEVELS
    }


def _instance(node: etree._Element, counts: _List) -> _Instance:
    levels = dict(counts.levels)
    starts: dict[int, int] = {}
    for found in node:
        if tag(found) != "w:lvlOverride":
            continue
        if (at := number(attribute(found, "ilvl"), 0)) >= LEVELS:
            continue
        if (own := child(found, "w:lvl")) is not None:
            levels[at] = Level.of(own)
        if (start := value(found, "w:startOverride")) is not None:
            starts[at] = number(start, 1)
    return _Instance(counts, levels, starts)
