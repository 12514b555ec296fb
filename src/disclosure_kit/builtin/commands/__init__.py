"""The core's commands: each parses its words, asks ``app``, presents, and gives the exit code."""

from __future__ import annotations

from ...contributions import Command
from .accept import accept
from .check import check
from .checks import checks
from .compare import compare
from .convert import convert
from .demo import demo
from .doctor import doctor
from .listings import editions, formats, readers
from .new import new
from .plugin import plugin
from .plugins import plugins
from .render import render
from .schema import schema
from .template import template
from .verify import verify

COMMANDS = tuple(
    Command(command.name or "", command.get_short_help_str(60), command)
    for command in (
        accept,
        check,
        checks,
        compare,
        convert,
        demo,
        doctor,
        editions,
        formats,
        new,
        plugin,
        plugins,
        readers,
        render,
        schema,
        template,
        verify,
    )
)
