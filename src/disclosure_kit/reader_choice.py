"""Which reader reads a file: decided by what is in it, before its name."""

from __future__ import annotations

from pathlib import PurePath

from .contributions import Reader
from .errors import PluginError, SourceError
from .foreign import called
from .model.raw import Source
from .plugin import key_of
from .registry import Registry


def reader_for(source: Source, registry: Registry) -> Reader:
    """The one reader that knows the content; where none does, the one of the file's ending.

    Of a plugin's reader and the core's, the core's.

    Raises:
        SourceError: no reader takes it, or several do.
    """
    head = source.content[:4096]
    suffix = PurePath(source.name).suffix.lower()
    readers = registry.readers.values()
    blind: list[str] = []
    by_name = [r for r in readers if suffix in r.suffixes]
    # Nobody is preferred to ours of the file's ending that know the content: they are asked first.
    chosen = [r for r in by_name if not r.general and _is_ours(r, registry) and r.sniff(head)]
    if not chosen:
        sniffing = [r for r in readers if _sniffs(r, head, registry, blind)]
        knowing = [r for r in sniffing if not r.general]
        general = [r for r in sniffing if r.general]
        chosen = [r for r in knowing if r in by_name] or knowing or by_name or general
        chosen = [r for r in chosen if _is_ours(r, registry)] or chosen
    if len(chosen) > 1:
        names = "、".join(f"{r.name}（{registry.owners[key_of(r)]}）" for r in chosen)
        raise SourceError(f"{source.name}：有几种读法都认得它：{names}，不能选定")
    if not chosen:
        known = "、".join(s for r in readers for s in r.suffixes) or "无"
        raise SourceError(
            [f"{source.name}：认不出这是哪种文件。可以读取：{known}", *blind],
            hint="PDF、旧版 Word（.doc）请先在 Word 或 WPS 中另存为 .docx；图片里的文字无法读取",
        )
    return chosen[0]


def _is_ours(reader: Reader, registry: Registry) -> bool:
    return registry.is_core(registry.owners[key_of(reader)])


def _sniffs(reader: Reader, head: bytes, registry: Registry, blind: list[str]) -> bool:
    """Whether the reader knows the content. One that cannot even look at it does not; why not is
    told where nobody else reads the file (``blind``)."""
    if _is_ours(reader, registry):
        return bool(reader.sniff(head))  # ours: it prints nothing, and its faults pass as they are
    try:
        with called(reader, registry):
            return bool(reader.sniff(head))
    except PluginError as error:
        blind += error.problems
        return False
