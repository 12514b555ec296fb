"""Which Word template serves a form."""

from __future__ import annotations

import pickle
from typing import Final

from attrs import evolve

from ..cache import Cache, key_for, of_kit
from ..errors import TemplateError
from ..model.case import Settings
from ..model.form import Form
from ..resources import bundled
from .style import Style, style_of

NATIONAL = "national.docx"
_YES: Final = b"fits"
_NO: Final = b"does not fit"


def national_template(form: Form, settings: Settings) -> bytes:
    """The national template for ``form``.

    The committed file of the edition serves where it has exactly the tags that the form
    needs and the fonts are the usual ones; so a colleague may restyle it. For any other
    form (a region's outline, a plugin's table, a dropped-in edition) a template is made.

    Raises:
        UsageError: a font set that does not exist.
        EditionError: an id of the form can stand in no tag.
    """
    # Made once: a template does not look at the region, nor at sections that are the report's own.
    asked = form.before_sections if form.as_found else form
    return asked.kept(_national, settings)


def _national(form: Form, settings: Settings) -> bytes:
    from .template import make_template  # heavy, and most forms have the committed file

    style = style_of(form, settings)
    file = bundled("templates", form.edition.id, NATIONAL)
    if style == Style() and file.is_file():
        committed = file.read_bytes()
        if _fits(committed, form):
            return committed
    return make_template(form, style)


def _fits(committed: bytes, form: Form) -> bool:
    """Whether a file has exactly the tags that ``form`` needs: kept between runs, because all of
    a template must be made to know it."""
    cache = Cache.of_user()
    key = _key(committed, form) if cache else ""
    if cache is not None and (kept := cache.get(key)) in (_YES, _NO):
        return kept == _YES
    from .template import make_template
    from .template.tags import tags_in

    found = tags_in(committed) == tags_in(make_template(form, Style()))
    if cache is not None:
        cache.put(key, _YES if found else _NO)
    return found


def _key(committed: bytes, form: Form) -> str:
    # A set is pickled in an order of its own in every process; a template looks at no region.
    rest = pickle.dumps(evolve(form, statutory_tables=frozenset(), region=None))
    tables = ",".join(sorted(form.statutory_tables))
    return key_for("national", committed, rest, tables, versions=[of_kit()])


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
    from .admission import admit
    from .reproducible import unpack
    from .template import make_template

    try:
        admit(template)
    except TemplateError:
        return template  # told where it is used
    untouched = unpack(template) == unpack(make_template(form, Style()))
    return make_template(form, style) if untouched else template
