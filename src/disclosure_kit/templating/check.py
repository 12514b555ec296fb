"""All problems of a template at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from attrs import evolve, frozen

from ..errors import SourceError, TemplateError
from ..layouts.deviations import deviations
from ..model.form import Form
from ..model.profile import Profile
from ..rendering.admission import admit_file
from ..rendering.context import context
from ..view import Fill, View
from .blocks import marks, structure
from .expressions import paths
from .extras import Extras
from .fault import FILE, PAGE, TRIAL, UNKNOWN_NAME, Fault, Kind, Place
from .grids import grids
from .looks import leftovers, stay_tags, theme_fonts
from .mending import Mending, Written, mended_tags, with_guesses
from .places import Places
from .reading import Paragraph, read
from .sample import MEDIA, drawn, full
from .tags import MAX_TAGS, Tag, tags_of
from .telling import Telling
from .trial import try_out
from .walk import walk

_MANY: Final = 4
_MOST: Final = 20
_LOST_LOOP: Final = "多半是前面的循环或宏（{%p for、{%p macro）丢了或写错了，请从原模板复制回来"


@frozen
class Report:
    """What was found, in the order of the file; ``compared`` places were proven (0: the trial
    could not be made)."""

    faults: tuple[Fault, ...]
    compared: int = 0

    @property
    def ok(self) -> bool:
        """Whether documents can be made with the template; warnings do not count."""
        return not any(fault.is_error for fault in self.faults)


def check(template: bytes, form: Form, extras: Extras, profile: Profile, fill: Fill) -> Report:
    """Everything that is wrong with ``template`` for ``form``; ``extras`` are what plugins add to
    the names, ``profile`` says how a page looks, and ``fill`` makes a document."""
    try:
        admit_file(template)
    except TemplateError as error:
        found = (Fault(FILE, Place(), problem, error.hint) for problem in error.problems)
        return Report(tuple(found))
    reading = read(template)
    if reading.faults:
        return Report(reading.faults)
    view = full(form, extras.figures)
    names = context(view, MEDIA, drawn(extras.pictures))
    known = {name for key, value in names.items() for name in paths(value, key)}
    written = [_written(paragraph) for paragraph in reading.paragraphs]
    faults = [fault for each in written for fault in with_guesses(each, known)]
    tags = {part: _of_part(part, written) for part in reading.roots}
    if (count := sum(map(len, tags.values()))) > MAX_TAGS:
        return Report((Fault(FILE, Place(), f"模板里有 {count} 个标签，超过 {MAX_TAGS} 个的上限"),))
    reads = walk(list(tags.values()), names)
    blocks = [f for found in tags.values() for f in structure(mended_tags(found, reads))]
    faults += _without_lost_loops([fault for each in reads for fault in each.faults])
    faults += [each.fault for each in blocks]
    faults += [each.fault for found in tags.values() for each in marks(found)]
    faults += [*grids(reading), *theme_fonts(reading), *leftovers(reading)]
    faults += stay_tags(reading)
    mending = Mending()
    mending.read(reads, known)
    mending.blocks(blocks)
    copy = mending.applied(reading, written, known)
    places = Places.of(reads)
    compared = 0
    try:
        tried = try_out(copy, form, extras, places, fill)
        # A copy that was mended may fail for the mending.
        other = [f for f in tried.faults if f.kind is not TRIAL or copy == template]
        faults += [*other, *_pages(tried.document, profile)]
        compared = tried.compared
    except TemplateError as error:
        if not any(fault.is_error for fault in faults):
            faults += [Fault(TRIAL, Place(), problem, error.hint) for problem in error.problems]
        faults += _untried(form, view, places)
    faults.sort(key=lambda fault: fault.place.order)
    return Report(tuple(_shortened(dict.fromkeys(faults))), compared)


def _written(paragraph: Paragraph) -> Written:
    tags, faults = tags_of(paragraph)
    return Written(paragraph, tuple(tags), tuple(faults))


def _of_part(part: str, written: Iterable[Written]) -> list[Tag]:
    return [tag for each in written if each.paragraph.place.part == part for tag in each.tags]


def _without_lost_loops(faults: list[Fault]) -> Iterator[Fault]:
    """One name that is unknown at many places is told once: its loop or macro is lost."""
    counts = Counter(map(_said, faults))
    told = set()
    for fault in faults:
        said, count = _said(fault), counts[_said(fault)]
        if count < _MANY or fault.kind is not UNKNOWN_NAME:
            yield fault
        elif said not in told:
            told.add(said)
            message = f"{fault.message}（这样的共 {count} 处）"
            yield evolve(fault, message=message, advice=_LOST_LOOP)


def _shortened(faults: Iterable[Fault]) -> Iterator[Fault]:
    """What is said of very many places is told for the first of them."""
    listed = list(faults)
    counts = Counter((fault.kind, _said(fault)) for fault in listed)
    told: Counter[tuple[Kind, str]] = Counter()
    for fault in listed:
        same = fault.kind, _said(fault)
        told[same] += 1
        if told[same] < _MOST or counts[same] == _MOST:
            yield fault
        elif told[same] == _MOST:
            count = f"（这样的共 {counts[same]} 处，其余不再列出）"
            yield evolve(fault, message=fault.message + count)


def _said(fault: Fault) -> str:
    return fault.message.rpartition("：")[2]


def _pages(document: bytes | None, profile: Profile) -> Iterator[Fault]:
    """Where the finished page is not what the profile says."""
    try:
        found = () if document is None else deviations(document, profile)
    except SourceError as error:
        # Nobody could read such a document again.
        yield from (Fault(FILE, Place(), told, error.hint) for told in error.problems)
        return
    for deviation in found:
        yield Fault(PAGE, Place(), str(deviation))


def _untried(form: Form, view: View, places: Places) -> Iterator[Fault]:
    """Where nothing can be rendered: the figures for which there is no tag at all."""
    lost = {name for name in form.cells if name not in places.prints}
    return Telling(form, view, places).missing(lost)
