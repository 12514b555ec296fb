"""The blocks of a keyed file as the report holds them, and where in the file each stood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..model.clean import clean, paragraphs_of
from ..model.prose import PREAMBLE, attachment_part
from ..model.raw import KeyPath, RawValues
from ..model.report import Block, Heading, Image, ItemList, SmallTable, TableBlock, TableData, Text
from ..model.sources import Sources
from .shape import ReportFile


def sources_of(
    raw: RawValues, tables: dict[str, TableData], file: ReportFile, apart: frozenset[str]
) -> Sources:
    """Where each figure and paragraph stood; those of ``apart`` are not in the report."""
    passages = _Passages(file, apart)
    return Sources(
        raw,
        lambda: _figures(raw, tables, file, apart),
        passages.paths,
        lambda address: (
            passages.path(address)
            if address.endswith("]")
            else _figure_path(address, raw, tables, file, apart)
        ),
    )


def cleaned(blocks: tuple[Block, ...], apart: frozenset[str] = frozenset()) -> Iterator[Block]:
    """``blocks`` as the report holds them, without the tables ``apart``."""
    for block in blocks:
        match block:
            case Text():
                first, *rest = paragraphs_of(block.text)
                if first is block.text:  # nothing of it was cleaned
                    yield block
                    continue
                lead = block.lead and min(len(clean(block.text[: block.lead]).lstrip()), len(first))
                yield Text(first, block.level, lead)
                yield from (Text(text) for text in rest)
            case TableBlock(table):
                if table not in apart:
                    yield block
            case Heading():
                yield Heading(clean(block.text), block.level)
            case ItemList():
                deep = block.levels if set(block.levels) - {1} else ()
                yield ItemList(tuple(clean(item) for item in block.items), block.ordered, deep)
            case SmallTable():
                rows = tuple(tuple(clean(cell) for cell in row) for row in block.rows)
                yield SmallTable(rows, clean(block.caption), block.head)
            case Image():
                yield Image(clean(block.path), clean(block.caption))


def _figures(
    raw: RawValues, tables: dict[str, TableData], file: ReportFile, apart: frozenset[str]
) -> Iterator[tuple[str, KeyPath]]:
    """The keys that lead to each figure."""
    for name, table in tables.items():
        by_key = isinstance(raw.data["tables"][name], Mapping)
        for row, column in table.cells:
            step = row if by_key else table.rows.index(row)
            yield f"{name}.{row}.{column}", ("tables", name, step, column)
    for key in (key for key in file.figures if key not in apart):
        yield key, ("figures", key)


class _Passages:
    """The keys that lead to each paragraph, of each part once and when it is asked for: a report
    may have many paragraphs, and as many findings."""

    def __init__(self, file: ReportFile, apart: frozenset[str]) -> None:
        self._file = file
        self._apart = apart
        self._of_part: dict[str, dict[str, KeyPath]] = {}

    def paths(self) -> Iterator[tuple[str, KeyPath]]:
        """Those of all."""
        for part, blocks, path in _parts(self._file):
            yield from _places(part, blocks, path, self._apart)

    def path(self, address: str) -> KeyPath | None:
        """Those of one; None where it is not there."""
        part = address.rpartition("[")[0]
        if part not in self._of_part:
            inside = (p for p in _parts(self._file) if p[0] == part)
            self._of_part[part] = dict(place for p in inside for place in _places(*p, self._apart))
        return self._of_part[part].get(address)


def _figure_path(
    address: str,
    raw: RawValues,
    tables: dict[str, TableData],
    file: ReportFile,
    apart: frozenset[str],
) -> KeyPath | None:
    """The keys that lead to one figure, as ``_figures`` gives them."""
    if address in file.figures and address not in apart:
        return ("figures", address)
    for name, table in tables.items():
        rest = address.removeprefix(f"{name}.")
        for dot in (at for at, sign in enumerate(rest) if sign == "."):
            row, column = rest[:dot], rest[dot + 1 :]  # either may have dots of its own
            if address == f"{name}.{rest}" and (row, column) in table.cells:
                return _cell_path(raw, name, table, row, column)
    return None


def _cell_path(raw: RawValues, name: str, table: TableData, row: str, column: str) -> KeyPath:
    by_key = isinstance(raw.data["tables"][name], Mapping)
    return "tables", name, row if by_key else table.rows.index(row), column


def _parts(file: ReportFile) -> Iterator[tuple[str, tuple[Block, ...], KeyPath]]:
    """Every part with text: what its places begin with, its blocks, and the keys to these."""
    yield PREAMBLE, file.preamble, ("preamble",)
    for section, part in file.sections.items():
        yield section, part.body, ("sections", section, "body")
    for number, attachment in enumerate(file.attachments):
        yield attachment_part(number), attachment.body, ("attachments", number, "body")


def _places(
    part: str,
    blocks: tuple[Block, ...],
    path: KeyPath,
    apart: frozenset[str] = frozenset(),
) -> Iterator[tuple[str, KeyPath]]:
    number = 0  # a text with line ends becomes several paragraphs
    for position, block in enumerate(blocks):
        for _ in cleaned((block,), apart):
            yield f"{part}[{number}]", (*path, position)
            number += 1
