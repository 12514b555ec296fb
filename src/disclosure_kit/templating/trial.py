"""The template tried: rendered with made-up reports, and the document read again.

Nothing is concluded from the tags alone: what is missing, doubled or moved is so in the finished
document, read by the proof that every document passes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from attrs import frozen

from ..certificate import prove
from ..certificate.document import read as read_document
from ..certificate.file import WordFile
from ..certificate.found import FoundParagraph, FoundTable
from ..errors import TemplateError
from ..model.form import Form
from ..model.proof import Mismatch
from ..printed.expected import expected
from ..view import Fill, View, cell_text
from .extras import Extras
from .fault import TRIAL, Fault, Place
from .places import Places
from .sample import MEDIA, WORD, drawn, full, others
from .telling import Telling


@frozen
class Tried:
    """What a trial came to; ``compared`` places of the full report were read again.
    ``document`` is an ordinary report, to measure, where it could be rendered."""

    faults: tuple[Fault, ...]
    compared: int
    document: bytes | None = None


def try_out(template: bytes, form: Form, extras: Extras, places: Places, fill: Fill) -> Tried:
    """Render the full report, look where each datum went, then the other reports.

    Raises:
        TemplateError: the full report cannot be rendered.
    """
    names = tuple(extras.figures)
    pictures = drawn(extras.pictures)
    view = full(form, names)
    document = fill(template, view, MEDIA, pictures)
    missing, doubled = _counted(document, view)
    telling = Telling(form, view, places)
    faults = [*telling.missing(missing), *telling.doubled(doubled)]
    proof = prove(document, view, MEDIA)
    off = missing | doubled
    faults += telling.differing(m for m in proof.differences if not _names(m) & off)
    told = {mismatch.place for mismatch in proof.differences}
    usual: bytes | None = None
    for sample in others(form, names):
        try:
            printed = fill(template, sample.view, MEDIA, pictures)
        except TemplateError as error:
            problem = f"{sample.title}填不进去：{'；'.join(error.problems)}"
            faults.append(Fault(TRIAL, Place(), problem))
            continue
        usual = usual or printed
        other = prove(printed, sample.view, MEDIA)
        rest = [m for m in other.differences if m.place not in told and not _explained(m, off)]
        told |= {mismatch.place for mismatch in rest}
        faults += telling.in_other(sample.title, rest)
    return Tried(tuple(faults), proof.compared, usual)


def _counted(document: bytes, view: View) -> tuple[set[str], set[str]]:
    """The data that the document lacks, and those it shows too often."""
    wanted, shown = Counter(_wanted(view)), Counter(_shown(document))
    return set(wanted - shown), set(shown - wanted) & wanted.keys()


def _shown(document: bytes) -> Iterator[str]:
    for item in read_document(WordFile.of(document)).found:
        if isinstance(item, FoundTable):
            for row in item.rows:
                for text in row.texts:
                    yield from WORD.findall(text)
        elif isinstance(item, FoundParagraph):
            yield from WORD.findall(item.text)


def _wanted(view: View) -> Iterator[str]:
    for item in expected(view):
        yield from WORD.findall(item.text)
        for row in item.table.rows if item.table else ():
            for place in range(len(row.cells)):
                yield from WORD.findall(cell_text(row, place, view.cells))


def _explained(mismatch: Mismatch, off: set[str]) -> bool:
    """Whether the lack of a datum, told already, is why another report differs here too."""
    sections = [name.removesuffix("title") for name in WORD.findall(mismatch.place)]
    lost = (name.startswith(section) for section in sections for name in off)
    return bool(_names(mismatch) & off) or any(lost)


def _names(mismatch: Mismatch) -> set[str]:
    """The data that a difference is about: its address, and what should stand there."""
    return {mismatch.address, *WORD.findall(mismatch.expected or "")}
