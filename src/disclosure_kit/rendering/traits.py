"""What is known of a template by its bytes alone, before a report is put in: kept between runs."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from attrs import frozen

from ..cache import key_for, of_kit, remembered
from ..errors import TemplateError

_KEPT: Final = 8  # templates, in memory: a batch asks for every report


@frozen
class Traits:
    """``pictures`` are the keys of those that it names, ``tags`` the words of all its tags,
    ``unfilled`` those of tags that would be printed as they are. ``rare``: it may itself bring a
    character that not every Chinese font has."""

    pictures: frozenset[str] = frozenset()
    tags: str = ""
    unfilled: tuple[str, ...] = ()
    rare: bool = False


@lru_cache(maxsize=_KEPT)
def traits_of(template: bytes) -> Traits:
    """Nothing, where it cannot be read: who fills it is told why."""
    key = key_for("traits", template, versions=[of_kit()])
    return remembered(key, Traits, lambda: _looked_at(template))


def _looked_at(template: bytes) -> Traits:
    from .admission import admit  # all of these with lxml
    from .fonts.outside import may_print_rare
    from .template.tags import pictures_named, tags_in
    from .unfilled import unfilled_tags

    try:
        admit(template)
    except TemplateError:
        return Traits()
    return Traits(
        pictures_named(template),
        " ".join(tags_in(template)),
        tuple(words for _, words in unfilled_tags(template)),
        may_print_rare(template),
    )
