"""What every reader of text asks of a file first: that it is not empty, too large, or binary."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ...errors import SourceError
from ...model.raw import KeyPath, Source

MAX_BYTES = 20_000_000
MAX_DEPTH = 40
MAX_DIGITS = 30
MAX_VALUES = 50_000  # of a keyed file; a report with repeating tables of 500 rows has 5,000

_HINT = "可在 Word、WPS 或浏览器中打开，全选、复制正文，另存为文本文件（.txt，编码选 UTF-8）"
_KINDS = {
    rb"PK\x03\x04(?s:.{0,4000})word/": "Word 文件（.docx）",
    rb"PK\x03\x04(?s:.{0,4000})xl/": "Excel 文件（.xlsx）",
    rb"PK\x03\x04(?s:.{0,4000})OFD\.xml": "OFD 版式文件",
    rb"PK\x03\x04": "Word、Excel 等压缩文件",
    rb"%PDF": "PDF 文件",
    rb"\xd0\xcf\x11\xe0": "旧版 Word、Excel 或 WPS 文件（.doc、.xls、.wps）",
    rb"\{\\rtf": "RTF 文件",
    rb"\x89PNG|\xff\xd8\xff|GIF8|BM(?s:.{4})\0\0\0\0|II\*\0|MM\0\*": "图片",
}
_KIND = re.compile(b"|".join(b"(%s)" % beginning for beginning in _KINDS))  # the first that fits
_KIND_NAMES = (None, *_KINDS.values())  # by the number of their group

_KEY_LINE = re.compile(rb"\n[\"']?(?:format|edition|year|agency)[\"']?[ \t]*:(?:[ \t]|\r?$)", re.M)
_ZIP = b"PK\x03\x04"
_NEAR = 4_000  # bytes behind the signature in which a part is named

# How marked-up text begins, and text in UTF-16.
MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|\?xml)\b", re.I)
BOMS = (b"\xff\xfe", b"\xfe\xff")
_MARK = b"\xef\xbb\xbf"  # of UTF-8
_HAN = re.compile("[\u4e00-\u9fff]")
_OPENING = (b"{", b"[", b"<")
_KEYED = re.compile(r"\s*(?:[\[{<]|---|[A-Za-z_]\w*\s*:)")
_PAGE = re.compile(
    rb"(?is)(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.{0,2000}?-->\s*){0,3}"
    rb"<(?:!doctype\s+html|html|head|body|table|div|meta|p)\b"
)


def place_in(lines: Mapping[KeyPath, int]) -> Callable[[KeyPath], str]:
    """Words for the line of a key (``lines`` count from 0); of a missing key, its parent's."""

    def place(path: KeyPath) -> str:
        while path and path not in lines:
            path = path[:-1]
        return f"第 {lines.get(path, 0) + 1} 行"

    return place


def repeated(line: int) -> str:
    """What is wrong with a key that stands on ``line`` already."""
    return f"重复（第 {line + 1} 行已有），不知以哪个为准"


def looks_like_yaml(head: bytes) -> bool:
    """A report in YAML names its format, edition, year or agency at the start of a line."""
    return _KEY_LINE.search(b"\n" + head) is not None


def looks_like_word(head: bytes) -> bool:
    """A zip archive with a part of a Word file near its beginning."""
    return _names_part(head, b"word/")


def looks_like_workbook(head: bytes) -> bool:
    """A zip archive with a part of a workbook near its beginning."""
    return _names_part(head, b"xl/", b"opendocument.spreadsheet")


def _names_part(head: bytes, *names: bytes) -> bool:
    begin = len(_ZIP)
    return head.startswith(_ZIP) and any(
        head.find(name, begin, begin + _NEAR + len(name)) >= 0 for name in names
    )


def looks_like_html(head: bytes) -> bool:
    """The content begins as a web page does."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[: len(head) // 2 * 2].decode("utf-16", "replace").encode("utf-8", "replace")
    return _PAGE.match(head) is not None


def looks_like_text(head: bytes) -> bool:
    """Chinese text that is neither binary nor mark-up nor keys with values."""
    if head.startswith(_ZIP) or head.lstrip()[:1] in _OPENING:
        return False
    if other_kind(head) or MARKUP.match(head) or (b"\0" in head and head[:2] not in BOMS):
        return False
    encodings = ("utf-16",) if head[:2] in BOMS else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        # The head may end inside a character.
        for cut in range(4):
            try:
                text = head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return bool(_HAN.search(text)) and not _KEYED.match(text)
    return False


def other_kind(head: bytes) -> str | None:
    """What a file is that is no text; None where its beginning may be text."""
    found = _KIND.match(head)
    return _KIND_NAMES[found.lastindex or 0] if found else None


def admit(source: Source, limit: int) -> None:
    """Let a text file pass.

    Raises:
        SourceError: it is empty, larger than ``limit`` bytes, or of a binary kind.
    """
    kind = other_kind(source.content)
    if kind is not None:
        blank = " " if kind[0].isascii() else ""
        raise SourceError(f"{source.name}：这是{blank}{kind}，不是文本", hint=_HINT)
    if b"\0" in source.content and not source.content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceError(f"{source.name}：这不是文本文件")
    said = source.content.removeprefix(_MARK)
    if not said or said.isspace():
        raise SourceError(f"{source.name}：文件是空的")
    if len(source.content) > limit:
        raise SourceError(
            f"{source.name}：文件有 {len(source.content)} 字节，超过上限 {limit} 字节；"
            "一份年报不会这样大，请核对是否选错了文件"
        )


def decode(source: Source) -> tuple[str, tuple[str, ...]]:
    """The text of a file in UTF-8, UTF-16 (with its mark) or GB18030, and a notice if not UTF-8.

    Raises:
        SourceError: it is none of these; names the byte.
    """
    content = source.content
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), (f"{source.name}：按 UTF-16 读取",)
        except UnicodeDecodeError as error:
            raise SourceError(f"{source.name}：第 {error.start} 字节处不是 UTF-16 文字") from None
    try:
        return content.removeprefix(_MARK).decode(), ()
    except UnicodeDecodeError as utf8:
        try:
            return content.decode("gb18030"), (f"{source.name}：不是 UTF-8，按 GB18030 读取",)
        except UnicodeDecodeError:
            line = content.count(b"\n", 0, utf8.start) + 1
            raise SourceError(
                f"{source.name} 第 {line} 行：第 {utf8.start} 字节处"
                "既不是 UTF-8 也不是 GB18030 文字"
            ) from None
