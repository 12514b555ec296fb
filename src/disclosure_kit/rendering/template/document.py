"""word/document.xml: the parts of a report in the order of GB/T 9704-2012, 7.2–7.4."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.form import Form
from ...model.table import AnyTable, TableView
from ..measures import Measures
from ..style import Style
from . import narrative
from .markup import (
    DECLARATION,
    NAMESPACE,
    RELATIONSHIPS,
    control,
    element,
    paragraph,
    quoted,
    run,
    show,
    show_paragraphs,
)
from .page import section
from .tables import caption, table_block


def document(form: Form, style: Style) -> str:
    """The body of the template for ``form``."""
    closing = (
        _attachments()
        + _optional("signature.agency", "SignatureAgency")
        + _optional("signature.date", "SignatureDate")
    )
    if form.as_found:
        # A report may be the form alone: then it is signed below the form.
        before = control("if not form_alone") + closing + control("endif")
        after = control("if form_alone") + closing + control("endif")
    else:
        before, after = closing, ""
    body = element(
        "body",
        narrative.macro(),
        _optional("document_number", "DocumentNumber"),
        paragraph("ReportTitle", run(show("title"))),
        # 7.3.2: 主送机关顶格，末一个机关名称后标全角冒号.
        _optional("addressee", "Addressee", after="："),
        show_paragraphs("narrative(preamble)"),
        narrative.body(form, style),
        before,
        "".join(_behind(form, style.measures)),
        after,
        section(style.measures),
    )
    root = f'<w:document xmlns:w="{NAMESPACE}" xmlns:r="{RELATIONSHIPS}">'
    return f"{DECLARATION}{root}{body}</w:document>"


def _optional(name: str, style: str, after: str = "") -> str:
    shown = paragraph(style, run(show(name) + after))
    return control(f"if {name}") + shown + control("endif")


def _attachments() -> str:
    """7.3.4: 附件：〈名称〉; several are numbered, each on a line of its own."""
    one = run("附件：" + show("attachments[0]"))
    number = show("loop.index") + "." + show("attachment")
    return "".join(
        (
            control("if attachments | length == 1"),
            paragraph("Attachment", one),
            control("else"),
            control("for attachment in attachments"),
            control("if loop.first"),
            paragraph("AttachmentFirst", run("附件：" + number)),
            control("else"),
            paragraph("AttachmentMore", run(number)),
            control("endif"),
            control("endfor"),
            control("endif"),
        )
    )


def _behind(form: Form, gb: Measures) -> Iterator[str]:
    """Annexed forms and texts of attachments, in the order of the list, each on a page of its own
    (7.3.7: 附件另面编排)."""
    alone = form.as_found
    yield control("for annex in annexed") + control("if not annex.table")
    yield paragraph("AnnexLabel", run(show("annex.label")))
    yield paragraph("AnnexHead", run(show("annex.title")))
    yield show_paragraphs("narrative(annex.paragraphs)")
    for table in form.tables.values():
        if table.place.section is not None or isinstance(table, TableView):
            continue
        yield control(f"elif annex.table == {quoted(table.id)}")
        if alone:
            yield control("if not form_alone")
        yield from _annex_head(table)
        if alone:
            yield control("else") + caption(table) + control("endif")
        yield table_block(table, form, gb)
    yield control("endif") + control("endfor")


def _annex_head(table: AnyTable) -> Iterator[str]:
    """附件 and its number in the corner, the title two lines below; or the title alone."""
    label = f"labels[{quoted(table.id)}]"
    yield control(f"if {label}")
    yield paragraph("AnnexLabel", run(show(label))) + caption(table, "AnnexHead")
    yield control("else") + caption(table, "AnnexTitle") + control("endif")
