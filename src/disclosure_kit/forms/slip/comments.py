"""The comments of a sheet: what they say (one part), and the boxes they stand in (another).

Excel, WPS and LibreOffice show a comment only where both parts are there; the boxes are VML,
which nobody uses for anything else any more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Final

from lxml import etree

from ...errors import SourceError
from ...model.clean import clean
from ..cells import Spot
from .markup import MAIN, tag
from .sheet import Sheet

AUTHOR: Final = "年报核对"
LONGEST: Final = 32_000  # of a cell's text in Excel
BOX_WIDTH: Final = 320
LINE_HEIGHT: Final = 18
UNITS_PER_LINE: Final = 44  # a Chinese character counts two
LONGEST_BOX: Final = 36
LAST_COLUMN: Final = 16_383

_SPACES: Final = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_TYPE: Final = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE: Final = (
    '<v:shape{spaces} id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;'
    'width:{width}pt;height:{height}pt;z-index:{order};visibility:hidden" '
    'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_END: Final = re.compile(rb"</(?:\w+:)?xml\s*>\s*\Z")
_NUMBER: Final = re.compile(rb"_x0000_s(\d{1,9})")
_BLOCKS: Final = re.compile(rb"\bdata=[\"']([\d, ]{1,200})[\"']")


def new_comments() -> etree._Element:
    """A part without comments."""
    return etree.fromstring(f'<comments xmlns="{MAIN}"><authors/><commentList/></comments>')


def comment(root: etree._Element, texts: dict[Spot, str]) -> list[Spot]:
    """Say ``texts`` in the comments; where a cell has one, after what it says, or in place of
    what an earlier slip said.

    Returns the cells whose comment is new, and so needs a box.
    """
    listed = root.find(tag("commentList"))
    if listed is None:
        listed = etree.SubElement(root, tag("commentList"))
    own = {found.get("ref"): found for found in listed.iterchildren(tag("comment"))}
    author = str(_author(root))
    new = []
    for spot, words in texts.items():
        there = own.get(spot.a1)
        if there is None:
            new.append(spot)
            there = etree.SubElement(listed, tag("comment"), {"ref": spot.a1, "authorId": author})
            etree.SubElement(there, tag("text"))
            _say(there, words)
        elif there.get("authorId") == author:
            for said in there.findall(tag("text")):
                there.remove(said)
            _say(there, words)
        else:
            _say(there, f"\n\n{words}")
    return new


def earlier_in(root: etree._Element) -> int:
    """How many comments an earlier slip left."""
    authors = root.find(tag("authors"))
    listed = [] if authors is None else authors.findall(tag("author"))
    names = [author.text for author in listed]
    own = {str(number) for number, name in enumerate(names) if name == AUTHOR}
    return sum(found.get("authorId") in own for found in root.iter(tag("comment")))


def _author(root: etree._Element) -> int:
    authors = root.find(tag("authors"))
    if authors is None:
        authors = etree.Element(tag("authors"))
        root.insert(0, authors)
    names = [author.text for author in authors.iterchildren(tag("author"))]
    if AUTHOR in names:
        return names.index(AUTHOR)
    etree.SubElement(authors, tag("author")).text = AUTHOR
    return len(names)


def _say(there: etree._Element, words: str) -> None:
    text = there.find(tag("text"))
    if text is None:
        text = etree.SubElement(there, tag("text"))
    for plain in text.findall(tag("t")):  # beside runs, not every program shows it
        run = etree.Element(tag("r"))
        text.replace(plain, run)
        run.append(plain)
    made = etree.Element(tag("r"))
    said = etree.SubElement(made, tag("t"))
    said.text = "\n".join(clean(line) for line in shortened(words).split("\n"))
    said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    runs = text.findall(tag("r"))
    if runs:
        runs[-1].addnext(made)
    else:
        text.insert(0, made)


def shortened(words: str) -> str:
    """``words``, cut where a comment cannot hold them, and saying so."""
    if len(words) <= LONGEST:
        return words
    return f"{words[:LONGEST]}\n……（批注放不下，其余请看核对结果）"


def blocks_in(drawings: Iterable[bytes]) -> Iterator[int]:
    """The blocks of numbers that drawings have taken for their shapes."""
    for content in drawings:
        for found in _BLOCKS.findall(content):
            yield from (int(number) for number in re.findall(rb"\d{1,6}", found))


def new_boxes(block: int, count: int) -> bytes:
    """A VML part without boxes, to take ``count``, its numbers from ``block`` on."""
    spaces = "".join(f' xmlns:{name}="{space}"' for name, space in _SPACES.items())
    blocks = ",".join(str(block + n) for n in range(1 + count // 1024))
    return (
        f'<xml{spaces}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{blocks}"/>'
        "</o:shapelayout></xml>"
    ).encode()


def with_boxes(
    name: str, content: bytes, sheet: Sheet, texts: dict[Spot, str], block: int = 0
) -> bytes:
    """A VML part with a box for each of ``texts``; the rest of it stays as it is.

    Its numbers follow those that are there, or begin with those of ``block``. It is changed
    as text: Excel itself writes VML that is not well-formed XML.

    Raises:
        SourceError: its end cannot be found.
    """
    end = _END.search(content)
    if end is None:
        raise SourceError(
            f"{name}：工作表原有批注的图形部件读不出来，不能再加批注",
            hint="请在 Excel 或 WPS 中打开，另存一份再试",
        )
    spaces = "".join(
        f' xmlns:{prefix}="{space}"'
        for prefix, space in _SPACES.items()
        if f"xmlns:{prefix}=".encode() not in content
    )
    number = max((int(found) for found in _NUMBER.findall(content)), default=block * 1024)
    made = "" if b'id="_x0000_t202"' in content else _TYPE.replace(" ", f"{spaces} ", 1)
    for order, (spot, words) in enumerate(texts.items(), 1):
        height = _height(words)
        made += _SHAPE.format(
            spaces=spaces,
            number=number + order,
            width=BOX_WIDTH * 3 // 4,
            height=height * 3 // 4,
            order=order,
            anchor=_anchor(sheet, spot, height),
            row=spot.row,
            column=spot.column,
        )
    return content[: end.start()] + made.encode() + content[end.start() :]


def _height(words: str) -> int:
    lines = 1
    for line in words.split("\n"):
        units = sum(2 if ord(sign) > 255 else 1 for sign in line)
        lines += max(1, -(-units // UNITS_PER_LINE))
    return min(lines, LONGEST_BOX) * LINE_HEIGHT


def _anchor(sheet: Sheet, spot: Spot, height: int) -> str:
    """The corners of a box beside its cell: column, pixels into it, row, pixels into it."""
    left, top = min(spot.column + 1, LAST_COLUMN), max(spot.row - 1, 0)
    widths = [sheet.width(column) for column in range(left, left + 40)]
    right, into = _reach(widths, BOX_WIDTH + 15)
    bottom, below = _reach(sheet.heights(top, 60), height + 10)
    corners = (left, 15, top, 10, min(left + right, LAST_COLUMN), into, top + bottom, below)
    return ", ".join(map(str, corners))


def _reach(sizes: list[int], length: int) -> tuple[int, int]:
    """How many cells ``length`` passes, and how far it reaches into the next."""
    for number, total in enumerate(accumulate(sizes)):
        if total > length:
            return number, length - (total - sizes[number])
    return len(sizes), 0
