"""Old Excel files (``.xls``): how far the cells of each sheet reach, before any room is made.

python-calamine opens all sheets at once and makes room for the rectangle from the first cell to
the last, so a file of 7 KB may ask for gigabytes. The records of the workbook's stream say where
each cell stands (MS-XLS); olefile finds the stream.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

import olefile

from ...errors import SourceError
from ...model.raw import Source
from .workbook_parts import MAX_SHEETS, MAX_TOTAL, admit_size

_STREAMS: Final = ("Workbook", "Book")
_BEGIN: Final = 0x0809
_SHEET: Final = 0x0085
_DIMENSIONS: Final = 0x0200
_CELLS: Final = (0x0006, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E)
_ROWS_OF_CELLS: Final = (0x00BD, 0x00BE)  # several cells side by side
_AGAIN: Final = "请在 Excel 或 WPS 中打开，另存为 .xlsx 再试"


def admit_old_excel(source: Source) -> None:
    """Let an ``.xls`` pass.

    Raises:
        SourceError: it is damaged, or a sheet reaches beyond the limits.
    """
    for stream in _streams(source):
        admit_stream(source.name, stream)


def _streams(source: Source) -> list[bytes]:
    try:
        with olefile.OleFileIO(source.content) as file:
            return [file.openstream(name).read() for name in _STREAMS if file.exists(name)]
    except Exception:  # olefile raises whatever a damaged header leads it to
        raise SourceError(f"{source.name}：文件已损坏，打不开", hint=_AGAIN) from None


def admit_stream(name: str, stream: bytes) -> None:
    """Let the records of a workbook pass.

    Raises:
        SourceError: as ``admit_old_excel``.
    """
    begins: set[int] = set()
    sheets: list[int] = []
    sizes: list[tuple[int, int]] = []
    for at, kind, data in _records(stream):
        if kind == _BEGIN:
            begins.add(at)
            sizes.append((0, 0))
        elif kind == _SHEET and len(data) >= 4:
            sheets.append(int.from_bytes(data[:4], "little"))
        elif (reach := _reach(kind, data)) and sizes:
            sizes[-1] = max(sizes[-1][0], reach[0]), max(sizes[-1][1], reach[1])
    if len(sheets) > MAX_SHEETS:
        raise SourceError(f"{name}：有 {len(sheets)} 个工作表，超过上限 {MAX_SHEETS} 个")
    if not begins.issuperset(sheets):  # a sheet within a record would not have been looked at
        raise SourceError(f"{name}：文件已损坏，打不开", hint=_AGAIN)
    for height, width in sizes:
        admit_size(name, "工作表", height, width)
    largest = max((height * width for height, width in sizes), default=0)
    if largest * len(sheets) > MAX_TOTAL:
        raise SourceError(f"{name}：{len(sheets)} 个工作表太大，共超过 {MAX_TOTAL} 格", hint=_AGAIN)


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _reach(kind: int, data: bytes) -> tuple[int, int] | None:
    """How many rows and columns the cell or cells of a record need; None for other records."""
    if kind == _DIMENSIONS and len(data) >= 14:
        _, rows, _, columns = struct.unpack_from("<IIHH", data)
        return rows, columns
    if kind == _DIMENSIONS and len(data) >= 8:
        _, rows, _, columns = struct.unpack_from("<HHHH", data)
        return rows, columns
    if (kind in _CELLS or kind in _ROWS_OF_CELLS) and len(data) >= 4:
        row, column = struct.unpack_from("<HH", data)
        if kind in _ROWS_OF_CELLS:
            column = max(column, int.from_bytes(data[-2:], "little"))
        return row + 1, column + 1
    return None
