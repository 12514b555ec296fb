"""How much a template may do: a stranger's file must not keep the machine busy for hours.

Loops, calls and every way to make text longer draw on one budget for each part of the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from jinja2 import nodes
from jinja2.exceptions import TemplateRuntimeError, TemplateSyntaxError
from jinja2.runtime import markup_join
from jinja2.visitor import NodeTransformer

from .budget import TURNS, Turns

# Characters of one text, made of others.
MAX_TEXT: Final = 1_000_000

# No name that a template can write.
JOINED: Final = "~"

# Statements that reach out of the template, repeat it, gather text outside the budget, or
# change what is escaped.
_REFUSED: Final = {
    nodes.AssignBlock: "set … endset",
    nodes.Block: "block",
    nodes.CallBlock: "call",
    nodes.EvalContextModifier: "autoescape",
    nodes.Extends: "extends",
    nodes.FromImport: "from … import",
    nodes.Import: "import",
    nodes.Include: "include",
}


class Budget(Turns):
    """What is left for one part of the file."""

    none_left = TemplateRuntimeError

    def joined(self, parts: Iterable[Any]) -> str:
        """``a ~ b``."""
        text: str = markup_join(parts)
        return fitting(text)

    def replace(self, text: Any, old: str, new: str, count: int | None = None) -> str:
        """The filter ``replace``."""
        words, old, new = str(text), str(old), str(new)
        times = words.count(old) if count is None else min(count, words.count(old))
        fitting(words, times * len(new))
        return words.replace(old, new, -1 if count is None else count)

    def join(self, parts: Iterable[Any], between: str = "") -> str:
        """The filter ``join``, of texts."""
        texts = [str(part) for part in parts]
        fitting("", sum(map(len, texts)) + len(texts) * len(str(between)))
        return str(between).join(texts)


def fitting(text: str, more: int = 0) -> str:
    if len(text) + more > MAX_TEXT:
        raise TemplateRuntimeError(f"一段文字超过 {MAX_TEXT} 字")
    return text


class Bounded(NodeTransformer):
    """The tree of a template with its loops and ``~`` on the budget."""

    def generic_visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> nodes.Node:
        for kind, word in _REFUSED.items():
            if isinstance(node, kind):
                raise TemplateSyntaxError(f"模板里不用 {word}", node.lineno)
        return super().generic_visit(node, *args, **kwargs)

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802  # Jinja's name
        if node.recursive:
            raise TemplateSyntaxError("模板里不用 recursive", node.lineno)
        size = sum(len(data.data) for data in node.find_all(nodes.TemplateData))
        self.generic_visit(node)
        node.iter = _filter(node.iter, TURNS, nodes.Const(size))
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _filter(nodes.List(node.nodes, lineno=node.lineno), JOINED)


def _filter(node: nodes.Node, name: str, *arguments: nodes.Expr) -> nodes.Filter:
    made = nodes.Filter(node, name, list(arguments), [], None, None)
    return made.set_lineno(node.lineno)  # type: ignore[return-value]
