"""The official Word document."""

from __future__ import annotations

from ...rendering.word import render_document
from ...view import Publication


def write_docx(publication: Publication) -> bytes:
    """The template filled with the view.

    Raises:
        TemplateError: the template cannot carry the report.
    """
    assert publication.template is not None  # ``needs_template``
    return render_document(publication.template, publication.view)
