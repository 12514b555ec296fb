"""The tags that a template may use, each with what it prints."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from ..model.form import Form
from ..model.labels import cell_label, row_label, table_label
from ..model.table import RepeatingTable, Table, TableView
from ..rendering.template.markup import path, quoted
from ..view import table_title
from .extras import Extras


@frozen
class Field:
    """A tag and what it prints; ``group`` is the heading under which it is listed."""

    tag: str
    meaning: str
    group: str


_GENERAL = "全文"
_TEXT = "各部分"


def fields(form: Form, extras: Extras) -> tuple[Field, ...]:
    """Every tag for ``form``, in printed order; ``extras`` are what plugins add."""
    return (
        *_general(),
        *_sections(form),
        *(field for table in form.tables for field in _table(table, form)),
        *(_stated(key, title) for key, title in extras.figures.items()),
        *(_drawn(key, title) for key, title in extras.pictures.items()),
    )


def _stated(key: str, title: str) -> Field:
    return Field(f"{{{{ {path(key)} }}}}", title, "地方数据")


def _drawn(key: str, title: str) -> Field:
    return Field(f"{{{{ pictures[{quoted(key)}] }}}}", f"图“{title}”，单独一段", "插件的图")


def _general() -> Iterator[Field]:
    yield Field("{{ document_number }}", "发文字号；没有的年报为空", _GENERAL)
    yield Field("{{ title }}", "标题", _GENERAL)
    yield Field("{{ addressee }}", "主送机关，不带冒号；没有的年报为空", _GENERAL)
    yield Field("{{p narrative(preamble) }}", "导语：第一部分之前的各段", _GENERAL)
    yield Field("{%p for attachment in attachments %}", "附件说明，每个附件印一次", _GENERAL)
    yield Field("{%p for annex in annexed %}", "落款之后各起一页的附表和附件，依次印出", _GENERAL)
    yield Field("{{ annex.label }}", "循环之内：“附件”二字和序号", _GENERAL)
    yield Field("{{ annex.title }}", "循环之内：附件的标题", _GENERAL)
    yield Field("{{p narrative(annex.paragraphs) }}", "循环之内：附件的正文；附表为空", _GENERAL)
    yield Field("{{ signature.agency }}", "署名", _GENERAL)
    yield Field("{{ signature.date }}", "成文日期", _GENERAL)


def _sections(form: Form) -> Iterator[Field]:
    if form.as_found:
        yield Field("{%p for section in sections_in_order %}", "年报自己的各部分，依次印出", _TEXT)
        yield Field("{{ section.title }}", "循环之内：这一部分的标题", _TEXT)
        yield Field("{%p for part in section.parts %}", "循环之内：这一部分的正文和表", _TEXT)
        return
    for section in form.sections:
        name = path(section.id, "sections")
        yield Field(f"{{{{ {name}.title }}}}", f"“{section.title}”的标题", _TEXT)
        tables = form.tables_in(section.id)
        if len(tables) > 1:
            yield Field(f"{{%p for part in {name}.parts %}}", "这一部分的正文和表，依次印出", _TEXT)
            continue
        text = "第一张表之前的正文" if tables else "正文"
        yield Field(f"{{{{p narrative({name}.runs[0]) }}}}", f"“{section.title}”{text}", _TEXT)
        if tables:
            after = f"“{section.title}”表之后的正文"
            yield Field(f"{{{{p narrative({name}.runs[1]) }}}}", after, _TEXT)


def _table(name: str, form: Form) -> Iterator[Field]:
    table = form.tables[name]
    title = table_title(table.title, form)
    group = f"{table_label(form, name)}（{name}）"
    if not isinstance(table, Table) or table.caption:
        yield Field(f"{{{{ captions[{quoted(name)}] }}}}", f"表题“{title}”", group)
    if table.place.section is None:
        label = "列在附件说明里时的“附件”二字和序号；没有列为空"
        yield Field(f"{{{{ labels[{quoted(name)}] }}}}", label, group)
    match table:
        case Table():
            for address in table.cells:
                yield Field(f"{{{{ {path(str(address))} }}}}", cell_label(form, address), group)
        case RepeatingTable():
            loop = f"{{%tr for row in rows[{quoted(name)}] %}}"
            yield Field(loop, "每填一行印一行，到 {%tr endfor %} 为止", group)
            for column in table.columns:
                if column.id is not None:
                    yield Field(f"{{{{ {path(column.id, 'row')} }}}}", column.label, group)
        case TableView():
            of = form.tables[table.of]
            assert isinstance(of, Table)  # proven by model.consistency
            for address in of.cells:
                if address.row in table.rows:
                    tag = f"{{{{ {path(str(address))} }}}}"
                    yield Field(tag, row_label(of, address.row), group)
    yield Field(f"{{{{ notes[{quoted(name)}] }}}}", "表没有填写时的说明；填了为空", group)
