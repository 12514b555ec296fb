"""Words copied from last year's report.

国办公开办函〔2021〕30号 applies article 47 of the 条例 to reports of the same content (内容雷同).
The preamble is left out: it is the same every year by custom.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from attrs import evolve
from frozendict import frozendict

from ...contributions import Check
from ...model.case import Case
from ...model.example import Example, saying
from ...model.finding import Finding, Outcome, Severity, without_last_year

if TYPE_CHECKING:
    from ...comparing.repeated import Measured

_COPIED: Final = 0.9  # of a section's letters, for the section to be called copied
_LONG_SECTION: Final = 120
_LONG_REPORT: Final = 300
_HALF: Final = 0.5  # of the report
_SHOWN: Final = 3


def copied_words(case: Case) -> Iterator[Outcome]:
    """The share of the narrative that stood in last year's report, and where."""
    if case.previous is None:
        yield without_last_year(CHECK.code)
        return
    from ...comparing.repeated import measured  # few reports have last year's beside them

    all_ = measured(case.report, case.previous)
    letters = sum(m.letters for m in all_)
    shared = sum(m.shared for m in all_)
    much = letters >= _LONG_REPORT and shared >= _HALF * letters
    whole = {section: title for section, title in _titles(case) if _whole(all_, section)}
    copied = [m.passage for m in all_ if m.copied]
    # What the finding speaks of: an acknowledgement of it ends when one of these changes.
    spoken_of = [
        m.passage
        for m in all_
        if m.copied or m.passage.section in whole or (much and m.shared >= _HALF * m.letters)
    ]
    if not (copied or much or whole):
        return
    share = round(100 * shared / letters)
    told = [f"文字约 {share}% 与上年相同" if much else ""]
    titles = "、".join(f"“{title}”" for title in whole.values())
    told.append(f"{titles}几乎全部照搬" if whole else "")
    if copied:
        starts = "；".join(f"“{p.text[:20]}……”" for p in copied[:_SHOWN])
        more = "等" if len(copied) > _SHOWN else ""
        told.append(f"有 {len(copied)} 段与上年基本相同：{starts}{more}")
    yield Finding(
        code=CHECK.code,
        severity=Severity.WARNING if much or whole else Severity.INFO,
        message="，".join(part for part in told if part),
        addresses=tuple(dict.fromkeys(p.address for p in spoken_of)),
        advice="请按本年实际情况改写，内容雷同的报告可能被要求整改",
        clause=CHECK.basis,
        source=spoken_of[0].source,
    )


def _titles(case: Case) -> Iterator[tuple[str, str]]:
    return ((name, narrative.title) for name, narrative in case.report.sections.items())


def _whole(all_: Sequence[Measured], section: str) -> bool:
    own = [m for m in all_ if m.passage.section == section]
    letters = sum(m.letters for m in own)
    return letters >= _LONG_SECTION and sum(m.shared for m in own) >= _COPIED * letters


_NEW = (
    "今年以来，我县建立了政务公开专区，在便民服务中心设置自助查询设备，"
    "组织开展政府开放日活动，邀请群众代表走进机关，面对面听取意见建议，"
    "并把收集到的意见逐条交由有关单位研究办理，办理结果全部向社会公开。"
)
_OLD = (
    "我县把政务公开列为年度重点工作，多次召开会议专题研究部署，明确各单位的责任分工，"
    "定期对政府网站开展检查，发现问题及时督促整改，有效提升了公开工作的质量和水平，"
    "下一步将继续加强学习培训，不断提高工作人员的业务能力。"
)

CHECK: Final = Check(
    "copied-from-last-year",
    "正文没有照搬上年",
    Severity.WARNING,
    copied_words,
    purpose="照抄上年的报告，多半连数据和做法也没有更新；年份和数字的不同不算改写。",
    basis="国办公开办函〔2021〕30号：内容雷同的，适用《条例》第四十七条",
    passing=evolve(saying(_NEW), previous=Example(texts=frozendict(overview=(_OLD,)), year=2023)),
    failing=evolve(saying(_OLD), previous=Example(texts=frozendict(overview=(_OLD,)), year=2023)),
)
