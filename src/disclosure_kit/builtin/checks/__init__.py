"""The core's checks. Arithmetic is declared in the editions; these say what data cannot."""

from __future__ import annotations

from attrs import evolve
from frozendict import frozendict

from ...checking.arithmetic import identities
from ...checking.texts import text_rules
from ...contributions import Check
from ...model.example import Example, filled, saying
from ...model.finding import Severity
from . import (
    against_last_year,
    copied,
    document,
    pictures,
    proof,
    text_claims,
    text_figures,
    text_growth,
    text_shares,
    text_sums,
)
from .agency import agency_named
from .carried import data_and_text
from .completeness import sections_missing, statutory_cells, subsections_missing
from .figures import negative_counts, stated_figures
from .period import edition_of_year

_TRAINING = """
figures = [{ key = "example.training", label = "培训次数", kind = "count", section = "overview" }]
mentions = [{ section = "overview", text = "培训{example.training}次" }]
"""

_SUBSECTION = """
[[subsections]]
id = "example.standards"
section = "overview"
title = "（六）标准化建设"
basis = "某号文"
"""

CHECKS = (
    # These two evaluate what editions and regions declare; each rule has a code of its own.
    Check("identities", "声明的勾稽关系", Severity.ERROR, identities),
    Check("text-rules", "声明的文字要求", Severity.ERROR, text_rules),
    Check(
        "agency-missing",
        "写明机关名称",
        Severity.INFO,
        agency_named,
        purpose="没有机关名称，就不知道是谁的报告，也印不出标题和落款。",
        basis="年度报告标题的格式：机关全称、年度、文种",
        passing=Example(),
        failing=Example(agency=""),
    ),
    Check(
        "section-missing",
        "各部分齐全",
        Severity.ERROR,
        sections_missing,
        purpose="格式规定的部分一个都不能少；确无内容的，也应保留标题并写明“无”。",
        basis="《中华人民共和国政府信息公开条例》第五十条",
        passing=Example(),
        failing=Example(without=("problems",)),
    ),
    Check(
        "subsection-missing",
        "地方规定的小节齐全",
        Severity.WARNING,
        subsections_missing,
        purpose="地方在法定部分之内规定的小节，以“（六）标准化建设”之类的标题开头；没有这个标题的，提醒补上。",
        basis="地方插件所引的依据",
        passing=evolve(saying("（六）标准化建设方面。已建成。"), declares=_SUBSECTION),
        failing=evolve(saying("已建成。"), declares=_SUBSECTION),
    ),
    Check(
        "not-filled",
        "法定数据填写齐全",
        Severity.INFO,
        statutory_cells,
        purpose="空白不是 0：没有发生的填 0，不适用的填“/”，不能留空。",
        basis="年度报告格式的各表",
        passing=Example(),
        failing=filled({"applications.received.natural_person": None}),
    ),
    Check(
        "negative-figure",
        "件数和金额不为负",
        Severity.ERROR,
        negative_counts,
        purpose="件数和金额都不会小于 0；负数多半是把横线一起填了进去。",
        basis="统计常理；2019 年版的“本年增/减”可以为负，不在此列",
        passing=filled({"applications.received.natural_person": 3}),
        failing=filled({"applications.received.natural_person": -3}),
    ),
    Check(
        "stated-figure",
        "正文中同一数据前后一致",
        Severity.WARNING,
        stated_figures,
        purpose="同一个数在正文里说了几次，或既在正文里又在数据里，应当一致。",
        basis="《中华人民共和国政府信息公开条例》第四十七条：内容应准确",
        passing=evolve(saying("全年培训2次。", "共培训2次。"), declares=_TRAINING),
        failing=evolve(saying("全年培训2次。", "共培训3次。"), declares=_TRAINING),
    ),
    Check(
        "embedded-data",
        "文中与所附数据一致",
        Severity.WARNING,
        data_and_text,
        purpose="文档生成后在 Word 里改了数或文字，所附数据没有跟着改；以文中为准，并逐处说明。",
        basis="《中华人民共和国政府信息公开条例》第四十七条：内容应准确",
        passing=filled({"applications.received.natural_person": 12}),
        failing=Example(
            cells=frozendict({"applications.received.natural_person": 12}),
            beside=frozendict({"applications.received.natural_person": "21"}),
        ),
    ),
    Check(
        "edition-year",
        "版本与报告年度相符",
        Severity.ERROR,
        edition_of_year,
        purpose="各版格式有各自适用的年度，用错了版本，表中的项目就对不上。",
        basis="各版格式的印发通知",
        passing=Example(),
        failing=Example(year=2020),
    ),
    pictures.CHECK,
    copied.CHECK,
    against_last_year.UNCHANGED,
    against_last_year.JUMP,
    text_figures.CHECK,
    text_claims.CHECK,
    text_sums.CHECK,
    text_shares.CHECK,
    text_growth.CHECK,
    *document.CHECKS,
    *proof.CHECKS,
)
