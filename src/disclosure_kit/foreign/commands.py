"""A plugin's command: imported when it is asked for, and what goes wrong told by its name."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from pkgutil import resolve_name

import click

from ..contributions import Command
from ..errors import DisclosureError, ExitCode
from .calling import failed, said_by


def summary_of(found: Command) -> str:
    """What ``--help`` says of a command, which is not imported for it."""
    given = found.command
    return given.get_short_help_str(60) if isinstance(given, click.Command) else found.summary


def command_of(found: Command, owner: str) -> click.Command:
    """The command itself.

    Raises:
        PluginError: its module cannot be imported, or holds no command of that name.
    """
    given = found.command
    if isinstance(given, str):
        try:
            with redirect_stdout(sys.stderr):
                given = resolve_name(given)
        except (Exception, SystemExit) as error:
            raise failed(owner, found.name, f"没有载入：{said_by(error)}") from error
        if not isinstance(given, click.Command):
            raise failed(owner, found.name, f"不是 click.Command，是 {type(given).__name__}")
    assert isinstance(given, click.Command)  # looked at when the plugin was loaded
    return given


def guarded(command: click.Command, owner: str) -> click.Command:
    """``command``, a copy of the plugin's: what it raises, and an exit code that is none, are
    told by its owner's name."""
    invoke = command.invoke

    def guarded(ctx: click.Context) -> ExitCode:
        try:
            return ExitCode(invoke(ctx) or 0)
        except (DisclosureError, click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            raise
        except SystemExit as error:
            if not error.code:
                return ExitCode.DONE
            problem = f"中途退出（{error.code}），没有完成"
        except Exception as error:
            problem = f"出错，没有完成：{said_by(error)}"
        raise failed(owner, command.name or "", problem)

    command.invoke = guarded  # type: ignore[method-assign]  # of our copy
    return command
