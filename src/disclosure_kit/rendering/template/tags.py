"""The tags of a template."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from typing import Final

from lxml import etree

from .markup import NAMESPACE

_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
# A paragraph is read as a whole: Word likes to cut a tag into several runs.
_PARAGRAPH: Final = f"{{{NAMESPACE}}}p"
_TEXT: Final = f"{{{NAMESPACE}}}t"
_TAGGED: Final = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
# pictures["charts.outcomes"] or pictures.charts.outcomes
_PICTURE: Final = re.compile(r"""\bpictures\s*(?:\[\s*(["'])(.*?)\1|((?:\.\w+)+))""")


def tags_in(template: bytes) -> Counter[str]:
    """Every tag of the body with the number of times it stands there.

    ``template`` is ours or was admitted before.
    """
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        xml = archive.read("word/document.xml")
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    tags: Counter[str] = Counter()
    for paragraph in etree.fromstring(xml, parser).iter(_PARAGRAPH):
        tags.update(_TAG.findall(_text(paragraph)))
    return tags


def pictures_named(template: bytes) -> frozenset[str]:
    """The keys of the pictures that a template, admitted before, names."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    keys: set[str] = set()
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        for name in filter(_TAGGED.fullmatch, archive.namelist()):
            for paragraph in etree.fromstring(archive.read(name), parser).iter(_PARAGRAPH):
                for tag in _TAG.findall(_text(paragraph)):
                    keys |= {key or path[1:] for _, key, path in _PICTURE.findall(tag)}
    return frozenset(keys)


def _text(paragraph: etree._Element) -> str:
    return "".join(node.text or "" for node in paragraph.iter(_TEXT))
