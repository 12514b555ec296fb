"""Moving what was made into its place, by one process alone, in the order of the sources."""

from __future__ import annotations

import os
from collections.abc import Container
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from ..errors import DisclosureError, DiskFullError, OutputError
from ..placing import place
from ..present import error_lines
from .digests import digest_of
from .pictures import folders, refuse_others
from .sources import Claims, refuse_inputs
from .work import Made, Part, remove

if TYPE_CHECKING:  # it loads a database, which one report has no need of
    from .state import State


@frozen
class Settled:
    """A report that the run is done with: its files, in their places, and of these those that
    held the same content already."""

    made: Made
    outputs: tuple[str, ...] = ()
    unchanged: frozenset[str] = frozenset()


@frozen
class Delivery:
    """The outputs of one run: none overwritten unasked, no two of one name, no input touched.

    With a ``state``, what a run before has made, and nobody has touched, gives way to what is made
    now; so does what was only half written.
    """

    force: bool
    inputs: Container[Path]
    claims: Claims
    state: State | None = None

    def settle(self, made: Made) -> Settled:
        """The files of a report moved to their places, all or none; what keeps them from it is
        told of the report."""
        if not made.parts:
            return Settled(made)
        try:
            parts = self._admitted(made)
            moved = [part for part in parts if part.path is not None]
            self._move(moved, {Path(part.target) for part in moved if self._may_go(part, made)})
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
        made = self._noted(made, parts)
        unchanged = frozenset(part.target for part in parts if part.path is None)
        return Settled(made, tuple(part.target for part in parts), unchanged)

    def _admitted(self, made: Made) -> list[Part]:
        """The parts, but for pictures that another report has brought already.

        Raises:
            OutputError: one must not be written.
        """
        parts = [part for part in made.parts if not (part.picture and _lies_there(part))]
        pictures = (part for part in parts if part.picture and not self._may_go(part, made))
        refuse_others((Path(part.target) for part in pictures), force=self.force)
        refuse_inputs((Path(part.target) for part in parts), self.inputs)
        for part in parts:
            if (other := self._other_source(part, made)) is not None:
                raise OutputError(
                    f"{part.target}：{made.task.name} 与 {other} 的成品同名，没有写后一份",
                    hint="同一单位交了两份的，请移走一份；不然请分两次，用 -o 写到不同的文件夹",
                )
        for part in parts:
            if part.path is None or not os.path.lexists(part.target):
                continue
            if os.path.isdir(part.target):
                raise OutputError(f"{part.target}：已有同名文件夹，不能写成文件")
            if not self._may_go(part, made):
                raise OutputError(
                    f"{part.target}：文件已存在，没有覆盖",
                    hint="确要覆盖，请加 --force；或另取名字",
                )
        return parts

    def _other_source(self, part: Part, made: Made) -> str | None:
        """Of what else this run, or one before it, has made a file of this name."""
        other = self.claims.get(os.path.abspath(part.target))
        if other is None and self.state is not None and not part.picture:
            other = self.state.other_source(part.target, made.task.name)
        return other

    def _may_go(self, part: Part, made: Made) -> bool:
        """Whether what stands in the place of ``part`` may be lost."""
        if self.force or self.state is None:
            return self.force
        if self.state.other_source(part.target, made.task.name) is not None:
            return False  # a picture that two reports name
        return self.state.is_ours(part.target) or _is_half(part)

    def _noted(self, made: Made, parts: list[Part]) -> Made:
        """The report, recorded, and what is told of files that were made of it before."""
        if self.state is None:
            return made
        outputs = {part.target: part.digest for part in parts}
        outputs |= {path: digest_of(path) for path in made.pictures if path not in outputs}
        left = self.state.note(made.task.name, made.code, made.inputs, tuple(outputs.items()))
        told = (f"  说明  上次的成品 {target} 已不是这份年报的，没有删除" for target in left)
        return evolve(made, closing=(*made.closing, *told))

    def _move(self, parts: list[Part], may_go: Container[Path]) -> None:
        files = {Path(part.target): Path(part.path or "") for part in parts}
        pictures = [Path(part.target) for part in parts if part.picture]
        home = next((Path(part.target).parent for part in parts if not part.picture), Path())
        with folders(home, pictures):
            place(files, may_go)


def _lies_there(part: Part) -> bool:
    if part.path is None:
        return False
    try:
        import filecmp

        return filecmp.cmp(part.path, part.target, shallow=False)
    except OSError:
        return False


def _is_half(part: Part) -> bool:
    """Whether in its place stands only the beginning of ``part``: what a power failure leaves."""
    try:
        stands, whole = Path(part.target).read_bytes(), Path(part.path or "").read_bytes()
    except OSError:
        return False
    return len(stands) <= len(whole) and whole.startswith(stands.rstrip(b"\0"))
