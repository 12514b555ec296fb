"""The proof: the words of the Word file are the words of the report.

It reads the finished file with zipfile and lxml alone and knows nothing of how it was
made: neither docxtpl nor the template. Whatever the view prints must stand there once, in
order and unchanged, and no table of the form a second time; what cannot be read in such a
paragraph or cell (a formula, an automatic number, a style that hides) is a difference.

Not proven: what a template adds in paragraphs and tables of its own, in headers and
footers; and looks (white or struck-out text, row heights, pictures, marks of notes).
"""

from __future__ import annotations

import zipfile

from lxml import etree

from ..printed.expected import expected
from ..view import View
from .comparison import Proof, compare
from .document import read


def prove(document: bytes, view: View) -> Proof:
    """Compares the words of every paragraph and cell that ``view`` prints with ``document``."""
    try:
        found = tuple(read(document))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, ValueError) as error:
        return Proof(0, (f"不是能读的 Word 文档（{error}）",))
    return compare(tuple(expected(view)), found, view)


def differences(document: bytes, view: View) -> list[str]:
    """A sentence for each difference; none where the document says what the report says."""
    return list(prove(document, view).differences)


__all__ = ["Proof", "differences", "prove"]
