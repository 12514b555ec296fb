"""The pictures that a report names: their bytes, or why one cannot be published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import frozen
from frozendict import frozendict

from ..media.paths import path_fault
from ..media.picture import MAX_TOGETHER, Picture, PictureError
from ..model.prose import attached
from ..model.raw import Beside
from ..model.report import Block, Image, Report

MOST: Final = 200


@frozen
class Gathered:
    """``media`` by path, fit to be published; ``unusable`` says by path why another is not;
    ``notices`` what of a picture was not kept."""

    media: frozendict[str, bytes]
    unusable: frozendict[str, str]
    notices: tuple[str, ...] = ()


_NONE: Final = Gathered(frozendict(), frozendict())  # most reports have no picture


def blocks_of_report(report: Report) -> Iterator[Block]:
    """Every block, in printed order."""
    yield from report.preamble
    for narrative in report.sections.values():
        yield from narrative.body
    for _, body in attached(report):
        yield from body


def pictures_in(report: Report) -> tuple[str, ...]:
    """The paths of the pictures, each once, in the order in which they are printed."""
    blocks = blocks_of_report(report)
    return tuple(dict.fromkeys(block.path for block in blocks if isinstance(block, Image)))


def gather(report: Report, held: Mapping[str, bytes], beside: Beside | None) -> Gathered:
    """Every picture of ``report``: from ``held``, what its own file brings, else from ``beside``.

    One that is missing or unfit is named, and stays in the report: what to do is the clerk's.
    """
    paths = pictures_in(report)
    if not paths:
        return _NONE
    media: dict[str, bytes] = {}
    unusable: dict[str, str] = {}
    notices: list[str] = []
    together = 0
    for path in paths:
        try:
            if fault := path_fault(path):
                raise PictureError(f"路径{fault}")
            if len(media) >= MOST:
                raise PictureError(f"图片超过 {MOST} 张，其余没有读取")
            picture = _admitted(_content(path, held, beside))
            if together + len(picture.content) > MAX_TOGETHER:
                raise PictureError(f"各图片合计超过 {MAX_TOGETHER // 1_000_000} MB")
        except PictureError as error:
            unusable[path] = str(error)
            continue
        together += len(picture.content)
        media[path] = picture.content
        if picture.bared:
            notices.append(f"图片 {path} 附带的拍摄信息、说明等（可能有地点、设备）已去掉")
    return Gathered(frozendict(media), frozendict(unusable), tuple(notices))


def _content(path: str, held: Mapping[str, bytes], beside: Beside | None) -> bytes:
    if path in held:
        return held[path]
    if beside is None:
        raise PictureError("没有找到（报告不在文件夹里，或文档里没有这张图片）")
    try:
        return beside(path)
    except (LookupError, OSError):  # a mapping, or a file read as it comes
        raise PictureError("没有找到") from None


def _admitted(content: bytes) -> Picture:
    from ..media.admission import admitted  # where there is one

    return admitted(content)
