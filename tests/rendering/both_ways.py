"""A document made both ways: by the compiled template, and by docxtpl."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from lxml import etree

from disclosure_kit.rendering.compiled import deflate
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


@contextmanager
def by_zlib() -> Iterator[None]:
    """As if no faster library were installed."""
    installed = deflate.fast
    deflate.fast = None
    yield
    deflate.fast = installed


def same(compiled: Compiled, template: bytes, view: View, media: Mapping[str, bytes] = {}) -> None:
    with by_zlib():
        ours = canonical(compiled.render(view, media).content)
    if deflate.fast is not None:
        assert canonical(compiled.render(view, media).content) == ours
    theirs = canonical(filled(template, view, media))
    assert ours.keys() == theirs.keys()
    for name, content in theirs.items():
        assert ours[name] == content, name
