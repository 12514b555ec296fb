"""What the words of a tag name: known data or not, text or a group of contents.

The data are a sample: a report that fills the whole form. Nothing is run; a name is looked up
in the sample, and what a loop or a macro names is the first of what it goes over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final

from attrs import define, field, frozen
from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError

from ..rendering.bounds import JOINED
from ..rendering.budget import TURNS
from ..rendering.environment import FILTERS, FILTERS_TOO, Environment
from ..rendering.node import Node
from .fault import NOT_ALLOWED, SYNTAX, UNKNOWN_NAME, Kind, short

MAX_WORDS: Final = 2_000
MAX_NAME: Final = 60
LOOP: Final = Node.of(
    dict.fromkeys(
        ("index", "index0", "revindex", "revindex0", "first", "last", "length", "depth"), ""
    ),
    "loop",
)
_SUMS: Final = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)
_ELEMENT: Final = ("first", "last")
_SAME: Final = ("list", "reverse", "select", "reject", TURNS)
# With them an unknown name is no fault.
_FORGIVING: Final = ("default", "d", "defined", "undefined")
_JINJA: Final = (
    (re.compile(r"expected token '(.*?)', got '(.*?)'"), "在 {1} 处读不下去"),
    (re.compile(r"unexpected char (.*?) at"), "有不能识别的符号 {0}"),
    (re.compile(r"unexpected '(.*?)'"), "在 {0} 处读不下去"),
    (re.compile(r"Expected an expression, got '(.*?)'"), "缺少内容"),
    (re.compile(r"unexpected end of template"), "没有写完"),
    (re.compile(r"^模板里不用 (.*)"), "模板里不用 {0}"),
)


@frozen
class Value:
    """What an expression stands for in the sample: None where that is not known beforehand.
    ``path`` is its full name, where it is data of the report."""

    sample: Any = None
    path: str = ""

    def element(self) -> Value:
        """One of what a loop goes over."""
        if isinstance(self.sample, tuple) and self.sample:
            return Value(self.sample[0])
        return Value()


@frozen
class Slip:
    """What is wrong with a tag. ``instead`` (wrong words, right ones) and ``prefix`` would mend
    it, where that is sure."""

    kind: Kind
    message: str
    instead: tuple[str, str] | None = None
    prefix: str | None = None


@define
class Words:
    """The words of a tag, read under what is known at its place."""

    scopes: tuple[Mapping[str, Value], ...]
    macros: frozenset[str]
    slips: list[Slip] = field(factory=list)
    calls: list[tuple[str, tuple[Value, ...]]] = field(factory=list)

    def value(self, node: nodes.Node, *, forgiving: bool = False) -> Value:
        """What ``node`` stands for; what is wrong with it goes to ``slips``."""
        match node:
            case nodes.Name():
                return self._named(node.name, forgiving=forgiving)
            case nodes.Getattr():
                return self._below(self.value(node.node, forgiving=forgiving), node, node.attr,
                                   forgiving=forgiving)  # fmt: skip
            case nodes.Getitem(arg=nodes.Const(value=str(key))):
                return self._below(self.value(node.node, forgiving=forgiving), node, key,
                                   forgiving=forgiving)  # fmt: skip
            case nodes.Getitem():
                self.value(node.arg)
                return self.value(node.node, forgiving=forgiving).element()
            case nodes.Filter():
                return self._filtered(node)
            case nodes.Test():
                self._children(node, forgiving=node.name in _FORGIVING)
                return Value("")
            case nodes.Call():
                return self._called(node)
            case nodes.Const():
                return Value("" if isinstance(node.value, str | int) else None)
            case _ if isinstance(node, _SUMS):
                self.slips.append(
                    Slip(NOT_ALLOWED, "标签里不作计算：数据要在年报里写明；连接文字请用 ~")
                )
        self._children(node)
        return Value()

    def _children(self, node: nodes.Node, *, forgiving: bool = False) -> None:
        for child in node.iter_child_nodes():
            self.value(child, forgiving=forgiving)

    def _named(self, name: str, *, forgiving: bool) -> Value:
        for scope in self.scopes:
            if name in scope:
                return scope[name]
        if not forgiving and name not in self.macros:
            known = [name for scope in self.scopes for name in scope] + sorted(self.macros)
            self._unknown(name, f"没有名为 {short(name)} 的内容", known)
        return Value()

    def _below(self, above: Value, node: nodes.Node, name: str, *, forgiving: bool) -> Value:
        sample = above.sample
        if sample is None:
            return Value()
        if isinstance(sample, Node):
            found = sample.find(name)
            if found is not None:
                over = above.path or sample.path
                whole = f"{over}.{name}" if over else name
                return Value(found, found.path if isinstance(found, Node) else whole)
            if not forgiving:
                self._unknown(name, f"{_title(sample)}里没有 {short(name)}", list(sample.names()))
            return Value()
        if not forgiving:
            what = "一列内容，要用循环逐个取" if isinstance(sample, tuple) else "最末一级"
            whole = above.path or _source(node)
            self.slips.append(Slip(UNKNOWN_NAME, f"{whole} 是{what}，下面没有 {short(name)}"))
        return Value()

    def _unknown(self, name: str, message: str, known: Iterable[str]) -> None:
        self.slips.append(Slip(UNKNOWN_NAME, message, nearest(name, known)))

    def _filtered(self, node: nodes.Filter) -> Value:
        allowed = (*FILTERS, *FILTERS_TOO, TURNS, JOINED)
        if node.name not in allowed:
            what = f"没有名为 {node.name} 的过滤器，或模板不能用它"
            self.slips.append(Slip(NOT_ALLOWED, what, nearest(node.name, allowed)))
        for argument in (*node.args, *node.kwargs):
            self.value(argument)
        forgiving = node.name in _FORGIVING
        inner = Value() if node.node is None else self.value(node.node, forgiving=forgiving)
        if node.name in _SAME:
            return inner
        if node.name in _ELEMENT:
            return inner.element()
        return Value("", inner.path)

    def _called(self, node: nodes.Call) -> Value:
        given = tuple(self.value(argument) for argument in node.args)
        for word in node.kwargs:
            self.value(word.value)
        if isinstance(node.node, nodes.Name):
            if node.node.name in self.macros:
                self.calls.append((node.node.name, given))
                return Value("")
            self._named(node.node.name, forgiving=False)
            if self.slips:
                return Value()
        self.slips.append(Slip(NOT_ALLOWED, "标签里只能调用模板自己的宏"))
        return Value()


def nearest(name: str, known: Iterable[str]) -> tuple[str, str] | None:
    """A wrong word with the known one that is nearest, if one is near."""
    # No name is so long; comparing takes time that grows with the square of it.
    near = get_close_matches(name, list(known), n=1, cutoff=0.6) if len(name) <= MAX_NAME else ()
    return (name, near[0]) if near else None


def _title(node: Node) -> str:
    return f"{node.path} " if node.path and node.path.isascii() else "这里"


def _source(node: nodes.Node) -> str:
    inner = getattr(node, "node", None)
    return str(getattr(inner, "name", "")) or "它"


def parse(source: str, environment: Environment) -> nodes.Template | Slip:
    """The tree of one tag, or why there is none."""
    if len(source) > MAX_WORDS:
        return Slip(SYNTAX, f"标签有 {len(source)} 字，太长")
    try:
        return environment.parse(source)
    except TemplateSyntaxError as error:
        said = error.message or ""
        kind = NOT_ALLOWED if said.startswith("模板里") else SYNTAX
        for pattern, words in _JINJA:
            if found := pattern.search(said):
                return Slip(kind, words.format(*found.groups()))
        return Slip(kind, f"读不下去（{said}）")
    except RecursionError:
        return Slip(SYNTAX, "括号套得太深")


def paths(sample: Any, path: str = "") -> Iterator[str]:
    """The full names of all texts below ``sample``."""
    if isinstance(sample, Node):
        for name in sample.names():
            yield from paths(sample.find(name), f"{path}.{name}" if path else name)
    elif isinstance(sample, str):
        yield path
