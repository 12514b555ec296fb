"""Whether bytes that claim to be a Word template may be opened at all."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import unquote

from lxml import etree

from ..errors import TemplateError
from ..intake.package import STRICT

DOCUMENT: Final = "word/document.xml"
TYPES: Final = "[Content_Types].xml"
RELATIONS: Final = ".rels"
_DOCUMENT_RELATIONS: Final = "word/_rels/document.xml.rels"
_XML: Final = (".xml", RELATIONS)
# In UTF-16, which XML may be written in, there is a zero beside every letter.
_DOCTYPE: Final = re.compile(rb"<\0?!\0?D\0?O\0?C\0?T\0?Y\0?P\0?E")
# The template's own template: a path on its maker's machine, dropped when a document is made.
ATTACHED: Final = "attachedTemplate"
# A template holds a few pages; a logo and a seal make it some megabytes.
MAX_BYTES: Final = 50_000_000
MAX_UNPACKED: Final = 200_000_000
MAX_PARTS: Final = 2_000
MAX_XML: Final = 10_000_000
# Beginnings and ends of elements in one part; the blank form, as Word saved it, has a tenth.
MAX_ELEMENTS: Final = 100_000
# Tags are read again and again: those of one paragraph, and opening braces without an end.
MAX_BRACES: Final = 1_000
MAX_STRAY: Final = 50

_HINT: Final = "请在 Word 中打开模板，另存为 .docx 文件再试"
_TAG_HINT: Final = "请在 Word 中改正模板里的这个标签；标签的写法见 templates/README.md"
_MAIN: Final = "wordprocessingml.document.main+xml"
_OTHER_KINDS: Final = (
    ("document.macroEnabled.main+xml", ".docm"),
    ("template.macroEnabledTemplate.main+xml", ".dotm"),
    ("wordprocessingml.template.main+xml", ".dotx"),
)
_FOREIGN_PARTS: Final = re.compile(r"vbaproject|vbadata|activex|oleobject|/embeddings/", re.I)
_FOREIGN_KINDS: Final = re.compile(
    r"/(vbaProject|wordVbaData|oleObject|package|control|activeXControlBinary|aFChunk|subDocument)$"
)
# What docxtpl reads for tags.
_TAGGED: Final = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
_PARAGRAPH: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
_TEXT: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
_WHOLE_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_OPEN: Final = re.compile(r"\{[{%#]")
_SHOWN: Final = 60


def admit(template: bytes) -> None:
    """Lets a Word file through that may be rendered.

    Raises:
        TemplateError: as ``admit_file``; or tags without an end, or too many of them.
    """
    admit_file(template)
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        for name in tagged_parts(archive.namelist()):
            _tags(name, archive)


def tagged_parts(names: Iterable[str]) -> list[str]:
    """The parts in which docxtpl looks for tags."""
    return sorted(filter(_TAGGED.fullmatch, names))


def admit_file(template: bytes) -> None:
    """Lets a Word file through, whatever its tags say.

    Raises:
        TemplateError: no Word file, another kind of one or a damaged one; one that unpacks to
            an absurd size; macros, embedded files, or contents to be fetched from elsewhere.
    """
    if len(template) > MAX_BYTES:
        raise TemplateError(f"模板有 {len(template)} 字节，超过 {MAX_BYTES} 字节的上限")
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            entries = archive.infolist()
            size = sum(entry.file_size for entry in entries)
            if len(entries) > MAX_PARTS or size > MAX_UNPACKED:
                raise TemplateError(
                    f"模板解压后有 {len(entries)} 个部件、{size} 字节，不像一份 Word 模板"
                )
            names = archive.namelist()
            if len(set(names)) < len(names):
                raise TemplateError("模板已损坏：有的部件重复", hint=_HINT)
            if DOCUMENT not in names:
                raise TemplateError(f"模板不是 Word 文档（缺少 {DOCUMENT}）", hint=_HINT)
            damaged = archive.testzip()
            if damaged is None:
                _package(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        # RuntimeError: an entry is encrypted; NotImplementedError: an unknown compression.
        raise TemplateError("模板不是 .docx 文件，或已损坏、加了密", hint=_HINT) from None
    except ValueError:
        raise TemplateError("模板已损坏", hint=_HINT) from None
    if damaged is not None:
        raise TemplateError(f"模板已损坏：{damaged} 读不出来", hint=_HINT)


def _package(archive: zipfile.ZipFile) -> None:
    """The parts of the file and how they hang together."""
    names = frozenset(archive.namelist())
    for needed in (TYPES, "_rels/.rels"):
        if needed not in names:
            raise TemplateError(f"模板不是 Word 文档（缺少 {needed}）", hint=_HINT)
    kind = _main_kind(_xml(archive, TYPES))
    for other, suffix in _OTHER_KINDS:
        if kind.endswith(other):
            raise TemplateError(f"模板是 {suffix} 文件，不是 .docx 文件", hint=_HINT)
    if not kind.endswith(_MAIN):
        raise TemplateError(f"模板不是 Word 文档（{DOCUMENT} 的类型不对）", hint=_HINT)
    if any(node.get("Type", "").startswith(STRICT) for node in _xml(archive, "_rels/.rels")):
        raise TemplateError(
            "模板是“Strict Open XML 文档”，不能使用",
            hint="请在 Word 中另存为，保存类型选“Word 文档 (*.docx)”，再试",
        )
    for name in sorted(names):
        if _FOREIGN_PARTS.search(f"/{name}"):
            raise _foreign(name)
        if _TAGGED.fullmatch(name):
            _size(name, archive)
        if name.endswith(_XML) and _DOCTYPE.search(archive.read(name)):
            raise TemplateError(f"模板的 {name} 里有 DOCTYPE，不是 Word 写成的", hint=_HINT)
        if name.endswith(RELATIONS):
            _relations(name, _xml(archive, name), names)


def _main_kind(types: etree._Element) -> str:
    for node in types:
        if node.get("PartName", "").lower() == f"/{DOCUMENT}":
            return node.get("ContentType", "")
    return ""


def _relations(name: str, relations: etree._Element, names: frozenset[str]) -> None:
    folder = posixpath.dirname(posixpath.dirname(name))
    tagged: set[str] = set()
    for node in relations:
        kind, target = node.get("Type", ""), node.get("Target", "")
        if node.get("TargetMode") == "External":
            if not kind.endswith(("/hyperlink", f"/{ATTACHED}")):
                raise TemplateError(
                    f"模板要从别处取内容（{target[:_SHOWN]}），不能使用",
                    hint="请在 Word 中把链接的图片或文件改为直接放在模板里，再存一次",
                )
            continue
        part = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
        if _FOREIGN_KINDS.search(kind):
            raise _foreign(part)
        if not target.startswith("#") and part not in names:
            raise TemplateError(f"模板不完整（缺少 {part}）", hint=_HINT)
        if _TAGGED.fullmatch(part) and name == _DOCUMENT_RELATIONS:
            # docxtpl would fill it twice: words of the report would then be read as tags.
            if part in tagged or part == DOCUMENT:
                raise TemplateError(f"模板已损坏：{part} 用了两次", hint=_HINT)
            tagged.add(part)


def _foreign(name: str) -> TemplateError:
    return TemplateError(
        f"模板里有宏、控件或嵌入的文件（{name}），不能使用",
        hint="请在 Word 中删去它，另存为 .docx 文件再试",
    )


def _size(name: str, archive: zipfile.ZipFile) -> None:
    """A part with tags is none that looking through it takes long."""
    size = archive.getinfo(name).file_size
    if size > MAX_XML:
        raise TemplateError(f"模板的 {name} 有 {size} 字节，超过 {MAX_XML} 字节的上限")
    if archive.read(name).count(b"<") > MAX_ELEMENTS:
        raise TemplateError(f"模板的 {name} 里段落、表格太多，不像一份年报的模板")


def _tags(name: str, archive: zipfile.ZipFile) -> None:
    """No tag is so wrong that reading it would not end."""
    try:
        root = etree.fromstring(archive.read(name), _parser())
    except etree.XMLSyntaxError as error:
        raise TemplateError(f"模板已损坏：{name} 读不出来（{error.msg}）", hint=_HINT) from None
    opened = 0
    for paragraph in _paragraphs(root):
        opened += len(_OPEN.findall(paragraph))
        shown = f"{paragraph[:_SHOWN]}{'…' if len(paragraph) > _SHOWN else ''}"
        if paragraph.count("{") > MAX_BRACES:
            raise TemplateError(f"模板段落“{shown}”里的标签太多", hint=_TAG_HINT)
        if _OPEN.search(_WHOLE_TAG.sub("", paragraph)):
            raise TemplateError(
                f"模板段落“{shown}”的标签写错了：标签没有在这一段里写完", hint=_TAG_HINT
            )
    # Also in attributes, in codes of fields and wherever else docxtpl would find one.
    if len(_OPEN.findall(etree.tostring(root, encoding="unicode"))) > opened + MAX_STRAY:
        raise TemplateError(f"模板的 {name} 里，文字之外有许多标签，不能使用", hint=_TAG_HINT)


def _paragraphs(root: etree._Element) -> Iterator[str]:
    for paragraph in root.iter(_PARAGRAPH):
        yield "".join(node.text or "" for node in paragraph.iter(_TEXT))


def _xml(archive: zipfile.ZipFile, name: str) -> etree._Element:
    if archive.getinfo(name).file_size > MAX_XML:
        raise TemplateError(f"模板的 {name} 大得不像 Word 模板")
    try:
        return etree.fromstring(archive.read(name), _parser())
    except etree.XMLSyntaxError:
        raise TemplateError(f"模板已损坏：{name} 读不出来", hint=_HINT) from None


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
