"""Published reports as pages: printed by LibreOffice with the fonts of this machine, and measured.

Ten of the corpus and the examples, of every edition; what is counted is what stands in the PDF.
"""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import pytest
from attrs import define, field, frozen
from conftest import CORPUS, EXAMPLES, TODAY, YUNNAN
from office import SOFFICE, needs_office

from disclosure_kit import KitSpec, Source, load_kit, read, render
from disclosure_kit.model.report import Heading, Report

pdfplumber = pytest.importorskip("pdfplumber")
pytestmark = needs_office

REPORTS = (
    CORPUS / "hebei-hrss-2017.txt",
    CORPUS / "hebei-jyt-2016.txt",
    CORPUS / "mangshi-mengga-2018.txt",
    CORPUS / "hebei-jyt-2019.txt",
    CORPUS / "shanghai-office-2019.html",
    CORPUS / "hebei-jyt-2022.txt",
    CORPUS / "hebei-kjt-2021.txt",
    CORPUS / "huaian-city-2024.txt",
    CORPUS / "shuyang-county-2025.md",
    CORPUS / "suqian-city-2023.txt",
    *sorted(EXAMPLES.glob("*.yaml")),
)

# GB/T 9704-2012, 5.2: the text stands 28 mm from the left, 37 mm from the top, and is 156 mm by
# 225 mm; in points, as PDF counts.
POINT = 72 / 25.4
LEFT, RIGHT = 28 * POINT, (28 + 156) * POINT
TOP, BOTTOM = 37 * POINT, (37 + 225) * POINT
PITCH = 225 * POINT / 22
NEAR = 1.0  # the border of a table is drawn half outside
BODY = 12  # points: letters of tables are smaller


@frozen
class Line:
    """What stands at one height, without blanks."""

    text: str
    middle: float
    left: float
    right: float

    @property
    def is_wide(self) -> bool:
        """All letters are as wide as high."""
        return all(ord(letter) > 0x2E00 or letter in "—“”‘’…" for letter in self.text)


@define(slots=False)
class Page:
    """One page of a PDF; ``foot`` is what stands below the text: the page's number."""

    content: object = field(repr=False)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Those of the text, without tables and the page's number."""
        return tuple(self._lines(TOP - NEAR, BOTTOM + NEAR))

    @cached_property
    def foot(self) -> str:
        return "".join(line.text for line in self._lines(BOTTOM + NEAR, 1000))

    @cached_property
    def borders(self) -> tuple[tuple[float, float, float, float], ...]:
        """Left, right, top and bottom of each line that is drawn."""
        drawn = [*self.content.lines, *self.content.rects]  # type: ignore[attr-defined]
        return tuple((d["x0"], d["x1"], d["top"], d["bottom"]) for d in drawn)

    def _lines(self, top: float, bottom: float) -> Iterator[Line]:
        rows: dict[int, list[dict[str, float | str]]] = {}
        for letter in self.content.chars:  # type: ignore[attr-defined]
            middle = (letter["top"] + letter["bottom"]) / 2
            if letter["size"] > BODY and top <= middle <= bottom and letter["text"].strip():
                near = next((at for at in rows if abs(at - middle) < PITCH / 3), round(middle))
                rows.setdefault(near, []).append(letter)
        for middle in sorted(rows):
            row = sorted(rows[middle], key=lambda letter: letter["x0"])
            text = "".join(str(letter["text"]) for letter in row)
            yield Line(text, middle, float(row[0]["x0"]), float(row[-1]["x1"]))


@frozen
class Printed:
    """A report on its pages, and what its headings say."""

    name: str
    pages: tuple[Page, ...]
    headings: frozenset[str]


def squeezed(text: str) -> str:
    return "".join(text.split())


def headings_of(report: Report) -> frozenset[str]:
    """Of all levels, but only those that stand on a line of their own."""
    titles = [narrative.title for narrative in report.sections.values()]
    blocks = [block for narrative in report.sections.values() for block in narrative.body]
    return frozenset(
        squeezed(text)
        for text in (*titles, *(block.text for block in blocks if isinstance(block, Heading)))
    )


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Printed, ...]]:
    folder = tmp_path_factory.mktemp("printed")
    session = load_kit(KitSpec(plugins=(str(YUNNAN),), installed=False), today=TODAY)
    loaded = [read(session, Source(path.name, path.read_bytes())) for path in REPORTS]
    files = [folder / f"{number}.docx" for number in range(len(loaded))]
    for file, report in zip(files, loaded, strict=True):
        [document] = render(session, report)
        file.write_bytes(document.content)
    session.strangers.close()
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [str(SOFFICE), "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=300)
    opened = [pdfplumber.open(file.with_suffix(".pdf")) for file in files]
    yield tuple(
        Printed(Path(one.name).stem, tuple(map(Page, pdf.pages)), headings_of(one.report))
        for one, pdf in zip(loaded, opened, strict=True)
    )
    for pdf in opened:
        pdf.close()


def on_every_page(printed: tuple[Printed, ...]) -> Iterator[tuple[str, Page]]:
    for report in printed:
        for number, page in enumerate(report.pages, 1):
            yield f"{report.name}, page {number}", page


def test_a_full_page_holds_22_lines(printed: tuple[Printed, ...]) -> None:
    """Full is a page of text alone whose text goes on overleaf."""
    full = 0
    for report in printed:
        for page, following in zip(report.pages[1:], report.pages[2:], strict=False):
            goes_on = following.lines and following.lines[0].text not in report.headings
            if page.borders or not goes_on:
                continue
            full += 1
            assert len(page.lines) == 22, (report.name, page.lines[0].text)
    assert full > 30


def test_lines_stand_on_one_grid(printed: tuple[Printed, ...]) -> None:
    for where, page in on_every_page(printed):
        assert len(page.lines) <= 22, where
        if page.borders or len(page.lines) < 2 or where.endswith("page 1"):
            continue
        steps = [b.middle - a.middle for a, b in zip(page.lines, page.lines[1:], strict=False)]
        assert all(abs(s / PITCH - round(s / PITCH)) < 0.05 for s in steps), where


def test_a_full_line_holds_28_characters(printed: tuple[Printed, ...]) -> None:
    """Full is a line from margin to margin of letters as wide as high. A mark that may not begin
    a line is hung over its end or taken over with the letter before it; before a long address of
    a web page, which is not broken, the letters stand apart."""
    counted = Counter(
        len(line.text)
        for _, page in on_every_page(printed)
        for line in page.lines
        if line.is_wide and line.left < LEFT + 2 and line.right > RIGHT - 2
    )
    assert max(counted) <= 29
    assert counted[28] > 300
    assert counted[28] > 0.8 * counted.total()


def test_the_text_stands_inside_the_margins(printed: tuple[Printed, ...]) -> None:
    for where, page in on_every_page(printed):
        for line in page.lines:
            assert line.left > LEFT - NEAR, (where, line)
            assert line.right < RIGHT + NEAR, (where, line)


def test_tables_stand_inside_the_margins(printed: tuple[Printed, ...]) -> None:
    drawn = 0
    for where, page in on_every_page(printed):
        for left, right, top, bottom in page.borders:
            drawn += 1
            assert left > LEFT - NEAR, where
            assert right < RIGHT + NEAR, where
            assert top > TOP - NEAR, where
            assert bottom < BOTTOM + NEAR, where
    assert drawn > 500


def test_no_heading_stands_alone_at_the_foot_of_a_page(printed: tuple[Printed, ...]) -> None:
    seen = 0
    for report in printed:
        for number, page in enumerate(report.pages[:-1], 1):
            if not page.lines:
                continue
            last = page.lines[-1]
            table_below = any(bottom > last.middle for *_, bottom in page.borders)
            seen += 1
            assert table_below or last.text not in report.headings, (report.name, number)
        found = {line.text for page in report.pages for line in page.lines}
        # They are known by their words: else this test could not fail.
        assert len(found & report.headings) >= len(report.headings) / 2, report.name
    assert seen > 60


def test_every_page_has_its_number(printed: tuple[Printed, ...]) -> None:
    for report in printed:
        feet = [page.foot for page in report.pages]
        assert feet == [f"—{number}—" for number in range(1, len(feet) + 1)], report.name
