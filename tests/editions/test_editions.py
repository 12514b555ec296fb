"""The three editions against what the notices print, and what the loader refuses."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from attrs import evolve
from frozendict import frozendict

from disclosure_kit import editions
from disclosure_kit.editions.loader import EditionFile, load_edition, load_parts
from disclosure_kit.errors import EditionError
from disclosure_kit.model.consistency import inconsistencies
from disclosure_kit.model.form import Form
from disclosure_kit.model.layout import Role, layout
from disclosure_kit.model.rules import Term
from disclosure_kit.model.table import Table
from disclosure_kit.model.values import Kind

FOLDER = Path(editions.__file__).parent
HERE = Path(__file__).parent


def text_of(edition: str) -> str:
    return (FOLDER / f"{edition}.toml").read_text("utf-8")


def edition(name: str) -> EditionFile:
    return load_edition(text_of(name), f"{name}.toml")


def table(name: str, table_id: str) -> Table:
    return next(t for t in edition(name).parts.tables if t.id == table_id)


def form(file: EditionFile) -> Form:
    """The form of an edition alone, without any plugin."""
    parts = file.parts
    return Form(
        edition=file.edition,
        year=file.edition.years.first,
        region=None,
        outline=None,
        sections=parts.sections,
        tables=frozendict({t.id: t for t in parts.tables}),
        identities=parts.identities,
        shares=parts.shares,
        figures=frozendict({f.key: f for f in parts.figures}),
        mentions=parts.mentions,
        statutory_tables=frozenset(t.id for t in parts.tables),
    )


def printed(name: str, table_id: str) -> list[str]:
    """The printed rows: ``label×columns↓rows`` for each cell, ``#`` for a figure."""
    lines = []
    for row in layout(table(name, table_id)):
        cells = []
        for cell in row.cells:
            if cell.continues:
                continue
            words = "#" if cell.role is Role.FIGURE else cell.text
            words += f"×{cell.width}" if cell.width > 1 else ""
            words += f"↓{cell.height}" if cell.height > 1 else ""
            cells.append(words)
        lines.append(" | ".join(cells))
    return lines


# --- all editions ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["2014", "2019", "2021"])
def test_an_edition_agrees_with_itself(name: str) -> None:
    assert list(inconsistencies(form(edition(name)))) == []


def test_every_year_since_2014_has_exactly_one_edition() -> None:
    years = {name: edition(name).edition.years for name in ("2014", "2019", "2021")}
    serving = {year: [n for n in years if year in years[n]] for year in range(2013, 2031)}

    assert serving.pop(2013) == []
    assert all(serving[year] == ["2014"] for year in range(2014, 2019))
    assert all(serving[year] == ["2019"] for year in (2019, 2020))
    assert all(serving[year] == ["2021"] for year in range(2021, 2031))


@pytest.mark.parametrize("name", ["2019", "2021"])
def test_the_six_parts(name: str) -> None:
    assert [(s.id, s.title) for s in edition(name).parts.sections] == [
        ("overview", "一、总体情况"),
        ("proactive", "二、主动公开政府信息情况"),
        ("applications", "三、收到和处理政府信息公开申请情况"),
        ("remedies", "四、政府信息公开行政复议、行政诉讼情况"),
        ("problems", "五、存在的主要问题及改进情况"),
        ("other", "六、其他需要报告的事项"),
    ]


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("2014", {"statistics": 58}),
        ("2019", {"proactive": 22, "applications": 161, "remedies": 15}),
        ("2021", {"proactive": 10, "applications": 175, "remedies": 15}),
    ],
)
def test_number_of_figures(name: str, cells: dict[str, int]) -> None:
    assert {t.id: len(t.cells) for t in edition(name).parts.tables} == cells


@pytest.mark.parametrize("name", ["2014", "2019", "2021"])
def test_every_printed_row_fills_the_grid(name: str) -> None:
    for each in edition(name).parts.tables:
        for row in layout(each):
            assert sum(cell.width for cell in row.cells) == len(each.grid)


# --- 2014 -----------------------------------------------------------------------------------


def test_statistics_rows_are_those_of_the_form() -> None:
    source, *lines = (HERE / "statistics.tsv").read_text("utf-8").splitlines()
    assert source.startswith("# source: ")
    wanted = [(r["id"], r["label"], r["unit"]) for r in csv.DictReader(lines, delimiter="\t")]
    assert len(wanted) == 65

    (band,) = table("2014", "statistics").bands
    rows = list(band.printed_rows())

    assert [(row.id or "", row.label, row.unit or "") for row in rows] == wanted
    assert {row.id for row in rows if row.kind is Kind.MONEY} == {
        row_id for row_id, _, unit in wanted if unit == "万元"
    }
    assert all(row.kind in (None, Kind.MONEY) for row in rows)


def test_statistics_as_printed() -> None:
    rows = printed("2014", "statistics")

    assert len(rows) == 1 + 65
    assert rows[:3] == [
        "统计指标 | 单位 | 统计数",
        "一、主动公开情况×3",
        "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条） | 条 | #",
    ]
    assert rows[-1] == "（三）接受培训人员数 | 人次 | #"
    assert sum(row.endswith("×3") for row in rows) == 7


def test_statistics_addresses() -> None:
    addresses = [str(address) for address in table("2014", "statistics").cells]
    assert addresses[0] == "statistics.proactive.total.value"
    assert addresses[-1] == "statistics.training.participants.value"


# --- 2019 and 2021 --------------------------------------------------------------------------


def test_proactive_2021_as_printed() -> None:
    assert printed("2021", "proactive") == [
        "第二十条第（一）项×4",
        "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数",
        "规章 | # | # | #",
        "行政规范性文件 | # | # | #",
        "第二十条第（五）项×4",
        "信息内容 | 本年处理决定数量×3",
        "行政许可 | #×3",
        "第二十条第（六）项×4",
        "信息内容 | 本年处理决定数量×3",
        "行政处罚 | #×3",
        "行政强制 | #×3",
        "第二十条第（八）项×4",
        "信息内容 | 本年收费金额（单位：万元）×3",
        "行政事业性收费 | #×3",
    ]


def test_proactive_2019_as_printed() -> None:
    assert printed("2019", "proactive") == [
        "第二十条第（一）项×5",
        "信息内容 | 本年新制作数量 | 本年新公开数量×2 | 对外公开总数量",
        "规章 | # | #×2 | #",
        "规范性文件 | # | #×2 | #",
        "第二十条第（五）项×5",
        "信息内容 | 上一年项目数量 | 本年增/减×2 | 处理决定数量",
        "行政许可 | # | #×2 | #",
        "其他对外管理服务事项 | # | #×2 | #",
        "第二十条第（六）项×5",
        "信息内容 | 上一年项目数量 | 本年增/减×2 | 处理决定数量",
        "行政处罚 | # | #×2 | #",
        "行政强制 | # | #×2 | #",
        "第二十条第（八）项×5",
        "信息内容 | 上一年项目数量×2 | 本年增/减×2",
        "行政事业性收费 | #×2 | #×2",
        "第二十条第（九）项×5",
        "信息内容 | 采购项目数量×2 | 采购总金额×2",
        "政府集中采购 | #×2 | #×2",
    ]


def test_applications_2021_as_printed() -> None:
    figures = " | ".join("#" * 7)
    rows = [row.removesuffix(f" | {figures}") for row in printed("2021", "applications")]

    assert rows == [
        "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）×3↓3 | 申请人情况×7",
        "自然人↓2 | 法人或其他组织×5 | 总计↓2",
        "商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他",
        "一、本年新收政府信息公开申请数量×3",
        "二、上年结转政府信息公开申请数量×3",
        "三、本年度办理结果↓22 | （一）予以公开×2",
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）×2",
        "（三）不予公开↓8 | 1.属于国家秘密",
        "2.其他法律行政法规禁止公开",
        "3.危及“三安全一稳定”",
        "4.保护第三方合法权益",
        "5.属于三类内部事务信息",
        "6.属于四类过程性信息",
        "7.属于行政执法案卷",
        "8.属于行政查询事项",
        "（四）无法提供↓3 | 1.本机关不掌握相关政府信息",
        "2.没有现成信息需要另行制作",
        "3.补正后申请内容仍不明确",
        "（五）不予处理↓5 | 1.信访举报投诉类申请",
        "2.重复申请",
        "3.要求提供公开出版物",
        "4.无正当理由大量反复申请",
        "5.要求行政机关确认或重新出具已获取信息",
        "（六）其他处理↓3 | 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "3.其他",
        "（七）总计×2",
        "四、结转下年度继续办理×3",
    ]


def test_applications_2019_differs_only_in_other_outcomes() -> None:
    old, new = printed("2019", "applications"), printed("2021", "applications")
    at = next(i for i, row in enumerate(new) if row.startswith("（六）其他处理"))

    assert len(old) == 26
    assert old[at].split(" | ")[0] == "（六）其他处理×2"
    assert old[5] == new[5].replace("三、本年度办理结果↓22", "三、本年度办理结果↓20")
    assert old[:5] + old[6:at] + old[at + 1 :] == new[:5] + new[6:at] + new[at + 3 :]


@pytest.mark.parametrize("name", ["2019", "2021"])
def test_remedies_as_printed(name: str) -> None:
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    assert printed(name, "remedies") == [
        "行政复议×5 | 行政诉讼×10",
        " | ".join([*(f"{r}↓2" for r in results), "未经复议直接起诉×5", "复议后起诉×5"]),
        " | ".join(results * 2),
        " | ".join("#" * 15),
    ]


@pytest.mark.parametrize(
    ("name", "address", "kind", "unit"),
    [
        ("2014", "statistics.proactive.total.value", Kind.COUNT, "条"),
        ("2014", "statistics.resources.budget.value", Kind.MONEY, "万元"),
        ("2019", "proactive.regulations.total_published", Kind.COUNT, "件"),
        ("2019", "proactive.licences.change", Kind.SIGNED, None),
        ("2019", "proactive.fees.previous_items", Kind.COUNT, None),
        ("2019", "proactive.procurement.amount", Kind.MONEY, None),
        ("2019", "applications.other_outcome.total", Kind.COUNT, None),
        ("2019", "applications.refused.state_secret.natural_person", Kind.COUNT, None),
        ("2021", "proactive.normative_documents.in_force", Kind.COUNT, "件"),
        ("2021", "proactive.coercive_measures.decisions", Kind.COUNT, "件"),
        ("2021", "proactive.fees.amount", Kind.MONEY, "万元"),
        ("2021", "applications.other_outcome.fee_unpaid.legal_service", Kind.COUNT, None),
        ("2021", "remedies.cases.reconsideration.upheld", Kind.COUNT, None),
        ("2021", "remedies.cases.litigation_after_reconsideration.total", Kind.COUNT, None),
    ],
)
def test_an_address_has_its_kind_and_unit(
    name: str, address: str, kind: Kind, unit: str | None
) -> None:
    _, column = form(edition(name)).cells[address]
    assert (column.kind, column.unit) == (kind, unit)


@pytest.mark.parametrize(("name", "outcomes"), [("2019", 19), ("2021", 21)])
def test_the_total_of_outcomes_adds_up_every_outcome(name: str, outcomes: int) -> None:
    file = edition(name)
    rule = next(i for i in file.parts.identities if i.code == "applications-handled-total")
    (band,) = table(name, "applications").bands
    rows = [row.id for row in band.figure_rows()]

    assert len(rule.right) == outcomes
    assert [term.ref for term in rule.right] == rows[2:-2]
    assert [term.ref for term in rule.left] == rows[-2:-1] == ["handled_total"]


def test_terms_may_be_subtracted_and_of_last_year() -> None:
    rule = next(i for i in edition("2021").parts.identities if i.code == "in-force-roll-forward")

    assert rule.left == (Term("in_force"),)
    assert rule.right == (
        Term("in_force", previous=True),
        Term("issued"),
        Term("repealed", sign=-1),
    )


# --- what the loader refuses ----------------------------------------------------------------


def refused(old: str, new: str) -> tuple[str, ...]:
    """The problems of the 2021 edition once ``old`` in it is written as ``new``."""
    text = text_of("2021")
    assert old in text
    with pytest.raises(EditionError) as caught:
        load_edition(text.replace(old, new, 1), "2021.toml")
    assert all(problem.startswith("2021.toml：") for problem in caught.value.problems)
    return caught.value.problems


@pytest.mark.parametrize(
    ("old", "new", "place", "instead"),
    [
        ("heading_rows =", "heading_row =", "tables[1].heading_row", "heading_rows"),
        ("span = 3", "spam = 3", "tables[1].bands[2].columns[1].spam", "span"),
        ('severity = "warning"', 'severty = "warning"', "identities[8].severty", "severity"),
        ("[[identities]]", "[[identites]]", "identites", "identities"),
        ("variants = [", "variant = [", "sections[4].variant", "variants"),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest_known_one(
    old: str, new: str, place: str, instead: str
) -> None:
    (problem,) = refused(old, new)
    assert place in problem
    assert "不认识的键" in problem
    assert f"是否为 {instead}？" in problem


def test_a_key_like_no_other_is_refused_without_a_guess() -> None:
    (problem,) = refused("heading_rows = false", "qwxyz = false")
    assert "不认识的键" in problem
    assert "是否为" not in problem


@pytest.mark.parametrize(
    ("old", "place"),
    [
        ('name = "2021 年版（六部分）"\n', "edition.name"),
        ('id = "overview"\n', "sections[1].id"),
        ('per = "column"\n', "identities[1].per"),
        ('label = "规章"', "tables[1].bands[1].rows[1].label"),
    ],
)
def test_a_missing_key_is_named_with_its_place(old: str, place: str) -> None:
    new = "" if old.endswith("\n") else 'variants = ["规章"]'
    (problem,) = refused(old, new)
    assert f"{place} 缺少这个键" in problem


def test_a_file_without_edition_is_refused() -> None:
    with pytest.raises(EditionError, match=r"缺少 \[edition\]"):
        load_edition("sections = []", "x.toml")


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("stub = 1", 'stub = "1"', "tables[1].stub"),
        ("stub = 1", "stub = 1.0", "tables[1].stub"),
        ("stub = 1", "stub = true", "tables[1].stub"),
        ("span = 3", 'span = "3"', "tables[1].bands[2].columns[1].span"),
        ("heading_rows = false", "heading_rows = 0", "tables[1].heading_rows"),
        ("heading_rows = false", 'heading_rows = "false"', "tables[1].heading_rows"),
        ('title = "一、总体情况"', "title = 1", "sections[1].title"),
        ("grid = [2435,", 'grid = ["2435",', "tables[1].grid[1]"),
        ("grid = [2435, 2435, 2435, 2435]", "grid = 4", "tables[1].grid"),
        ('left = ["carried_in"]', 'left = "carried_in"', "identities[7].left"),
        ('left = ["carried_in"]', "left = [1]", "identities[7].left[1]"),
        ('label = "规章"', "label = 3", "tables[1].bands[1].rows[1].label"),
        ('unit = "件"', "unit = 3", "tables[1].bands[1].columns[1].unit"),
        ("years = [2021]", "years = 2021", "edition.years"),
        ("years = [2021]", "years = [2021, 2020]", "edition.years"),
        ("years = [2021]", "years = [true]", "edition.years"),
        ('outline = "fixed"', 'outline = "fix"', "edition.outline"),
        ('kind = "money"', 'kind = "cash"', "tables[1].bands[4].columns[1].kind"),
        ('severity = "warning"', 'severity = "fatal"', "identities[8].severity"),
        ('"carried_out@previous"', '"carried_out@last"', "identities[7].right[1]"),
    ],
)
def test_a_wrong_type_is_refused_and_never_converted(old: str, new: str, place: str) -> None:
    (problem,) = refused(old, new)
    assert f"{place} " in problem


def test_all_problems_are_told_at_once() -> None:
    text = text_of("2021").replace('id = "overview"', 'idd = "overview"', 1)
    text = text.replace('kind = "money"', 'kind = "cash"', 1)
    with pytest.raises(EditionError) as caught:
        load_edition(text, "2021.toml")
    assert len(caught.value.problems) == 3  # idd unknown, id missing, kind wrong


def test_what_is_not_toml_is_refused_with_its_line() -> None:
    with pytest.raises(EditionError, match=r"x\.toml：不是有效的 TOML（第 2 行第 10 列："):
        load_parts("sections = []\ntables = \n", "x.toml")


# --- what contradicts itself ----------------------------------------------------------------


def contradictions(old: str, new: str) -> list[str]:
    text = text_of("2021")
    assert old in text
    return list(inconsistencies(form(load_edition(text.replace(old, new, 1), "2021.toml"))))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'left = ["handled_total"]',
            'left = ["handled_totals"]',
            "规则 applications-handled-total引用的 handled_totals 不在表 applications 中"
            "（是否为 handled_total？）",
        ),
        (
            'right = ["carried_out@previous"]',
            'right = ["carried_over@previous"]',
            "规则 carry-over引用的 carried_over 不在表 applications 中（是否为 carried_out？）",
        ),
        (
            'right = ["natural_person",',
            'right = ["natural_persons",',
            "规则 applications-row-total引用的 natural_persons 不在表 applications 中"
            "（是否为 natural_person？）",
        ),
        (
            'over = ["regulations",',
            'over = ["regulation",',
            "规则 in-force-roll-forward的 over 引用的 regulation 不在表 proactive 中"
            "（是否为 regulations？）",
        ),
    ],
)
def test_an_identity_that_names_a_missing_row(old: str, new: str, said: str) -> None:
    assert contradictions(old, new) == [said]


@pytest.mark.parametrize("twice", ["natural_person", "total"])
def test_an_identity_in_which_a_term_stands_twice(twice: str) -> None:
    (said,) = contradictions('right = ["natural_person",', f'right = ["natural_person", "{twice}",')
    assert said == f"规则 applications-row-total的 left、right 里，{twice} 写了 2 次"


def test_an_identity_that_names_a_missing_table() -> None:
    (said,) = contradictions('table = "remedies"', 'table = "remedy"')
    assert said == "规则 reconsideration-total引用的表 remedy 不存在（是否为 remedies？）"


def test_a_code_or_row_given_twice() -> None:
    assert contradictions('code = "carry-over"', 'code = "applications-balance"') == [
        "规则 applications-balance 定义了 2 次"
    ]
    (said,) = contradictions('{ id = "granted",', '{ id = "received",')[:1]
    assert said == "表 applications 的行 received 定义了 2 次"


def test_columns_that_do_not_fill_the_grid() -> None:
    (said,) = contradictions("span = 3", "span = 2")
    assert "数据列共占 2 格" in said
    assert "3 格" in said


def test_a_table_in_a_section_that_does_not_exist() -> None:
    file = edition("2021")
    without = evolve(file, parts=evolve(file.parts, sections=file.parts.sections[1:]))
    assert list(inconsistencies(form(without))) == []

    without = evolve(file, parts=evolve(file.parts, sections=file.parts.sections[2:]))
    (said,) = inconsistencies(form(without))
    assert said.startswith("表 proactive 放在不存在的部分 proactive")
