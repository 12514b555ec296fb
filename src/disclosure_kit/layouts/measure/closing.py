"""Addressee, attachments, who signs and when, and what is annexed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
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
_TAG: Final = re.compile(r"\{[{%]")


def closing(blocks: tuple[Block, ...], profile: Profile) -> Iterator[Measured]:
    """The parts around the running text."""
    line = profile.number("body.line")
    above: Block | None = None
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from _part(block, above, line)
        above = block
    found = [block for block in blocks if isinstance(block, Paragraph)]
    for one, other in pairwise(found):
        if one.role is Role.AGENCY and other.role is Role.DATE:
            yield from _signature(one, other, profile)


def _part(paragraph: Paragraph, above: Block | None, line: Decimal) -> Iterator[Measured]:
    place, looks, text = paragraph.place, paragraph.looks, paragraph.text.strip()
    over = above if isinstance(above, Paragraph) else None
    lines = gap(paragraph.blank_before, over.looks.after if over else 0, looks.before, line)
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
        case Role.AGENCY:
            yield Measured("signature.gap", lines, place)
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


@frozen
class _Stand:
    """Where a line stands between the margins, in characters."""

    left: Decimal
    right: Decimal

    @property
    def middle(self) -> Decimal:
        return (self.left - self.right) / 2


def _stand(paragraph: Paragraph, room: Decimal) -> _Stand:
    looks, words = paragraph.looks, width_of(paragraph.text.strip())
    free = room - words
    typed = width_of(paragraph.text[len(paragraph.text.rstrip()) :])
    match looks.alignment:
        case "右对齐":
            right = looks.right + typed
            return _Stand(free - right, right)
        case "居中":
            left = (free + looks.left + looks.first - looks.right) / 2
            return _Stand(left, free - left)
        case _:
            left = indent(paragraph)
            return _Stand(left, free - left)


def _signature(agency: Paragraph, date: Paragraph, profile: Profile) -> Iterator[Measured]:
    """7.3.5.1 and 7.3.5.2: under a seal the name stands over the middle of the date, four
    characters from the margin; else the date begins two characters after the name, and the
    one that reaches further ends two characters from the margin."""
    if _TAG.search(agency.text) or _TAG.search(date.text):
        return
    room = text_width(date.section) / (profile.number("body.size") * 20)
    name, day = _stand(agency, room), _stand(date, room)
    shift = day.left - name.left
    sealed = abs(name.middle - day.middle) <= 1
    if sealed and abs(shift - profile.number("signature.shift")) > Decimal("0.5"):
        yield Measured("signature.sealed_right", day.right.quantize(Decimal("0.1")), date.place)
        return
    right = min(name.right, day.right).quantize(Decimal("0.1"))
    yield Measured("signature.right", right, date.place)
    yield Measured("signature.shift", shift.quantize(Decimal("0.1")), date.place)
