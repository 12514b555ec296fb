"""The child process in which a stranger's template is filled; ``strangers`` is the other side."""

from __future__ import annotations

import json
import os
import pickle
import traceback

from ..apart.bounds import bind, bind_time
from ..apart.line import Line
from ..cache import VARIABLE
from ..errors import EditionError, TemplateError
from .strangers import BROKEN, DOCUMENT, REFUSED
from .word import render_document


def main() -> None:
    """Serve until the parent closes the line."""
    line = Line.own()
    os.environ[VARIABLE] = ""  # a stranger's template leaves nothing on disk
    bind()
    line.answer(b"ready")
    while (request := line.request()) is not None:
        line.answer(_answer(request))


def _answer(request: bytes) -> bytes:
    template, view, media, drawn, carried, seconds = pickle.loads(request)
    bind_time(seconds)
    try:
        return DOCUMENT + render_document(template, view, media, drawn, carried)
    except (TemplateError, EditionError) as error:
        told = {"kind": type(error).__name__, "problems": error.problems, "hint": error.hint}
        return REFUSED + json.dumps(told).encode()
    except MemoryError:
        raise  # this process is of no more use; the parent says so
    except Exception:
        return BROKEN + json.dumps({"trace": traceback.format_exc()}).encode()
