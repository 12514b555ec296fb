"""The template itself: tags, merges, and XML that Word accepts."""

from __future__ import annotations

import re
import runpy
import zipfile
from pathlib import Path

import pytest
from attrs import evolve
from conftest import ROOT
from frozendict import frozendict
from lxml import etree
from rendering.conftest import NAMESPACES, W, edition_form, part

from disclosure_kit.errors import EditionError, UsageError
from disclosure_kit.model.edition import Section
from disclosure_kit.model.form import Form
from disclosure_kit.model.table import TEXT_WIDTH
from disclosure_kit.rendering.packs import national_template
from disclosure_kit.rendering.reproducible import unpack
from disclosure_kit.rendering.style import FONT_SETS, Style
from disclosure_kit.rendering.template import make_template
from disclosure_kit.rendering.template.markup import ORDER
from disclosure_kit.rendering.template.tags import tags_in

EDITIONS = ("2014", "2019", "2021")
PARTS = ("document", "styles", "settings", "fontTable", "footer1", "footer2")


@pytest.fixture(params=EDITIONS)
def national(request: pytest.FixtureRequest, forms: dict[str, Form]) -> Form:
    return forms[request.param]


@pytest.fixture(params=[*EDITIONS, "regional"])
def any_form(request: pytest.FixtureRequest) -> Form:
    if request.param == "regional":
        return request.getfixturevalue("regional")
    return edition_form(request.param)


def test_every_address_is_the_tag_of_exactly_one_cell(national: Form) -> None:
    tags = tags_in(make_template(national, Style()))
    assert {address: tags[f"{{{{ {address} }}}}"] for address in national.cells} == dict.fromkeys(
        national.cells, 1
    )


def test_the_tag_stands_in_the_cell_of_its_address(form: Form) -> None:
    template = part(make_template(form, Style()))
    table = template.findall("w:body/w:tbl", NAMESPACES)[1]
    cell = table.findall("w:tr", NAMESPACES)[7].findall("w:tc", NAMESPACES)[3]
    text = "".join(t.text or "" for t in cell.iter(f"{W}t"))
    assert text == "{{ applications.refused.state_secret.natural_person }}"


def test_sections_as_found_are_looped_over(forms: dict[str, Form]) -> None:
    tags = tags_in(make_template(forms["2014"], Style()))
    assert tags["{%p for section in sections_in_order %}"] == 1


def test_sections_of_an_outline_have_names(regional: Form) -> None:
    tags = tags_in(make_template(regional, Style()))
    assert tags["{{ sections.summary.title }}"] == 1
    assert tags["{%p for section in sections_in_order %}"] == 0
    assert tags['{%tr for row in rows["x.fees"] %}'] == 1
    assert tags["{{ row.agency }}"] == 1


def test_same_form_same_bytes(any_form: Form) -> None:
    assert make_template(any_form, Style()) == make_template(any_form, Style())


def test_every_row_fills_the_grid(any_form: Form) -> None:
    tables = part(make_template(any_form, Style())).findall(".//w:tbl", NAMESPACES)
    assert tables
    for table in tables:
        columns = table.findall("w:tblGrid/w:gridCol", NAMESPACES)
        widths = [int(column.get(f"{W}w", "0")) for column in columns]
        assert abs(sum(widths) - TEXT_WIDTH) <= 1
        for row in table.findall("w:tr", NAMESPACES):
            left = 0
            for cell in row.findall("w:tc", NAMESPACES):
                span = cell.find("w:tcPr/w:gridSpan", NAMESPACES)
                width = int(span.get(f"{W}val", "1")) if span is not None else 1
                stated = cell.find("w:tcPr/w:tcW", NAMESPACES)
                assert stated is not None
                assert int(stated.get(f"{W}w", "0")) == sum(widths[left : left + width])
                left += width
            assert left == len(widths)


def test_merged_cells_begin_and_continue_in_one_column(national: Form) -> None:
    for table in part(make_template(national, Style())).findall(".//w:tbl", NAMESPACES):
        above: dict[int, int] = {}
        for row in table.findall("w:tr", NAMESPACES):
            left = 0
            open_now: dict[int, int] = {}
            for cell in row.findall("w:tc", NAMESPACES):
                span = cell.find("w:tcPr/w:gridSpan", NAMESPACES)
                width = int(span.get(f"{W}val", "1")) if span is not None else 1
                merge = cell.find("w:tcPr/w:vMerge", NAMESPACES)
                if merge is not None:
                    if merge.get(f"{W}val") != "restart":
                        assert above.get(left) == width
                    open_now[left] = width
                left += width
            above = open_now


def test_no_row_is_split_and_heads_repeat(form: Form) -> None:
    tables = part(make_template(form, Style())).findall("w:body/w:tbl", NAMESPACES)
    heads = []
    for table in tables:
        rows = table.findall("w:tr", NAMESPACES)
        assert all(row.find("w:trPr/w:cantSplit", NAMESPACES) is not None for row in rows)
        repeated = [row.find("w:trPr/w:tblHeader", NAMESPACES) is not None for row in rows]
        assert repeated == sorted(repeated, reverse=True)
        heads.append(sum(repeated))
    assert heads == [0, 3, 3]


@pytest.mark.parametrize("fonts", FONT_SETS)
def test_fonts_are_named_for_all_scripts_and_no_theme(form: Form, fonts: str) -> None:
    template = make_template(form, Style(FONT_SETS[fonts]))
    parts = unpack(template)
    assert not [name for name in parts if "theme" in name or "thumbnail" in name]
    for name, content in parts.items():
        assert b"heme" not in content, name
    fonts_given = part(template, "word/styles.xml").findall(".//w:rFonts", NAMESPACES)
    assert fonts_given
    for node in fonts_given:
        names = {node.get(f"{W}{script}") for script in ("ascii", "hAnsi", "eastAsia", "cs")}
        assert len(names) == 1
        assert None not in names


def test_properties_stand_in_the_order_of_the_schema(any_form: Form) -> None:
    template = make_template(any_form, Style())
    for name in PARTS:
        for node in part(template, f"word/{name}.xml").iter():
            local = etree.QName(node).localname
            if local in ORDER:
                order = ORDER[local].split()
                places = [order.index(etree.QName(child).localname) for child in node]
                assert places == sorted(places), etree.tostring(node)


def test_section_properties_stand_in_the_order_of_the_schema(form: Form) -> None:
    page = part(make_template(form, Style())).find("w:body/w:sectPr", NAMESPACES)
    assert page is not None
    assert [etree.QName(child).localname for child in page] == [
        "footerReference",
        "footerReference",
        "pgSz",
        "pgMar",
        "cols",
        "docGrid",
    ]
    grid = page.find("w:docGrid", NAMESPACES)
    assert grid is not None
    assert dict(grid.attrib) == {f"{W}type": "lines", f"{W}linePitch": "579"}


def test_every_style_used_exists_and_has_a_chinese_name(any_form: Form) -> None:
    template = make_template(any_form, Style())
    styles = {
        node.get(f"{W}styleId"): node.find("w:name", NAMESPACES)
        for node in part(template, "word/styles.xml").findall("w:style", NAMESPACES)
    }
    used = {
        node.get(f"{W}val")
        for name in ("document", "footer1", "footer2")
        for node in part(template, f"word/{name}.xml").iter(
            f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle"
        )
    }
    assert used <= set(styles)
    for name in used:
        named = styles[name]
        assert named is not None
        assert re.search("[一-鿿]", named.get(f"{W}val", "")), name


def test_no_paragraph_has_looks_of_its_own(any_form: Form) -> None:
    """Restyling works by the styles alone; keepNext is no look."""
    document = part(make_template(any_form, Style()))
    for looks in document.iter(f"{W}pPr"):
        assert {etree.QName(child).localname for child in looks} <= {"pStyle", "keepNext"}
    for looks in document.iter(f"{W}rPr"):
        assert {etree.QName(child).localname for child in looks} == {"rStyle"}


def test_page_number_field_is_in_runs_of_its_own(form: Form) -> None:
    template = make_template(form, Style())
    for name in ("footer1", "footer2"):
        runs = part(template, f"word/{name}.xml").findall("w:p/w:r", NAMESPACES)
        kinds = [etree.QName(run[-1]).localname for run in runs]
        assert kinds == ["t", "fldChar", "instrText", "fldChar", "t", "fldChar", "t"]
    settings = part(template, "word/settings.xml")
    assert settings.find("w:evenAndOddHeaders", NAMESPACES) is not None


def test_an_id_that_no_tag_can_hold_is_refused(form: Form) -> None:
    odd = evolve(form, sections=(Section('a" ~ b', "一、"), *form.sections))
    with pytest.raises(EditionError, match="不能作模板标签"):
        make_template(odd, Style())


def test_committed_templates_are_what_the_kit_makes() -> None:
    generate = runpy.run_path(str(ROOT / "templates" / "generate.py"))
    committed = dict(generate["forms"]())
    found = {*ROOT.glob("templates/*/*.docx"), *ROOT.glob("plugins/*/templates/*.docx")}
    assert set(committed) == found
    for file, form in committed.items():
        # By parts: another zlib packs the same parts into other bytes.
        assert unpack(file.read_bytes()) == unpack(make_template(form, Style())), file


def test_the_committed_template_serves_the_form_it_fits(
    form: Form, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "2021"
    folder.mkdir()
    (folder / "national.docx").write_bytes(make_template(form, Style()))
    with zipfile.ZipFile(folder / "national.docx", "a") as archive:
        archive.comment = "改过样式".encode()
    restyled = (folder / "national.docx").read_bytes()
    monkeypatch.setattr(
        "disclosure_kit.rendering.packs.bundled", lambda _, *rest: tmp_path.joinpath(*rest)
    )
    assert national_template(form, frozendict()) == restyled
    windows = national_template(form, frozendict({"document.fonts": "windows"}))
    assert windows == make_template(form, Style(FONT_SETS["windows"]))
    shorter = evolve(form, tables=form.tables.delete("remedies"))
    assert national_template(shorter, frozendict()) == make_template(shorter, Style())


def test_an_unknown_font_set_is_wrong_usage(form: Form) -> None:
    with pytest.raises(UsageError, match="gb2312、windows"):
        national_template(form, frozendict({"document.fonts": "mac"}))


def test_the_height_of_rows_is_data_of_the_form(forms: dict[str, Form]) -> None:
    def heights(form: Form) -> set[str | None]:
        return {
            node.get(f"{W}val") for node in part(make_template(form, Style())).iter(f"{W}trHeight")
        }

    assert heights(forms["2014"]) == {"280"}
    assert heights(forms["2021"]) == {"340"}
