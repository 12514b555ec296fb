"""The disk: reading a source whole, and what the disk refuses in words."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from attrs import frozen

from .errors import SourceError
from .media.paths import path_fault
from .media.picture import MAX_BYTES as MAX_PICTURE
from .media.picture import PictureError
from .model.raw import Source

STANDARD_INPUT: Final = "-"
STANDARD_INPUT_NAME: Final = "标准输入"
_REASONS: Final = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.ENOTDIR: "路径中间有一段是文件，不是文件夹",
    errno.EISDIR: "这是一个文件夹，不是文件",
    errno.EEXIST: "已有同名文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "这个磁盘是只读的",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EFBIG: "文件超过系统允许的大小",
    errno.EIO: "磁盘读写出错",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ELOOP: "链接自己绕着自己",
    errno.EMFILE: "打开的文件太多",
    errno.EBUSY: "正被别的程序占用",
}
_SEPARATORS: Final = ("/", os.sep)  # a name that ends so is meant as a folder's
MAX_BYTES: Final = 200_000_000
# How the names begin of what Office, WPS and the system put beside files: of an open one, say.
BESIDE: Final = (".", "~$")
ACCEPTED: Final = ".accepted"  # and that of what was acknowledged, beside a report
# What offices send reports in besides: as it is, no reader takes it, or not by its name.
OTHERS: Final = (
    *(".doc", ".docm", ".wps", ".rtf", ".odt", ".ofd", ".pdf"),
    *(".xlsm", ".xlsb", ".et", ".zip", ".rar", ".7z"),
)


def read_source(name: str) -> Source:
    """The bytes of a file, or of standard input for ``-``.

    Raises:
        SourceError: it is missing, a folder, not readable, or larger than any report.
    """
    if not name:  # it would be the folder that the user is in
        raise SourceError("文件名是空的")
    if name == STANDARD_INPUT:
        if sys.stdin is None or sys.stdin.closed:
            raise SourceError(f"{STANDARD_INPUT_NAME}：已关闭，读不到内容")
        return Source(STANDARD_INPUT_NAME, sys.stdin.buffer.read(MAX_BYTES))
    path = Path(name)
    try:
        if path.is_dir():
            raise SourceError(f"{name}：这是一个文件夹，不是文件")
        if path.exists() and not path.is_file():
            raise SourceError(f"{name}：这不是普通文件")
        if path.stat().st_size > MAX_BYTES:
            raise SourceError(f"{name}：文件超过 {MAX_BYTES // 1_000_000} MB")
        return Source(printable(path.name), path.read_bytes(), Folder(path.parent))
    except FileNotFoundError:
        either = "文件" if path.suffix else "文件或文件夹"
        kind = "文件夹" if name.endswith(_SEPARATORS) else either
        raise SourceError(f"{name}：没有这个{kind}") from None
    except PermissionError:
        raise SourceError(f"{name}：没有读取权限") from None
    except OSError as error:
        raise SourceError(f"{name}：读不出来（{reason(error)}）") from None
    except ValueError:
        raise SourceError(f"{name!r}：不是有效的文件名") from None


@frozen
class Folder:
    """The folder in which a report lies: its pictures are read from inside it, never elsewhere."""

    path: Path

    def __call__(self, name: str) -> bytes:
        """The bytes of the picture at ``name``.

        Raises:
            PictureError: the path is not to be followed, leads out of the folder (by a link too),
                or to what is no file of a picture's size.
        """
        if fault := path_fault(name):
            raise PictureError(f"路径{fault}")
        try:
            home = self.path.resolve(strict=True)
            found = home.joinpath(*name.split("/")).resolve(strict=True)
            if not found.is_relative_to(home):
                raise PictureError("是通到报告文件夹以外的链接，不予读取")
            return _regular(found)
        except PictureError:
            raise
        except FileNotFoundError:
            raise PictureError(f"没有找到（在报告所在的文件夹里找 {name}）") from None
        except (OSError, RuntimeError) as error:  # RuntimeError: a link that goes round
            why = reason(error) if isinstance(error, OSError) else "链接自己绕着自己"
            raise PictureError(f"读不出来（{why}）") from None
        except ValueError:
            raise PictureError("路径不是有效的文件名") from None


def _regular(path: Path) -> bytes:
    """The bytes of a plain file, not much more of them than a picture may have."""
    # What is opened is what is looked at; a pipe or a device answers at once, or not at all.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise PictureError("不是普通文件")
        return file.read(MAX_PICTURE + 1)


def printable(name: str) -> str:
    """A file name as text, also where its bytes are not UTF-8 (an archive from old Windows)."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def reason(error: OSError) -> str:
    """Why the disk refused, in words a clerk knows."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


def expand(names: tuple[str, ...], suffixes: frozenset[str]) -> Iterator[str]:
    """Each file named, and for a folder the files in it (by name) that end as a reader expects."""
    for name in names:
        if name == STANDARD_INPUT or not os.path.isdir(name):
            yield name
            continue
        try:
            inside = sorted(
                path
                for path in Path(name).iterdir()
                if is_source(path.name, suffixes) and path.is_file()
            )
        except OSError as error:
            raise SourceError(f"{name}：文件夹读不出来（{reason(error)}）") from None
        if not inside:
            raise nothing_readable(name, suffixes)
        yield from map(str, inside)


def is_source(name: str, suffixes: frozenset[str]) -> bool:
    """Whether a file of a folder, of this name, may be a report: its suffix is one of
    ``suffixes``, and it is not what stands there only while another is open."""
    return os.path.splitext(name)[1].lower() in suffixes and not name.startswith(BESIDE)


def passed_by(folder: str, suffixes: frozenset[str]) -> Iterator[str]:
    """Documents in ``folder`` that are not taken by their name, but for those beside a readable
    file of the same name, of which they are most likely a scan."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            stem, suffix = os.path.splitext(entry.path)
            if suffix.lower() not in OTHERS or entry.name.startswith(BESIDE):
                continue
            if not any(os.path.lexists(stem + s) for s in suffixes):
                yield entry.name


def nothing_readable(folder: str, suffixes: frozenset[str]) -> SourceError:
    """That no file in ``folder`` ends in one of ``suffixes``, and what to do."""
    known = "、".join(sorted(suffixes))
    return SourceError(
        f"{folder}：文件夹里没有可以读取的文件",
        hint=f"可以读取：{known}；PDF、旧版 Word（.doc）、WPS（.wps）请先另存为 .docx",
    )
