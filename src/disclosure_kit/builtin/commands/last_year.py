"""``--previous``: one file, or a folder in which each body's last report is found."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import click

from ...app import Session
from ...batch.last_year import LastYear
from ...errors import DisclosureError
from ...files import expand
from ...model.report import Report
from ...previous import Shelf
from ...recognise import Wishes
from .common import F, load, tell, tell_error, wishes


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
    if name is None:
        return LastYear()
    if not os.path.isdir(name):
        return LastYear(name, load(session, name, asked))
    return LastYear(name, None, Shelf.of(_read(session, name, asked)), asked)


def _read(session: Session, folder: str, asked: Wishes) -> Iterator[tuple[str, Report]]:
    for file in expand((folder,), session.registry.suffixes):
        try:
            yield file, load(session, file, asked).report
        except DisclosureError as error:
            tell(f"  说明  上年报告 {file} 没有采用：")
            tell_error(error)
