"""What a trial showed, told as faults: where in the template, what, and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from attrs import Factory, evolve, field, frozen

from ..model.form import Form
from ..model.layout import GridRow
from ..model.proof import Mismatch
from ..model.table import RepeatingTable
from ..rendering.template.markup import quoted
from ..view import Paragraph, View
from .fault import (
    FIGURE_MISSING,
    FIGURE_MOVED,
    FIGURE_TWICE,
    OPTIONAL_MISSING,
    PART_MISSING,
    PART_TWICE,
    PROOF,
    TABLE_CHANGED,
    Fault,
    Kind,
    Place,
)
from .naming import COPY, OF_ATTACHED_TABLE, RUN, Naming
from .places import Places
from .sample import ATTACHED, LABEL, SMALL, TITLE, WORD

OPTIONAL: Final = (
    "document_number",
    "addressee",
    "attachments[0]",
    "attachments[1]",
    LABEL,
    TITLE,
)
_NO_PICTURE: Final = "文档里没有这张图片"
_PICTURE_ADVICE: Final = "请从原模板复制印图片的样本段 {{ paragraph.picture }} 和它前面的判断"
_ALONE: Final = "这一格只印数据：请删去标签前后的字"
_MOVED: Final = "位置不对"
_ORDER: Final = "请移回原处：各部分的先后照年报格式，不能改"
_TABLE: Final = re.compile(r"表 ([\w.\-]+?)(?: ?的(表题|说明)|(?=第|$))")
_CELL: Final = re.compile(r"第 (\d+) 行(?:第 (\d+) 格)?")
_ROWS: Final = re.compile(r"应有 \d+ 行|文档里没有这张表|在文档里有 \d+ 处")


def _words(paragraph: Paragraph) -> str:
    """All that a paragraph says, in a small table too."""
    table = paragraph.table.words if paragraph.table is not None else ()
    return paragraph.whole + "".join(text for row in table for text in row)


def _without_moved(found: list[Mismatch]) -> list[Mismatch]:
    """A section that stands elsewhere is told by its title, without each of its paragraphs."""
    moved = [m for m in found if m.problem == _MOVED]
    titles = tuple(m.place.removesuffix("的标题") for m in moved if m.place.endswith("”的标题"))
    inside = {
        m.place for m in moved if m.place.startswith(titles) and not m.place.endswith("的标题")
    }
    return [m for m in found if m.problem != _MOVED or m.place not in inside]


@frozen
class Telling:
    """Everything needed to word what was found."""

    form: Form
    view: View
    places: Places
    _names: Naming = field(
        init=False, default=Factory(lambda t: Naming(t.form, t.view, t.places), takes_self=True)
    )

    def missing(self, names: set[str]) -> Iterator[Fault]:
        """What the document lacks: whole tables and rows first, then single data."""
        yield from self._missing_figures({name for name in names if name in self.view.cells})
        yield from self._missing_text({name for name in names if RUN.fullmatch(name)})
        for name in sorted(names):
            if name not in self.view.cells and not RUN.fullmatch(name):
                some = name in OPTIONAL or OF_ATTACHED_TABLE.fullmatch(name)
                kind = OPTIONAL_MISSING if some else PART_MISSING
                yield self._lack(kind, name)

    def _lack(self, kind: Kind, name: str) -> Fault:
        names = self._names
        return Fault(kind, names.near(name), f"缺少{names.titled(name)}", names.tag(name))

    def _missing_figures(self, names: set[str]) -> Iterator[Fault]:
        for table in self._names.tables():
            of_table = [address for address in self._names.addresses(table) if address in names]
            if not of_table:
                continue
            label = self._names.table_label(table.id)
            if len(of_table) == len(self._names.addresses(table)):
                message = f"缺少{label}的全部 {len(of_table)} 格数据"
                yield Fault(FIGURE_MISSING, self._names.near(table.id), message, COPY)
                continue
            for row in table.rows:
                addresses = [str(cell.address) for cell in row.cells if cell.address]
                lost = [address for address in addresses if address in of_table]
                if len(lost) == len(addresses) > 1:
                    text = next((c.text for c in row.cells if c.text and not c.continues), "")
                    message = f"缺少{label}“{text}”一行的全部 {len(lost)} 格数据"
                    advice = f"请填回 {self._names.bare_tag(lost[0])} 等，或从原模板复制这一行"
                    yield Fault(FIGURE_MISSING, self.places.near(lost[0]), message, advice)
                    continue
                for address in lost:
                    message = f"缺少{label}“{self._names.cell_label(address)}”的数据"
                    advice = f"请在这一格填回 {self._names.bare_tag(address)}"
                    yield Fault(FIGURE_MISSING, self._gap(address, row), message, advice)

    def _gap(self, address: str, row: GridRow) -> Place:
        """The cell that a figure should stand in, where the others of its row stand as printed."""
        place = self.places.near(address)
        cells = {str(c.address): n for n, c in enumerate(row.cells, 1) if c.address is not None}
        columns = {name: [p.column for p in self.places.prints.get(name, ())] for name in cells}
        own = cells.pop(address)
        aside = any(columns[name] not in ([], [number]) for name, number in cells.items())
        return place if place.row is None or aside else evolve(place, column=own)

    def _missing_text(self, names: set[str]) -> Iterator[Fault]:
        """Paragraphs: those of a whole part, or one look of them everywhere."""
        looks: dict[str, list[str]] = {}
        whole: dict[str, set[str]] = {}
        for name in names:
            run, _, look = name.partition(" ")
            whole.setdefault(run, set()).add(look)
        every = {run: self._looks(run) for run in whole}
        for run in sorted(whole):
            if whole[run] == every[run]:
                kind = OPTIONAL_MISSING if run == ATTACHED else PART_MISSING
                yield self._lack(kind, run)
            else:
                for look in whole[run]:
                    looks.setdefault(look, []).append(run)
        for look, runs in sorted(looks.items()):
            message = f"“{look}”一类的段落没有印出（{len(runs)} 处）"
            advice = "请从原模板复制开头的 macro narrative 到 endmacro 之间各段"
            kind = OPTIONAL_MISSING if look.startswith(SMALL) else PART_MISSING
            yield Fault(kind, Place(), message, advice)

    def _looks(self, run: str) -> set[str]:
        view = self.view
        of_sections = (p for s in view.sections for p in s.parts)
        parts = (*view.preamble, *of_sections, *(p for a in view.attached for p in a.paragraphs))
        texts = (_words(p) for p in parts if isinstance(p, Paragraph))
        words = WORD.findall("".join(texts))
        return {name.partition(" ")[2] for name in words if name.partition(" ")[0] == run}

    def doubled(self, names: set[str]) -> Iterator[Fault]:
        """What the document shows too often, at each of its places but the first."""
        for name in sorted(names):
            if name in self.view.cells:
                kind, what = FIGURE_TWICE, f"{self._names.cell(name)}的数据"
            else:
                kind, what = PART_TWICE, self._names.titled(name)
            first, *more = self.places.all(name)
            for place in more or [first]:
                also = f"，另一处在{first}" if more and str(first) else ""
                yield Fault(kind, place, f"{what}印了不止一次{also}")

    def differing(self, found: Iterable[Mismatch]) -> Iterator[Fault]:
        """The differences that the proof found. Where a table has lost or won rows, what it says
        of the rows below is left out: they have only moved."""
        told = [mismatch for mismatch in found if not self._is_lost(mismatch)]
        pictures = [m for m in told if m.problem == _NO_PICTURE]
        told = [m for m in told if m.problem != _NO_PICTURE]
        if pictures:
            message = f"正文里的图片没有印出（{len(pictures)} 处）"
            yield Fault(OPTIONAL_MISSING, Place(), message, _PICTURE_ADVICE)
        told = _without_moved(told)
        shifted = {table for m in told if _ROWS.match(m.problem) and (table := self._table_in(m))}
        for mismatch in told:
            if self._table_in(mismatch) not in shifted or _ROWS.match(mismatch.problem):
                yield self._difference(mismatch)

    def _is_lost(self, mismatch: Mismatch) -> bool:
        """Whether a whole table is not there: told already as the lack of all its figures."""
        return mismatch.problem == "文档里没有这张表" and not any(
            name.startswith(f"{self._table_in(mismatch)}.") for name in self.places.prints
        )

    def in_other(self, title: str, found: Iterable[Mismatch]) -> Iterator[Fault]:
        """The differences that another report shows: alike ones told in one."""
        by_kind: dict[tuple[Kind, str], list[Fault]] = {}
        for fault in self.differing(found):
            same = fault.message.rpartition("：")[2]
            by_kind.setdefault((fault.kind, same), []).append(fault)
        for (kind, _), alike in by_kind.items():
            first = alike[0]
            more = f"（这样的共 {len(alike)} 处）" if len(alike) > 1 else ""
            kind = PROOF if kind is FIGURE_MOVED else kind
            yield evolve(first, kind=kind, message=f"{title}，试填后{first.message}{more}")

    def _difference(self, mismatch: Mismatch) -> Fault:
        address, rest = mismatch.address, str(mismatch).removeprefix(mismatch.place)
        if address in self.view.cells:
            other = WORD.fullmatch(mismatch.found or "")
            if other is not None and other[1] in self.view.cells:
                rest = f"：这一格印的是“{self._names.cell_label(other[1])}”的数据"
            message = f"{self._names.cell(address)}{rest}"
            place = self.places.all(address)[0]
            if WORD.search(mismatch.found or "") and other is None and not mismatch.problem:
                return Fault(TABLE_CHANGED, place, self._names.spoken(message), _ALONE)
            kind = TABLE_CHANGED if mismatch.problem else FIGURE_MOVED
            return Fault(kind, place, self._names.spoken(message))
        found = _TABLE.match(mismatch.place)
        if found is None or found[1] not in self.form.tables:
            names = [address, *WORD.findall(f"{mismatch.expected or ''}{mismatch.place}")]
            near = next((p for n in names if (p := self._names.near(n)).part), Place())
            advice = _ORDER if mismatch.problem == _MOVED else ""
            return Fault(PROOF, near, self._names.spoken(str(mismatch)), advice)
        table, what = found[1], found[2]
        message = f"{self._names.table_label(table)}{mismatch.place[found.end(1) :].strip()}{rest}"
        if what is not None and not mismatch.problem:
            name = "captions" if what == "表题" else "notes"
            advice = f"请填回 {{{{ {name}[{quoted(table)}] }}}}，或从原模板复制"
            return Fault(PART_MISSING, self._names.near(table), message, advice)
        where = self.places.table(table)
        cell = _CELL.search(mismatch.place)
        if cell and not isinstance(self.form.tables.get(table), RepeatingTable):
            where = evolve(where, row=int(cell[1]), column=int(cell[2]) if cell[2] else None)
            message = message.replace(cell[0], "", 1)
        return Fault(TABLE_CHANGED, where, message)

    def _table_in(self, mismatch: Mismatch) -> str:
        if mismatch.address in self.view.cells:
            return self._names.holder(mismatch.address)
        found = _TABLE.match(mismatch.place)
        return found[1] if found else ""
