"""Rules about words that a region declares: no Python, told under their own codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import TODAY
from hypothesis import given
from hypothesis import strategies as st

from disclosure_kit import KitSpec, Session, check, load_kit, read
from disclosure_kit.checking.itemised import itemised_totals
from disclosure_kit.checking.texts import counted
from disclosure_kit.editions.loader import load_parts
from disclosure_kit.model.prose import Passage
from disclosure_kit.model.raw import Source
from disclosure_kit.model.text_rules import ItemisedTotal

MANIFEST = """
[plugin]
name = "words"
title = "示例"
version = "1.0"
api = 1
region = "99"
editions = ["2021"]
"""

RULES = """
[words]
"件" = ["件", "件次"]

[[figures]]
key = "words.posts"
label = "发布信息条数"
kind = "count"
section = "overview"

[[mentions]]
section = "overview"
text = "发布信息{words.posts}条"

[[required_texts]]
code = "words-basis"
title = "写明编制依据"
section = "preamble"
text = "根据《[中华人民共和国|]政府信息公开条例》"
basis = "某号文"

[[required_texts]]
code = "words-applications"
title = "写明收到多少件"
section = "overview"
text = "收到申请{数}<件>"
basis = "某号文"
severity = "error"
advice = "请在总体情况里写明"

[[forbidden_texts]]
code = "words-vague"
title = "数据应确切"
text = "[大概|大约]{数}"
unless = ["大约克"]
basis = "某号文"

[[length_limits]]
code = "words-length"
title = "总体情况从简"
section = "overview"
at_least = 2
at_most = 30
basis = "某号文"

[[required_figures]]
code = "words-metrics"
title = "固定指标"
figures = ["words.posts"]
basis = "某号文"
"""


def session_of(folder: Path, rules: str = RULES) -> Session:
    (folder / "checks").mkdir(parents=True)
    (folder / "plugin.toml").write_text(MANIFEST, "utf-8")
    (folder / "checks" / "words.toml").write_text(rules, "utf-8")
    return load_kit(KitSpec(plugins=(str(folder),), installed=False), today=TODAY)


def told(session: Session, preamble: str, overview: str) -> dict[str, str]:
    tree = {
        "format": "disclosure-kit/report/1",
        "edition": "2021",
        "region": "990101",
        "year": 2024,
        "agency": {"name": "某某县人民政府"},
        "preamble": [{"text": preamble}],
        "sections": {"overview": {"title": "一、总体情况", "body": [{"text": overview}]}},
    }
    loaded = read(session, Source("年报.json", json.dumps(tree).encode()))
    outcomes = check(session, loaded).findings
    return {o.code: f"{o.message}｜{o.advice}" for o in outcomes if o.code.startswith("words-")}


PREAMBLE = "根据《政府信息公开条例》，制作本报告。"


def test_a_report_that_keeps_all_rules_has_no_finding(tmp_path: Path) -> None:
    session = session_of(tmp_path / "words")
    assert session.registry.faults == ()
    assert told(session, PREAMBLE, "收到申请 3 件次。发布信息1条。") == {}


def test_each_rule_is_told_with_what_to_do(tmp_path: Path) -> None:
    session = session_of(tmp_path / "words")
    assert told(session, "本报告如下。", "大概20，" + "一" * 40) == {
        "words-basis": "导语没有写“根据《中华人民共和国政府信息公开条例》”之类的话：写明编制依据"
        "｜请补写；确无此项的，请写明",
        "words-applications": "一、总体情况没有写“收到申请×件”之类的话：写明收到多少件"
        "｜请在总体情况里写明",
        "words-vague": "写了“大概20”：数据应确切｜请改写",
        "words-length": "一、总体情况有 44 字，至多 30 字｜请删去约 14 字",
        "words-metrics": "没有写明 发布信息条数｜请在正文中写明；没有发生的写 0",
    }


def test_a_longer_word_in_which_the_same_characters_stand_rightly_is_no_fault(
    tmp_path: Path,
) -> None:
    session = session_of(tmp_path / "words")
    assert told(session, PREAMBLE, "收到申请3件，发布信息1条，大约克3。") == {}
    assert told(session, PREAMBLE, "收到申请3件，发布信息1条，大大约克约3。") == {}


def test_a_section_that_is_not_there_is_not_assessed(tmp_path: Path) -> None:
    session = session_of(tmp_path / "words")
    tree = {
        "format": "disclosure-kit/report/1",
        "edition": "2021",
        "region": "990101",
        "year": 2024,
        "agency": {"name": "某某县人民政府"},
        "sections": {},
    }
    loaded = read(session, Source("年报.json", json.dumps(tree).encode()))
    reasons = {o.code: o.reason for o in check(session, loaded).not_assessed}
    assert reasons["words-length"] == "报告没有“一、总体情况”这一部分"
    assert reasons["words-metrics"] == "报告没有“一、总体情况”这一部分"
    assert "words-metrics" not in {o.code for o in check(session, loaded).findings}


@pytest.mark.parametrize(
    ("text", "count"),
    [("政府信息公开", 6), ("收到 12 件。", 5), ("PDF 版，v1.2", 4), ("", 0), ("　 \n", 0)],
)
def test_characters_are_counted_as_word_counts_them(text: str, count: int) -> None:
    assert counted(text) == count


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            'section = "overview"\ntext = "收',
            'section = "overveiw"\ntext = "收',
            "是否为 overview？",
        ),
        ("at_most = 30", "at_most = 1", "at_least 不能大于 at_most"),
        ("at_least = 2\nat_most = 30", "", "应写明至少（at_least）或至多（at_most）多少字"),
        ('figures = ["words.posts"]', 'figures = ["words.post"]', "是否为 words.posts？"),
        ("<件>", "<伴>", "没有定义词组 <伴>"),
        ('code = "words-vague"', 'code = "vague"', "规则 vague 应以插件名开头（words-…）"),
        ('code = "words-vague"', 'code = "words-basis"', "规则 words-basis 定义了 2 次"),
        ("at_most", "at_mots", "at_most"),
        ('text = "[大概|大约]{数}"', 'text = " "', "没有写是什么话（text）"),
    ],
)
def test_a_rule_that_says_nothing_costs_the_plugin_by_name(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    assert old in RULES
    session = session_of(tmp_path / "words", RULES.replace(old, new))
    [fault] = session.registry.faults
    assert fault.plugin == "words"
    assert problem in fault.problem


ITEMISED = """
[words]
"费" = ["信息处理费", "费用"]

[[itemised_totals]]
code = "words-fees"
title = "各单位相加等于合计"
section = "other"
totals = ["对{件}件申请收取<费>{元}元", "收取<费>[共计|合计]{元}元"]
item = "{件}件，收取{元}元"
unless = ["等"]
basis = "某号文"
"""


def fees(folder: Path, text: str) -> dict[str, str]:
    return {c: said for c, said in codes_of(folder, text).items() if c.startswith("words-")}


def codes_of(folder: Path, text: str) -> dict[str, str]:
    session = session_of(folder, ITEMISED)
    assert session.registry.faults == ()
    body = [{"text": line} for line in text.splitlines()]
    tree = {
        "format": "disclosure-kit/report/1",
        "edition": "2021",
        "region": "990101",
        "year": 2024,
        "agency": {"name": "某某县人民政府"},
        "sections": {"other": {"title": "六、其他需要报告的事项", "body": body}},
    }
    loaded = read(session, Source("年报.json", json.dumps(tree).encode()))
    return {o.code: o.message for o in check(session, loaded).findings}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("对3件申请收取费用520元。其中，甲局1件，收取420元；乙局2件,收取100元。", None),
        (
            "对4件申请收取费用540元。其中，甲局1件，收取420元；乙局2件，收取100元。",
            "写的合计是 4 件、540 元，其后分列的 2 项相加为 3 件、520 元",
        ),
        (
            "对3件申请收取费用540元。其中，甲局1件，收取420元；乙局2件，收取100元。",
            "写的合计是 540 元，其后分列的 2 项相加为 520 元",
        ),
        ("收取信息处理费共计380元，其中甲局1件，收取380元。", None),
        (
            "收取信息处理费共计390元，其中甲局1件，收取380元。",
            "写的合计是 390 元，其后分列的 1 项相加为 380 元",
        ),
        ("对3件申请收取费用520元。", None),  # no list
        ("对9件申请收取费用990元。其中，甲局1件，收取420元等。", None),  # not all of it
        ("对3件申请收取费用约520元。其中，甲局1件，收取420元。", None),  # no exact total
        ("去年甲局1件，收取9元。对1件申请收取费用420元。其中，乙局1件，收取420元。", None),
        (  # a list broken into paragraphs
            "对3件申请收取费用530元。其中，甲局1件，收取420元；\n乙局2件，收取100元。",
            "写的合计是 530 元，其后分列的 2 项相加为 520 元",
        ),
        ("对3件申请收取费用520元。其中，甲局1件，收取420元；\n乙局2件，收取100元。", None),
        (  # each total has the items up to the next
            "对1件申请收取费用420元。其中，甲局1件，收取420元。"
            "去年对2件申请收取费用50元。其中，乙局1件，收取50元。",
            "写的合计是 2 件，其后分列的 1 项相加为 1 件",
        ),
    ],
)
def test_items_add_up_to_their_total(tmp_path: Path, text: str, told: str | None) -> None:
    assert fees(tmp_path / "words", text) == ({"words-fees": told} if told else {})


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 9999)), min_size=1), st.integers(0, 2))
def test_a_total_is_told_just_where_it_is_not_the_sum(
    itemised: ItemisedTotal, items: list[tuple[int, int]], off: int
) -> None:
    listed = "；".join(f"某局{cases}件，收取{yuan}元" for cases, yuan in items)
    cases, yuan = (sum(column) for column in zip(*items, strict=True))
    text = f"对{cases}件申请收取费用{yuan + off}元。其中，{listed}。"
    found = list(itemised_totals(itemised, [Passage("other[0]", "other", text)]))
    assert [finding.actual for finding in found] == ([yuan + off] if off else [])


@pytest.fixture(scope="module")
def itemised() -> ItemisedTotal:
    [rule] = load_parts(ITEMISED, "费.toml").itemised_totals
    return rule


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("{件}件，收取{元}元", "若干", "里没有与各项（item）相同的 {…}，无从相加"),
        ("共计|合计]{元}", "共计|合计]{钱}", "里没有与各项（item）相同的"),
        ("{件}件，", "{元}件，", "里的 {元} 定义了 2 次"),
        ("<费>{元}元", "<贵>{元}元", "没有定义词组 <贵>"),
    ],
)
def test_a_list_that_cannot_be_added_costs_the_plugin(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    assert old in ITEMISED
    session = session_of(tmp_path / "words", ITEMISED.replace(old, new, 1))
    [fault] = session.registry.faults
    assert problem in fault.problem


@pytest.mark.parametrize(
    ("scope", "told"),
    [
        ("years = [2025]", False),
        ("years = [2023, 2024]", True),
        ('region = "990101"', True),
        ('region = "9902"', False),
        ('editions = ["2021"]', True),
    ],
)
def test_a_file_may_narrow_where_it_serves(tmp_path: Path, scope: str, told: bool) -> None:
    session = session_of(tmp_path / "words", f"[scope]\n{scope}\n{ITEMISED}")
    assert session.registry.faults == ()
    form = session.registry.form(session.registry.editions["2021"], "990101", 2024)
    assert ("words-fees" in {rule.code for rule in form.text_rules}) is told


@pytest.mark.parametrize(
    ("scope", "problem"),
    [
        ('region = "98"', "超出插件声明的 '99'"),
        ('region = "9"', "区划代码写错：'9'"),
        ('editions = ["2019"]', "超出插件声明的 2021"),
        ("years = [2025, 2024]", "应写作 [起始年] 或 [起始年, 截止年]"),
        ("year = 2025", "year"),
    ],
)
def test_a_file_cannot_serve_more_than_its_plugin(tmp_path: Path, scope: str, problem: str) -> None:
    session = session_of(tmp_path / "words", f"[scope]\n{scope}\n{ITEMISED}")
    [fault] = session.registry.faults
    assert problem in fault.problem


def test_what_a_rule_of_the_region_tells_is_not_told_by_the_general_check(tmp_path: Path) -> None:
    told = "对2件申请收取费用1000元，其中甲局1件，收取880元、乙局2件，收取120元。"
    assert set(codes_of(tmp_path / "one", told)) & {"words-fees", "text-sum"} == {"words-fees"}
    other = told.replace("2件申请", "3件申请") + "培训12人次，分别为甲局5人次、乙局6人次。"
    assert set(codes_of(tmp_path / "two", other)) & {"words-fees", "text-sum"} == {"text-sum"}
