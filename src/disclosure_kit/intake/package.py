"""Word files and workbooks from outside: looked at from without before a part of them is parsed.

Such a file is a zip archive of XML parts. What it is, is decided by its content and never
by its name. Its limits (docs/reference/limits.md) hold before memory is spent: the number
of parts by their signatures, sizes by the directory, tags by their brackets. No DOCTYPE is
let in, no relationship that leads out of the file is followed.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Final, TypeVar

from attrs import field, frozen
from lxml import etree

from ..errors import SourceError
from ..model.raw import Source
from .archive import DAMAGE, Archive
from .kinds import AGAIN, OTHER_TYPES, Office, OtherKindError, kind_of
from .package_xml import damaged, not_trusted, parse_xml

T = TypeVar("T")

MAX_BYTES: Final = 50_000_000
MAX_PARTS: Final = 2_000
MAX_UNPACKED: Final = 300_000_000
MAX_RATIO: Final = 250
RATIO_FROM: Final = 1_000_000
MAX_XML: Final = 40_000_000

_LONGEST_KEPT: Final = 20_000  # bytes of a list of parts that is kept
_TYPES: Final = "[content_types].xml"
_ENTRY: Final = b"PK\x01\x02"
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_OFFICE_DOCUMENT: Final = "/officeDocument"
# ISO/IEC 29500 Strict: the same elements under other names; hardly anybody saves so.
STRICT: Final = "http://purl.oclc.org/ooxml/"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_CALC_MAIN: Final = "content.xml"


@frozen
class Relationship:
    """A relationship that stays inside the file: its id, its type, the part it leads to."""

    id: str
    type: str
    target: str


@frozen
class Package:
    """An admitted file: its parts by their names in lower case, and its main part."""

    name: str
    office: Office
    main: str
    _archive: Archive
    _entries: Mapping[str, zipfile.ZipInfo]
    _links: dict[str, tuple[Relationship, ...]] = field(
        factory=dict, init=False, eq=False, repr=False
    )

    def __contains__(self, part: object) -> bool:
        return isinstance(part, str) and part.lower() in self._entries

    def read(self, part: str, limit: int = MAX_XML) -> bytes:
        """The bytes of a part.

        Raises:
            SourceError: there is none, it is damaged, or larger than ``limit``.
        """
        return _unpacked(self.name, self._archive, self._entries.get(part.lower()), part, limit)

    def xml(self, part: str, *, limit: int = MAX_XML, whole: bool = False) -> etree._Element:
        """The root element of a part; comments and instructions only with ``whole``.

        Raises:
            SourceError: as ``read``; or no XML, with a DOCTYPE, or beyond the limits.
        """
        return parse_xml(self.name, part, self.read(part, limit), whole=whole)

    def related(self, kind: str, part: str | None = None) -> Iterator[str]:
        """The parts of this file to which ``part`` (else the main one) has a relationship."""
        for link in self.relationships(part or self.main):
            if link.type.endswith(kind):
                yield link.target

    def relationships(self, part: str) -> Iterator[Relationship]:
        """Every relationship of ``part`` to another part of this file."""
        if part not in self._links:
            found = _relationships(self.name, self._archive, self._entries, part)
            self._links[part] = tuple(found)
        yield from self._links[part]

    @property
    def entries(self) -> tuple[zipfile.ZipInfo, ...]:
        """The parts as the archive lists them, in its order."""
        return tuple(self._entries.values())


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
        kind, hint = kind_of(content) or ("", AGAIN)
        hint = hint.format(suffix=office.suffix)
        if not kind:
            raise OtherKindError(f"{name}：这不是 {office.title}（{office.suffix}）", hint=hint)
        blank = " " if kind[0] < "\u2e80" else ""
        error = SourceError if _ENCRYPTED in content else OtherKindError
        raise error(f"{name}：这是{blank}{kind}，不是 {office.suffix} 文件", hint=hint)
    if (count := content.count(_ENTRY)) > 2 * MAX_PARTS:
        raise not_trusted(name, f"压缩包内有 {count} 个部件，超过上限 {MAX_PARTS} 个")
    try:
        archive = Archive(content)
        listed = archive.listed
    except DAMAGE:
        raise damaged(name, "") from None
    entries = _entries(name, listed)
    if office is Office.CALC:
        if _CALC_MAIN not in entries:
            raise damaged(name, _CALC_MAIN)
        return Package(name, office, _CALC_MAIN, archive, entries)
    types = _content_types(name, archive, entries)
    _of_kind(name, office, types, entries)
    return Package(name, office, _main(name, archive, entries, office, types), archive, entries)


def _entries(name: str, listed: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    if len(listed) > MAX_PARTS:
        raise not_trusted(name, f"压缩包内有 {len(listed)} 个部件，超过上限 {MAX_PARTS} 个")
    if (size := sum(entry.file_size for entry in listed)) > MAX_UNPACKED:
        raise not_trusted(name, f"解压后有 {size} 字节，超过上限 {MAX_UNPACKED} 字节")
    entries: dict[str, zipfile.ZipInfo] = {}
    for entry in listed:
        path = entry.filename
        shown = repr(path[:60])
        if path.startswith("/") or "\\" in path or ":" in path or ".." in path.split("/"):
            raise not_trusted(name, f"部件名 {shown} 指向文件之外")
        if path.lower() in entries:
            raise not_trusted(name, f"部件 {shown} 有两个，不知以哪个为准")
        if entry.flag_bits & 0x1:
            raise SourceError(f"{name}：这是加了密码的压缩文件", hint="请去掉密码后另存，再试")
        if entry.compress_type not in _METHODS:
            raise not_trusted(name, f"部件 {shown} 用了 Office 不用的压缩方法")
        if entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * entry.compress_size:
            raise not_trusted(
                name,
                f"部件 {shown} 由 {entry.compress_size} 字节解压成 {entry.file_size} 字节，"
                f"超过 {MAX_RATIO} 倍，像是“压缩炸弹”",
            )
        entries[path.lower()] = entry
    return entries


def _unpacked(
    name: str, archive: Archive, entry: zipfile.ZipInfo | None, part: str, limit: int
) -> bytes:
    if entry is None:
        raise damaged(name, part)
    if entry.file_size > limit:
        raise not_trusted(name, f"{part} 有 {entry.file_size} 字节，超过上限 {limit} 字节")
    try:
        content = archive.unpacked(entry, limit)
    except DAMAGE:
        raise damaged(name, part) from None
    if len(content) != entry.file_size:
        raise damaged(name, part)
    return content


def _content_types(
    name: str, archive: Archive, entries: Mapping[str, zipfile.ZipInfo]
) -> dict[str, str]:
    if "ofd.xml" in entries:
        raise OtherKindError(f"{name}：这是 OFD 版式文件", hint="请使用制作它的 Word 或 WPS 原文件")
    if _TYPES not in entries:
        what = "这是压缩文件"
        if "mimetype" in entries and "content.xml" in entries:
            what = "这是 OpenDocument 文件（.odt、.ods）"
        raise OtherKindError(
            f"{name}：{what}，其中没有 Office 文件应有的 [Content_Types].xml",
            hint="请核对是否选错了文件；若是压缩包，请先解压；若由其他软件制作，"
            "请在 Word 或 WPS 中另存为新格式",
        )
    content = _unpacked(name, archive, entries[_TYPES], _TYPES, MAX_XML)
    return dict(_kept(name, "[Content_Types].xml", content, _types_in))


def _types_in(root: etree._Element) -> tuple[tuple[str, str], ...]:
    """The parts that may be main ones, each with its type."""
    return tuple(
        (node.get("PartName", "").lstrip("/").lower(), node.get("ContentType", ""))
        for node in root.iter("{*}Override")
        if "main+xml" in node.get("ContentType", "") or "binary" in node.get("ContentType", "")
    )


def _of_kind(
    name: str, office: Office, types: Mapping[str, str], entries: Mapping[str, zipfile.ZipInfo]
) -> None:
    said = [kind.removeprefix("application/vnd.openxmlformats-officedocument.")
            .removeprefix("application/vnd.") for kind in types.values()]  # fmt: skip
    binary = any("sheet.binary" in kind for kind in said)
    if not binary and any(kind.startswith(office.types) for kind in said):
        return
    for begin, title in OTHER_TYPES:
        if any(kind.startswith(begin) for kind in said):
            raise OtherKindError(
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
    archive: Archive,
    entries: Mapping[str, zipfile.ZipInfo],
    office: Office,
    types: Mapping[str, str],
) -> str:
    links = _relationships(name, archive, entries, "")
    roots = [link for link in links if link.type.endswith(_OFFICE_DOCUMENT)]
    if office is Office.WORD and any(link.type.startswith(STRICT) for link in roots):
        raise SourceError(
            f"{name}：这是“Strict Open XML 文档”，不是通常的 Word 文档，没有读取",
            hint="请在 Word 中另存为，保存类型选“Word 文档 (*.docx)”，再试",
        )
    related = [link.target for link in roots]
    for part in (*related, *types):
        if part.lower() in entries and part.lower() in types:
            return part.lower()
    raise SourceError(f"{name}：{office.title}已损坏，缺少正文", hint=office.again)


def _relationships(
    name: str,
    archive: Archive,
    entries: Mapping[str, zipfile.ZipInfo],
    part: str,
) -> Iterator[Relationship]:
    folder, file = posixpath.split(part.lower())
    listing = posixpath.join(folder, "_rels", f"{file}.rels")
    if listing not in entries:
        return
    content = _unpacked(name, archive, entries[listing], listing, MAX_XML)
    for link in _kept(name, listing, content, _links_in):
        target = posixpath.normpath(posixpath.join("/", folder, link.target))
        if (found := target.lstrip("/").lower()) in entries:
            yield Relationship(link.id, link.type, found)


def _links_in(root: etree._Element) -> tuple[Relationship, ...]:
    """The relationships as they are written, none of them out of the file."""
    return tuple(
        Relationship(node.get("Id", ""), node.get("Type", ""), node.get("Target", ""))
        for node in root.iter("{*}Relationship")
        if node.get("TargetMode") != "External"
    )


def _kept(
    name: str, part: str, content: bytes, read: Callable[[etree._Element], tuple[T, ...]]
) -> tuple[T, ...]:
    """What ``read`` finds in a part. Files of one template have the same lists of parts, so the
    last few are kept; they hold no words of a report.

    Raises:
        SourceError: as ``parse_xml``.
    """
    if len(content) <= _LONGEST_KEPT:
        try:
            found: tuple[T, ...] = _known(content, read)
            return found
        except SourceError:
            pass  # said below in the words for this file
    return read(parse_xml(name, part, content))


@lru_cache(maxsize=16)
def _known(content: bytes, read: Callable[[etree._Element], tuple[T, ...]]) -> tuple[T, ...]:
    return read(parse_xml("", "", content))
