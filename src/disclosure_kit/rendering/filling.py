"""Template + view → Word file, by docxtpl. The only module that knows it."""

from __future__ import annotations

import io
import re
import traceback
from collections.abc import Mapping
from typing import Any, Final, TypeVar

from attrs import frozen
from docxtpl import DocxTemplate
from frozendict import frozendict
from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import TemplateError as JinjaError
from lxml import etree

from ..errors import DisclosureError, TemplateError
from ..layouts.loader import national
from ..model.clean import clean
from ..model.picture import NO_PICTURES, Drawn
from ..view import View
from .admission import DOCUMENT, admit
from .context import context
from .environment import Environment
from .finish.finished import finished
from .measures import Measures
from .pictures import Placing
from .reproducible import pack, unpack
from .scrub import scrubbed
from .style import measures_of
from .template.package import APP

_HINT: Final = "请在 Word 中改正模板里的这个标签；标签的写法见 templates/README.md"
_SHOWN: Final = 60
_TAG: Final = re.compile(r"\{[{%#]")
# docxtpl fills tags in these, too.
_PROPERTIES: Final = ("author", "comments", "identifier", "language", "subject", "title")
# Jinja names a template made from a string so; its line numbers then count our paragraphs.
_JINJA_FILES: Final = ("<template>", "<unknown>")


def filled(
    template: bytes,
    view: View,
    media: Mapping[str, bytes] = frozendict(),
    drawn: Drawn = NO_PICTURES,
) -> bytes:
    """As ``word.render_document``, whatever the template and the report hold.

    Raises:
        TemplateError: as ``word.render_document``.
    """
    names = context(view, media, drawn)
    document = _opened(template, _Template)
    words = clean(view.title), clean(view.signature_agency)
    parts = _rendered(document, names, words)
    return pack(finished(parts, measures_of(view), sealed=view.sealed))


@frozen
class Captured:
    """What docxtpl makes of a template before any report fills it: the patched text of each part
    with tags, by name, and all other parts as they are in every document. In the place of a part
    with tags stands its empty root."""

    sources: frozendict[str, str]
    parts: frozendict[str, bytes]


def captured(template: bytes, title: str, author: str) -> Captured:
    """``template``, as docxtpl reads it; ``title`` and ``author`` stand in its properties.

    Raises:
        TemplateError: it cannot be read.
    """
    document = _opened(template, _Capturing)
    parts = _rendered(document, {}, (title, author))
    if any("{" in text for text in document.told):
        raise TemplateError("模板的文档属性里有标签")
    done = finished(parts, Measures(national()), sealed=False)
    return Captured(frozendict(document.sources), frozendict(done))


_T = TypeVar("_T", bound="_Template")


def _opened(template: bytes, kind: type[_T]) -> _T:
    admit(template)
    try:
        return kind(io.BytesIO(scrubbed(template)))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise TemplateError(f"模板已损坏：{error}", hint=_HINT) from error


def _rendered(
    document: _Template, names: Mapping[str, Any], properties: tuple[str, str]
) -> dict[str, bytes]:
    """The parts of the filled file, with its title and who signs."""
    stream = io.BytesIO()
    try:
        document.render(names, Environment(names, Placing(document)))
        _describe(document, *properties)
        document.save(stream)
    except DisclosureError:
        raise
    # A template is a stranger's file and docxtpl trusts it: whatever it breaks, the clerk
    # is told where; the cause stays on the exception for us.
    except Exception as error:
        raise TemplateError(_worded(error, document.lines), hint=_HINT) from error
    parts = unpack(stream.getvalue())
    if "docProps/app.xml" in parts:
        parts["docProps/app.xml"] = APP.encode()
    return parts


class _Template(DocxTemplate):  # type: ignore[misc]  # docxtpl is not typed
    """docxtpl, that remembers what it was rendering, and never loses text in silence."""

    lines: tuple[str, ...] = ()

    def render_xml_part(self, src_xml: str, *rest: Any) -> str:
        self.lines = tuple(_lined(src_xml).split("\n"))
        return str(super().render_xml_part(src_xml, *rest))

    def fix_tables(self, xml: str) -> Any:
        # docxtpl parses with recover=True, which drops what does not fit.
        try:
            etree.fromstring(xml.encode(), etree.XMLParser(resolve_entities=False, huge_tree=True))
        except etree.XMLSyntaxError as error:
            raise TemplateError(
                f"模板填好后不是完整的文档（{error.msg}）：可能有 {{%p %}}、{{%tr %}} 标签没有成对",
                hint=_HINT,
            ) from error
        return super().fix_tables(xml)


class _Capturing(_Template):
    """docxtpl, that stops where a report would be needed."""

    sources: dict[str, str]
    told: tuple[str, ...] = ()

    def render_init(self) -> None:
        super().render_init()
        self.sources = {}

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        properties = self.docx.core_properties
        self.told = tuple(str(getattr(properties, name)) for name in _PROPERTIES)
        super().render_properties(context, jinja_env)

    def render_xml_part(self, src_xml: str, part: Any, *rest: Any) -> str:
        name = str(part.partname).lstrip("/")
        if name != DOCUMENT and not _TAG.search(src_xml):
            return super().render_xml_part(src_xml, part, *rest)
        if name in self.sources:
            raise ValueError(f"{name} used twice")
        self.sources[name] = _lined(src_xml)
        root = re.match(r"<([\w:]+)[^<>]*>", src_xml)
        if root is None:
            raise ValueError(f"{name} begins with no element")
        return f"{root[0]}</{root[1]}>"


def _lined(src_xml: str) -> str:
    """One line for each paragraph, as docxtpl does it itself."""
    return re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml)


def _worded(error: Exception, lines: tuple[str, ...]) -> str:
    where = _place(error, lines)
    match error:
        case UndefinedError() | SecurityError():
            return f"模板{where}：{error.message}"
        case TemplateSyntaxError():
            return f"模板{where}的标签写错了：{error.message}"
        case JinjaError():
            return f"模板{where}：{error.message}"
        case MemoryError():
            return f"模板{where}：内容太多，内存不够"
        case RecursionError():
            return f"模板{where}：标签自己套自己，没有尽头"
        case _:
            return f"模板{where}不能使用：{error}"


def _place(error: Exception, lines: tuple[str, ...]) -> str:
    """``段落“…”`` with the text of the paragraph in which ``error`` came up."""
    if isinstance(error, TemplateSyntaxError):
        number = error.lineno
    else:
        # The innermost frame: the paragraph inside a macro, not the macro's call.
        numbers = [
            line
            for frame, line in traceback.walk_tb(error.__traceback__)
            if frame.f_code.co_filename in _JINJA_FILES
        ]
        number = numbers[-1] if numbers else 0
    if not 0 < number <= len(lines):
        return ""
    text = re.sub(r"<[^>]*>", "", lines[number - 1]).strip()
    return f"段落“{text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}”" if text else ""


def _describe(document: Any, title: str, author: str) -> None:
    """Title and author through python-docx (docxtpl would write ``&amp;``), and no more."""
    properties = document.docx.core_properties
    element = properties._element
    for child in list(element):
        element.remove(child)
    properties.title = title[:255]
    properties.author = author[:255]
