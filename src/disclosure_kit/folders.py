"""The disk: delivering a folder whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Set
from contextlib import ExitStack, suppress
from pathlib import Path

from .errors import OutputError
from .placing import PART, refused_in_words


def deliver_folder(
    target: Path, files: Mapping[str, bytes], *, force: bool, known: Callable[[Path], Set[str]]
) -> bool:
    """Write ``files`` (paths inside it) into a new folder beside ``target``, then move that into
    place.

    Returns False where ``target`` already holds exactly these files. With ``force`` a folder that
    stands there gives way as a whole; ``known`` names the files in it that may be lost so.

    Raises:
        OutputError: something stands there and ``force`` is not given, or holds what is not
            ``known``; or it cannot be written. What was there is still whole.
    """
    with refused_in_words(target), ExitStack() as undo:
        old = os.path.lexists(target)
        if old:
            _refuse_foreign(target, known)
            if _holds(target, files):
                return False
            if not force:
                raise OutputError(
                    f"{target}：文件夹已存在，没有覆盖", hint="确要覆盖，请加 --force；或另取名字"
                )
        part = target.parent / f".{os.urandom(8).hex()}{PART}"
        part.mkdir()  # with the rights of any new folder, as ``write_part`` makes files
        undo.callback(shutil.rmtree, part, ignore_errors=True)
        for name, content in files.items():
            (part / name).parent.mkdir(parents=True, exist_ok=True)
            with open(part / name, "xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        if not old:
            part.rename(target)
            return True
        aside = Path(tempfile.mkdtemp(prefix=".", suffix=".old", dir=target.parent))
        undo.callback(_remove_empty, aside)  # never what could not be moved back
        with ExitStack() as moved:
            target.rename(aside / target.name)
            moved.callback((aside / target.name).rename, target)
            part.rename(target)
            moved.pop_all()
        shutil.rmtree(aside, ignore_errors=True)
    return True


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


def _refuse_foreign(target: Path, known: Callable[[Path], Set[str]]) -> None:
    """Nothing is ever lost with a folder but files that are known."""
    if target.is_symlink() or not target.is_dir():
        raise OutputError(f"{target}：已有同名文件或链接，不能写成文件夹")
    names, may_go = {path.name for path in target.iterdir()}, known(target)
    foreign = sorted(
        name
        for name in names
        if name not in may_go or (target / name).is_symlink() or not (target / name).is_file()
    )
    if foreign:
        raise OutputError(
            f"{target}：这个文件夹里有别的文件（{'、'.join(foreign[:5])}），没有覆盖",
            hint="请另取名字，或先把这些文件移走",
        )


def _holds(target: Path, files: Mapping[str, bytes]) -> bool:
    return {path.name for path in target.iterdir()} == set(files) and all(
        (target / name).stat().st_size == len(content) and (target / name).read_bytes() == content
        for name, content in files.items()
    )
