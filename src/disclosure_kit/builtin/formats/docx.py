"""The official Word document."""

from __future__ import annotations

from ...errors import TemplateError
from ...rendering.word import render_document
from ...view import Publication


def write_docx(publication: Publication) -> bytes:
    """The template filled with the view.

    Raises:
        TemplateError: the template, which is named, cannot carry the report.
    """
    assert publication.template is not None  # ``needs_template``
    try:
        return render_document(publication.template, publication.view)
    except TemplateError as error:
        if not publication.template_name:
            raise
        named = [f"{publication.template_name}：{problem}" for problem in error.problems]
        raise TemplateError(named, hint=error.hint) from error
