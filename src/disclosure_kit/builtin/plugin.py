"""The hooks, answered by the core."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from ..contributions import (
    Check,
    Command,
    Format,
    Reader,
    SectionParts,
    Setting,
    TemplatePack,
)
from ..hookspecs import hookimpl
from ..model.edition import Edition
from .checks import CHECKS
from .commands import COMMANDS
from .editions import editions, parts_of, wordings
from .formats import FORMATS
from .readers import READERS
from .settings import SETTINGS
from .templates import TEMPLATES


@frozen(eq=False)  # pluggy tells plugins apart by identity
class Builtin:
    """Everything the kit can do without a region's plugin."""

    @hookimpl
    def disclosure_editions(self) -> Iterable[Edition]:
        return (file.edition for file in editions())

    @hookimpl
    def disclosure_sections(self) -> Iterable[SectionParts]:
        return (*(parts_of(file) for file in editions()), *wordings())

    @hookimpl
    def disclosure_checks(self) -> Iterable[Check]:
        return CHECKS

    @hookimpl
    def disclosure_readers(self) -> Iterable[Reader]:
        return READERS

    @hookimpl
    def disclosure_formats(self) -> Iterable[Format]:
        return FORMATS

    @hookimpl
    def disclosure_templates(self) -> Iterable[TemplatePack]:
        return TEMPLATES

    @hookimpl
    def disclosure_settings(self) -> Iterable[Setting]:
        return SETTINGS

    @hookimpl
    def disclosure_commands(self) -> Iterable[Command]:
        return (Command(name, *known) for name, known in COMMANDS.items())


PLUGIN = Builtin()
