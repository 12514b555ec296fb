"""The pages as LibreOffice lays them out: 22 lines, 28 characters, one page number each."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from office import needs_office, pages_of
from rendering.conftest import rendered, report_for

from disclosure_kit.model.form import Form
from disclosure_kit.model.report import Heading, Text

pytestmark = needs_office


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, forms: dict[str, Form]) -> list[str]:
    form = forms["2021"]
    document, _ = rendered(report_for(form, (Text("公开" * 1100),)), form)
    return pages_of(document, tmp_path_factory.mktemp("pages"))


def test_pages_are_counted_and_numbered(pages: list[str]) -> None:
    assert 6 <= len(pages) <= 8  # fonts are substituted here
    for number, page in enumerate(pages, 1):
        last = page.rstrip().splitlines()[-1]
        assert re.fullmatch(rf"\s*—\s*{number}\s*—", last)


def test_odd_numbers_stand_right_and_even_ones_left(pages: list[str]) -> None:
    feet = [page.rstrip().splitlines()[-1] for page in pages]
    margins = [len(foot) - len(foot.lstrip()) for foot in feet]
    assert min(margins[0::2]) > max(margins[1::2])


def test_a_page_holds_22_lines_of_28_characters(pages: list[str]) -> None:
    lines = [line.strip() for line in pages[1].splitlines() if line.strip()][:-1]
    assert len(lines) == 22
    assert {len(line) for line in lines} == {28}


def test_the_head_of_a_cut_table_is_repeated(pages: list[str]) -> None:
    assert sum("申请人情况" in page for page in pages) == 2


def test_no_heading_stands_alone_at_the_foot_of_a_page(
    forms: dict[str, Form], tmp_path: Path
) -> None:
    """Headings of every level, wherever they fall on a page."""
    form = forms["2021"]
    body: list[Text | Heading] = []
    for number in range(1, 60):
        level = 2 + number % 3
        body.append(Heading(f"标题{number}之一", level))
        body += [Heading(f"标题{number}之二", level)] if number % 4 == 0 else []
        body.append(Text("公开" * (10 + 9 * (number % 7))))
    document, _ = rendered(report_for(form, tuple(body)), form)
    pages = pages_of(document, tmp_path)
    feet = [[line.strip() for line in page.splitlines() if line.strip()][-2] for page in pages]
    assert len(feet) >= 12
    assert not [foot for foot in feet if foot.startswith(("标题", "一、", "二、", "三、", "四、"))]
