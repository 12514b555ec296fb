"""Python code of a rewritten tree, by Jinja's own generator, and how it runs.

Beside what Jinja writes, the code calls ``runs``, ``figures`` and ``block`` (``writing``); what
stands outside of macros it gives as bytes. ``a.b.c`` is one call, and what every branch of an
``if`` asks is asked once.
"""

from __future__ import annotations

from types import CodeType
from typing import Any, Final

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame

from ..environment import Environment

_MARK: Final = "call"
FIGURES: Final = "figures"
FILE: Final = "<compiled template>"


def call(name: str, *arguments: nodes.Expr, line: int) -> nodes.Expr:
    """A call of ours, as a child of ``Output`` that no template can write."""
    marked = nodes.Tuple([nodes.Const(_MARK), nodes.Const(name), *arguments], "load")
    return marked.set_lineno(line)  # type: ignore[return-value]


class Generator(CodeGenerator):
    """Jinja's, but for what a template puts out, calls, and names below a name."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        # What is written for an expression that the tests of one ``if`` share: where it is asked
        # for first, the name that it gets; then that name.
        self._first: dict[int, str] = {}
        self._again: dict[int, str] = {}

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802  # Jinja's name
        for child in node.nodes:
            begin = "yield " if frame.buffer is None else f"{frame.buffer}.append("
            self.writeline(begin, child)
            if isinstance(child, nodes.TemplateData):
                constant = child.data.encode() if frame.buffer is None else child.data
                self.write(repr(constant))
            else:
                self._call(child, frame)
            if frame.buffer is not None:
                self.write(")")

    def _call(self, node: nodes.Expr, frame: Frame) -> None:
        assert isinstance(node, nodes.Tuple)  # made by ``call``
        _, name, *arguments = node.items
        assert isinstance(name, nodes.Const)
        self.write(f"{name.value}(")
        for argument in arguments:
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")
        if frame.buffer is not None and name.value == FIGURES:  # inside a macro text is gathered
            self.write(".decode()")

    def visit_If(self, node: nodes.If, frame: Frame) -> None:  # noqa: N802
        """What a test compares is always asked for: so the tests behind it know it already."""
        asked: dict[tuple[str, str], list[nodes.Getattr]] = {}
        for test in (node, *node.elif_):
            match test.test:
                case nodes.Compare(
                    expr=nodes.Getattr(node=nodes.Name(name=name), attr=attr) as one
                ):
                    asked.setdefault((name, attr), []).append(one)
        for first, *others in asked.values():
            if others:
                self._first[id(first)] = name = self.temporary_identifier()
                self._again.update((id(other), name) for other in others)
        super().visit_If(node, frame)

    def visit_Call(  # noqa: N802
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        if forward_caller or node.kwargs or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller)
            return
        self.write("called(context, ")
        for argument in (node.node, *node.args):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        if id(node) in self._again:
            self.write(self._again[id(node)])
            return
        kept = self._first.get(id(node))
        self.write(f"({kept} := " if kept else "")
        names = [node.attr]
        while isinstance(node.node, nodes.Getattr):
            node = node.node
            names.append(node.attr)
        self.write("below(")
        self.visit(node.node, frame)
        self.write("".join(f", {name!r}" for name in reversed(names)))
        self.write("))" if kept else ")")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802
        if not isinstance(node.arg, nodes.Const):
            super().visit_Getitem(node, frame)
            return
        self.write("item(")
        self.visit(node.node, frame)
        self.write(f", {node.arg.value!r})")


class Compiling(Environment):
    """The environment of ``filling``, with our generator. The code imports nothing: what runs it
    gives it Jinja's runtime (``in_jinja``), or as much of that as it needs (``running``)."""

    code_generator_class = Generator

    def _generate(self, *given: Any, **named: Any) -> str:
        imports, _, code = super()._generate(*given, **named).partition("\n")
        assert imports.startswith("from jinja2.runtime import ")
        return code


def compiled_code(environment: Compiling, tree: nodes.Template) -> CodeType:
    """The code of a rewritten tree."""
    return environment.compile(tree, filename=FILE)
