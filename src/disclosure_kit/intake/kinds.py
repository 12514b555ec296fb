"""What a file from outside is, by its content: Word, Excel, or something else with its name."""

from __future__ import annotations

import re
from enum import Enum
from typing import Final

from ..errors import SourceError

AGAIN: Final = "请在 Word 或 WPS 中打开，另存为 {suffix} 文件再试"


class OtherKindError(SourceError):
    """The file may well be whole, but it is of another kind than the one wanted."""


class Office(Enum):
    """Which program's file is wanted: its title, its suffix, and what its content type says."""

    WORD = ("Word 文件", ".docx", ("wordprocessingml.", "ms-word."))
    EXCEL = ("Excel 文件", ".xlsx", ("spreadsheetml.sheet.", "ms-excel.sheet."))
    CALC = ("OpenDocument 表格", ".ods", ())  # known by its first part, not by content types

    def __init__(self, title: str, suffix: str, types: tuple[str, ...]) -> None:
        self.title = title
        self.suffix = suffix
        self.types = types

    @property
    def again(self) -> str:
        """What to do with a file that is not of this kind."""
        return AGAIN.format(suffix=self.suffix)


OTHER_TYPES: Final = (
    ("ms-excel.sheet.binary", "Excel 二进制工作簿（.xlsb）"),
    ("wordprocessingml.", "Word 文件（.docx）"),
    ("ms-word.", "Word 文件（.docm）"),
    ("spreadsheetml.", "Excel 文件（.xlsx）"),
    ("ms-excel.", "Excel 文件（.xlsm）"),
    ("presentationml.", "演示文稿（.pptx）"),
    ("visio.", "Visio 文件"),
)
_TEXTS: Final = (
    (rb"%PDF", "PDF 文件", "PDF 请用 Word 打开并另存为 {suffix}，再核对各项数字"),
    (rb"\{\\rtf", "RTF 文件", AGAIN),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|BM|II\*\0|MM\0\*", "图片", "图片中的文字无法读取，请使用原文件"),
    (rb"Rar!|7z\xbc\xaf|\x1f\x8b", "压缩文件", "请先解压"),
    (rb"(?i)MIME-Version:", "单个文件网页（MHTML）", AGAIN),
    (rb"(?s)\s*<\?xml.{0,2000}?<(?:pkg:package|w:wordDocument)", "Word XML 文件", AGAIN),
    (rb"(?s)\s*<\?xml.{0,2000}?<(?:ss:)?Workbook", "Excel XML 文件", AGAIN),
    (rb"(?is)\s*(?:<\?xml.{0,500}?>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body|meta|table|div)\b", "网页（HTML）", AGAIN),  # noqa: E501
)  # fmt: skip
_STREAMS: Final = (
    ("EncryptedPackage", "加了密码的文件", "请在 Word 或 WPS 中打开，去掉打开密码后另存"),
    ("WordDocument", "旧版 Word 或 WPS 文件（.doc、.wps）", AGAIN),
    ("Workbook", "旧版 Excel 文件（.xls）", AGAIN),
    ("Book", "旧版 Excel 文件（.xls）", AGAIN),
    ("PowerPoint Document", "旧版演示文稿（.ppt）", AGAIN),
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(content: bytes) -> tuple[str, str] | None:
    """What bytes are that are no zip archive, and what to do; None where nobody can tell."""
    if content.startswith(_OLE):
        for stream, kind, hint in _STREAMS:
            if stream.encode("utf-16-le") in content:
                return kind, hint
        return "旧版 Word、Excel 或 WPS 文件", AGAIN
    head = content[:8000].removeprefix(b"\xef\xbb\xbf")
    for pattern, kind, hint in _TEXTS:
        if re.match(pattern, head):
            return kind, hint
    return None
