"""What one step of the proof of a plugin tries, and what came of it."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from .trial import Trial


@frozen
class Result:
    """What a step came to: ``wrong`` is empty where it passed; ``nothing`` says why there was
    nothing to try."""

    proven: str = ""
    wrong: tuple[str, ...] = ()
    nothing: str = ""


@frozen
class Stage:
    """A step by its title, and what it tries. ``rare``: few plugins have anything to try; of one
    that has not, nothing is said."""

    title: str
    run: Callable[[Trial], Result]
    rare: bool = False
