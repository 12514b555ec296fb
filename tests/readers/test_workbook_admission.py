"""Workbooks from outside: looked at before python-calamine makes room for them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from conftest import EXAMPLES
from forms_under_test import session
from openpyxl.worksheet.worksheet import Worksheet
from spreadsheet import needs_calc, saved_as

from disclosure_kit import Source, app, read
from disclosure_kit.builtin.readers.old_excel import admit_stream
from disclosure_kit.builtin.readers.workbook import read as read_workbook
from disclosure_kit.errors import SourceError
from disclosure_kit.forms.writer import write_workbook
from disclosure_kit.structure.plain import to_plain

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"


def book_with(change: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.Workbook()
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def far_apart(book: openpyxl.Workbook) -> None:
    book.active["A1"] = 1
    book.active["XFD1048576"] = 2


def many_rows(book: openpyxl.Workbook) -> None:
    book.active["A20001"] = 1


def many_merges() -> bytes:
    merges = "".join(f'<mergeCell ref="A{row}:CV20000"/>' for row in range(1, 9)).encode()
    content = book_with(lambda book: book.active.__setitem__("A10000", 1))
    after = b"</sheetData>"
    return with_text(content, after, after + b"<mergeCells>" + merges + b"</mergeCells>")


def many_sheets(book: openpyxl.Workbook) -> None:
    for _ in range(201):
        book.create_sheet()


def ods(rows: str) -> bytes:
    names = "office table text"
    spaces = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in names.split()
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), MIMETYPE)
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="表">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return buffer.getvalue()


REPEATED = (
    '<table:table-row table:number-rows-repeated="1048576">'
    '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" '
    'office:value="1"><text:p>1</text:p></table:table-cell></table:table-row>'
)


def with_text(content: bytes, was: bytes, now: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(was, now))
    return buffer.getvalue()


def test_all_sheets_together_have_a_limit() -> None:
    content = book_with(lambda book: [fill(book.create_sheet()) for _ in range(6)])
    with pytest.raises(SourceError, match="共超过 2000000 格"):
        read_workbook(Source("a.xlsx", content))


def fill(sheet: Worksheet) -> None:
    sheet["KN1300"] = 1  # 1300 rows, 300 columns


def record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def biff(*cells: bytes, sheets: int = 1, offset: int = 0) -> bytes:
    """The stream of an old workbook: globals, then one sheet with these records."""
    begin, end = record(0x0809, bytes(16)), record(0x000A, b"")
    entry = len(record(0x0085, bytes(4) + b"\0\0\1\0a"))
    start = len(begin) + sheets * entry + len(end)
    listed = record(0x0085, struct.pack("<I", start + offset) + b"\0\0\1\0a")
    return begin + listed * sheets + end + begin + b"".join(cells) + end


FAR = struct.pack("<HH", 65535, 255) + bytes(6)


@pytest.mark.parametrize(
    ("stream", "why"),
    [
        (biff(record(0x027E, FAR)), "第 65536 行、第 256 列"),
        (biff(record(0x00BD, FAR + b"\xff\0")), "第 65536 行、第 256 列"),
        (biff(record(0x0200, struct.pack("<IIHHH", 0, 1 << 31, 0, 9, 0))), "第 2147483648 行"),
        (biff(record(0x0200, struct.pack("<HHHHH", 0, 30000, 0, 9, 0))), "第 30000 行"),
        (biff(sheets=201), "有 201 个工作表"),
        (biff(record(0x027E, struct.pack("<HH", 1332, 299)), sheets=9), "9 个工作表太大"),
        (biff(record(0x1234, record(0x0809, FAR)), offset=24), "损坏"),
    ],
)
def test_an_old_workbook_is_looked_at_before_room_is_made(stream: bytes, why: str) -> None:
    with pytest.raises(SourceError, match=why):
        admit_stream("a.xls", stream)


@needs_calc
def test_an_old_workbook_with_cells_far_apart(tmp_path: Path) -> None:
    content = saved_as("xls", {"a": book_with(far_apart_but_old)}, tmp_path)["a"]
    assert len(content) < 10_000
    with pytest.raises(SourceError, match="第 65536 行、第 256 列"):
        read_workbook(Source("a.xls", content))
    for cut in (600, 2000, len(content) - 700):
        with pytest.raises(SourceError):
            read_workbook(Source("a.xls", content[:cut]))


def far_apart_but_old(book: openpyxl.Workbook) -> None:
    book.active["A1"] = 1
    book.active["IV65536"] = 2


def word() -> bytes:
    from docx import Document

    buffer = io.BytesIO()
    Document().save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(book_with(far_apart), "第 1048576 行、第 16384 列", id="far-apart"),
        pytest.param(book_with(many_rows), "第 20001 行、第 1 列", id="rows"),
        pytest.param(many_merges(), "合并的格太多", id="merges"),
        pytest.param(book_with(many_sheets), "工作表超过上限 200 个", id="sheets"),
        pytest.param(ods(REPEATED), "第 1048576 行、第 16384 列", id="ods-repeated"),
        pytest.param(
            with_text(
                book_with(many_rows),
                b"openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                b"ms-excel.sheet.binary.macroEnabled.main",
            ),
            "Excel 二进制工作簿（.xlsb）",
            id="xlsb",
        ),
        pytest.param(word(), "这是 Word 文件（.docx）", id="docx"),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "加了密码",
            id="encrypted",
        ),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
            "旧版 Word",
            id="doc",
        ),
    ],
)
def test_what_lies_beyond_the_limits_is_refused_by_name(content: bytes, why: str) -> None:
    with pytest.raises(SourceError, match=why) as refusal:
        read_workbook(Source("a.xlsx", content))
    assert refusal.value.hint or "上限" in str(refusal.value) or "太多" in str(refusal.value)


def test_formats_without_content_far_away_do_no_harm() -> None:
    def formatted(book: openpyxl.Workbook) -> None:
        book.active["A1"] = "某某镇2024年政府信息公开工作年度报告"
        book.active["XFD1048576"].number_format = "0.00"

    raw = read_workbook(Source("a.xlsx", book_with(formatted)))
    assert raw.name == "a.xlsx"


def test_a_workbook_with_macros_is_read_and_they_are_not_opened() -> None:
    file = EXAMPLES / "suqian-city-2024.yaml"
    loaded = read(session(), Source(file.name, file.read_bytes()))
    content = with_text(
        write_workbook(loaded.report, loaded.form),
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    again = read(session(), Source("a.xlsm", content))
    assert again.report.tables == loaded.report.tables


@needs_calc
@pytest.mark.parametrize("suffix", ["ods", "xls"])
def test_our_form_saved_as_another_kind_comes_back(suffix: str, tmp_path: Path) -> None:
    file = EXAMPLES / "suqian-city-2024.yaml"
    loaded = read(session(), Source(file.name, file.read_bytes()))
    content = write_workbook(loaded.report, loaded.form)
    saved = saved_as(suffix, {"a": content}, tmp_path)["a"]
    again = read(session(), Source(f"年报.{suffix}", saved))
    trees = [to_plain(item.report, item.form) for item in (loaded, again)]
    for tree in trees:
        del tree["sources"]
    assert trees[0] == trees[1]
    assert again.report.sources["applications.received.total"] == f"年报.{suffix}!申请情况!J7"
    assert app.check(session(), again).ok
