"""Every kind of fault is caught, in its place, and nothing is said of a template without one."""

from __future__ import annotations

import pytest
from edited_templates import TEMPLATE, checked, edited, paragraph_with, remove, rewrite
from lxml import etree
from rendering.conftest import edition_form
from templating.cases import CASES, PAGE, TOTAL, Case, fault_of, faults_of, page

from disclosure_kit.rendering.style import Style
from disclosure_kit.rendering.template import make_template
from disclosure_kit.templating.fault import KINDS


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}: {case.done}")
def test_each_fault_is_caught_and_located(case: Case) -> None:
    fault = fault_of(case)
    place = fault.place
    assert (place.table, place.row, place.column) == case.where
    if case.text:
        assert place.text == case.text
    assert fault.what_to_do


def test_there_is_a_case_for_every_kind() -> None:
    assert {kind.code for kind in KINDS} == {case.code for case in CASES}
    assert len({kind.code for kind in KINDS}) == len(KINDS)


def test_the_published_table_is_what_is_said() -> None:
    written = PAGE.read_text("utf-8")
    assert written == page(), "run: PYTHONPATH=tests:. python tests/templating/cases.py"


@pytest.mark.parametrize("edition", ["2014", "2019", "2021"])
def test_nothing_is_said_of_our_own_templates(edition: str) -> None:
    form = edition_form(edition)
    report = checked(make_template(form, Style()), form)
    assert report.faults == ()
    assert report.compared > len(form.cells)


def test_all_problems_are_told_at_once_in_the_order_of_the_file() -> None:
    report = checked(
        edited(
            rewrite("{{ title }}", "｛｛ title ｝｝"),
            rewrite(TOTAL, "{{ applications.recieved.total }}"),
            rewrite("{{ applications.carried_in.total }}", ""),
            rewrite('{{ notes["remedies"] }}', "{{ notes[“remedies”] }}"),
            remove("{%p endif %}"),
            remove("{{ signature.date }}"),
        )
    )
    assert [fault.kind.code for fault in report.faults] == [
        "part-missing",
        "unclosed",
        "full-width",
        "unknown-name",
        "figure-missing",
        "curly-quotes",
    ]
    assert report.compared, "the trial was made although tags are broken"


def test_a_slip_hides_nothing_and_makes_no_second_fault() -> None:
    """A misspelt tag is no missing figure: it is tried as it is meant."""
    slip = rewrite(TOTAL, "{{ applications.recieved.total }}")
    assert [f.kind.code for f in checked(edited(slip)).faults] == ["unknown-name"]


def test_a_lost_loop_is_one_fault_not_one_for_each_name_in_it() -> None:
    report = checked(edited(remove("{%p for paragraph in paragraphs %}")))
    assert [f.kind.code for f in report.faults] == ["unknown-name", "unopened"]
    assert "这样的共" in report.faults[0].message
    assert not report.compared, "nothing was proven, and it says so"


def test_warnings_do_not_make_a_template_unusable() -> None:
    warned = [case for case in CASES if not fault_of(case).is_error]
    assert {c.code for c in warned} == {
        "curly-quotes",
        "optional-missing",
        "theme-font",
        "page",
        "revisions",
        "comments",
    }
    for case in warned:
        assert not any(fault.is_error for fault in faults_of(case)), case


def test_a_blank_in_a_tag_is_no_fault() -> None:
    for written in ("{{title}}", "{{  title  }}", "{{\u3000title\u3000}}", "{{ title\u00a0}}"):
        assert checked(edited(rewrite("{{ title }}", written))).faults == (), written


def test_chinese_in_quotes_is_text_and_no_fault() -> None:
    words = '{{ title | default("（无标题），请补") }}'
    assert checked(edited(rewrite("{{ title }}", words))).faults == ()
    assert checked(TEMPLATE).ok


def test_two_sections_that_changed_places_are_told_without_each_of_their_paragraphs() -> None:
    def swap(root: etree._Element) -> None:
        first = paragraph_with(root, "{{ sections.problems.title }}")
        for words in ("{{ sections.other.title }}", "{{p narrative(sections.other.runs[0]) }}"):
            first.addprevious(paragraph_with(root, words))

    faults = checked(edited(swap)).faults
    said = [fault.sentence for fault in faults]
    assert len(faults) < 6, said
    assert (
        "段落“{{ sections.problems.title }}”：“五、存在的主要问题及改进情况”的标题：位置不对"
        in said
    )
    assert not any("⟦" in sentence for sentence in said)
    assert all("请移回原处" in f.what_to_do for f in faults if f.message.endswith("位置不对"))


def test_words_beside_a_figure_are_no_figure_in_another_cell() -> None:
    [fault] = checked(edited(rewrite(TOTAL, f"{TOTAL}件"))).faults
    assert fault.kind.code == "table-changed"
    assert "请删去标签前后的字" in fault.what_to_do
    assert (fault.place.table, fault.place.row, fault.place.column) == (2, 4, 8)
