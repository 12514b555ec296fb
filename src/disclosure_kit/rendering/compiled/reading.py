"""The tree of a patched template, walked tag by tag: is all of it known here?

The tags of Word and those of Jinja are two languages in one text. Only where each block of Jinja
holds whole elements of Word, every document is sound XML; only where no loop makes cells, tables
need no repair; and so on. What is not so is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import define, field
from jinja2 import nodes

from ..finish.sections import SECTION_END
from ..finish.signature import AGENCY, DATE
from ..finish.styles import Styles
from .marks import PAGES_END, SECTION_BREAK, SIGNED, SIGNED_END
from .markup import NAME, TOKEN
from .refusal import Refusal

_BLOCKS: Final = (nodes.If, nodes.For, nodes.Macro)
_ATTRIBUTE: Final = r'\s(?:w:)?{}="([^"]*)"'
_STYLE: Final = re.compile(_ATTRIBUTE.format("val"))
_SPAN: Final = re.compile(r'\sw:val="(\d+)"')
_DRAWING_ID: Final = re.compile(r'\sid="[^"]*"')
_FIRST_DRAWING: Final = 1001  # docxtpl's
_OF_DOCXTPL: Final = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))
# With what a value ends or begins with, it could become one of these.
_EDGE: Final = re.compile(r"\A[_%]{0,2}[{}]|[{}][_%]{0,2}\Z")


@define
class Element:
    """An open element: its name and what matters of it."""

    name: str
    mark: list[str] = field(factory=lambda: [""])  # set where it stands, once it is known
    style: str = ""
    ends_pages: bool = False
    filled: bool = False  # a paragraph with a value
    nested: bool = False  # a paragraph with paragraphs inside
    depth: int = 0  # of a table: how many blocks of Jinja are around it
    columns: int = -1
    cells: int = 0
    span: int = 0
    full: bool = False


Piece = str | list[str] | nodes.Expr  # constant, a mark that may be set yet, a value


@define
class Reading:
    """One part of the file; ``body``: it is the document itself. ``outputs`` are the pieces of
    each ``Output`` node, in order; ``in_table`` and ``in_text`` tell of values."""

    styles: Styles
    body: bool
    outputs: dict[int, list[Piece]] = field(factory=dict)
    in_text: set[int] = field(factory=set)
    in_table: set[int] = field(factory=set)
    _stack: list[Element] = field(factory=list)
    _depth: int = 0
    _macro: bool = False
    _drawings: int = 0

    def read(self, tree: nodes.Template) -> None:
        """Walk all of it.

        Raises:
            Refusal: something is not known.
        """
        if self.styles.names.get(self.styles.default) in (AGENCY, DATE, SECTION_END):
            raise Refusal("the default style is one of the signature")
        self._walk(tree.body)
        if self._stack:
            raise Refusal("elements without an end")

    def _walk(self, body: list[nodes.Node]) -> None:
        for node in body:
            match node:
                case nodes.Output():
                    self.outputs[id(node)] = list(self._output(node))
                case nodes.If():
                    self._block(node.body)
                    for other in node.elif_:
                        self._block(other.body)
                    self._block(node.else_)
                case nodes.For():
                    self._block(node.body)
                    self._block(node.else_)
                case nodes.Macro():
                    self._of_macro(node)
                case nodes.Assign():
                    pass
                case _:
                    raise Refusal(f"a statement {type(node).__name__}")

    def _of_macro(self, node: nodes.Macro) -> None:
        outer = self._stack, self._macro
        self._stack, self._macro = [], True
        self._block(node.body)
        self._stack, self._macro = outer

    def _block(self, body: list[nodes.Node]) -> None:
        """A block of Jinja: whole elements, and never inside a run or between the cells of a row,
        whose number the table's grid must fit."""
        if self._stack and self._stack[-1].name in ("w:r", "w:t", "w:tr", "w:tblGrid"):
            raise Refusal(f"a block inside {self._stack[-1].name}")
        before = tuple(map(id, self._stack))
        self._depth += 1
        self._walk(body)
        self._depth -= 1
        if tuple(map(id, self._stack)) != before:
            raise Refusal("a block that cuts elements in two")

    def _output(self, node: nodes.Output) -> Iterator[Piece]:
        for child in node.nodes:
            if isinstance(child, nodes.TemplateData):
                yield from self._data(child.data)
            else:
                self._value(child)
                yield child

    def _value(self, node: nodes.Expr) -> None:
        names = [element.name for element in self._stack]
        if names[-2:] == ["w:r", "w:t"]:
            paragraphs = [e for e in self._stack if e.name == "w:p"]
            if len(paragraphs) > 1 or any(e.nested for e in paragraphs):
                raise Refusal("a value in a text box")
            for paragraph in paragraphs:
                paragraph.filled = True
            self.in_text.add(id(node))
        elif "w:r" in names or (names and names[-1] in ("w:tr", "w:tblGrid", "w:tbl")):
            raise Refusal(f"a value inside {names[-1]}")
        if "w:tbl" in names:
            self.in_table.add(id(node))

    def _data(self, data: str) -> Iterator[Piece]:
        # docxtpl puts a line end before each paragraph, and takes it away again.
        data = re.sub(r"\n<w:p([ >])", r"<w:p\1", data)
        for old, new in _OF_DOCXTPL:
            data = data.replace(old, new)
        if _EDGE.search(data):
            raise Refusal("a brace beside a tag")
        at = 0
        for found in TOKEN.finditer(data):
            if found.start() != at:
                break
            at = found.end()
            token = found[0]
            if token[0] != "<":
                self._text(token)
                yield token
            elif token[1] in "!?":
                raise Refusal("a comment or an instruction")
            elif token[1] == "/":
                yield from self._closed(token)
            else:
                yield from self._opened(token)
        if at != len(data):
            raise Refusal("a tag of Jinja inside a tag of Word")

    def _text(self, text: str) -> None:
        if re.search("[\t\n\r\a\f]", text):
            raise Refusal("a tab or a line end among the words")

    def _opened(self, token: str) -> Iterator[Piece]:
        name = _name(token)
        parent = self._stack[-1] if self._stack else None
        element = Element(name, depth=self._depth)
        empty = token.endswith("/>")
        if name in ("w:p", "w:r", "w:t") and empty and " " in token:
            raise Refusal(f"an empty {name} that docxtpl takes for the beginning of one")
        if name == "w:p" and not empty:
            for outer in self._stack:
                if outer.name == "w:p":
                    outer.nested = True
                    if outer.filled:
                        raise Refusal("a value in a text box")
            yield element.mark
        if parent is not None:
            self._noted(parent, element, token)
        if name == "wp:docPr" and self.body:
            token = self._numbered(token)
        yield token
        if not empty:
            self._stack.append(element)

    def _noted(self, parent: Element, element: Element, token: str) -> None:
        """What an element tells of those around it."""
        match parent.name, element.name:
            case "w:tbl", "w:tblGrid":
                parent.columns = 0
            case "w:tblGrid", "w:gridCol":
                self._stack[-2].columns += 1
            case "w:tr", "w:tc":
                parent.cells += 1
                parent.span += 1
            case "w:tcPr", "w:gridSpan":
                row = self._stack[-3] if len(self._stack) > 2 else parent
                found = _SPAN.search(token)
                if row.name != "w:tr" or found is None:
                    raise Refusal("a cell whose width is not told")
                row.span += int(found[1]) - 1
            case "w:pPr", "w:pStyle":
                found = _STYLE.search(token)
                self._stack[-2].style = found[1] if found else ""
            case "w:pPr", "w:sectPr":
                self._stack[-2].ends_pages = True

    def _closed(self, token: str) -> Iterator[Piece]:
        name = _name(token)
        if not self._stack or self._stack[-1].name != name:
            raise Refusal("elements that do not end in order")
        element = self._stack.pop()
        yield token
        if name == "w:p":
            yield self._paragraph(element)
        elif name == "w:tr":
            self._row(element)
        elif name == "w:tbl" and not element.full:
            raise Refusal("a table whose rows do not fill its grid")

    def _paragraph(self, element: Element) -> str:
        """Marks a paragraph that has to be finished in the whole document; what goes behind it."""
        if not self.body:
            return ""
        name = self.styles.names.get(element.style or self.styles.default)
        within = self._stack[-1].name if self._stack else ""
        if name in (AGENCY, DATE):
            if within != "w:body":
                raise Refusal("a signature that does not stand in the body itself")
            element.mark[0] = SIGNED
            return SIGNED_END
        if not element.ends_pages:
            return ""
        if within != "w:body":
            raise Refusal("an end of pages that does not stand in the body itself")
        element.mark[0] = SECTION_BREAK if name == SECTION_END else ""
        return PAGES_END

    def _row(self, row: Element) -> None:
        """docxtpl mends a table's grid by its rows, those of tables inside it among them."""
        tables = [element for element in self._stack if element.name == "w:tbl"]
        for table in tables:
            if row.cells > table.columns:
                raise Refusal("a row of more cells than its table has columns")
        if tables and self._depth == tables[-1].depth and row.span >= tables[-1].columns:
            tables[-1].full = True

    def _numbered(self, token: str) -> str:
        """docxtpl numbers the drawings of a document."""
        if self._depth or not _DRAWING_ID.search(token):
            raise Refusal("a drawing whose number depends on the report")
        number = _FIRST_DRAWING + self._drawings
        self._drawings += 1
        return _DRAWING_ID.sub(f' id="{number}"', token, count=1)


def _name(token: str) -> str:
    found = NAME.match(token)
    if found is None:
        raise Refusal("no tag of Word")
    return found[1]
