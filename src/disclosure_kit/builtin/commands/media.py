"""The pictures of a report, written beside data that only name them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from ...errors import OutputError
from ...files import Folder, refused_in_words
from ...media.admission import admitted
from ...media.picture import PictureError
from .common import Delivery


def put_with_media(
    delivery: Delivery,
    files: Sequence[tuple[Path, bytes]],
    folder: Path,
    media: Mapping[str, bytes],
    source: str,
) -> None:
    """Write ``files``, and the pictures that they name below ``folder``: all or none, and no
    folder either.

    A picture that lies there already is left as it is, with what its camera wrote beside it.

    Raises:
        OutputError: as ``Delivery.put_all``; or a folder cannot be made, or leads elsewhere by a
            link.
    """
    pictures = list(_pictures(folder, media))
    taken = [target for target, _ in pictures if target.exists()]
    if taken and not delivery.force:
        raise OutputError(
            [f"{target}：另一张图片已存在，没有覆盖" for target in taken],
            hint="它可能是别的报告的：请把成品放到另一个文件夹；确要覆盖，请加 --force",
        )
    with _folders(folder, (target for target, _ in pictures)):
        delivery.put_all([*files, *pictures], source)


def _pictures(folder: Path, media: Mapping[str, bytes]) -> Iterator[tuple[Path, bytes]]:
    """Where each picture is to be written, but for those that lie there."""
    for path, content in media.items():
        if _lies_there(folder, path, content):
            continue
        target = folder.joinpath(*path.split("/"))
        if not target.parent.resolve().is_relative_to(folder.resolve()):
            raise OutputError(f"{target}：这个文件夹是通到别处的链接，没有写")
        yield target, content


@contextmanager
def _folders(home: Path, targets: Iterable[Path]) -> Iterator[None]:
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
        return admitted(Folder(folder)(path)).content == content
    except PictureError:
        return False
