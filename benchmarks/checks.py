"""How long the checks of a report take: all of them together, and which take longest.

Run: ``python -m benchmarks.checks`` from the top of the checkout. The reports are those of
``tests/corpus`` in all kinds of file; reading them is not counted. Times are processor time.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Iterator

from attrs import evolve

from disclosure_kit import Loaded, Session, Source, check, read
from disclosure_kit.checking.run import covering, outcomes_of
from disclosure_kit.errors import DisclosureError
from disclosure_kit.model.case import Case

from .reports import CORPUS, session

SIZES = (1, 10, 100)
TOP = 5
SUFFIXES = (".txt", ".md", ".html", ".docx", ".xlsx")


def main() -> None:
    """Print all tables."""
    kit = session()
    loaded = list(_readable(kit))
    first = _ms(kit, loaded[0], None)
    print(f"{len(loaded)} reports; the first in the process: {first:.1f} ms\n")
    for title, of_last_year in (("alone", False), ("with last year's report", True)):
        for one in loaded:  # warm
            _ms(kit, one, _last(one) if of_last_year else None)
        print(f"{title:<26}{'reports':>9}{'median':>9}{'max':>9}{'total':>9}")
        for size in SIZES:
            taken = [
                _ms(kit, one, _last(one) if of_last_year else None)
                for one in (loaded[n % len(loaded)] for n in range(size))
            ]
            middle = statistics.median(taken)
            print(f"{'':<26}{size:>9}{middle:>9.2f}{max(taken):>9.2f}{sum(taken):>9.0f}")
        print()
    _garbage(kit, loaded)
    _by_check(kit, loaded)


def _readable(kit: Session) -> Iterator[Loaded]:
    for file in sorted(CORPUS.iterdir()):
        if file.suffix in SUFFIXES:
            try:
                yield read(kit, Source(file.name, file.read_bytes()))
            except DisclosureError:
                continue


def _last(loaded: Loaded) -> Loaded:
    """The same as last year's report: everything was copied, the dearest case."""
    return evolve(loaded, report=evolve(loaded.report, year=loaded.report.year - 1))


def _fresh(loaded: Loaded) -> Loaded:
    """The same as if just read: nothing has been worked out of it yet."""
    return evolve(loaded, report=evolve(loaded.report))


def _ms(kit: Session, loaded: Loaded, last: Loaded | None) -> float:
    loaded = _fresh(loaded)
    begin = time.process_time()
    check(kit, loaded, last)
    return (time.process_time() - begin) * 1000


def _garbage(kit: Session, loaded: list[Loaded]) -> None:
    """The longest of all reports with the garbage collector and without."""
    with_it = max(_ms(kit, one, None) for one in loaded)
    gc.disable()
    without = max(_ms(kit, one, None) for one in loaded)
    gc.enable()
    print(f"longest report: {with_it:.2f} ms, without the garbage collector {without:.2f} ms\n")


def _by_check(kit: Session, loaded: list[Loaded]) -> None:
    taken: dict[str, list[float]] = {}
    for one in map(_fresh, loaded):
        last = _last(one).report
        case = Case(one.report, one.form, last, kit.settings, kit.today, one.form, one.differences)
        for code, each in covering(case, kit.registry.checks).items():
            begin = time.process_time()
            outcomes_of(each, case)
            taken.setdefault(code, []).append((time.process_time() - begin) * 1000)
    print(f"{'check':<34}{'median':>9}{'max':>9}")
    dearest = sorted(taken, key=lambda code: -statistics.median(taken[code]))
    for code in dearest[:TOP]:
        print(f"{code:<34}{statistics.median(taken[code]):>9.2f}{max(taken[code]):>9.2f}")


if __name__ == "__main__":
    main()
