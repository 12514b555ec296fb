"""The whole of a roll-up: files in, the bodies' reports and what tells of them out."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from ..app import Loaded, Session, check, data_format, form_for, publish, write
from ..checking.run import Assessment
from ..contributions import Artifact, Format
from ..errors import ExitCode, OutputError, UsageError
from ..files import printable, read_source
from ..lock import alone_in
from ..model.report import Agency
from ..placing import deliver_all, refused_in_words
from ..recognise import Wishes, check_region
from . import earlier
from .above import SUM, Doubt
from .annex import annex
from .body import Body, bodies
from .book import workbook
from .inputs import ANNEX, LEVELS, PROVENANCE, UNITS, URGENT, Found, find, provenance_of
from .levels import by_code, common_code, division
from .lists import Lists, lists_of
from .notes import notes_of
from .report import report_of
from .result import RollUp, RollUpOptions
from .roster import Roster, read_roster
from .sorting import Sorted, find_late, form_of, sort_out
from .sum_of_others import sum_of_others
from .taking import Taker, refusal, worst
from .unit import one_line
from .units_sheet import few, write_units
from .writing import Made, Writing

Watch = Callable[[Iterable[Found]], AbstractContextManager[Iterable[Found]]]


def roll_up(
    session: Session,
    files: Iterable[str],
    out: str | Path,
    options: RollUpOptions = RollUpOptions(),  # noqa: B008  # frozen
    watch: Watch = nullcontext,
) -> RollUp:
    """Add up the reports in ``files`` (and in folders among them), and write ``out`` with what
    belongs to it. One unit is read at a time; all files are written, or none.

    Raises:
        UsageError: no unit, no name for the body, or it is not decided which year.
        SourceError: the roster or a folder cannot be read.
        OutputError: a file exists and ``force`` is not given, or cannot be written.
    """
    if options.by_code and options.roster:
        raise UsageError("--by-code 与 --roster 不能同时用", hint="有名单时按名单的上级分级")
    # Sources and outputs tell their own: what is refused else are the files in which figures wait.
    with refused_in_words(Path(tempfile.gettempdir())):
        return _Run(session, Path(out), options).run(files, watch)


@frozen
class _Run:
    session: Session
    out: Path
    options: RollUpOptions

    def run(self, files: Iterable[str], watch: Watch) -> RollUp:
        chosen = data_format(self.session, self.out.suffix, str(self.out))
        self._refuse_early()
        roster = None
        if self.options.roster:
            roster = read_roster(read_source(self.options.roster), self.session.registry)
        self._name(roster)
        # Year and edition are no wishes here: reports of others are told, not read as these.
        taker = Taker(self.session, Wishes())
        suffixes = frozenset(
            s for reader in self.session.registry.readers.values() for s in reader.suffixes
        )
        with ExitStack() as undo:
            undo.enter_context(alone_in((self.out,)))  # what stands there is to be replaced
            undo.callback(taker.spool.close)
            given = undo.enter_context(watch(self._wanted(files, suffixes, roster, taker)))
            for one in given:
                taker.take(one)
            folder = Path(undo.enter_context(tempfile.TemporaryDirectory(prefix="rollup")))
            return self._added(taker, roster, chosen, folder)

    def _refuse_early(self) -> None:
        """Nobody waits for 100,000 files to hear that the output exists."""
        if os.path.lexists(self.out) and not self.options.force:
            raise OutputError(
                f"{self.out}：文件已存在，没有覆盖",
                hint="确要重新汇总，请加 --force（会说明哪些合计变了、因为哪个单位）；或另取名字",
            )
        if not self.out.parent.is_dir():
            raise OutputError(f"{self.out}：没有文件夹 {self.out.parent}")

    def _wanted(
        self, files: Iterable[str], suffixes: frozenset[str], roster: Roster | None, taker: Taker
    ) -> Iterator[Found]:
        """The files that may be units: not this run's own output, and no roll-up that lies among
        its units unless it is named, or its body stands on the list."""
        roster_file = _status(self.options.roster) if self.options.roster else None
        target = _status(self.out)
        out = os.path.abspath(self.out)
        names = tuple(files)
        seen: set[str] = set()
        for found in find(names, suffixes):
            here = _status(found.path) if target or roster_file else None
            if _same(roster_file, here) or (len(names) > 1 and _again(found, seen)):
                continue
            if not found.readable:
                taker.passed_by.append(printable(found.path))
            elif _same(target, here):
                if found.named:
                    raise OutputError(f"{found.path}：这是成品本身，不能同时是要汇总的单位")
                taker.skipped.append(printable(found.path))
            elif found.rollup and not found.named and not earlier.listed(found, roster):
                taker.skipped.append(printable(found.path))
            elif not found.rollup and _called(found.path, out):
                raise OutputError(
                    f"{self.out}：与单位的文件 {printable(found.path)} 同名，只有后缀不同；"
                    "下次汇总会把它当作这次的成品",
                    hint="请给成品另取名字",
                )
            else:
                yield found

    def _added(self, taker: Taker, roster: Roster | None, chosen: Format, folder: Path) -> RollUp:
        options = self.options
        if not taker.units:
            raise refusal(taker.unread)
        edition, year = form_of(taker.units, options.edition, options.year)
        found = sort_out(
            taker.units,
            (edition, year),
            roster,
            with_errors=options.with_errors,
            own=self._name(roster),
        )
        find_late(found, self.session.registry.editions[edition], year, options.last_day)
        agency = self._agency(roster, found)
        tree = by_code(found, agency.code or "") if options.by_code and roster is None else roster
        made_of = bodies(
            found,
            tree,
            agency.name,
            agency.code or "",
            unread=len(taker.unread),
            listed=roster is not None,
        )
        lists = lists_of(found, taker, made_of[-1])
        writing = Writing(taker, frozenset(u.number for u in found.late), options.partial)
        notices: list[str] = []
        files: dict[Path, bytes | Path] = {}
        checked: list[Assessment] = []
        for body in made_of:
            top = body is made_of[-1]
            target = self._target(body, top=top)
            region = agency.code if top else division(body.code)
            form = form_for(self.session, Wishes(edition, region), year)
            made = writing.write(
                body,
                form,
                printable(target.name if top else f"{self.out.stem}{LEVELS}/{target.name}"),
                folder / f"{len(files)}.json",
                partial(self._told, taker, lists, top=top),
                earlier.before(target, notices),
            )
            notes = list(notes_of(made, found.doubts, partial=options.partial))
            checked.append(self._files(made, target, chosen, notes, files))
        notices += earlier.stale(self.out, files)
        files |= self._beside(writing.made[made_of[-1]], lists)
        with ExitStack() as undo:
            for path in {path.parent for path in files} - {self.out.parent}:
                if not path.exists():
                    with refused_in_words(path):
                        path.mkdir()
                    undo.callback(_remove_empty, path)
            deliver_all(files, force=options.force)
            undo.pop_all()
        result = RollUp(
            tuple(writing.made[body] for body in made_of),
            lists,
            tuple(checked),
            tuple(files),
            ExitCode.DONE,
            tuple(notices),
        )
        return evolve(result, exit_code=self._code(result, taker))

    def _told(self, taker: Taker, lists: Lists, made: Made, *, top: bool) -> Mapping[str, Any]:
        """What the provenance of a body tells besides; the topmost tells of the run."""
        unit = sum_of_others(made, taker.flattener)
        if unit is not None and not any(one.unit is unit for one in lists.found.doubts):
            lists.found.doubts.append(Doubt(unit, SUM))
        return lists.tree() if top else {}

    def _agency(self, roster: Roster | None, found: Sorted) -> Agency:
        top = roster.top if roster is not None else None
        code = self.options.region or (division(top.code) if top else None)
        return Agency(self._name(roster), None, code or common_code(found.counted))

    def _name(self, roster: Roster | None) -> str:
        top = roster.top if roster is not None else None
        name = one_line(self.options.agency) or (top.name if top else "")
        if not name:
            raise UsageError("没有写明汇总的机关", hint="请用 --agency 写明机关全称")
        if self.options.region is not None:
            check_region(self.options.region)
        return name

    def _target(self, body: Body, *, top: bool) -> Path:
        if top:
            return self.out
        return self.out.parent / f"{self.out.stem}{LEVELS}" / f"{body.code}{self.out.suffix}"

    def _files(
        self,
        made: Made,
        target: Path,
        chosen: Format,
        notes: list[str],
        files: dict[Path, bytes | Path],
    ) -> Assessment:
        """Add the files of one body, proven; what the checks find in its totals."""
        agency = Agency(made.body.name, None, made.form.region)
        report = report_of(made.form, agency, made.totals, notes)
        loaded = Loaded(target.name, report, made.form, ())
        assessment = check(self.session, loaded)
        publication = publish(self.session, loaded, Assessment(), chosen)
        if chosen.name == "xlsx":
            units = target.with_name(target.stem + UNITS)
            book = partial(workbook, made, report, units.name)
            chosen = evolve(chosen, write=lambda _: [Artifact(".xlsx", book())])
            if not few(made):
                files[units] = made.path.with_suffix(".xlsx")
                write_units(made.path.with_suffix(".xlsx"), made)
        [artifact] = write(self.session, chosen, publication)
        files[target] = artifact.content
        files[target.with_suffix("").with_name(target.stem + PROVENANCE)] = made.path
        return assessment

    def _beside(self, made: Made, lists: Lists) -> dict[Path, bytes | Path]:
        title = f"{made.body.name}{made.form.year}年政府信息公开工作年度报告汇总：催报、更正清单"
        urgent = lists.urgent(title).encode()
        return {
            self.out.with_name(self.out.stem + ANNEX): annex(self.session, made, lists),
            self.out.with_name(self.out.stem + URGENT): urgent,
        }

    def _code(self, result: RollUp, taker: Taker) -> ExitCode:
        sound = result.whole and all(one.ok for one in result.checked)
        return max(worst(taker.unread), ExitCode.DONE if sound else ExitCode.FINDINGS)


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


def _again(found: Found, seen: set[str]) -> bool:
    """Whether a file came before: in a folder none does twice."""
    path = os.path.abspath(found.path)
    came = path in seen
    seen.add(path)
    return came


def _called(path: str, out: str) -> bool:
    """Whether a file is called as ``out`` but for its suffix."""
    stem = os.path.splitext(os.path.basename(out))[0]
    return stem in path and provenance_of(os.path.abspath(path)) == provenance_of(out)


def _status(path: str | Path) -> os.stat_result | None:
    try:
        return os.stat(path)
    except (OSError, ValueError):
        return None


def _same(target: os.stat_result | None, file: os.stat_result | None) -> bool:
    return target is not None and file is not None and os.path.samestat(target, file)
