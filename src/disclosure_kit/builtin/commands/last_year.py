"""``--previous``: one file, or a folder in which each body's last report is found."""

from __future__ import annotations

import os
from collections.abc import Callable

import click
from attrs import frozen
from frozendict import frozendict

from ...app import Loaded, Session
from ...errors import DisclosureError
from ...files import expand
from ...previous import Shelf
from .common import F, load, tell, tell_error, wishes


@frozen
class LastYear:
    """The reports of last year at hand. ``folder``: chosen by body; else the one given."""

    loaded: frozendict[str, Loaded]
    shelf: Shelf
    folder: str | None = None

    @property
    def notices(self) -> tuple[str, ...]:
        """What reading the one report given normalised or lacked."""
        alone = self.loaded.values() if self.folder is None else ()
        return tuple(f"上年报告：{notice}" for loaded in alone for notice in loaded.notices)

    def of(self, loaded: Loaded) -> tuple[Loaded | None, tuple[str, ...]]:
        """Last year's report of the same body, and a notice where there is not just one."""
        if self.folder is None:
            return next(iter(self.loaded.values()), None), ()
        names = self.shelf.last_of(loaded.report)
        if len(names) == 1:
            return self.loaded[names[0]], (f"上年报告：{names[0]}",)
        body = f"“{loaded.report.agency.name}”{loaded.report.year - 1} 年度的报告"
        if not names:
            return None, (f"文件夹 {self.folder} 里没有{body}",)
        listed = "、".join(names)
        return None, (f"文件夹 {self.folder} 里有几份{body}，没有采用：{listed}",)


def previous_option(use: str) -> Callable[[F], F]:
    """``--previous``, and what it is for."""
    told = f"上一年的年报，{use}；写文件夹时，按机关从中查找"
    return click.option("--previous", metavar="FILE或DIR", help=told)


def last_year(session: Session, name: str | None, region: str | None, files: int = 1) -> LastYear:
    """What ``--previous`` names, for so many ``files``.

    Of a folder, a file that cannot be read costs only itself.

    Raises:
        UsageError: one file as the last report of several bodies.
        DisclosureError: the one file named cannot be read.
    """
    if name is not None and files > 1 and not os.path.isdir(name):
        raise click.UsageError("有多份年报时，--previous 应是一个文件夹")
    asked = wishes(None, region)
    loaded: dict[str, Loaded] = {}
    if name is None or not os.path.isdir(name):
        if name is not None:
            loaded[name] = load(session, name, asked)
        return LastYear(frozendict(loaded), Shelf.of(()))
    suffixes = frozenset(s for r in session.registry.readers.values() for s in r.suffixes)
    for file in expand((name,), suffixes):
        try:
            loaded[file] = load(session, file, asked)
        except DisclosureError as error:
            tell(f"  说明  上年报告 {file} 没有采用：")
            tell_error(error)
    shelf = Shelf.of((file, last.report) for file, last in loaded.items())
    return LastYear(frozendict(loaded), shelf, name)
