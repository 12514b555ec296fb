"""Template + view → Word file: by the compiled template where that knows all, else by docxtpl."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Final

from frozendict import frozendict

from ..cache import Cache
from ..carriage import NAMESPACE
from ..model.picture import NO_PICTURES, Drawn
from ..view import View
from .compiled.kept import compiled_form
from .compiled.template import Compiled, Filled

_KEPT: Final = 8  # templates, in memory


def render_document(
    template: bytes,
    view: View,
    media: Mapping[str, bytes] = frozendict(),
    drawn: Drawn = NO_PICTURES,
    carried: bytes | None = None,
) -> bytes:
    """The Word file that ``template`` makes of ``view``: same input, same bytes.

    ``media`` are the pictures of the report by their paths, ``drawn`` those of plugins by their
    keys; ``carried`` are the report's data, as ``carriage.wrapped`` has them. Title and who signs
    are written into the file's properties; nothing else that the template's maker or this machine
    left in them stays.

    Raises:
        TemplateError: no Word file, a tag that cannot be read, or a name that the report
            does not have; says which and in which paragraph.
    """
    return fill_document(template, view, media, drawn, carried).content


def fill_document(
    template: bytes,
    view: View,
    media: Mapping[str, bytes] = frozendict(),
    drawn: Drawn = NO_PICTURES,
    carried: bytes | None = None,
) -> Filled:
    """The same, and what of the report is printed in it.

    Raises:
        TemplateError: as ``render_document``.
    """
    if compiled := _compiled(template):
        # What the compiled form does not know, docxtpl fills; what is wrong, it tells in words.
        with suppress(Exception):
            return compiled.render(view, media, drawn, carried)
    from .custom_xml import with_part  # docxtpl is heavy, and so is what it takes
    from .filling import filled

    document = filled(template, view, media, drawn)
    return Filled(document if carried is None else with_part(document, carried, NAMESPACE))


@lru_cache(maxsize=_KEPT)
def _compiled(template: bytes) -> Compiled | None:
    return compiled_form(template, Cache.of_user())
