"""One run at a time into a folder, or at a file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from .errors import OutputError


@contextmanager
def alone_in(folders: Iterable[Path]) -> Iterator[tuple[Path, ...]]:
    """No other run writes into ``folders`` (or what stands at such a path) meanwhile; gives those
    of which this is sure.

    Where the system knows no such locks (Windows, some network drives) two runs are kept apart by
    each file alone: none is half written, none overwritten unasked.

    Raises:
        OutputError: another run is at it.
    """
    try:
        import fcntl
    except ImportError:
        yield ()
        return
    sure = []
    with ExitStack() as held:
        for folder in {os.path.realpath(folder): folder for folder in folders}.values():
            with suppress(OSError):
                handle = os.open(folder, os.O_RDONLY)
                held.callback(os.close, handle)
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    what = "往这个文件夹里写" if folder.is_dir() else "写这个文件"
                    raise OutputError(
                        f"{folder}：另一次运行正在{what}，这次没有开始", hint="等它做完再运行"
                    ) from None
                sure.append(folder)
        yield tuple(sure)
