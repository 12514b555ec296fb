"""Moving what was made into its place, by one process alone, in the order of the sources."""

from __future__ import annotations

import filecmp
import os
from collections.abc import Container
from pathlib import Path
from typing import Protocol

from attrs import evolve, frozen

from ..errors import DisclosureError, DiskFullError, OutputError
from ..files import place
from ..present import error_lines
from .pictures import folders, refuse_others
from .work import Made, Part, remove


class Claims(Protocol):
    """Which source of this run every output is of (a dict will do)."""

    def get(self, target: str, /) -> str | None: ...

    def __setitem__(self, target: str, source: str, /) -> None: ...


@frozen
class Settled:
    """A report that the run is done with: its files, in their places, and of these those that
    held the same content already."""

    made: Made
    outputs: tuple[str, ...] = ()
    unchanged: frozenset[str] = frozenset()


@frozen
class Delivery:
    """The outputs of one run: none overwritten unasked, no two of one name, no input touched."""

    force: bool
    inputs: Container[Path]
    claims: Claims

    def settle(self, made: Made) -> Settled:
        """The files of a report moved to their places, all or none; what keeps them from it is
        told of the report."""
        if not made.parts:
            return Settled(made)
        try:
            parts = self._admitted(made)
            self._move([part for part in parts if part.path is not None])
        except DisclosureError as error:
            return Settled(
                evolve(
                    made,
                    code=max(made.code, error.exit_code),
                    lines=(*made.lines, *error_lines(error)),
                    parts=(),
                    closing=(),
                    problem=error.problems[0],
                    disk_full=isinstance(error, DiskFullError),
                )
            )
        finally:
            remove(made.parts)
        for part in parts:
            self.claims[os.path.abspath(part.target)] = made.task.name
        unchanged = frozenset(part.target for part in parts if part.path is None)
        return Settled(made, tuple(part.target for part in parts), unchanged)

    def _admitted(self, made: Made) -> list[Part]:
        """The parts, but for pictures that another report has brought already.

        Raises:
            OutputError: one must not be written.
        """
        parts = [part for part in made.parts if not (part.picture and _lies_there(part))]
        pictures = (Path(part.target) for part in parts if part.picture)
        refuse_others(pictures, force=self.force)
        for part in parts:
            if Path(part.target) in self.inputs:
                problem = f"{part.target}：这是来源文件（或模板）本身，不能覆盖"
                raise OutputError(problem, hint="请另取名字")
            if (other := self.claims.get(os.path.abspath(part.target))) is not None:
                raise OutputError(
                    f"{part.target}：{made.task.name} 与 {other} 的成品同名，没有写后一份",
                    hint="请用 -o 指明不同的位置",
                )
        for part in parts:
            self._refuse_standing(part)
        return parts

    def _refuse_standing(self, part: Part) -> None:
        if part.path is None or not os.path.lexists(part.target):
            return
        if os.path.isdir(part.target):
            raise OutputError(f"{part.target}：已有同名文件夹，不能写成文件")
        if not self.force:
            raise OutputError(
                f"{part.target}：文件已存在，没有覆盖",
                hint="确要覆盖，请加 --force；或另取名字",
            )

    def _move(self, parts: list[Part]) -> None:
        files = {Path(part.target): Path(part.path or "") for part in parts}
        pictures = [Path(part.target) for part in parts if part.picture]
        home = next((Path(part.target).parent for part in parts if not part.picture), Path())
        with folders(home, pictures):
            place(files, files if self.force else ())


def _lies_there(part: Part) -> bool:
    if part.path is None:
        return False
    try:
        return filecmp.cmp(part.path, part.target, shallow=False)
    except OSError:
        return False
