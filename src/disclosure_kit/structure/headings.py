"""The top-level headings of a document: as found, and as a form's sections."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeAlias

from attrs import evolve, frozen

from ..model.edition import Section
from ..model.raw import RawDocument, RawParagraph
from ..model.table import AnyTable
from .opening import Opening
from .wording import normal, quoted, top_ordinal, without_ordinal

LONGEST_HEADING: Final = 60
_MOST: Final = 600  # numbered lines looked at; a report has a dozen
_ALIKE: Final = 0.6
_UNITS: Final = "条|件|次|篇|个|人|人次|元|万元|亿元"
_INSIDE: Final = re.compile(rf"[。；;！!？?|].|[，,、]$|\d\s+\d|\s(?:{_UNITS})\s+\d")
_UNIT_CELL: Final = re.compile(_UNITS)


def is_heading_line(text: str) -> bool:
    """Whether ``text`` is 一、… alone on its line, and neither a sentence nor a row of figures."""
    return (
        len(text) <= LONGEST_HEADING
        and top_ordinal(text) is not None
        and _INSIDE.search(text) is None
    )


def top_level_titles(raw: RawDocument, tables: Iterable[AnyTable] = ()) -> tuple[RawParagraph, ...]:
    """The paragraphs that head the parts of the document: 一、二、三、… in running order.

    ``tables`` are those that the document may hold: a row of one (四、结转下年度继续办理) is
    no heading.
    """
    from .tables_in_text import table_zones  # of published texts alone

    chosen = tuple(tables)
    zones = table_zones(raw.paragraphs, chosen)
    rows = {at for zone in zones for at in range(zone.first, zone.last + 1)}
    numbers = running(raw.paragraphs, rows)
    return tuple(raw.paragraphs[at] for at in numbers)


def running(paragraphs: Sequence[RawParagraph], rows: set[int]) -> tuple[int, ...]:
    """Positions of the headings 一、二、三、…: the longest running order, in which each of the
    other numbered lines belongs to an enumeration 一、二、… inside a part, where that is possible.
    """
    lines = [
        (at, ordinal)
        for at, paragraph in enumerate(paragraphs)
        if at not in rows
        and is_heading_line(paragraph.text)
        and (ordinal := top_ordinal(paragraph.text)) is not None
        and not _is_row(paragraphs, at)
    ][:_MOST]
    # (headings so far, next number of an inner enumeration) → (strays, headings linked backwards)
    states: dict[tuple[int, int], tuple[int, _Chain]] = {(0, 0): (0, None)}
    for at, ordinal in lines:
        following: dict[tuple[int, int], tuple[int, _Chain]] = {}
        for (count, inner), (strays, chain) in states.items():
            ways = [((count, inner), strays + 1, chain)]
            if ordinal == count + 1:
                ways.append(((count + 1, 0), strays, (at, chain)))
            if count and ordinal in (1, inner):
                ways.append(((count, ordinal + 1), strays, chain))
            for key, cost, links in ways:
                if key not in following or cost < following[key][0]:
                    following[key] = (cost, links)
        states = following
    _, (_, chain) = min(states.items(), key=lambda s: (-s[0][0], s[1][0]))
    found: list[int] = []
    while chain is not None:
        at, chain = chain
        found.append(at)
    return tuple(reversed(found))


_Chain: TypeAlias = "tuple[int, _Chain] | None"


def _is_row(paragraphs: Sequence[RawParagraph], at: int) -> bool:
    """A numbered line is a row of a table, not a heading, where a unit alone (件, 万元) follows:
    so the statistics form does not pass for an outline even where its table is not known."""
    return any(_UNIT_CELL.fullmatch(p.text) for p in paragraphs[at + 1 : at + 4])


def titles_of(section: Section) -> tuple[str, ...]:
    """The titles that ``section`` goes by, as they are compared."""
    return section.kept(_titles_of)


def _titles_of(section: Section) -> tuple[str, ...]:
    return tuple(normal(title) for title in (section.title, *section.variants))


def titles_match(outline_sections: tuple[Section, ...], titles: Sequence[str]) -> bool:
    """Whether ``titles`` are those of ``outline_sections`` (or variants), all and in order."""
    return 0 < len(outline_sections) == len(titles) and all(
        normal(title) in titles_of(section)
        for section, title in zip(outline_sections, titles, strict=True)
    )


def free_sections(
    raw: RawDocument, opening: Opening, tables: Iterable[AnyTable] = ()
) -> tuple[Section, ...]:
    """The parts of a document that no outline prescribes: ``part_1``, ``part_2``, … as found."""
    from .tables_in_prose import part_tables_from_prose

    chosen = tuple(tables)
    paragraphs = part_tables_from_prose(body_of(raw, opening), chosen)
    heads = top_level_titles(evolve(raw, paragraphs=paragraphs), chosen)
    return tuple(Section(f"part_{number}", head.text) for number, head in enumerate(heads, 1))


def body_of(raw: RawDocument, opening: Opening) -> tuple[RawParagraph, ...]:
    """What stands behind the title, without what belongs to the page."""
    return tuple(
        paragraph
        for at, paragraph in enumerate(raw.paragraphs)
        if at >= opening.first_body and at not in opening.left_out
    )


@frozen
class Heads:
    """Section ids by position; ``strange`` are numbered headings of no section."""

    sections: dict[int, str]
    strange: frozenset[int]
    notices: tuple[str, ...]


def assign(
    paragraphs: Sequence[RawParagraph], sections: Sequence[Section], rows: set[int]
) -> Heads:
    """Which paragraph heads which section: by title, in the order of the form; then, with a
    notice, by a title that was clearly renamed or renumbered."""
    notices: list[str] = []
    exact = {title: n for n, section in enumerate(sections) for title in titles_of(section)}
    titled = [
        (at, exact[title])
        for at, paragraph in enumerate(paragraphs)
        if at not in rows
        and len(paragraph.text) <= LONGEST_HEADING
        and (title := paragraph.title) in exact
    ]
    heads = _rising(titled)
    for at, bare_head in _unnumbered(paragraphs, sections, rows, heads).items():
        heads[at] = bare_head
        title = sections[bare_head].title
        notices.append(f"{paragraphs[at].place}的标题没有序号，按“{title}”处理")
    others = [at for at in running(paragraphs, rows) if at not in heads]
    for at, _ in titled:
        if at not in heads and at not in others:
            before = max((place for place in heads if place < at), default=None)
            inside = "第一部分之前" if before is None else f"“{paragraphs[before].text}”之内"
            title = quoted(paragraphs[at].text)
            told = f"{paragraphs[at].place}的标题{title}次序不对或重复，保留在{inside}"
            notices.append(told)
    strange: set[int] = set()
    for at in others:
        number = _renamed(at, paragraphs[at].text, sections, heads)
        place, title = paragraphs[at].place, paragraphs[at].text
        if number is None:
            strange.add(at)
        else:
            heads[at] = number
            notices.append(f"{place}的标题{quoted(title)}按“{sections[number].title}”处理")
    for at in sorted(strange):
        number = _only_gap(at, paragraphs[at].text, sections, heads, strange)
        told = f"{paragraphs[at].place}的标题{quoted(paragraphs[at].text)}"
        if number is None:
            notices.append(f"{told}不是规定的部分，保留在前一部分之内")
        else:
            heads[at] = number
            strange.remove(at)
            notices.append(f"{told}按次序作“{sections[number].title}”处理")
    if not heads and any("。" in p.text for at, p in enumerate(paragraphs) if at not in rows):
        notices.append("没有找到单独成行的一级标题，全文保留在第一部分之前")
    by_place = {at: sections[number].id for at, number in sorted(heads.items())}
    return Heads(by_place, frozenset(strange), tuple(notices))


def _unnumbered(
    paragraphs: Sequence[RawParagraph],
    sections: Sequence[Section],
    rows: set[int],
    heads: dict[int, int],
) -> dict[int, int]:
    """Titles without 一、 that stand alone, once, and where their section belongs."""
    missing = {
        without_ordinal(title): number
        for number, section in enumerate(sections)
        if number not in heads.values()
        for title in titles_of(section)
    }
    spots: dict[int, list[int]] = {}
    for at, paragraph in enumerate(paragraphs):
        if at not in rows and len(paragraph.text) <= LONGEST_HEADING:
            number = missing.get(paragraph.title)
            if number is not None:
                spots.setdefault(number, []).append(at)
    once = {places[0]: number for number, places in spots.items() if len(places) == 1}
    both = dict(sorted({**heads, **once}.items()))
    return once if list(both.values()) == sorted(both.values()) else {}


def _rising(titled: Sequence[tuple[int, int]]) -> dict[int, int]:
    """The longest choice of headings in the order of the form; of equals the later (a table of
    contents comes first)."""
    best: list[tuple[int, int]] = []  # length, index of the heading before
    for index, (_, number) in enumerate(titled):
        before = [
            (best[i][0], i) for i in range(max(0, index - _MOST), index) if titled[i][1] < number
        ]
        length, link = max(before, default=(0, -1))
        best.append((length + 1, link))
    index = max(range(len(best)), key=lambda i: (best[i][0], i), default=-1)
    heads: dict[int, int] = {}
    while index >= 0:
        heads[titled[index][0]] = titled[index][1]
        index = best[index][1]
    return heads


def _renamed(at: int, text: str, sections: Sequence[Section], heads: dict[int, int]) -> int | None:
    before = max((n for place, n in heads.items() if place < at), default=-1)
    behind = min((n for place, n in heads.items() if place > at), default=len(sections))
    title = normal(text)
    words = without_ordinal(title)
    for number in range(before + 1, behind):
        names = [without_ordinal(name) for name in titles_of(sections[number])]
        if words in names:
            return number
        same_place = top_ordinal(text) == top_ordinal(sections[number].title)
        if same_place and _likeness(words, names) >= _ALIKE:
            return number
    return None


def _likeness(words: str, names: Sequence[str]) -> float:
    from difflib import SequenceMatcher  # few titles are reworded

    return max(SequenceMatcher(None, words, name).ratio() for name in names)


def _only_gap(
    at: int, text: str, sections: Sequence[Section], heads: dict[int, int], strange: set[int]
) -> int | None:
    """The one section that is missing between the headings around ``at``, if it bears the same
    number and no other heading stands there."""
    first = max((place for place in heads if place < at), default=-1)
    last = min((place for place in heads if place > at), default=None)
    if last is None or any(first < place < last for place in strange - {at}):
        return None
    number = heads.get(first, -1) + 1
    same_number = top_ordinal(text) == top_ordinal(sections[number].title)
    return number if heads[last] == number + 1 and same_number else None


def title_test(sections: Sequence[Section]) -> Callable[[RawParagraph], bool]:
    """Whether a paragraph is a title of one of ``sections``."""
    known = {title for section in sections for title in titles_of(section)}
    return lambda paragraph: paragraph.title in known
