"""The official Word document."""

from __future__ import annotations

from collections.abc import Iterator

from ...carriage import NAMESPACE, data_of, wrapped
from ...errors import TemplateError
from ...model.case import Settings
from ...model.picture import Drawn
from ...rendering.custom_xml import with_part
from ...rendering.fonts import local_fonts, outside_repertoires
from ...rendering.style import FONTS_SETTING, LOCAL_FONTS
from ...rendering.word import render_document
from ...view import Publication
from .whole import all_pictures


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
    except TemplateError as error:
        if not publication.template_name:
            raise
        named = [f"{publication.template_name}：{problem}" for problem in error.problems]
        raise TemplateError(named, hint=error.hint) from error
    data = wrapped(data_of(publication.report, publication.form, publication.media))
    return with_part(document, data, NAMESPACE)


def font_notices(document: bytes, settings: Settings) -> Iterator[str]:
    """What a clerk must know of the fonts: substitutes, and characters that they do not have."""
    if settings.get(FONTS_SETTING) == LOCAL_FONTS:
        yield from local_fonts().notices
    yield from outside_repertoires(document)
