"""The proof: the words of the Word file are the words of the report.

It reads the finished file with zipfile and lxml alone and knows nothing of how it was
made: neither docxtpl nor the template. Whatever the view prints must stand there once, in
order and unchanged, every picture with the very bytes of the report's, and no table of the
form a second time; what cannot be read in such a paragraph or cell (a formula, an automatic
number, a style that hides) is a difference. What stands there beside is named as ``added``:
whether a template brought it is not decided here.

Not proven: what lies above words, and looks that hide nothing (docs/reference/verify.md).
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping

from attrs import evolve
from frozendict import frozendict
from lxml import etree

from ..media.digest import digests
from ..model.picture import DrawnPicture
from ..model.proof import Mismatch, Proof
from ..printed.expected import expected
from ..view import View
from .beside import beside
from .comparison import compare
from .document import read
from .file import WordFile
from .pictures import retold_pictures


def prove(
    document: bytes,
    view: View,
    media: Mapping[str, bytes] = frozendict(),
    drawn: Mapping[str, DrawnPicture] = frozendict(),
) -> Proof:
    """Compares every paragraph, cell and picture that ``view`` prints with ``document``; ``media``
    are the report's pictures by their paths, ``drawn`` those of plugins by their keys: where one
    stands, its alternative text must tell its figures."""
    try:
        file = WordFile.of(document)
        shown = read(file)
        more = tuple(beside(file, traced=shown.traced))
        retold = tuple(retold_pictures(file, drawn))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, ValueError) as error:
        return Proof(0, (Mismatch("文档", problem=f"不是能读的 Word 文档（{error}）"),))
    proof = compare(tuple(expected(view, digests(media))), shown.found, view)
    return Proof(proof.compared, (*proof.differences, *retold), (*proof.added, *more))


def prove_page(page: bytes, view: View, media: Mapping[str, bytes] = frozendict()) -> Proof:
    """The same for a web page; white space counts as a browser shows it."""
    from .page import beside_words, parsed, read_page, squeezed  # a Word file needs none of it

    try:
        root = parsed(page)
    except (etree.ParserError, ValueError) as error:
        return Proof(0, (Mismatch("网页", problem=f"不是能读的网页（{error}）"),))
    wanted = tuple(expected(view, digests(media)))
    proof = compare(wanted, tuple(read_page(root)), view, squeezed)
    return evolve(proof, added=(*proof.added, *beside_words(root)))


def differences(document: bytes, view: View) -> list[str]:
    """A sentence for each difference; none where the document says what the report says."""
    return [str(difference) for difference in prove(document, view).differences]


__all__ = ["differences", "prove", "prove_page"]
