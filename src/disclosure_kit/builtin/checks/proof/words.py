"""Words that are nearly always wrong: the core's own list, and those of a region's plugins."""

from __future__ import annotations

from collections.abc import Iterator

from ....contributions import Check
from ....model.case import Case
from ....model.example import saying
from ....model.finding import Outcome, Severity
from ....model.form import Form
from ....model.prose import all_prose
from ....model.usage import Slip
from ..listed import holding, slips
from ..told import told


def wrong_words(case: Case) -> Iterator[Outcome]:
    """Each place of a listed word, except inside the longer words that its entry leaves out."""
    every = case.form.kept(slips)
    wrong = case.form.kept(_wrong)
    for passage in all_prose(case.report).at(holding(case, wrong)):
        for slip in every:
            for at in _places(slip, passage.text):
                yield told(
                    "wrong-word",
                    Severity.WARNING,
                    passage,
                    (at, at + len(slip.wrong)),
                    f"“{slip.wrong}”应为“{slip.right}”",
                    f"请改为“{slip.right}”",
                )


def _wrong(form: Form) -> frozenset[str]:
    return frozenset(slip.wrong for slip in form.kept(slips))


def _places(slip: Slip, text: str) -> Iterator[int]:
    at = text.find(slip.wrong)
    while at >= 0:
        if not any(_inside(word, slip.wrong, text, at) for word in slip.unless):
            yield at
        at = text.find(slip.wrong, at + len(slip.wrong))


def _inside(word: str, wrong: str, text: str, at: int) -> bool:
    start = at - word.find(wrong)
    return start >= 0 and text.startswith(word, start)


CHECKS = (
    Check(
        "wrong-word",
        "常见错词",
        Severity.WARNING,
        wrong_words,
        purpose="同音、形近的错字，登出以后最损公信。词表是文本文件，各地可以在插件中增加自己的。",
        basis="《现代汉语词典》；GB/T 15835-2011；各地词表",
        passing=saying("由自己经办的账号已经登录网站。"),
        failing=saying("按照上级布署，己经开通微信公共号。"),
    ),
)
