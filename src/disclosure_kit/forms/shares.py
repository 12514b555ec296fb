"""A stated share as a formula, and what it gives for the figures at hand.

The formulas say what ``checking.arithmetic`` says: the share, rounded half up to the decimals
that are printed, must be the stated one; where a figure is missing, or the whole is 0, it is 未核.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from ..model.rules import ShareRule
from ..model.values import NOT_FILLED, Value, number
from .formulas import FAILS, HOLDS, OPEN
from .planned import ShareCheck


def share_formulas(check: ShareCheck) -> tuple[str, str]:
    """What the share should be, and ``√``, ``× 应为 37.90%`` or ``未核``."""
    stated = f'SUBSTITUTE(SUBSTITUTE({check.share.a1},"％","%")," ","")'
    part, whole = check.part.a1, check.whole.a1
    decimals = f'IF(ISNUMBER(FIND(".",{stated})),LEN({stated})-FIND(".",{stated})-1,0)'
    true = f"FIXED(ROUND({part}*100/{whole},{decimals}),{decimals},TRUE)"
    known = f'AND(RIGHT({stated},1)="%",ISNUMBER({part}),ISNUMBER({whole}))'
    same = f'VALUE(SUBSTITUTE({stated},"%",""))=VALUE({true})'
    verdict = f'IF({same},"{HOLDS}","{FAILS} 应为 "&{true}&"%")'
    return _where_known(known, f'{true}&"%"'), _where_known(known, verdict)


def _where_known(known: str, words: str) -> str:
    return f'=IFERROR(IF({known},{words},"{OPEN}"),"{OPEN}")'


def share_results(rule: ShareRule, figures: Mapping[str, Value]) -> tuple[str, str]:
    """What ``share_formulas`` give."""
    share, part, whole = (
        number(figures.get(key, NOT_FILLED)) for key in (rule.share, rule.part, rule.whole)
    )
    if share is None or part is None or not whole:
        return OPEN, OPEN
    exponent = share.as_tuple().exponent
    assert isinstance(exponent, int)  # finite by construction
    true = (part * 100 / whole).quantize(Decimal(1).scaleb(exponent), ROUND_HALF_UP)
    return f"{true:f}%", HOLDS if true == share else f"{FAILS} 应为 {true:f}%"
