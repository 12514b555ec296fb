"""The proof: what a reader of the Word file sees is what the report says.

It reads the finished file with zipfile and lxml alone and knows nothing of how it was
made: neither docxtpl nor the template. A template may add text of its own; whatever the
view prints must stand there once, in order and unchanged.
"""

from __future__ import annotations

import zipfile

from lxml import etree

from ..view import View
from .comparison import Proof, compare
from .document import read
from .expected import expected


def prove(document: bytes, view: View) -> Proof:
    """Compares every visible paragraph and cell of ``document`` with ``view``."""
    try:
        found = tuple(read(document))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, ValueError) as error:
        return Proof(0, (f"不是能读的 Word 文档（{error}）",))
    return compare(tuple(expected(view)), found, view)


def differences(document: bytes, view: View) -> list[str]:
    """A sentence for each difference; none where the document says what the report says."""
    return list(prove(document, view).differences)


__all__ = ["Proof", "differences", "prove"]
