"""Stretches of a report read together are read as if each stood alone."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_kit.model.numerals import compact_each
from disclosure_kit.model.report import Agency, Report
from disclosure_kit.structure.stretches import Marked, Stretches

PIECES = st.sampled_from(
    ["示例县", "示例县人民政府", "我县", "全县", "本局", "2023年", "2024年度", "2025年", "1",
     "结转", "12", "３", "1.2万", "百分之", "十", "二十三", "件", "条", "余", "以上", "至", "，",
     "。", "约", "1月1日", "至12月31日止", "本年度", "（", "）", " ",
     "\u3000", "\u200b", "\uffff", "\ue000"]
)  # fmt: skip
TEXTS = st.lists(st.lists(PIECES, min_size=1, max_size=8).map("".join), max_size=6)


def report(agency: str) -> Report:
    return Report("2021", 2024, Agency(agency), None)


def read(agency: str, texts: list[str]) -> list[tuple[str, Marked | None]]:
    found = Stretches(report(agency)).read(compact_each(texts))
    return [(words, found.numbered.get(at)) for at, words in enumerate(found.words)]


@given(TEXTS, st.sampled_from(["示例县人民政府", "示例县示例局", "东镇人民政府", "(.*"]))
@settings(max_examples=150, deadline=None)
def test_together_or_alone(texts: list[str], agency: str) -> None:
    assert read(agency, texts) == [read(agency, [text])[0] for text in texts]


def test_names_and_years_are_its_own() -> None:
    said = read("示例县人民政府", ["2024年示例县人民政府全县收到2025年。", "12024年，我县政府"])
    assert [words for words, _ in said] == ["本年本机关收到下年。", "12024年,本机关政府"]
    [(words, marked)] = read("示例省教育厅", ["省教育厅教育厅本部门受理 12 件，结转2023年3件"])
    assert words == "本机关受理12件,结转2023年3件"
    assert marked is not None
    assert [number.printed for number in marked[1] if number.exact] == ["12", "2023", "3"]
