"""The pictures of a web page, read again with lxml alone and laid beside what they show."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import zip_longest
from typing import Final

from lxml import etree
from lxml import html as lxml_html

from ..model.clean import clean
from ..model.picture import PICTURES_ID, PICTURES_TITLE, DrawnPicture
from ..model.proof import Mismatch, Proof

_HERE: Final = PICTURES_TITLE


def prove_pictures(page: bytes, pictures: Mapping[str, DrawnPicture]) -> Proof:
    """Every word that the page says among its pictures, and every picture, in order."""
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    root = lxml_html.document_fromstring(page, parser=parser)
    found = [node for node in root.iter(etree.Element) if node.get("id") == PICTURES_ID]
    if len(found) != bool(pictures):
        problem = f"网页里应有 {int(bool(pictures))} 个这样的部分，有 {len(found)} 个"
        return Proof(0, (Mismatch(_HERE, problem=problem),))
    if not found:
        return Proof(0)
    wanted, shown = tuple(_expected(pictures)), tuple(_said(found[0]))
    told = (
        Mismatch(_HERE, mine, other) for mine, other in zip_longest(wanted, shown) if mine != other
    )
    return Proof(len(wanted), tuple(told))


def _expected(pictures: Mapping[str, DrawnPicture]) -> Iterator[str]:
    yield PICTURES_TITLE
    for picture in pictures.values():
        subject = picture.subject
        data = base64.b64encode(picture.content).decode("ascii")
        yield _digest(f"data:image/png;base64,{data}")
        yield from map(_plain, (subject.text, subject.title, subject.title, *subject.heads))
        yield from (_plain(word) for row in subject.rows for word in row)


def _said(node: etree._Element) -> Iterator[str]:
    """The words below an element in order, and where a picture stands its digest and its words."""
    if node.tag == "img":
        yield _digest(node.get("src") or "")
        yield _plain(node.get("alt") or "")
    for part in (node.text, *(part for child in node for part in (child, child.tail))):
        if isinstance(part, str):
            yield from filter(None, (_plain(part),))
        elif part is not None:
            yield from _said(part)


def _digest(source: str) -> str:
    return f"图片 {sha256(source.encode()).hexdigest()[:16]}"


def _plain(text: str) -> str:
    return " ".join(clean(text).split())
