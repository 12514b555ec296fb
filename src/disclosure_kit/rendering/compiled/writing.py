"""The tree of a template rewritten: constants finished, values in the runs that hold them.

Each ``Output`` node then holds constant text and calls (``code.call``): one of ``runs`` is filled,
``figures`` are many figures with the constant text between them, ``block`` puts what a macro made.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define, field
from jinja2 import nodes

from .code import FIGURES, call
from .markup import RUN, VALUE, Space, placeholder
from .reading import Reading
from .refusal import Refusal
from .runs import Run, hinted_runs, text_of

Item = str | tuple[int, tuple[nodes.Expr, ...]]  # constant text, or a run and its values


@define
class Writing:
    """``runs`` by number; ``figures``: of each group the constant texts before, between and behind,
    the addresses, and the runs that they stand in."""

    reading: Reading
    space: Space
    taken: frozenset[str]  # names that are no figure's: the template's own, and the kit's
    runs: list[Run] = field(factory=list)
    figures: list[tuple[tuple[str, ...], tuple[str, ...], tuple[int, ...]]] = field(factory=list)

    def rewrite(self, tree: nodes.Template) -> None:
        """In place.

        Raises:
            Refusal: a value stands where it is not known what becomes of it.
        """
        for output in tree.find_all(nodes.Output):
            output.nodes = list(self._grouped(list(self._items(output)), output.lineno))

    def _items(self, output: nodes.Output) -> Iterator[Item]:
        values: list[nodes.Expr] = []
        text = ""
        for piece in self.reading.outputs[id(output)]:
            if isinstance(piece, str):
                text += piece
            elif isinstance(piece, list):
                text += piece[0]
            elif isinstance(piece, nodes.Const) and isinstance(piece.value, str):
                text += _constant(piece.value)
            else:
                text += placeholder(len(values))
                values.append(piece)
        at = 0
        for found in RUN.finditer(text):
            if VALUE.search(found["text"]):
                yield from self._blocks(text[at : found.start()], values)
                yield self._run(found["text"], Run.of(found, (), self.space), values)
                at = found.end()
        yield from self._blocks(text[at:], values)

    def _run(self, text: str, run: Run, values: list[nodes.Expr]) -> Item:
        parts = VALUE.split(text)
        made = Run(
            run.plain, run.hinted, run.behind, run.looks, run.hinted_looks, tuple(parts[::2])
        )
        if made not in self.runs:
            self.runs.append(made)
        return self.runs.index(made), tuple(values[int(number)] for number in parts[1::2])

    def _blocks(self, text: str, values: list[nodes.Expr]) -> Iterator[Item]:
        """Constants, and values that stand in the place of whole elements."""
        parts = VALUE.split(text)
        for number, part in enumerate(parts):
            if number % 2 == 0:
                yield hinted_runs(part, self.space)
                continue
            value = values[int(part)]
            if id(value) in self.reading.in_text:
                raise Refusal("a value in a run that holds other things")
            yield -1 - (id(value) in self.reading.in_table), (value,)

    def _grouped(self, items: list[Item], line: int) -> Iterator[nodes.Expr]:
        """The items as nodes; figures that follow each other, with what is constant between them,
        as one call."""
        texts, addresses, runs = [""], list[str](), list[int]()
        for item in items:
            if isinstance(item, str):
                texts[-1] += item
                continue
            number, values = item
            address = self._address(number, values)
            if address:
                run = self.runs[number]
                texts[-1] += run.plain
                texts.append(run.behind)
                addresses.append(address)
                runs.append(number)
                continue
            yield from self._closed(texts, addresses, runs, line)
            texts, addresses, runs = [""], [], []
            if number < 0:
                yield call("block", nodes.Const(number == -2), *values, line=line)
            else:
                yield call(f"runs[{number}]", *values, line=line)
        yield from self._closed(texts, addresses, runs, line)

    def _closed(
        self, texts: list[str], addresses: list[str], runs: list[int], line: int
    ) -> Iterator[nodes.Expr]:
        if addresses:
            yield call(FIGURES, nodes.Const(len(self.figures)), line=line)
            self.figures.append((tuple(texts), tuple(addresses), tuple(runs)))
        elif texts[0]:
            yield nodes.TemplateData(texts[0], lineno=line)

    def _address(self, number: int, values: tuple[nodes.Expr, ...]) -> str:
        """The address of the figure that alone fills a run; empty where it is something else."""
        if number < 0 or self.runs[number].texts != ("", ""):
            return ""
        parts: list[str] = []
        node = values[0]
        while isinstance(node, nodes.Getattr | nodes.Getitem):
            if isinstance(node, nodes.Getattr):
                parts.append(node.attr)
            elif isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
                parts.append(node.arg.value)
            else:
                return ""
            node = node.node
        if not parts or not isinstance(node, nodes.Name) or node.name in self.taken:
            return ""
        return ".".join((node.name, *reversed(parts)))


def _constant(value: str) -> str:
    """A text that stands in a tag: ``{{ "{" }}``."""
    text = text_of(value)
    if "\t" in text or "\n" in text:
        raise Refusal("a tab or a line end in a tag")
    return text
