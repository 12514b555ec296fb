"""What an earlier run of a roll-up left behind."""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Iterator
from pathlib import Path

from ..errors import SourceError
from .changes import Comparison
from .inputs import LEVELS, PROVENANCE, UNITS, Found
from .provenance import opened
from .roster import Roster


def before(target: Path, notices: list[str]) -> Comparison | None:
    """The run before at the same place; what is wrong with what it left there is noted."""
    path = target.with_name(target.stem + PROVENANCE)
    if not path.is_file():
        return None
    try:
        found = opened(path)
        for name in ("units", "totals"):
            deque(found.rows(name), 0)  # read once to the end: nothing stops the run later
        return Comparison(found)
    except SourceError as error:
        notices.append(f"{error.problems[0]}，不能与上次比较")
        return None


def stale(out: Path, files: Container[Path]) -> Iterator[str]:
    """What lies beside ``out`` and is not among the ``files`` that this run writes."""
    folder = out.parent / f"{out.stem}{LEVELS}"
    units = out.with_name(out.stem + UNITS), *sorted(folder.glob(f"*{UNITS}"))
    for path in units:
        if path.exists() and path not in files:
            yield f"{path}：是以前汇总的，这次没有写，没有改动，请勿再用"
    for path in sorted(folder.glob(f"*{PROVENANCE}")):
        if path not in files:
            name = path.name.removesuffix(PROVENANCE)
            yield f"{folder}/{name}：是以前汇总的，这次没有单位计入，没有改动，请勿再用"


def listed(found: Found, roster: Roster | None) -> bool:
    """Whether the body of an earlier roll-up stands on the list: then it is a unit of this one."""
    if roster is None:
        return False
    try:
        name = opened(Path(found.rollup)).head["agency"]["name"]
    except SourceError:
        return False
    return roster.named(name) is not None
