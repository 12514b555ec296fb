"""The names of attachments: which annexed table is meant, and in what order they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..model.report import (
    Attachment,
)


def names(attachment: str, caption: str) -> bool:
    """Whether the name of an attachment is that of the form which ``caption`` heads: year, blanks
    and what stands in brackets at the end are of no account."""
    subject = _BESIDE.sub("", caption)
    return bool(subject) and _BESIDE.sub("", attachment).endswith(subject)


# 3.5万元以上项目表 has no number of ours.
_NUMBERED = re.compile(r"\s*(附件\s*\d*\s*[：:.．、]\s*)?(\d+([.．](?!\d)|、)\s*)?")


_BESIDE = re.compile(r"\s|\d{4}年度?|[（(][^（()）]*[)）]\s*$")


def listed(attachments: Iterable[Attachment]) -> tuple[tuple[int, str], ...]:
    """The attachments that the text lists: the position of each in the report, and its name."""
    every = ((n, bare_name(one.name), one.body) for n, one in enumerate(attachments))
    return tuple((n, name) for n, name, body in every if name or body)


def bare_name(name: str) -> str:
    """The name of an attachment alone: 附件： and its number are layout."""
    numbered = _NUMBERED.match(name)
    return name[numbered.end() if numbered else 0 :].strip()
