"""Where the command starts: what it is going to import is made ready first."""

from __future__ import annotations

import gc
import sys
from typing import NoReturn

from .builtin.commands import COMMANDS


def main() -> NoReturn:
    """Entry point."""
    gc.disable()  # until the kit is loaded
    at_end = []
    # What is asked for, as it seems: where that is wrong, less is known, and no more.
    if command := next((word for word in sys.argv[1:] if word in COMMANDS), None):
        from . import known_code  # help has little to compile, and does better without

        at_end.append(known_code.know(command))
    from .cli import main  # and with it all that it imports

    main(*at_end)
