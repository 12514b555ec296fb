"""What is said of a child process that does not answer."""

from __future__ import annotations

from enum import Enum, auto


class Silence(Enum):
    """Why there is no answer."""

    LATE = auto()
    GONE = auto()
