"""Which Word template serves a form."""

from __future__ import annotations

from ..errors import TemplateError
from ..model.case import Settings
from ..model.form import Form
from ..resources import bundled
from .admission import admit
from .reproducible import unpack
from .style import Style, style_of
from .template import make_template
from .template.tags import tags_in

NATIONAL = "national.docx"


def national_template(form: Form, settings: Settings) -> bytes:
    """The national template for ``form``.

    The committed file of the edition serves where it has exactly the tags that the form
    needs and the fonts are the usual ones; so a colleague may restyle it. For any other
    form (a region's outline, a plugin's table, a dropped-in edition) a template is made.

    Raises:
        UsageError: a font set that does not exist.
        EditionError: an id of the form can stand in no tag.
    """
    return form.kept(_national, settings)  # made once: a template does not look at the region


def _national(form: Form, settings: Settings) -> bytes:
    style = style_of(form, settings)
    made = make_template(form, style)
    file = bundled("templates", form.edition.id, NATIONAL)
    if style == Style() and file.is_file():
        committed = file.read_bytes()
        if tags_in(committed) == tags_in(made):
            return committed
    return made


def in_style(template: bytes, form: Form, settings: Settings) -> bytes:
    """A region's template in the fonts that the settings ask for.

    Only a file as ``make_template`` made it is made anew; one that a person restyled stays.

    Raises:
        UsageError: a font set that does not exist.
        EditionError: an id of the form can stand in no tag.
    """
    style = style_of(form, settings)
    if style == Style():
        return template
    try:
        admit(template)
    except TemplateError:
        return template  # told where it is used
    untouched = unpack(template) == unpack(make_template(form, Style()))
    return make_template(form, style) if untouched else template
