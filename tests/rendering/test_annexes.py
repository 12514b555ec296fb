"""Annexed forms that the text lists as attachments (GB/T 9704-2012, 7.3.7)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve
from conftest import EXAMPLES, YUNNAN
from office import needs_office, pages_of
from rendering.conftest import NAMESPACES, W, paragraphs, part, rendered, report_for, words

from disclosure_kit import Loaded, Session, Source, read, render
from disclosure_kit.certificate import differences
from disclosure_kit.layouts.deviations import deviations
from disclosure_kit.layouts.loader import national
from disclosure_kit.model.form import Form

CAPTION = "政府信息公开情况统计表"


def labels(form: Form, *attachments: str) -> list[str]:
    document, view = rendered(evolve(report_for(form), attachments=attachments), form)
    assert differences(document, view) == []
    return [text for text in paragraphs(document) if text.startswith("附件") and "：" not in text]


@pytest.mark.parametrize(
    ("attachments", "label"),
    [
        ((CAPTION,), ["附件"]),
        (("情况说明", f"{CAPTION}（2018年度）"), ["附件2"]),
        (("1.某某局2018年度政府信息公开情况统计表", "2.情况说明"), ["附件1"]),
        ((), []),
        (("情况说明",), []),
        (("表",), []),
    ],
)
def test_a_listed_form_bears_its_number(
    regional: Form, attachments: tuple[str, ...], label: list[str]
) -> None:
    assert labels(regional, *attachments) == label


def test_the_label_stands_in_the_corner_and_the_title_on_the_third_line(regional: Form) -> None:
    report = evolve(report_for(regional), attachments=(CAPTION,))
    document, _ = rendered(report, regional)
    assert [d for d in deviations(document, national()) if d.parameter.id.startswith("annex")] == []
    body = part(document).find("w:body", NAMESPACES)
    assert body is not None
    nodes = list(body)
    at = next(n for n, node in enumerate(nodes) if words(node) == "附件")
    styles = [node.find("w:pPr/w:pStyle", NAMESPACES) for node in nodes[at : at + 2]]
    assert [s.get(f"{W}val") for s in styles if s is not None] == ["AnnexLabel", "AnnexHead"]
    assert nodes[at + 2].tag == f"{W}tbl"


@needs_office
def test_it_begins_a_page_of_its_own(regional: Form, tmp_path: Path) -> None:
    document, _ = rendered(evolve(report_for(regional), attachments=(CAPTION,)), regional)
    heads = [page.split()[:2] for page in pages_of(document, tmp_path)]
    assert ["附件", CAPTION] in heads


def test_a_form_alone_is_no_attachment_of_itself(
    kit: Session, load: Callable[[Path], Loaded]
) -> None:
    loaded = load(EXAMPLES / "hebei-jyt-2018-statistics.yaml")
    listed = evolve(loaded, report=evolve(loaded.report, attachments=(CAPTION,)))
    [artifact] = render(kit, listed)
    assert "附件" not in paragraphs(artifact.content)


@pytest.mark.parametrize("to", ["docx", "html"])
def test_the_label_is_layout_and_read_as_such(
    to: str, kit: Session, load: Callable[[Path], Loaded]
) -> None:
    town = load(YUNNAN / "examples" / "mangshi-mengga-2018.txt")
    statistics = load(EXAMPLES / "hebei-jyt-2018-statistics.yaml").report.tables["statistics"]
    report = evolve(
        town.report,
        tables=town.report.tables.set("statistics", statistics),
        attachments=(CAPTION,),
    )
    [artifact] = render(kit, evolve(town, report=report), to)
    again = read(kit, Source(f"年报.{to}", artifact.content))
    assert not again.differences
    assert [one.name for one in again.report.attachments] == [CAPTION]
    assert again.report.sections == report.sections
    assert again.report.tables["statistics"] == statistics
