"""The use cases of templates: one to start from, its tags, and all that is wrong with one."""

from __future__ import annotations

from attrs import field, frozen
from frozendict import frozendict

from .app import Session, form_for
from .errors import EditionError, PluginError, TemplateError
from .foreign import called
from .layouts.loader import profile_of
from .model.form import Form
from .recognise import Wishes
from .rendering.admission import admit_file
from .templating.check import Report, check
from .templating.extras import Extras
from .templating.fault import FILE, Fault, Place
from .templating.fitting import best, misfit
from .templating.reading import read

WORD = "docx"


@frozen
class Checked:
    """A template that was looked at: for which form, what was found, and what was taken for
    granted (``notices``). No ``form``: it is no file that could be looked at."""

    report: Report
    form: Form | None = None
    notices: tuple[str, ...] = field(factory=tuple)


def starting_template(session: Session, form: Form) -> bytes:
    """The template that a report of ``form`` is printed with.

    Raises:
        TemplateError: nobody gives one.
        EditionError: two of one scope.
        PluginError: the plugin that gives it failed.
    """
    pack = session.registry.template_for(form, WORD)
    if pack is None:
        raise TemplateError(f"没有适用于版本 {form.edition.id} 的 Word 模板")
    with called(pack, session.registry):
        return pack.content(form, session.settings)


def extras_of(session: Session, form: Form) -> Extras:
    """The figures and pictures that plugins add to ``form``."""
    registry = session.registry
    stated = {key: figure.label for key, figure in form.figures.items()}
    derived = {
        figure.key: figure.title
        for figure in registry.figures
        if figure.scope.covers(form.region, form.edition.id, form.year)
    }
    drawn = registry.pictures_for(form.region, form.edition.id)
    pictures = {key: picture.title for key, picture in drawn.items()}
    return Extras(frozendict({**stated, **derived}), frozendict(pictures))


def check_template(session: Session, template: bytes, wishes: Wishes) -> Checked:
    """Everything that is wrong with ``template``, tried apart like any stranger's.

    Without an edition in ``wishes``, that one is taken of whose figures it names most.

    Raises:
        EditionError: no such edition, or two outlines tie.
    """
    try:
        admit_file(template)
    except TemplateError as error:
        found = tuple(Fault(FILE, Place(), told, error.hint) for told in error.problems)
        return Checked(Report(found))
    reading = read(template)
    if reading.faults:
        return Checked(Report(reading.faults))
    forms = _forms(session, wishes)
    notices: tuple[str, ...] = ()
    if wishes.edition is None:
        form = best(reading, forms)
        notices = (f"没有写明版本，按标签最合的 {form.edition.id} 版核对（--edition 可以写明）",)
    else:
        form = form_for(session, wishes)
        other = misfit(reading, form, forms)
        if other is not None:
            return Checked(Report((other,)), form, notices)
    notices += _unserved(session, form)
    report = check(template, form, extras_of(session, form), profile_of(form), session.fill)
    return Checked(report, form, notices)


def _forms(session: Session, wishes: Wishes) -> list[Form]:
    """A form of every edition, in the region asked for; where the edition is known, without
    those whose plugin is lost.

    Raises:
        EditionError: there is no edition.
        PluginError: the edition is to be found out, and the plugin of one is lost.
    """
    forms = []
    for edition in session.registry.editions:
        try:
            forms.append(form_for(session, Wishes(edition, wishes.region)))
        except PluginError:
            if wishes.edition is None:
                raise
    if not forms:
        raise EditionError("没有年报格式的版本")
    return forms


def _unserved(session: Session, form: Form) -> tuple[str, ...]:
    """A region that no plugin serves gives the national form; this is told."""
    region = form.region
    if region is None or any(
        info.scope.region and info.scope.covers(region, form.edition.id)
        for info in session.registry.plugins
    ):
        return ()
    return (f"没有适用于区划 {region} 的插件，按全国格式核对",)
