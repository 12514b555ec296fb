"""PDF: the proven Word document, turned by LibreOffice into PDF/A-2.

The file is read again: no letter of the report may be lost on the way (for want of a font, below
the edge of a page). Where its letters stand is LibreOffice's layout and is not proven.
"""

from __future__ import annotations

import io
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from disclosure_kit import hookimpl, office
from disclosure_kit.contributions import Artifact, Format, Setting
from disclosure_kit.errors import OutputError
from disclosure_kit.model.clean import clean
from disclosure_kit.model.proof import Mismatch, Proof
from disclosure_kit.printed.expected import expected
from disclosure_kit.view import Publication, View, cell_text

SECONDS: Final = "pdf.seconds"
_SHOWN: Final = 20
# What leaves no letter on paper: blanks, and signs that only steer others.
_UNSEEN: Final = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Mn"})


def write_pdf(publication: Publication) -> Iterable[Artifact]:
    """The document as PDF.

    Raises:
        OutputError: no LibreOffice here, or it failed, or was not done in time.
    """
    assert publication.original is not None  # ``derives_from``
    named = publication.settings[office.SETTING]
    program = office.find(named)
    if program is None:
        where = f"设置 {office.SETTING} 所写的 {named}" if named else "LibreOffice（soffice）"
        raise OutputError(
            f"没有找到{where}，不能生成 PDF",
            hint=f"请安装 LibreOffice，或用 --set {office.SETTING}=路径 写明它在哪里；"
            "disclosure-kit doctor 会告诉您找到了什么",
        )
    seconds = float(publication.settings[SECONDS])
    made = office.convert(program, publication.original, ".docx", "pdf", seconds)
    if not made.startswith(b"%PDF-"):
        raise OutputError("LibreOffice 写出的不是 PDF")
    return [Artifact(".pdf", made)]


def prove(artifact: Artifact, publication: Publication) -> Proof:
    """Whether every letter of the report is in the file, as often as the report says it."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        pages = PdfReader(io.BytesIO(artifact.content)).pages
        shown = Counter(_letters("".join(page.extract_text() for page in pages)))
    except PyPdfError as error:
        return Proof(0, (Mismatch("PDF", problem=f"写成的文件读不出来（{error}）"),))
    texts = list(_texts(publication.view))
    lost = Counter(letter for text in texts for letter in _letters(text)) - shown
    if not lost:
        return Proof(len(texts))
    some = "、".join(f"{letter}（{count} 处）" for letter, count in list(lost.items())[:_SHOWN])
    problem = f"少了 {lost.total()} 个字：{some}；多半是本机没有含这些字的字体"
    return Proof(len(texts), (Mismatch("PDF", problem=problem),))


def _texts(view: View) -> Iterator[str]:
    """Every paragraph and cell that the report prints."""
    for item in expected(view):
        if item.table is None:
            yield item.text
            continue
        for row in item.table.rows:
            for index, cell in enumerate(row.cells):
                if not cell.continues:
                    yield clean(cell_text(row, index, view.cells))


def _letters(text: str) -> Iterator[str]:
    """What of a text is seen; two forms of one letter are the same."""
    for letter in unicodedata.normalize("NFKC", text):
        if unicodedata.category(letter) not in _UNSEEN:
            yield letter


@hookimpl
def disclosure_formats() -> Iterable[Format]:
    """PDF, made of the Word document."""
    yield Format("pdf", "PDF 文档", ".pdf", write_pdf, prove=prove, derives_from="docx")


@hookimpl
def disclosure_settings() -> Iterable[Setting]:
    """How long LibreOffice may take."""
    help_ = "LibreOffice 转一份 PDF 最多运行多少秒；超时即中止，什么都不写"
    yield Setting(SECONDS, "120", help_, ("30", "120", "600"))
