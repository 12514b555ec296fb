"""How fast the likely wrong cells are found, and how often they are the true ones.

Run: ``python benchmarks/localisation.py [SLIPS]`` from the top of the checkout; SLIPS of each kind
are planted in each of the published tables that the tests hold (default 40).
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

TESTS = Path(__file__).resolve().parents[1] / "tests"
sys.path.insert(0, str(TESTS))  # the slips and the tables are those of the tests

from forms_under_test import session  # noqa: E402
from slips import COMPLETE, HALF_EMPTY, SINGLE, TOGETHER, Sheet, Slip, published, several  # noqa: E402
from strategies import with_cells  # noqa: E402

from disclosure_kit.checking.instances import Instance, instances  # noqa: E402
from disclosure_kit.checking.wrong_cells import Suspicion, suspicions  # noqa: E402
from disclosure_kit.model.case import Case  # noqa: E402

NONE: Slip = lambda sheet, chance: {}  # noqa: E731, ARG005
PLANTED = {"0": NONE, "1": several(1), "2": several(2), "3": several(3), "8": several(8)}
# planted · seen by a sum · true cells listed · listed first · told as fewer cells instead ·
# determined: nothing else listed · and these the true ones
OUTCOMES = ("planted", "seen", "listed", "first", "fewer", "alone", "and true")
TABLES: tuple[tuple[str, ...], ...] = (COMPLETE[:-1], ("hebei-jyt-2018-stat",), HALF_EMPTY)


def main() -> None:
    """Print both tables."""
    each = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    print("ms of processor time for one report: laying out the sums and finding the cells\n")
    print(f"{'tables':<22}{'wrong cells':>12}{'reports':>9}{'median':>9}{'p99':>9}{'max':>9}")
    for stems in TABLES:
        edition = published(stems[0]).form.edition.id
        name = f"{edition}{', half empty' if stems is HALF_EMPTY else ''}"
        for number, slip in PLANTED.items():
            times = sorted(ms for _, _, ms in _planted(slip, stems, each))
            last = times[int(len(times) * 0.99)]
            middle = statistics.median(times)
            print(
                f"{name:<22}{number:>12}{len(times):>9}{middle:>9.2f}{last:>9.2f}{times[-1]:>9.2f}"
            )
    print(f"\n{'slips':<26}" + "".join(f"{outcome:>10}" for outcome in OUTCOMES))
    for stems in (COMPLETE, HALF_EMPTY):
        print(f"\n{'half empty' if stems is HALF_EMPTY else 'complete'} tables: {', '.join(stems)}")
        for kind, slip in (SINGLE | TOGETHER).items():
            counted = Counter(
                outcome
                for truth, found, _ in _planted(slip, stems, each)
                for outcome in ("planted", *_judged(truth, found))
            )
            print(f"{kind:<26}" + "".join(f"{counted[outcome]:>10}" for outcome in OUTCOMES))


Truth = set[tuple[str, int]]


def _planted(
    slip: Slip, stems: Iterable[str], each: int
) -> Iterator[tuple[Truth, list[Suspicion], float]]:
    chance = Random(20260120)
    for stem in stems:
        loaded = published(stem)
        sheet = Sheet.of(loaded.report, loaded.form)
        for _ in range(each):
            changes = slip(sheet, chance)
            if not changes and slip is not NONE:
                continue
            report = with_cells(loaded.report, changes)
            case = Case(report, loaded.form, None, session().settings, session().today)
            begin = time.process_time()
            found = list(suspicions(_laid_out(case), case))
            taken = (time.process_time() - begin) * 1000
            yield {(str(cell), sheet.figures[cell]) for cell in changes}, found, taken


def _laid_out(case: Case) -> list[Instance]:
    return [instance for instance in instances(case) if not instance.across_years]


def _judged(truth: Truth, found: list[Suspicion]) -> Iterator[str]:
    """The true cells are listed where each group of sums lists a part of them, and all are met."""
    if not found:
        return
    yield "seen"
    listed: Truth = set()
    first: Truth = set()
    fewest = 0
    for suspicion in found:
        repairs = [
            {(wrong.cell.address, int(wrong.proposed)) for wrong in repair.cells}
            for repair in suspicion.repairs
        ]
        fewest += min(map(len, repairs), default=0)
        listed |= next((cells for cells in repairs if cells <= truth), set())
        first |= repairs[0] if repairs and repairs[0] <= truth else set()
    if listed == truth:
        yield "listed"
    elif fewest < len(truth):
        yield "fewer"
    if first == truth:
        yield "first"
    if all(len(suspicion.repairs) == 1 for suspicion in found):
        yield "alone"
        if first == truth:
            yield "and true"


if __name__ == "__main__":
    main()
