"""What compiled code runs on, without Jinja, whose import takes longer than many a report.

It is what templates of reports ask of Jinja's runtime and environment, and does the same. What
else one asks for is not there: then the same code runs on Jinja itself (``in_jinja``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from markupsafe import Markup, escape

from ..budget import TURNS, Turns
from ..node import Node
from .refusal import Refusal

_MISSING: Final = object()
_OF_LOOPS: Final = frozenset(("first", "index", "index0"))


class Budget(Turns):
    """The budget of a part: without rest, Jinja says so in words."""

    none_left = Refusal


class Loop:
    """A loop and where it stands."""

    def __init__(self, items: Iterable[Any], _undefined: Any) -> None:
        self._items = items
        self.index0 = -1

    def __iter__(self) -> Iterator[tuple[Any, Loop]]:
        for item in self._items:
            self.index0 += 1
            yield item, self

    @property
    def index(self) -> int:
        return self.index0 + 1

    @property
    def first(self) -> bool:
        return self.index0 == 0


class Macro:
    """A macro of the template, as its code makes it."""

    def __init__(
        self,
        _environment: Any,
        func: Callable[..., str],
        _name: str,
        arguments: tuple[str, ...],
        *more: bool,
    ) -> None:
        self.func, self.arguments = func, arguments
        *catches, _autoescape = more
        self.plain = not any(catches)


class Context:
    """The names of a report, and those that the template sets."""

    class eval_ctx:  # noqa: N801  # Jinja's name
        autoescape = True

    def __init__(self, names: Mapping[str, Any]) -> None:
        self.parent = names
        self.vars: dict[str, Any] = {}
        self.exported_vars: set[str] = set()

    def resolve_or_missing(self, name: str) -> Any:
        return self.vars[name] if name in self.vars else self.parent.get(name, _MISSING)


def _below(node: Node, name: str) -> Any:
    found = node.find(name)
    if found is None:
        raise Refusal("a name that the report does not have")
    return found


def _undefined(*_given: Any, **_named: Any) -> Any:
    raise Refusal("a name that the report does not have")


class Lean:
    """The environment, and what else is around the code."""

    undefined = staticmethod(_undefined)
    concat = staticmethod("".join)
    tests: Final[Mapping[str, Any]] = {}

    def __init__(self) -> None:
        self.filters: dict[str, Any] = {}
        self.renew()

    @property
    def names(self) -> dict[str, Any]:
        """What the code finds at the top."""
        return {
            "environment": self,
            "LoopContext": Loop,
            "Macro": Macro,
            "Markup": Markup,
            "TemplateRuntimeError": Refusal,
            "Undefined": _undefined,
            "escape": escape,
            "internalcode": lambda code: code,
            "missing": _MISSING,
        }

    def renew(self) -> None:
        """Begin a part of a file."""
        self._budget = Budget()
        self.filters = {"count": len, "length": len, TURNS: self._budget.loop}

    def context(self, names: Mapping[str, Any]) -> Context:
        return Context(names)

    def called(self, _context: Any, value: Any, *given: Any) -> Any:
        """``value(given)``: a macro of the template and nothing else."""
        if type(value) is not Macro or len(value.arguments) != len(given) or not value.plain:
            raise Refusal("a call of something else")
        self._budget.spend()
        return str.__new__(Markup, value.func(*given))

    def getattr(self, value: Any, name: str) -> Any:
        """What stands below a name of the report, or of a loop."""
        if type(value) is Node:
            return _below(value, name)
        if type(value) is not Loop or name not in _OF_LOOPS:
            raise Refusal("a name below something else")
        return getattr(value, name)

    def getitem(self, value: Any, key: Any) -> Any:
        """What stands below a name of the report, or a member of a list."""
        if type(value) is Node:
            return _below(value, str(key))
        if type(value) is not tuple or type(key) is not int:
            raise Refusal("a member of something else")
        return value[key]
