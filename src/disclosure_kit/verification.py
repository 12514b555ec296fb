"""``verify``: a finished file is read again and laid beside a report.

What the file carries beside its visible text is never read for the comparison. It is only
asked for where nobody names a report, and then proves no more than that the two agree.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from attrs import evolve, frozen

from .app import Loaded, Session, loaded_from, publish
from .carriage import data_of
from .certificate.pictures import pictures_shown
from .checking.run import Assessment
from .contributions import Artifact, Format, Reader
from .errors import OutputError, SourceError
from .foreign import called
from .model.expanded import expanded
from .model.labels import cell_label, table_label
from .model.proof import Mismatch, Proof
from .model.raw import Raw, RawDocument, Source
from .printed.expected import expected
from .reader_choice import reader_for
from .recognise import Wishes
from .structure.opened import OpenedValues, open_raw
from .version import __version__
from .view import UNFILLED_TABLE, UNREAD_TABLE, Publication, View

_UNREAD: Final = "文中注明没有读入的表（{}）不在数据里，只核对了这句话"
_TABLE: Final = re.compile(r"表 (?P<id>[\w.\-]+?)(?=第 |之后| ?的|$)")
_NAME_FILE: Final = "请写明要与哪一份数据核对：verify 成品 FILE"


@frozen
class Certificate:
    """What was compared with what, and what came out.

    ``sha256`` is that of the file; ``report`` that of the data it was compared with, as JSON.
    ``against`` names the file that these came from; empty where they are the file's own.
    ``deviations`` are where its looks leave the profile, which is no difference. ``version`` is
    that of the kit.
    """

    file: str
    format: str
    sha256: str
    against: str
    report: str
    proof: Proof
    notices: tuple[str, ...] = ()
    deviations: tuple[str, ...] = ()
    version: str = __version__

    @property
    def ok(self) -> bool:
        return not self.proof.differences


def verify(
    session: Session,
    document: Source,
    loaded: Loaded | None = None,
    template: bytes | None = None,
    template_name: str = "",
    previous: Loaded | None = None,
    *,
    data_only: bool = False,
) -> Certificate:
    """Compares every visible figure and paragraph of ``document`` with the report ``loaded``, or
    with the data it carries.

    Words beside the report's are differences, save those that ``template`` (else the one that
    serves the report) brings: the file is written once more to know them. So are the pictures
    of plugins that it shows; ``previous`` is last year's report, for those that compare with it.
    ``data_only``: see ``compared``.

    Raises:
        SourceError: the document cannot be read, is of no kind that can be compared, or carries
            no data where no report is given.
        TemplateError: the template cannot be used.
    """
    reader = reader_for(document, session.registry)
    to = session.registry.formats.get(reader.name)
    if to is None or to.prove is None:
        raise SourceError(
            f"{document.name}：这是{reader.title}，没有可以逐段逐格核对的成品格式",
            hint="可以核对 Word 文档（.docx）和网页（.html）",
        )
    raw = _raw(session, document, reader)
    with_it = loaded or _carried(session, raw)
    made = compared(
        session,
        document,
        to,
        to.suffix,
        with_it,
        template,
        template_name,
        previous,
        data_only=data_only or loaded is None,
    )
    left_out = with_it.notices if loaded is None and with_it.apart else ()
    notices = (*raw.notices, *left_out, *made.notices)
    return evolve(made, against=loaded.name if loaded else "", notices=notices)


def compared(
    session: Session,
    document: Source,
    to: Format,
    suffix: str,
    loaded: Loaded,
    template: bytes | None = None,
    template_name: str = "",
    previous: Loaded | None = None,
    *,
    data_only: bool = False,
) -> Certificate:
    """Compares a file of the format ``to``, admitted by a reader or bounded by its format, with
    the report ``loaded``; ``suffix`` is that of the artifact which it is.

    ``data_only``: the report comes from data of ours, which do not know the tables that stood in
    the source and were not read. Where the file says so of a table without figures, it may.

    Raises:
        TemplateError: the template cannot be used.
    """
    on_page = pictures_shown(document.content) if to.pictures and not to.needs_template else None
    publication = publish(
        session,
        loaded,
        Assessment(),
        to,
        template,
        template_name,
        previous=previous,
        wanted=on_page,
    )
    artifact = Artifact(suffix, document.content)
    proof = _prove(session, to, artifact, publication)
    if data_only and (unread := _said_unread(publication.view, proof)):
        report = evolve(loaded.report, unread=unread)
        known = evolve(loaded, report=report)
        made = compared(session, document, to, suffix, known, template, template_name, previous)
        return evolve(made, notices=(*made.notices, _UNREAD.format("、".join(sorted(unread)))))
    beside = _foreign(session, to, suffix, publication, proof)
    foreign = tuple(_labelled(item, loaded) for item in beside)
    looks = tuple(_looks(session, to, artifact, publication))
    differences = (*(_labelled(d, loaded) for d in proof.differences), *foreign)
    return Certificate(
        document.name,
        to.name,
        digest(document.content),
        loaded.name,
        digest(data_of(loaded.report, loaded.form, loaded.media).encode()),
        evolve(proof, differences=differences, added=foreign),
        deviations=looks,
    )


def _said_unread(view: View, proof: Proof) -> frozenset[str]:
    """The tables without figures of which a file says that they were not read."""
    told = (*proof.differences, *proof.added)
    if all(item.found != UNREAD_TABLE for item in told):
        return frozenset()
    missing = {item.place for item in told if item.expected == UNFILLED_TABLE}
    tables = set()
    table = ""
    for item in expected(view):
        if item.table is not None:
            table = item.table.id
        elif item.text == UNFILLED_TABLE and item.place in missing:
            tables.add(table)
    return frozenset(tables)


def _prove(session: Session, to: Format, artifact: Artifact, publication: Publication) -> Proof:
    assert to.prove is not None
    with called(to, session.registry):
        return to.prove(artifact, publication)


def _looks(
    session: Session, to: Format, artifact: Artifact, publication: Publication
) -> Iterable[str]:
    if to.measure is None:
        return ()
    with called(to, session.registry):
        return tuple(to.measure(artifact, publication))


def digest(content: bytes) -> str:
    """SHA-256, as hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def carried(session: Session, document: Source) -> Loaded:
    """The report that the data beside the text of ``document`` are.

    Raises:
        SourceError: it cannot be read, or has none that can be used.
    """
    return _carried(session, _raw(session, document, reader_for(document, session.registry)))


def _raw(session: Session, document: Source, reader: Reader) -> Raw:
    with called(reader, session.registry):
        return reader.read(document)


def _carried(session: Session, raw: Raw) -> Loaded:
    if not isinstance(raw, RawDocument):
        raise SourceError(f"{raw.name}：这是数据，不是成品文档", hint=_NAME_FILE)
    if raw.carried is None:
        why = next((told for told in raw.notices if "所附数据" in told), "")
        raise SourceError(why or f"{raw.name}：文档里没有所附的数据", hint=_NAME_FILE)
    opened = open_raw(raw.carried)
    assert isinstance(opened, OpenedValues)  # as carried data are
    shown = {digest(picture.content): picture.content for picture in raw.pictures}
    named = opened.file.media.items()
    held = {path: shown[of] for path, of in named if of in shown}
    return loaded_from(session, opened, Wishes(), held=held)


def _foreign(
    session: Session, to: Format, suffix: str, publication: Publication, proof: Proof
) -> Iterator[Mismatch]:
    """Of what stands beside the report, that which the format itself does not write."""
    if not proof.added:
        return
    try:
        with called(to, session.registry):
            written = [artifact for artifact in to.write(publication) if artifact.suffix == suffix]
    except OutputError:  # a picture of the report is not there: nothing can be written to compare
        written = []
    own = Counter(
        _words(item) for a in written for item in _prove(session, to, a, publication).added
    )
    for item in proof.added:
        if own[_words(item)]:
            own[_words(item)] -= 1
        else:
            yield item


def _words(added: Mismatch) -> tuple[str | None, str]:
    return added.found, added.problem


def _labelled(difference: Mismatch, loaded: Loaded) -> Mismatch:
    """A figure or table by the words of its form: a certificate knows addresses only."""
    form = expanded(loaded.form, loaded.report)
    cell = form.cells.get(difference.address)
    if cell is not None and difference.place == difference.address:
        return evolve(difference, place=cell_label(form, cell[0]))
    named = _TABLE.match(difference.place)
    if named is None or named["id"] not in form.tables:
        return difference
    rest = difference.place[named.end() :].lstrip()
    return evolve(difference, place=f"{table_label(form, named['id'])}（{named['id']}）{rest}")
