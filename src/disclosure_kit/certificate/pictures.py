"""The pictures of plugins, read again with lxml alone and laid beside what they show."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import zip_longest
from typing import Any, Final

from frozendict import frozendict
from lxml import etree

from ..media.digest import digest
from ..model.clean import clean
from ..model.picture import (
    LONGEST_ALT,
    PICTURES_ID,
    PICTURES_TITLE,
    DrawnPicture,
    picture_key,
)
from ..model.proof import Mismatch, Proof
from .file import BODY, WordFile
from .shown import picture_digests, told_pictures

# What a page puts among its pictures; anything else might show what is not read here.
_TAGS: Final = frozenset((
    "section", "h2", "figure", "img", "figcaption",
    "table", "caption", "thead", "tbody", "tr", "th", "td",
))  # fmt: skip
_ATTRIBUTES: Final = frozenset(("id", "aria-labelledby", "src", "alt", "scope", "class"))
_STYLED: Final = "caption"  # read aloud only


def pictures_shown(page: bytes) -> frozenset[str]:
    """The keys of the pictures that a page shows."""
    return frozenset(_key(figure) for part in _parts(page) for figure in part.iter("figure"))


def prove_pictures(
    page: bytes,
    pictures: Mapping[str, DrawnPicture],
    missing: Mapping[str, str] = frozendict(),
) -> Proof:
    """Every word that the page says among its pictures, and every picture, in order.

    ``pictures`` are those that it should show; ``missing`` says why others cannot be had, and
    so cannot be compared where the page shows them.
    """
    parts = _parts(page)
    if not parts and not pictures:
        return Proof(0)
    if len(parts) != 1:
        problem = f"网页里应有 1 个这样的部分，有 {len(parts)} 个"
        return Proof(0, (Mismatch(PICTURES_TITLE, problem=problem),))
    [part] = parts
    told = [
        Mismatch(PICTURES_TITLE, problem=f"<{node.tag}> 不是网页原有的样子")
        for node in part.iter(etree.Element)
        if node.tag not in _TAGS
        or {*map(str, node.attrib)} - _ATTRIBUTES - ({"style"} if node.tag == _STYLED else set())
    ]
    figures = list(part.iter("figure"))
    keys = [_key(figure) for figure in figures]
    if extra := [key for key in dict.fromkeys(keys) if key not in pictures]:
        told += (Mismatch(PICTURES_TITLE, problem=_unproven(key, missing)) for key in extra)
    elif keys != list(pictures):
        problem = f"应依次是 {'、'.join(pictures)}，网页里是 {'、'.join(keys)}"
        told.append(Mismatch(PICTURES_TITLE, problem=problem))
    compared = 1
    told += _differences((PICTURES_TITLE,), _said(part, beyond="figure"), PICTURES_TITLE)
    for key, figure in zip(keys, figures, strict=True):
        if key in pictures:
            wanted = tuple(_expected(pictures[key]))
            compared += len(wanted)
            told += _differences(wanted, _said(figure), f"{PICTURES_TITLE}，图 {key}")
    return Proof(compared, tuple(told))


def retold_pictures(file: WordFile, pictures: Mapping[str, DrawnPicture]) -> Iterator[Mismatch]:
    """Each of ``pictures`` in a Word file whose alternative text is not what it shows.

    Raises:
        BadZipFile, KeyError, XMLSyntaxError, ValueError: damaged, or too large to be looked at.
    """
    if not pictures:
        return
    known = {digest(picture.content): (key, picture) for key, picture in pictures.items()}
    for content, alt in told_pictures(file.tree(BODY), picture_digests(file)):
        if content in known:
            key, picture = known[content]
            mine, other = _plain(picture.subject.text)[:LONGEST_ALT], _plain(alt)
            if mine != other:
                yield Mismatch(f"图 {key} 的替代文字", mine, other)


def _parts(page: bytes) -> list[etree._Element]:
    from lxml import html as lxml_html  # a Word file needs none of it

    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True)
    root = lxml_html.document_fromstring(page, parser=parser)
    return [node for node in root.iter(etree.Element) if node.get("id") == PICTURES_ID]


def _key(figure: etree._Element) -> str:
    return picture_key(figure.get("id") or "") or ""


def _unproven(key: str, missing: Mapping[str, str]) -> str:
    return f"网页里的图 {key or '（没有名称）'} 不能核对：{missing.get(key, '不应有这张图')}"


def _differences(wanted: Any, shown: Iterator[str], place: str) -> Iterator[Mismatch]:
    for mine, other in zip_longest(wanted, shown):
        if mine == other:
            continue
        if mine and other and mine.startswith(_BYTES) and other.startswith(_BYTES):
            yield Mismatch(place, problem="图片与按数据重新画的不同（或是字体、画图程序不同）")
        else:
            yield Mismatch(place, mine, other)


_BYTES: Final = "图片 sha256 "


def _expected(picture: DrawnPicture) -> Iterator[str]:
    subject = picture.subject
    data = base64.b64encode(picture.content).decode("ascii")
    yield _digest(f"data:image/png;base64,{data}")
    yield from map(_plain, (subject.text, subject.title, subject.title, *subject.heads))
    yield from (_plain(word) for row in subject.rows for word in row)


def _said(node: etree._Element, beyond: str = "") -> Iterator[str]:
    """The words below an element in order, and where a picture stands its digest and its words;
    nothing of what stands inside elements called ``beyond``."""
    if node.tag == "img":
        yield _digest(node.get("src") or "")
        yield _plain(node.get("alt") or "")
    for part in (node.text, *(part for child in node for part in (child, child.tail))):
        if isinstance(part, str):
            yield from filter(None, (_plain(part),))
        elif part is not None and part.tag != beyond:
            yield from _said(part, beyond)


def _digest(source: str) -> str:
    return _BYTES + sha256(source.encode()).hexdigest()[:16]


def _plain(text: str) -> str:
    return " ".join(clean(text).split())
