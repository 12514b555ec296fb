"""Small tables in the text: what a data file may say, what a document shows, who changed a cell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve
from forms_under_test import form_of, session
from lxml import etree
from rendering.conftest import report_for
from round_trips.published import W, edited, set_cell, without_data

from disclosure_kit import Loaded, Source, app, read
from disclosure_kit.builtin.formats.whole import prints_all
from disclosure_kit.checking.run import Assessment
from disclosure_kit.errors import SourceError, TemplateError
from disclosure_kit.forms.words import joined, parted
from disclosure_kit.model.lists import marks
from disclosure_kit.model.raw import RawValues
from disclosure_kit.model.report import Block, ItemList, Report, SmallTable, Text
from disclosure_kit.rendering.reproducible import pack, unpack
from disclosure_kit.rendering.style import Style
from disclosure_kit.rendering.template import make_template
from disclosure_kit.structure.opened import open_raw
from disclosure_kit.structure.plain import to_plain
from disclosure_kit.verification import verify
from disclosure_kit.view import build_view

FORM = form_of("2021")
TABLE = SmallTable((("季度", "件数"), ("一", "12"), ("二", "a<b，{{x}}")), "表1 各季度的申请", 1)
BODY: tuple[Block, ...] = (Text("前。"), TABLE, SmallTable((("甲", "乙"),)), Text("后。"))


def report(*body: Block) -> Report:
    return report_for(FORM, body)


def loaded(*body: Block) -> Loaded:
    return Loaded("年报", report(*body), FORM, ())


def written(kind: str, *body: Block) -> bytes:
    to = session().registry.formats[kind]
    publication = app.publish(session(), loaded(*body), Assessment(), to)
    (artifact,) = app.write(session(), to, publication)  # proven
    return artifact.content


def read_back(content: bytes, kind: str) -> Loaded:
    return read(session(), Source(f"年报.{kind}", content))


def opened(block: dict[str, Any]) -> Report:
    tree = to_plain(report(Text("前。")), FORM)
    tree["sections"]["overview"]["body"].append(block)
    raw = RawValues("年报.json", tree, lambda path: ".".join(map(str, path)))
    return open_raw(raw).structure(FORM).report


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"rows": []}, "应有 1 至 200 行"),
        ({"rows": [["一格"]]}, "应有 2 至 12 格"),
        ({"rows": [["a", "b"], ["c", "d", "e"]]}, "各行应一样多"),
        ({"rows": [["a", 1]]}, "应是文字"),
        ({"rows": [["a", "第一段\n第二段"]]}, "一格应是一段"),
        ({"rows": [["a", "字" * 301]]}, "不超过 300 字"),
        ({"rows": [[" ", ""]]}, "各格都是空的"),
        ({"rows": [["a", "b"]], "head": 2}, "应在 0 与行数 1 之间"),
        ({"rows": [["a", "b"]], "title": "x"}, "是不认识的键"),
        ({"caption": "x"}, "缺少这个键"),
        ({"rows": [["a", "b"] for _ in range(201)]}, "不能是 201 行"),
    ],
)
def test_what_a_data_file_may_not_say_is_told_with_its_place(
    table: dict[str, Any], said: str
) -> None:
    with pytest.raises(SourceError, match=said) as refused:
        opened({"table": table})
    assert "sections.overview.body" in refused.value.problems[0]


def test_a_key_beside_the_table_is_refused() -> None:
    with pytest.raises(SourceError, match="是不认识的键"):
        opened({"table": {"rows": [["a", "b"]]}, "caption": "x"})


@pytest.mark.parametrize("levels", [[1], [2, 1], [1, 3], [1, 0], [1, 4]])
def test_levels_that_no_list_can_have_are_refused(levels: list[int]) -> None:
    with pytest.raises(SourceError, match="levels"):
        opened({"list": ["甲", "乙"], "levels": levels})


def test_lists_are_numbered_anew_under_each_item() -> None:
    items = ItemList(tuple("甲乙丙丁戊己"), ordered=True, levels=(1, 2, 3, 3, 1, 2))
    assert list(marks(items)) == ["1.", "（1）", "①", "②", "2.", "（1）"]
    assert set(marks(evolve(items, ordered=False))) == {""}


@pytest.mark.parametrize("kind", ["docx", "html"])
def test_without_its_data_a_document_shows_the_table_again(kind: str) -> None:
    again = read_back(without_data(written(kind, *BODY), kind), kind)
    body = again.report.sections["overview"].body
    assert body == (Text("前。"), evolve(TABLE, head=0), SmallTable((("甲", "乙"),)), Text("后。"))
    assert not [notice for notice in again.notices if "表" in notice]


CELLS = [(row, column) for row in range(3) for column in range(2)]


@pytest.mark.parametrize("kind", ["docx", "html"])
@pytest.mark.parametrize(("row", "column"), CELLS)
def test_each_changed_cell_is_found_and_the_visible_one_is_read(
    kind: str, row: int, column: int
) -> None:
    def edit(root: etree._Element) -> None:
        set_cell(root, 0, row, column, "改")

    content = edited(written(kind, *BODY), kind, edit)
    certificate = verify(session(), Source(f"年报.{kind}", content), loaded(*BODY))
    assert any("改" in str(d) for d in certificate.proof.differences)
    again = read_back(content, kind)
    (difference,) = again.differences
    assert f"第 {row + 1} 行第 {column + 1} 格：文中为“改”" in str(difference)
    table = again.report.sections["overview"].body[1]
    assert isinstance(table, SmallTable)
    assert table.rows[row][column] == "改"
    assert table.head == 1


def drop(root: etree._Element) -> None:
    table = next(root.iter(f"{W}tbl"))
    parent = table.getparent()
    assert parent is not None
    parent.remove(table)


def one_row_less(root: etree._Element) -> None:
    table = next(root.iter(f"{W}tbl"))
    table.remove(table.findall(f"{W}tr")[-1])


@pytest.mark.parametrize("edit", [drop, one_row_less])
def test_a_table_or_row_that_is_gone_is_found(edit: Callable[[etree._Element], None]) -> None:
    content = edited(written("docx", *BODY), "docx", edit)
    certificate = verify(session(), Source("年报.docx", content), loaded(*BODY))
    assert certificate.proof.differences
    assert read_back(content, "docx").differences


def test_a_row_in_one_cell_of_a_workbook_says_each_of_its_cells() -> None:
    assert list(parted("一|12 | ")) == ["一", "12", ""]
    hard = (" a ", "b|c", "\\", "", "|", " ")
    assert tuple(parted(joined(hard))) == hard


def test_a_template_made_before_there_were_such_tables_is_told_what_it_lacks() -> None:
    parts = unpack(make_template(FORM, Style()))
    body = parts["word/document.xml"].replace(b"{{p paragraph.table }}", b"{{ paragraph.text }}")
    old = pack({**parts, "word/document.xml": body})
    view = build_view(report(*BODY), FORM, session().settings, {})
    prints_all(make_template(FORM, Style()), view)
    prints_all(old, build_view(report(Text("前。")), FORM, session().settings, {}))
    with pytest.raises(TemplateError, match="没有印正文中的小表格的地方"):
        prints_all(old, view)


@pytest.mark.parametrize("kind", ["docx", "html"])
@pytest.mark.parametrize("order", [(" ", ""), ("", " "), ("甲", "")])
def test_two_tables_that_are_nearly_alike_are_each_their_own(
    kind: str, order: tuple[str, str]
) -> None:
    first, second = (SmallTable((("季度", "件数"), ("一", last))) for last in order)
    assert written(kind, Text("前。"), first, Text("中。"), second)


@pytest.mark.parametrize("kind", ["docx", "html"])
def test_a_table_is_known_by_its_words_as_the_file_shows_them(kind: str) -> None:
    # A page draws any run of blanks as one.
    assert written(kind, Text("前。"), SmallTable((("甲  乙", "丙 \t 丁"), (" 戊 ", "己  庚"))))
