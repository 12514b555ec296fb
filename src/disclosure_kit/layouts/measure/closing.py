"""Addressee, attachments, who signs and when, and what is annexed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from attrs import frozen

from ...model.profile import Profile
from .measurement import Measured
from .prose import indent, width_of
from .roles import Role
from .spacing import gap, text_width
from .text import Block, Paragraph

_MARKS: Final = "。；;，,、."
_DATE: Final = re.compile(r"\d{4}年[1-9]\d?月[1-9]\d?日")
_TENTH: Final = Decimal("0.1")
_TAG: Final = re.compile(r"\{[{%]")


def closing(blocks: tuple[Block, ...], profile: Profile) -> Iterator[Measured]:
    """The parts around the running text."""
    line = profile.number("body.line")
    for above, block, below in zip((None, *blocks), blocks, (*blocks[1:], None), strict=False):
        if isinstance(block, Paragraph):
            yield from _part(block, above, line)
            if block.role is Role.AGENCY:
                after = below if isinstance(below, Paragraph) else None
                date = after if after and after.role is Role.DATE else None
                yield from _signature(block, date, _lines(block, above, line), profile)


def _part(paragraph: Paragraph, above: Block | None, line: Decimal) -> Iterator[Measured]:
    place, looks, text = paragraph.place, paragraph.looks, paragraph.text.strip()
    over = above if isinstance(above, Paragraph) else None
    lines = _lines(paragraph, above, line)
    match paragraph.role:
        case Role.ADDRESSEE:
            yield Measured("addressee.indent", indent(paragraph), place)
            yield Measured("addressee.colon", text.endswith("："), place)
        case Role.ATTACHMENT:
            yield Measured("attachment.gap", lines, place)
            yield Measured("attachment.indent", indent(paragraph), place)
            yield Measured("attachment.hanging", looks.left, place)
            yield Measured("attachment.mark", text[-1] not in _MARKS, place)
        case Role.ATTACHMENT_MORE:
            yield Measured("attachment.hanging", looks.left, place)
            yield Measured("attachment.mark", text[-1] not in _MARKS, place)
        case Role.DATE:
            if over is None or over.role is not Role.AGENCY:
                yield Measured("signature.gap", lines, place)
            if not _TAG.search(text):
                yield Measured("signature.digits", bool(_DATE.fullmatch(text)), place)
        case Role.LABEL:
            yield Measured("annex.page", paragraph.new_page, place)
            yield Measured("annex.label_indent", indent(paragraph), place)
        case Role.ANNEX_TITLE if over is not None and over.role is Role.LABEL:
            yield Measured("annex.title_line", 2 + lines, place)
        case Role.ANNEX_TITLE:
            yield Measured("annex.page", paragraph.new_page, place)


def _lines(paragraph: Paragraph, above: Block | None, line: Decimal) -> Decimal:
    """How many lines are free above a paragraph."""
    after = above.looks.after if isinstance(above, Paragraph) else 0
    return gap(paragraph.blank_before, after, paragraph.looks.before, line)


@frozen
class _Stand:
    """Where a line stands between the margins, and how wide it is, in characters."""

    left: Decimal
    right: Decimal
    wide: Decimal

    @property
    def middle(self) -> Decimal:
        return (self.left - self.right) / 2


def _stand(paragraph: Paragraph, room: Decimal) -> _Stand:
    looks = paragraph.looks
    wide = max(width_of(line.strip()) for line in paragraph.text.strip().split("\n"))
    free = room - wide
    typed = width_of(paragraph.text[len(paragraph.text.rstrip()) :])
    match looks.alignment:
        case "右对齐":
            right = looks.right + typed
            return _Stand(free - right, right, wide)
        case "居中":
            left = (free + looks.left + looks.first - looks.right) / 2
            return _Stand(left, free - left, wide)
        case _:
            left = indent(paragraph)
            return _Stand(left, free - left, wide)


def _signature(
    agency: Paragraph, date: Paragraph | None, lines: Decimal, profile: Profile
) -> Iterator[Measured]:
    """7.3.5.1: under a seal the name stands over the middle of the date, four characters from the
    margin. 7.3.5.2: without one the date begins two characters after the name, and the name, or
    a longer date, ends two characters from the margin."""
    if date is None or _TAG.search(agency.text) or _TAG.search(date.text):
        yield Measured("signature.gap", lines, agency.place)
        return
    room = text_width(date.section) / (profile.number("body.size") * 20)
    name, day = _stand(agency, room), _stand(date, room)
    shift = (day.left - name.left).quantize(_TENTH)
    if abs(name.middle - day.middle) <= 1 and not profile["signature.shift"].allows(shift):
        yield Measured("signature.sealed_gap", lines, agency.place)
        yield Measured("signature.sealed_right", day.right.quantize(_TENTH), date.place)
        return
    yield Measured("signature.gap", lines, agency.place)
    longer = day.wide > name.wide
    right = (day if longer else name).right.quantize(_TENTH)
    yield Measured("signature.right", right, (date if longer else agency).place)
    yield Measured("signature.shift", shift, date.place)
