"""A document as Word saves it once a clerk has typed in it, made from one of ours.

Word adds a note of the editing session to every row, paragraph and run (ECMA-376 part 1, 17.3.1.29
and others: ``w:rsidR`` …), numbers paragraphs (``w14:paraId``), and parts a run where the typing
stopped. The numbers differ from file to file, and where the runs of prose are parted; those of
labels are as in the form that all got.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from typing import Final

_MAIN: Final = "word/document.xml"
_SPACE: Final = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
_RUN: Final = re.compile(
    r'<w:r>(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t(?: xml:space="preserve")?>([^<]*)</w:t></w:r>'
)
_LONG: Final = 40  # characters; what is longer was typed by the body itself


def word_saved(document: bytes, number: int) -> bytes:
    """``document`` as the ``number``-th body sends it, with figures and words as they were."""
    noted = _Notes(random.Random(number))
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == _MAIN:
                content = noted.text(content.decode()).encode()
            new.writestr(entry.filename, content)
    return made.getvalue()


class _Notes:
    """The notes of one file."""

    def __init__(self, chosen: random.Random) -> None:
        self._chosen = chosen
        self._sessions = [f"{chosen.randrange(1 << 24):08X}" for _ in range(12)]

    def text(self, xml: str) -> str:
        xml = xml.replace("<w:document ", f"<w:document {_SPACE}", 1)
        xml = _RUN.sub(self._run, xml)
        xml = re.sub("<w:p>", self._paragraph, xml)
        return re.sub("<w:tr>", self._row, xml)

    def _session(self) -> str:
        return self._chosen.choice(self._sessions)

    def _numbered(self) -> str:
        return f'w14:paraId="{self._chosen.randrange(1 << 31):08X}" w14:textId="77777777"'

    def _paragraph(self, _: re.Match[str]) -> str:
        return (
            f'<w:p {self._numbered()} w:rsidR="{self._session()}" '
            f'w:rsidRDefault="{self._session()}" w:rsidP="{self._session()}">'
        )

    def _row(self, _: re.Match[str]) -> str:
        return f'<w:tr w:rsidR="{self._session()}" {self._numbered()} w:rsidTr="{self._session()}">'

    def _run(self, run: re.Match[str]) -> str:
        look, words = run[1] or "", run[2]
        chosen = self._chosen if len(words) > _LONG else random.Random(len(words))
        at = chosen.randrange(len(words)) if len(words) > 5 and "&" not in words else 0
        pieces = (words[:at], words[at:]) if at else (words,)
        return "".join(
            f'<w:r w:rsidRPr="{self._session()}">{look}<w:t>{piece}</w:t></w:r>' for piece in pieces
        )
