"""The text of a web page: what its bytes say, whatever it says of them."""

from __future__ import annotations

import codecs
import re
from typing import Final

from ...errors import SourceError
from ...model.raw import Source

_CHARSET: Final = re.compile(rb"(?i)<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-z0-9_-]{1,20})")
_HAN: Final = re.compile("[\u4e00-\u9fff]")


def decoded(source: Source) -> tuple[str, tuple[str, ...]]:
    """The text by its mark; as UTF-8 where it is that; else as the page says, or GB18030.

    A page that says GB2312 and is UTF-8 would decode as GB18030 too, into other characters.
    """
    content = source.content
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return content.decode("utf-16"), (f"{source.name}：按 UTF-16 读取",)
        except UnicodeError:
            raise _damaged(source) from None
    match = _CHARSET.search(content[:8192])
    said = match[1].decode("ascii").lower() if match else ""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[max(0, error.start - 3000) : error.start].decode("utf-8", "ignore")
        if said.startswith("utf") and len(_HAN.findall(before)) >= 4:
            raise _damaged(source) from None
    else:
        wrong = said.startswith("gb") and not content.isascii()
        return text, (
            f"{source.name}：网页标明 {said}，实为 UTF-8，按 UTF-8 读取",
        ) if wrong else ()
    encoding = "big5" if said.startswith("big5") else "gb18030"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise _damaged(source) from None
    return text, (f"{source.name}：不是 UTF-8，按 {encoding.upper()} 读取",)


def _damaged(source: Source) -> SourceError:
    return SourceError(
        f"{source.name}：网页的文字编码已损坏，无法读取",
        hint="可在浏览器中打开，全选、复制正文，另存为文本文件（.txt）",
    )
