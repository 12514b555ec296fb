"""A keyed file becomes a report, or every problem is told at once, in the order of the file."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from conftest import TODAY
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_kit import KitSpec, Loaded, Session, Source, Wishes, app, check, load_kit, read
from disclosure_kit.errors import EditionError, SourceError
from disclosure_kit.model.report import (
    Heading,
    Image,
    ItemList,
    Report,
    TableBlock,
    TableData,
    Text,
)
from disclosure_kit.model.table import Table
from disclosure_kit.model.values import NOT_APPLICABLE, NOT_FILLED, Address, Kind, Money, Share
from disclosure_kit.strict import Problem
from disclosure_kit.structure import values

HEAD = """\
format: disclosure-kit/report/1
year: 2024
agency: {name: 某某镇人民政府}
"""
LINES = HEAD.count("\n")

FEES = """
[[repeating_tables]]
id = "county.fees"
title = "信息处理费"
section = "other"
columns = [
  { id = "agency", label = "单位", kind = "text" },
  { id = "cases", label = "件数" },
  { id = "amount", label = "金额", kind = "money", unit = "元" },
]
"""


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """The core and a county that adds a repeating table."""
    folder: Path = tmp_path_factory.mktemp("county")
    (folder / "plugin.toml").write_text(
        '[plugin]\nname = "county"\ntitle = "某县"\nversion = "1"\napi = 1\n'
        'region = "533103"\neditions = ["2021"]\ndescription = "信息处理费清单"\n',
        "utf-8",
    )
    (folder / "sections").mkdir()
    (folder / "sections" / "fees.toml").write_text(FEES, "utf-8")
    session = load_kit(KitSpec(plugins=(str(folder),), installed=False), today=TODAY)
    assert session.registry.faults == ()
    return session


def loaded(kit: Session, text: str, head: str = HEAD) -> Loaded:
    return read(kit, Source("年报.yaml", (head + text).encode("utf-8")))


def report(kit: Session, text: str, head: str = HEAD) -> Report:
    return loaded(kit, text, head).report


def refused(kit: Session, text: str, head: str = HEAD) -> list[str]:
    """The problems without the file's name; lines are counted behind ``HEAD``."""
    with pytest.raises(SourceError) as caught:
        loaded(kit, text, head)
    told = []
    for problem in caught.value.problems:
        place, _, words = problem.removeprefix("年报.yaml 第 ").partition(" 行：")
        told.append(f"{int(place) - LINES} {words}")
    return told


def cell(made: Report, text: str) -> object:
    table, row, column = text.split("|")
    return made.value(Address(table, row, column))


def test_everything_wrong_is_told_at_once_in_file_order(kit: Session) -> None:
    text = """\
editon: "2021"
tables:
  aplications: {}
  applications:
    recieved: {total: 1}
    received: {natural_persom: 1, total: 3.7, business: true, research: "5", welfare: 5.0}
  proactive:
    fees: {amount: 3.5}
    licences: {decisions: []}
    penalties: 5
  remedies: []
sections:
  overveiw: {}
  overview: {titel: x, body: [{txt: a}, {text: b, lead: -1}]}
  problems:
    body:
      - {heading: a, level: 7}
signature: {date: 2025-02-30, agancy: x}
attachments: x
"""
    whole = '应是整数（未填写用 null，不适用用 "n/a"），不能是'
    received = "tables.applications.received"
    assert refused(kit, text) == [
        "1 editon 是不认识的键（是否为 edition？）",
        "3 tables.aplications 是不认识的表（是否为 applications？）",
        "5 tables.applications.recieved 是不认识的行（是否为 received？）",
        f"6 {received}.natural_persom 是不认识的列（是否为 natural_person？）",
        f"6 {received}.total {whole} 3.7",
        f"6 {received}.business {whole} true",
        f"6 {received}.research {whole}“5”",
        f"6 {received}.welfare {whole} 5.0",
        "8 tables.proactive.fees.amount 应是加引号的金额（小数点后至多六位），不能是 3.5，"
        '请加引号写作 "3.5"',
        f"9 tables.proactive.licences.decisions {whole} []",
        "10 tables.proactive.penalties 应是一组列（列名: 数），不能是 5",
        "11 tables.remedies 应是一组行（行名: {列名: 数}），不能是 []",
        "13 sections.overveiw 是不认识的部分（是否为 overview？）",
        "14 sections.overview.titel 是不认识的键（是否为 title？）",
        "14 sections.overview.body[1] 应恰有 text、heading、list、table、image 之一，"
        '不能是 {"txt": "a"}（是否为 text？）',
        "14 sections.overview.body[2].lead 应在 0 与这一段的字数 1 之间，不能是 -1",
        "17 sections.problems.body[1].level 只能是 2、3、4，不能是 7",
        "18 signature.date 应是日期，写作 2025-01-15，不能是“2025-02-30”",
        "18 signature.agancy 是不认识的键（是否为 agency？）",
        "19 attachments 应是一个列表，不能是“x”",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("titel: x\n", "1 titel 是不认识的键（是否为 title？）"),
        ("figures: {a: 1}\n", "1 figures.a 是不认识的数据"),
        (
            "tables: {remedies: {case: {}}}\n",
            "1 tables.remedies.case 是不认识的行（是否为 cases？）",
        ),
        (
            "tables: {proactive: {fees: {issued: 1}}}\n",
            "1 tables.proactive.fees.issued 是不认识的列（这里可用：amount）",
        ),
        (
            "preamble: [{text: a, levle: 2}]\n",
            "1 preamble[1].levle 是不认识的键（是否为 level？）",
        ),
        (
            "preamble: [{list: [a], orderd: true}]\n",
            "1 preamble[1].orderd 是不认识的键（是否为 ordered？）",
        ),
        ("signature: {dat: x}\n", "1 signature.dat 是不认识的键（是否为 date？）"),
        ("title: 5\n", "1 title 应是文字，不能是 5"),
        ("edition: 2021\n", "1 edition 应是文字，不能是 2021"),
        ("region: 53\n", "1 region 应是文字，不能是 53"),
        ("region: abc\n", "1 region 应是 2、4、6、9 或 12 位的区划代码，不能是“abc”"),
        (
            "attachments: [1]\n",
            "1 attachments[1] 应是文字，或有 name、body 的一组，不能是 1",
        ),
        (
            "attachments: [a, {name: b, bodi: []}]\n",
            "1 attachments[2].bodi 是不认识的键（是否为 body？）",
        ),
        ("attachments: [{body: []}]\n", "1 attachments[1].name 缺少这个键，必须写明"),
        (
            "attachments: [{name: b, body: [{text: c, level: 9}]}]\n",
            "1 attachments[1].body[1].level 只能是 2、3、4，不能是 9",
        ),
        (
            'attachments: [{name: "附件1：", body: [{text: c}]}]\n',
            "1 attachments[1].name 附件有正文，应写明名称",
        ),
        (
            "attachments: [{name: b, body: [{table: remedies}]}]\n",
            "1 attachments[1].body[1].table 不能放表 remedies：不属于这一部分",
        ),
        (
            "attachments: [{name: b, body: [{image: ../a.png}]}]\n",
            "1 attachments[1].body[1].image 图片路径用 .. 走出了报告的文件夹；"
            "图片只能放在报告自己的文件夹里",
        ),
        ("sections: []\n", "1 sections 应是一组键和值，不能是 []"),
        ("sections: {overview: null}\n", "1 sections.overview 应是一组键和值，不能是空"),
        ("figures: []\n", "1 figures 应是一组键和值，不能是 []"),
        ("preamble: text\n", "1 preamble 应是一个列表，不能是“text”"),
        ("signature: []\n", "1 signature 应是一组键和值，不能是 []"),
        (
            "signature: {date: 20250115}\n",
            "1 signature.date 应是日期，写作 2025-01-15，不能是 20250115",
        ),
        (
            "signature: {date: 2025-1-5}\n",
            "1 signature.date 应是日期，写作 2025-01-15，不能是“2025-1-5”",
        ),
    ],
)
def test_one_problem_is_told_with_its_place(kit: Session, text: str, problem: str) -> None:
    assert refused(kit, text) == [problem]


@pytest.mark.parametrize(
    "block",
    ["{}", "5", "null", "[text]", "{text: a, heading: b}", "{text: 5}", "{text: null}",
     '{text: a, level: "2"}', "{text: a, level: 9}", "{text: a, level: 1}", "{text: a, lead: 2}",
     "{text: a, lead: true}", "{text: a, lead: 1.0}", "{heading: a}", "{heading: a, level: null}",
     "{heading: a, level: 2.0}", "{list: a}", "{list: [1]}", "{list: [a], ordered: 1}",
     "{image: a, caption: null}", "{image: 3}", "{table: 5}", "{table: applications}",
     "{table: overview}", "{html: <b>}"],
)  # fmt: skip
def test_blocks_are_a_closed_set(kit: Session, block: str) -> None:
    (problem,) = refused(kit, f"sections:\n  overview:\n    body:\n    - {block}\n")
    assert problem.startswith("4 sections.overview.body[1]")


def test_every_block_is_read(kit: Session) -> None:
    made = report(
        kit,
        """\
sections:
  proactive:
    body:
      - {heading: （一）情况, level: 2}
      - {text: （二）依申请公开。本年度无。, level: 2, lead: 8}
      - {text: 甲}
      - {list: [甲, 乙], ordered: true}
      - {table: proactive}
      - {image: media/1.png, caption: 图}
""",
    )
    assert made.sections["proactive"].body == (
        Heading("（一）情况", 2),
        Text("（二）依申请公开。本年度无。", 2, 8),
        Text("甲"),
        ItemList(("甲", "乙"), True),
        TableBlock("proactive"),
        Image("media/1.png", "图"),
    )
    assert made.sections["proactive"].title == "二、主动公开政府信息情况"  # none given


def test_a_table_stands_once_and_only_in_its_section(kit: Session) -> None:
    text = "preamble: [{table: proactive}]\nsections:\n  proactive: {body: [{table: proactive}, {table: proactive}]}\n"  # noqa: E501
    assert refused(kit, text) == [
        "1 preamble[1].table 不能放表 proactive：不属于这一部分",
        "3 sections.proactive.body[2].table 表 proactive 在这一部分已经放过，只能放一次",
    ]


def test_text_is_cleaned_at_the_border(kit: Session) -> None:
    made = report(
        kit,
        r"""
title: "甲\x07镇\n年报"
preamble:
  - {text: "一\u0001二\n\n三\ud800四\r\n五  ", lead: 2, level: 2}
signature: {agency: "甲\x0b乙\ufeff"}
document_number: "a\tb"
""",
    )
    assert made.title == "甲镇 年报"
    assert made.preamble == (Text("一二", 2, 1), Text("三四"), Text("五"))
    assert made.signature is not None
    assert made.signature.agency == "甲 乙"
    assert made.document_number == "a\tb"


def test_the_source_of_a_paragraph_follows_it_when_a_text_is_parted(kit: Session) -> None:
    text = 'sections:\n  other:\n    body:\n      - text: "一\\n二"\n      - text: 三\n'
    sources = report(kit, text + "preamble: [{text: 序}]\n").sources
    assert sources["preamble[0]"] == "年报.yaml!第 9 行"
    places = [sources[f"other[{number}]"] for number in range(3)]
    assert places == ["年报.yaml!第 7 行", "年报.yaml!第 7 行", "年报.yaml!第 8 行"]
    assert list(dict(sources)) == ["preamble[0]", "other[0]", "other[1]", "other[2]"]
    assert "other[3]" not in sources


def test_the_source_of_a_cell_is_found_under_ids_with_dots(kit: Session) -> None:
    row = "    refused.state_secret: {total: 1}\n  remedies:\n"
    cells = "    cases: {reconsideration.upheld: 2, reconsideration.total: 2}\n"
    sources = report(kit, f"tables:\n  applications:\n{row}{cells}").sources
    assert {address: sources[address].rpartition("!")[2] for address in sources} == {
        "applications.refused.state_secret.total": "第 6 行",
        "remedies.cases.reconsideration.upheld": "第 8 行",
        "remedies.cases.reconsideration.total": "第 8 行",
    }


def test_blank_zero_and_not_applicable_are_three_things(kit: Session) -> None:
    made = report(
        kit,
        "tables:\n  applications:\n    received: {total: null, business: 0, other: n/a}\n",
    )
    assert cell(made, "applications|received|total") is NOT_FILLED
    assert cell(made, "applications|received|business") == 0
    assert cell(made, "applications|received|other") is NOT_APPLICABLE
    assert cell(made, "applications|received|welfare") is NOT_FILLED  # not given
    assert cell(made, "remedies|cases|reconsideration.total") is NOT_FILLED  # no such table given
    assert made.sources["applications.received.business"] == "年报.yaml!第 6 行"


@pytest.mark.parametrize("wrong", ["N/A", '"/"', "无", '"-"', '""', '"0"', "２"])
def test_other_words_for_blank_are_refused(kit: Session, wrong: str) -> None:
    text = f"tables:\n  proactive:\n    licences: {{decisions: {wrong}}}\n"
    (problem,) = refused(kit, text)
    assert '未填写用 null，不适用用 "n/a"' in problem


def test_a_count_larger_than_any_is_refused(kit: Session) -> None:
    text = "tables: {proactive: {licences: {decisions: 1000000000000000}}}\n"
    assert "数值过大" in refused(kit, text)[0]
    text = "tables: {proactive: {licences: {decisions: 999999999999999}}}\n"
    assert cell(report(kit, text), "proactive|licences|decisions") == 999_999_999_999_999


@pytest.mark.parametrize(
    "wrong", ["5", "3.5", '"1e3"', '"1,5"', '"１"', '" 1"', '"1."', '"0.1234567"']
)
def test_money_is_a_quoted_decimal(kit: Session, wrong: str) -> None:
    (problem,) = refused(kit, f"tables: {{proactive: {{fees: {{amount: {wrong}}}}}}}\n")
    assert "应是加引号的金额" in problem


def test_money_keeps_its_decimals_and_its_unit(kit: Session) -> None:
    text = 'tables: {proactive: {fees: {amount: "59237.2400"}}}\n'
    assert str(cell(report(kit, text), "proactive|fees|amount").amount) == "59237.2400"  # type: ignore[attr-defined]
    head = HEAD.replace("2024", "2019")
    open_unit = "tables: {{proactive: {{procurement: {{amount: {}}}}}}}\n"
    for written, money in [
        ('{value: "2339.45", unit: 万元}', Money(Decimal("2339.45"), "万元")),
        ('"256146"', Money(Decimal("256146"), "")),
        ("n/a", NOT_APPLICABLE),
    ]:
        made = report(kit, open_unit.format(written), head)
        assert cell(made, "proactive|procurement|amount") == money
    for wrong, words in [
        ('{value: "5", unit: 块}', "单位只能是 元、万元、亿元，不能是“块”"),
        ('{value: "5", unit: [元]}', '单位只能是 元、万元、亿元，不能是 ["元"]'),
        ("{value: 5, unit: 元}", '请加引号写作 "5"'),
        ('{value: "5"}', "单位随数填写"),
        ('{value: "5", unit: 元, x: 1}', "单位随数填写"),
        ("5", "单位随数填写"),
    ]:
        assert words in refused(kit, open_unit.format(wrong), head)[0]


def test_a_signed_column_takes_a_minus(kit: Session) -> None:
    head = HEAD.replace("2024", "2019")
    text = "tables: {proactive: {licences: {change: -11, previous_items: 3}}}\n"
    assert cell(report(kit, text, head), "proactive|licences|change") == -11


@pytest.mark.parametrize(
    ("head", "problems"),
    [
        ("{}", ["1 year 缺少这个键，必须写明", "1 agency 缺少这个键，必须写明"]),
        (
            "year: '2024'\nagency: {}\n",
            ["1 year 应是整数，不能是“2024”", "2 agency.name 缺少这个键，必须写明"],
        ),
        ("year: 2024\nagency: x\n", ["2 agency 应是一组键和值，不能是“x”"]),
        (
            "year: 2024\nagency: {name: ' '}\n",  # a check tells of it
            ["1 format 缺少这个键，必须写明：disclosure-kit/report/1"],
        ),
        (
            "format: disclosure-kit/report/2\nyear: 20244\nagency: {name: 甲, code: '53x'}\n",
            [
                "1 format 应是“disclosure-kit/report/1”，不能是“disclosure-kit/report/2”",
                "2 year 应是四位数的年份，不能是 20244",
                "3 agency.code 应是 2、4、6、9 或 12 位的区划代码，不能是“53x”",
            ],
        ),
        ("year: 2024\nagency: {name: 甲, kind: 3}\nformat: 5\n", [
            "2 agency.kind 应是文字，不能是 3", "3 format 应是文字，不能是 5",
        ]),
    ],
)  # fmt: skip
def test_the_head_of_the_file(kit: Session, head: str, problems: list[str]) -> None:
    told = [f"{int(line) + LINES} {words}" for line, _, words in
            (problem.partition(" ") for problem in refused(kit, "", head))]  # fmt: skip
    assert told == problems


@pytest.mark.parametrize("content", ["[]", "- 1\n", "hello\nyear: \n  x"])
def test_what_is_no_report(kit: Session, content: str) -> None:
    with pytest.raises(SourceError):
        read(kit, Source("年报.yaml", content.encode()))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            'edition: "2014"\n',
            "写明的版本 2014 适用于 2014—2018 年度，而报告年度是 2024，应使用 2021",
        ),
        ('edition: "1999"\n', "没有版本 1999。已有版本：2014、2019、2021"),
    ],
)
def test_an_edition_that_does_not_fit(kit: Session, change: str, words: str) -> None:
    with pytest.raises(EditionError) as caught:
        loaded(kit, change)
    assert caught.value.problems == (f"年报.yaml：{words}",)
    assert caught.value.exit_code == 4


def test_a_year_before_any_edition(kit: Session) -> None:
    with pytest.raises(EditionError, match=r"年报\.yaml：没有适用于 1990 年度"):
        loaded(kit, "", HEAD.replace("2024", "1990"))


def test_the_option_overrules_the_files_edition(kit: Session) -> None:
    source = Source("年报.yaml", (HEAD + 'edition: "2019"\n').encode())
    made = read(kit, source, Wishes(edition="2019"))
    assert made.form.edition.id == "2019"
    codes = [finding.code for finding in app.check(kit, made).findings]
    assert codes.count("edition-year") == 1


def test_a_missing_section_is_a_finding_and_no_refusal(kit: Session) -> None:
    made = loaded(kit, "sections: {overview: {body: [{text: 无}]}}\n")
    missing = [f for f in app.check(kit, made).findings if f.code == "section-missing"]
    assert len(missing) == 5
    assert missing[0].message == "缺少“二、主动公开政府信息情况”"


def test_rows_of_a_repeating_table(county: Session) -> None:
    head = HEAD.replace("}", ', code: "533103103"}')
    made = report(
        county,
        """\
tables:
  county.fees:
    - {key: r1, agency: 甲局, cases: 1, amount: "880"}
    - {key: r2, agency: "乙\\n局"}
sections: {other: {body: [{table: county.fees}]}}
""",
        head,
    )
    assert made.tables["county.fees"].rows == ("r1", "r2")
    assert cell(made, "county.fees|r1|amount") == Money(Decimal(880), "元")
    assert cell(made, "county.fees|r2|cases") is NOT_FILLED
    assert cell(made, "county.fees|r2|agency") == "乙 局" or cell(made, "county.fees|r2|agency")


def test_faults_in_a_repeating_table(county: Session) -> None:
    head = HEAD.replace("}", ', code: "533103103"}')
    text = """\
tables:
  county.fees:
    - {key: r1, cases: x}
    - {key: r1}
    - {cases: 1}
    - 5
    - {key: "", case: 1}
    - {key: r2, case: 1}
"""
    assert refused(county, text, head) == [
        '3 tables.county.fees[1].cases 应是整数（未填写用 null，不适用用 "n/a"），不能是“x”',
        "4 tables.county.fees[2].key 应写明，是本表中不重复的文字",
        "5 tables.county.fees[3].key 应写明，是本表中不重复的文字",
        "6 tables.county.fees[4].key 应写明，是本表中不重复的文字",
        "7 tables.county.fees[5].key 应写明，是本表中不重复的文字",
        "8 tables.county.fees[6].case 是不认识的列（是否为 cases？）",
    ]
    assert refused(county, "tables: {county.fees: {r1: {cases: 1}}}\n", head) == [
        '1 tables.county.fees 应是各行的列表，不能是 {"r1": {"cases": 1}}'
    ]


def test_a_view_is_refused_with_advice(kit: Session) -> None:
    head = HEAD.replace("2024", "2018") + 'region: "5331"\n'
    text = "tables: {yunnan.applications_2018: {received.total: {value: 1}}}\n"
    assert refused(kit, text, head) == [
        "2 tables.yunnan.applications_2018 只是表 statistics 的一部分，请填在 tables.statistics 里"
    ]


def test_stated_figures(kit: Session) -> None:
    head = HEAD.replace("2024", "2018") + 'region: "5331"\n'
    text = 'figures: {yunnan.news: 92, yunnan.proposals.solved_share: "58.870", yunnan.interpretations: null}\n'  # noqa: E501
    made = report(kit, text, head)
    assert made.figures == {
        "yunnan.news": 92,
        "yunnan.proposals.solved_share": Share(Decimal("58.870")),
    }
    text = 'figures: {yunnan.new: 3, yunnan.news: x, yunnan.proposals.solved_share: "3.5%"}\n'
    told = refused(kit, text, head)
    assert told[0] == "2 figures.yunnan.new 是不认识的数据（是否为 yunnan.news？）"
    assert told[1].startswith("2 figures.yunnan.news 应是整数")
    assert told[2].startswith("2 figures.yunnan.proposals.solved_share 应是加引号的百分比")


def test_sources_are_ignored(kit: Session) -> None:
    made = report(kit, "sources: {applications.received.total: 年报.xlsx!J7, nonsense: [1]}\n")
    assert made.sources == {}


def test_a_report_of_no_known_outline_keeps_its_sections(kit: Session) -> None:
    head = HEAD.replace("2024", "2016")
    made = report(kit, "sections: {甲: {title: 一、概述, body: [{text: 无}]}}\n", head)
    assert made.sections["甲"].title == "一、概述"


def test_json_is_told_by_its_lines_too(kit: Session) -> None:
    content = """{
  "format": "disclosure-kit/report/1",
  "year": 2024,
  "agency": {"name": "甲镇"},
  "tables": {
    "applications": {
      "received": {"total": 3.7,
                   "busines": 1}}},
  "titel": "x"
}"""
    with pytest.raises(SourceError) as caught:
        read(kit, Source("年报.json", content.encode()))
    assert [problem.split("：")[0] for problem in caught.value.problems] == [
        "年报.json 第 7 行", "年报.json 第 8 行", "年报.json 第 9 行",
    ]  # fmt: skip


def test_the_lead_is_counted_behind_an_indent(kit: Session) -> None:
    text = 'sections: {other: {body: [{text: "\\n　　（一）甲乙。丙。", level: 2, lead: 8}]}}\n'
    assert report(kit, text).sections["other"].body == (Text("（一）甲乙。丙。", 2, 5),)


def test_a_nameless_report_is_read_and_told(kit: Session) -> None:
    head = "format: disclosure-kit/report/1\nyear: 2024\nagency: {name: ''}\n"
    loaded = read(kit, Source("年报.yaml", head.encode()))
    told = [o for o in check(kit, loaded).outcomes if o.code == "agency-missing"]
    assert [getattr(o, "reason", "") for o in told] == [
        "没有找到机关名称，印出的标题里没有机关名称"
    ]


ODD = [None, "n/a", "/", "3", 3.5, True, -1, 10**14, 10**15, -(10**15), [], {}, "12.50"]


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_table_read_as_a_whole_is_as_cell_by_cell(kit: Session, data: st.DataObject) -> None:
    form = kit.registry.form(kit.registry.editions["2021"], None, 2024)
    name = data.draw(st.sampled_from([n for n, t in form.tables.items() if isinstance(t, Table)]))
    table = form.tables[name]
    assert isinstance(table, Table)
    rows: dict[str, dict[str, object]] = {}
    for address, column in table.cells.items():
        figure = "7.50" if column.kind is Kind.MONEY else len(rows)
        rows.setdefault(address.row, {})[address.column] = figure
    for _ in range(data.draw(st.integers(0, 2))):
        row = rows[data.draw(st.sampled_from(sorted(rows)))]
        column_id = data.draw(st.sampled_from([*row, "odd"]))
        match data.draw(st.sampled_from(["odd", "gone", "last"])):
            case "odd":
                row[column_id] = data.draw(st.sampled_from(ODD))
            case "gone":
                row.pop(column_id, None)
            case _:
                row[column_id] = row.pop(column_id, 5)

    def read_so() -> object:
        tables: dict[str, TableData] = {}
        found: list[Problem] = []
        values._fixed(table, rows, ("tables", name), tables, found)
        return {key: (made.rows, [*made.cells.items()]) for key, made in tables.items()}, found

    together = read_so()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(values, "_as_a_whole", lambda *_: None)
        assert read_so() == together
