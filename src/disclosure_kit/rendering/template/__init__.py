"""Form → Word template: a named tag in every cell, for any edition, outline and region."""

from __future__ import annotations

from ...model.form import Form
from ..style import Style


def make_template(form: Form, style: Style) -> bytes:
    """A Word template for ``form``: same form and style, same bytes.

    Raises:
        EditionError: an id of the form can stand in no tag.
    """
    # Who reads the tags of a template makes none.
    from ..reproducible import pack
    from .document import document
    from .package import package

    return pack(package(document(form, style), style))
