"""WordprocessingML written as text: elements, properties in the schema's order, tags."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Final, TypeAlias

from ...errors import EditionError
from ...model.clean import clean
from ...model.values import Address

NAMESPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# ECMA-376 part 1, annex A (only what we write): Word refuses properties in another order.
ORDER: Final[Mapping[str, str]] = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl autoSpaceDE autoSpaceDN "
    "snapToGrid spacing ind jc textDirection outlineLvl sectPr",
    "rPr": "rStyle rFonts b bCs color spacing kern sz szCs lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook",
    "trPr": "cantSplit trHeight tblHeader",
    "tcPr": "tcW gridSpan vMerge vAlign",
}

Attributes: TypeAlias = Mapping[str, str | int]
# A property's attributes, or, where it holds elements itself, their markup.
Properties: TypeAlias = Mapping[str, Attributes | str]

ON: Final[Attributes] = {}
OFF: Final[Attributes] = {"val": 0}

_NAME: Final = re.compile(r"[^\W\d]\w*")
_ID: Final = re.compile(r"[\w.\-]+")


def element(name: str, /, *content: str, **attributes: str | int) -> str:
    """``<w:name w:key="value">content</w:name>``."""
    given = "".join(f" w:{key}={_quoted(str(value))}" for key, value in attributes.items())
    inner = "".join(content)
    return f"<w:{name}{given}>{inner}</w:{name}>" if inner else f"<w:{name}{given}/>"


def _quoted(value: str) -> str:
    """As an attribute's value. (``xml.sax.saxutils`` can do it, and imports http and ssl.)"""
    text = escape(value)
    for sign in "\t\n\r":  # a parser takes them for blanks
        text = text.replace(sign, f"&#{ord(sign)};")
    return f'"{text}"'


def properties(parent: str, given: Properties) -> str:
    """``<w:pPr>`` and the like; nothing where nothing is given."""
    order = ORDER[parent].split()
    inner = [
        element(name, value) if isinstance(value, str) else element(name, **value)
        for name, value in sorted(given.items(), key=lambda item: order.index(item[0]))
    ]
    return element(parent, *inner) if inner else ""


def literal(label: str) -> str:
    """Text of the form itself, so written that Jinja and docxtpl see no tag in it."""
    text = escape(clean(label), quote=False)
    return re.sub("[{}]", r'{{ "\g<0>" }}', text)


def run(text: str, style: str | None = None) -> str:
    """A run of ``text`` (markup: a tag, or a literal)."""
    looks = properties("rPr", {"rStyle": {"val": style}}) if style else ""
    return element("r", looks, f'<w:t xml:space="preserve">{text}</w:t>')


def paragraph(style: str, *runs: str, **more: Attributes | str) -> str:
    """A paragraph of a style; ``more`` are direct properties (where no style can say it)."""
    return element("p", properties("pPr", {"pStyle": {"val": style}, **more}), *runs)


def control(statement: str) -> str:
    """A paragraph that is gone after rendering: ``{%p … %}``."""
    return paragraph("TemplateMark", run(escape(f"{{%p {statement} %}}", quote=False)))


def show(expression: str) -> str:
    """``{{ expression }}``."""
    return escape(f"{{{{ {expression} }}}}", quote=False)


def show_paragraphs(expression: str) -> str:
    """A paragraph in whose place the paragraphs of a macro come."""
    return paragraph("TemplateMark", run(escape(f"{{{{p {expression} }}}}", quote=False)))


def path(name: str, base: str = "") -> str:
    """A dotted name as Jinja reads it: ``a.b``, and ``a["2018"]`` where a part is no name.

    Raises:
        EditionError: it holds what no tag can hold, or begins with what is no name.
    """
    words = base
    for part in checked(name).split("."):
        if _NAME.fullmatch(part):
            words += f".{part}" if words else part
        elif words:
            words += f'["{part}"]'
        else:
            raise EditionError(f"{name} 不能作模板标签：应以字母开头")
    return words


def quoted(name: str) -> str:
    """A name in quotation marks, for a tag such as ``notes["applications"]``.

    Raises:
        EditionError: it holds what no tag can hold.
    """
    return f'"{checked(name)}"'


def checked(name: str) -> str:
    if not _ID.fullmatch(name):
        raise EditionError(f"{name!r} 不能作模板标签：只可用字母、数字、下划线、连字符和点")
    return name


def figure(address: Address) -> str:
    """The tag of a figure: its address."""
    return show(path(str(address)))
