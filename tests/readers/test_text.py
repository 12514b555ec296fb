"""Published text → paragraphs: encodings, refusals, page furniture, wrapped lines."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from disclosure_kit.builtin.readers.admission import looks_like_text as sniff
from disclosure_kit.builtin.readers.text import MAX_LINES, read
from disclosure_kit.errors import SourceError
from disclosure_kit.model.raw import RawDocument, Source

CORPUS = Path(__file__).parents[1] / "corpus"
TEXT = (p for p in CORPUS.iterdir() if p.suffix in {".txt", ".md"} and p.name != "README.md")
FILES = sorted(p.name for p in TEXT)
REPORT = "某镇2024年政府信息公开工作年度报告\n\n一、总体情况\n全年公开信息12条。\n"


def raw(content: bytes | str, name: str = "年报.txt") -> RawDocument:
    data = content.encode() if isinstance(content, str) else content
    return read(Source(name, data))


def texts(content: bytes | str) -> list[str]:
    return [paragraph.text for paragraph in raw(content).paragraphs]


def letters(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("name", FILES)
def test_every_letter_of_a_file_is_read_once_and_in_order(name: str) -> None:
    content = (CORPUS / name).read_bytes()
    assert sniff(content[:4096])
    document = read(Source(name, content))
    source = re.sub(r"(?m)^#{1,6} ", "", content.decode())
    source = re.sub(r"(?m)^\s*-\d-\s*$", "", source)
    assert letters("".join(p.text for p in document.paragraphs)) == letters(source)


@pytest.mark.parametrize("name", ["mangshi-mengga-2018.txt", "hebei-jyt-2018.txt"])
def test_a_text_with_a_paragraph_a_line_is_not_touched(name: str) -> None:
    content = (CORPUS / name).read_text(encoding="utf-8")
    document = read(Source(name, content.encode()))
    lines = [(n, line.strip()) for n, line in enumerate(content.split("\n"), 1) if line.strip()]
    assert [(p.line, p.text) for p in document.paragraphs] == lines
    assert [p.place for p in document.paragraphs] == [f"第 {n} 行" for n, _ in lines]
    assert document.notices == ()


@pytest.mark.parametrize(
    ("encoding", "notice"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-16", "UTF-16"),
        ("gb18030", "按 GB18030 读取"),
        ("gbk", "按 GB18030 读取"),
    ],
)
def test_encodings(encoding: str, notice: str | None) -> None:
    content = REPORT.replace("\n", "\r\n").encode(encoding)
    assert sniff(content[:4096])
    document = raw(content)
    assert [p.text for p in document.paragraphs] == [
        "某镇2024年政府信息公开工作年度报告",
        "一、总体情况",
        "全年公开信息12条。",
    ]
    assert [p.line for p in document.paragraphs] == [1, 3, 4]
    assert [n for n in document.notices if notice is None or notice not in n] == []
    assert len(document.notices) == (notice is not None)


def zipped(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7\n...", "PDF 文件"),
        (zipped("word/document.xml"), "Word 文件（.docx）"),
        (zipped("xl/workbook.xml"), "Excel 文件"),
        (zipped("OFD.xml"), "OFD"),
        (zipped("a.txt"), "压缩文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".doc"),
        (b"\x89PNG\r\n", "图片"),
        (b"\xff\xd8\xff\xe0", "图片"),
        (b"{\\rtf1 abc}", "RTF"),
        (b"<!DOCTYPE html><html></html>", "网页"),
        ("正文\0正文".encode(), "不是文本"),
        (b"", "空"),
        (b" \r\n\t\n", "空"),
        ("\u3000\u3000\n\ufeff".encode(), "空"),
        (b"\x81\x20\xff\xff", "第"),
        ("年报正文文字".encode() + b"\xe5\xe5", "第 19 个字节处的 UTF-8 文字已损坏"),
        (b"\n" * (MAX_LINES + 1) + b"a", "行"),
        ("公\u3000\u3000".encode() * (MAX_LINES + 1), "段"),
        (b"a" * 20_000_001, "上限"),
    ],
)
def test_what_is_no_text_is_refused_by_name(content: bytes, said: str) -> None:
    with pytest.raises(SourceError) as refused:
        raw(content)
    assert said in str(refused.value)
    assert "年报.txt" in str(refused.value)


@pytest.mark.parametrize(
    ("head", "is_text"),
    [
        (REPORT.encode(), True),
        (REPORT.encode("gbk"), True),
        ("年报".encode() * 1000, True),
        (("a" + "年报" * 1000).encode()[:4096], True),
        (("a" + "年报" * 1500).encode("gbk")[:4096], True),
        (b'{"format": 1, "agency": "\xe6\x9f\x90"}', False),
        ("edition: '2021'\nagency: 某镇\n".encode(), False),
        ("<html>年报</html>".encode(), False),
        (b"%PDF-1.4", False),
        (b"plain ascii", False),
        (b"", False),
        (b"PK\x03\x04", False),
    ],
)
def test_sniff(head: bytes, is_text: bool) -> None:
    assert sniff(head) is is_text


def test_paragraphs_that_share_a_line_are_parted_at_their_indents() -> None:
    document = raw("　　一、概述　　2018年，甲。　　（一）乙。丙。\n目　　录")
    assert [(p.text, p.place) for p in document.paragraphs] == [
        ("一、概述", "第 1 行"),
        ("2018年，甲。", "第 1 行"),
        ("（一）乙。丙。", "第 1 行"),
        ("目　　录", "第 2 行"),
    ]
    assert len(document.notices) == 1
    assert "分为 3 段" in document.notices[0]


def test_page_numbers_are_told_and_left_out() -> None:
    document = raw("甲。\n  -1-\n\f乙。\n— 2 —\n第 3 页\n- \n")
    assert [p.text for p in document.paragraphs] == ["甲。", "乙。", "-"]
    for number in ("“-1-”", "“— 2 —”", "“第 3 页”"):
        assert any(number in notice for notice in document.notices)


def test_heading_marks_of_markdown_go_and_numbers_stay() -> None:
    assert texts("## 一、总体情况\n#1 号文件\n| 规章 | 0 |") == [
        "一、总体情况", "#1 号文件", "| 规章 | 0 |",
    ]  # fmt: skip


def test_control_characters_and_inner_line_ends() -> None:
    assert texts("甲\x07乙\x0b丙\u2028丁\r戊") == ["甲乙", "丙", "丁", "戊"]


@pytest.mark.parametrize(
    ("name", "place", "begins", "ends"),
    [
        ("huaian-city-2024.txt", "第 17—27 行", "（一）主动公开情况。", "回应舆论关切。"),
        ("huaian-city-2024.txt", "第 226—231 行", "对照上级", "过快的问题。"),
        ("suqian-city-2024.txt", "第 4—9 行", "2024年，我市", "新宿迁现代化建设。"),
    ],
)
def test_wrapped_lines_become_paragraphs(name: str, place: str, begins: str, ends: str) -> None:
    document = read(Source(name, (CORPUS / name).read_bytes()))
    assert any("折行" in notice for notice in document.notices)
    found = [p.text for p in document.paragraphs if p.place == place]
    assert len(found) == 1
    assert found[0].startswith(begins)
    assert found[0].endswith(ends)


@pytest.mark.parametrize("name", ["huaian-city-2024.txt", "suqian-city-2024.txt"])
def test_rows_of_a_wrapped_page_are_not_joined(name: str) -> None:
    document = read(Source(name, (CORPUS / name).read_bytes()))
    joined = [p.text for p in document.paragraphs if "—" in p.place]
    assert all(text.endswith(("。", "；", "：")) for text in joined)
    assert not any("信息内容" in text or "自然人" in text for text in joined)


@pytest.mark.parametrize(
    "line",
    [
        "政" * 3_300_000,
        "一、" * 1_600_000,
        "甲　" * 1_600_000,
        "(1)" * 3_000_000,
        " " * 9_000_000 + "甲",
    ],
)
def test_a_line_of_ten_megabytes_is_read(line: str) -> None:
    read_back = "".join(paragraph.text for paragraph in raw(line).paragraphs)
    assert "".join(read_back.split()) == "".join(line.split())


def test_a_long_wrapped_text_is_joined() -> None:
    document = raw("政府信息公开工作情况说明如下我们认真贯彻落实各项要求\n" * 40_000)
    assert len(document.paragraphs) == 1


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300), st.text(max_size=300).map(lambda t: t.encode("utf-8", "replace"))
    )
)
def test_anything_is_read_or_refused(content: bytes) -> None:
    sniff(content)
    try:
        document = read(Source("x.txt", content))
    except SourceError:
        return
    assert document.paragraphs
    assert all(p.text and p.text == p.text.strip() for p in document.paragraphs)
    assert [p.line for p in document.paragraphs] == sorted(p.line for p in document.paragraphs)


@pytest.mark.parametrize("line", [
    "（一）　　主动公开情况良好，公开信息12条。", "二、　　主动公开政府信息情况",
    "1.　　加强组织领导，落实工作责任。",
    "（1）　　政务新媒体已经开通并且运行正常。", "第一　　加强组织领导，落实工作责任。",
])  # fmt: skip
def test_a_wide_gap_behind_an_ordinal_tears_nothing(line: str) -> None:
    assert texts(line.encode()) == [line]


def is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


LINES = st.lists(st.text("公开信息，。abc12（）", min_size=1, max_size=40), min_size=1, max_size=20)


@settings(max_examples=100, deadline=None)
@given(LINES, st.sampled_from(["\n", "\r\n", "\r", "\n\n"]), st.sampled_from(["utf-8", "gb18030"]))
def test_paragraphs_come_back_as_written(lines: list[str], end: str, encoding: str) -> None:
    content = end.join(lines).encode(encoding)
    # The two bytes of 息 in GB18030 are a letter in UTF-8 too: of such a text nobody can tell.
    assume(not is_utf8(content) or content.decode() == end.join(lines))
    assert texts(content) == lines
