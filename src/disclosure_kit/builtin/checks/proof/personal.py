"""Personal data that must not be published: identity cards, mobile phones, bank cards."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Final

from attrs import evolve

from ....contributions import Check
from ....model.case import Case
from ....model.example import PREAMBLE, saying
from ....model.finding import Finding, Outcome, Severity
from ....model.prose import Passage, all_prose
from ..told import told

_LONG: Final = re.compile(r"\d[\d -]{10}")  # each of these has eleven figures at least
_IDENTITY: Final = re.compile(r"(?<![\dA-Za-z])[1-9]\d{16}[\dXx](?![\dA-Za-z])")
_OLDEST: Final = datetime.date(1900, 1, 1)
_MOBILE: Final = re.compile(
    r"(?<![\dA-Za-z./=_＋+-])(?:(?:\+|＋)?86[- ]?)?(1[3-9]\d(?:[- ]?\d{4}){2})(?![\dA-Za-z@.-])"
)
_CARD: Final = re.compile(r"(?<![\dA-Za-z./=_-])(?:\d{4} ?){3,4}\d{1,4}(?![\dA-Za-z])")
_CARD_LENGTHS: Final = range(16, 20)
_ISSUER: Final = re.compile(r"62|60|4|5[1-5]|9558")  # cards; accounts of offices begin otherwise
_BANK: Final = re.compile(r"卡号|银行卡|账号|帐号|账户|帐户|开户|一卡通|存折")
_CONTACT: Final = re.compile(r"电话|手机|联系|热线|咨询|微信|传真|QQ", re.I)
_PERSON: Final = re.compile(
    r"(?:联系人|经办人|负责人|承办人|姓名)\s*[:：]?\s*[\u4e00-\u9fff]{2,4}|同志|先生|女士"
)
_BEFORE: Final = 20
_LONG_NUMBER: Final = re.compile(r"\d(?:[ -]?\d){9,}[Xx]?")
_ADVICE: Final = "请删去或遮盖；确需公开的，应有本人同意或法定依据"
_CLAUSE: Final = "《中华人民共和国政府信息公开条例》第十五条；《中华人民共和国个人信息保护法》"


def personal_data(case: Case) -> Iterator[Outcome]:
    """Numbers whose check digit proves what they are, and mobile phones of persons.

    A telephone that the preamble gives as the body's own stays silent, a mobile one too, unless
    a person is named with it. What is found is never printed in full.
    """
    for passage in all_prose(case.report).signed(_LONG):
        text = passage.text
        for match in _IDENTITY.finditer(text):
            if _is_identity(match[0].upper()):
                yield _told(passage, match.span(), match[0], "居民身份证号码", Severity.ERROR)
        for match in _MOBILE.finditer(text):
            if not _of_the_body(passage, match.start()):
                yield _told(passage, match.span(1), match[1], "手机号码", Severity.WARNING)
        for match in _CARD.finditer(text):
            digits = match[0].replace(" ", "")
            near = text[max(0, match.start() - _BEFORE) : match.start()]
            if _is_card(digits) and _BANK.search(near):
                yield _told(passage, match.span(), digits, "银行卡号", Severity.WARNING)


def _is_identity(number: str) -> bool:
    """By its check digit and a day of birth that can be. Not by the county: the codes change, and
    numbers keep the one of the place of registration, which may be younger than the person."""
    from stdnum.cn import ric  # imports ssl and more; few reports hold such a number
    from stdnum.exceptions import ValidationError

    try:
        born = ric.get_birth_date(number)
    except ValidationError:
        return False
    return born >= _OLDEST and bool(ric.calc_check_digit(number) == number[-1])


def _is_card(digits: str) -> bool:
    from stdnum import luhn

    known = _ISSUER.match(digits) is not None
    return len(digits) in _CARD_LENGTHS and known and bool(luhn.is_valid(digits))


def _of_the_body(passage: Passage, at: int) -> bool:
    before = passage.text[max(0, at - _BEFORE) : at]
    return (
        passage.section == PREAMBLE
        and _CONTACT.search(before) is not None
        and _PERSON.search(passage.text[max(0, at - 2 * _BEFORE) : at + _BEFORE]) is None
    )


def _told(
    passage: Passage, span: tuple[int, int], number: str, what: str, how: Severity
) -> Finding:
    """The sentence is quoted with its long numbers hidden, so that no output prints one."""
    finding = told("personal-data", how, passage, span, "", _ADVICE, _CLAUSE)
    message = f"正文里有{what} {_hidden(number)}，不应公开"
    quote = _LONG_NUMBER.sub(lambda found: _hidden(found[0]), finding.quote)
    return evolve(finding, message=message, quote=quote)


def _hidden(number: str) -> str:
    return f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}"


CHECKS = (
    Check(
        "personal-data",
        "没有个人信息",
        Severity.ERROR,
        personal_data,
        purpose="身份证号、个人手机号、银行卡号一旦登出就收不回来。身份证和银行卡号以校验码确认。",
        basis=_CLAUSE,
        passing=saying(
            "联系电话：0871-63210000，邮编：650000；12345热线受理20241231000123456号工单。"
        ),
        failing=saying("补助对象张某，身份证号11010519491231002X，电话13800138000。"),
    ),
)
