"""The parts of a keyed file that a plugin adds, where the form has nothing of that plugin."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from attrs import frozen

from ..model.form import Form
from ..model.raw import KeyPath
from ..model.report import TableBlock
from ..strict import Problem
from .shape import ReportFile

_PREFIX: Final = re.compile(r"([a-z][a-z0-9_]*)\.", re.ASCII)
_NOT_INSTALLED: Final = "这里没有装它；请装上它，或在命令名之前加 --plugin 写明它在哪里"
STATUTORY_ONLY: Final = "只按全国格式处理，请加 --no-plugins"


@frozen
class Part:
    """A table or a stated figure of a plugin, and where it stands in the file."""

    plugin: str
    name: str
    path: KeyPath
    table: bool

    @property
    def kind(self) -> str:
        return "表" if self.table else "数据"

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


@frozen
class Absent:
    """The plugins that a form has nothing of: ``reasons`` gives why that is and what to do, by
    name, for a file that holds what they add; of one that is not named it is that it is not
    installed. ``declined``: the user wants none of them (``--no-plugins``). ``refuses``: such a
    file is refused; else that is left out and told."""

    reasons: Callable[[], Mapping[str, str]] = dict
    declined: bool = False
    refuses: bool = True

    def refusal(self, part: Part) -> Problem:
        """That ``part`` cannot be read, and what to do."""
        what = "是不认识的表" if part.table else "是不认识的数据"
        if part.path[0] == "sections":
            what = f"不能放{part}"
        return Problem(part.path, f"{what}：{self._why(part)}；{STATUTORY_ONLY}")

    def notices(self, parts: Iterable[Part]) -> Iterator[tuple[Part, str]]:
        """That ``parts`` are left out: for each plugin its first, and all in a sentence."""
        for own in by_plugin(parts):
            yield own[0], f"{named(own)} {self._why(own[0])}，没有读入"

    def _why(self, part: Part) -> str:
        why = self.reasons().get(part.plugin, _NOT_INSTALLED)
        if self.declined:
            why = "按 --no-plugins 没有用它"
        return f"像是插件 {part.plugin} 加的，{why}"


def by_plugin(parts: Iterable[Part]) -> Iterator[tuple[Part, ...]]:
    """``parts`` of one plugin each, in the order of their first."""
    found: dict[str, list[Part]] = {}
    for part in parts:
        found.setdefault(part.plugin, []).append(part)
    yield from map(tuple, found.values())


def named(parts: Iterable[Part]) -> str:
    """``表 x.a、x.b，数据 x.c``."""
    names: dict[str, list[str]] = {}
    for part in parts:
        names.setdefault(part.kind, []).append(part.name)
    return "，".join(f"{kind} {'、'.join(names[kind])}" for kind in sorted(names, reverse=True))


def parts_of_plugins(file: ReportFile, form: Form) -> tuple[Part, ...]:
    """Every part of ``file`` that only a plugin can know which ``form`` has nothing of; a table
    where its figures stand, else where a section puts it."""
    paths: dict[tuple[str, bool], KeyPath] = {}
    for name in file.tables:
        if name not in form.tables:
            paths[name, True] = ("tables", name)
    for name in file.figures:
        if name not in form.figures:
            paths[name, False] = ("figures", name)
    for section, part in file.sections.items():
        for number, block in enumerate(part.body):
            if isinstance(block, TableBlock) and block.table not in form.tables:
                path = ("sections", section, "body", number, "table")
                paths.setdefault((block.table, True), path)
    if not paths:
        return ()
    own = form.kept(_own)
    return tuple(
        Part(plugin, name, path, table)
        for (name, table), path in paths.items()
        if (plugin := _plugin_of(name, own)) is not None
    )


def _own(form: Form) -> frozenset[str]:
    """With what the names of the form begin."""
    known = (*form.tables, *form.figures, *(part.id for part in form.subsections))
    begin = {name.partition(".")[0] for name in known}
    return frozenset(begin | {section.id for section in form.sections})


def _plugin_of(name: str, own: Iterable[str]) -> str | None:
    """The plugin that ``name`` begins with, if the form has nothing of that beginning."""
    found = _PREFIX.match(name)
    return found[1] if found and found[1] not in own else None
