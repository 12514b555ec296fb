"""Figures of the prose: of the report's own year and body only."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published_text import form

from disclosure_kit.model.mention import found_in
from disclosure_kit.model.report import Agency, Narrative, Report, Text
from disclosure_kit.structure.own import Whose, own
from disclosure_kit.structure.prose_figures import stated_in

FORM = form("2014", 2018, yunnan=True)


def read(section: str, text: str, agency: str = "勐戛镇人民政府") -> dict[str, set[str]]:
    report = Report(
        edition="2014", year=2018, agency=Agency(agency), title=None,
        sections={section: Narrative("", (Text(text),))},  # type: ignore[arg-type]
    )  # fmt: skip
    found: dict[str, set[str]] = {}
    for stated in stated_in(report, FORM):
        found.setdefault(stated.key.removeprefix("yunnan."), set()).add(stated.printed)
    return found


TOTAL, NEWS = "documents.total", "news"


@pytest.mark.parametrize(("section", "text", "found"), [
    ("proactive", "2017年勐戛镇人民政府发文120篇，2018年157篇。", {}),
    ("proactive", "2017年，我镇人口增加，主动公开发文120篇。", {}),
    ("proactive", "2018年，我镇发文157篇，2017年我镇发文120篇。",
     {TOTAL: {"157"}}),
    ("proactive", "我镇发文157篇（2017年我镇发文120篇），政务动态92条。",
     {TOTAL: {"157"}, NEWS: {"92"}}),
    ("proactive", "２０１７年我镇发文120篇。我镇发文157篇。",
     {TOTAL: {"157"}}),
    ("proactive", "截至2018年底，累计公开乡镇动态192篇，勐戛镇人民政府发文157篇。",
     {TOTAL: {"157"}}),
    ("proactive", "截止2019年1月8日乡镇动态92篇。", {NEWS: {"92"}}),
    ("proactive", "2019年乡镇动态92篇。", {}),
    ("proactive", "2018年，我镇累计公开乡镇动态92篇。", {NEWS: {"92"}}),
    ("proactive", "全年累计公开乡镇动态92篇。", {NEWS: {"92"}}),
    ("proposals", "我镇承办建议40件。全市共办理建议提案2000件。", {}),
    ("proposals", "全市共办理建议提案2000件，我镇共承办建议提案124件。",
     {"proposals.total": {"124"}}),
    ("proposals", "2017年承办总数为80件。2018年共承办建议提案124件。",
     {"proposals.total": {"124"}}),
    ("proposals", "办复率为100%（去年为98%），A类有73件。去年A类有60件。",
     {"proposals.replied_share": {"100"}, "proposals.solved": {"73"}}),
    ("proposals", "上年办复率为98%，面商率为95%。", {}),
    ("interpretation", "截至目前累计共解读政策119条，其中2018年19条。", {}),
    ("interpretation", "2018年共解读政策19条，2017年共解读政策9条。", {"interpretations": {"19"}}),
    ("overview", "有兼职人员5人。上年有兼职人员4人。", {"staff.part_time": {"5"}}),
])  # fmt: skip
def test_other_years_and_wider_areas_are_not_read(
    section: str, text: str, found: dict[str, set[str]]
) -> None:
    assert read(section, text) == found


def test_the_area_of_the_body_itself_is_its_own() -> None:
    text = "全市共办理建议提案2000件。"
    assert read("proposals", text, "芒市人民政府") == {"proposals.total": {"2000"}}
    assert read("proposals", text, "芒市勐戛镇人民政府") == {}


PIECES = st.sampled_from(
    ["我镇", "发文", "12", "３", "1.2", "篇", "政务动态", "条", "2017年", "2018年", "全市", "累计",
     "去年", "，", "、", "。", "；", "！", "\n", " ", "\u3000", "（", "）", "第", "至", "余",
     "以上", "某县教育局", "共", "①"]
)  # fmt: skip


@given(st.lists(PIECES, min_size=1, max_size=16).map("".join))
@settings(max_examples=200, deadline=None)
def test_a_sentence_alone_says_what_it_says_in_its_paragraph(text: str) -> None:
    judged = own(text, Whose("勐戛镇人民政府", 2018, "镇"))
    ours = [one for one in FORM.mentions if one.section == "proactive"]
    said = {(k, n) for one in ours for k, n in found_in(one, judged) if k in FORM.figures}
    found = read("proactive", text) if text.strip() else {}
    assert {(f"yunnan.{k}", n) for k, each in found.items() for n in each} == said
