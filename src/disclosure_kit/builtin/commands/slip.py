"""What ``check --annotate`` does: the return slip of one workbook."""

from __future__ import annotations

from pathlib import Path

import click
from attrs import frozen

from ...app import Loaded
from ...checking.run import Assessment
from ...errors import SourceError, UsageError
from ...files import STANDARD_INPUT, read_source
from ...forms.cells import Spot
from ...forms.slip import Note, admit, annotate, cells_of, earlier_marks, placed
from ...intake.package import Package
from ...model.finding import Severity
from ...present import finding_lines, note_text, unread_text
from .common import Delivery, tell

SUFFIX = ".xlsx"


@frozen
class Slip:
    """A slip to be: the unit's workbook, let in, and where its copy goes."""

    name: str
    package: Package
    target: Path
    force: bool

    def deliver(self, loaded: Loaded, assessment: Assessment) -> None:
        """Write the copy with what was found, and tell what no cell holds.

        Raises:
            SourceError: a part of the workbook that must be changed is damaged.
            OutputError: it exists already or cannot be written, or it is the workbook itself.
        """
        found = placed(loaded.name, loaded.report, loaded.form, assessment.findings)
        notes = {
            spot: Note(findings[0].severity, note_text(findings))
            for spot, findings in found.cells.items()
        }
        self._write(notes)
        if found.nowhere:
            tell(f"  另有 {len(found.nowhere)} 条不在某一格，没有写入回执，请另行告知：")
            for finding in found.nowhere:
                for line in finding_lines(finding):
                    tell(f"  {line}")

    def deliver_unread(self, error: SourceError) -> None:
        """Write the copy of a workbook that cannot be read: the cells in which reading failed.

        Where no cell is at fault there is nothing to mark, and no copy.
        """
        name = self.package.name
        said: dict[Spot, list[str]] = {}
        for spot, problem in zip(cells_of(name, error.places), error.problems, strict=False):
            if spot is not None:
                said.setdefault(spot, []).append(unread_text(problem))
        if not said:
            tell("  没有读成，也没有可以指明的格，没有写回执")
            return
        self._write({spot: Note(Severity.ERROR, "\n\n".join(said[spot])) for spot in said})
        tell("  这些格改好以前，其余的没有核对")

    def _write(self, notes: dict[Spot, Note]) -> None:
        content = annotate(self.package, notes)
        Delivery(self.force, (self.name,), tell).put(self.target, content)
        tell(f"  回执：{len(notes)} 格着色并加了批注")
        if earlier := earlier_marks(self.package):
            tell(
                f"  说明  工作簿上已有以前回执的批注 {earlier} 条：改好的格，"
                "旧的颜色和批注不会自动消失，请清除，或让单位在原工作簿上改"
            )


def slip_for(files: tuple[str, ...], output: str, *, force: bool) -> Slip:
    """The slip of the one file asked about.

    Raises:
        UsageError: several files, standard input, or a file of which no slip can be made.
        SourceError: it cannot be read.
    """
    if len(files) > 1:
        raise click.UsageError("--annotate 只能与一个 FILE 同用")
    [name] = files
    if name == STANDARD_INPUT:
        raise click.UsageError("--annotate 要有一个 .xlsx 文件，不能用标准输入")
    target = Path(output)
    if target.suffix.lower() != SUFFIX:
        raise UsageError(f"--annotate {output}：回执是 Excel 工作簿，文件名应以 {SUFFIX} 结尾")
    return Slip(name, admit(read_source(name)), target, force)
