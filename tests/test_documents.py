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
from conftest import CORPUS, EXAMPLES, ON_WORDS, ROOT, YUNNAN, Ran
from document_text import paragraphs_of, text_of
from office import needs_office, pages_of
from published_text import EARLY, FILES, NO_YEAR, assert_nothing_lost, letters, pieces

from disclosure_kit import Loaded, Session, Source, Wishes, check, read, render
from disclosure_kit.app import view_of
from disclosure_kit.builtin.readers import text as text_reader
from disclosure_kit.view import (
    UNFILLED_SECTION,
    UNFILLED_TABLE,
    UNREAD_TABLE,
    PrintedTable,
)

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


def assert_printed(kit: Session, source: Source, wishes: Wishes = Wishes()) -> None:  # noqa: B008
    """Every letter of a published text, minus what notices name, stands in the document once and
    in order; what else stands there is the form's."""
    loaded = read(kit, source, wishes)
    report, view = loaded.report, view_of(kit, loaded)
    tables = (*(p for s in view.sections for p in s.parts), *view.annexes)
    ours = {t.caption for t in tables if isinstance(t, PrintedTable)}
    ours |= {UNFILLED_TABLE, UNFILLED_SECTION, UNREAD_TABLE, view.signature_date}
    ours |= {s.title for s in view.sections if s.id not in report.sections}
    if report.title is None:
        ours.add(view.title)
    lines: dict[str, list[int]] = {}
    for piece, line in pieces(report):
        lines.setdefault(piece, []).append(line)
    printed = [
        (letters(text), (lines.get(letters(text)) or [0]).pop(0))
        for text in paragraphs_of(document_of(kit, loaded))
        if text.strip() and letters(text) not in set(map(letters, ours))
    ]
    assert_nothing_lost(text_reader.read(source), loaded, loaded.form, said=printed)


@pytest.mark.parametrize("name", sorted({*FILES} - {*NO_YEAR}))
def test_every_letter_of_a_published_text_is_printed_once(name: str, kit: Session) -> None:
    wishes = Wishes(edition="2014" if name in EARLY else None)
    assert_printed(kit, Source(name, (CORPUS / name).read_bytes()), wishes)


def test_every_letter_of_a_text_with_an_annexed_form_is_printed_once(kit: Session) -> None:
    statistics = (CORPUS / "hebei-jyt-2018-stat.txt").read_text("utf-8").split("\n")
    lines = (
        "某某镇人民政府2017年政府信息公开工作年度报告",
        *(
            "一、概述",
            "概述如下。",
            "二、主动公开情况",
            "公开情况如下。",
            "三、依申请公开情况",
            "没有申请。",
        ),
        *("某某镇人民政府", "2018年1月20日", "附表", statistics[0], *statistics[2:]),
    )
    assert_printed(kit, Source("年报.txt", "\n".join(lines).encode()))


def test_every_letter_of_a_text_without_headings_is_printed_once(kit: Session) -> None:
    lines = (
        "某某镇人民政府2017年政府信息公开工作年度报告",
        *("我镇全年公开信息12条。", "1.加强领导。专人负责。", "没有收到申请。"),
        *("某某镇人民政府", "2018年1月20日"),
    )
    source = Source("年报.txt", "\n".join(lines).encode())
    assert_printed(kit, source)
    loaded = read(kit, source)
    printed = [text for text in paragraphs_of(document_of(kit, loaded)) if text]
    assert tuple("".join(text.split()) for text in printed) == lines


def test_the_town_has_its_fourteen_sections_in_order(load: Callable[[Path], Loaded]) -> None:
    loaded = load(TOWN)
    assert [section.title[:2].strip("、") for section in loaded.form.sections] == [
        "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四",
    ]  # fmt: skip
    assert list(loaded.report.sections) == [section.id for section in loaded.form.sections]


def test_the_town_s_wrong_shares_are_named_with_the_true_ones(
    kit: Session, load: Callable[[Path], Loaded]
) -> None:
    findings = [f for f in check(kit, load(TOWN)).findings if f.code not in ON_WORDS]
    told = {f.code: (str(f.actual), str(f.expected)) for f in findings}
    assert told == {
        "yunnan-in-progress-share": ("37.91", "37.90"),
        "yunnan-deferred-share": ("3.22", "3.23"),
    }
    assert all("第 28 行" in finding.source for finding in findings)


def test_the_city_has_no_finding(kit: Session, load: Callable[[Path], Loaded]) -> None:
    assessment = check(kit, load(REPORTS["suqian-city-2024"]))
    assert {finding.code for finding in assessment.findings} <= ON_WORDS
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
    ("shanghai-office-2019", 10, 13), ("hebei-jyt-2018-statistics", 1, 2),
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
