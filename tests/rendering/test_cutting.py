"""A main part read in pieces is read as the same part parsed whole, whatever was done to it."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Callable
from typing import TypeVar
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from rendering.conftest import W, rendered, report_for

from disclosure_kit.certificate import cutting, document
from disclosure_kit.certificate.beside import beside
from disclosure_kit.certificate.cutting import UncutError, cut
from disclosure_kit.certificate.file import BODY, WordFile
from disclosure_kit.model.form import Form

T = TypeVar("T")
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<w:document xmlns:w="{W[1:-1]}" xmlns:v="urn:x"><w:body>'
)
ROWS = [
    "<w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>"
    f"<w:tc><w:p><w:r><w:t>{figure}</w:t></w:r></w:p></w:tc></w:tr>"
    for figure in ("12", "7", "")
]
TABLE = f"<w:tbl><w:tblPr/>{''.join(ROWS)}</w:tbl>"
BEYOND = "<w:tblPr><w:tblInd w:w='20000'/></w:tblPr>"
LOW = "<w:trPr><w:trHeight w:hRule='exact' w:val='1'/></w:trPr>"
BLACK = (
    "<w:tcPr><w:shd w:fill='000000'/></w:tcPr>"
    "<w:p><w:r><w:rPr><w:color w:val='000000'/></w:rPr><w:t>1</w:t></w:r></w:p>"
)
PARAGRAPHS = (
    "<w:p><w:r><w:t>一</w:t></w:r></w:p>",
    '<w:p><w:pPr><w:pStyle w:val="x"/></w:pPr><w:r><w:t>二</w:t><w:tab/><w:t>三</w:t></w:r></w:p>',
    "<w:p w:x='1'/><w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>四</w:t></w:r></w:p>",
)
PLAIN = f"{PARAGRAPHS[0]}{TABLE}{PARAGRAPHS[1]}{PARAGRAPHS[2]}<w:sectPr/>"
END = "</w:body></w:document>"
TOKENS = (
    *("<", ">", "&", '"', "<!--", "-->", "<![CDATA[", "]]>", "<?x", "?>", "\0", "\r", "\U000f0000"),
    *("&#xf0000;", "&amp;", "<w:t>", "</w:t>", "<w:p>", "</w:p>", "<w:tr>", "</w:tr>", "<w:t/>"),
    *("<w:p/>", "<w:tr/>", "<w:bookmarkEnd/>", "<w:sectPr/>", "</w:tr >", " xml:id='a'"),
    *(" xmlns:w='urn:x'", "<w:tbl>", "</w:tbl>", "<w:customXml>", "</w:customXml>"),
    *("<w:ins>", "</w:ins>", "<w:vanish/>", "五", "\u3000", "<w:drawing/>", ROWS[0], PARAGRAPHS[0]),
)  # fmt: skip


def file_of(body: str) -> WordFile:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(BODY, (HEAD + body + END).encode("utf-8", "surrogatepass"))
    return WordFile.of(stream.getvalue())


def outcome(work: Callable[[], T]) -> T | str:
    try:
        return work()
    except (ValueError, etree.XMLSyntaxError) as error:
        return f"{type(error).__name__}: {error}"


def shown(body: str) -> object:
    """All that is told of a body, or what is wrong with it."""

    def told() -> object:
        file = file_of(body)
        found = document.read(file)
        return found.found, tuple(beside(file, traced=found.traced))

    return outcome(told)


def whole(body: str) -> object:
    """The same, nothing of it cut."""
    with mock.patch.object(document, "cut", side_effect=UncutError):
        return shown(body)


def edited(edits: list[tuple[int, str, bool]]) -> str:
    """The body with tokens put between its own, or in the place of one."""
    parts = re.split(r"(<[^>]*>)", PLAIN)
    for at, token, instead in edits:
        at %= len(parts)
        parts[at : at + instead] = [token]
    return "".join(parts)


@given(st.lists(st.tuples(st.integers(0, 200), st.sampled_from(TOKENS), st.booleans()), max_size=4))
@settings(max_examples=300, deadline=None)
def test_in_pieces_as_whole(edits: list[tuple[int, str, bool]]) -> None:
    body = edited(edits)
    assert shown(body) == whole(body)


WORDS = ("12</w:t>", "甲</w:t>")
HARD = (
    "1<2</w:t>", "1<!-- x</w:t> -->2</w:t>", "1<?x</w:t>?>2</w:t>", "&#xF0000;2</w:t>",
    "1\U000f00002</w:t>", "1]]>2</w:t>", "1]]</w:t>]>", "1>2</w:t>", ">]]></w:t>", "1\x012</w:t>",
    "1\r\n2</w:t>", "1\ufffe2</w:t>", "<b/>12</w:t>", "1</w:t><w:t>2</w:t>", "\0</w:t>",
    "1&amp;2</w:t>", "1&x;2</w:t>", "</w:t >12</w:t>", "\u3000</w:t>", "<![CDATA[12]]></w:t>",
)  # fmt: skip


@pytest.mark.parametrize("hard", HARD)
@pytest.mark.parametrize("words", WORDS)
def test_words_that_are_no_plain_words(words: str, hard: str) -> None:
    assert shown(PLAIN) == whole(PLAIN)  # the shapes are known
    body = PLAIN.replace(words, hard, 1)
    assert shown(body) == whole(body)


@pytest.mark.parametrize(
    "body",
    [
        PLAIN.replace("<w:tr>", "<w:tr xml:id='a'>"),
        PLAIN.replace("<w:tbl>", "<w:tbl xmlns:w='urn:x'>"),
        PLAIN.replace("<w:tr>", "<w:tr xmlns:w='urn:x'>", 1),
        f"<w:p>{ROWS[0]}</w:p><w:foo/>{PLAIN}",
        f"<w:p>{ROWS[0]}</w:p><w:tbl><w:tr/></w:tbl>{PLAIN}",
        f"<w:p/><w:sectPr>{PARAGRAPHS[0]}</w:sectPr>",
        *(
            PLAIN.replace("<w:tbl>", f"{gap}<w:tbl>")
            for gap in ("<w:bookmarkEnd/>", "五", "<w:p/>", "&#x20;", "&x;", "<w:ins/>", "<w:foo/>")
        ),
        PLAIN.replace("<w:tbl>", "<w:p><w:r><w:tab/></w:r></w:p\n><w:sdt><w:p/></w:sdt><w:tbl>"),
        PLAIN.replace("<w:tbl>", "<w:r><w:t>五</w:t></w:r><w:tbl>"),
        PLAIN.replace("<w:tbl>", "<w:del><w:r><w:delText>五</w:delText></w:r></w:del><w:tbl>"),
        PLAIN.replace("<w:tbl>", "</w:body><w:body><w:tbl>"),
        PLAIN.replace("</w:tr><w:tr>", "</w:tr><w:bookmarkEnd/><w:tr>"),
        PLAIN.replace("<w:tblPr/>", "<w:tblPr/><w:tr/>"),
        PLAIN.replace(
            "<w:tblPr/>", "<w:tblPr/><w:sdt><w:sdtContent><w:tr/></w:sdtContent></w:sdt>"
        ),
        PLAIN.replace("<w:tblPr/>", f"{BEYOND}五"),
        PLAIN.replace("</w:tbl>", f"{BEYOND}</w:tbl>"),
        PLAIN.replace("<w:tr>", "<w:sdt><w:sdtContent><w:tr>", 1).replace(
            "</w:tr>", "</w:tr></w:sdtContent></w:sdt>", 1
        ),
        "<w:tbl><w:tblPr/></w:tbl>",
        "<w:tbl></w:tbl>",
        f"<w:tbl>{BEYOND}<w:tr><w:tc>{PARAGRAPHS[0]}</w:tc></w:tr ></w:tbl>",
        f"<w:tbl>{BEYOND}<w:tr a='/>'><w:tc>{PARAGRAPHS[0]}</w:tc></w:tr\n></w:tbl>{PLAIN}",
        f"<w:tbl><w:tr>{LOW}<w:tc>{PARAGRAPHS[0]}</w:tc></w:tr ></w:tbl>",
        f"<w:tbl><w:tr/><w:tr><w:tc>{BLACK}</w:tc></w:tr ></w:tbl>",
        PLAIN.replace("<w:tc>", f"<w:tc>{TABLE}", 1),
        f"<w:tbl>{BEYOND}{TABLE}</w:tbl>",
        f"<w:tbl>{BEYOND}<w:tr a='/>'><w:tc>{TABLE}</w:tc></w:tr ></w:tbl>{PLAIN}",
        f"{TABLE}<w:tbl>{BEYOND}{ROWS[0]}</w:tbl>{PLAIN}",
        f"<w:ins>{PARAGRAPHS[0]}</w:ins>{PLAIN}",
        f"<w:p w:a='>'/>{PLAIN}",
        f"{PARAGRAPHS[2].replace('四', ' ')}{PLAIN}",
        '<w:sdt xmlns:v="urn:schemas-microsoft-com:vml"><w:sdtContent><w:p><w:r><w:pict>'
        f'<v:textpath string="9"/></w:pict></w:r></w:p></w:sdtContent></w:sdt>{PLAIN}',
        f"<w:del>{PARAGRAPHS[0]}</w:del>{ROWS[0]}{PLAIN}",
        f"{PLAIN}</w:body><w:body>{PARAGRAPHS[0]}",
        f"{PARAGRAPHS[0][:-6]}{PARAGRAPHS[0]}</w:p>",
        f"<w:sdt><w:sdtContent>{PLAIN}</w:sdtContent></w:sdt>",
        f"<w:foo>{PARAGRAPHS[0]}</w:foo><w:pict>{PARAGRAPHS[1]}</w:pict>",
    ],
)
def test_bodies_that_are_no_plain_bodies(body: str) -> None:
    assert shown(PLAIN) == whole(PLAIN)
    assert shown(body) == whole(body)


@pytest.mark.parametrize("head", [HEAD, HEAD.replace("<w:body>", "<w:body a='1' a='2'>")])
def test_a_body_that_holds_nothing_is_parsed(head: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "HEAD", head)
    assert shown("") == whole("")


@pytest.mark.parametrize("bound", ["_MOST_BYTES", "MOST_PIECES", "_MOST_AROUND"])
def test_what_is_read_in_pieces_has_bounds(bound: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, bound, 3)
    with pytest.raises(UncutError):
        cut((HEAD + PLAIN + END).encode())


def test_so_have_the_rows_of_tables_that_nobody_has_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    body = PLAIN.replace("<w:tr>", "<w:tr w:bounded='1'>")
    whole_read = mock.Mock(wraps=document.Reader)
    monkeypatch.setattr(document, "MOST_PIECES", 2)
    monkeypatch.setattr(document, "Reader", whole_read)
    assert shown(body) == whole(body)
    assert whole_read.call_count == 3  # twice whole, and once in pieces


def test_a_document_of_ours_is_read_in_pieces_and_each_shape_once(form: Form) -> None:
    """Nearly nothing of the second of two is parsed: else all this would be for nothing."""
    parsed: list[int] = []
    really = cutting.parsed

    def counted(content: bytes) -> etree._Element:
        parsed.append(len(content))
        return really(content)

    first, _ = rendered(report_for(form), form)
    with mock.patch.object(cutting, "parsed", counted):
        file = WordFile.of(first)
        size = len(file.content(BODY))
        document.read(file)
        parsed.clear()
        assert not document.read(WordFile.of(first)).traced
    assert sum(parsed) < size / 4
    assert len(cut(file.content(BODY)).pieces) > 15


def test_of_a_table_that_has_no_shape_only_the_row_is_parsed_that_has_none() -> None:
    assert shown(PLAIN) == whole(PLAIN)
    body = PLAIN.replace("12</w:t>", "1&amp;2</w:t>")
    told = whole(body)
    parsing = mock.Mock(wraps=cutting.parsed)
    with mock.patch.object(cutting, "parsed", parsing):
        assert shown(body) == told
    rows = [call.args[0].count(b"<w:tr>") for call in parsing.call_args_list]
    assert max(rows) == sum(rows) == 1
