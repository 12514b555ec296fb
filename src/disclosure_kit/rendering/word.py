"""Template + view → Word file. The only module that knows docxtpl."""

from __future__ import annotations

import io
import re
import traceback
from collections.abc import Mapping
from typing import Any, Final

from docxtpl import DocxTemplate
from frozendict import frozendict
from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import TemplateError as JinjaError
from lxml import etree

from ..errors import DisclosureError, TemplateError
from ..model.clean import clean
from ..model.picture import NO_PICTURES, Drawn
from ..view import View
from .admission import admit
from .context import context
from .environment import Environment
from .finish import finished
from .pictures import Placing
from .reproducible import pack, unpack
from .scrub import scrubbed
from .style import measures_of
from .template.package import APP

_HINT: Final = "请在 Word 中改正模板里的这个标签；标签的写法见 templates/README.md"
_SHOWN: Final = 60
# Jinja names a template made from a string so; its line numbers then count our paragraphs.
_JINJA_FILES: Final = ("<template>", "<unknown>")


def render_document(
    template: bytes,
    view: View,
    media: Mapping[str, bytes] = frozendict(),
    drawn: Drawn = NO_PICTURES,
) -> bytes:
    """The Word file that ``template`` makes of ``view``: same input, same bytes.

    ``media`` are the pictures of the report by their paths, ``drawn`` those of plugins by their
    keys. Title and who signs are written into
    the file's properties; nothing else that the template's maker or this machine left in them
    stays.

    Raises:
        TemplateError: no Word file, a tag that cannot be read, or a name that the report
            does not have; says which and in which paragraph.
    """
    admit(template)
    names = context(view, media, drawn)
    try:
        document = _Template(io.BytesIO(scrubbed(template)))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise TemplateError(f"模板已损坏：{error}", hint=_HINT) from error
    stream = io.BytesIO()
    try:
        document.render(names, Environment(names, Placing(document)))
        _describe(document, clean(view.title), clean(view.signature_agency))
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
    return pack(finished(parts, measures_of(view), sealed=view.sealed))


class _Template(DocxTemplate):  # type: ignore[misc]  # docxtpl is not typed
    """docxtpl, that remembers what it was rendering, and never loses text in silence."""

    lines: tuple[str, ...] = ()

    def render_xml_part(self, src_xml: str, *rest: Any) -> str:
        # As docxtpl does it itself: one line for each paragraph.
        self.lines = tuple(re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml).split("\n"))
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
