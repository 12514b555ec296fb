"""Python code of a rewritten tree, by Jinja's own generator, and how it runs.

Beside what Jinja writes, the code calls ``run``, ``figures`` and ``block`` (``writing``); what
stands outside of macros it gives as bytes.
"""

from __future__ import annotations

from types import CodeType
from typing import Any, Final

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame

from ..environment import Environment

_MARK: Final = "call"
FILE: Final = "<compiled template>"


def call(name: str, *arguments: nodes.Expr, line: int) -> nodes.Expr:
    """A call of ours, as a child of ``Output`` that no template can write."""
    marked = nodes.Tuple([nodes.Const(_MARK), nodes.Const(name), *arguments], "load")
    return marked.set_lineno(line)  # type: ignore[return-value]


class Generator(CodeGenerator):
    """Jinja's, but for what a template puts out, calls, and names below a name."""

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
        # Inside a macro text is gathered, outside bytes are.
        self.write(f"{name.value}{'' if frame.buffer is None else '_text'}(")
        for argument in arguments:
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

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
        self.write("below(")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r})")


class Compiling(Environment):
    """The environment of ``filling``, with our generator."""

    code_generator_class = Generator


def compiled_code(environment: Compiling, tree: nodes.Template) -> CodeType:
    """The code of a rewritten tree."""
    return environment.compile(tree, filename=FILE)


def functions_of(code: CodeType, environment: Environment, ours: dict[str, Any]) -> Any:
    """The function ``root`` of the code: a context in, pieces of text out."""
    names: dict[str, Any] = {"environment": environment, **ours}
    exec(code, names)
    return names["root"]
