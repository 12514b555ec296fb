"""Compiled templates give what docxtpl's way gives, member by member; what they do not know, they
refuse."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from attrs import evolve
from conftest import YUNNAN
from edited_templates import add_after, edited, remove, repeat, rewrite
from frozendict import frozendict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import TemplateRuntimeError
from lxml import etree
from rendering.both_ways import canonical, same
from rendering.conftest import BODY, NAMESPACES, W, edition_form, part, report_for, view_of, words
from strategies import MEDIA, reports

from disclosure_kit import KitSpec, load_kit
from disclosure_kit.carriage import NAMESPACE, wrapped
from disclosure_kit.model.edition import Section
from disclosure_kit.model.form import Form
from disclosure_kit.model.report import SmallTable, Text
from disclosure_kit.rendering import word
from disclosure_kit.rendering.compiled.compiling import compile_template
from disclosure_kit.rendering.compiled.in_jinja import InJinja
from disclosure_kit.rendering.compiled.refusal import Refusal
from disclosure_kit.rendering.compiled.running import Lean
from disclosure_kit.rendering.compiled.template import AUTHOR, TITLE, Compiled
from disclosure_kit.rendering.custom_xml import with_part
from disclosure_kit.rendering.filling import filled
from disclosure_kit.rendering.packs import national_template
from disclosure_kit.rendering.style import Style
from disclosure_kit.rendering.template import make_template
from disclosure_kit.view import View, build_view

FORMS = {name: edition_form(name) for name in ("2014", "2019", "2021")}
FORM = FORMS["2021"]
TEMPLATES = {name: make_template(form, Style()) for name, form in FORMS.items()}
TEMPLATE = TEMPLATES["2021"]
COMPILED = {name: compile_template(template) for name, template in TEMPLATES.items()}
VIEW = view_of(report_for(FORM), FORM)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
@pytest.mark.parametrize("edition", sorted(FORMS))
def test_any_report_comes_out_as_docxtpl_has_it(edition: str, data: st.DataObject) -> None:
    form = FORMS[edition]
    report = data.draw(reports(form))
    seal = data.draw(st.sampled_from(["", "with"]))
    view = build_view(report, form, frozendict({"document.seal": seal}), {})
    try:
        COMPILED[edition].render(view, MEDIA)
    except Refusal:
        assert any(p.picture for p in _paragraphs(view)) or _tab_in_a_small_table(view)
    else:
        same(COMPILED[edition], TEMPLATES[edition], view, MEDIA)


def _paragraphs(view: View) -> Iterator[object]:
    yield from view.preamble
    for section in view.sections:
        for each in section.runs():
            yield from each
    for attached in view.attached:
        yield from attached.paragraphs


def _tab_in_a_small_table(view: View) -> bool:
    tables = [p.table for p in _paragraphs(view) if p.table]
    return any("\t" in cell for table in tables for row in table.words for cell in row)


HARD = (
    *BODY,
    Text("前\t中“引”\t后—\t"),
    Text("（一）字母’s与“中文”。a’b ’", 2, 3),
    SmallTable((("甲“一”", "乙"), ("1", "2—3")), "表“题”", 1),
)


@pytest.mark.parametrize("seal", ["", "with"])
@pytest.mark.parametrize(
    ("agency", "attachments"),
    [
        ("某镇", ()),
        ("名称很长的某某省某某自治州某某市某某区某某街道办事处“联合”某某管理委员会办公室", ("一",)),
        ("某某市发展和改革委员会", ("甲", "乙", "丙")),
    ],
)
def test_signatures_are_placed_alike(seal: str, agency: str, attachments: tuple[str, ...]) -> None:
    view = evolve(
        view_of(report_for(FORM, HARD), FORM),
        signature_agency=agency,
        attachments=attachments,
        sealed=bool(seal),
    )
    same(COMPILED["2021"], TEMPLATE, view)


def test_a_signature_of_the_same_width_says_its_own_words() -> None:
    compiled = compile_template(TEMPLATE)
    for agency in ("甲乙丙", "丁戊己", " 甲丙 ", "a&b<c>", "e\u0301甲乙", "甲\t乙"):
        same(compiled, TEMPLATE, evolve(VIEW, signature_agency=agency))


def test_a_title_that_holds_the_place_of_who_signs_stays_as_it_is() -> None:
    same(COMPILED["2021"], TEMPLATE, evolve(VIEW, title=f"{TITLE}与{AUTHOR}"))


def test_words_in_a_cell_come_out_as_docxtpl_has_them() -> None:
    hard = {"proactive.regulations.issued": "“1”\t{_{<&", "proactive.regulations.repealed": "a\nb"}
    view = evolve(VIEW, cells=frozendict({**VIEW.cells, **hard}))
    same(COMPILED["2021"], TEMPLATE, view)


def test_the_data_are_put_in_as_with_part_does() -> None:
    data = wrapped('{"a": "<&"}')
    ours = canonical(COMPILED["2021"].render(VIEW, carried=data).content)
    assert ours == canonical(with_part(filled(TEMPLATE, VIEW), data, NAMESPACE))


def test_wide_tables_that_lie_across_leave_no_blank_page() -> None:
    form = evolve(FORM)
    template = make_template(form, Style(landscape=True))
    compiled = compile_template(template)
    for body in (BODY, ()):
        report = report_for(form, body)
        kept = {key: s for key, s in report.sections.items() if body or key == "overview"}
        same(compiled, template, view_of(evolve(report, sections=frozendict(kept)), form))


def test_a_county_s_template_is_compiled(regional: Form) -> None:
    made = make_template(regional, Style())
    same(compile_template(made), made, view_of(report_for(regional), regional))


def test_the_template_of_yunnan_is_compiled() -> None:
    kit = load_kit(KitSpec(installed=False, plugins=(str(YUNNAN),)))
    registry = kit.registry
    form = registry.form(registry.editions["2014"], "5331", 2018, registry.outlines[0])
    template = (YUNNAN / "templates" / "2014.docx").read_bytes()
    same(compile_template(template), template, view_of(report_for(form), form))


# Templates that a person edited


def _in_cell(root: etree._Element) -> None:
    cell = next(root.iter(f"{W}tc"))
    cell.append(etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}"><w:r><w:t>字</w:t></w:r></w:p>'))


def _two_runs(root: etree._Element) -> None:
    """Word likes to cut a tag into several runs."""
    node = next(t for t in root.iter(f"{W}t") if t.text == "{{ title }}")
    run_ = node.getparent()
    assert run_ is not None
    node.text = "{{ ti"
    other = etree.fromstring(
        f'<w:r xmlns:w="{W[1:-1]}"><w:rPr><w:b/><w:color w:val="FF0000"/></w:rPr>'
        "<w:t>tle }}“”</w:t></w:r>"
    )
    run_.addnext(other)


KNOWN_EDITS: list[Callable[[etree._Element], None]] = [
    add_after("{{ title }}", "特此“公开”：{{ signature.agency }}的{{ title }}。"),
    add_after("{{ title }}", "a·b {{ applications.received.total }}件{{ attachments | length }}"),
    add_after("{{ title }}", "{%p for a in attachments %}"),
    remove("{{ document_number }}"),
    repeat("{{ title }}"),
    rewrite("{{ title }}", "{{ title | replace('年度', '') ~ '“' }}"),
    rewrite("{{ title }}", "{{ title }}{{ '{' }}{# 说明 #}"),
    rewrite("{{ signature.date }}", "{{ signature.date }}印发"),
    _in_cell,
    _two_runs,
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(KNOWN_EDITS)))
def test_an_edited_template_gives_the_same(number: int) -> None:
    edits = [KNOWN_EDITS[number]]
    if number == 2:
        edits = [
            add_after("{{ title }}", "{%p endfor %}"),
            add_after("{{ title }}", "{{ a }}"),
            *edits,
        ]
    template = edited(*edits)
    same(compile_template(template), template, view_of(report_for(FORM, HARD), FORM))


@pytest.mark.parametrize("number", [1, 5])
def test_with_jinja_or_without_it_the_same_is_made(number: int) -> None:
    """The second asks for more than is there without it."""
    compiled = compile_template(edited(KNOWN_EDITS[number]))
    view = view_of(report_for(FORM, HARD), FORM)
    made = compiled.render(view)
    assert compiled._own.lean is (number == 1)
    assert list(compiled._own.fillings) == ([Lean] if number == 1 else [Lean, InJinja])
    compiled._own.lean = False
    assert compiled.render(view) == made


@pytest.mark.parametrize("agency", ["甲", "乙", "丙", ""])
def test_what_branches_compare_is_asked_once_and_comes_out_the_same(agency: str) -> None:
    lines = [
        "{%p if signature.agency == '甲' %}",
        "一{{ sections['overview'].title }}{{ sections.overview.runs[0] | length }}",
        "{%p elif signature.agency != signature.date and signature.agency == '乙' %}",
        "二{{ sections.overview.runs[0][0].text }}{{ notes['proactive'] }}",
        "{%p elif title == title and signature.date == '' or signature.agency > '' %}",
        "三{{ signature.agency }}",
        "{%p elif signature.date == '2025年1月1日' %}",
        "{%p endif %}",
    ]
    template = edited(*(add_after("{{ title }}", line) for line in reversed(lines)))
    view = evolve(VIEW, signature_agency=agency)
    same(compile_template(template), template, view)


def test_every_document_has_a_budget_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("disclosure_kit.rendering.budget.MAX_TURNS", 60)
    compiled = COMPILED["2021"]
    for _ in range(5):
        same(compiled, TEMPLATE, VIEW)
    long = view_of(report_for(FORM, (Text("一。"),) * 60), FORM)
    with pytest.raises(TemplateRuntimeError, match="次数太多"):
        compiled.render(long)


def test_threads_do_not_disturb_each_other() -> None:
    views = [evolve(VIEW, title=f"第{n}份", signature_agency="") for n in range(8)]
    compiled = compile_template(TEMPLATE)
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda view: compiled.render(view).content, views * 4))
    for n, document in enumerate(made):
        assert words(part(document).findall("w:body/w:p", NAMESPACES)[1]) == f"第{n % 8}份"


def test_the_bytes_are_the_same_whoever_compiled() -> None:
    first = COMPILED["2021"]
    again = Compiled.from_bytes(compile_template(TEMPLATE).to_bytes())
    assert again.render(VIEW).content == first.render(VIEW).content
    assert word.render_document(TEMPLATE, VIEW) == first.render(VIEW).content


def test_what_others_read_is_a_sound_zip() -> None:
    document = COMPILED["2021"].render(VIEW, carried=wrapped("{}")).content
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        assert archive.testzip() is None
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.create_system for entry in archive.infolist()} == {0}
        names = archive.namelist()
    assert names[0] == "[Content_Types].xml"
    assert len(set(names)) == len(names)


def test_one_national_template_serves_all_outlines_that_are_a_reports_own() -> None:
    registry = load_kit(KitSpec(installed=False)).registry
    edition = registry.editions["2014"]
    outlines = [(), (Section("part_1", "一、概述"),), (Section("part_1", "一、其他"),)]
    forms = [registry.form(edition, None, 2016, free=free) for free in outlines]
    assert [form.sections for form in forms] == outlines
    first, *others = (national_template(form, frozendict()) for form in forms)
    assert all(other is first for other in others)


def test_the_national_template_is_made_once() -> None:
    form = edition_form("2021")
    made = national_template(form, frozendict())
    assert national_template(form.in_region("53"), frozendict()) is made
    assert national_template(form, frozendict({"document.landscape": "wide"})) != made
