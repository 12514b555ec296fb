"""The use cases over a session: read, check, publish, prove. The whole flow on one screen.

    source → raw → form → report → assessment → publication → artifacts → proof

Nothing here touches the disk or knows of plugins, click or Word.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Final

from attrs import evolve, field, frozen
from frozendict import frozendict

from .acceptance import Acceptance, apply
from .checking.apart import Answer, Apart
from .checking.run import Assessment, assess, covering
from .contributions import Artifact, Format
from .errors import (
    EditionError,
    ExitCode,
    OutputError,
    PluginError,
    SourceError,
    TemplateError,
    UsageError,
)
from .foreign import called, is_ours
from .lost_plugins import lost_plugins, not_assessed
from .model.case import Case, Settings
from .model.difference import Difference
from .model.edition import OutlineKind
from .model.finding import NotAssessed
from .model.form import Form
from .model.picture import NO_PICTURES, Drawn
from .model.raw import Beside, Source
from .model.report import Report
from .model.table import Column
from .pictures.choice import Filled, Pictures, pictures_of
from .pictures.drawing import drawing, shown
from .pictures.studio import Studio
from .plugin import Fault, key_of
from .previous import misfit
from .reader_choice import reader_for
from .recognise import Wishes, recognise
from .registry import Registry
from .rendering import strangers as templates
from .rendering.strangers import Strangers
from .structure.opened import OpenedDocument, OpenedValues, open_raw
from .structure.pictures import gather
from .structure.structured import Facts
from .view import Fill, Publication, View, build_view, format_value

SECONDS: Final = "checks.seconds"  # the setting: how long a check of a plugin may take
TEMPLATE_SECONDS: Final = "template.seconds"  # and how long a stranger's template


@frozen
class Session:
    """A kit at work: every contribution in use, the settings, and today's date.

    ``apart`` runs the checks in plugins' code in a process of their own; without it (a registry
    built by hand) they run here. ``studio`` does the same for pictures. ``strangers`` fills
    templates that are not the core's.
    """

    registry: Registry
    settings: Settings
    today: datetime.date
    apart: Apart | None = field(default=None, eq=False, repr=False)
    studio: Studio | None = field(default=None, eq=False, repr=False)
    strangers: Strangers = field(factory=Strangers, eq=False, repr=False)

    def fill(
        self,
        template: bytes,
        view: View,
        media: Mapping[str, bytes] = frozendict(),
        drawn: Drawn = NO_PICTURES,
    ) -> bytes:
        """A stranger's template filled, as ``rendering.word.render_document`` does, apart.

        Raises:
            TemplateError: it cannot be filled, or not within its bounds.
        """
        seconds = float(self.settings.get(TEMPLATE_SECONDS, templates.SECONDS))
        return self.strangers.render(template, view, media, drawn, seconds)


@frozen
class Loaded:
    """A report with the form it fills; ``notices`` say what reading normalised or lacked.

    ``lost`` are plugins that failed to load and might have served this report; ``differences``
    is where the data that a document carries say another thing than its text. ``media`` are its
    pictures by their paths, fit to be published; ``unusable`` says why others of them are not.
    """

    name: str
    report: Report
    form: Form
    notices: tuple[str, ...]
    lost: tuple[Fault, ...] = ()
    differences: tuple[Difference, ...] = ()
    media: frozendict[str, bytes] = field(factory=frozendict, repr=False)
    unusable: frozendict[str, str] = field(factory=frozendict)


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
    made = opened.structure(form)
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
    )


def form_for(session: Session, wishes: Wishes, year: int | None = None) -> Form:
    """The form of an edition and region, without a report.

    Raises:
        EditionError: no such edition, or none for the year, or two outlines tie.
    """
    registry = session.registry
    facts = Facts("--edition、--year", year or _first_year(wishes, registry))
    found = recognise(facts, wishes, registry)
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


def check(
    session: Session,
    loaded: Loaded,
    previous: Loaded | None = None,
    accepted: Iterable[Acceptance] = (),
) -> Assessment:
    """Every check that covers the report; ``previous`` is the same body's report of last year,
    ``accepted`` what was acknowledged of it before."""
    unfit = misfit(loaded.report, previous.report) if previous else ""
    last = previous if previous and not unfit else None
    case = Case(
        loaded.report,
        loaded.form,
        last.report if last else None,
        session.settings,
        session.today,
        last.form if last else None,
        loaded.differences,
        loaded.unusable,
    )
    assessment = assess(case, session.registry.checks, _apart(session, case))
    told = list(not_assessed(loaded.lost))
    if previous and unfit:
        told.append(NotAssessed("previous", f"{previous.name}{unfit}", statutory=False))
    assessment = evolve(assessment, outcomes=(*assessment.outcomes, *told))
    return apply(assessment, accepted, loaded.report, loaded.form)


def _apart(session: Session, case: Case) -> Mapping[str, Answer]:
    """What the checks in plugins' own code say of the case."""
    registry = session.registry
    codes = [
        code
        for code, check in covering(case, registry.checks).items()
        if not registry.is_core(registry.owners[key_of(check)]) and not is_ours(check.run)
    ]
    if session.apart is None or not codes:
        return {}
    return session.apart.run(case, codes, float(session.settings[SECONDS]))


def exit_code(session: Session, assessment: Assessment) -> ExitCode:
    """What the command answers to an assessment: a check that failed itself is no pass."""
    if assessment.crashed:
        owners = {session.registry.owners[("Check", code)] for code in assessment.crashed}
        return ExitCode.BUG if any(map(session.registry.is_core, owners)) else ExitCode.PLUGIN
    return ExitCode.DONE if assessment.ok else ExitCode.FINDINGS


def publish(
    session: Session,
    loaded: Loaded,
    assessment: Assessment,
    to: Format,
    template: bytes | None = None,
    template_name: str = "",
    original: bytes | None = None,
    previous: Loaded | None = None,
    wanted: Iterable[str] | None = None,
) -> Publication:
    """The report as a format may see it; ``template`` overrules the region's and the core's.

    ``template_name`` is told where ``template`` cannot be used; ``original`` is the finished
    file that the format derives from; ``previous`` is last year's report, for pictures;
    ``wanted`` are the pictures asked for, where not those that the format shows.

    Raises:
        TemplateError: the format needs a template and nobody gives one.
        EditionError: two templates of one scope, or two pictures of one key.
        PluginError: a picture that the format shows could not be drawn.
    """
    fill: Fill | None = session.fill
    if to.needs_template and template is None:
        pack = session.registry.template_for(loaded.form, to.name)
        if pack is None:
            raise TemplateError(f"没有适用于版本 {loaded.form.edition.id} 的 {to.name} 模板")
        with called(pack, session.registry):
            template = pack.content(loaded.form, session.settings)
        template_name = pack.name
        if session.registry.is_core(session.registry.owners[key_of(pack)]):
            fill = None
    if wanted is None:
        wanted = shown(session.registry, session.settings, loaded.form, to, template)
    pictures = _pictures(session, loaded, previous, wanted)
    return Publication(
        report=loaded.report,
        form=loaded.form,
        outcomes=assessment.outcomes,
        view=view_of(session, loaded),
        settings=session.settings,
        template=template,
        template_name=template_name,
        media=loaded.media,
        original=original,
        fill=fill,
        pictures=pictures.drawn,
        no_pictures=pictures.missing,
    )


def _pictures(
    session: Session, loaded: Loaded, previous: Loaded | None, wanted: Iterable[str]
) -> Pictures:
    last = None
    if previous is not None and not misfit(loaded.report, previous.report):
        last = Filled(previous.report, previous.form)
    this = Filled(loaded.report, loaded.form)
    draw = drawing(session.registry, session.settings, session.studio)
    return pictures_of(this, last, wanted, session.registry, draw)


def view_of(session: Session, loaded: Loaded) -> View:
    """What the report prints, stated and derived figures included."""
    report, form = loaded.report, loaded.form
    figures = {
        key: format_value(value, Column(form.figures[key].label, kind=form.figures[key].kind))
        for key, value in report.figures.items()
        if key in form.figures
    }
    for derived in session.registry.figures:
        if derived.scope.covers(form.region, form.edition.id):
            with called(derived, session.registry):
                value = derived.compute(report)
            figures[derived.key] = "" if value is None else format_value(value, Column(""))
    return build_view(report, form, session.settings, figures)


def write(
    session: Session, to: Format, publication: Publication, *, prove: bool = True
) -> tuple[Artifact, ...]:
    """The finished files, each read again and compared with the report.

    Raises:
        TemplateError: the template cannot carry the report.
        OutputError: a picture of the report cannot be had; or what was written does not say what
            the report says; every difference.
    """
    with called(to, session.registry):
        artifacts = tuple(to.write(publication))
    if not prove or to.prove is None:
        return artifacts
    with called(to, session.registry):
        artifacts = tuple(evolve(a, proof=to.prove(a, publication)) for a in artifacts)
    told = [str(d) for a in artifacts if a.proof for d in a.proof.differences]
    if told:
        raise OutputError(
            ["成品与数据不符，没有交付：", *told[:20]],
            hint="多半是模板改动了法定表格或漏了内容；template check 可以一次查出",
        )
    return artifacts


def produce(
    session: Session,
    loaded: Loaded,
    assessment: Assessment,
    formats: Iterable[Format],
    template: bytes | None = None,
    template_name: str = "",
    *,
    prove: bool = True,
    previous: Loaded | None = None,
) -> tuple[Artifact, ...]:
    """The finished files of ``formats``, in their order, each written once, also where others
    derive from it; all of them, or an error.

    Raises:
        TemplateError, OutputError, PluginError: as ``write``.
    """
    made: dict[str, tuple[Artifact, ...]] = {}

    def of(to: Format) -> tuple[Artifact, ...]:
        if to.name not in made:
            base = of(format_named(session, to.derives_from)) if to.derives_from else ()
            original = base[0].content if base else None
            publication = publish(
                session, loaded, assessment, to, template, template_name, original, previous
            )
            made[to.name] = write(session, to, publication, prove=prove)
        return made[to.name]

    return tuple(artifact for to in formats for artifact in of(to))


def render(
    session: Session,
    loaded: Loaded,
    to: str = "docx",
    template: bytes | None = None,
    previous: Loaded | None = None,
) -> tuple[Artifact, ...]:
    """Check, publish, write and prove in one call: the finished files of format ``to``;
    ``previous`` is the same body's report of last year.

    Raises:
        UsageError: no such format.
        TemplateError: no template, or one that cannot carry the report.
        OutputError: what was written does not say what the report says.
        PluginError: a check, or another part of a plugin, failed itself.
    """
    chosen = format_named(session, to)
    assessment = check(session, loaded, previous)
    for code in assessment.crashed:
        owner = session.registry.owners[("Check", code)]
        raise PluginError(owner, f"检查 {code}（{owner}）自身出错，没有完成，没有生成文档")
    return produce(session, loaded, assessment, [chosen], template, previous=previous)


def format_named(session: Session, name: str) -> Format:
    """The format of this name.

    Raises:
        UsageError: there is none.
    """
    found = session.registry.formats.get(name)
    if found is None:
        known = "、".join(session.registry.formats) or "无"
        raise UsageError(f"没有格式 {name!r}。已有：{known}")
    return found


def data_format(session: Session, suffix: str, name: str) -> Format:
    """The format that carries the whole report and whose files end in ``suffix``.

    Raises:
        UsageError: there is none; ``name`` is the file asked for.
    """
    carrying = [f for f in session.registry.formats.values() if f.carries_data]
    chosen = next((f for f in carrying if f.suffix == suffix.lower()), None)
    if chosen is None:
        known = "、".join(f.suffix for f in carrying)
        raise UsageError(f"{name}：不能转成这种格式。可以转成：{known}")
    return chosen
