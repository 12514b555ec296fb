"""Report and assessment → publication → artifacts → proof."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from attrs import evolve

from ..checking.run import Assessment
from ..contributions import Artifact, Format
from ..errors import OutputError, PluginError, TemplateError
from ..foreign import called
from ..model.proof import Proof
from ..model.table import Column
from ..pictures.choice import Filled, Pictures, pictures_of
from ..pictures.drawing import drawing, shown
from ..plugin import key_of
from ..previous import misfit
from ..view import Fill, Publication, View, build_view, format_value
from .assessing import check
from .formats import format_named
from .session import Loaded, Session

T = TypeVar("T")


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
    if not (wanted or session.registry.pictures):
        return Pictures()
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
        if derived.scope.covers(form.region, form.edition.id, form.year):
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
        artifacts = tuple(_given(made, Artifact) for made in to.write(publication))
    if not prove or to.prove is None:
        return artifacts
    with called(to, session.registry):
        artifacts = tuple(
            evolve(a, proof=_given(to.prove(a, publication), Proof)) for a in artifacts
        )
    told = [str(d) for a in artifacts if a.proof for d in a.proof.differences]
    if told:
        hint = "多半是模板改动了法定表格或漏了内容；template check 可以一次查出"
        raise OutputError(
            ["成品与数据不符，没有交付：", *told[:20]], hint=hint if to.needs_template else ""
        )
    return artifacts


def _given(value: Any, kind: type[T]) -> T:
    """What a format, perhaps foreign code, gave.

    Raises:
        TypeError: it is another thing than the hook asks for.
    """
    if not isinstance(value, kind):
        raise TypeError(f"应给出 {kind.__name__}，给出的是 {type(value).__name__}")
    return value


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
    wanted = tuple(formats)
    made: dict[str, tuple[Artifact, ...]] = {}
    for to in (one for each in wanted for one in _base_first(session, each)):
        if to.name not in made:
            base = made[to.derives_from] if to.derives_from else ()
            original = base[0].content if base else None
            publication = publish(
                session, loaded, assessment, to, template, template_name, original, previous
            )
            made[to.name] = write(session, to, publication, prove=prove)
    return tuple(artifact for to in wanted for artifact in made[to.name])


def _base_first(session: Session, to: Format) -> Iterator[Format]:
    """A format after the one that it derives from."""
    if to.derives_from:
        yield format_named(session, to.derives_from)
    yield to


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
