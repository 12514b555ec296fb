"""The use cases over a session: read, check, publish, prove.

    source → raw → form → report      reading
                     → assessment     assessing
    → publication → artifacts → proof publishing

Nothing here touches the disk or knows of plugins, click or Word.
"""

from .assessing import acknowledged, check, exit_code
from .formats import data_format, format_named
from .publishing import produce, publish, render, view_of, write
from .reading import form_for, loaded_from, read
from .session import CALL_SECONDS, SECONDS, TEMPLATE_SECONDS, Again, Loaded, Session

__all__ = [
    "CALL_SECONDS",
    "SECONDS",
    "TEMPLATE_SECONDS",
    "Again",
    "Loaded",
    "Session",
    "acknowledged",
    "check",
    "data_format",
    "exit_code",
    "form_for",
    "format_named",
    "loaded_from",
    "produce",
    "publish",
    "read",
    "render",
    "view_of",
    "write",
]
