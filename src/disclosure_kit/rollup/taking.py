"""Reading the units one after another: of each only what is needed stays."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from attrs import define, field

from ..app import Loaded, Session, check, read
from ..errors import (
    DisclosureError,
    EditionError,
    ExitCode,
    FaultError,
    PluginError,
    SourceError,
    fault_at,
)
from ..files import printable, read_source
from ..model.finding import Finding, Severity
from ..model.labels import cell_label
from ..model.raw import Source
from ..model.report import Report, Text
from ..model.values import NOT_FILLED
from ..recognise import Wishes
from .changes import mark_of
from .flat import Flattener
from .inputs import Found
from .provenance import opened
from .roster import WORKBOOKS, is_roster
from .spool import Spool
from .unit import UNFINISHED, Unit, Unread


@define
class Taker:
    """Takes units in; their figures wait in ``spool``. ``skipped`` are results of earlier runs,
    ``passed_by`` documents of kinds that cannot be read, ``rosters`` lists of units among them."""

    session: Session
    wishes: Wishes
    spool: Spool = field(factory=Spool)
    flattener: Flattener = field(factory=Flattener)
    units: list[Unit] = field(factory=list)
    unread: list[Unread] = field(factory=list)
    skipped: list[str] = field(factory=list)
    passed_by: list[str] = field(factory=list)
    rosters: list[str] = field(factory=list)

    def take(self, found: Found) -> None:
        """Read and check one file; one that cannot be read is noted, and the run goes on."""
        file = printable(found.path)
        source = None
        try:
            with fault_at(file):
                source = read_source(found.path)
                loaded = read(self.session, source, self.wishes)
                if self._is_list(found, source, loaded):
                    self.rosters.append(file)
                    return
                errors = [f for f in self._findings(loaded) if f.severity is Severity.ERROR]
        except DisclosureError as error:
            known = isinstance(error, SourceError | EditionError)
            if known and source is not None and self._is_list(found, source):
                self.rosters.append(file)
                return
            self.unread.append(Unread(file, error.problems, error.exit_code))
            return
        first = errors[0].message if errors else ""
        self.add(loaded, file, len(errors), first, found.rollup)

    def add(
        self, loaded: Loaded, file: str, errors: int = 0, first_error: str = "", rollup: str = ""
    ) -> None:
        """Take a report in that is read and checked already."""
        report = loaded.report
        row, blanks = self.flattener.row(report, loaded.form)
        shape = self.flattener.shapes[row.shape]
        places = self.flattener.place(report.sources, shape, loaded.name)
        self.units.append(
            Unit(
                number=self.spool.put((row.shape, row.counts, row.amounts, row.text, places)),
                file=file,
                name=report.agency.name,
                code=report.agency.code or report.region,
                edition=report.edition,
                year=report.year,
                kind=report.agency.kind,
                signed=report.signature.date if report.signature else None,
                errors=errors,
                first_error=first_error,
                blanks=blanks,
                digest=mark_of(row.text),
                rollup=printable(rollup) if rollup else "",
                unfinished=_says_unfinished(report) or (bool(rollup) and _unfinished(rollup)),
                shape=row.shape,
                first_blank=_first_blank(loaded) if blanks else "",
            )
        )

    def _is_list(self, found: Found, source: Source, loaded: Loaded | None = None) -> bool:
        """Whether a workbook of a folder, in which no figure was found, is a list of units: its
        title may well name a body and a year."""
        if found.named or not source.name.lower().endswith(WORKBOOKS):
            return False
        if loaded is not None and _says_a_figure(loaded):
            return False
        return is_roster(source, self.session.registry)

    def _findings(self, loaded: Loaded) -> Iterable[Finding]:
        return check(self.session, loaded).findings


def _says_a_figure(loaded: Loaded) -> bool:
    report = loaded.report
    return any(report.value(address) is not NOT_FILLED for address, _ in loaded.form.cells.values())


def _first_blank(loaded: Loaded) -> str:
    """The label of the first cell that is not filled in."""
    addresses = (address for address, _ in loaded.form.cells.values())
    blank = (a for a in addresses if loaded.report.value(a) is NOT_FILLED)
    found = next(blank, None)
    return cell_label(loaded.form, found) if found else ""


def _says_unfinished(report: Report) -> bool:
    return any(isinstance(b, Text) and b.text.startswith(UNFINISHED) for b in report.preamble)


def _unfinished(rollup: str) -> bool:
    """Whether the provenance of a sum says that units are missing in it."""
    try:
        return opened(Path(rollup)).head.get("whole") is not True
    except SourceError:  # nobody knows
        return True


def worst(unread: Iterable[Unread]) -> ExitCode:
    """The exit code of the files that could not be read."""
    return max((one.exit_code for one in unread), default=ExitCode.DONE)


def refusal(unread: Collection[Unread]) -> DisclosureError:
    """Why nothing can be added up, as one file that cannot be read is refused by itself."""
    problems = [problem for one in unread for problem in one.problems]
    told = problems or "没有一份可以汇总的年报"
    match worst(unread):
        case ExitCode.EDITION:
            return EditionError(told)
        case ExitCode.PLUGIN:
            return PluginError("", told)
        case ExitCode.BUG:
            return FaultError(told)
        case _:
            return SourceError(told)
