"""Checks on the report as a whole: titles, order, aspects, statements, substance, signature."""

from __future__ import annotations

import datetime

import pytest
from attrs import evolve
from conftest import TODAY
from forms_under_test import session
from frozendict import frozendict
from on_words import form_for, told

from disclosure_kit import Source, app, read
from disclosure_kit.checking.examples import case_of
from disclosure_kit.model.edition import BodyKind
from disclosure_kit.model.example import Example, saying
from disclosure_kit.model.finding import Severity
from disclosure_kit.model.kind import kind_of
from disclosure_kit.model.report import Agency, Narrative, Signature


def titled(section: str, title: str) -> Example:
    return Example(titles=frozendict({section: title}))


@pytest.mark.parametrize(
    ("section", "title"),
    [
        ("other", "六、其他工作亮点"),
        ("problems", "五、下一步工作打算"),
        ("overview", "一、基本概况"),
        ("remedies", "四、复议诉讼"),
        ("other", "七、其他需要报告的事项"),
    ],
)
def test_a_renamed_section_is_told_with_the_prescribed_title(section: str, title: str) -> None:
    (finding,) = told("section-renamed", titled(section, title))
    assert title in finding.message
    assert finding.addresses == (f"{section}[0]",)


@pytest.mark.parametrize(
    ("section", "title"),
    [
        ("other", "六、其他需要报告的事项"),
        ("other", "六、其他需要报告事项"),
        ("other", "六.其他需要报告的事项"),
        ("problems", "五、存在问题及改进情况"),
        ("problems", "五、政府信息公开工作存在的主要问题及改进情况"),
        ("remedies", "四、政府信息公开行政复议行政诉讼情况"),
        ("remedies", "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"),
        ("overview", "一、 总体情况 "),
    ],
)
def test_a_known_variant_of_a_title_is_silent(section: str, title: str) -> None:
    assert told("section-renamed", titled(section, title)) == []


def test_a_free_outline_has_no_prescribed_titles() -> None:
    example = Example(edition="2014", year=2016)
    assert told("section-renamed", example) == []
    assert told("section-misplaced", example) == []


@pytest.mark.parametrize(
    ("paragraphs", "section", "word"),
    [
        (("（一）主动公开。", "五、存在的主要问题及改进情况"), "overview", "重复"),
        (("六、其他需要报告的事项",), "problems", "重复"),
        (("存在不足。", "四、政府信息公开行政复议、行政诉讼情况"), "other", "重复"),
        (("一、总体情况",), "preamble", "重复"),
        (("二、主动公开政府信息情况", "共20条。"), "problems", "重复"),
    ],
)
def test_a_section_title_inside_another_section(
    paragraphs: tuple[str, ...], section: str, word: str
) -> None:
    (finding,) = told("section-misplaced", saying(*paragraphs, section=section))
    assert word in finding.message


def test_a_table_of_contents_is_no_repetition() -> None:
    contents = saying("一、总体情况", "二、主动公开政府信息情况", section="preamble")
    assert told("section-misplaced", contents) == []


def test_a_section_out_of_order_is_missing_where_it_belongs() -> None:
    example = evolve(saying("四、政府信息公开行政复议、行政诉讼情况", section="problems"),
                     without=("remedies",))  # fmt: skip
    (finding,) = told("section-misplaced", example)
    assert "次序" in finding.message


@pytest.mark.parametrize(
    "text",
    ["（一）主动公开。", "五是改进情况良好。", "总体情况", "见“五、存在的主要问题及改进情况”。",
     "主动公开政府信息情况良好。", "其他事项。", "无。", "一、加强组织领导"],
)  # fmt: skip
def test_what_only_resembles_a_title_is_silent(text: str) -> None:
    assert told("section-misplaced", saying(text)) == []


WHOLE = (
    "主动公开信息20条。依申请公开3件。落实信息管理制度。更新网站专栏。开展监督考核、社会评议，"
    "未发生责任追究。"
)


@pytest.mark.parametrize(
    ("lost", "missing"),
    [("主动公开", "主动公开"), ("依申请公开", "依申请公开"), ("信息管理", "信息管理"),
     ("网站专栏", "平台"), ("社会评议", "评议"), ("责任追究", "责任追究")],
)  # fmt: skip
def test_an_aspect_without_a_word(lost: str, missing: str) -> None:
    (finding,) = told("aspect-missing", saying(WHOLE.replace(lost, "其他")))
    assert f"“{missing}”" in finding.message


def test_article_50_asks_appraisal_of_governments_only() -> None:
    """A 街道办事处 is sent by its government, and is none; a town's government is one."""
    text = saying("主动公开信息20条。依申请公开3件。落实信息管理制度。更新网站专栏。加强监督。")
    assert told("aspect-missing", evolve(text, agency="示例区河西街道办事处")) == []
    assert told("aspect-missing", evolve(text, agency="示例县河西镇")) != []


def test_a_department_need_not_tell_of_social_appraisal() -> None:
    text = saying("主动公开信息20条。依申请公开3件。落实信息管理制度。更新网站专栏。加强监督。")
    assert told("aspect-missing", evolve(text, agency="示例县财政局")) == []
    assert told("aspect-missing", text) != []


def test_nothing_is_said_of_a_text_that_may_be_cut_off() -> None:
    rest = ("proactive", "applications", "remedies", "problems", "other")
    assert told("aspect-missing", evolve(saying("主动公开20条。"), without=rest)) == []


@pytest.mark.parametrize(
    "text", ["无。", "没有其他需要报告的事项。", "本年度无其他事项。", "暂无", "略。"]
)
def test_silence_on_the_processing_fee(text: str) -> None:
    (finding,) = told("statement-missing", saying(text, section="other"))
    assert "信息处理费" in finding.message


@pytest.mark.parametrize(
    "text",
    ["2024年未收取信息处理费。", "全年收取信息处理费380元。", "信息处理费：0元。",
     "本年度没有收费。",
     "未收取任何费用。", "认真执行信息公开处理费有关规定。", "依申请提供政府信息未收取费用。",
     "全县收取处理费共计2950元。"],
)  # fmt: skip
def test_the_processing_fee_is_stated(text: str) -> None:
    assert told("statement-missing", saying(text, section="other")) == []


@pytest.mark.parametrize("text", ["无。", "暂无", "无问题。", "没有。", "不存在问题。"])
def test_a_bare_nothing_for_problems(text: str) -> None:
    assert told("section-bare", saying(text, section="problems")) != []


@pytest.mark.parametrize(
    "text",
    ["一是解读形式单一。", "存在公开不及时的问题，将加以改进。", "无专职人员，下一步将配备。",
     "没有开展培训，是主要不足。", "问题：内容不够丰富。", "一是政务公开数智化转型有待进一步加强。",
     "公开形式单一。", "不足：人手少。"],
)  # fmt: skip
def test_problems_in_a_few_words(text: str) -> None:
    assert told("section-bare", saying(text, section="problems")) == []


COUNTY, BUREAU, TOWN = "示例县人民政府", "示例县财政局", "示例县东街镇人民政府"


@pytest.mark.parametrize(
    ("agency", "signed", "found"),
    [
        (COUNTY, "2025-03-31", False),
        (COUNTY, "2025-04-01", True),
        (BUREAU, "2025-01-31", False),
        (BUREAU, "2025-02-01", True),
        (TOWN, "2025-06-30", False),
        (TOWN, "2025-01-01", False),
        (TOWN, "2024-12-31", True),
        (COUNTY, "2023-03-01", True),
        ("示例经济开发区管理委员会", "2025-03-20", False),
        ("某某集团", "2025-12-20", False),
        (COUNTY, None, False),
    ],
)
def test_the_day_of_the_signature(agency: str, signed: str | None, found: bool) -> None:
    day = datetime.date.fromisoformat(signed) if signed else None
    assert bool(told("signing-date", Example(agency=agency, signed=day))) is found


@pytest.mark.parametrize(("signed", "found"), [("2017-03-31", False), ("2017-04-01", True)])
def test_until_2018_every_body_had_until_march(signed: str, found: bool) -> None:
    day = datetime.date.fromisoformat(signed)
    example = Example(edition="2014", year=2016, agency=TOWN, signed=day)
    assert bool(told("signing-date", example)) is found


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("上海市", BodyKind.GOVERNMENT),
        ("宿迁市人民政府", BodyKind.GOVERNMENT),
        ("云南省", BodyKind.GOVERNMENT),
        ("芒市勐戛镇人民政府", BodyKind.TOWN),
        ("勐戛镇", BodyKind.TOWN),
        ("西咸新区底张街道办事处", BodyKind.TOWN),
        ("金平县马鞍底乡", BodyKind.TOWN),
        ("河北省教育厅", BodyKind.DEPARTMENT),
        ("上海市人民政府办公厅", BodyKind.DEPARTMENT),
        ("国家发展和改革委员会", BodyKind.DEPARTMENT),
        ("自然资源部", BodyKind.DEPARTMENT),
        ("某经济技术开发区", None),
        ("某开发区管委会", None),
        ("", None),
    ],
)
def test_the_kind_of_a_body(name: str, kind: BodyKind | None) -> None:
    assert kind_of(Agency(name)) is kind


def test_what_the_report_says_of_its_kind_counts() -> None:
    assert kind_of(Agency("某某集团", kind="department")) is BodyKind.DEPARTMENT


@pytest.mark.parametrize(
    ("signed", "found"),
    [
        ("示例县人民政府", False),
        ("示例县人民政府办公室", False),
        ("某省示例县人民政府", False),
        ("示例县", False),
        ("邻水县人民政府", True),
        ("示例市财政局", True),
    ],
)
def test_who_signs(signed: str, found: bool) -> None:
    case = case_of(Example(), form_for, session().settings, TODAY)
    report = evolve(case.report, signature=Signature(signed, datetime.date(2025, 1, 20)))
    run = session().registry.checks["agency-differs"].run
    assert bool(list(run(evolve(case, report=report)))) is found


def test_template_text_in_the_title() -> None:
    (finding,) = told("template-text", Example(title="XX镇2024年政府信息公开工作年度报告"))
    assert finding.addresses == ("title",)


OLD_TABLE = """西咸新区某街道办事处2023年政府信息公开工作年度报告
一、总体情况
（一）主动公开。共公开信息20条。
二、主动公开政府信息情况
第二十条第（一）项
信息内容
{heads}
规章
0
0
0
"""


@pytest.mark.parametrize(
    ("heads", "codes"),
    [
        ("本年新制作数量\n本年新公开数量\n对外公开总数量", {"edition-tables"}),
        ("本年制发件数\n本年废止件数\n现行有效件数", set()),
        ("其他对外管理服务事项", set()),
        ("信息内容 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量", {"edition-tables"}),
    ],
)
def test_the_tables_of_another_edition(heads: str, codes: set[str]) -> None:
    source = Source("a.txt", OLD_TABLE.format(heads=heads).encode())
    found = app.check(session(), read(session(), source)).findings
    assert {f.code for f in found if f.code == "edition-tables"} == codes
    assert all(f.severity is Severity.ERROR for f in found if f.code == "edition-tables")


def test_a_part_of_the_list_may_be_the_annex() -> None:
    texts = {"preamble": ("本报告由概述、主动公开情况、附表共三个部分组成。",)}
    example = Example(texts=frozendict(texts), edition="2014", year=2016,
                      signed=datetime.date(2017, 1, 5))  # fmt: skip
    case = case_of(example, form_for, session().settings, TODAY)
    sections = frozendict(
        (f"part_{n}", Narrative(title)) for n, title in enumerate(("一、概述", "二、主动公开情况"))
    )
    run = session().registry.checks["parts-counted"].run
    assert list(run(evolve(case, report=evolve(case.report, sections=sections)))) == []
    texts = {"preamble": ("本报告由概述、主动公开情况共四个部分组成。",)}
    case = case_of(evolve(example, texts=frozendict(texts)), form_for, session().settings, TODAY)
    assert list(run(evolve(case, report=evolve(case.report, sections=sections)))) != []


FREE = """某镇人民政府2016年政府信息公开工作年度报告
一、概述
我镇高度重视政府信息公开工作。
二、主动公开政府信息情况
共公开信息20条。
{inner}
{number}、依申请公开情况
未收到申请。
{next}、存在的问题
公开不够及时。
"""


@pytest.mark.parametrize(
    ("inner", "number", "following", "count"),
    [
        ("", "三", "四", 0),
        ("", "四", "五", 1),
        ("", "五", "六", 1),
        ("一、加强领导\n二、健全制度", "三", "四", 0),
        ("（一）加强领导。", "四", "五", 1),
    ],
)
def test_a_part_s_number_left_out(inner: str, number: str, following: str, count: int) -> None:
    text = FREE.format(inner=inner, number=number, next=following)
    found = app.check(session(), read(session(), Source("a.txt", text.encode()))).findings
    assert len([f for f in found if f.code == "numbering"]) == count
