"""The data that a document carries beside its text: how they are wrapped, and found again.

A Word file holds them in a part of its own (customXml), a web page in a block that runs no
program. docs/reference/embedded-data.md is the public page of this.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from frozendict import frozendict
from lxml import etree

from .media.digest import digests
from .model.form import Form
from .model.report import Report
from .structure.plain import to_plain

NAMESPACE: Final = "urn:disclosure-kit:report:1"
_DEFAULT: Final[Any] = {None: NAMESPACE}  # the stubs know no default namespace
ROOT: Final = f"{{{NAMESPACE}}}report"
BLOCK_ID: Final = "disclosure-kit-report"
MEDIA_TYPE: Final = "application/json"
MAX_BYTES: Final = 5_000_000


def data_of(report: Report, form: Form, media: Mapping[str, bytes] = frozendict()) -> str:
    """The report as JSON in ASCII, which no program garbles that saves a file in another
    encoding. Where its figures once stood (names of files on somebody's machine) is left out; of
    its pictures, which the document shows, the digests are told."""
    tree = to_plain(report, form)
    del tree["sources"]
    if media:
        tree["media"] = dict(digests(media))
    return json.dumps(tree, separators=(",", ":"))


def wrapped(data: str) -> bytes:
    """``data`` as an XML part."""
    root = etree.Element(ROOT, nsmap=_DEFAULT, type=MEDIA_TYPE)
    root.text = data
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def unwrapped(root: etree._Element) -> str | None:
    """What ``wrapped`` wrapped; None where the part is another's."""
    if root.tag != ROOT:
        return None
    return root.text or ""
