"""What the child's process itself may use, held by the operating system where it can.

Linux holds all of it; macOS no bound of memory; Windows none, there the deadline alone holds.
"""

from __future__ import annotations

import math
import sys
from typing import Final

# A POSIX module; what is not there cannot bound anything.
if sys.platform != "win32":
    import resource

MEMORY: Final = 1_000_000_000  # bytes of address space; a long report takes a fifth


def bind(memory: int = MEMORY) -> None:
    """From now on this process takes no more than ``memory``, writes no file, leaves no dump."""
    if sys.platform == "win32":
        return
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def bind_time(seconds: float) -> None:
    """The next work takes no more than about ``seconds`` of the processor, parent or none."""
    if sys.platform == "win32":
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = math.ceil(used.ru_utime + used.ru_stime + seconds) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (most, hard))
