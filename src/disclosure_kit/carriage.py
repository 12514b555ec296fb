"""The data that a document carries beside its text: how they are wrapped, and found again.

A Word file holds them in a part of its own (customXml), a web page in a block that runs no
program. docs/reference/embedded-data.md is the public page of this.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from frozendict import frozendict

from .media.digest import digests
from .model.form import Form
from .model.report import Report
from .structure.plain import without_sources
from .structure.plain_json import json_without_sources

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
).encode()
_ESCAPED: Final = ((b"&", b"&amp;"), (b"<", b"&lt;"), (b">", b"&gt;"))
# JSON itself never holds what is below a blank.
_NOT_XML: Final = "\ufffe\uffff"


def data_of(report: Report, form: Form, media: Mapping[str, bytes] = frozendict()) -> str:
    """The report as JSON in ASCII, which no program garbles that saves a file in another
    encoding. Where its figures once stood (names of files on somebody's machine) is left out; of
    its pictures, which the document shows, the digests are told."""
    tree = {**without_sources(report, form), **_digests(media)}
    return json.dumps(tree, separators=(",", ":"))


def part_of(report: Report, form: Form, media: Mapping[str, bytes] = frozendict()) -> bytes:
    """The same data as the part of a Word file, whose encoding nobody changes: in UTF-8, which is
    half as long, or in ASCII where XML cannot hold a character otherwise."""
    data = json_without_sources(report, form, _digests(media))
    if not any(character in data for character in _NOT_XML):
        with suppress(UnicodeEncodeError):  # half a character
            return wrapped(data)
    return wrapped(data_of(report, form, media))


def _digests(media: Mapping[str, bytes]) -> dict[str, dict[str, str]]:
    return {"media": dict(digests(media))} if media else {}


def wrapped(data: str) -> bytes:
    """``data`` as an XML part."""
    escaped = data.encode()
    for sign, reference in _ESCAPED:
        escaped = escaped.replace(sign, reference)
    return _BEGINNING + escaped + b"</report>"


def unwrapped(root: etree._Element) -> str | None:
    """What ``wrapped`` wrapped; None where the part is another's."""
    if root.tag != ROOT:
        return None
    return root.text or ""
