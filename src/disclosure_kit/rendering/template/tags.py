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


def tags_in(template: bytes) -> Counter[str]:
    """Every tag of the body with the number of times it stands there.

    ``template`` is ours or was admitted before.
    """
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        xml = archive.read("word/document.xml")
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    tags: Counter[str] = Counter()
    for paragraph in etree.fromstring(xml, parser).iter(_PARAGRAPH):
        text = "".join(node.text or "" for node in paragraph.iter(_TEXT))
        tags.update(_TAG.findall(text))
    return tags
