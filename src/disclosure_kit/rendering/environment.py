"""The one Jinja environment in which a Word template runs.

A template is a stranger's file: it may read the names of a report and repeat and choose
parts, nothing else. Text comes out literally whatever it holds: without escaping,
``a<b，数据>0`` lost the rest of a document without any error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from jinja2 import StrictUndefined, Undefined, nodes, pass_context
from jinja2.exceptions import SecurityError, TemplateRuntimeError
from jinja2.runtime import Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from ..model.nearest import nearest
from .bounds import JOINED, Bounded, Budget
from .budget import TURNS
from .literal import literal
from .node import Node
from .pictures import NoPicture, Picture
from .small_tables import Table

# None of them makes markup of text (as safe, escape, xmlattr and urlize would).
FILTERS: Final = ("count", "d", "default", "first", "join", "last", "length", "list", "lower")
FILTERS_TOO: Final = ("replace", "reverse", "select", "reject", "string", "trim", "upper")


def _no_place(_picture: Picture) -> Markup:
    raise TemplateRuntimeError("这里不能放图片")


class Environment(ImmutableSandboxedEnvironment):
    """Sandboxed and escaping; unknown names and None are refused; it does not calculate."""

    # The house rule: a figure is stated or computed by the kit, never by a template.
    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "**", "%"})

    def __init__(
        self, names: Iterable[str], place: Callable[[Picture], Markup] = _no_place
    ) -> None:
        """``names`` are those at the top of the context, to tell the nearest one to a slip;
        ``place`` puts a picture into the file that is written."""
        super().__init__(autoescape=True, finalize=printed, undefined=_undefined(sorted(names)))
        allowed = {*FILTERS, *FILTERS_TOO}
        self.filters = {name: run for name, run in self.filters.items() if name in allowed}
        self.globals.clear()
        self._budget = Budget()
        self.place = place

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        self.renew()
        Bounded().visit(tree)
        return tree

    def renew(self) -> None:
        """Begin a part of a file: its budget is whole."""
        self._budget = budget = Budget()
        self.filters |= {
            TURNS: budget.loop,
            JOINED: budget.joined,
            "replace": budget.replace,
            "join": budget.join,
        }

    def spend(self) -> None:
        """Pay for a call.

        Raises:
            TemplateRuntimeError: nothing is left.
        """
        self._budget.spend()

    def is_safe_callable(self, obj: Any) -> bool:
        """Macros of the template alone: ``title.center(10**9)`` is no tag."""
        return isinstance(obj, Macro | Undefined)  # what is unknown says so itself

    def call(self, context: Context, obj: Any, *args: Any, **kwargs: Any) -> Any:
        self.spend()
        if not self.is_safe_callable(obj):
            raise SecurityError("标签里只能调用模板自己的宏")
        return super().call(context, obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, *_operands: Any) -> Any:  # noqa: ARG002
        raise SecurityError(f"模板里不作计算（{operator}）；要连接文字请用 ~")

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Node):
            return self._child(obj, attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, Node):
            return self._child(obj, str(argument))
        return super().getitem(obj, argument)

    def _child(self, node: Node, name: str) -> Any:
        found = node.find(name)
        return self.undefined(obj=node, name=name) if found is None else found


# pass_context: else Jinja escapes a constant at once, and this sees only what came of it.
@pass_context
def printed(context: Context, value: Any) -> Any:
    """``value`` as it goes into the XML: a text literally, a picture or small table as such."""
    if isinstance(value, Markup):
        return value  # what a macro of the template has made
    if isinstance(value, Undefined):
        return str(value)  # raises
    if isinstance(value, NoPicture):
        raise TemplateRuntimeError(value.why)
    if isinstance(value, Table):
        return value.markup()
    if isinstance(value, Picture):
        return context.environment.place(value)  # type: ignore[attr-defined]  # it is ours
    if isinstance(value, bool) or not isinstance(value, str | int):
        what = f"{value.path} 是一组内容" if isinstance(value, Node) else f"得到 {value!r}"
        raise TemplateRuntimeError(f"标签处应是一段文字，{what}")
    return literal(str(value))


def _undefined(known: list[str]) -> type[StrictUndefined]:
    class Unknown(StrictUndefined):
        """A name that the report does not have."""

        __slots__ = ()

        @property
        def _undefined_message(self) -> str:
            name = str(self._undefined_name)
            if isinstance(self._undefined_obj, Node):
                node = self._undefined_obj
                where = f"{node.path} 里没有 {name}" if node.path else f"没有名为 {name} 的内容"
                return where + nearest(name.partition(".")[0], list(node.names()))
            if self._undefined_hint:
                return self._undefined_hint
            return f"没有名为 {name} 的内容{nearest(name, known)}"

    return Unknown
