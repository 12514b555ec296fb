"""The command ``disclosure-kit``: global options, commands from the hooks, one exit status."""

from __future__ import annotations

import atexit
import copy
import gc
import io
import os
import re
import sys
import threading
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pkgutil import resolve_name
from types import FrameType
from typing import Any, NoReturn

import click

from .builtin.commands import COMMANDS
from .errors import DisclosureError, ExitCode
from .installed import own_plugins
from .version import __version__

_HEADINGS = {"Options": "选项", "Commands": "命令", "Arguments": "参数"}
_HELP = "显示这份说明"
_OPTIONS = "[选项]"
_NEW_OBJECTS = 30_000  # half as many again as one report makes


class ChineseFormatter(click.HelpFormatter):
    """Help whose headings a clerk can read."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_HEADINGS.get(heading, heading))


class ChineseContext(click.Context):
    """A context whose help has Chinese headings."""

    formatter_class = ChineseFormatter


class KitGroup(click.Group):
    """A group whose commands are contributions. The core's are known by name; the kit is loaded
    when one is run, or where a plugin may have commands."""

    context_class = ChineseContext

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*COMMANDS, *_of_plugins(ctx)})

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        core = {name: summary for name, (summary, _) in COMMANDS.items()}
        with formatter.section("Commands"):
            formatter.write_dl(sorted({**_of_plugins(ctx), **core}.items()))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in COMMANDS:
            from .known_code import know  # no part of the list of commands

            ctx.call_on_close(know(cmd_name))
            _, where = COMMANDS[cmd_name]
            return _with_kit(_chinese(resolve_name(where)))
        registry = _session(ctx).registry
        found = registry.commands.get(cmd_name)
        if found is None:
            return None
        from .foreign.commands import command_of, guarded

        owner = registry.owners["Command", cmd_name]
        return guarded(_chinese(command_of(found, owner)), owner)


def _of_plugins(ctx: click.Context) -> dict[str, str]:
    """What each command of a plugin does, by its name. The kit is loaded only where there may be
    any."""
    words = ctx.params
    if not words.get("plugins") and (words.get("no_plugins") or own_plugins() is not None):
        return {}
    from .foreign.commands import summary_of

    commands = _session(ctx).registry.commands
    return {name: summary_of(one) for name, one in commands.items() if name not in COMMANDS}


def _chinese(given: click.Command) -> click.Command:
    """A command, and those below it, whose help a clerk can read."""
    command: click.Command = copy.copy(given)  # a contribution is not ours to change
    command.context_class = ChineseContext
    command.options_metavar = _OPTIONS
    command.params = list(command.params)
    if isinstance(command, click.Group):
        command.commands = {name: _chinese(one) for name, one in command.commands.items()}
    return click.help_option("--help", help=_HELP)(command)


def _with_kit(command: click.Command) -> click.Command:
    """A copy's invocation, which has the session as ``ctx.obj``; its help needs none."""
    if isinstance(command, click.Group):
        command.commands = {name: _with_kit(one) for name, one in command.commands.items()}
        return command
    invoke = command.invoke

    def invoked(ctx: click.Context) -> Any:
        ctx.obj = _session(ctx.find_root())
        return invoke(ctx)

    command.invoke = invoked  # type: ignore[method-assign]  # of our copy
    return command


def _session(ctx: click.Context) -> Any:
    if ctx.obj is None:
        from .host import KitSpec, load_kit  # imports all that a kit needs

        words = ctx.params
        ctx.obj = load_kit(
            KitSpec(
                plugins=tuple(words.get("plugins") or ()),
                installed=not words.get("no_plugins"),
                options=tuple(words.get("options") or ()),
                settings_file=words.get("settings_file"),
            )
        )
        _look_for_cycles()
    return ctx.obj


def _look_for_cycles() -> None:
    """From now on, and not in what was made until now: all that stays to the end, and looking
    through it again and again took a tenth of one ``render``."""
    if not gc.isenabled():
        gc.freeze()
        gc.set_threshold(_NEW_OBJECTS)
        gc.enable()


@click.group(
    cls=KitGroup,
    no_args_is_help=True,
    options_metavar=_OPTIONS,
    subcommand_metavar="命令 …",
    context_settings={"max_content_width": 100},
)
@click.help_option("--help", help=_HELP)
@click.version_option(__version__, "--version", message="%(version)s", help="显示版本号")
@click.option(
    "--plugin", "plugins", multiple=True, is_eager=True, metavar="PATH", help="本次载入这个插件"
)
@click.option("--no-plugins", is_flag=True, is_eager=True, help="不载入任何插件，只用全国格式")
@click.option("--set", "options", multiple=True, is_eager=True, metavar="键=值", help="本次的设置")
@click.option(
    "--settings",
    "settings_file",
    envvar="DISCLOSURE_KIT_SETTINGS",
    is_eager=True,
    metavar="FILE",
    help="设置文件（TOML）",
)
def cli(**_: Any) -> None:
    """政府信息公开工作年度报告：读取、核对、生成正式 Word 文档。"""


def run(words: Sequence[str] | None = None) -> ExitCode:
    """The command with these words; gives the exit status, prints everything else."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    words = sys.argv[1:] if words is None else list(words)
    try:
        _refuse_empty(words)
        status = cli.main(words, prog_name="disclosure-kit", standalone_mode=False)
    except DisclosureError as error:
        from .present import error_lines

        _tell(*error_lines(error))
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return ExitCode.USAGE
    except click.UsageError as error:
        _tell(f"× {_worded(error)}")
        return ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt):
        _tell("× 已中断")
        return ExitCode.INTERRUPTED
    except (BrokenPipeError, SystemExit):  # click leaves so when nobody reads on
        sys.stderr.close()
        return ExitCode.OUTPUT
    except Exception:
        traceback.print_exc()
        _tell("× 程序自身出错（退出码 70）。请把以上内容发给开发者")
        return ExitCode.BUG
    return ExitCode(status or 0)


def _refuse_empty(words: Sequence[str]) -> None:
    """A script's variable without a value is no name: taken as one, it would stand for the folder
    that the user is in, or for nothing at all."""
    for before, word in zip(("", *words), words, strict=False):
        if not word or re.fullmatch(r"--[a-z-]+=", word):
            option = word[:-1] or before
            what = f"选项 {option} 后面" if option.startswith("-") else "有一个参数"
            raise click.UsageError(f"{what}是空的；写在脚本里的，多半是变量没有值")


def _tell(*lines: str) -> None:
    for line in lines:
        click.echo(line, err=True)


def _worded(error: click.UsageError) -> str:
    where = error.ctx.command_path if error.ctx else "disclosure-kit"
    return f"用法不对：{_what(error)}（请看 {where} --help）"


def _what(error: click.UsageError) -> str:
    message = error.format_message()
    quoted = re.search(r"'.*?'|\(.*\)", error.message)
    given = quoted[0].strip("()") if quoted else ""
    match error:
        case click.NoSuchOption():
            near = "、".join(error.possibilities or ())
            return f"没有选项 {error.option_name}" + (f"，是否为 {near}？" if near else "")
        case click.BadOptionUsage():
            return f"选项 {error.option_name} 后面缺少值，或多了值"
        case click.MissingParameter() if error.param is not None:
            return f"缺少 {_name(error)}"
        case click.BadParameter() if error.param is not None:
            if outside := re.fullmatch(r"(\S+) is not in the range (\S+)\.", error.message):
                given = f"{outside[1]} 不在 {outside[2]} 之内"
            return f"{_name(error)} 的值不对：{given or message}"
    if message.startswith("No such command"):
        return f"没有命令 {given}"
    if message.startswith("Got unexpected extra argument"):
        return f"多出了 {given}"
    return message


def _name(error: click.BadParameter) -> str:
    assert error.param is not None  # asked for by the caller
    if isinstance(error.param, click.Option):
        return error.param.opts[0]
    return error.param.make_metavar(error.ctx) if error.ctx else error.param.name or ""


def main() -> NoReturn:
    """The command with the words that the process was given, and the end of the process:
    ``SystemExit``, for a program that calls this."""
    gc.disable()  # until the kit is loaded
    status = run()
    with suppress(Exception):  # nobody reads on: as Python ends then
        _leave_at_once(status)
    gc.freeze()  # what is left goes with the process, and is not looked through once more
    sys.exit(status)


def _leave_at_once(status: ExitCode) -> None:
    """Ends the process without taking apart all that it holds, one by one, as Python does: the
    system takes it back at once. Not where anything waits for the end: a thread, what has itself
    called then (child processes, coverage), a debugger, somebody who goes on with ``-i``, a program
    that called us, code of plugins (which may have left a file open)."""
    watched = sys.gettrace() or sys.getprofile() or sys.flags.inspect or not _alone()
    if watched or threading.active_count() > 1 or atexit._ncallbacks():
        return
    if f"{__package__}.gathering" in sys.modules:  # by which plugins are loaded
        return
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _alone() -> bool:
    """Whether the process is the command and nothing else, started by its script or with ``-m``:
    no program of others, profiler or debugger that goes on when it has ended."""
    callers: list[str] = []
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        callers.append(frame.f_globals.get("__name__", ""))
        frame = frame.f_back
    return [one for one in callers if one != __name__] in (
        ["__main__"],
        ["__main__", "runpy", "runpy"],
    )
