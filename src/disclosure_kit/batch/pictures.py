"""The pictures of a report, which data only name: written beside the data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from ..errors import OutputError
from ..files import Folder
from ..media.picture import PictureError
from ..placing import refused_in_words


def lacking(folder: Path, media: Mapping[str, bytes]) -> Iterator[tuple[Path, bytes]]:
    """Where each picture is to be written, but for those that lie there.

    Raises:
        OutputError: a folder leads elsewhere by a link.
    """
    for path, content in media.items():
        if _lies_there(folder, path, content):
            continue
        target = folder.joinpath(*path.split("/"))
        if not target.parent.resolve().is_relative_to(folder.resolve()):
            raise OutputError(f"{target}：这个文件夹是通到别处的链接，没有写")
        yield target, content


def refuse_others(targets: Iterable[Path], *, force: bool) -> None:
    """Refuse to write over pictures that are not the same.

    Raises:
        OutputError: one stands at a target, and ``force`` is not given.
    """
    taken = [target for target in targets if target.exists()]
    if taken and not force:
        raise OutputError(
            [f"{target}：另一张图片已存在，没有覆盖" for target in taken],
            hint="它可能是别的报告的：请把成品放到另一个文件夹；确要覆盖，请加 --force",
        )


@contextmanager
def folders(home: Path, targets: Iterable[Path]) -> Iterator[None]:
    """The folders of ``targets`` below ``home``; those that were not there go again where what is
    written into them fails."""
    made: list[Path] = []
    try:
        for target in targets if home.is_dir() else ():  # else it is told of the data themselves
            lacking = [one for one in (target.parent, *target.parent.parents) if not one.exists()]
            for one in reversed(lacking):
                with refused_in_words(one):
                    one.mkdir()
                made.append(one)
        yield
    except BaseException:
        for one in reversed(made):
            with suppress(OSError):
                one.rmdir()
        raise


def _lies_there(folder: Path, path: str, content: bytes) -> bool:
    try:
        from ..media.admission import admitted

        return admitted(Folder(folder)(path)).content == content
    except PictureError:
        return False
