"""Loops, choices and macros: what is opened and never closed, and where a tag may stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import evolve, frozen

from .fault import CROSSED, MARK_LOSES, MARK_PLACE, UNCLOSED, UNOPENED, Fault, Kind, short
from .tags import ENDS, Tag

BETWEEN: Final = {"else": ("if", "for"), "elif": ("if",)}
_NAMES: Final = {"if": "判断", "for": "循环", "macro": "宏"}
_WHOLE: Final = {"p": "整段", "tr": "整行", "tc": "整格", "r": "整截文字"}


@frozen
class BlockFault:
    """A fault of a block, and the tag that has it; ``mended`` is the right one where that is
    sure, ``before`` the end of the block around one that is not closed."""

    tag: Tag
    fault: Fault
    mended: Tag | None = None
    before: Tag | None = None


def structure(tags: Sequence[Tag]) -> Iterator[BlockFault]:
    """What is wrong with the blocks of one part, whose ``tags`` stand in order."""
    opened: list[Tag] = []
    for tag in tags:
        if tag.kind != "{%":
            continue
        word = tag.keyword
        if word in ENDS:
            opened.append(tag)
        elif word in BETWEEN:
            if not opened or opened[-1].keyword not in BETWEEN[word]:
                yield _fault(UNOPENED, tag, f"“{tag.whole}”前面没有可配的判断或循环")
            else:
                yield from _apart(opened[-1], tag)
        elif word in ENDS.values():
            yield from _closed(opened, tag)
    for tag in reversed(opened):
        yield _unclosed(tag)


def _closed(opened: list[Tag], tag: Tag) -> Iterator[BlockFault]:
    place = next(
        (n for n in reversed(range(len(opened))) if ENDS[opened[n].keyword] == tag.keyword), None
    )
    if place is None:
        yield _fault(UNOPENED, tag, f"“{tag.whole}”前面没有开始的标签")
        return
    while len(opened) > place + 1:
        yield evolve(_unclosed(opened.pop()), before=tag)
    yield from _apart(opened.pop(), tag)


def _unclosed(tag: Tag) -> BlockFault:
    what = _NAMES.get(tag.keyword, tag.keyword)
    told = f"{what}“{short(tag.whole)}”没有结束"
    return _fault(UNCLOSED, tag, told, f"请在应结束处补上 {tag.end}，或删去这个标签")


def _apart(first: Tag, then: Tag) -> Iterator[BlockFault]:
    """A beginning and an end that do not leave a whole document between them."""
    if first.prefix != then.prefix:
        what = f"“{short(first.whole)}”与“{then.whole}”的写法不同（{{%{first.prefix}、"
        what += f"{{%{then.prefix}）"
        right = evolve(then, prefix=first.prefix)
        yield evolve(_fault(CROSSED, then, what, f"请把这一个改成 {right.whole}"), mended=right)
        return
    holder = {"tr": "tbl", "tc": "tr"}.get(first.prefix)
    one, other = (
        tag.paragraph.around if holder is None else tag.paragraph.inside(holder)
        for tag in (first, then)
    )
    if one is not other:
        where = str(first.paragraph.place)
        what = f"“{then.whole}”与它的开始“{short(first.whole)}”（{where}）不在同一处"
        yield _fault(CROSSED, then, what)


def marks(tags: Sequence[Tag]) -> Iterator[BlockFault]:
    """Marks that stand for a whole paragraph, row or cell, and take other contents with them."""
    told = set()
    for tag in tags:
        if tag.prefix not in ("p", "tr", "tc"):
            continue
        if tag.prefix != "p" and tag.paragraph.inside(tag.prefix) is None:
            what = f"“{short(tag.whole)}”是{_WHOLE[tag.prefix]}的标签，这里不在表格里"
            yield _fault(MARK_PLACE, tag, what)
            continue
        holder = tag.paragraph.node if tag.prefix == "p" else tag.paragraph.inside(tag.prefix)
        if (tag.prefix, holder) in told:
            continue
        rest = _beside(tag, tags)
        if rest:
            told.add((tag.prefix, holder))
            what = (
                f"“{short(tag.whole)}”是{_WHOLE[tag.prefix]}的标签，填写时{_WHOLE[tag.prefix]}换成"
            )
            yield _fault(MARK_LOSES, tag, f"{what}它，旁边的“{short(rest)}”会丢失")


def _beside(tag: Tag, tags: Sequence[Tag]) -> str:
    """What else stands in the paragraph, row or cell that ``tag`` takes the place of."""
    rest = tag.paragraph.text.replace(tag.text, "", 1).strip()
    if tag.prefix == "p" or rest:
        return rest
    holder = tag.paragraph.inside(tag.prefix)
    for other in tags:
        if other.paragraph is not tag.paragraph and other.paragraph.inside(tag.prefix) is holder:
            return other.text
    return ""


def _fault(kind: Kind, tag: Tag, message: str, advice: str = "") -> BlockFault:
    return BlockFault(tag, Fault(kind, tag.paragraph.place, message, advice))
