"""Which pictures a format shows, and the kit's own way to have one drawn."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Final

from ..contributions import Format, Picture
from ..errors import PluginError
from ..foreign import called
from ..model.case import Settings
from ..model.form import Form
from ..model.picture import Subject
from ..plugin import key_of
from ..registry import Registry
from .choice import Draw
from .studio import Studio, drawn_by

SECONDS: Final = "pictures.seconds"  # the setting: how long drawing one may take
PAGE: Final = "pictures.page"  # the setting: whether a page shows any
_WITHOUT: Final = f"不要图的，网页加 --set {PAGE}=no，Word 模板去掉这个标签"


def shown(
    registry: Registry, settings: Settings, form: Form, to: Format, template: bytes | None
) -> Iterable[str]:
    """The keys of those that a format shows: what the template names, or all on a page."""
    if not to.pictures:
        return ()
    if template is not None:
        from ..rendering.traits import traits_of  # with a format that has templates

        return traits_of(template).pictures
    if settings.get(PAGE) == "no":
        return ()
    return registry.pictures_for(form.region, form.edition.id)


def drawing(registry: Registry, settings: Settings, studio: Studio | None) -> Draw:
    """Draws in the ``studio``, or here where there is none; whoever draws is named where a
    picture does not come about (``PluginError``)."""
    return partial(_drawn, registry, settings, studio)


def _drawn(
    registry: Registry,
    settings: Settings,
    studio: Studio | None,
    picture: Picture,
    subject: Subject,
) -> bytes:
    if studio is None:
        with called(picture, registry):
            drawn = drawn_by(picture, subject, settings)
    else:
        drawn = studio.draw(key_of(picture)[1], subject, settings, float(settings[SECONDS]))
    if isinstance(drawn, bytes):
        return drawn
    owner = registry.owners[key_of(picture)]
    raise PluginError(
        owner,
        [f"图 {picture.key}（插件 {owner}）{problem}" for problem in drawn.problems],
        hint="；".join(filter(None, (drawn.hint, _WITHOUT))),
    )
