"""Source → raw → form → report."""

from __future__ import annotations

from collections.abc import Mapping

from frozendict import frozendict

from ..errors import (
    EditionError,
    SourceError,
)
from ..foreign import called
from ..lost_plugins import absent, lost_plugins, need_of
from ..model.edition import OutlineKind
from ..model.form import Form
from ..model.raw import Beside, Source
from ..reader_choice import reader_for
from ..recognise import Wishes, recognise
from ..registry import Registry
from ..structure.of_plugins import parts_of_plugins
from ..structure.opened import OpenedDocument, OpenedValues, open_raw
from ..structure.pictures import gather
from ..structure.structured import Facts
from .session import Loaded, Session


def read(session: Session, source: Source, wishes: Wishes = Wishes()) -> Loaded:  # noqa: B008  # frozen
    """A source of any readable kind as a report.

    Raises:
        SourceError: it cannot be read, or does not fit its form (all problems at once).
        EditionError: its edition or outline cannot be decided.
        PluginError: a plugin that its region needs failed to load.
        UsageError: the source states another year or body than ``wishes``.
    """
    registry = session.registry
    reader = reader_for(source, registry)
    with called(reader, registry):
        raw = reader.read(source)
    opened = open_raw(raw, wishes.year, wishes.agency)
    if isinstance(opened, OpenedDocument) and opened.data is not None:
        try:
            return loaded_from(session, opened, wishes, source.beside)
        except (SourceError, EditionError) as error:
            # Data beside a text are never a reason not to read the text.
            opened = opened.without_data(error.problems[0])
    return loaded_from(session, opened, wishes, source.beside)


def loaded_from(
    session: Session,
    opened: OpenedValues | OpenedDocument,
    wishes: Wishes,
    beside: Beside | None = None,
    held: Mapping[str, bytes] = frozendict(),
) -> Loaded:
    """The report of a source whose beginning is read. Its pictures are those of a document
    itself; for data, those that are ``held``, or lie ``beside`` it in its folder.

    Raises:
        SourceError, EditionError, PluginError: as ``read``.
    """
    registry = session.registry
    found = recognise(opened.facts, wishes, registry)
    lost, warnings = lost_plugins(found, registry)
    form = registry.form(found.edition, found.region, found.year, found.outline)
    if found.outline is None and found.edition.outline is not OutlineKind.FIXED:
        free = opened.sections_as_found(tuple(form.tables.values()))
        form = registry.form(found.edition, found.region, found.year, free=free)
    if registry.faults and isinstance(opened, OpenedValues) and not session.core_only:
        need_of(parts_of_plugins(opened.file, form), registry)
    made = opened.structure(form, absent(found, registry, declined=session.core_only))
    notices = [*opened.raw.notices, *found.notices, *made.notices, *warnings]
    if count := len(made.differences):
        notices.append(f"{opened.raw.name}：所附数据与文中有 {count} 处不同，一律以文中为准")
    if isinstance(opened, OpenedDocument):
        held, beside = made.media, None
    name, report, pictures = opened.raw.name, made.report, gather(made.report, held, beside)
    notices += (f"{name}：{notice}" for notice in pictures.notices)
    return Loaded(
        name,
        report,
        form,
        tuple(notices),
        lost,
        made.differences,
        pictures.media,
        pictures.unusable,
        made.apart,
    )


def form_for(session: Session, wishes: Wishes, year: int | None = None) -> Form:
    """The form of an edition and region, without a report.

    Raises:
        EditionError: no such edition, or none for the year, or two outlines tie.
        PluginError: a plugin that the region needs failed to load: the form would lack its parts.
    """
    registry = session.registry
    facts = Facts("--edition、--year", year or _first_year(wishes, registry))
    found = recognise(facts, wishes, registry)
    lost_plugins(found, registry)
    return registry.form(found.edition, found.region, found.year, found.outline)


def _first_year(wishes: Wishes, registry: Registry) -> int:
    known = registry.editions
    edition = known.get(wishes.edition) if wishes.edition else registry.edition_for(9999)
    if edition is None:
        raise EditionError(f"没有版本 {wishes.edition}。已有版本：{'、'.join(known) or '无'}")
    outlines = [
        o
        for o in registry.outlines
        if wishes.region and edition.id in o.editions and wishes.region.startswith(o.region)
    ]
    return outlines[0].years.first if outlines else edition.years.first
