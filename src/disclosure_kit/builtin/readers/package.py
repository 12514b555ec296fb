"""Word and Excel files from outside: looked at from without before a part of them is parsed.

Such a file is a zip archive of XML parts. What it is, is decided by its content and never
by its name. Its limits (docs/reference/limits.md) hold before memory is spent: the number
of parts by their signatures, sizes by the directory, tags by their brackets. No DOCTYPE is
let in, no relationship that leads out of the file is followed.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Final

from attrs import frozen
from lxml import etree

from ...errors import SourceError
from ...model.raw import Source

MAX_BYTES: Final = 50_000_000
MAX_PARTS: Final = 2_000
MAX_UNPACKED: Final = 300_000_000
MAX_RATIO: Final = 250
RATIO_FROM: Final = 1_000_000
MAX_XML: Final = 40_000_000
MAX_TAGS: Final = 400_000
MAX_ATTRIBUTES: Final = 800_000
MAX_DEPTH: Final = 100

_TYPES: Final = "[content_types].xml"
_ENTRY: Final = b"PK\x01\x02"
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
_DOCTYPES: Final = tuple("<!DOCTYPE".encode(e) for e in ("ascii", "utf-16-le", "utf-16-be"))
_TOO_DEEP: Final = etree.XPath(f"boolean({'/*' * (MAX_DEPTH + 1)})")
_OFFICE_DOCUMENT: Final = "/officeDocument"
_AGAIN: Final = "请在 Word 或 WPS 中打开，另存为 {suffix} 文件再试"


class Office(Enum):
    """Which program's file is wanted: its title, its suffix, and what its content type says."""

    WORD = ("Word 文件", ".docx", ("wordprocessingml.", "ms-word."))
    EXCEL = ("Excel 文件", ".xlsx", ("spreadsheetml.sheet.", "ms-excel.sheet."))

    def __init__(self, title: str, suffix: str, types: tuple[str, ...]) -> None:
        self.title = title
        self.suffix = suffix
        self.types = types

    @property
    def again(self) -> str:
        """What to do with a file that is not of this kind."""
        return _AGAIN.format(suffix=self.suffix)


_OTHER_TYPES: Final = (
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
    (rb"\{\\rtf", "RTF 文件", _AGAIN),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|BM|II\*\0|MM\0\*", "图片", "图片中的文字无法读取，请使用原文件"),
    (rb"Rar!|7z\xbc\xaf|\x1f\x8b", "压缩文件", "请先解压"),
    (rb"(?i)MIME-Version:", "单个文件网页（MHTML）", _AGAIN),
    (rb"(?s)\s*<\?xml.{0,2000}?<(?:pkg:package|w:wordDocument)", "Word XML 文件", _AGAIN),
    (rb"(?s)\s*<\?xml.{0,2000}?<(?:ss:)?Workbook", "Excel XML 文件", _AGAIN),
    (rb"(?is)\s*(?:<\?xml.{0,500}?>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body|meta|table|div)\b", "网页（HTML）", _AGAIN),  # noqa: E501
)  # fmt: skip
_STREAMS: Final = (
    ("EncryptedPackage", "加了密码的文件", "请在 Word 或 WPS 中打开，去掉打开密码后另存"),
    ("WordDocument", "旧版 Word 或 WPS 文件（.doc、.wps）", _AGAIN),
    ("Workbook", "旧版 Excel 文件（.xls）", _AGAIN),
    ("Book", "旧版 Excel 文件（.xls）", _AGAIN),
    ("PowerPoint Document", "旧版演示文稿（.ppt）", _AGAIN),
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@frozen
class Package:
    """An admitted file: its parts by their names in lower case, and its main part."""

    name: str
    office: Office
    main: str
    _archive: zipfile.ZipFile
    _entries: Mapping[str, zipfile.ZipInfo]

    def __contains__(self, part: object) -> bool:
        return isinstance(part, str) and part.lower() in self._entries

    def read(self, part: str, limit: int = MAX_XML) -> bytes:
        """The bytes of a part.

        Raises:
            SourceError: there is none, it is damaged, or larger than ``limit``.
        """
        return _unpacked(self.name, self._archive, self._entries.get(part.lower()), part, limit)

    def xml(self, part: str) -> etree._Element:
        """The root element of a part, comments and instructions left out.

        Raises:
            SourceError: as ``read``; or no XML, with a DOCTYPE, or beyond the limits.
        """
        return parse_xml(self.name, part, self.read(part))

    def related(self, kind: str, part: str | None = None) -> Iterator[str]:
        """The parts of this file to which ``part`` (else the main one) has a relationship."""
        yield from _related(self.name, self._archive, self._entries, kind, part or self.main)


def kind_of(content: bytes) -> tuple[str, str] | None:
    """What bytes are that are no zip archive, and what to do; None where nobody can tell."""
    if content.startswith(_OLE):
        for stream, kind, hint in _STREAMS:
            if stream.encode("utf-16-le") in content:
                return kind, hint
        return "旧版 Word、Excel 或 WPS 文件", _AGAIN
    head = content[:8000].removeprefix(b"\xef\xbb\xbf")
    for pattern, kind, hint in _TEXTS:
        if re.match(pattern, head):
            return kind, hint
    return None


def open_package(source: Source, office: Office) -> Package:
    """Let a file of the wanted kind in.

    Raises:
        SourceError: it is of another kind (named, with what to do), damaged, or not to be
            trusted.
    """
    name, content = source.name, source.content
    if not content.strip():
        raise SourceError(f"{name}：文件是空的", hint="请核对是否选错了文件，或重新下载")
    if len(content) > MAX_BYTES:
        raise SourceError(
            f"{name}：文件有 {len(content)} 字节，超过上限 {MAX_BYTES} 字节",
            hint="一份年报不会这样大；请删去其中的大图片再试",
        )
    if not content.startswith(b"PK"):
        kind, hint = kind_of(content) or ("", _AGAIN)
        hint = hint.format(suffix=office.suffix)
        if not kind:
            raise SourceError(f"{name}：这不是 {office.title}（{office.suffix}）", hint=hint)
        blank = " " if kind[0] < "\u2e80" else ""
        raise SourceError(f"{name}：这是{blank}{kind}，不是 {office.suffix} 文件", hint=hint)
    if (count := content.count(_ENTRY)) > 2 * MAX_PARTS:
        raise _not_trusted(name, f"压缩包内有 {count} 个部件，超过上限 {MAX_PARTS} 个")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        listed = archive.infolist()
    except _DAMAGE:
        raise _damaged(name, "") from None
    entries = _entries(name, listed)
    types = _content_types(name, archive, entries)
    _of_kind(name, office, types, entries)
    return Package(name, office, _main(name, archive, entries, office, types), archive, entries)


def parse_xml(name: str, part: str, content: bytes) -> etree._Element:
    """XML from outside, without comments and instructions.

    Raises:
        SourceError: no XML, with a DOCTYPE, or beyond the limits.
    """
    if any(doctype in content for doctype in _DOCTYPES):
        raise _not_trusted(name, f"{part} 含有文档类型声明（DOCTYPE），Office 文件不应有")
    tags, attributes = content.count(b"<"), content.count(b"=")
    if tags > MAX_TAGS or attributes > MAX_ATTRIBUTES:
        raise _not_trusted(
            name, f"{part} 有 {tags} 个标记、{attributes} 个属性，超过一份年报所能有的上限"
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise _damaged(name, part) from None
    # Another encoding may have hidden it from the first look.
    if root.getroottree().docinfo.internalDTD is not None:
        raise _not_trusted(name, f"{part} 含有文档类型声明（DOCTYPE），Office 文件不应有")
    if _TOO_DEEP(root):
        raise _not_trusted(name, f"{part} 的标记套叠超过 {MAX_DEPTH} 层")
    return root


def _entries(name: str, listed: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    if len(listed) > MAX_PARTS:
        raise _not_trusted(name, f"压缩包内有 {len(listed)} 个部件，超过上限 {MAX_PARTS} 个")
    if (size := sum(entry.file_size for entry in listed)) > MAX_UNPACKED:
        raise _not_trusted(name, f"解压后有 {size} 字节，超过上限 {MAX_UNPACKED} 字节")
    entries: dict[str, zipfile.ZipInfo] = {}
    for entry in listed:
        path = entry.filename
        shown = repr(path[:60])
        if path.startswith("/") or "\\" in path or ":" in path or ".." in path.split("/"):
            raise _not_trusted(name, f"部件名 {shown} 指向文件之外")
        if path.lower() in entries:
            raise _not_trusted(name, f"部件 {shown} 有两个，不知以哪个为准")
        if entry.flag_bits & 0x1:
            raise SourceError(f"{name}：这是加了密码的压缩文件", hint="请去掉密码后另存，再试")
        if entry.compress_type not in _METHODS:
            raise _not_trusted(name, f"部件 {shown} 用了 Office 不用的压缩方法")
        if entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * entry.compress_size:
            raise _not_trusted(
                name,
                f"部件 {shown} 由 {entry.compress_size} 字节解压成 {entry.file_size} 字节，"
                f"超过 {MAX_RATIO} 倍，像是“压缩炸弹”",
            )
        entries[path.lower()] = entry
    return entries


def _unpacked(
    name: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo | None, part: str, limit: int
) -> bytes:
    if entry is None:
        raise _damaged(name, part)
    if entry.file_size > limit:
        raise _not_trusted(name, f"{part} 有 {entry.file_size} 字节，超过上限 {limit} 字节")
    try:
        with archive.open(entry) as stream:
            content = stream.read(limit + 1)
    except _DAMAGE:
        raise _damaged(name, part) from None
    if len(content) != entry.file_size:
        raise _damaged(name, part)
    return content


def _content_types(
    name: str, archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo]
) -> dict[str, str]:
    if "ofd.xml" in entries:
        raise SourceError(f"{name}：这是 OFD 版式文件", hint="请使用制作它的 Word 或 WPS 原文件")
    if _TYPES not in entries:
        what = "这是压缩文件"
        if "mimetype" in entries and "content.xml" in entries:
            what = "这是 OpenDocument 文件（.odt、.ods）"
        raise SourceError(
            f"{name}：{what}，其中没有 Office 文件应有的 [Content_Types].xml",
            hint="请核对是否选错了文件；若是压缩包，请先解压；若由其他软件制作，"
            "请在 Word 或 WPS 中另存为新格式",
        )
    root = parse_xml(
        name, "[Content_Types].xml", _unpacked(name, archive, entries[_TYPES], _TYPES, MAX_XML)
    )
    return {
        node.get("PartName", "").lstrip("/").lower(): node.get("ContentType", "")
        for node in root.iter("{*}Override")
        if "main+xml" in node.get("ContentType", "") or "binary" in node.get("ContentType", "")
    }


def _of_kind(
    name: str, office: Office, types: Mapping[str, str], entries: Mapping[str, zipfile.ZipInfo]
) -> None:
    said = [kind.removeprefix("application/vnd.openxmlformats-officedocument.")
            .removeprefix("application/vnd.") for kind in types.values()]  # fmt: skip
    binary = any("sheet.binary" in kind for kind in said)
    if not binary and any(kind.startswith(office.types) for kind in said):
        return
    for begin, title in _OTHER_TYPES:
        if any(kind.startswith(begin) for kind in said):
            raise SourceError(
                f"{name}：这是 {title}，不是 {office.title}（{office.suffix}）",
                hint=f"请核对是否选错了文件，或文件名的后缀（{office.suffix}）写错了",
            )
    raise SourceError(
        f"{name}：这是压缩文件，其中没有 {office.title}的正文"
        if not any(part.startswith(("word/", "xl/")) for part in entries)
        else f"{name}：{office.title}已损坏，没有写明正文在哪里",
        hint=office.again,
    )


def _main(
    name: str,
    archive: zipfile.ZipFile,
    entries: Mapping[str, zipfile.ZipInfo],
    office: Office,
    types: Mapping[str, str],
) -> str:
    related = list(_related(name, archive, entries, _OFFICE_DOCUMENT, ""))
    for part in (*related, *types):
        if part.lower() in entries and part.lower() in types:
            return part.lower()
    raise SourceError(f"{name}：{office.title}已损坏，缺少正文", hint=office.again)


def _related(
    name: str,
    archive: zipfile.ZipFile,
    entries: Mapping[str, zipfile.ZipInfo],
    kind: str,
    part: str,
) -> Iterator[str]:
    folder, file = posixpath.split(part.lower())
    relationships = posixpath.join(folder, "_rels", f"{file}.rels")
    if relationships not in entries:
        return
    content = _unpacked(name, archive, entries[relationships], relationships, MAX_XML)
    for node in parse_xml(name, relationships, content).iter("{*}Relationship"):
        if node.get("TargetMode") == "External" or not node.get("Type", "").endswith(kind):
            continue
        target = posixpath.normpath(posixpath.join("/", folder, node.get("Target", "")))
        if (found := target.lstrip("/").lower()) in entries:
            yield found


def _not_trusted(name: str, why: str) -> SourceError:
    return SourceError(
        f"{name}：{why}；没有打开",
        hint="这个文件不像由 Word、Excel 或 WPS 保存，请向来处核实；"
        "能打开的话，把内容复制到新文件中再试",
    )


def _damaged(name: str, part: str) -> SourceError:
    where = f"（{part} 读不出来）" if part else ""
    return SourceError(
        f"{name}：文件已损坏，或没有下载完整{where}",
        hint="请重新取得这个文件；能在 Word 或 WPS 中打开的话，另存一份再试",
    )
