"""The pictures of a report, written beside data that only name them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ...errors import OutputError
from ...files import Folder, refused_in_words
from ...media.admission import admitted
from ...media.picture import PictureError


def media_files(folder: Path, media: Mapping[str, bytes]) -> list[tuple[Path, bytes]]:
    """Where each picture is to be written below ``folder``; its folders are made.

    A picture that lies there already is left as it is, with what its camera wrote beside it.

    Raises:
        OutputError: a folder cannot be made, or leads elsewhere by a link.
    """
    files = []
    for path, content in media.items():
        if _lies_there(folder, path, content):
            continue
        target = folder.joinpath(*path.split("/"))
        if folder.is_dir():  # else it is told of the data themselves
            with refused_in_words(target.parent):
                target.parent.mkdir(parents=True, exist_ok=True)
        if not target.parent.resolve().is_relative_to(folder.resolve()):
            raise OutputError(f"{target}：这个文件夹是通到别处的链接，没有写")
        files.append((target, content))
    return files


def _lies_there(folder: Path, path: str, content: bytes) -> bool:
    try:
        return admitted(Folder(folder)(path)).content == content
    except PictureError:
        return False
