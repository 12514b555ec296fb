"""A plugin's code, called in a child process under a deadline: one that hangs, exits, crashes or
changes what it was given costs only itself.

As for checks, it guards against faults of a plugin, not against malice (``checking.apart``).
"""

from __future__ import annotations

import pickle
from typing import Any, Final

from attrs import evolve, field, frozen

from ..apart.kept import Kept
from ..apart.silence import Silence
from ..errors import (
    DisclosureError,
    EditionError,
    OutputError,
    PluginError,
    SourceError,
    TemplateError,
    UsageError,
)
from ..model.raw import Source
from ..view import Publication
from .calling import failed, said_by

WORKER: Final = "disclosure_kit.call_worker"
_MOST: Final = 200_000_000  # bytes of one answer
_GONE: Final = "没有完成：它使子进程中途退出"
_LATE: Final = "超过 {seconds:g} 秒没有完成，已中止"
# What a plugin may raise on purpose, by the name that travels.
_ERRORS: Final = (SourceError, OutputError, TemplateError, EditionError, UsageError)


@frozen
class Call:
    """What the child is asked: the contribution, which of its callables, and the arguments.

    ``fills``: the publication among them may fill a stranger's template.
    """

    key: tuple[str, str]
    part: str
    arguments: tuple[Any, ...]
    fills: bool = False


@frozen
class Given:
    """What the call gave."""

    value: Any


@frozen
class Refused:
    """What the call raised: an error on purpose by its kind, or a fault (no kind) in a line."""

    problems: tuple[str, ...]
    kind: str = ""
    hint: str = ""
    places: tuple[str, ...] = ()

    @classmethod
    def of(cls, error: BaseException) -> Refused:
        """What a plugin's code raised."""
        if not isinstance(error, DisclosureError):
            return cls((f"出错，没有完成：{said_by(error)}",))
        kind = next((k.__name__ for k in _ERRORS if isinstance(error, k)), PluginError.__name__)
        places = tuple(map(str, getattr(error, "places", ())))
        return cls(tuple(map(str, error.problems)), kind, str(error.hint), places)

    def error(self, owner: str, name: str) -> DisclosureError:
        """The same as an exception of this process."""
        if not self.kind:
            return failed(owner, name, self.problems[0])
        if self.kind == SourceError.__name__:
            return SourceError(self.problems, hint=self.hint, places=self.places)
        for kind in _ERRORS:
            if kind.__name__ == self.kind:
                return kind(self.problems, hint=self.hint)
        return PluginError(owner, self.problems, hint=self.hint)


class Calls(Kept):
    """The child process. ``hello`` is what it needs to build the same kit (a picklable value)."""

    def __init__(self, hello: Any) -> None:
        super().__init__(WORKER, pickle.dumps(hello), _MOST)

    def ask(self, call: Call, owner: str, seconds: float) -> Any:
        """What the call gives, if it does within ``seconds``.

        Raises:
            PluginError: it failed, hung or took its process with it; or no process can be had.
            DisclosureError: what the plugin raised on purpose.
        """
        name = call.key[1]
        child = self.started()
        if child is None:
            raise failed(owner, name, "没有运行：子进程没有启动")
        try:
            said = child.answer(seconds) if child.send(pickle.dumps(call)) else Silence.GONE
        except BaseException:  # interrupted: what it would answer yet is of another call
            self.close()
            raise
        if isinstance(said, Silence):
            self.close()
            problem = _LATE.format(seconds=seconds) if said is Silence.LATE else _GONE
            raise failed(owner, name, problem)
        try:
            answer = pickle.loads(said)
        except Exception:  # what cannot be taken from the line: of any kind
            raise failed(owner, name, _GONE) from None
        if isinstance(answer, Refused):
            raise answer.error(owner, name)
        return answer.value


@frozen
class Away:
    """One callable of a plugin's contribution, as this process sees it."""

    calls: Calls = field(repr=False)
    owner: str
    key: tuple[str, str]
    part: str
    seconds: float

    def __call__(self, *arguments: Any) -> Any:
        sent = tuple(_sent(one) for one in arguments)
        fills = any(isinstance(a, Publication) and a.fill is not None for a in arguments)
        return self.calls.ask(Call(self.key, self.part, sent, fills), self.owner, self.seconds)


def _sent(argument: Any) -> Any:
    """An argument without what belongs to this process alone."""
    match argument:
        case Publication():
            return evolve(argument, fill=None)
        case Source():
            return evolve(argument, beside=None)
        case _:
            return argument
