"""Forms and reports built by hand: rendering is tested without readers and plugins."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from decimal import Decimal

import pytest
from attrs import evolve
from frozendict import frozendict
from lxml import etree

from disclosure_kit import KitSpec, load_kit
from disclosure_kit.model.edition import Outline, Section, Years
from disclosure_kit.model.form import Form
from disclosure_kit.model.report import (
    Agency,
    Block,
    Heading,
    ItemList,
    Narrative,
    Report,
    Signature,
    TableBlock,
    TableData,
    Text,
)
from disclosure_kit.model.table import Column, Place, RepeatingTable, TableView
from disclosure_kit.model.values import Kind, Money, Value
from disclosure_kit.rendering.style import Style
from disclosure_kit.rendering.template import make_template
from disclosure_kit.rendering.word import render_document
from disclosure_kit.view import View, build_view

NAMESPACES = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
W = f"{{{NAMESPACES['w']}}}"
HARD_TEXT = "a<b，数据>0 & {{x}} {% y %} {_{ }_} {%p z %} “引号”"


def edition_form(name: str) -> Form:
    registry = load_kit(KitSpec(installed=False)).registry
    edition = registry.editions[name]
    return registry.form(edition, None, edition.years.first)


@pytest.fixture(scope="session")
def forms() -> dict[str, Form]:
    return {name: edition_form(name) for name in ("2014", "2019", "2021")}


@pytest.fixture
def form(forms: dict[str, Form]) -> Form:
    return forms["2021"]


@pytest.fixture
def regional(forms: dict[str, Form]) -> Form:
    """A made-up region: an outline, a view, and two tables of a plugin in one section."""
    sections = (Section("summary", "一、概述"), Section("other", "二、其他"))
    outline = Outline("x", "某省", "99", ("2014",), Years(2018, 2018), sections, "某办〔2018〕1号")
    columns = (Column("单位", "agency", Kind.TEXT), Column("件数{_{", "cases"))
    tables = (
        TableView(
            "x.received", "{year}年收到申请", "statistics", ("received.total",), Place("other")
        ),
        RepeatingTable("x.fees", "收费情况", Place("other"), columns),
    )
    base = forms["2014"]
    return evolve(
        base,
        year=2018,
        outline=outline,
        sections=sections,
        tables=frozendict({**base.tables, **{table.id: table for table in tables}}),
    )


def figures(form: Form, value: Callable[[int], Value] = lambda n: n) -> dict[str, TableData]:
    """Every cell of the form filled, each with a number of its own."""
    cells: dict[str, dict[tuple[str, str], Value]] = {}
    for number, (address, column) in enumerate(form.cells.values(), 1000):
        held = value(number)
        if column.kind is Kind.MONEY:
            held = Money(Decimal(number), column.unit or "元")
        cells.setdefault(address.table, {})[address.row, address.column] = held
    return {
        table: TableData(tuple(dict.fromkeys(row for row, _ in held)), held)
        for table, held in cells.items()
    }


BODY: tuple[Block, ...] = (
    Text("2024年，本机关认真贯彻《条例》，各项工作取得新的进展。"),
    Heading("（一）主动公开", 2),
    Text("（二）依申请公开。全年收到申请三件。", 2, 8),
    Heading("1.平台建设", 3),
    Heading("（1）网站", 4),
    ItemList(("第一项", "第二项"), ordered=True),
    Text(HARD_TEXT),
)


def report_for(form: Form, body: tuple[Block, ...] = BODY) -> Report:
    """A report that fills everything."""
    first = form.sections[0].id if form.sections else ""
    narratives = {
        section.id: Narrative(section.title, body if section.id == first else (Text("无。"),))
        for section in form.sections
    }
    for section in narratives if form.outline is None else ():
        blocks = (Text("情况如下："), *(TableBlock(t.id) for t in form.tables_in(section)))
        if len(blocks) > 1:
            narratives[section] = evolve(narratives[section], body=(*blocks, Text("以上。")))
    return Report(
        edition=form.edition.id,
        year=form.year,
        agency=Agency("某某市某某镇人民政府"),
        title=f"某某市某某镇人民政府{form.year}年政府信息公开工作年度报告",
        preamble=(Text("根据《条例》编制本报告。"),),
        sections=frozendict(narratives),
        tables=frozendict(figures(form)),
        document_number="某政〔2025〕1号",
        addressee="某某市人民政府办公室：",
        attachments=("统计表", "情况说明"),
        signature=Signature("某某镇人民政府", datetime.date(2025, 1, 5)),
    )


def view_of(report: Report, form: Form, **settings: str) -> View:
    return build_view(report, form, frozendict(settings), {})


def rendered(report: Report, form: Form, **settings: str) -> tuple[bytes, View]:
    view = view_of(report, form, **settings)
    return render_document(make_template(form, Style()), view), view


def part(document: bytes, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return etree.fromstring(archive.read(name))


def with_part(document: bytes, root: etree._Element, name: str = "word/document.xml") -> bytes:
    """The same file with one part replaced."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            content = etree.tostring(root) if entry.filename == name else source.read(entry)
            target.writestr(entry.filename, content)
    return stream.getvalue()


def words(node: etree._Element) -> str:
    return "".join(
        "\t" if child.tag == f"{W}tab" else child.text or ""
        for child in node.iter(f"{W}t", f"{W}tab")
    )


def paragraphs(document: bytes) -> list[str]:
    """The text of every paragraph of the body outside tables."""
    return [words(p) for p in part(document).findall("w:body/w:p", NAMESPACES)]
