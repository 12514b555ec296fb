"""PDF: the proven Word document, turned by LibreOffice into PDF/A-2.

The file is read again: no words or figures of the report may be lost on the way (for want of a
font, below the edge of a page). Where on a page they stand is LibreOffice's and is not proven.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from disclosure_kit import hookimpl, office
from disclosure_kit.contributions import Artifact, Format, Setting
from disclosure_kit.errors import OutputError
from disclosure_kit.model.clean import clean
from disclosure_kit.model.layout import Role
from disclosure_kit.model.proof import Mismatch, Proof, short
from disclosure_kit.printed.expected import expected
from disclosure_kit.view import Publication, View, cell_text

SECONDS: Final = "pdf.seconds"
_SHOWN: Final = 20
_AROUND: Final = 200  # letters at the head and the foot of a page that may be none of the text's
_MARK: Final = re.compile("(?<=[，。；：、！？,.;:!?])")
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
    """Whether the file says what the report says: each paragraph and label, and the figures of
    each row in their order; and every letter as often as the report has it."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        read = PdfReader(io.BytesIO(artifact.content)).pages
        pages = ["".join(_letters(page.extract_text())) for page in read]
    except PyPdfError as error:
        return Proof(0, (Mismatch("PDF", problem=f"写成的文件读不出来（{error}）"),))
    texts = [(place, "".join(_letters(text))) for place, text in _texts(publication.view)]
    found = [
        Mismatch(place, problem=f"PDF 里没有“{short(text)}”")
        for place, text in texts
        if _is_in_one_direction(text) and not _stands(text, pages)
    ]
    lost = Counter(letter for _, text in texts for letter in text) - Counter("".join(pages))
    if lost:
        some = "、".join(f"{letter}（{count} 处）" for letter, count in list(lost.items())[:_SHOWN])
        problem = f"少了 {lost.total()} 个字：{some}；多半是本机没有含这些字的字体"
        found.insert(0, Mismatch("PDF", problem=problem))
    return Proof(len(texts), tuple(found))


def _texts(view: View) -> Iterator[tuple[str, str]]:
    """Every paragraph and label that the report prints, and the figures of each row as one, with
    their places."""
    for item in expected(view):
        if item.table is None:
            yield item.place, item.text
            continue
        for number, row in enumerate(item.table.rows, 1):
            figures = ""
            for index, cell in enumerate(row.cells):
                text = "" if cell.continues else clean(cell_text(row, index, view.cells))
                if cell.role is Role.FIGURE:
                    figures += text
                else:
                    yield item.place, text
            yield f"{item.place} 第 {number} 行", figures


def _stands(text: str, pages: list[str]) -> bool:
    """Whether the pages have ``text``: on one, or from the foot of one to the head of the next.

    Letters that are drawn with another font for want of one stand in a PDF behind the others of
    their line; so words may stand in another order between two marks. Figures may not.
    """
    if _in_order(text, pages):
        return True
    if not any(map(str.isalpha, text)):
        return False
    pieces = _MARK.split(text)
    return all(_in_order(piece, pages) or _anyhow(piece, pages) for piece in pieces)


def _in_order(text: str, pages: list[str]) -> bool:
    return any(text in page for page in pages) or any(
        _goes_on(text, pages[first:]) for first in range(len(pages) - 1)
    )


def _anyhow(text: str, pages: list[str]) -> bool:
    """Whether a page has exactly these letters side by side."""
    size, letters = len(text), sorted(text)
    return any(
        sorted(page[at : at + size]) == letters
        for page in pages
        for at in range(len(page) - size + 1)
        if page[at] in text
    )


def _goes_on(text: str, pages: list[str]) -> bool:
    """Whether ``text`` begins at the foot of the first page and goes on at the head of each next;
    what a page bears above and below, and a head that a table repeats, may stand between."""
    for number, page in enumerate(pages):
        if number and text in page[: _AROUND + len(text)]:
            return True
        fits = next((n for n in range(len(text), 0, -1) if text[:n] in page[-_AROUND - n :]), 0)
        if not fits:
            return False
        text = text[fits:]
    return False


def _letters(text: str) -> Iterator[str]:
    """What of a text is seen; two forms of one letter are the same."""
    for letter in unicodedata.normalize("NFKC", text):
        if unicodedata.category(letter) not in _UNSEEN:
            yield letter


def _is_in_one_direction(text: str) -> bool:
    """Arabic and Hebrew stand in a PDF in an order of their own: their letters are only counted."""
    return not any(unicodedata.bidirectional(letter) in ("R", "AL", "AN") for letter in text)


@hookimpl
def disclosure_formats() -> Iterable[Format]:
    """PDF, made of the Word document."""
    yield Format("pdf", "PDF 文档", ".pdf", write_pdf, prove=prove, derives_from="docx")


@hookimpl
def disclosure_settings() -> Iterable[Setting]:
    """How long LibreOffice may take."""
    help_ = "LibreOffice 转一份 PDF 最多运行多少秒；超时即中止，什么都不写"
    yield Setting(SECONDS, "120", help_, ("30", "120", "600"))
