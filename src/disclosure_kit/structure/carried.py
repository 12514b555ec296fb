"""A document that carries its data: what is visible counts, the data say what nobody can see.

The data know the edition, the region, the units, and which lines are a list or a run-in
heading. Where the visible text is theirs, line by line and figure by figure, the report is
theirs, exactly. Where one line or figure is another, the visible one is taken and the
difference told. Where the visible headings say another structure, the text is read as that
of any document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import evolve, frozen
from frozendict import frozendict

from ..errors import SourceError
from ..media.admission import kind_of
from ..media.digest import digest
from ..model.difference import Difference
from ..model.form import Form
from ..model.prose import PREAMBLE, attached
from ..model.raw import RawDocument
from ..model.report import Report
from ..model.table import Column
from ..model.values import Value
from ..printed.expected import expected
from ..view import View, build_view, format_value
from .differences import Pair, lines_of, pairs, same_figure, seen, text_differences
from .document import structure_document
from .opening import Opening, opening
from .prose_figures import Searched, figures_in
from .reworded import reworded
from .settled_tables import settle_tables, with_their_keys
from .structured import Structured
from .wording import normal


def settle(
    raw: RawDocument,
    read: Structured,
    head: Opening,
    carried: Structured,
    printed: View,
    form: Form,
    digests: Mapping[str, str] = frozendict(),
    searched: Searched | None = None,
) -> Structured:
    """The report of a document that was ``read`` from what is visible and ``carried`` its data,
    which print ``printed``; ``digests`` are those of the pictures that the data name, by path,
    ``searched`` is what was found in its texts.

    Raises:
        SourceError: the data are of another document, and nothing is to be taken from them.
    """
    data = carried.report
    visible = with_their_keys(read.report, data, form)
    paired = _paired(raw, visible, printed, form, digests)
    told = tuple(text_differences(paired, sum(part.table for part in carried.apart)))
    words = _words(raw, evolve(read, report=visible), data, form, paired)
    tables = settle_tables(visible, data, form)
    of_head = tuple(_head(visible, data, head))
    report = evolve(
        words.report,
        edition=visible.edition,
        region=visible.region,
        year=visible.year,
        agency=visible.agency if _another_body(visible, data, head) else data.agency,
        title=visible.title if any(d.address == "title" for d in told) else words.report.title,
        tables=tables.tables,
        unread=visible.unread,
    )
    stated = _stated(report, data, form, searched)
    if stated.sources or stated.values != report.figures:
        sources = report.sources | stated.sources
        report = evolve(report, figures=stated.values, sources=sources)
    return Structured(
        report,
        (
            *words.notices,
            *_name_of_data(raw, visible, data, head),
            *(read.of_tables if tables.differences else read.left_out),
        ),
        differences=(*of_head, *told, *tables.differences, *stated.differences),
        media=words.media,
    )


def disagreements(
    raw: RawDocument, report: Report, form: Form, digests: Mapping[str, str] = frozendict()
) -> tuple[Difference, ...]:
    """Each line, figure and picture of ``raw`` that is not what ``report`` prints; what ``raw``
    carries is not looked at. ``digests`` are those of the report's pictures, by path.

    Raises:
        SourceError: it is another text.
    """
    printed = printed_by(report, form)
    visible = structure_document(raw, form, opening(raw), printed.behind).report
    visible = with_their_keys(visible, report, form)
    told = text_differences(_paired(raw, visible, printed, form, digests))
    return (*told, *settle_tables(visible, report, form).differences)


def printed_by(data: Report, form: Form) -> View:
    """What ``data`` print."""
    return build_view(data, form, frozendict(), {})


def _paired(
    raw: RawDocument, visible: Report, printed: View, form: Form, digests: Mapping[str, str]
) -> tuple[Pair, ...]:
    wanted = tuple(expected(printed, digests))
    try:
        paired = pairs(wanted, lines_of(raw, visible), form)
    except ValueError as error:
        raise SourceError(str(error)) from None
    lines = [pair for pair in paired if pair.wanted and not pair.wanted.table]
    if 2 * sum(pair.same for pair in lines) < len(lines):
        raise SourceError("文中的文字与所附数据大半不同")
    return paired


def _words(
    raw: RawDocument, read: Structured, data: Report, form: Form, paired: tuple[Pair, ...]
) -> Structured:
    """The report's texts: the data's, as they read now, where the visible headings agree."""
    visible = read.report
    held = {digest(picture.content): picture.content for picture in raw.pictures}
    kinds = {of: kind_of(content) for of, content in held.items()}
    made = reworded(data, form, paired, kinds)
    if _other_structure(visible, made.report):
        told = f"{raw.name}：各部分的划分与所附数据不同，文字一律按文中读取"
        found = structure_document(raw, form, opening(raw))
        notices = (*(n for n in found.notices if n not in found.of_tables), told)
        return Structured(with_their_keys(found.report, data, form), notices, media=found.media)
    texts = tuple(f"{part}[" for part in (PREAMBLE, *visible.sections, *dict(attached(visible))))
    sources = {
        key: place
        for key, place in visible.sources.items()
        if not (key.endswith("]") and key.startswith(texts))  # as the place of a text does
    }
    sources.update(made.sources)
    notices = tuple(f"{raw.name}：{notice}" for notice in made.notices)
    media = frozendict((path, held[of]) for path, of in made.pictures.items())
    return Structured(evolve(made.report, sources=frozendict(sources)), notices, media=media)


def _other_structure(visible: Report, made: Report) -> bool:
    """Whether a visible heading begins a section that it does not begin in ``made``."""
    return any(
        seen(narrative.title) != seen(made.sections[name].title)
        for name, narrative in visible.sections.items()
        if name in made.sections
    )


def _head(visible: Report, data: Report, head: Opening) -> Iterator[Difference]:
    """Year and body, as title and signature say them."""
    if head.year is not None and head.year != data.year:
        yield Difference("year", "报告年度", str(head.year), str(data.year))
    if _another_body(visible, data, head):
        yield Difference("agency.name", "机关", head.agency or "", data.agency.name, text=True)


def _name_of_data(raw: RawDocument, visible: Report, data: Report, head: Opening) -> Iterator[str]:
    """The body's name where only the data say it in full."""
    names = _names(visible, head)
    if not names or _another_body(visible, data, head) or normal(data.agency.name) in names:
        return
    said = head.agency or visible.agency.name
    yield (f"{raw.name}：文中的机关名称是“{said}”，按所附数据为“{data.agency.name}”，请核对")


def _names(visible: Report, head: Opening) -> list[str]:
    """The body's names in title and signature."""
    signed = visible.signature.agency if visible.signature else None
    return [normal(name) for name in (head.agency, signed) if name]


def _another_body(visible: Report, data: Report, head: Opening) -> bool:
    """Whether title and signature name another body than the data: neither name is a shorter
    writing of the other (教育局 and 某某市教育局, 市政府办公室 and 市人民政府办公室)."""
    own = normal(data.agency.name)
    names = _names(visible, head)
    return head.agency is not None and not any(
        _within(name, own) or _within(own, name) for name in names
    )


def _within(short: str, long: str) -> bool:
    letters = iter(long)
    return all(letter in letters for letter in short)


@frozen
class _Stated:
    values: frozendict[str, Value]
    sources: frozendict[str, str]
    differences: tuple[Difference, ...]


def _stated(report: Report, data: Report, form: Form, searched: Searched | None) -> _Stated:
    """Stated figures: those of the prose, and of the data those that the prose does not state."""
    found = figures_in(report, form, searched)
    values = dict(data.figures)
    differences = []
    for key, value in found.values.items():
        figure = form.figures[key]
        column = Column(figure.label, kind=figure.kind, unit=figure.unit)
        if key in values and same_figure(value, values[key], column):
            continue
        if key in values:
            visible, other = format_value(value, column), format_value(values[key], column)
            source = found.sources[key]
            differences.append(Difference(key, figure.label, visible, other, source))
        values[key] = value
    return _Stated(frozendict(values), frozendict(found.sources), tuple(differences))
