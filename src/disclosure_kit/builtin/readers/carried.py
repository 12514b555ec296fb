"""The data that a file of ours carries. They come from outside as everything else does: what is
not to be trusted is told and left out, and is never a reason not to read the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import frozen
from lxml import etree

from ...carriage import BLOCK_ID, MAX_BYTES, MEDIA_TYPE, unwrapped
from ...errors import SourceError
from ...intake.package import Package
from ...model.raw import RawValues, Source
from . import json

MOST_PARTS: Final = 20


@frozen
class Carried:
    """What was found: values that may be a report's, and what had to be left out."""

    values: RawValues | None = None
    notices: tuple[str, ...] = ()


def data_in_package(package: Package) -> Carried:
    """The data in the custom parts of a Word file; parts of others are none of ours."""
    found: list[str] = []
    for number, part in enumerate(dict.fromkeys(package.related("/customXml"))):
        if number == MOST_PARTS:
            return Carried(notices=(f"自定义数据部件超过 {MOST_PARTS} 个，未采用所附数据",))
        try:
            data = unwrapped(package.xml(part, limit=MAX_BYTES))
        except SourceError as error:
            return Carried(notices=(f"所附数据读不出来，未采用（{_why(package.name, error)}）",))
        if data is not None:
            found.append(data)
    return _only(package.name, found)


def data_in_page(name: str, root: etree._Element) -> Carried:
    """The data in a web page."""
    blocks = [
        block.text or ""
        for block in root.iter("script")
        if block.get("id") == BLOCK_ID and block.get("type") == MEDIA_TYPE
    ]
    return _only(name, blocks)


def _only(name: str, found: Sequence[str]) -> Carried:
    if not found:
        return Carried()
    if len(found) > 1:
        return Carried(notices=(f"所附数据有 {len(found)} 份，不知以哪份为准，未采用",))
    content = found[0].encode("utf-8", "replace")
    if len(content) > MAX_BYTES:
        return Carried(notices=(f"所附数据超过上限 {MAX_BYTES} 字节，未采用",))
    try:
        return Carried(json.read(Source(f"{name} 所附数据", content)))
    except SourceError as error:
        return Carried(notices=(f"所附数据读不出来，未采用（{_why(name, error)}）",))


def _why(name: str, error: SourceError) -> str:
    return error.problems[0].removeprefix(name).lstrip("： ")
