"""截止 where 截至 belongs: 截止 ends something, 截至 says up to when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ....contributions import Check
from ....model.case import Case
from ....model.example import saying
from ....model.finding import Outcome, Severity
from ....model.prose import all_prose
from ..listed import UNTIL, holding
from ..told import told

_WHEN: Final = (
    r"(?:\d{2,4}\s*年|[二一][〇零○\d一二三四五六七八九]{3}年|\d{1,2}\s*月|[今去本当上]年|年[底末终]|[本上当]?月[底末]|"
    r"[上下]半年|[本上]季度|目前|日前|当前|现在|今日|今天|发稿|报告期|统计期|填报|本报告)"
)
# 报名截止12月1日 ends something: there it is right.
_UNTIL: Final = re.compile(
    r"(?<!报名)(?<!申报)(?<!申请)(?<!征集)(?<!投标)(?<!受理)(?<!公示)(?<!期限)(?<!时间)(?<!日期)(?<!已经)(?<!活动)"
    rf"截止(?P<to>到|至|于)?\s*[，,]?\s*(?={_WHEN})"
)


def cut_off(case: Case) -> Iterator[Outcome]:
    """截止 before a date or 目前. 截止到 is told as info: dictionaries explain 截至 by it."""
    for passage in all_prose(case.report).at(holding(case, UNTIL)):
        for match in _UNTIL.finditer(passage.text):
            mild = match["to"] == "到"
            yield told(
                "cut-off",
                Severity.INFO if mild else Severity.WARNING,
                passage,
                match.span(),
                "公文中宜用“截至”" if mild else "“截止”之后不能带时间，应为“截至”",
                f"请把“{match[0].strip(' ，,')}”改为“截至”",
                "《现代汉语词典》：截止，到一定期限停止；截至，截止到某个时候",
            )


CHECKS = (
    Check(
        "cut-off",
        "截止与截至",
        Severity.WARNING,
        cut_off,
        purpose="“截止”是停止，“截至”是到某个时候；统计数据应写“截至2024年12月31日”。",
        basis="《现代汉语词典》",
        passing=saying("截至2024年12月31日，共收到申请3件。意见征集于6月30日截止，截止日期不变。"),
        failing=saying("截止2024年12月31日，共收到申请3件。"),
    ),
)
