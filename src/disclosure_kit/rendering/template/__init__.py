"""Form → Word template: a named tag in every cell, for any edition, outline and region."""

from __future__ import annotations

from ...model.form import Form
from ..reproducible import pack
from ..style import Style
from .document import document
from .package import package


def make_template(form: Form, style: Style) -> bytes:
    """A Word template for ``form``: same form and style, same bytes.

    Raises:
        EditionError: an id of the form can stand in no tag.
    """
    return pack(package(document(form, style), style))
