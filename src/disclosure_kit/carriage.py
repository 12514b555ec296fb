"""The data that a document carries beside its text: how they are wrapped, and found again.

A Word file holds them in a part of its own (customXml), a web page in a block that runs no
program. docs/reference/embedded-data.md is the public page of this.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from frozendict import frozendict

from .media.digest import digests
from .model.form import Form
from .model.report import Report
from .structure.plain import without_sources

if TYPE_CHECKING:
    from lxml import etree

NAMESPACE: Final = "urn:disclosure-kit:report:1"
ROOT: Final = f"{{{NAMESPACE}}}report"
BLOCK_ID: Final = "disclosure-kit-report"
MEDIA_TYPE: Final = "application/json"
MAX_BYTES: Final = 5_000_000
_BEGINNING: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<report xmlns="{NAMESPACE}" type="{MEDIA_TYPE}">'
)
# JSON itself never holds what is below a blank.
_NOT_XML: Final = "\ufffe\uffff"


def data_of(report: Report, form: Form, media: Mapping[str, bytes] = frozendict()) -> str:
    """The report as JSON in ASCII, which no program garbles that saves a file in another
    encoding. Where its figures once stood (names of files on somebody's machine) is left out; of
    its pictures, which the document shows, the digests are told."""
    return _json(_tree(report, form, media), ascii_alone=True)


def part_of(report: Report, form: Form, media: Mapping[str, bytes] = frozendict()) -> bytes:
    """The same data as the part of a Word file, whose encoding nobody changes: in UTF-8, which is
    half as long, or in ASCII where XML cannot hold a character otherwise."""
    tree = _tree(report, form, media)
    data = _json(tree, ascii_alone=False)
    if not any(character in data for character in _NOT_XML):
        with suppress(UnicodeEncodeError):  # half a character
            return wrapped(data)
    return wrapped(_json(tree, ascii_alone=True))


def _tree(report: Report, form: Form, media: Mapping[str, bytes]) -> dict[str, Any]:
    tree = without_sources(report, form)
    if media:
        tree["media"] = dict(digests(media))
    return tree


def _json(tree: dict[str, Any], *, ascii_alone: bool) -> str:
    return json.dumps(tree, separators=(",", ":"), ensure_ascii=ascii_alone)


def wrapped(data: str) -> bytes:
    """``data`` as an XML part."""
    # As ``xml.sax.saxutils.escape`` does, which imports http and ssl.
    text = data.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"{_BEGINNING}{text}</report>".encode()


def unwrapped(root: etree._Element) -> str | None:
    """What ``wrapped`` wrapped; None where the part is another's."""
    if root.tag != ROOT:
        return None
    return root.text or ""
