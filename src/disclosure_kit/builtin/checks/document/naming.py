"""Whether two names, short or full, are of one body."""

from __future__ import annotations

import re
from typing import Final

from ....structure.wording import normal

LEAST: Final = 2  # characters by which a body can be told from another

_OFFICES: Final = re.compile(
    r"(?:人民政府|办事处|管理委员会|管委会|(?:党政|综合|政务公开|党建)*(?:工作)?(?:办公室|办公厅|办)|政府)+$"
)
_OWN: Final = re.compile(
    r"^(?:我|本|市|县|区|省|镇|乡|街道|局|该|各|政府|办公|党[政委工]|相关|政务|管委|管理区|园区|新区"
    r"|(?:经济)?(?:技术)?开发区|高新|经开区|示范区|度假区)"
)


def core(name: str) -> str:
    """The name without what every government and office is called by."""
    return _OFFICES.sub("", normal(name))


def names_nobody(name: str) -> bool:
    """我局, 县财政局, 各镇: whose they are, the words do not say."""
    return _OWN.match(name) is not None


def same_body(one: str, other: str) -> bool:
    """The one is short for the other: its characters stand in the other in their order, or it is
    its area's office (河北省科技厅 and 河北省科学技术厅; 彩云镇 and 禄丰市彩云镇人民政府)."""
    first, second = sorted((core(one), core(other)), key=len)
    if len(first) < LEAST:
        return True
    rest = iter(second)
    return all(character in rest for character in first)
