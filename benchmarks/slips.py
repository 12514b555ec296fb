"""Slips in the words of a report, planted by chance into text as published."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

from attrs import frozen

from .labels import Label, Labelled

Slip = Callable[[random.Random, "Text"], str | None]
Change = Callable[[random.Random, "Text", str], str]  # what stands in a place → what then does

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@frozen
class Text:
    """A published report that can be read, and what is known of it."""

    labels: Labelled
    text: str
    year: int
    fixed: bool  # the edition fixes its sections
    agency: str
    others: tuple[str, ...]  # names of other bodies

    @property
    def body(self) -> int:
        """Where the text after the title begins."""
        return self.text.find("\n") + 1


@frozen
class Planted:
    """A text with a slip, the kind of the slip, and how it was made."""

    subject: Text
    kind: str
    how: str
    text: str


def _somewhere(pattern: str, new: str | Change) -> Slip:
    """One place that fits ``pattern``, changed; ``None`` where there is none.

    ``new`` is what stands there then, ``\\1`` a group of the pattern.
    """

    def slip(rng: random.Random, subject: Text) -> str | None:
        places = list(re.compile(pattern, re.MULTILINE).finditer(subject.text, subject.body))
        if not places:
            return None
        place = rng.choice(places)
        changed = place.expand(new) if isinstance(new, str) else new(rng, subject, place.group())
        if changed == place.group():
            return None
        return subject.text[: place.start()] + changed + subject.text[place.end() :]

    return slip


def _known(kind: str, reason: str, figure: str, *, above: bool | None = None) -> Slip:
    """A figure that was added up by reading and is right, made another: a greater one with
    ``above``, a smaller one without, either where it is not said."""

    def slip(rng: random.Random, subject: Text) -> str | None:
        entries = [e for e in subject.labels.silent if _usable(e, kind, reason, figure)]
        if not entries:
            return None
        entry = rng.choice(entries)
        match = re.search(figure, entry.quote)
        assert match is not None  # usable
        start = _position(subject.text, entry) + match.start(1)
        old = match.group(1)
        new = _another(rng, old)
        if above is not None and (float(new) > float(old)) is not above:
            return None
        return subject.text[:start] + new + subject.text[start + len(old) :]

    return slip


def _usable(entry: Label, kind: str, reason: str, figure: str) -> bool:
    found = re.search(figure, entry.quote)
    if entry.kind != kind or found is None or not re.search(reason, entry.reason):
        return False
    stated = re.match(r"(\d+) = ", entry.reason)
    return stated is None or stated.group(1) == found.group(1)


def _position(text: str, entry: Label) -> int:
    lines = text.split("\n")
    before = sum(len(line) + 1 for line in lines[: entry.line - 1])
    return before + lines[entry.line - 1].index(entry.quote)


def _another(rng: random.Random, figure: str) -> str:
    """The figure with one digit another: 1.05 → 1.08, 3119 → 3719."""
    places = [i for i, c in enumerate(figure) if c.isdigit()]
    place = rng.choice(places)
    digits = [d for d in "123456789" if d != figure[place]]
    return figure[:place] + rng.choice(digits) + figure[place + 1 :]


def _year_before(_: random.Random, subject: Text, words: str) -> str:
    return words.replace(str(subject.year), str(subject.year - 1))


def _digit_more(rng: random.Random, _: Text, words: str) -> str:
    return words + rng.choice("0123456789")


def _other_body(rng: random.Random, subject: Text, words: str) -> str:
    return rng.choice(subject.others) if subject.others else words


def _of(pattern: Callable[[Text], str], new: str | Change) -> Slip:
    """``_somewhere`` with a pattern that depends on the report."""

    def slip(rng: random.Random, subject: Text) -> str | None:
        return _somewhere(pattern(subject), new)(rng, subject)

    return slip


def _name(subject: Text) -> str:
    """The body's own name, but not in the title of a document."""
    return rf"{re.escape(subject.agency)}(?![^《》\n]*》)" if subject.agency else r"(?!)"


def _sentence_of_the_year(subject: Text) -> str:
    return rf"(?<=[。；\s　]){subject.year}年[，,]"


def _period(subject: Text) -> str:
    return rf"{subject.year}年\s*1月1日(起)?[至到]({subject.year}年)?\s*12月31日"


def _heading(subject: Text) -> str:
    """A heading of one of the last sections, on a line of its own, where the form fixes them."""
    return r"^\s*(#+ )?[四五六]、[^，。\n]*(情况|事项)$" if subject.fixed else r"(?!)"


def _nothing_on_fees(_: random.Random, subject: Text) -> str | None:
    """六、 says 无 and nothing more; the end of the report is lost with it."""
    heading = re.search(r"六、其他需要报告的?事项\s*", subject.text)
    if heading is None or "信息处理费" not in subject.text[heading.end() :]:
        return None
    return subject.text[: heading.end()] + "无。\n"


def _identity_card(rng: random.Random) -> str:
    digits = f"32132219{rng.randrange(50, 99)}0{rng.randrange(1, 9)}1{rng.randrange(10)}"
    digits += f"{rng.randrange(1000):03}"
    weighed = sum(int(d) * w for d, w in zip(digits, _ID_WEIGHTS, strict=True))
    return digits + "10X98765432"[weighed % 11]


def _person(rng: random.Random, _: Text, words: str) -> str:
    number = rng.choice((_identity_card(rng), f"13{rng.randrange(10**9):09}"))
    return f"，申请人张某（{number}）{words}"


_TOTAL = r"(\d+)(?!\d|年) ?[件条期项万]"
_NO_MORE = "全年未收到政府信息公开申请。"

# how it is planted → the kind of fault that it is, and the slip
SLIPS: dict[str, tuple[str, Slip]] = {
    "last year's year left at the head of a sentence": (
        "leftover_year",
        _of(_sentence_of_the_year, _year_before),
    ),
    "a year with a digit too many": (
        "wrong_year",
        _of(lambda subject: rf"{subject.year}(?=年)", _digit_more),
    ),
    "last year in the period": ("wrong_period", _of(_period, _year_before)),
    "a total less than its parts": (
        "total_not_parts",
        _known("total_not_parts", "=", _TOTAL, above=False),
    ),
    "a total more than its parts": (
        "total_not_parts",
        _known("total_not_parts", "=", _TOTAL, above=True),
    ),
    "another share": ("share_not_figures", _known("share_not_figures", "", r"(\d+(\.\d+)?)%")),
    "another figure than the table's": (
        "prose_contradicts_table",
        _known("prose_contradicts_table", "agrees with the table|=", r"(?<![\d.])(\d+) ?件"),
    ),
    "未收到 beside a table with applications": (
        "claim_contradicted",
        _somewhere(r"(?<=。)(?=[^。\n]{0,12}(收到|受理|收办)政府信息公开申请)", _NO_MORE),
    ),
    "five parts named for six": ("preamble_parts", _somewhere("六(?=个?部分)", "五")),
    "another body's name": ("wrong_body", _of(_name, _other_body)),
    "a body's name left from the template": ("leftover_text", _of(_name, "XX县人民政府")),
    "××年 left from the template": (
        "leftover_text",
        _of(lambda subject: rf"{subject.year}(?=年)", "××××"),
    ),
    "截止 for 截至": ("jiezhi", _somewhere("截至", "截止")),
    "a closing quotation mark lost": ("unbalanced_quotes", _somewhere("”", "")),
    "的 twice": ("doubled_word", _somewhere("的(?=[一-龥])", "的的")),
    "a word twice": ("doubled_word", _somewhere("信息|公开|推进|加强", r"\g<0>\g<0>")),
    "[ ] for 〔 〕": ("brackets", _somewhere(r"〔(\d{4})〕", r"[\1]")),
    "﹝ ﹞ for 〔 〕": ("brackets", _somewhere(r"〔(\d{4})〕", r"﹝\1﹞")),
    "another year in the number of the notice": (
        "wrong_document_number",
        _somewhere("(?<=国办公开办函〔)2021(?=〕30号)", "2022"),
    ),
    "a half-width comma": ("punctuation_width", _somewhere("(?<=[一-龥])，(?=[一-龥])", ",")),
    "01月": ("leading_zero_month", _somewhere("(?<=年)1月", "01月")),
    "a heading number skipped": ("numbering", _somewhere(r"^(\s*)（三）(?=.*。)", r"\1（四）")),
    "the last full stop of a paragraph lost": (
        "unfinished_sentence",
        _somewhere(r"(?<=[一-龥])。(?=\n)", ""),
    ),
    "信息处理费 not spoken of": (
        "fee_silence",
        _nothing_on_fees,
    ),
    "a heading of a section lost": ("section_missing", _of(_heading, "")),
    "a number that must not be published": (
        "personal_data",
        _somewhere("(?<=[一-龥])。(?=\n|[一-龥])", _person),
    ),
}


def plant(seed: int, subjects: list[Text], each: int) -> Iterator[Planted]:
    """Up to ``each`` slips of every kind; the same seed, the same slips."""
    for how, (kind, slip) in SLIPS.items():
        rng = random.Random(f"{seed} {how}")
        seen: set[str] = set()
        for turn in range(max(each, len(subjects)) * 4):
            subject = subjects[turn % len(subjects)]
            changed = slip(rng, subject)
            if changed is None or changed in seen or len(seen) == each:
                continue
            seen.add(changed)
            yield Planted(subject, kind, how, changed)
