"""For each declared rule about words: what it asks, and a report that it passes and one not."""

from __future__ import annotations

from attrs import evolve
from frozendict import frozendict

from .model.edition import Section
from .model.example import Example
from .model.form import Form
from .model.mention import names_in, spoken
from .model.prose import PREAMBLE
from .model.text_rules import (
    ForbiddenText,
    ItemisedTotal,
    LengthLimit,
    RequiredFigures,
    RequiredText,
    TextRule,
)
from .model.values import Kind


def text_examples_of(rule: TextRule, form: Form, base: Example) -> tuple[Example, Example]:
    """A report on which ``rule`` finds nothing, and one on which it finds something; ``base``
    says of which edition, year and region."""

    def saying(text: str) -> Example:
        section = rule.section if not isinstance(rule, RequiredFigures) else None
        return evolve(base, texts=frozendict({section or form.sections[0].id: (text,)}))

    match rule:
        case RequiredText():
            return saying(f"{spoken(rule.text, rule.words)}。"), saying("略。")
        case ForbiddenText():
            return saying("略。"), saying(f"{spoken(rule.text, rule.words)}。")
        case LengthLimit():
            most = rule.at_most if rule.at_most is not None else rule.at_least or 0
            wrong = most + 1 if rule.at_most is not None else most - 1
            # In an example each section says 无, which would count in a limit on the whole report.
            others = () if rule.section else tuple(s.id for s in form.sections[1:])
            right, long_or_short = saying("字" * most), saying("字" * wrong)
            return evolve(right, without=others), evolve(long_or_short, without=others)
        case RequiredFigures():
            stated: dict[str, int | str | None] = {key: _stated(key, form) for key in rule.figures}
            missing = stated | {rule.figures[0]: None}
            written = frozendict({form.figures[key].section: ("略。",) for key in rule.figures})
            right = evolve(base, texts=written, cells=frozendict(stated))
            return right, evolve(right, cells=frozendict(missing))
        case ItemisedTotal():
            total = spoken(rule.totals[0], rule.words)
            one, two = (spoken(rule.item, rule.words, number) for number in "12")
            return saying(f"{total}。其中，{one}；{two}。"), saying(
                f"{total}。其中，{one}；{one}。"
            )


def _stated(key: str, form: Form) -> int | str:
    return 0 if form.figures[key].kind in (Kind.COUNT, Kind.SIGNED) else "0"


def asked(rule: TextRule, form: Form) -> str:
    """What the rule asks, in a line."""
    match rule:
        case RequiredText():
            return f"{_place(rule.section, form)}应写“{spoken(rule.text, rule.words, '×')}”之类的话"
        case ForbiddenText():
            return f"{_place(rule.section, form)}不写“{spoken(rule.text, rule.words, '×')}”之类的话"
        case LengthLimit():
            least = f"至少 {rule.at_least} 字" if rule.at_least is not None else ""
            most = f"至多 {rule.at_most} 字" if rule.at_most is not None else ""
            return f"{_place(rule.section, form)}{'、'.join(filter(None, (least, most)))}"
        case RequiredFigures():
            return f"正文应写明 {'、'.join(form.figures[key].label for key in rule.figures)}"
        case ItemisedTotal():
            item, total = (spoken(text, rule.words, "×") for text in (rule.item, rule.totals[0]))
            names = "、".join(dict.fromkeys(names_in(rule.item)))
            return f"各项“{item}”的 {names} 之和等于“{total}”"


def _place(name: str | None, form: Form) -> str:
    if name is None:
        return "全文"
    if name == PREAMBLE:
        return "导语"
    section: Section | None = form.section(name)
    return section.title if section else name
