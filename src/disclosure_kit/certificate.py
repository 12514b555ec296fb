"""The proof: what a reader of the Word file sees is what the report says.

It reads the finished file with zipfile and lxml alone and knows nothing of how it was
made: neither docxtpl nor the template. A template may add text of its own; whatever the
view prints must stand there once, in order and unchanged.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from attrs import frozen
from lxml import etree

from .model.layout import Role
from .rendering.clean import clean
from .view import Paragraph, PrintedTable, View, cell_text

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAX_BYTES: Final = 200_000_000
_SHOWN: Final = 40
# Below this share of equal labels a found table is another table.
_SAME_TABLE: Final = 0.5
_OFF: Final = ("0", "false", "off")


@frozen
class Proof:
    """How many paragraphs and cells were compared, and a sentence for each difference."""

    compared: int
    differences: tuple[str, ...]


@frozen
class FoundCell:
    """A printed cell: its text, and whether it continues the cell above."""

    text: str
    continues: bool


@frozen
class FoundTable:
    """The rows of a table in the file."""

    rows: tuple[tuple[FoundCell, ...], ...]


@frozen
class Expected:
    """A paragraph or table of the report, and where it stands in words."""

    place: str
    text: str = ""
    table: PrintedTable | None = None


Found: TypeAlias = "str | FoundTable"


def prove(document: bytes, view: View) -> Proof:
    """Compares every visible paragraph and cell of ``document`` with ``view``."""
    try:
        found = tuple(_read(document))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, ValueError) as error:
        return Proof(0, (f"不是能读的 Word 文档（{error}）",))
    expected = tuple(_expected(view))
    return _compare(expected, found, view)


def differences(document: bytes, view: View) -> list[str]:
    """A sentence for each difference; none where the document says what the report says."""
    return list(prove(document, view).differences)


# What the file says


def _read(document: bytes) -> Iterator[Found]:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        entry = archive.getinfo("word/document.xml")
        if entry.file_size > MAX_BYTES:
            raise ValueError(f"正文有 {entry.file_size} 字节")
        xml = archive.read(entry)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    body = etree.fromstring(xml, parser).find(f"{W}body")
    if body is None:
        raise ValueError("没有正文")
    yield from _blocks(body)


def _blocks(parent: etree._Element) -> Iterator[Found]:
    for node in parent:
        if node.tag == f"{W}p":
            yield _text(node)
        elif node.tag == f"{W}tbl":
            yield _table(node)
        elif node.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
            yield from _blocks(node)


def _text(node: etree._Element) -> str:
    """The visible text below ``node``; a line break is layout (a title in two lines)."""
    words = ""
    for child in node:
        match child.tag:
            case tag if tag == f"{W}t":
                words += child.text or ""
            case tag if tag == f"{W}tab":
                words += "\t"
            case tag if tag == f"{W}noBreakHyphen":
                words += "-"
            case tag if tag == f"{W}r":
                words += "" if _hidden(child) else _text(child)
            case tag if tag in _TRANSPARENT:
                words += _text(child)
    return words


# Elements around runs; anything else (deleted text, pictures, text boxes, properties) is
# not part of the paragraph's line.
_TRANSPARENT: Final = tuple(
    f"{W}{name}" for name in ("hyperlink", "ins", "smartTag", "sdt", "sdtContent", "fldSimple")
)


def _hidden(run: etree._Element) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val") not in _OFF


def _table(node: etree._Element) -> FoundTable:
    return FoundTable(
        tuple(
            tuple(_cell(cell) for cell in row.findall(f"{W}tc")) for row in node.findall(f"{W}tr")
        )
    )


def _cell(node: etree._Element) -> FoundCell:
    merge = node.find(f"{W}tcPr/{W}vMerge")
    continues = merge is not None and merge.get(f"{W}val", "continue") == "continue"
    lines = (block for block in _blocks(node) if isinstance(block, str))
    return FoundCell("".join(lines), continues)


# What the report says


def _expected(view: View) -> Iterator[Expected]:
    yield from _line("发文字号", view.document_number)
    yield from _line("标题", view.title)
    # GB/T 9704-2012, 7.3.2: 末一个机关名称后标全角冒号.
    addressee = clean(view.addressee).rstrip("：:")
    yield from _line("主送机关", f"{addressee}：" if addressee else "")
    yield from _paragraphs("前言", view.preamble)
    for section in view.sections:
        yield from _line(f"“{section.title}”的标题", section.title)
        number = 0
        for part in section.parts:
            if isinstance(part, PrintedTable):
                yield from _printed(part)
            else:
                number += 1
                yield from _line(f"“{section.title}”第 {number} 段", part.whole, part)
    if view.sections:
        yield from _closing(view)
    for annex in view.annexes:
        yield from _printed(annex)
    if not view.sections:
        yield from _closing(view)


def _closing(view: View) -> Iterator[Expected]:
    for number, name in enumerate(view.attachments, 1):
        yield from _line(f"附件说明第 {number} 项", name)
    yield from _line("署名", view.signature_agency)
    yield from _line("成文日期", view.signature_date)


def _printed(table: PrintedTable) -> Iterator[Expected]:
    yield from _line(f"表 {table.id} 的表题", table.caption)
    yield Expected(f"表 {table.id}", table=table)
    yield from _line(f"表 {table.id} 的说明", table.note)


def _paragraphs(place: str, paragraphs: tuple[Paragraph, ...]) -> Iterator[Expected]:
    for number, paragraph in enumerate(paragraphs, 1):
        yield from _line(f"{place}第 {number} 段", paragraph.whole, paragraph)


def _line(place: str, text: str, paragraph: Paragraph | None = None) -> Iterator[Expected]:
    words = clean(paragraph.lead) + clean(paragraph.text) if paragraph else clean(text)
    if words.strip():
        yield Expected(place, words)


# The comparison


def _compare(expected: Sequence[Expected], found: Sequence[Found], view: View) -> Proof:
    tables = _pair_tables(expected, found)
    attachments = frozenset(clean(name) for name in view.attachments)
    wanted = [f"表 {item.table.id}" if item.table else f"文 {item.text}" for item in expected]
    given = [
        tables[place] if isinstance(item, FoundTable) else f"文 {_bare(item, attachments)}"
        for place, item in enumerate(found)
    ]
    pairs = dict(_common(wanted, given))
    sentences = list(_unpaired(expected, given, pairs, wanted))
    sentences += _doubled(expected, given, wanted)
    compared = 0
    for number, item in enumerate(expected):
        compared += 1
        place = pairs.get(number)
        if item.table is not None and place is not None:
            other = found[place]
            assert isinstance(other, FoundTable)
            compared += sum(len(row.cells) for row in item.table.rows)
            sentences += _table_differences(item.table, other, view)
    return Proof(compared, tuple(sentences))


def _bare(text: str, attachments: frozenset[str]) -> str:
    """An attachment's name without 附件：1. before it (7.3.4), any other text as it is."""
    name = re.sub(r"^(附件)?\s*\d*\s*[：:.．、]?\s*(\d+[.．、])?\s*", "", text)
    return name if name in attachments else text


def _common(wanted: Sequence[str], given: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The longest common subsequence, as pairs of positions."""
    start, ends = 0, (len(wanted), len(given))
    while start < min(ends) and wanted[start] == given[start]:
        yield start, start
        start += 1
    wanted_end, given_end = ends
    tail = []
    while min(wanted_end, given_end) > start and wanted[wanted_end - 1] == given[given_end - 1]:
        wanted_end, given_end = wanted_end - 1, given_end - 1
        tail.append((wanted_end, given_end))
    rows, columns = wanted[start:wanted_end], given[start:given_end]
    best = [[0] * (len(columns) + 1) for _ in range(len(rows) + 1)]
    for i in range(len(rows) - 1, -1, -1):
        for j in range(len(columns) - 1, -1, -1):
            best[i][j] = (
                best[i + 1][j + 1] + 1
                if rows[i] == columns[j]
                else max(best[i + 1][j], best[i][j + 1])
            )
    i = j = 0
    while i < len(rows) and j < len(columns):
        if rows[i] == columns[j]:
            yield start + i, start + j
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    yield from reversed(tail)


def _unpaired(
    expected: Sequence[Expected], given: Sequence[str], pairs: dict[int, int], wanted: Sequence[str]
) -> Iterator[str]:
    """What is missing, has moved or reads differently."""
    taken = set(pairs.values())
    for number, item in enumerate(expected):
        if number in pairs:
            continue
        if wanted[number] in given and given.count(wanted[number]) >= wanted.count(wanted[number]):
            yield f"{item.place}：位置不对"
            continue
        before = max((pairs[n] for n in pairs if n < number), default=-1)
        after = min((pairs[n] for n in pairs if n > number), default=len(given))
        between = (n for n in range(before + 1, after) if n not in taken and given[n] not in wanted)
        instead = next((n for n in between if _like(given[n], wanted[number])), None)
        if item.table is not None:
            yield f"{item.place}：文档里没有这张表"
        elif instead is None:
            yield f"{item.place}：文档里没有“{_short(item.text)}”"
        else:
            taken.add(instead)
            mine, other = _around(item.text, given[instead][2:])
            yield f"{item.place}：应为“{mine}”，文档里是“{other}”"


def _like(given: str, wanted: str) -> bool:
    """Whether one may be the other, changed: most characters are the same."""
    same = sum((Counter(given[2:]) & Counter(wanted[2:])).values())
    return given[0] == wanted[0] and 2 * same >= len(wanted[2:])


def _doubled(
    expected: Sequence[Expected], given: Sequence[str], wanted: Sequence[str]
) -> Iterator[str]:
    counts = Counter(given)
    told = set()
    for item, key in zip(expected, wanted, strict=True):
        if counts[key] > wanted.count(key) and key not in told:
            told.add(key)
            yield f"{item.place}：在文档里有 {counts[key]} 处，应有 {wanted.count(key)} 处"


def _pair_tables(expected: Sequence[Expected], found: Sequence[Found]) -> dict[int, str]:
    """For each found table its position and the key of the table whose labels it bears."""
    labels = {
        item.table.id: Counter(
            clean("".join(cell.lines) or cell.text)
            for row in item.table.rows
            for cell in row.cells
            if cell.role is not Role.FIGURE and not cell.continues
        )
        for item in expected
        if item.table is not None
    }
    keys = {place: "另表" for place, item in enumerate(found) if isinstance(item, FoundTable)}
    scores = sorted(
        (
            -_likeness(labels[name], item),
            order,
            place,
            name,
        )
        for order, name in enumerate(labels)
        for place, item in enumerate(found)
        if isinstance(item, FoundTable)
    )
    for score, _, place, name in scores:
        if -score >= _SAME_TABLE and keys[place] == "另表" and f"表 {name}" not in keys.values():
            keys[place] = f"表 {name}"
    return keys


def _likeness(labels: Counter[str], table: FoundTable) -> float:
    texts = Counter(cell.text for row in table.rows for cell in row if not cell.continues)
    size = max(sum(labels.values()), 1)
    # Rows that are too many count against a table: a view's rows are all in the whole table.
    surplus = sum((texts - labels).values()) / max(sum(texts.values()), 1)
    return sum((texts & labels).values()) / size - surplus / 1000


def _table_differences(table: PrintedTable, found: FoundTable, view: View) -> Iterator[str]:
    place = f"表 {table.id}"
    if len(found.rows) != len(table.rows):
        yield f"{place}：应有 {len(table.rows)} 行，文档里是 {len(found.rows)} 行"
    for number, (row, found_row) in enumerate(zip(table.rows, found.rows, strict=False), 1):
        if len(row.cells) != len(found_row):
            yield (f"{place}第 {number} 行：应有 {len(row.cells)} 格，文档里是 {len(found_row)} 格")
            continue
        for index, (cell, other) in enumerate(zip(row.cells, found_row, strict=True)):
            where = f"{cell.address}" if cell.address else f"{place}第 {number} 行第 {index + 1} 格"
            if cell.continues != other.continues:
                yield f"{where}：与上一行的合并不同"
            mine = clean(cell_text(row, index, view.cells))
            # What a continuing cell holds is not printed.
            if not (cell.continues and other.continues) and mine != other.text:
                yield f"{where}：应为“{_short(mine)}”，文档里是“{_short(other.text)}”"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _around(mine: str, other: str) -> tuple[str, str]:
    """Both texts near the first character in which they differ."""
    first = next(
        (n for n, (a, b) in enumerate(zip(mine, other, strict=False)) if a != b),
        min(len(mine), len(other)),
    )
    start = max(first - _SHOWN // 2, 0)
    before = "…" if start else ""
    return before + _short(mine[start:]), before + _short(other[start:])
