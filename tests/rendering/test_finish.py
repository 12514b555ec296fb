"""What a filled document is given at last: the place of its signature, and full-width quotes."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from office import needs_office, pages_of
from rendering.conftest import NAMESPACES, W, part, rendered, report_for, view_of, with_part, words

from disclosure_kit.certificate import differences
from disclosure_kit.model.form import Form
from disclosure_kit.model.profile import Override
from disclosure_kit.model.report import Signature, Text
from disclosure_kit.rendering.finish.hanging import say_that_marks_hang
from disclosure_kit.rendering.finish.signature import Rules
from disclosure_kit.rendering.finish.xml import properties, property_of, turn_on
from disclosure_kit.rendering.style import Style
from disclosure_kit.rendering.template import make_template
from disclosure_kit.rendering.word import render_document

DATE = datetime.date(2025, 1, 15)
CHARACTER = 315  # 16 pt, drawn together by 0.25 pt
UNSEALED, SEALED = (Rules.of(Style().measures, sealed=sealed) for sealed in (False, True))
TEXT_WIDTH = Style().measures.text_width
LENGTHS = st.floats(1, 26)


def signed(form: Form, agency: str | None, **settings: str) -> list[etree._Element]:
    """The body of a document that ``agency`` signs, ready to be looked at from its end."""
    report = evolve(report_for(form), signature=Signature(agency, DATE), attachments=())
    document, view = rendered(report, form, **settings)
    assert differences(document, view) == []
    body = part(document).find("w:body", NAMESPACES)
    assert body is not None
    return list(body)[:-1]


def seal(value: str) -> dict[str, str]:
    return {"document.seal": value}


def indent(node: etree._Element, side: str) -> float | None:
    """What a paragraph's own indent says, in characters."""
    found = node.find("w:pPr/w:ind", NAMESPACES)
    twips = None if found is None else found.get(f"{W}{side}")
    return None if twips is None else int(twips) / CHARACTER


# 7.3.5.2, 7.3.5.1


@given(LENGTHS, LENGTHS)
def test_without_a_seal_the_date_begins_two_characters_right_of_the_body(
    agency: float, date: float
) -> None:
    one, two = UNSEALED.offsets(agency, date)
    assert one + agency - (two + date) == pytest.approx(2)
    assert one == 2 if date <= agency else two == 2
    assert min(one, two) >= 0 or agency - date < 2


@given(LENGTHS, st.floats(4, 8))
def test_with_a_seal_body_and_date_have_one_middle(agency: float, date: float) -> None:
    one, two = SEALED.offsets(agency, date)
    assert one + agency / 2 == pytest.approx(two + date / 2)
    assert two == 4 or (two > 4 and one == 0)
    assert one >= 0


def test_the_date_of_a_long_body_is_placed_from_the_left(form: Form) -> None:
    agency, date = signed(form, "某某市人民政府办公室")[-2:]
    assert words(agency) == "某某市人民政府办公室"
    assert indent(agency, "right") == 2
    left = indent(date, "left")
    assert left is not None
    assert left * CHARACTER == pytest.approx(TEXT_WIDTH - 10 * CHARACTER, abs=1)
    justified = date.find("w:pPr/w:jc", NAMESPACES)
    assert justified is not None
    assert justified.get(f"{W}val") == "left"


def test_a_date_longer_than_the_body_stands_two_characters_from_the_right(form: Form) -> None:
    agency, date = signed(form, "某局")[-2:]
    assert indent(date, "right") == 2
    assert indent(agency, "right") == pytest.approx(2 + 6.5 + 2 - 2, abs=0.01)


def test_with_a_seal_the_body_is_centred_above_a_date_four_characters_in(form: Form) -> None:
    agency, date = signed(form, "某某镇人民政府", **seal("with"))[-2:]
    assert indent(date, "right") == 4
    assert indent(agency, "right") == pytest.approx(4 + (6.5 - 7) / 2, abs=0.01)
    spacing = agency.find("w:pPr/w:spacing", NAMESPACES)
    assert spacing is not None
    assert spacing.get(f"{W}before") == str(2 * 579)


def test_a_region_s_own_numbers_are_kept(form: Form) -> None:
    own = {"signature.right": Override(Decimal(4), "某办〔2024〕1号")}
    agency, date = signed(evolve(form, layout=frozendict(own)), "某局")[-2:]
    assert indent(date, "right") == 4
    assert indent(agency, "right") == pytest.approx(4 + 6.5 + 2 - 2, abs=0.01)


def test_a_date_alone_stands_as_one_with_a_body(form: Form) -> None:
    assert indent(signed(form, None)[-1], "right") is None  # its style: two characters
    assert indent(signed(form, None, **seal("with"))[-1], "right") == 4


def test_a_name_too_long_for_a_line_is_broken_between_words(form: Form) -> None:
    name = "新疆维吾尔自治区伊犁哈萨克自治州察布查尔锡伯自治县人民政府办公室"
    agency = signed(form, name)[-2]
    assert words(agency) == name
    assert len(agency.findall(".//w:br", NAMESPACES)) == 1


def test_the_signature_stays_with_two_lines_of_the_text(form: Form) -> None:
    text, agency, date = signed(form, "某某局")[-3:]
    for node in (text, agency):
        assert node.find("w:pPr/w:keepNext", NAMESPACES) is not None
    widow = text.find("w:pPr/w:widowControl", NAMESPACES)
    assert widow is not None
    assert not widow.attrib
    assert date.find("w:pPr/w:keepNext", NAMESPACES) is None


def test_attachments_stay_with_the_signature_and_the_text(form: Form) -> None:
    document, _ = rendered(report_for(form), form)
    body = part(document).find("w:body", NAMESPACES)
    assert body is not None
    *_, text, first, second, agency, _date, _page = body
    assert words(first).startswith("附件：1.")
    for node in (text, first, second, agency):
        assert node.find("w:pPr/w:keepNext", NAMESPACES) is not None


def test_below_a_form_alone_the_last_row_stays_with_the_signature(forms: dict[str, Form]) -> None:
    form = evolve(forms["2014"], sections=())
    report = evolve(report_for(form), preamble=(), sections={}, attachments=())
    document, view = rendered(report, form)
    assert view.form_alone
    last = part(document).findall(".//w:tbl/w:tr", NAMESPACES)[-1]
    paragraphs = last.findall(".//w:p", NAMESPACES)
    assert paragraphs
    assert all(p.find("w:pPr/w:keepNext", NAMESPACES) is not None for p in paragraphs)


@needs_office
def test_the_signature_is_never_alone_on_a_page(form: Form, tmp_path: Path) -> None:
    """Wherever the text ends on its page, its last line stands above the signature."""
    for lines in range(9, 15):
        body = (*(Text("公开") for _ in range(lines - 1)), Text("末段" * 40))
        report = evolve(report_for(form, body), attachments=(), tables={})
        bare = evolve(view_of(report, form), sections=view_of(report, form).sections[:1])
        page = pages_of(render_document(_text_alone(form), bare), tmp_path)[-1]
        assert "末段" in page, lines


def _text_alone(form: Form) -> bytes:
    """The template without its tables and later sections."""
    template = make_template(form, Style())
    root = part(template)
    body = root.find("w:body", NAMESPACES)
    assert body is not None
    nodes = list(body)
    second = next(n for n, p in enumerate(nodes) if "sections.proactive.title" in words(p))
    closing = next(n for n, p in enumerate(nodes) if "attachments | length == 1" in words(p))
    for node in nodes[second:closing]:
        body.remove(node)
    return with_part(template, root)


# A person's own template


def test_an_indent_of_ones_own_stays(form: Form) -> None:
    template = make_template(form, Style())
    root = part(template)
    for node in root.iter(f"{W}p"):
        if words(node) in ("{{ signature.agency }}", "{{ signature.date }}"):
            property_of(properties(node, "pPr"), "ind").set(f"{W}right", "0")
    document = render_document(with_part(template, root), view_of(report_for(form), form))
    found = [p.find("w:pPr/w:ind", NAMESPACES) for p in part(document).iter(f"{W}p")]
    assert [dict(i.attrib) for i in found if i is not None] == [{f"{W}right": "0"}] * 2


def test_styles_are_known_by_name_for_word_renames_their_ids(form: Form) -> None:
    template = make_template(form, Style())
    for name in ("word/styles.xml", "word/document.xml"):
        root = part(template, name)
        for node in root.iter():
            for key, value in node.attrib.items():
                if value in ("SignatureAgency", "SignatureDate"):
                    node.set(key, f"a{len(value)}")
        template = with_part(template, root, name)
    document = render_document(template, view_of(report_for(form), form))
    assert [p for p in part(document).iter(f"{W}p") if indent(p, "right") == 2]


def test_properties_are_made_where_the_schema_wants_them() -> None:
    node = etree.fromstring(
        f'<w:p xmlns:w="{NAMESPACES["w"]}"><w:pPr><w:pStyle/><w:tabs/><w:rPr/></w:pPr></w:p>'
    )
    for name in ("ind", "spacing", "keepNext", "jc"):
        turn_on(properties(node, "pPr"), name)
    names = [etree.QName(child).localname for child in properties(node, "pPr")]
    assert names == ["pStyle", "keepNext", "tabs", "spacing", "ind", "jc", "rPr"]


# Punctuation


def hinted(document: bytes, name: str = "word/document.xml") -> dict[str, bool]:
    """Whether each run of a part is drawn as Chinese, by its text."""
    return {
        words(run): (fonts := run.find("w:rPr/w:rFonts", NAMESPACES)) is not None
        and fonts.get(f"{W}hint") == "eastAsia"
        for run in part(document, name).iter(f"{W}r")
        if words(run)
    }


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("坚持“公开为常态”", True),
        ("‘不公开’为例外", True),
        ("报告——总结", True),
        ("信访……等", True),
        ("爱新觉罗·某某", True),
        ("①第一，25℃", True),
        ("公开 open data 12.5%", False),
        ("don’t", False),
        ("don’t说“不”", True),
    ],
)
def test_signs_shared_with_latin_are_drawn_as_chinese(form: Form, text: str, drawn: bool) -> None:
    document, view = rendered(report_for(form, (Text(text),)), form)
    assert hinted(document)[text] is drawn
    assert differences(document, view) == []


def test_signs_of_the_form_and_the_footer_are_drawn_as_chinese(form: Form) -> None:
    document, _ = rendered(report_for(form), form)
    assert hinted(document, "word/footer1.xml") == {"— ": True, "1": False, " —": True}
    shown = hinted(document)
    assert not [text for text, drawn in shown.items() if set(text) & set("“”—…") and not drawn]


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30))
def test_hints_change_no_text(text: str) -> None:
    from disclosure_kit.rendering.finish.hints import hint_punctuation

    run = etree.Element(f"{W}r")
    etree.SubElement(run, f"{W}t").text = text
    root = etree.Element(f"{W}p")
    root.append(run)
    hint_punctuation(root)
    assert words(root) == text


# Marks that hang over the end of a line


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("", "1"),
        ("<w:docDefaults><w:rPrDefault/></w:docDefaults>", "1"),
        ("<w:docDefaults><w:rPrDefault/><w:pPrDefault/></w:docDefaults>", "1"),
        (
            "<w:docDefaults><w:pPrDefault><w:pPr><w:keepNext/><w:jc w:val='both'/></w:pPr>"
            "</w:pPrDefault></w:docDefaults>",
            "1",
        ),
        (
            "<w:docDefaults><w:pPrDefault><w:pPr><w:overflowPunct w:val='0'/></w:pPr>"
            "</w:pPrDefault></w:docDefaults>",
            "0",
        ),
    ],
)
def test_that_marks_hang_is_said_unless_the_template_says_otherwise(given: str, value: str) -> None:
    root = etree.fromstring(f"<w:styles xmlns:w='{W[1:-1]}'>{given}<w:style/></w:styles>")
    say_that_marks_hang(root)
    assert [child.tag for child in root] == [f"{W}docDefaults", f"{W}style"]
    path = "w:docDefaults/w:pPrDefault/w:pPr"
    (said,) = root.findall(f"{path}/w:overflowPunct", NAMESPACES)
    assert said.get(f"{W}val") == value
    assert [child.tag for child in root[0]][-1] == f"{W}pPrDefault"
    order = [etree.QName(child).localname for child in root.findall(f"{path}/*", NAMESPACES)]
    assert order == sorted(order, key=["keepNext", "overflowPunct", "jc"].index)


@needs_office
def test_libreoffice_loses_no_mark_at_the_end_of_a_line(form: Form, tmp_path: Path) -> None:
    text = "字" * 26 + "、" + "字" * 28 + "，" + "字" * 20
    sections = report_for(form).sections
    name = next(iter(sections))
    report = evolve(
        report_for(form), sections=sections | {name: evolve(sections[name], body=(Text(text),))}
    )
    document, _ = rendered(report, form)
    shown = "".join("".join(pages_of(document, tmp_path)).split())
    assert text in shown
