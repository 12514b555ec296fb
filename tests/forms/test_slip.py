"""The return slip: exactly the cells that findings speak of, and nothing else changed."""

from __future__ import annotations

import copy
import io
import re
from pathlib import Path

import pytest
import xlsxwriter
from attrs import evolve
from faultless import NAME, suqian_text
from forms.slips import (
    Cell,
    coloured,
    comments,
    findings_of,
    looks,
    opened,
    parts,
    slip_of,
    told,
    values,
    zipped,
)
from forms_under_test import YEARS, form_of, session
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from spreadsheet import SOFFICE, needs_calc, recalculated
from strategies import blank, consistent, with_cells

from disclosure_kit import Loaded, Source, read
from disclosure_kit.errors import DisclosureError, OutputError, SourceError, UsageError
from disclosure_kit.forms.cells import Spot
from disclosure_kit.forms.plan import plan
from disclosure_kit.forms.slip import Note, admit, annotate, earlier_marks, placed
from disclosure_kit.forms.slip.comments import LONGEST
from disclosure_kit.forms.writer import write_workbook
from disclosure_kit.model.finding import Finding, Severity
from disclosure_kit.model.form import Form
from disclosure_kit.model.report import Report
from disclosure_kit.model.values import NOT_FILLED, Address, Kind

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
MAY_CHANGE = re.compile(
    r"\[Content_Types\]\.xml|xl/styles\.xml|xl/worksheets/sheet\d+\.xml"
    r"|xl/worksheets/_rels/sheet\d+\.xml\.rels|xl/comments\d+\.xml|xl/drawings/vmlDrawing\d+\.vml"
)


def suqian() -> Loaded:
    return read(session(), Source(NAME, suqian_text().encode()))


def wrong() -> bytes:
    """A workbook in which two sums do not hold."""
    loaded = suqian()
    changed = {Address("applications", "received", "natural_person"): 3441}
    return write_workbook(with_cells(loaded.report, changed), loaded.form)


def test_the_cells_of_the_findings_are_coloured_and_say_why() -> None:
    content = slip_of(session(), wrong())
    row, column = [f"{letter}7" for letter in "DEFGHIJ"], ["D7", "D8", "D30", "D31"]
    expected = {("申请情况", cell): "error" for cell in (*row, *column)}
    assert coloured(content) == expected
    said = told(content)
    assert set(said) == set(expected)
    assert said["申请情况", "D8"] == (
        "错误［applications-balance］\n"
        "“自然人”列：一、本年新收政府信息公开申请数量 3441 ＋二、上年结转政府信息公开申请数量 118 "
        "＝ 3559，应等于（七）总计 3440 ＋四、结转下年度继续办理 118 ＝ 3558，相差 1\n"
        "依据：第一项加第二项之和，等于第三项加第四项之和（表内注明的勾稽关系）\n"
        "处理：这 2 处改 1 格即可全部平衡：表三·一、本年新收政府信息公开申请数量·自然人 "
        "3441→3440（写错一位数字）。请对照底数核实后改正"
    )
    both = said["申请情况", "D7"].split("\n\n")
    assert [text.split("\n")[0] for text in both] == [
        "错误［applications-balance］",
        "错误［applications-row-total］",
    ]


def test_nothing_else_is_changed() -> None:
    given = wrong()
    content = slip_of(session(), given)
    old, new = parts(given), parts(content)
    assert [name for name in new if name in old] == list(old)  # order too
    changed = {name for name in new if old.get(name) != new[name]}
    assert changed == {
        "[Content_Types].xml",
        "xl/styles.xml",
        "xl/worksheets/sheet6.xml",
        "xl/worksheets/_rels/sheet6.xml.rels",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
    }
    # Undo what the slip may do to the sheet: what is left is the sheet that was given.
    sheets = [etree.fromstring(each["xl/worksheets/sheet6.xml"]) for each in (old, new)]
    for root in sheets:
        for cell in root.iter("{*}c"):
            cell.attrib.pop("s", None)
        for drawing in root.findall("{*}legacyDrawing"):
            root.remove(drawing)
    first, second = (etree.tostring(root, method="c14n2") for root in sheets)
    assert first == second
    assert looks(given) == looks(content)


def test_same_input_same_bytes() -> None:
    assert slip_of(session(), wrong()) == slip_of(session(), wrong())


def test_without_findings_every_part_is_the_same() -> None:
    loaded = suqian()
    given = write_workbook(loaded.report, loaded.form)
    assert parts(slip_of(session(), given)) == parts(given)


def expected_cells(form: Form, report: Report, findings: tuple[Finding, ...]) -> dict[Cell, str]:
    """By the plan of the workbook, not by what its reader remembers."""
    spots = plan(form, report).spots
    found: dict[Cell, str] = {}
    for finding in sorted(findings, key=lambda f: -f.severity.rank):
        for address in finding.addresses:
            cell = form.cells.get(address)
            if cell is not None and report.value(cell[0]) is not NOT_FILLED:
                found[spots[address].sheet, spots[address].a1] = finding.severity.value
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(data=st.data())
def test_random_faults_colour_exactly_the_cells_of_their_findings(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(YEARS)))
    form = form_of(name)
    report = data.draw(consistent(form))
    cells = [a for a, c in form.cells.values() if c.kind in (Kind.COUNT, Kind.SIGNED)]
    for address in data.draw(st.lists(st.sampled_from(cells), max_size=3, unique=True)):
        report = with_cells(report, {address: data.draw(st.integers(-2, 200))})
    for address in data.draw(st.lists(st.sampled_from(cells), max_size=3, unique=True)):
        report = blank(report, address)
    given = write_workbook(report, form)
    content = slip_of(session(), given)
    tables = expected_cells(form, report, findings_of(session(), given))
    sheets = {spot.sheet for spot in plan(form, report).spots.values()}
    assert {c: s for c, s in coloured(content).items() if c[0] in sheets} == tables
    assert set(told(content)) == set(coloured(content))
    assert values(content, formulas=True) == values(given, formulas=True)
    assert values(content, formulas=False) == values(given, formulas=False)
    old, new = parts(given), parts(content)
    assert all(MAY_CHANGE.fullmatch(part) for part in new if old.get(part) != new[part])


def test_a_figure_of_last_year_is_no_cell_of_this_year() -> None:
    loaded = suqian()
    last = evolve(loaded.report, year=2023)
    last = with_cells(last, {Address("applications", "carried_out", "natural_person"): 7})
    given = write_workbook(loaded.report, loaded.form)
    content = slip_of(session(), given, write_workbook(last, evolve(loaded.form, year=2023)))
    found = {cell for cell, text in told(content).items() if "［carry-over］" in text}
    assert ("申请情况", "D8") in found  # carried in
    assert ("申请情况", "D31") not in found  # carried out: last year's is meant


def test_comments_that_were_there_stay_and_come_first() -> None:
    loaded = suqian()
    last = evolve(loaded.report, year=2023)
    last = with_cells(last, {Address("applications", "carried_out", "natural_person"): 118})
    changed = {Address("applications", "received", "natural_person"): 3441}
    report = with_cells(loaded.report, changed)
    given = write_workbook(report, loaded.form, last)
    before = comments(given)
    assert ("申请情况", "D8") in before
    content = slip_of(session(), given)
    after = comments(content)
    for cell, (author, text) in before.items():
        assert after[cell][0] == author
        assert after[cell][1].startswith(text)
    assert "［applications-balance］" in after["申请情况", "D8"][1]
    assert after["申请情况", "D7"][1].startswith("错误［applications-balance］")
    old, new = (parts(each)["xl/drawings/vmlDrawing1.vml"] for each in (given, content))
    common = old[: old.rindex(b"</xml>")]
    assert new.startswith(common)
    boxes = re.findall(rb'id="(_x0000_s\d+)"', new)
    assert len(boxes) == len(set(boxes)) == len(after)


def test_the_worst_finding_gives_the_colour_and_each_severity_has_its_own() -> None:
    given = wrong()
    notes = {
        Spot("封面", 4, 1): Note(INFO, "提示"),
        Spot("封面", 5, 1): Note(WARNING, "提醒"),
        Spot("申请情况", 6, 3): Note(ERROR, "错误"),
    }
    content = annotate(admit(Source("年报.xlsx", given)), notes)
    assert coloured(content) == {
        ("封面", "B5"): "info",
        ("封面", "B6"): "warning",
        ("申请情况", "D7"): "error",
    }
    report = evolve(suqian().report, sources={"overview[0]": "年报.xlsx!封面!B5"})
    found = placed(
        "年报.xlsx",
        report,
        suqian().form,
        [
            Finding("a", INFO, "", ("overview[0]",)),
            Finding("b", ERROR, "", ("overview[0]",)),
            Finding("c", WARNING, "", ("overview[1]",)),
            Finding("d", WARNING, "", (), source="年报.xlsx!封面!B6"),
            Finding("e", WARNING, "", (), source="年报.xlsx!封面"),
        ],
    )
    assert [f.code for f in found.cells[Spot("封面", 4, 1)]] == ["b", "a"]
    assert [f.code for f in found.cells[Spot("封面", 5, 1)]] == ["d"]
    assert [f.code for f in found.nowhere] == ["c", "e"]


def bare(prefix: str = "", rows: str = "", cols: str = "") -> bytes:
    """As small as a workbook can be: no styles, no strings; ``r`` left out as it may be."""
    p = f"{prefix}:" if prefix else ""
    space = f'xmlns{":" + prefix if prefix else ""}="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return zipped(
        {
            "[Content_Types].xml": (
                f'<Types xmlns="{package}/content-types">'
                '<Default Extension="rels" '
                'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Override PartName="/xl/workbook.xml" ContentType="{office}.sheet.main+xml"/>'
                f'<Override PartName="/xl/One.xml" ContentType="{office}.worksheet+xml"/></Types>'
            ).encode(),
            "_rels/.rels": (
                f'<Relationships xmlns="{package}/relationships"><Relationship Id="a" '
                f'Type="{links}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
            ).encode(),
            "xl/workbook.xml": (
                f'<{p}workbook {space} xmlns:q="{links}"><{p}sheets>'
                f'<{p}sheet name="表!一" sheetId="1" q:id="a"/></{p}sheets></{p}workbook>'
            ).encode(),
            "xl/_rels/workbook.xml.rels": (
                f'<Relationships xmlns="{package}/relationships"><Relationship Id="a" '
                f'Type="{links}/worksheet" Target="One.xml"/></Relationships>'
            ).encode(),
            "xl/One.xml": (
                f"<?keep this?><{p}worksheet {space}><!-- and this -->{cols}"
                f"<{p}sheetData>{rows}</{p}sheetData>"
                f'<{p}pageMargins left="1" right="1" top="1" bottom="1" header="0" footer="0"/>'
                f"<{p}tableParts/></{p}worksheet>"
            ).encode(),
        }
    )


@pytest.mark.parametrize("prefix", ["", "x"])
def test_the_barest_workbook(prefix: str) -> None:
    p = f"{prefix}:" if prefix else ""
    rows = (
        f"<{p}row><{p}c><{p}v>1</{p}v></{p}c><{p}c><{p}v>2</{p}v></{p}c></{p}row>"
        f'<{p}row r="4"><{p}c r="C4"><{p}v>3</{p}v></{p}c><{p}c><{p}v>4</{p}v></{p}c></{p}row>'
        f"<{p}row><{p}c><{p}v>5</{p}v></{p}c></{p}row>"
    )
    given = bare(prefix, rows)
    cells = ["A1", "D1", "B2", "B4", "D4", "A5", "F9"]
    places = {cell: Spot("表!一", int(cell[1:]) - 1, ord(cell[0]) - 65) for cell in cells}
    notes = {spot: Note(ERROR, cell) for cell, spot in places.items()}
    content = annotate(admit(Source("a.xlsx", given)), notes)
    assert set(coloured(content)) == {("表!一", cell) for cell in cells}
    assert told(content) == {("表!一", cell): cell for cell in cells}
    assert values(content, formulas=True) == {
        ("表!一", cell): n for n, cell in enumerate(["A1", "B1", "C4", "D4", "A5"], 1)
    }
    sheet = parts(content)["xl/One.xml"]
    assert b"<?keep this?>" in sheet
    assert b"<!-- and this -->" in sheet
    root = etree.fromstring(sheet)
    names = [etree.QName(part).localname for part in root if isinstance(part.tag, str)]
    assert names == ["sheetData", "pageMargins", "legacyDrawing", "tableParts"]
    assert "xl/_rels/One.xml.rels" in parts(content)
    # Once more: what is there already is found, and says the new words alone.
    again = annotate(admit(Source("a.xlsx", content)), notes)
    assert comments(again)["表!一", "F9"][1] == "F9"
    assert earlier_marks(admit(Source("a.xlsx", given))) == 0
    assert earlier_marks(admit(Source("a.xlsx", content))) == len(cells)


def test_a_cell_that_is_not_there_has_the_format_of_its_column() -> None:
    given = opened(wrong())
    sheet = given.create_sheet("别的")
    sheet.column_dimensions["C"].number_format = "0.00"
    sheet["A1"] = 1
    buffer = io.BytesIO()
    given.save(buffer)
    note = {Spot("别的", 0, 2): Note(ERROR, "错")}
    content = annotate(admit(Source("a.xlsx", buffer.getvalue())), note)
    assert opened(content)["别的"]["C1"].number_format == "0.00"


def test_what_a_comment_cannot_hold_is_said_to_be_cut() -> None:
    note = {Spot("封面", 4, 1): Note(ERROR, "错" * (LONGEST + 5) + "\x00")}
    content = annotate(admit(Source("a.xlsx", wrong())), note)
    text = told(content)["封面", "B5"]
    assert text.startswith("错" * LONGEST)
    assert text.endswith("其余请看核对结果）")
    assert len(text) < 32_767


def test_what_cannot_be_marked_is_refused() -> None:
    given = wrong()
    note = Note(ERROR, "错")
    with pytest.raises(SourceError, match="找不到工作表“没有”"):
        annotate(admit(Source("a.xlsx", given)), {Spot("没有", 0, 0): note})
    broken = parts(given)
    broken["xl/styles.xml"] = re.sub(
        rb"<cellXfs.*</cellXfs>", b"", broken["xl/styles.xml"], flags=re.S
    )
    with pytest.raises(OutputError, match="没有 cellXfs"):
        annotate(admit(Source("a.xlsx", zipped(broken))), {Spot("封面", 4, 1): note})
    strict = {
        name: content.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        )
        for name, content in parts(given).items()
    }
    with pytest.raises(UsageError, match="Strict Open XML"):
        admit(Source("a.xlsx", zipped(strict)))


def rich() -> bytes:
    """A sheet with about all that a sheet may hold; its own boxes are of a button."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("表")
        for row in range(8):
            sheet.write_row(row, 0, [row, f"=A{row + 1}*2", "文字"])
        sheet.write_formula("E1", "=SUM(A1:A8)", None, 28)
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=表!$A$1:$A$8"})
        sheet.insert_chart("G2", chart)
        sheet.insert_button("G20", {"caption": "按钮"})
        sheet.write_comment("C3", "原来的批注", {"author": "甲"})
        sheet.add_table("J1:K4", {"columns": [{"header": "x"}, {"header": "y"}]})
        sheet.conditional_format("A1:A8", {"type": "data_bar"})
        sheet.data_validation("A9", {"validate": "integer", "criteria": ">", "value": 0})
        sheet.write_url("A12", "https://example.org/")
        sheet.set_header("&L页眉")
        sheet.autofilter("A1:C8")
        sheet.set_background(io.BytesIO(PNG), is_byte_stream=True)
    return buffer.getvalue()


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)


RICH = parts(rich())


def test_drawings_tables_and_buttons_stay(tmp_path: Path) -> None:
    given = rich()
    cells = {"B2": ERROR, "C3": WARNING, "F9": INFO}
    notes = {
        Spot("表", int(cell[1:]) - 1, ord(cell[0]) - 65): Note(severity, cell)
        for cell, severity in cells.items()
    }
    content = annotate(admit(Source("a.xlsx", given)), notes)
    assert coloured(content) == {("表", cell): s.value for cell, s in cells.items()}
    texts = {cell: text for (_, cell), (_, text) in comments(content).items()}
    assert texts == {"B2": "B2", "C3": "原来的批注\n\nC3", "F9": "F9"}
    old, new = parts(given), parts(content)
    assert {name for name in new if old.get(name) != new[name]} == {
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
    }
    names = [
        [etree.QName(part).localname for part in etree.fromstring(each["xl/worksheets/sheet1.xml"])]
        for each in (old, new)
    ]
    assert names[0] == names[1]
    assert b"Button" in new["xl/drawings/vmlDrawing1.vml"]
    if SOFFICE:
        saved = recalculated({"a": content}, tmp_path)["a"]
        assert {cell: text for (_, cell), (_, text) in comments(saved).items()} == texts


def test_a_drawing_that_leads_nowhere_gives_way() -> None:
    made = dict(RICH)
    links = "xl/worksheets/_rels/sheet1.xml.rels"
    made[links] = re.sub(rb"<Relationship [^>]*vmlDrawing1[^>]*>", b"", made[links])
    assert made[links] != RICH[links]
    content = annotate(admit(Source("a.xlsx", zipped(made))), {Spot("表", 1, 1): Note(ERROR, "错")})
    sheet = parts(content)["xl/worksheets/sheet1.xml"]
    assert sheet.count(b"<legacyDrawing") == 1
    assert told(content) == {("表", "B2"): "错"}


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_workbook_that_lacks_something_is_marked_or_refused(data: st.DataObject) -> None:
    made = dict(RICH)
    name = data.draw(st.sampled_from(sorted(n for n in made if n.endswith((".xml", ".rels")))))
    root = etree.fromstring(made[name])
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    chosen = data.draw(st.sampled_from(elements))
    doing = data.draw(st.sampled_from(["gone", "empty", "twice", "odd", "comment"]))
    above = chosen.getparent()
    if doing == "empty" or above is None:
        for child in list(chosen):
            chosen.remove(child)
    elif doing == "gone":
        above.remove(chosen)
    elif doing == "twice":
        chosen.addnext(copy.deepcopy(chosen))
    elif doing == "comment":
        chosen.addprevious(etree.Comment("x"))
    elif chosen.attrib:
        attribute = data.draw(st.sampled_from(sorted(map(str, chosen.attrib))))
        chosen.set(attribute, data.draw(st.sampled_from(["", "²", "-1", "A0", "99999999"])))
    made[name] = etree.tostring(root)
    notes = {Spot("表", row, 1): Note(ERROR, "错") for row in (1, 2, 30)}
    try:
        content = annotate(admit(Source("a.xlsx", zipped(made))), notes)
    except DisclosureError:
        return
    for name in ("xl/worksheets/sheet1.xml", "[Content_Types].xml"):
        etree.fromstring(parts(content)[name])


@needs_calc
def test_libreoffice_opens_it_and_shows_the_same(tmp_path: Path) -> None:
    given = {"slip": wrong(), "bare": bare(rows="<row><c><v>1</v></c></row>")}
    slip = slip_of(session(), given["slip"])
    marked = {Spot("表!一", 0, 0): Note(WARNING, "提醒"), Spot("表!一", 2, 1): Note(INFO, "提示")}
    small = annotate(admit(Source("a.xlsx", given["bare"])), marked)
    done = recalculated({"slip": slip, "bare": small}, tmp_path)
    for made, saved in ((slip, done["slip"]), (small, done["bare"])):
        assert coloured(saved) == coloured(made)
        texts = {cell: text for cell, (_, text) in comments(saved).items()}
        assert texts == {cell: text for cell, (_, text) in comments(made).items()}
    assert values(done["slip"], formulas=False) == values(wrong(), formulas=False)
