"""Web pages: real ones with every figure right, odd ones, hostile ones."""

from __future__ import annotations

import time

import pytest
from conftest import CORPUS, EXAMPLES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from intake.printed import printed
from published_text import form
from strategies import consistent

from disclosure_kit import Session, Source, read
from disclosure_kit.builtin.readers import html
from disclosure_kit.builtin.readers.admission import looks_like_html
from disclosure_kit.errors import SourceError
from disclosure_kit.model.raw import RawDocument
from disclosure_kit.model.table import Table
from disclosure_kit.model.values import Money
from disclosure_kit.reader_choice import reader_for
from disclosure_kit.structure.document import opening, structure_document

SHANGHAI = CORPUS / "shanghai-office-2019.html"
HANGZHOU = CORPUS / "hangzhou-city-2025-tables.html"


def page(body: str, name: str = "页.html") -> RawDocument:
    return html.read(Source(name, f"<html><body>{body}</body></html>".encode()))


def texts(raw: RawDocument) -> list[str]:
    return [paragraph.text for paragraph in raw.paragraphs]


# Keyed by hand from the file, row by row, before the reader was run on it.
HANGZHOU_APPLICATIONS = """
13612 252 0 45 128 32 14069|535 6 0 1 18 0 560|5345 129 0 41 19 14 5548|2120 39 0 1 6 2 2168
13 0 0 0 0 0 13|30 0 0 0 0 0 30|11 0 0 0 0 0 11|49 2 0 0 0 0 51|103 1 0 0 0 0 104
84 1 0 0 0 0 85|282 4 0 0 0 0 286|147 0 0 0 1 2 150|3075 50 0 0 89 8 3222|177 3 0 0 0 0 180
19 0 0 0 0 0 19|199 1 0 0 3 0 203|147 1 0 0 0 0 148|0 0 0 0 0 0 0|100 1 0 0 0 0 101
5 0 0 0 0 0 5|315 3 0 0 0 0 318|202 0 0 1 0 0 203|941 17 0 1 3 3 965
13364 252 0 44 121 29 13810|783 6 0 2 25 3 819
"""
HANGZHOU_REMEDIES = "376 97 196 121 790 16 1 12 27 56 74 1 30 51 156"
HANGZHOU_PROACTIVE = "3 5 74 564 984 4185 11398889 6937489 166105 316441"


def test_every_cell_of_hangzhou() -> None:
    raw = html.read(Source(HANGZHOU.name, HANGZHOU.read_bytes()))
    of = form("2021", 2025)
    report, notices = (s := structure_document(raw, of, opening(raw))).report, s.notices
    expected = {
        "proactive": HANGZHOU_PROACTIVE,
        "applications": HANGZHOU_APPLICATIONS.replace("|", " "),
        "remedies": HANGZHOU_REMEDIES,
    }
    for name, figures in expected.items():
        table = of.tables[name]
        assert isinstance(table, Table)
        values = [report.value(address) for address in table.cells]
        found = [int(v.amount) if isinstance(v, Money) else v for v in values]
        assert found == [int(figure) for figure in figures.split()], name
    assert not [n for n in notices if "表格" in n]
    place = report.sources["applications.refused.state_secret.natural_person"]
    assert place == "hangzhou-city-2025-tables.html!第 2 个表格第 8 行第 4 列"


def test_shanghai_is_what_its_example_says(national: Session) -> None:
    loaded = read(national, Source(SHANGHAI.name, SHANGHAI.read_bytes()))
    example = EXAMPLES / "shanghai-office-2019.yaml"
    keyed = read(national, Source(example.name, example.read_bytes()))
    assert loaded.report.tables == keyed.report.tables
    assert {k: n.body for k, n in loaded.report.sections.items()} == {
        k: n.body for k, n in keyed.report.sections.items()
    }
    cells = [key for key in loaded.report.sources if key in loaded.form.cells]
    assert len(cells) == len(loaded.form.cells)


def as_html(table: Table, data: object) -> str:
    grid = printed(table, data)  # type: ignore[arg-type]
    rows: dict[int, str] = {}
    for cell in sorted(grid.cells, key=lambda c: (c.row, c.column)):
        spans = f' colspan="{cell.width}"' * (cell.width > 1)
        spans += f' rowspan="{cell.height}"' * (cell.height > 1)
        text = f"<p>{cell.text}</p>" if cell.text else "&nbsp;"
        rows[cell.row] = rows.get(cell.row, "") + f"<td{spans}>{text}</td>"
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows.values()) + "</table>"


@pytest.mark.parametrize(("edition", "year"), [("2014", 2016), ("2019", 2019), ("2021", 2024)])
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_report_as_a_page_comes_back(edition: str, year: int, data: st.DataObject) -> None:
    of = form(edition, year)
    report = data.draw(consistent(of))
    body = f"<h1>某某镇人民政府{year}年政府信息公开工作年度报告</h1>"
    for section in of.sections:
        body += f"<h2>{section.title}</h2>"
        for table in of.tables_in(section.id):
            assert isinstance(table, Table)
            body += as_html(table, report.tables[table.id])
        body += "<p>无。</p>"
    for table in of.annexes:
        body += as_html(table, report.tables[table.id])
    raw = page(body)
    found = structure_document(raw, of, opening(raw))
    assert found.report.tables == report.tables
    assert found.notices == ()


def test_what_a_page_holds() -> None:
    raw = page(
        "<script>var 甲=1</script><style>p{}</style><p>首页 &gt; 政务公开</p><div>甲<br>乙<p>丙"
        "<span>丁</span></p>戊</div><p style='display:none'>藏</p><ul><li>一</li><li>二</li></ul>"
    )
    assert texts(raw) == ["首页 > 政务公开", "甲", "乙", "丙丁", "戊", "一", "二"]
    assert [p.place for p in raw.paragraphs][:2] == ["第 1 段", "第 2 段"]
    assert raw.notices == ("页.html：有 1 处隐藏的内容，未计入",)


def test_spans_are_resolved_and_blank_cells_are_blank() -> None:
    raw = page(
        "<p>前</p><table><tr><td rowspan=2>甲<br/>乙</td><td colspan='2'>&nbsp;</td></tr>"
        "<tr><td>１</td><td> 2 </td></tr></table>"
    )
    (grid,) = raw.grids
    assert grid.after == 1
    assert [(c.text, c.row, c.column, c.height, c.width) for c in grid.cells] == [
        ("甲\n乙", 0, 0, 2, 1), ("", 0, 1, 1, 2), ("１", 1, 1, 1, 1), ("2", 1, 2, 1, 1),
    ]  # fmt: skip
    assert grid.cells[2].place == "第 1 个表格第 2 行第 2 列"


def test_a_table_around_a_table_is_layout() -> None:
    inner = "<table><tr><td>甲</td><td>1</td></tr></table>"
    raw = page(f"<table><tr><td>左</td><td><p>前</p>{inner}后</td></tr></table>")
    assert texts(raw) == ["左", "前", "后"]
    assert [(g.place, g.after) for g in raw.grids] == [("第 2 个表格", 2)]
    assert "第 1 个表格之内还有表格" in raw.notices[0]


def test_an_article_in_a_table_is_text() -> None:
    raw = page(f"<table><tr><td>{'一。' * 200}</td></tr></table>")
    assert (len(raw.paragraphs), raw.grids) == (1, ())


def test_pictures_are_named() -> None:
    raw = page('<p>甲</p><img src="a.png"><img alt="表2" src="b.png"><img width="16" src="c.gif">')
    assert raw.notices == (
        "页.html：第 1—2 张图片“表2”（在第 1 段之后）没有读入，成品里不会有"
        "（只读入网页自身所带的 PNG、JPEG），其中的表格和文字也没有读",
    )


def test_a_strange_table_is_named_and_not_printed(national: Session) -> None:
    """With merged cells it is no small table of the text."""
    strange = "<table><tr><td>索引号</td><td>甲乙丙</td></tr><tr><td colspan=2>丁</td></tr></table>"
    body = SHANGHAI.read_text("utf-8").replace("<p>二、", f"{strange}<p>二、", 1)
    loaded = read(national, Source("页.html", body.encode()))
    assert any(
        "第 1 个表格不是本版本的表，没有读取，开头是“索引号 甲乙丙 丁”" in n for n in loaded.notices
    )
    assert "甲乙丙" not in str(loaded.report.sections)


@pytest.mark.parametrize(
    ("head", "encoding", "told"),
    [
        ("", "utf-8", ""),
        ('<meta charset="gb2312">', "gbk", "不是 UTF-8，按 GB18030 读取"),
        ("", "gb18030", "不是 UTF-8，按 GB18030 读取"),
        ('<meta charset="gb2312">', "utf-8", "实为 UTF-8"),
        ('<meta charset="utf-8">', "utf-16", "按 UTF-16 读取"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=big5">', "big5", "BIG5"),
        ("", "utf-8-sig", ""),
    ],
)
def test_encodings(head: str, encoding: str, told: str) -> None:
    text = f"<html><head>{head}</head><body><p>政府信息公開年度報告</p></body></html>"
    raw = html.read(Source("页.html", text.encode(encoding)))
    assert texts(raw) == ["政府信息公開年度報告"]
    assert told in "".join(raw.notices)
    assert bool(told) == bool(raw.notices)
    assert looks_like_html(text.encode(encoding)[:4096])


HOSTILE = {
    "empty": b"<html><body><p>&nbsp;</p></body></html>",
    "entity": b'<!DOCTYPE html [<!ENTITY a "b">]><html><body>&a;</body></html>',
    "deep": b"<html><body>" + b"<div>" * 100_000 + b"x",
    "many": b"<html><body>" + b"<b>x</b>" * 300_000,
    "spans": b"<html><table>" + b"<tr><td rowspan=65534 colspan=1000>1<td>2" * 1000,
    "damaged": '<html><meta charset="utf-8"><p>政府信息公开'.encode()
    + b"\xe6\x94"
    + b"</p></html>",
    "binary": b"<html>\0\0",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_pages_are_refused_in_time(content: bytes) -> None:
    start = time.monotonic()
    with pytest.raises(SourceError):
        html.read(Source("页.html", content))
    assert time.monotonic() - start < 5


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            "<table> </table> <tr> <td> <td/colspan=3> <td/rowspan=2> <td/rowspan=0> <br> <p> </p> "
            "<img> <td/colspan=-1> <script> </script> &nbsp; &#0; &#xD800; <!-- --> <th> <thead> "
            "行政许可 12 第二十条第（一）项 信息内容 本年制发件数 <![CDATA[ <svg>"
            " <a/hidden> \x01 <?x"
            .replace("/", " ").split(" ")
        ),
        max_size=40,
    ).map(lambda parts: ("<html>" + "".join(parts)).encode())
    | st.binary(max_size=200)
    | st.binary(max_size=200).map(lambda tail: b"<html><body><p>" + tail)
)  # fmt: skip
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        raw = html.read(Source("页.html", content))
    except SourceError:
        return
    of = form("2021", 2024)
    structure_document(raw, of, opening(raw))
    for paragraph in raw.paragraphs:
        assert paragraph.text.strip()


def test_the_reader_is_found_by_content(national: Session) -> None:
    for name in ("页.html", "页.htm", "页"):
        source = Source(name, SHANGHAI.read_bytes())
        assert reader_for(source, national.registry).name == "html"


def test_no_figure_is_told_twice(national: Session) -> None:
    """A page that shows a table again with another figure is undecided there."""
    body = SHANGHAI.read_text("utf-8")
    start, end = body.index("<table"), body.index("</table>") + len("</table>")
    table = body[start:end]
    body = body[:end] + table.replace("524", "525") + body[end:]
    loaded = read(national, Source("页.html", body.encode()))
    cells = loaded.report.tables["proactive"].cells
    assert ("regulations", "total_published") not in cells
    assert cells["regulations", "created"] == 13
    assert any("同一项出现几次" in notice for notice in loaded.notices)


def test_a_tag_of_attributes_without_end_is_refused_before_it_is_parsed() -> None:
    attributes = " ".join(f"a{n}=1" for n in range(300_000))
    for body in (f"<p {attributes}>某</p>", f"<p b='>' {attributes}>某</p>"):
        begin = time.perf_counter()
        with pytest.raises(SourceError, match="一个标签的属性超过 2000 个"):
            html.read(Source("年报.html", f"<html><body>{body}".encode()))
        assert time.perf_counter() - begin < 5
