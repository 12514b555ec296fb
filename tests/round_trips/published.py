"""Random reports in plausible words, and written files edited as a person or program would."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Callable

from attrs import evolve
from frozendict import frozendict
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html
from strategies import consistent

from disclosure_kit.model.edition import OutlineKind, Section
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
    Text,
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

CLAUSES = (
    "按照条例要求做好主动公开工作", "及时更新政务公开栏", "严格落实保密审查制度",
    "群众满意度进一步提高", "公开政府信息{n}条", "组织业务培训{n}次", "坚持“公开为常态”",
    "《条例》第{n}条的要求得到落实", "推进 5G 平台&渠道建设", "a<b、c>d 之类的符号照原样印出",
)  # fmt: skip
HEADINGS = ("主动公开情况", "依申请公开情况", "平台建设", "监督保障")
OUTLINE = ("一、概述", "二、主动公开情况", "三、存在的问题")


@st.composite
def sentences(draw: st.DrawFn) -> str:
    clauses = draw(st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=4))
    number = draw(st.integers(1, 999))
    return "，".join(clause.format(n=number) for clause in clauses) + "。"


@st.composite
def bodies(draw: st.DrawFn, tables: tuple[str, ...]) -> tuple[Block, ...]:
    """Blocks as the reader itself would find them, and lists."""
    body: list[Block] = [Text(draw(sentences()))]
    for number, words in enumerate(draw(st.lists(st.sampled_from(HEADINGS), max_size=2)), 1):
        mark = f"（{'一二三四'[number - 1]}）"
        if draw(st.booleans()):
            body += [Heading(mark + words, 2), Text(draw(sentences()))]
        else:
            body.append(Text(f"{mark}{words}。{draw(sentences())}", 2, len(mark + words)))
    if draw(st.booleans()):
        items = tuple(draw(st.lists(sentences(), min_size=1, max_size=3)))
        body += [ItemList(items, draw(st.booleans())), Text(draw(sentences()))]
    for table in tables:
        body.insert(draw(st.integers(0, len(body))), TableBlock(table))
    return tuple(body)


@st.composite
def published(draw: st.DrawFn, form: Form) -> tuple[Form, Report]:
    """A complete report as one is published, and its form."""
    if form.edition.outline is not OutlineKind.FIXED and form.outline is None:
        count = draw(st.integers(1, len(OUTLINE)))
        form = evolve(form, sections=tuple(Section(t[2:], t) for t in OUTLINE[:count]))
    report = draw(consistent(form))
    name = draw(st.sampled_from(["某某镇人民政府", "示例县教育局", "示例市人民政府办公室"]))
    sections = {
        s.id: Narrative(s.title, draw(bodies(tuple(t.id for t in form.tables_in(s.id)))))
        for s in form.sections
    }
    title = form.edition.report_title.format(agency=name, year=form.year)
    day = draw(st.dates(datetime.date(form.year + 1, 1, 1), datetime.date(form.year + 1, 12, 31)))
    made = evolve(
        report,
        agency=Agency(name, draw(st.none() | st.just("town")), form.region),
        title=draw(st.sampled_from([None, title])),
        preamble=draw(st.just(()) | sentences().map(lambda text: (Text(text),))),
        sections=frozendict(sections),
        signature=draw(st.none() | st.just(Signature(name, day))),
    )
    return form, made


def without_data(content: bytes, kind: str) -> bytes:
    """The file with what it carries taken out; what is visible stays."""
    if kind == "html":
        bare, count = re.subn(rb"<script.*?</script>", b"", content, flags=re.S)
        assert count == 1
        return bare
    parts = unpacked(content)
    kept = {name: part for name, part in parts.items() if not name.startswith("customXml/")}
    assert len(kept) == len(parts) - 3
    relations = "word/_rels/document.xml.rels"
    kept[relations] = re.sub(rb"<Relationship [^>]*customXml/[^>]*>", b"", kept[relations])
    return packed(kept)


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def edited(content: bytes, kind: str, edit: Callable[[etree._Element], None]) -> bytes:
    """The file with its visible part changed by ``edit``."""
    if kind == "html":
        page = lxml_html.document_fromstring(content)
        edit(page)
        return lxml_html.tostring(page, encoding="utf-8", doctype="<!DOCTYPE html>")
    parts = unpacked(content)
    root = etree.fromstring(parts["word/document.xml"])
    edit(root)
    parts["word/document.xml"] = etree.tostring(root, encoding="UTF-8", standalone=True)
    return packed(parts)


def set_cell(root: etree._Element, table: int, row: int, cell: int, text: str) -> str:
    """Give a cell another text; ``cell`` counts those that a person sees. The text before."""
    if (found := root.findall(f".//{W}tbl")) or root.tag == f"{W}document":
        cells = [
            tc
            for tc in found[table].findall(f"{W}tr")[row].findall(f"{W}tc")
            if (merge := tc.find(f"{W}tcPr/{W}vMerge")) is None or merge.get(f"{W}val") == "restart"
        ]
        texts = list(cells[cell].iter(f"{W}t"))
        before = "".join(t.text or "" for t in texts)
        for other in texts[1:]:
            other.text = ""
        texts[0].text = text
        return before
    cells = root.findall(".//table")[table].findall(".//tr")[row]
    before = cells[cell].text_content()
    cells[cell].text = text
    return before


def paragraphs(root: etree._Element) -> list[etree._Element]:
    """The visible paragraphs outside tables, in order."""
    if root.tag == f"{W}document":
        body = root.find(f"{W}body")
        assert body is not None
        return [p for p in body.findall(f"{W}p") if "".join(p.itertext(f"{W}t")).strip()]
    return list(root.find(".//main").iter("p", "h1", "h2", "h3", "h4", "h5", "li"))


def set_text(paragraph: etree._Element, text: str) -> None:
    texts = list(paragraph.iter(f"{W}t"))
    for other in texts[1:]:
        other.text = ""
    if texts:
        texts[0].text = text
        return
    for child in list(paragraph):
        paragraph.remove(child)
    paragraph.text = text
