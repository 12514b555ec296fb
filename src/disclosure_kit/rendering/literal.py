"""Text as it goes into the XML of a Word file, whatever it holds."""

from __future__ import annotations

from markupsafe import Markup, escape


def literal(text: str) -> Markup:
    """``text`` escaped, and literal for docxtpl too.

    docxtpl looks at the finished XML again (``{_{`` becomes ``{{``); a brace written as
    a character reference is no brace to it.
    """
    escaped = str(escape(text))
    return Markup(escaped.replace("{", "&#123;").replace("}", "&#125;"))
