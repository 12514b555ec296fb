"""A document made both ways: by the compiled template, and by docxtpl."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from disclosure_kit.rendering.compiled.template import Compiled
from disclosure_kit.rendering.filling import filled
from disclosure_kit.rendering.reproducible import unpack
from disclosure_kit.view import View


def canonical(document: bytes) -> dict[str, bytes]:
    """Every member in its canonical form."""
    return {
        name: etree.tostring(etree.fromstring(content), method="c14n")
        for name, content in unpack(document).items()
    }


def same(compiled: Compiled, template: bytes, view: View, media: Mapping[str, bytes] = {}) -> None:
    ours = canonical(compiled.render(view, media).content)
    theirs = canonical(filled(template, view, media))
    assert ours.keys() == theirs.keys()
    for name, content in theirs.items():
        assert ours[name] == content, name
