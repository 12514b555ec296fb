"""The disk: delivering files whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Container, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from .errors import DiskFullError, OutputError
from .files import reason

PART: Final = ".part"  # how the name of a file ends that is not in its place yet
_FULL: Final = (errno.ENOSPC, errno.EDQUOT)


def deliver(target: Path, content: bytes, *, force: bool) -> bool:
    """Write ``content`` beside ``target``, then move it into place.

    Returns False where the target already holds exactly this content.

    Raises:
        OutputError: the target exists and ``force`` is not given, or it cannot be written;
            what was there is still whole.
    """
    return bool(deliver_all({target: content}, force=force))


def deliver_all(files: Mapping[Path, bytes | Path], *, force: bool) -> frozenset[Path]:
    """Every one of ``files``, or none: all are written beside their targets before the first is
    moved into place, and what was moved is taken back where a later one cannot be. What is large
    is given as the file in which it waits.

    Returns the targets that did not already hold exactly their content.

    Raises:
        OutputError: as ``deliver``; what was there is still whole.
    """
    with ExitStack() as undo:
        parts = {}
        for target, content in files.items():
            with refused_in_words(target):
                if _is_new(target, content, force):
                    parts[target] = undo.enter_context(_beside(target, content))
        place(parts, parts if force else ())
    return frozenset(parts)


def place(parts: Mapping[Path, Path], may_go: Container[Path]) -> None:
    """Every part (``write_part``) moved to its target, or none: what was moved is taken back where
    a later one cannot be. What stands at a target is lost only where it ``may_go``. Parts that
    were not moved are the caller's to remove.

    Raises:
        OutputError: as ``deliver``; what was there is still whole.
    """
    with ExitStack() as undo, ExitStack() as moved:
        for target, part in parts.items():
            with refused_in_words(target):
                if target in may_go and target.exists() and len(parts) > 1:
                    kept = undo.enter_context(_kept(target))
                    part.replace(target)
                    moved.callback(kept.replace, target)
                elif target in may_go:
                    part.replace(target)
                    moved.callback(target.unlink)
                else:
                    _link(part, target)
                    moved.callback(target.unlink)
        moved.pop_all()


@contextmanager
def refused_in_words(target: Path) -> Iterator[None]:
    """What the disk refuses, in the clerk's words."""
    try:
        yield
    except PermissionError:
        raise OutputError(f"{target}：没有写入权限") from None
    except OSError as error:
        kind = DiskFullError if error.errno in _FULL else OutputError
        raise kind(f"{target}：写不进去（{reason(error)}）") from None
    except UnicodeEncodeError:
        raise OutputError(
            f"{target}：这台机器的文件名不能用中文", hint="请用 -o 另取名字，或设 PYTHONUTF8=1"
        ) from None


def _is_new(target: Path, content: bytes | Path, force: bool) -> bool:
    if target.is_dir():
        raise OutputError(f"{target}：已有同名文件夹，不能写成文件")
    if not target.exists():
        return True
    if _holds(target, content):
        return False
    if not force:
        raise OutputError(
            f"{target}：文件已存在，没有覆盖", hint="确要覆盖，请加 --force；或另取名字"
        )
    return True


def _holds(target: Path, content: bytes | Path) -> bool:
    if isinstance(content, Path):
        import filecmp

        return filecmp.cmp(target, content, shallow=False)
    return target.stat().st_size == len(content) and target.read_bytes() == content


@contextmanager
def _beside(target: Path, content: bytes | Path) -> Iterator[Path]:
    """The content, on the disk to stay, under a name of its own beside ``target``."""
    part = write_part(target.parent, content)
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


def write_part(folder: Path, content: bytes | Path, prefix: str = ".") -> Path:
    """The content, on the disk to stay (also when the power fails after it was moved into place),
    as a file of its own in ``folder``. Where it cannot be written, nothing is left behind.

    Raises:
        OSError: it cannot be written.
    """
    part = folder / f"{prefix}{os.urandom(8).hex()}{PART}"
    # With the rights that any new file has here: the system knows them, and tells them otherwise
    # only to who changes them, for a moment, for all threads.
    handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            if isinstance(content, Path):
                import shutil

                with open(content, "rb") as waiting:
                    shutil.copyfileobj(waiting, file)
            else:
                file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return part


@contextmanager
def _kept(target: Path) -> Iterator[Path]:
    """What stands at ``target``, under another name until all is done."""
    with _beside(target, target) as kept:
        import shutil

        shutil.copystat(target, kept)
        yield kept


def _link(part: Path, target: Path) -> None:
    """Into place, unless somebody else has put a file there meanwhile."""
    try:
        os.link(part, target)
    except FileExistsError:
        raise OutputError(f"{target}：文件已存在，没有覆盖") from None
    except OSError:  # a file system without links
        part.replace(target)
