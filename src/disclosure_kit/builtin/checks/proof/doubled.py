"""Words written twice: 工作工作, 有待于有待, 将…将."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ....contributions import Check
from ....model.case import Case
from ....model.example import saying
from ....model.finding import Outcome, Severity
from ....model.first_look import Repeats
from ....model.prose import Passage, all_prose
from ..told import told

_HAN: Final = r"[\u4e00-\u9fff]"
_TWICE: Final = re.compile(rf"(?=(?P<word>{_HAN}{{2,8}})(?P=word))")
_ACROSS: Final = re.compile(rf"(?P<word>{_HAN}{{2}})于(?P=word)")
# Of single characters only those that no rightly built word puts side by side.
_SINGLE: Final = re.compile(
    r"(?<![目标端打众])的的(?!确)|(?<![给赋参授])与与(?!会)|被被(?!褥)|(?<!部)(?<!健)(?<!名)(?<!老)(?<!上)(?<!大)(?<!中)(?<!少)(?<!干)将将(?![士领军才])"
    r"|(?<![合兼])并并(?![轨购])"
    r"|(?<![我本全各该辖几两])(?:镇镇|县县|乡乡)(?=人民政府|共|于|在|按|已|未|认真|严格|坚持|[，。、]|20)"
    r"|(?<![办主外老])公公(?=[示开布])|(?<![增更参附])加加(?=强)|(?<![比])完完(?=善)|提提(?=高|升)|保保(?=障)"
)
# What ends one name and begins the next (某县人民政府政府信息公开), what is noun and then verb
# (年度报告报告如下), and verbs said twice.
# 在某某的指导下和帮助下: 下 once is enough. 在甲的指导下和乙的帮助下 is right.
_BELOW: Final = re.compile(
    r"(?:指导|领导|关心|支持|帮助|关怀|部署)下[和与及、](?:指导|领导|关心|支持|帮助|关怀|部署)下"
)
_TWO_BELOW: Final = re.compile("下(?=[和与及、])")
_LONGEST: Final = 8
_MAY_MEET: Final = re.compile(
    "政府|社区|部门|单位|机关|中心|学校|企业|街道|法院|乡镇|公司|医院|协会|项目|论坛|大会|会议|网站"
    "|报告|总结|汇报|通报|公告|公示|通知|计划|决定|规定|要求|代表|服务|宣传"
    "|学习|研究|讨论|考虑|商量|了解|打听|观察"
)
_CLAUSE: Final = re.compile(r"[^，,。；;：:！!？?、\n]+")
_FIRST: Final = re.compile(r"(?<![即必行终名老上大中少部健干主])将(?![来军近士领才至要会])")
_THEN: Final = re.compile(
    r"(?<![即必行终名老上大中少部健干主])将(?=纳入|列入|列为|作为|予以|进一步|继续|及时|不断|逐步|持续|严格)"
)
_NO_OBJECT: Final = 3
_PAIR: Final = 2
_ACROSS_FROM: Final = 3  # from the first of two characters to the same behind 于
_AREAS: Final = ("镇", "乡", "村", "街", "县", "区", "市", "州")


def doubled_words(case: Case) -> Iterator[Outcome]:
    """A word of two to eight characters twice on end, a pair around 于, a lone 的的 or 被被,
    下 twice: 指导下和帮助下."""
    everything = all_prose(case.report)
    words = everything.words
    found: dict[int, set[tuple[int, int]]] = {}
    for at, end in _spans(words.whole):
        number = words.number(at)
        start = words.starts[number]
        found.setdefault(number, set()).add((at - start, end - start))
    for number, spans in sorted(found.items()):
        last = -1
        for start, end in sorted(spans):
            if start > last:
                last = end
                yield _told(everything.passages[number], (start, end))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where in ``text`` a word stands twice. None of the patterns spans a line end."""
    repeats = Repeats(text)
    twice = {at for length in range(_PAIR, _LONGEST + 1) for at in repeats.places(length, length)}
    for match in filter(None, (_TWICE.match(text, at) for at in twice)):
        word = match["word"]
        # 一个一个 is one phrase. 府政府政 is 政府政府 begun one character later.
        if word[0] in "一几每" or word[0] == word[1]:
            continue
        end = match.start() + 2 * len(word)
        if text[end : end + 1] in _AREAS:
            continue  # 芒市芒市镇: a city, and its town of the same name
        if len(word) == _PAIR and _MAY_MEET.search(word * 2):
            continue
        yield match.start(), end
    below = (match.start() - _PAIR for match in _TWO_BELOW.finditer(text))
    for pattern, places in (
        (_ACROSS, repeats.places(_ACROSS_FROM, _PAIR)),
        (_SINGLE, repeats.places(1, 1)),
        (_BELOW, below),
    ):
        end = 0
        for at in places:
            found = pattern.match(text, at) if at >= end else None
            if found:
                end = found.end()
                yield found.span()


def _told(passage: Passage, span: tuple[int, int]) -> Outcome:
    written = passage.text[slice(*span)]
    return told(
        "doubled-word",
        Severity.WARNING,
        passage,
        span,
        f"“{written}”重复",
        "请删去多余的一个",
    )


def jiang_twice(case: Case) -> Iterator[Outcome]:
    """``将某某工作将纳入``: the object is taken up by 将, and 将 stands again before the verb.

    Silent where the clause goes on with 的: ``将继续将纳入清单的事项公开`` is right.
    """
    for passage in all_prose(case.report).holding("将"):
        if passage.text.count("将") < _PAIR:
            continue
        for clause in _CLAUSE.finditer(passage.text):
            words = clause[0]
            first = _FIRST.search(words)
            second = _THEN.search(words, first.end() + _NO_OBJECT) if first else None
            if first is None or second is None or "的" in words[second.end() :]:
                continue
            start = clause.start()
            yield told(
                "jiang-twice",
                Severity.WARNING,
                passage,
                (start + first.start(), start + second.end()),
                "一句里用了两个“将”",
                "请删去一个“将”",
            )


CHECKS = (
    Check(
        "doubled-word",
        "词语不重复",
        Severity.WARNING,
        doubled_words,
        purpose="粘贴或修改时把一个词写了两遍。",
        basis="编写常识",
        passing=saying(
            "示例县人民政府政府信息公开目录逐条逐项、一个一个核对，以公开为目的的工作时时处处落实。"
        ),
        failing=saying("公开工作工作有待于有待进一步加强。"),
    ),
    Check(
        "jiang-twice",
        "一句不用两个“将”",
        Severity.WARNING,
        jiang_twice,
        purpose="“将某项工作将纳入考核”是两种句式的杂糅。",
        basis="现代汉语语法：“将”作介词提宾语后，动词前不再用“将”",
        passing=saying("我局即将将此项工作报批，并将纳入清单的事项及时公开，明年将继续推进。"),
        failing=saying("将政务公开工作将纳入年度目标考核体系。"),
    ),
)
