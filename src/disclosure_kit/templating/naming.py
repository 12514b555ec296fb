"""What the data of a template are called in the words of the form, and what to write for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import frozen

from ..model.form import Form
from ..model.labels import cell_label, table_label
from ..rendering.template.markup import path, quoted
from ..view import PrintedTable, View
from .fault import Place
from .places import Places
from .sample import ATTACHED, LABEL, TITLE, WORD

_TITLES: Final = {
    "document_number": "发文字号",
    "addressee": "主送机关",
    "attachments[0]": "附件说明",
    "attachments[1]": "第二个附件的说明",
    LABEL: "有正文的附件的“附件”二字",
    TITLE: "有正文的附件的标题",
    "title": "标题",
    "signature.agency": "署名",
    "signature.date": "成文日期",
}
COPY: Final = "请从原模板（template new）复制这一部分"
_SECTION: Final = re.compile(r"sections\.(.+)\.title")
_NAMED: Final = re.compile(r"“⟦sections\.([^⟦⟧]+)\.title⟧”(?=的标题|第)")
_SMALL: Final = re.compile(r"^表 (preamble|sections\.[\w.\-]+\.runs\[\d+\])")
RUN: Final = re.compile(rf"(preamble|{ATTACHED}|sections\.(.+)\.runs\[(\d+)\]) (.+)")
OF_ATTACHED_TABLE: Final = re.compile(r"labels\.(.+)")
_CAPTION: Final = re.compile(r"captions\.(.+)")


@frozen
class Naming:
    """The words for what stands in a template of ``form``."""

    form: Form
    view: View
    places: Places

    def spoken(self, message: str) -> str:
        """A message with the titles of sections, and what data are called, in place of the words
        that stand for them."""
        message = _NAMED.sub(lambda found: f"“{self._section(found[1])}”", message)
        message = _SMALL.sub(lambda found: f"{self.titled(found[1])}里的小表", message)
        return WORD.sub(lambda found: f"〔{self.titled(found[1])}〕", message)

    def titled(self, name: str) -> str:
        """What a datum is called."""
        if name in self.form.cells:
            return self.cell_label(name)
        if name in _TITLES:
            return _TITLES[name]
        if found := _SECTION.fullmatch(name):
            return f"“{self._section(found[1])}”的标题"
        if found := _CAPTION.fullmatch(name):
            return f"{self.table_label(found[1])}的表题"
        if found := OF_ATTACHED_TABLE.fullmatch(name):
            return f"{self.table_label(found[1])}列在附件说明里时的“附件”二字"
        run = name.partition(" ")[0]
        if run == "preamble":
            return "导语（第一部分之前的正文）"
        if run == ATTACHED:
            return "附件的正文"
        if found := RUN.fullmatch(f"{run} x"):
            behind = f"第 {found[3]} 张表之后的" if found[3] != "0" else ""
            return f"“{self._section(found[2])}”{behind}正文"
        return name

    def _section(self, name: str) -> str:
        section = self.form.section(name)
        return section.title if section else "各部分"

    def near(self, name: str) -> Place:
        """Where a datum stands, or its part of the template."""
        if name in self.places.prints:
            return self.places.prints[name][0]
        run = name.partition(" ")[0]
        if found := re.fullmatch(r"sections\.(.+)\.(?:title|runs\[\d+\])", run):
            return self.places.section(found[1])
        table = name.removeprefix("captions.")
        if table in self.form.tables:
            section = self.form.tables[table].place.section
            near = self.places.table(table)
            return near if near.part or section is None else self.places.section(section)
        return Place()

    def tag(self, name: str) -> str:
        """What to write to have a datum back."""
        if self.form.as_found and name.startswith("sections."):
            return COPY
        run = name.partition(" ")[0]
        if run == ATTACHED:
            return COPY
        if run == "preamble" or ".runs[" in run:
            return f"请填回 {{{{p narrative({self._written(run)}) }}}}，单独一段"
        if name.startswith(("attachments", ATTACHED)):
            return COPY
        if found := _CAPTION.fullmatch(name):
            return f"请填回 {{{{ captions[{quoted(found[1])}] }}}}"
        if found := OF_ATTACHED_TABLE.fullmatch(name):
            return f"请填回 {{{{ labels[{quoted(found[1])}] }}}}"
        return f"请填回 {self.bare_tag(name)}"

    def bare_tag(self, name: str) -> str:
        return f"{{{{ {self._written(name)} }}}}"

    def _written(self, name: str) -> str:
        whole, bracket, number = name.partition("[")
        return path(whole) + bracket + number

    def cell_label(self, address: str) -> str:
        known = self.form.cells.get(address)
        return cell_label(self.form, known[0]) if known else address

    def table_label(self, table: str) -> str:
        return f"{table_label(self.form, table)}（{table}）" if table in self.form.tables else table

    def cell(self, address: str) -> str:
        """A cell, with the table that prints it."""
        return f"{self.table_label(self.holder(address))}“{self.cell_label(address)}”"

    def holder(self, address: str) -> str:
        """The table that prints a cell."""
        for table in self.tables():
            if address in self.addresses(table):
                return table.id
        return ""

    def tables(self) -> Iterator[PrintedTable]:
        for section in self.view.sections:
            yield from (part for part in section.parts if isinstance(part, PrintedTable))
        yield from self.view.annexes

    @staticmethod
    def addresses(table: PrintedTable) -> list[str]:
        return [str(cell.address) for row in table.rows for cell in row.cells if cell.address]
