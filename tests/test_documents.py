"""The main job, end to end: four real reports become official Word documents.

The golden texts are committed; after a wanted change, write them anew with
``DISCLOSURE_KIT_GOLDEN=write pytest tests/test_documents.py`` and read the difference.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import EXAMPLES, ROOT, YUNNAN, Ran
from document_text import paragraphs_of, text_of
from office import needs_office, pages_of

from disclosure_kit import Loaded, Session, check, render

GOLDEN = Path(__file__).parent / "golden"
TOWN = YUNNAN / "examples" / "mangshi-mengga-2018.txt"
REPORTS = {
    "mangshi-mengga-2018": TOWN,
    "suqian-city-2024": EXAMPLES / "suqian-city-2024.yaml",
    "shanghai-office-2019": EXAMPLES / "shanghai-office-2019.yaml",
    "hebei-jyt-2018-statistics": EXAMPLES / "hebei-jyt-2018-statistics.yaml",
}


@pytest.fixture(params=REPORTS)
def real(request: pytest.FixtureRequest) -> tuple[str, Path]:
    return request.param, REPORTS[request.param]


def document_of(kit: Session, loaded: Loaded) -> bytes:
    [artifact] = render(kit, loaded)
    return artifact.content


def test_golden_text(real: tuple[str, Path], kit: Session, load: Callable[[Path], Loaded]) -> None:
    name, path = real
    text = text_of(document_of(kit, load(path)))
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("DISCLOSURE_KIT_GOLDEN") == "write":
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")


def test_same_input_same_bytes(
    real: tuple[str, Path], kit: Session, load: Callable[[Path], Loaded]
) -> None:
    _, path = real
    assert document_of(kit, load(path)) == document_of(kit, load(path))


def test_every_line_of_the_town_stands_in_the_document_once_and_unchanged(
    kit: Session, load: Callable[[Path], Loaded]
) -> None:
    lines = [line.strip(" 　") for line in TOWN.read_text("utf-8").splitlines()]
    source = [line for line in lines if line]
    printed = [text for text in paragraphs_of(document_of(kit, load(TOWN))) if text]
    note = "（本表未填写）"  # the one thing that is ours: the source has lost this table
    assert printed.count(note) == 1
    assert [text for text in printed if text != note] == source


def test_the_town_has_its_fourteen_sections_in_order(load: Callable[[Path], Loaded]) -> None:
    loaded = load(TOWN)
    assert [section.title[:2].strip("、") for section in loaded.form.sections] == [
        "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四",
    ]  # fmt: skip
    assert list(loaded.report.sections) == [section.id for section in loaded.form.sections]


def test_the_town_s_wrong_shares_are_named_with_the_true_ones(
    kit: Session, load: Callable[[Path], Loaded]
) -> None:
    findings = check(kit, load(TOWN)).findings
    told = {f.code: (str(f.actual), str(f.expected)) for f in findings}
    assert told == {
        "yunnan-in-progress-share": ("37.91", "37.90"),
        "yunnan-deferred-share": ("3.22", "3.23"),
    }
    assert all("第 28 行" in finding.source for finding in findings)


def test_the_city_has_no_finding(kit: Session, load: Callable[[Path], Loaded]) -> None:
    assessment = check(kit, load(REPORTS["suqian-city-2024"]))
    assert assessment.findings == ()
    assert assessment.complete


def test_the_annex_is_printed_when_asked_for(command: Callable[..., Ran], tmp_path: Path) -> None:
    target = tmp_path / "a.docx"
    assert command("--set", "document.annexes=always", "render", TOWN, "-o", target).status == 0
    assert "政府信息公开情况统计表" in paragraphs_of(target.read_bytes())
    without = tmp_path / "b.docx"
    assert command("render", TOWN, "-o", without).status == 0
    assert "政府信息公开情况统计表" not in paragraphs_of(without.read_bytes())


@needs_office
@pytest.mark.parametrize(("name", "least", "most"), [
    ("mangshi-mengga-2018", 6, 8), ("suqian-city-2024", 8, 10),
    ("shanghai-office-2019", 10, 13), ("hebei-jyt-2018-statistics", 1, 3),
])  # fmt: skip
def test_libreoffice_opens_it_and_counts_its_pages(
    name: str, least: int, most: int, kit: Session, load: Callable[[Path], Loaded], tmp_path: Path
) -> None:
    pages = pages_of(document_of(kit, load(REPORTS[name])), tmp_path)
    assert least <= len(pages) <= most  # fonts are substituted where this runs
    for number, page in enumerate(pages, 1):
        assert re.search(rf"—\s*{number}\s*—\s*$", page)


def test_demo_writes_both_documents_and_can_be_run_again(
    command: Callable[..., Ran], tmp_path: Path
) -> None:
    for _ in range(2):
        ran = command("demo", tmp_path / "out")
        assert ran.status == 0, ran.err
        written = [Path(line) for line in ran.out.splitlines()]
        assert [path.name for path in written] == [
            "勐戛镇2018年度政府信息公开年度报告.docx",
            "宿迁市2024年政府信息公开工作年度报告.docx",
        ]
        assert all(path.read_bytes()[:2] == b"PK" for path in written)


def test_the_example_of_the_plugin_is_the_corpus_file() -> None:
    assert TOWN.read_bytes() == (ROOT / "tests/corpus/mangshi-mengga-2018.txt").read_bytes()
