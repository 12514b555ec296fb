"""What compiled code runs on: Jinja's own runtime, and the environment of ``filling``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import runtime
from jinja2.runtime import Context, Macro
from markupsafe import Markup

from ..environment import Environment


class InJinja:
    """The environment, and what else is around the code."""

    def __init__(self) -> None:
        self._environment = Environment(())

    @property
    def names(self) -> dict[str, Any]:
        """What the code finds at the top, as Jinja has it."""
        given = {name: getattr(runtime, name) for name in sorted(runtime.exported)}
        return {**given, "environment": self._environment}

    def renew(self) -> None:
        self._environment.renew()

    def context(self, names: Mapping[str, Any]) -> Context:
        return self._environment.context_class(self._environment, dict(names), None, {})

    def called(self, context: Context, value: Any, *given: Any) -> Any:
        """``value(given)``: a macro of the template, else what the environment says to it."""
        if (
            type(value) is Macro
            and len(value.arguments) == len(given)
            and not (value.catch_kwargs or value.catch_varargs or value.caller)
        ):
            self._environment.spend()
            return str.__new__(Markup, value._func(*given))  # as Macro itself does, but at once
        return self._environment.call(context, value, *given)

    def getattr(self, value: Any, name: str) -> Any:
        return self._environment.getattr(value, name)

    def getitem(self, value: Any, key: Any) -> Any:
        return self._environment.getitem(value, key)
