"""Files from outside: each kind is named, nothing hostile costs much, no bytes break the reader."""

from __future__ import annotations

import contextlib
import io
import random
import re
import resource
import struct
import time
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from conftest import CORPUS
from edited_templates import strict
from hypothesis import example, given, settings
from hypothesis import strategies as st
from readers.word_files import TYPES, p, parts, r, relations, tbl, tc, tr, word, zipped

from disclosure_kit.builtin.readers.admission import looks_like_word
from disclosure_kit.builtin.readers.docx import read
from disclosure_kit.errors import SourceError
from disclosure_kit.intake import package
from disclosure_kit.intake.kinds import Office
from disclosure_kit.intake.package import open_package
from disclosure_kit.model.raw import RawDocument, Source

FORM = (CORPUS / "forms" / "gov-annual-report-blank-template.docx").read_bytes()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
SECONDS = 10.0  # the slowest takes 2 s alone on the machine
MEGABYTES = 400


def raw(content: bytes) -> RawDocument:
    return read(Source("年报.docx", content))


def refused(content: bytes) -> str:
    with pytest.raises(SourceError) as error:
        raw(content)
    assert all(problem.startswith("年报.docx：") for problem in error.value.problems)
    assert error.value.hint, "each refusal says what to do"
    assert "{" not in error.value.hint
    return str(error.value)


def ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + bytes(100)


def workbook() -> bytes:
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    return buffer.getvalue()


def typed(content_type: str, part: str) -> bytes:
    types = f'<Override PartName="/{part}" ContentType="application/vnd.{content_type}"/>'
    return zipped([("[Content_Types].xml", f"<Types>{types}</Types>"), (part, "<x/>")])


# Kinds


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "文件是空的"),
        (b" \r\n", "文件是空的"),
        (ole("WordDocument"), "旧版 Word 或 WPS 文件（.doc、.wps）"),
        (ole("EncryptedPackage"), "加了密码的文件"),
        (ole("Workbook"), "旧版 Excel 文件"),
        (ole("PowerPoint Document"), "旧版演示文稿"),
        (OLE, "旧版 Word、Excel 或 WPS 文件"),
        (b"%PDF-1.7\n", "PDF 文件"),
        (b"{\\rtf1\\ansi x}", "RTF 文件"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"\xff\xd8\xff\xe0", "图片"),
        (b"Rar!\x1a\x07", "压缩文件"),
        (b"7z\xbc\xaf\x27\x1c", "压缩文件"),
        (b"<!DOCTYPE html><html><body>", "网页（HTML）"),
        (b'\xef\xbb\xbf<html xmlns:o="urn:schemas-microsoft-com:office:office">', "网页"),
        (b"<table><tr><td>1</td></tr></table>", "网页"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html>', "网页"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "MHTML"),
        (b'<?xml version="1.0"?><?mso-application?><pkg:package xmlns:pkg="x">', "Word XML"),
        (b'<?xml version="1.0"?>\n<w:wordDocument xmlns:w="x">', "Word XML"),
        (b'<?xml version="1.0"?>\n<Workbook xmlns="x">', "Excel XML"),
        ("某镇2024年年报".encode(), "这不是 Word 文件（.docx）"),
        (workbook(), "这是 Excel 文件（.xlsx）"),
        (typed("ms-excel.sheet.binary.macroEnabled.main", "xl/workbook.bin"), ".xlsb"),
        (typed("openxmlformats-officedocument.presentationml.presentation.main+xml", "ppt/p.xml"),
         "演示文稿（.pptx）"),
        (zipped([("a.txt", "x")]), "这是压缩文件，其中没有"),
        (zipped([("OFD.xml", "<x/>")]), "OFD 版式文件"),
        (zipped([("mimetype", "x"), ("content.xml", "<x/>")]), "OpenDocument"),
        (zipped([("[Content_Types].xml", "<Types/>"), ("a", "x")]), "压缩文件，其中没有 Word"),
        (zipped([("[Content_Types].xml", "<Types/>"), ("word/a", "x")]), "没有写明正文在哪里"),
        (zipped([("[Content_Types].xml", TYPES)]), "缺少正文"),
        (zipped([("[Content_Types].xml", TYPES), ("word/document.xml", "<x/>")]), "没有正文"),
        (FORM[:10_000], "没有下载完整"),
        (b"PK\x03\x04", "没有下载完整"),
        (b"PK\x05\x06" + bytes(18), "这是压缩文件"),
        (bytes(package.MAX_BYTES + 1), "超过上限"),
    ],
)  # fmt: skip
def test_what_is_no_word_file_is_named_and_told_what_to_do(content: bytes, said: str) -> None:
    assert said in refused(content)


def test_the_same_admission_serves_workbooks() -> None:
    found = open_package(Source("年报.xlsx", workbook()), Office.EXCEL)
    assert found.main == "xl/workbook.xml"
    assert list(found.related("/worksheet")) == ["xl/worksheets/sheet1.xml"]
    assert "xl/styles.xml" in found
    assert "无" not in found
    with pytest.raises(SourceError, match="这是 Word 文件"):
        open_package(Source("年报.xlsx", FORM), Office.EXCEL)
    with pytest.raises(SourceError, match="没有下载完整（无"):
        found.read("无.xml")


def test_sniff_knows_word_files_and_nothing_else() -> None:
    assert looks_like_word(word(p("甲"))[:4096])
    assert looks_like_word(FORM[:4096])
    assert not looks_like_word(workbook()[:4096])
    assert not looks_like_word(b"PK\x03\x04")


# Hostile packages: each within bounds of time and memory


def with_part(name: str, content: str | bytes) -> bytes:
    return zipped({**parts(p("甲")), name: content}.items())


def body(xml: str | bytes) -> bytes:
    return with_part("word/document.xml", xml)


def doctype(inside: str, encoding: str = "utf-8", said: str = "") -> bytes:
    text = f'<?xml version="1.0" encoding="{said or encoding}"?>{inside}'
    return body(text.encode(encoding))


LAUGHS = (
    '<!DOCTYPE w [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)).replace("&a0;", "&a;")
    + "]><w>&a9;</w>"
)
OUTSIDE = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w>&x;</w>'


def duplicate() -> bytes:
    return zipped([*parts(p("甲")).items(), ("word/Document.xml", "<x/>")])


def lying_sizes() -> bytes:
    """The directory says the body has 100 bytes."""
    content = bytearray(word(p("甲" * 100)))
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(b"word/document.xml"))
    struct.pack_into("<I", content, at + 24, 100)
    return bytes(content)


def plain(body: str, styles: str = "", numbering: str = "") -> bytes:
    """Not compressed: the ratio would refuse it before it is read."""
    return zipped(parts(body, styles, numbering).items(), zipfile.ZIP_STORED)


def many_in_directory() -> bytes:
    entry = b"PK\x01\x02" + bytes(24) + struct.pack("<H", 0) + bytes(16)
    directory = entry * 400_000
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(directory), 4, 0)
    return b"PK\x03\x04" + directory + end


def overlapping() -> bytes:
    """Many names for the same bytes, each within its limits."""
    with zipfile.ZipFile(buffer := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", bytes(900_000))
        for n in range(1_500):
            entry = zipfile.ZipInfo(f"b{n}")
            first = archive.filelist[0]
            for name in ("header_offset", "CRC", "compress_size", "file_size", "compress_type"):
                setattr(entry, name, getattr(first, name))
            archive.filelist.append(entry)
            archive.NameToInfo[entry.filename] = entry
    return buffer.getvalue()


def compressed_with(method: int) -> bytes:
    return zipped(parts(p("甲")).items(), method)


def encrypted() -> bytes:
    content = bytearray(word(p("甲")))
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        content[at + 8] |= 1
        at += 4
    return bytes(content)


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def noise(tag: str, count: int) -> str:
    """XML that does not compress into a bomb."""
    chance = random.Random(1)
    return "".join(f'<{tag} w:val="{chance.getrandbits(60)}"/>' for _ in range(count))


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a bomb in the body": (lambda: body(b" " * 39_000_000), "压缩炸弹"),
    "a bomb beside the body": (lambda: with_part("word/a.bin", bytes(99_000_000)), "压缩炸弹"),
    "one part of all bytes": (lambda: zipped(
        {**parts(p("甲")), "a": random.Random(1).randbytes(45_000_000)}.items(),
        zipfile.ZIP_STORED), ""),
    "a body beyond the limit": (lambda: zipped(
        {**parts(p("甲")), "word/document.xml": bytes(41_000_000)}.items(), zipfile.ZIP_STORED),
        "超过上限"),
    "overlapping parts": (overlapping, "超过上限"),
    "many parts": (lambda: zipped((f"a{n}", "") for n in range(2_500)), "个部件"),
    "a directory of 400 000": (many_in_directory, "个部件"),
    "duplicate names": (duplicate, "有两个"),
    "a path upwards": (lambda: with_part("../a", "x"), "指向文件之外"),
    "an absolute path": (lambda: with_part("/etc/a", "x"), "指向文件之外"),
    "a path of Windows": (lambda: with_part("C:\\a", "x"), "指向文件之外"),
    "lying sizes": (lying_sizes, "损坏"),
    "bzip2": (lambda: compressed_with(zipfile.ZIP_BZIP2), "压缩方法"),
    "lzma": (lambda: compressed_with(zipfile.ZIP_LZMA), "压缩方法"),
    "encrypted parts": (encrypted, "加了密码"),
    "a billion laughs": (lambda: doctype(LAUGHS), "DOCTYPE"),
    "laughs in UTF-16": (lambda: doctype(LAUGHS, "utf-16"), "DOCTYPE"),
    "laughs in EBCDIC": (lambda: doctype(LAUGHS, "cp037"), ""),
    "laughs in UTF-7": (lambda: doctype(LAUGHS, "utf-7"), ""),
    "an entity from outside": (lambda: doctype(OUTSIDE), "DOCTYPE"),
    "a DOCTYPE in the styles": (lambda: with_part("word/styles.xml", OUTSIDE), "DOCTYPE"),
    "a DOCTYPE in the types": (lambda: with_part("[Content_Types].xml", OUTSIDE), "DOCTYPE"),
    "a DOCTYPE in the relations": (lambda: with_part("_rels/.rels", OUTSIDE), "DOCTYPE"),
    "ISO 29500 Strict": (lambda: strict(word(p("甲"))), "这是“Strict Open XML 文档”"),
    "depth 200": (lambda: body("<a>" * 200 + "</a>" * 200), "套叠"),
    "depth 100 000": (lambda: body("<a>" * 100_000 + "</a>" * 100_000), ""),
    "500 000 tags": (lambda: zipped(
        {**parts(p("甲")), "word/document.xml": f"<w {W}>{'<a/>' * 500_000}</w>"}.items(),
        zipfile.ZIP_STORED), "个标记"),
    "tags up to the limit": (lambda: zipped(
        {**parts(p("甲")), "word/document.xml":
            f"<w:document {W}><w:body>{noise('w:p', 390_000)}</w:body></w:document>"}.items(),
        zipfile.ZIP_DEFLATED), "没有任何文字"),
    "many attributes": (lambda: zipped(
        {**parts(p("甲")), "word/document.xml": "<w " + " ".join(
            f'a{n}=""' for n in range(900_000)) + "/>"}.items(), zipfile.ZIP_STORED), "个属性"),
    "attributes up to the limit": (lambda: zipped(
        {**parts(p("甲")), "word/document.xml": "<w " + " ".join(
            f'a{n}=""' for n in range(790_000)) + "/>"}.items(), zipfile.ZIP_STORED), ""),
    "nested tables": (lambda: word(tbl(tr("")) + "".join(
        ["<w:tbl><w:tr><w:tc>"] * 20 + ["<w:p/>"] + ["</w:tc></w:tr></w:tbl>"] * 20)), ""),
    "nested controls": (lambda: word(
        "<w:sdt><w:sdtContent>" * 45 + p("甲") + "</w:sdtContent></w:sdt>" * 45), ""),
    "a long chain of styles": (lambda: word(
        p("甲", properties='<w:pStyle w:val="s9999"/>'), "".join(
        f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{n - 1}"/></w:style>'
        for n in range(10_000))), ""),
    "fields that never end": (lambda: plain(
        p(*[r('<w:fldChar w:fldCharType="begin"/>'), r("甲")] * 3_000)), ""),
    "60 000 fields in one another": (lambda: plain(
        p(*[r('<w:fldChar w:fldCharType="begin"/>')] * 60_000, *[r("甲")] * 20_000)), ""),
    "paragraphs that run on": (lambda: plain(
        p("公开12件政府信息", properties="<w:rPr><w:del/></w:rPr>") * 35_000), ""),
    "a list of many levels": (lambda: plain(
        p("甲", properties='<w:pStyle w:val="h"/>') * 40_000,
        '<w:style w:type="paragraph" w:styleId="h"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        "</w:pPr></w:style>",
        '<w:abstractNum w:abstractNumId="0">' + "".join(
            f'<w:lvl w:ilvl="{n}"/>' for n in range(100_000)) + "</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'), ""),
    "tables in tables": (lambda: plain(
        tbl(tr("", tc(tbl(tr("")), "")) * 9_000)), ""),
    "numbers in numbers": (lambda: word(
        p("甲", properties='<w:numPr><w:numId w:val="1"/></w:numPr>') * 3_000, "",
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="999999"/>'
        f'<w:lvlText w:val="{"%1" * 5_000}"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'), ""),
}  # fmt: skip


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_cost_little(name: str) -> None:
    make, said = HOSTILE[name]
    content = make()
    before, began = _peak(), time.process_time()
    outcome = ""
    try:
        raw(content)
    except SourceError as error:
        outcome = str(error)
    assert time.process_time() - began < SECONDS
    assert _peak() - before < MEGABYTES
    assert said in outcome, outcome


def test_a_relationship_that_leads_out_is_not_followed() -> None:
    outside = relations(
        [("styles", "file:///etc/passwd"), ("numbering", "http://127.0.0.1:9/x")],
        ' TargetMode="External"',
    )
    assert raw(with_part("word/_rels/document.xml.rels", outside)).paragraphs[0].text == "甲"
    upwards = relations([("styles", "../../../../etc/passwd"), ("numbering", "//host/x")])
    assert raw(with_part("word/_rels/document.xml.rels", upwards)).paragraphs[0].text == "甲"


# Any bytes, any damage


@given(st.binary(max_size=2_000))
@example(b"PK")
@example(b"PK\x05\x06" + b"\xff" * 18)
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for prefix in (b"", b"PK\x03\x04", OLE, b"<?xml "):
        refused(prefix + content)


REAL = word(
    p("总体", properties='<w:numPr><w:numId w:val="1"/></w:numPr>')
    + tbl(tr("甲", "5"), tr("乙", "6"))
    + p("公开", r('<w:fldChar w:fldCharType="begin"/>'), r("丙", "<w:vanish/>")),
    '<w:style w:type="paragraph" w:styleId="a"><w:rPr><w:vanish/></w:rPr></w:style>',
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:lvlText w:val="%1、"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
)


def read_or_refused(content: bytes) -> None:
    with contextlib.suppress(SourceError):
        raw(content)


@pytest.mark.parametrize("real", [REAL, FORM], ids=["made", "form"])
@given(data=st.data())
@settings(max_examples=250, deadline=None)
def test_flipped_bytes_are_read_or_refused(real: bytes, data: st.DataObject) -> None:
    content = bytearray(real)
    places = st.integers(0, len(content) - 1)
    for at in data.draw(st.lists(places, min_size=1, max_size=20)):
        content[at] = data.draw(st.integers(0, 255))
    read_or_refused(bytes(content))


@given(st.integers(0, len(FORM)), st.integers(0, len(FORM)))
@settings(max_examples=200, deadline=None)
def test_a_piece_of_a_file_is_read_or_refused(begin: int, end: int) -> None:
    read_or_refused(FORM[begin:end])
    read_or_refused(FORM[:begin] + FORM[end:])


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("real", [REAL, FORM], ids=["made", "form"])
def test_a_part_removed_emptied_or_cut_is_read_or_refused(real: bytes) -> None:
    whole = unzipped(real)
    for name, content in whole.items():
        read_or_refused(zipped((n, c) for n, c in whole.items() if n != name))
        for cut in (0, 1, len(content) // 2, max(0, len(content) - 1)):
            read_or_refused(zipped({**whole, name: content[:cut]}.items()))


@given(data=st.data())
@settings(max_examples=250, deadline=None)
def test_changed_xml_is_read_or_refused(data: st.DataObject) -> None:
    whole = unzipped(REAL)
    name = data.draw(st.sampled_from(sorted(whole)))
    content = bytearray(whole[name])
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, max(0, len(content) - 1)))
        length = data.draw(st.integers(0, 30))
        content[at : at + length] = data.draw(
            st.sampled_from([b"", b"<w:p>", b"</w:p>", b"<w:tc/>", b"9", b'"', b"<w:r>", b"w:val"])
            | st.binary(max_size=6)
        )
    read_or_refused(zipped({**whole, name: bytes(content)}.items()))


TAGS = st.sampled_from(
    re.findall(
        r"\w+",
        "p r t tbl tr tc sdt sdtContent ins del br tab fldChar vMerge hMerge gridSpan tcPr pPr rPr "
        "vanish numPr numId ilvl drawing pict txbxContent sym hyperlink trPr sdtPr",
    )
)
TREES = st.recursive(
    st.text("甲5 ", max_size=3),
    lambda inside: st.builds(
        lambda name, value, children: f'<w:{name} w:val="{value}">{"".join(children)}</w:{name}>',
        TAGS,
        st.sampled_from(["", "1", "continue", "restart", "99", "begin", "x"]),
        st.lists(inside, max_size=4),
    ),
    max_leaves=30,
)


@given(st.lists(TREES, max_size=6))
@settings(max_examples=300, deadline=None)
def test_any_tree_of_known_tags_is_read_or_refused(trees: list[str]) -> None:
    read_or_refused(word("".join(trees) + tbl(tr(*trees))))
