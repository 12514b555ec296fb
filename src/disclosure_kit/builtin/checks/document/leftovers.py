"""What a template left behind: XX, ××, empty brackets, the hints of the blank form, the words of
an older one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ....contributions import Check
from ....model.case import Case
from ....model.example import saying
from ....model.finding import Outcome, Severity
from ....model.prose import Passage, all_prose, prose
from ..listed import LEFT, holding
from ..told import told

_HAN: Final = r"[\u4e00-\u9fff]"
_MARKS: Final = re.compile(
    rf"(?<![A-Za-z\d.@/])[XxＸ×╳]{{2,}}(?={_HAN}|[（(]|年|\d)(?![A-Za-z])"
    rf"|(?<={_HAN})[XxＸ×╳]{{2,}}(?![A-Za-z\d.@/])"
    r"|(?<!\d)20[XxＸ×]{2}(?=年)"
    r"|\{\{.{0,40}?\}\}|\$\{.{0,40}?\}"
    r"|此处填写|请在此填写|请填写(?=[）)】\]]|$)|待填写?(?=[）)】\]]|$)|待补充(?=[）)】\]]|$)"
    rf"|[_＿]{{3,}}|□{{2,}}|〇{{3,}}|(?<={_HAN})○{{2,}}"
)
_EMPTY: Final = re.compile(r"【\s*】|〔\s*〕|《\s*》|“\s*”|（\s*）|\(\s*\)")
# Of either pattern one of these stands in every place, or a listed word.
_LEFT_SIGNS: Final = ("{{", "${", "□□", "〇〇〇", "○○", "_", "＿")
_SIGNS: Final = re.compile("[XxＸ×╳][XxＸ×╳]")
_EMPTY_PAIR: Final = re.compile(r"[【〔《“（(]\s*[】〕》”）)]")
# 张××诉某局: a person's name withheld is none of a template's.
_WITHHELD: Final = re.compile(
    r"[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    r"钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤]$"
)
_DISTINCT: Final = 6
_PLACE: Final = re.compile(r"^[省市县区州镇乡村街局厅年月日号]")


def template_text(case: Case) -> Iterator[Outcome]:
    """What stands for something that nobody filled in, in the title, a heading or the text."""
    hints = sorted(case.form.usage.template_text, key=len, reverse=True)
    title = Passage("title", "title", case.report.title or "", heading=True)
    everything = all_prose(case.report)
    likely = everything.signs.showing(_SIGNS) | everything.signs.showing(_EMPTY_PAIR)
    likely |= everything.signs.holding(_LEFT_SIGNS)
    likely |= holding(case, (*LEFT, *hints))
    for passage in (title, *everything.at(likely)):
        text = passage.text
        spans = [match.span() for match in _MARKS.finditer(text) if not _withheld(match, text)]
        for hint in hints:
            at = text.find(hint)
            if at >= 0 and _is_hint(hint, at, text):
                spans.append((at, at + len(hint)))
                break
        if spans:
            what = f"“{text[slice(*min(spans))]}”是模板里留下的文字，没有换成本机关的内容"
            advice = "请填写实际内容；确无内容的，删去这几个字"
        elif empty := _EMPTY.search(text):
            spans = [empty.span()]
            what = "括号或引号里是空的：漏填了，或网页转换时丢了内容"
            advice = "请补上内容，或删去空的括号"
        else:
            continue
        yield told("template-text", Severity.WARNING, passage, min(spans), what, advice)


def _is_hint(hint: str, at: int, text: str) -> bool:
    """文字描述 may be words of a sentence: a hint in brackets or alone. A longer one always is."""
    alone = text.strip("（）()。.， ") == hint
    return len(hint) >= _DISTINCT or alone or text[max(0, at - 1) : at] in ("（", "(")


def _withheld(match: re.Match[str], text: str) -> bool:
    start, end = match.span()
    before, behind = text[max(0, start - 1) : start], text[end : end + 1]
    return bool(_WITHHELD.search(before)) and not _PLACE.match(behind)


def former_terms(case: Case) -> Iterator[Outcome]:
    """The categories of an older form, which the tables of this one do not have."""
    own, terms = prose(case.report), case.form.usage.former_terms
    for passage in own.at(n for n in holding(case, terms) if n < len(own.passages)):
        for term in terms:
            at = passage.text.find(term)
            if at >= 0:
                yield told(
                    "former-category",
                    Severity.WARNING,
                    passage,
                    (at, at + len(term)),
                    f"“{term}”是旧统计表的项目，本版表格没有这一项",
                    "请改用本版表格的项目名称，并核对数字能否与表格对上",
                    case.form.edition.instrument,
                )
                break


CHECKS = (
    Check(
        "template-text",
        "没有留下模板文字",
        Severity.WARNING,
        template_text,
        purpose="“XX镇”“（文字描述）”和空括号登出以后，谁都看得出是没有填完的模板。",
        basis="编写惯例",
        passing=saying("2024年，本机关共发布信息20条（含转载3条）。"),
        failing=saying("2024年，XX镇共发布信息××条。"),
    ),
    Check(
        "former-category",
        "没有沿用旧统计表的项目",
        Severity.WARNING,
        former_terms,
        purpose="2019 年起办理结果重新分类；正文沿用旧项目，就无法与表格核对。",
        basis="国办公开办函〔2019〕60号、国办公开办函〔2021〕30号所附格式",
        passing=saying("予以公开3件，部分公开1件，无法提供2件。"),
        failing=saying("同意公开答复3件，不同意公开答复1件，告知作出更改补充2件。"),
    ),
)
