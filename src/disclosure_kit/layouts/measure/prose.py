"""Title, headings and running text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Final

from attrs import evolve

from ...model.profile import Profile
from ..lengths import lines_in, mm, points
from .ink import ink, type_of
from .measurement import Measured
from .pages import lies_across
from .roles import HEADINGS, NUMBERS, Role
from .spacing import character_pitch, gap, line_of, pitch, text_height, text_width
from .text import Block, Paragraph, Run

_AS_BODY: Final = (
    Role.BODY,
    Role.NUMBER,
    Role.ADDRESSEE,
    Role.ATTACHMENT,
    Role.ATTACHMENT_MORE,
    Role.AGENCY,
    Role.DATE,
)
# The ids of face and size of each part.
_TYPE: Final = {
    Role.TITLE: ("title.face", "title.size"),
    Role.LABEL: ("annex.label_face", "annex.label_size"),
    Role.CAPTION: ("caption.face", None),
    **{role: (f"heading{n}.face", f"heading{n}.size") for n, role in enumerate(HEADINGS, 1)},
    **dict.fromkeys(_AS_BODY, ("body.face", "body.size")),
}
_ALIGNED: Final = {
    Role.TITLE: "title.alignment",
    Role.NUMBER: "number.alignment",
    Role.BODY: "body.alignment",
    Role.CAPTION: "caption.alignment",
    Role.ANNEX_TITLE: "annex.title_alignment",
}
_LEADS: Final = {f"{name}级标题（段首）": n for n, name in enumerate("一二三四", 1)}
_CN: Final = re.compile("[一二三四五六七八九十百]+")
_TAG: Final = re.compile(r"\{[{%]")


def prose(blocks: tuple[Block, ...], profile: Profile) -> Iterator[Measured]:
    """Every paragraph outside tables by what it is."""
    found = [block for block in blocks if isinstance(block, Paragraph)]
    for paragraph in found:
        for run in paragraph.runs:
            yield from ink(run, paragraph.place)
        yield from _type(paragraph, profile)
        if paragraph.role in _ALIGNED:
            name = _ALIGNED[paragraph.role]
            yield Measured(name, paragraph.looks.alignment, paragraph.place)
        if paragraph.role is Role.BODY:
            yield from _body(paragraph)
        elif paragraph.role in HEADINGS:
            yield from _heading(paragraph)
        elif paragraph.role is Role.CAPTION:
            yield Measured("caption.keep", paragraph.looks.keeps, paragraph.place)
    yield from _title(blocks, profile)
    yield from _grid(found, profile)


def _type(paragraph: Paragraph, profile: Profile) -> Iterator[Measured]:
    face, size = _TYPE.get(paragraph.role, (None, None))
    for run in _without_lead(paragraph):
        level = _LEADS.get(run.style)
        of = f"heading{level}.face" if level else face
        yield from type_of(run, of, size, paragraph.place, profile)


def _without_lead(paragraph: Paragraph) -> Iterator[Run]:
    """The runs, but not the words of a heading that runs into its text in no style of its own:
    whether it is one, nobody can tell."""
    if paragraph.role is not Role.BODY or not any(n.match(paragraph.text) for n in NUMBERS):
        yield from paragraph.runs
        return
    leads = True
    for run in paragraph.runs:
        if not leads or run.style in _LEADS:
            yield run
        elif "。" in run.text:
            leads = False
            yield evolve(run, text=run.text.partition("。")[2])


def _body(paragraph: Paragraph) -> Iterator[Measured]:
    looks, place = paragraph.looks, paragraph.place
    size = _size(paragraph)
    yield Measured("body.line", line_of(looks, paragraph.section, size), place)
    yield Measured("body.space", points(max(looks.before, looks.after)), place)
    if not looks.keeps:  # what is kept with a signature is another thing (7.3.5.5)
        yield Measured("body.widow", looks.widow, place)
    yield Measured("body.autospace", looks.autospace, place)
    if not looks.numbered and looks.alignment in ("两端对齐", "左对齐"):
        yield Measured("body.indent", indent(paragraph), place)
        yield Measured("body.hanging", looks.left, place)


def _heading(paragraph: Paragraph) -> Iterator[Measured]:
    looks, place = paragraph.looks, paragraph.place
    level = HEADINGS.index(paragraph.role) + 1
    yield Measured("heading.keep", looks.keeps, place)
    bold = any(run.looks.bold for run in paragraph.runs if run.text.strip())
    yield Measured("heading.bold", bold, place)
    if not looks.numbered and looks.alignment in ("两端对齐", "左对齐"):
        yield Measured("heading.indent", indent(paragraph), place)
    number = number_of(paragraph.text)
    if number:
        yield Measured(f"heading{level}.number", number, place)


def number_of(text: str) -> str:
    """The way of numbering: ``（二）公开`` → ``（一）``; nothing where there is no number."""
    for pattern in NUMBERS:
        if match := pattern.match(text):
            words = _CN.sub("一", match[0].strip().strip("\u3000"))
            return re.sub(r"\d+", "1", words).replace("．", ".")
    return ""


def indent(paragraph: Paragraph) -> Decimal:
    """How far the first line stands in, blanks typed before it included."""
    typed = paragraph.text[: len(paragraph.text) - len(paragraph.text.lstrip())]
    return paragraph.looks.left + paragraph.looks.first + width_of(typed)


def width_of(text: str) -> Decimal:
    """How many characters wide a text is; a half-width one is half of one."""
    wide = sum(unicodedata.east_asian_width(c) in "WFA" for c in text)
    return Decimal(wide) + Decimal(len(text) - wide) / 2


def _size(paragraph: Paragraph) -> Decimal:
    sizes = [run.looks.size for run in paragraph.runs if run.text.strip()]
    return max(sizes, default=Decimal(16))


def _title(blocks: tuple[Block, ...], profile: Profile) -> Iterator[Measured]:
    title = [b for b in blocks if isinstance(b, Paragraph) and b.role is Role.TITLE]
    for paragraph in title:
        line = line_of(paragraph.looks, paragraph.section, _size(paragraph))
        yield Measured("title.line", line, paragraph.place)
    for above, below in pairwise(blocks):
        if (
            isinstance(above, Paragraph)
            and above.role is Role.TITLE
            and isinstance(below, Paragraph)
            and below.role not in (Role.TITLE, Role.NUMBER)
        ):
            lines = gap(
                below.blank_before,
                above.looks.after,
                below.looks.before,
                profile.number("body.line"),
            )
            yield Measured("title.gap", lines, above.place)
    texts = [line for p in title for line in p.text.strip().split("\n")]
    if not title or any(_TAG.search(text) for text in texts):
        return
    room = text_width(title[0].section) // (_size(title[0]) * 20)
    widths = [width_of(text.strip()) for text in texts]
    yield Measured("title.breaks", max(widths) <= room, title[0].place)
    waists = (
        middle < above and middle < below
        for above, middle, below in zip(widths, widths[1:], widths[2:], strict=False)
    )
    yield Measured("title.shape", not any(waists), title[0].place)


def _grid(found: list[Paragraph], profile: Profile) -> Iterator[Measured]:
    """Lines a page and characters a line, in every section that holds running text."""
    for _, inside in groupby(found, key=lambda paragraph: paragraph.section.place):
        body = next((p for p in inside if p.role is Role.BODY and p.runs), None)
        if body is None or lies_across(body.section):
            continue
        section = body.section
        grid = pitch(section)
        line = points(grid) if grid else line_of(body.looks, section, _size(body))
        lines = lines_in(mm(text_height(section)), line) if line > 0 else 0
        yield Measured("grid.lines", Decimal(lines), section.place)
        spacing = body.runs[-1].looks.spacing
        wide = character_pitch(section, profile.number("body.size"), spacing)
        if wide > 0:
            fit = (text_width(section) + 1) // wide
            yield Measured("grid.characters", Decimal(int(fit)), section.place)
