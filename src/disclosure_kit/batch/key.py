"""By what a run is the same as another, but for its sources."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from ..app import Session
from ..installed import versions_of
from ..version import __version__
from .digests import digest_of
from .order import Order

_WRITES: Final = ("docxtpl", "jinja2", "lxml", "python-docx")  # a new version may write other bytes


def key_of(session: Session, order: Order) -> str:
    """A digest of all that a report's files depend on beside its own source: versions, plugins
    (the files of those that the user named), settings, template, what was asked, and which
    reports of last year there are. The day is no part of it."""
    told = hashlib.sha256()
    for part in _parts(session, order):
        told.update(repr(part).encode("utf-8", "surrogatepass") + b"\n")
    return told.hexdigest()


def _parts(session: Session, order: Order) -> Iterator[Any]:
    yield __version__, list(zip(_WRITES, versions_of(_WRITES), strict=True))
    yield [(info.name, info.version) for info in session.registry.plugins], session.core_only
    yield [(fault.plugin, fault.problem) for fault in session.registry.faults]
    yield sorted(session.settings.items())
    for path in session.again.plugins if session.again else ():
        yield list(_files(Path(path)))
    yield order.formats, order.asked, order.strict, order.prove
    yield None if order.template is None else hashlib.sha256(order.template).hexdigest()
    yield sorted(map(os.path.abspath, order.last.files))


def _files(plugin: Path) -> Iterator[tuple[str, str | None]]:
    folder = plugin if plugin.is_dir() else plugin.parent
    for file in sorted(folder.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            yield os.fsdecode(file.relative_to(folder)), digest_of(str(file))
