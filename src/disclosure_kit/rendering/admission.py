"""Whether bytes that claim to be a Word template may be opened at all."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from ..errors import TemplateError

DOCUMENT: Final = "word/document.xml"
# A template holds a few pages; a logo and a seal make it some megabytes.
MAX_BYTES: Final = 50_000_000
MAX_UNPACKED: Final = 200_000_000
MAX_PARTS: Final = 2_000

_HINT: Final = "请在 Word 中打开模板，另存为 .docx 文件再试"


def admit(template: bytes) -> None:
    """Lets a Word file through.

    Raises:
        TemplateError: no Word file, a damaged one, or one that unpacks to an absurd size.
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
            if DOCUMENT not in archive.namelist():
                raise TemplateError(f"模板不是 Word 文档（缺少 {DOCUMENT}）", hint=_HINT)
            damaged = archive.testzip()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        # RuntimeError: an entry is encrypted; NotImplementedError: an unknown compression.
        raise TemplateError("模板不是 .docx 文件，或已损坏、加了密", hint=_HINT) from None
    except ValueError:
        raise TemplateError("模板已损坏", hint=_HINT) from None
    if damaged is not None:
        raise TemplateError(f"模板已损坏：{damaged} 读不出来", hint=_HINT)
