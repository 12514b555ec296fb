"""A template → its compiled form."""

from __future__ import annotations

import re
from typing import Final

from jinja2 import meta, nodes
from lxml import etree

from ...carriage import NAMESPACE
from ..admission import DOCUMENT
from ..context import NAMES
from ..custom_xml import with_part
from ..filling import captured
from ..finish.signature import text_width
from ..finish.styles import STYLES, Styles
from ..reproducible import pack, unpack
from .code import Compiling, compiled_code
from .markup import Space
from .package import Package
from .part import Part
from .reading import Reading
from .refusal import Refusal
from .template import AUTHOR, TITLE, Compiled
from .writing import Writing

CORE: Final = "docProps/core.xml"
_DECLARATION: Final = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BODY: Final = re.compile(rb"<w:body(?: [^<>]*)?(?:/>|></w:body>)")
_START: Final = re.compile(r"<[\w:]+(?: [^<>]*)?>")
_PLACE: Final = b"<place/>"


def compile_template(template: bytes) -> Compiled:
    """The compiled form of a template, the same for every report.

    Raises:
        Refusal: it does something that is not known here.
        TemplateError: docxtpl cannot read it.
    """
    given = captured(template, TITLE, AUTHOR)
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    styles = given.parts.get(STYLES, b"")
    known = Styles.of(styles or None, parser)
    names = sorted(given.sources, key=lambda name: (name != DOCUMENT, name))
    parts = tuple(
        _part(name, given.sources[name], given.parts[name], known if name == DOCUMENT else None)
        for name in names
    )
    constant = {n: c for n, c in given.parts.items() if n not in given.sources and n != CORE}
    # Whether a part may carry data is told by those that name the parts: types and relationships.
    with_data = unpack(with_part(pack(dict(given.parts)), _PLACE, NAMESPACE))
    (item,) = (name for name, content in with_data.items() if content == _PLACE)
    changing = {*given.sources, CORE, item}
    return Compiled(
        parts,
        Package.of(constant),
        Package.of({n: c for n, c in with_data.items() if n not in changing}),
        item,
        given.parts[CORE].decode(),
        styles,
        _width(template, parser),
        {**known.names, "": known.names.get(known.default, "")},
    )


def _part(name: str, source: str, shell: bytes, styles: Styles | None) -> Part:
    """A part with tags; ``styles`` are those of the document itself."""
    environment = Compiling(())
    tree = environment._parse(source, None, None)
    head, tail, start = _DECLARATION, b"", ""
    if styles is not None:
        head, tail = _around(shell)
        start = head.decode()
    reading = Reading(styles or Styles(), body=styles is not None)
    reading.read(tree)
    start += "".join(found[0] for found in [_START.match(source)] if found)
    own = {node.name for node in tree.find_all(nodes.Macro)}
    own |= {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}
    writing = Writing(reading, Space(start), NAMES | own)
    writing.rewrite(tree)
    asked = sorted(meta.find_undeclared_variables(tree))
    code = compiled_code(environment, tree)
    return Part(
        name, head, tail, start, code, tuple(asked), tuple(writing.runs), tuple(writing.figures)
    )


def _around(shell: bytes) -> tuple[bytes, bytes]:
    """What stands before and behind the body."""
    found = _BODY.search(shell)
    if found is None:
        raise Refusal("a document without a body")
    return shell[: found.start()], shell[found.end() :]


def _width(template: bytes, parser: etree.XMLParser) -> int | None:
    """The width of the text, which no report changes."""
    root = etree.fromstring(unpack(template)[DOCUMENT], parser)
    pages = root.findall("{*}body/{*}sectPr")
    if len(pages) > 1:
        raise Refusal("several set-ups of the page")
    return text_width(root)
