"""XML from outside: looked at before it is parsed, and parsed without anything that it could make a
parser fetch or swell."""

from __future__ import annotations

from typing import Final

from lxml import etree

from ..errors import SourceError

MAX_TAGS: Final = 400_000
MAX_ATTRIBUTES: Final = 800_000
MAX_DEPTH: Final = 100

_DOCTYPE: Final = b"<!DOCTYPE"
_WIDE_DOCTYPES: Final = tuple("<!DOCTYPE".encode(e) for e in ("utf-16-le", "utf-16-be"))
_TOO_DEEP: Final = etree.XPath(f"boolean({'/*' * (MAX_DEPTH + 1)})")


def parse_xml(name: str, part: str, content: bytes, *, whole: bool = False) -> etree._Element:
    """XML from outside; its comments and instructions only with ``whole``.

    Raises:
        SourceError: no XML, with a DOCTYPE, or beyond the limits.
    """
    admit_xml(name, part, content)
    return parse_admitted(name, part, content, whole=whole)


def admit_xml(name: str, part: str, content: bytes) -> None:
    """Look at XML from outside before it is parsed.

    Raises:
        SourceError: it has a DOCTYPE, or more tags or attributes than a report can have.
    """
    wide = b"\0" in content and any(doctype in content for doctype in _WIDE_DOCTYPES)
    if wide or _DOCTYPE in content:
        raise not_trusted(name, f"{part} 含有文档类型声明（DOCTYPE），Office 文件不应有")
    if len(content) <= MAX_TAGS:
        return  # it cannot have more
    tags, attributes = content.count(b"<"), content.count(b"=")
    if tags > MAX_TAGS or attributes > MAX_ATTRIBUTES:
        raise not_trusted(
            name, f"{part} 有 {tags} 个标记、{attributes} 个属性，超过一份年报所能有的上限"
        )


def parse_admitted(name: str, part: str, content: bytes, *, whole: bool = False) -> etree._Element:
    """The root element of XML that was looked at.

    Raises:
        SourceError: no XML, with a DOCTYPE in another encoding, or too deep.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=not whole,
        remove_pis=not whole,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise damaged(name, part) from None
    # Another encoding may have hidden it from the first look.
    if root.getroottree().docinfo.internalDTD is not None:
        raise not_trusted(name, f"{part} 含有文档类型声明（DOCTYPE），Office 文件不应有")
    if _TOO_DEEP(root):
        raise not_trusted(name, f"{part} 的标记套叠超过 {MAX_DEPTH} 层")
    return root


def not_trusted(name: str, why: str) -> SourceError:
    """The file ``name`` may have been made to do harm."""
    return SourceError(
        f"{name}：{why}；没有打开",
        hint="这个文件不像由 Word、Excel 或 WPS 保存，请向来处核实；"
        "能打开的话，把内容复制到新文件中再试",
    )


def damaged(name: str, part: str) -> SourceError:
    """A part of the file ``name`` (empty: all of it) cannot be read."""
    where = f"（{part} 读不出来）" if part else ""
    return SourceError(
        f"{name}：文件已损坏，或没有下载完整{where}",
        hint="请重新取得这个文件；能在 Word 或 WPS 中打开的话，另存一份再试",
    )
