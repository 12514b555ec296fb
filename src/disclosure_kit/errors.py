"""Why the program cannot go on: one exception tree, one exit code for each branch.

A *finding* says what is wrong with a report and is data (``model.finding``).
An *exception* says why no result can be given. The exit codes are public
(docs/reference/exit-codes.md) and never change meaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import Any, ClassVar


class ExitCode(IntEnum):
    """Exit status of the command."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    SOURCE = 3
    EDITION = 4
    PLUGIN = 5
    OUTPUT = 6
    BUG = 70
    INTERRUPTED = 130


class DisclosureError(Exception):
    """Base of every error this library raises on purpose.

    ``problems`` are complete sentences in the clerk's language, each naming the
    file and the place in it; ``hint`` says what to do next.
    """

    exit_code: ClassVar[ExitCode] = ExitCode.BUG

    def __init__(self, problems: str | Iterable[str], *, hint: str = "") -> None:
        self.problems = (problems,) if isinstance(problems, str) else tuple(problems)
        self.hint = hint
        super().__init__("\n".join(self.problems))


class UsageError(DisclosureError):
    """The call's words are wrong (a malformed region code, a missing option)."""

    exit_code = ExitCode.USAGE


class SourceError(DisclosureError):
    """A source cannot be read: missing, unreadable, not of the shape it claims.

    ``places`` say of each problem where it stands, as ``Report.sources`` does; none where
    the problems are of the file as a whole.
    """

    exit_code = ExitCode.SOURCE

    def __init__(
        self, problems: str | Iterable[str], *, hint: str = "", places: Iterable[str] = ()
    ) -> None:
        super().__init__(problems, hint=hint)
        self.places = tuple(places)


class EditionError(DisclosureError):
    """No edition of the form, or the wrong one, or an edition file that contradicts itself.

    ``lines`` say of each problem on which line of its file it stands; none where that is not
    known, or the problems are of no file.
    """

    exit_code = ExitCode.EDITION

    def __init__(
        self, problems: str | Iterable[str], *, hint: str = "", lines: Iterable[int | None] = ()
    ) -> None:
        super().__init__(problems, hint=hint)
        self.lines = tuple(lines)


class TemplateError(DisclosureError):
    """A Word template cannot carry the report."""

    exit_code = ExitCode.EDITION


class PluginError(DisclosureError):
    """A plugin that this report needs is not to be had. ``plugin`` names it."""

    exit_code = ExitCode.PLUGIN

    def __init__(self, plugin: str, problems: str | Iterable[str], *, hint: str = "") -> None:
        self.plugin = plugin
        super().__init__(problems, hint=hint)

    def __reduce__(
        self,
    ) -> tuple[Any, ...]:
        """It travels between processes: what ``Exception`` would give anew lacks the plugin."""
        return type(self), (self.plugin, self.problems), self.__dict__


class FaultError(DisclosureError):
    """A fault of ours at one file, which costs that file alone. ``trace`` is what mends it."""

    exit_code = ExitCode.BUG

    def __init__(self, problems: str | Iterable[str], *, hint: str = "", trace: str = "") -> None:
        super().__init__(problems, hint=hint)
        self.trace = trace


@contextmanager
def fault_at(name: str) -> Iterator[None]:
    """What nobody raised on purpose, as a fault of ours at the file ``name``.

    Raises:
        FaultError: there was one.
    """
    try:
        yield
    except DisclosureError:
        raise
    except Exception as error:
        import traceback  # no part of a run without one

        raise FaultError(
            f"{name}：程序自身出错（{type(error).__name__}，退出码 {ExitCode.BUG}）",
            hint="请把以上内容发给开发者",
            trace=traceback.format_exc(),
        ) from error


class OutputError(DisclosureError):
    """The output cannot be written, exists already, or does not say what the report says."""

    exit_code = ExitCode.OUTPUT


class DiskFullError(OutputError):
    """The disk, or a quota on it, is full: the next report would fare no better."""
