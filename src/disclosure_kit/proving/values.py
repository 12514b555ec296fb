"""What is told of a plugin: mistakes, and the steps of its proof."""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen


@frozen
class Mistake:
    """What is wrong in a plugin, in which of its files and on which line, and what to do."""

    file: str
    line: int | None
    message: str
    advice: str


class State(StrEnum):
    """How a step ended. ``skipped`` proves nothing, and is told with its reason."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


@frozen
class Begun:
    """A step begins: where the answer stays out, it is the one that hangs."""

    name: str
    title: str


@frozen
class Step:
    """A step of the proof that ended: ``details`` say what failed, or why it was skipped;
    ``proven`` what was tried, in a few words."""

    name: str
    title: str
    state: State
    seconds: float
    proven: str = ""
    details: tuple[str, ...] = ()
