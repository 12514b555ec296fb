"""Compiled templates on disk between runs: they are code, so only from the user's own cache."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ...cache import Cache, key_for, of_kit
from ...installed import versions_of
from .placed import Placed
from .template import Compiled

_KIND: Final = "template"
_PLACED: Final = "signatures-of-"
# What has a say in the code and in the constants, beside Python and the kit.
_PACKAGES: Final = ("docxtpl", "jinja2", "lxml", "markupsafe", "python-docx")
_NONE: Final = b""  # kept, too: that a template has no compiled form


def compiled_form(template: bytes, cache: Cache | None) -> Compiled | None:
    """The compiled form of a template, from ``cache`` or made; None where it has none."""
    key = key_for(_KIND, template, versions=_versions()) if cache else ""
    if cache is not None and (kept := cache.get(key)) is not None:
        if kept == _NONE:
            return None
        try:
            return Compiled.from_bytes(kept, Placed(cache, _PLACED + key))
        except (ValueError, EOFError, TypeError):
            pass  # of another make, for all that its key says
    made = _made(template)
    if cache is not None:
        cache.put(key, _NONE if made is None else made.to_bytes())
    return made


def _made(template: bytes) -> Compiled | None:
    from .compiling import compile_template  # docxtpl is heavy

    try:
        return compile_template(template)
    # A template is a stranger's file: whatever it breaks, docxtpl's way says in words, and where.
    except Exception:
        return None


def _versions() -> Iterator[str]:
    yield from versions_of(_PACKAGES)
    yield of_kit()
