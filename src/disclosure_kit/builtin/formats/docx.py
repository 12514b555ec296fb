"""The official Word document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from frozendict import frozendict

from ...carriage import part_of
from ...contributions import Artifact
from ...errors import TemplateError
from ...model.case import Settings
from ...model.picture import Drawn
from ...rendering.compiled.template import Filled
from ...rendering.fonts.rare import holds_rare
from ...rendering.style import FONTS_SETTING, LOCAL_FONTS
from ...rendering.traits import traits_of
from ...rendering.word import fill_document
from ...view import Publication
from .whole import all_pictures, fills_all, prints_all

_HINT: Final = "disclosure-kit template check 模板 --annotate 批注.docx 可以把问题写成 Word 批注"


def write_docx(publication: Publication) -> Artifact:
    """The template filled with the view; the file carries the report's data. Told is what a clerk
    must know of its fonts: substitutes, and characters that they do not have.

    Raises:
        OutputError: a picture of the report cannot be had.
        TemplateError: the template, which is named, cannot carry the report.
    """
    assert publication.template is not None  # ``needs_template``
    all_pictures(publication)
    try:
        document = _filled(publication, publication.template)
        prints_all(publication.template, publication.view)
        fills_all(publication.template)
    except TemplateError as error:
        problems, hint = _all_of(publication, error)
        if publication.template_name:
            problems = [f"{publication.template_name}：{problem}" for problem in problems]
        raise TemplateError(problems, hint=hint) from error
    notices = _font_notices(document, publication.template, publication.settings)
    return Artifact(".docx", document.content, notices=tuple(notices))


def _filled(publication: Publication, template: bytes) -> Filled:
    """The template filled with the report, whose data the file carries."""
    data = part_of(publication.report, publication.form, publication.media)
    drawn: Drawn = {**publication.no_pictures, **publication.pictures}
    view, media = publication.view, publication.media
    if publication.fill is None:
        return fill_document(template, view, media, drawn, data)
    return Filled(publication.fill(template, view, media, drawn, data))


def _all_of(publication: Publication, error: TemplateError) -> tuple[Iterable[str], str]:
    """Everything that is wrong with a stranger's template, not only what stopped it first; and
    what to do."""
    if publication.template is None or publication.fill is None:
        return error.problems, error.hint
    from ...layouts.loader import profile_of  # heavy, so only when a template has failed
    from ...templating.check import check
    from ...templating.extras import Extras

    form, view = publication.form, publication.view
    stated = {key: figure.label for key, figure in form.figures.items()}
    drawn = dict.fromkeys((*publication.pictures, *publication.no_pictures), "")
    extras = Extras(frozendict({**dict.fromkeys(view.figures, ""), **stated}), frozendict(drawn))
    report = check(publication.template, form, extras, profile_of(form), publication.fill)
    found = [f"{f.sentence}（{f.what_to_do}）" for f in report.faults if f.is_error]
    return found or error.problems, _HINT if found else error.hint


def _font_notices(document: Filled, template: bytes, settings: Settings) -> Iterator[str]:
    if settings.get(FONTS_SETTING) == LOCAL_FONTS:
        from ...rendering.fonts.local import local_fonts  # it looks for them

        yield from local_fonts().notices
    # Where neither report nor template holds a rare character, the document does not.
    if document.words is None or holds_rare(document.words) or traits_of(template).rare:
        from ...rendering.fonts.outside import outside_repertoires

        yield from outside_repertoires(document.content)
