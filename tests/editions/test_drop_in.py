"""Adding an edition is adding one file: the made-up one is checked and rendered like ours."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from conftest import TODAY

from disclosure_kit import KitSpec, Loaded, Session, Source, check, load_kit, read, render
from disclosure_kit.app import form_for
from disclosure_kit.errors import EditionError
from disclosure_kit.recognise import Wishes

MADE_UP = Path(__file__).parent / "made_up"
REPORT = """format: "disclosure-kit/report/1"
year: 2031
agency: {name: "某某市人民政府"}
sections:
  summary:
    title: "一、年度概述"
    body:
      - text: "本年度开放数据集十二个，其中a<b的不计，&照写。"
  requests:
    title: "二、数据开放申请情况"
    body:
      - table: requests
  outlook:
    title: "三、下一年度打算"
    body:
      - text: "继续扩大开放。"
tables:
  requests:
    received: {person: 31, company: 17, other: 5}
    opened: {person: 29, company: 13, other: 5}
    refused.security: {person: 2, company: 4, other: 0}
"""


@pytest.fixture(scope="module")
def session() -> Session:
    return load_kit(KitSpec((str(MADE_UP),), installed=False), today=TODAY)


def loaded(session: Session, text: str = REPORT) -> Loaded:
    return read(session, Source("2031.yaml", text.encode()))


def test_it_is_one_file_without_code() -> None:
    files = {file.relative_to(MADE_UP).as_posix() for file in MADE_UP.rglob("*") if file.is_file()}
    assert files == {"plugin.toml", "editions/2031.toml"}


def test_it_serves_its_years_beside_the_national_ones(session: Session) -> None:
    registry = session.registry
    assert not registry.faults
    assert list(registry.editions) == ["2014", "2019", "2021", "2031"]
    assert registry.edition_for(2030).id == "2021"
    assert registry.edition_for(2031).id == "2031"
    assert registry.edition_for(2040).id == "2031"


def test_its_form_is_its_own_and_leaves_the_others_as_they_were(
    session: Session, national: Session
) -> None:
    form = form_for(session, Wishes(edition="2031"))
    assert [section.id for section in form.sections] == ["summary", "requests", "outlook"]
    assert form.statutory_tables == {"requests"}
    assert len(form.cells) == 9
    assert [identity.code for identity in form.identities] == ["requests-settled"]
    for name in national.registry.editions:
        wishes = Wishes(edition=name)
        assert form_for(session, wishes) == form_for(national, wishes)


def test_a_report_that_agrees_has_no_findings(session: Session) -> None:
    assessment = check(session, loaded(session))
    assert assessment.findings == ()
    assert {item.code for item in assessment.not_assessed} == {
        "copied-from-last-year",
        "figures-unchanged",
        "figure-jump",
        "signing-date",
    }
    assert assessment.ok
    assert assessment.complete


@pytest.mark.parametrize("row", ["received", "opened", "refused.security"])
@pytest.mark.parametrize(("column", "fields"), [("person", 0), ("company", 1), ("other", 2)])
def test_one_changed_cell_breaks_its_identity(
    session: Session, row: str, column: str, fields: int
) -> None:
    line = next(line for line in REPORT.splitlines() if line.strip().startswith(f"{row}:"))
    parts = line.split(",")
    head, _, figure = parts[fields].rpartition(" ")
    digits = figure.strip("}")
    parts[fields] = f"{head} {figure.replace(digits, str(int(digits) + 1))}"
    assessment = check(session, loaded(session, REPORT.replace(line, ",".join(parts))))
    (finding,) = assessment.findings
    assert finding.code == "requests-settled"
    assert "假想的填表说明" in finding.clause
    assert f"requests.{row}.{column}" in finding.addresses
    assert not assessment.ok


def test_a_cell_left_blank_is_not_zero(session: Session) -> None:
    assessment = check(session, loaded(session, REPORT.replace("other: 0", "other: null")))
    assert not assessment.findings
    assert not assessment.complete


def test_it_becomes_a_word_document(session: Session) -> None:
    import docx

    (artifact,) = render(session, loaded(session))
    document = docx.Document(io.BytesIO(artifact.content))
    paragraphs = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    assert paragraphs[0].replace("\n", "") == "某某市人民政府2031年政府数据公开工作年度报告"
    for line in ("一、年度概述", "二、数据开放申请情况", "三、下一年度打算", "继续扩大开放。"):
        assert line in paragraphs
    assert "本年度开放数据集十二个，其中a<b的不计，&照写。" in paragraphs
    (table,) = document.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert [row[2:] for row in rows] == [
        ["申请人", "申请人", "申请人"],
        ["自然人", "单位", "单位"],
        ["自然人", "企业", "其他"],
        ["31", "17", "5"],
        ["29", "13", "5"],
        ["2", "4", "0"],
    ]
    assert [row[:2] for row in rows[3:]] == [
        ["新收申请", "新收申请"],
        ["办理结果", "开放"],
        ["办理结果", "涉及安全不开放"],
    ]


def test_the_superseded_edition_is_refused_where_a_report_names_it(session: Session) -> None:
    named = REPORT.replace("year: 2031", 'year: 2031\nedition: "2021"')
    with pytest.raises(EditionError, match="应使用 2031"):
        loaded(session, named)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('left = ["received"]', 'left = ["recieved"]', "引用的 recieved 不在表 requests 中"),
        ('section = "requests"', 'section = "request"', "放在不存在的部分 request"),
        ('table = "requests"\nper', 'table = "demands"\nper', "引用的表 demands 不存在"),
        ('id = "opened"', 'id = "received"', "行 received 定义了 2 次"),
        ("grid = [1500, 2844, 1500, 1500, 1500]", "grid = [4000, 4844]", "共占 3 格"),
        ('instrument = "', 'instrumnet = "', "edition.instrumnet 是不认识的键"),
        ("years = [2031]", "years = [2032, 2031]", "应写作 [起始年] 或 [起始年, 截止年]"),
        ('outline = "fixed"', 'outline = "firm"', "只能是 fixed、regional、free"),
        ('stub = "事项"', 'stub = "事项"\nplace = "x"', "bands[1].place 是不认识的键"),
        ('section = "requests"', 'section = "requests"\nplace = "x"', "tables[1] 的位置不写 place"),
        ("stub = 2", "stub = 2.0", "应是整数"),
        ("years = [2031]", "years = [2019]", "的年度重叠"),
    ],
)
def test_a_file_that_contradicts_itself_costs_the_plugin(
    old: str, new: str, problem: str, tmp_path: Path
) -> None:
    text = (MADE_UP / "editions" / "2031.toml").read_text("utf-8")
    assert text.count(old) == 1
    (tmp_path / "editions").mkdir()
    (tmp_path / "editions" / "2031.toml").write_text(text.replace(old, new), "utf-8")
    (tmp_path / "plugin.toml").write_bytes((MADE_UP / "plugin.toml").read_bytes())
    registry = load_kit(KitSpec((str(tmp_path),), installed=False)).registry
    (fault,) = registry.faults
    assert fault.plugin == "made_up"
    assert problem in fault.problem
    assert "2031" not in registry.editions
