"""The child process in which pictures of plugins are drawn; ``pictures.studio`` is the other side.

It is given the kit to build, then what to draw, one picture at a time.
"""

from __future__ import annotations

import pickle

from .apart.line import Line
from .host import kit_here
from .pictures.studio import drawn_by
from .plugin import key_of


def main() -> None:
    """Serve until the parent closes the line."""
    line = Line.own()
    hello = line.request()
    if hello is None:
        return
    spec, today = pickle.loads(hello)
    pictures = {key_of(one)[1]: one for one in kit_here(spec, today).registry.pictures}
    line.answer(b"ready")
    while (request := line.request()) is not None:
        name, subject, settings = pickle.loads(request)
        line.answer(pickle.dumps(drawn_by(pictures[name], subject, settings)))
