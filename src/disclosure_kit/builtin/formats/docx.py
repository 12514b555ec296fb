"""The official Word document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from frozendict import frozendict

from ...carriage import NAMESPACE, data_of, wrapped
from ...errors import TemplateError
from ...layouts import profile_of
from ...model.case import Settings
from ...model.picture import Drawn
from ...rendering.custom_xml import with_part
from ...rendering.fonts import local_fonts, outside_repertoires
from ...rendering.style import FONTS_SETTING, LOCAL_FONTS
from ...rendering.word import render_document
from ...templating.check import check
from ...templating.extras import Extras
from ...view import Publication
from .whole import all_pictures, fills_all, prints_all

_HINT: Final = "disclosure-kit template check 模板 --annotate 批注.docx 可以把问题写成 Word 批注"


def write_docx(publication: Publication) -> bytes:
    """The template filled with the view; the file carries the report's data.

    Raises:
        OutputError: a picture of the report cannot be had.
        TemplateError: the template, which is named, cannot carry the report.
    """
    assert publication.template is not None  # ``needs_template``
    all_pictures(publication)
    try:
        fill = publication.fill or render_document
        drawn: Drawn = {**publication.no_pictures, **publication.pictures}
        document = fill(publication.template, publication.view, publication.media, drawn)
        prints_all(publication.template, publication.view)
        fills_all(publication.template)
    except TemplateError as error:
        problems, hint = _all_of(publication, error)
        if publication.template_name:
            problems = [f"{publication.template_name}：{problem}" for problem in problems]
        raise TemplateError(problems, hint=hint) from error
    data = wrapped(data_of(publication.report, publication.form, publication.media))
    return with_part(document, data, NAMESPACE)


def _all_of(publication: Publication, error: TemplateError) -> tuple[Iterable[str], str]:
    """Everything that is wrong with a stranger's template, not only what stopped it first; and
    what to do."""
    if publication.template is None or publication.fill is None:
        return error.problems, error.hint
    form, view = publication.form, publication.view
    stated = {key: figure.label for key, figure in form.figures.items()}
    drawn = dict.fromkeys((*publication.pictures, *publication.no_pictures), "")
    extras = Extras(frozendict({**dict.fromkeys(view.figures, ""), **stated}), frozendict(drawn))
    report = check(publication.template, form, extras, profile_of(form), publication.fill)
    found = [f"{f.sentence}（{f.what_to_do}）" for f in report.faults if f.is_error]
    return found or error.problems, _HINT if found else error.hint


def font_notices(document: bytes, settings: Settings) -> Iterator[str]:
    """What a clerk must know of the fonts: substitutes, and characters that they do not have."""
    if settings.get(FONTS_SETTING) == LOCAL_FONTS:
        yield from local_fonts().notices
    yield from outside_repertoires(document)
