"""Reading a declared wording: ``发文{yunnan.documents.total}[篇|件]`` against a sentence.

The wording is not a regular expression, so a county can write it, and neither gaps
nor blanks make reading slow: ``{key}`` is a number, ``[a|b]`` one of several words
(``[|a]``: perhaps none), ``<名>`` one word of a group, ``…`` a short gap inside a sentence;
``[a|b]*`` and ``<名>*`` any number of such words; all else stands for itself. Blanks and the
width of characters do not matter, and a paragraph begins and ends as if at a full stop.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache

from attrs import frozen
from frozendict import frozendict

from .first_look import Joined, Lexicon
from .numerals import compact_each, index_of
from .patterns import END, FIELD, Words, compiled
from .rules import Claim, Mention

_UNSURE = re.compile("[。()（）\\d.,．，\\s\u200b\ufeff□\ue000-\uf8ff]+")
_PAIR = 2
_KEY = re.compile(r"[a-z0-9_.]+")
_BLANK_RUN = re.compile(r"\s{2,}")
_STOP = re.compile("[。；;！？!?]")


def fields_of(wording: Mention | Claim) -> tuple[str, ...]:
    """What stands in the braces of a wording, in order."""
    return tuple(m["field"].strip() for m in FIELD.finditer(wording.text) if m["field"])


def groups_of(text: str) -> tuple[str, ...]:
    """The groups of words that a wording names, in order."""
    return tuple(m["name"] for m in FIELD.finditer(text) if m["name"])


def keys_of(mention: Mention | Claim) -> tuple[str, ...]:
    """The figure keys that the wording names, in order."""
    return tuple(key for key in fields_of(mention) if _KEY.fullmatch(key))


def _one_blank(run: re.Match[str]) -> str:
    return "\n" if "\n" in run[0] or "\r" in run[0] else " "


@frozen(eq=False)
class Sought:
    """A wording made ready, once for a form, to be looked for in many sentences."""

    wording: Mention | Claim
    fields: tuple[str, ...]
    held: tuple[tuple[str, ...], ...]  # of each of these one stands in every place of it

    @classmethod
    def of(cls, wording: Mention | Claim) -> Sought:
        text, words = wording.text, wording.words
        return cls(wording, fields_of(wording), _held(text, words))

    @cached_property
    def marked(self) -> re.Pattern[str]:
        """Made when a sentence may hold the wording: of a hundred, a report uses a dozen."""
        return compiled(self.wording.text, self.wording.words, True)

    @cached_property
    def _printed(self) -> tuple[tuple[str, ...], re.Pattern[str]]:
        wording = self.wording
        return keys_of(wording), compiled(wording.text, wording.words, False, END)

    @cached_property
    def has_stop(self) -> bool:
        """Whether a stop may be part of it; else it stands inside one sentence."""
        named = (word for words in self.wording.words.values() for word in words)
        return any(_STOP.search(text) for text in (self.wording.text, *named))

    def may_stand_in(self, words: str) -> bool:
        """Whether ``words``, compact, hold what every place of the wording does: a first look."""
        for group in self.held:  # in a report this runs some thousand times
            for word in group:
                if word in words:
                    break
            else:
                return False
        return True

    def marks_in(self, sentence: str) -> list[tuple[int, ...]]:
        """For each place of ``sentence``, whose numbers are marks (``numerals.marked``), where a
        wording of figures stands: which numbers stand in its braces."""
        # of one brace its mark, of several a tuple of marks
        return [tuple(map(index_of, marks)) for marks in self.marked.findall(f"。{sentence}。")]

    def stands_in(self, sentence: str) -> bool:
        """Whether it stands anywhere in such a sentence."""
        return self.marked.search(f"。{sentence}。") is not None

    def found_in(self, paragraph: str) -> Iterator[tuple[str, str]]:
        """Each ``(key, number)`` of a wording of figures that stands in ``paragraph``: decimals as
        printed, digits plain."""
        keys, pattern = self._printed
        for match in pattern.finditer(f"。{even(paragraph)}。"):
            numbers = (unicodedata.normalize("NFKC", number) for number in match.groups())
            yield from zip(keys, numbers, strict=True)


class Wordings:
    """Wordings to be looked for in many sentences at once."""

    def __init__(self, every: Iterable[Sought]) -> None:
        self.every = tuple(every)
        self._short: list[int] = []  # with a single character, which is found as quickly alone
        self._by_word: dict[str, list[int]] = {}
        for number, sought in enumerate(self.every):
            rarest = sought.held[0] if sought.held else ()
            if min(map(len, rarest), default=0) < _PAIR:
                self._short.append(number)
            else:
                for word in rarest:
                    self._by_word.setdefault(word, []).append(number)
        self._rarest = Lexicon(self._by_word)

    def standing_in(self, each: Sequence[str], joined: Joined) -> dict[int, list[Sought]]:
        """By text, where one may stand, those that may, in their order; ``joined`` is ``each``."""
        likely: dict[int, set[int]] = {}  # by text, which of the wordings
        for n in self._short:
            held = self.every[n].held
            for text in joined.holding(held[0]) if held else range(len(each)):
                likely.setdefault(text, set()).add(n)
        for word, at in self._rarest.places(joined.whole):
            likely.setdefault(joined.number(at), set()).update(self._by_word[word])
        found: dict[int, list[Sought]] = {}
        for text in sorted(likely):
            words = each[text]
            here = [self.every[n] for n in sorted(likely[text])]
            if here := [sought for sought in here if sought.may_stand_in(words)]:
                found[text] = here
        return found


def _held(text: str, words: Words) -> tuple[tuple[str, ...], ...]:
    """The stretches and choices of a wording as ``compact`` leaves them, the rarest first. Left out
    is what may be there and not be seen, or be read otherwise: stops, brackets, figures, blanks."""
    listed: list[Iterable[str]] = [(stretch,) for stretch in FIELD.sub("\0", text).split("\0")]
    for match in FIELD.finditer(text):
        if (match["words"] or match["name"]) and not match["many"]:
            listed.append(words[match["name"]] if match["name"] else match["words"].split("|"))
    found = {_shortest(tuple(group)) for group in listed}
    return tuple(sorted(filter(all, found), key=lambda group: (-min(map(len, group)), group)))


@lru_cache(maxsize=2048)  # most wordings of a form name the same few groups of words
def _shortest(words: tuple[str, ...]) -> tuple[str, ...]:
    """Of ``words`` what is surely seen, compact, without those that hold another of them; nothing
    where one is empty."""
    if _UNSURE.search("".join(words)):
        words = tuple(max(_UNSURE.split(word), key=len) for word in words)
    seen = set(compact_each(list(words)))
    plain = sorted(seen, key=lambda word: (len(word), word))
    return tuple(w for n, w in enumerate(plain) if not any(held in w for held in plain[:n]))


def found_in(mention: Mention | Claim, paragraph: str) -> Iterator[tuple[str, str]]:
    """Each ``(key, number)`` that ``mention`` finds: decimals as printed, digits plain."""
    return Sought.of(mention).found_in(paragraph)


@frozen
class Numbers:
    """A place where a wording stands: from ``start`` to ``end``, and the numbers by what its
    braces hold."""

    start: int
    end: int
    by_name: frozendict[str, Decimal]


def numbers_in(text: str, words: Words, paragraph: str) -> Iterator[Numbers]:
    """Each place of ``paragraph``, which is ``even``, where the wording ``text`` stands with exact
    numbers; the full stops between which a paragraph stands are left out of the places."""
    names, pattern = _counting(text, words)
    for match in pattern.finditer(f"。{paragraph}。"):
        found = (Decimal(unicodedata.normalize("NFKC", number)) for number in match.groups())
        start, end = (min(max(at - 1, 0), len(paragraph)) for at in match.span())
        yield Numbers(start, end, frozendict(zip(names, found, strict=True)))


@lru_cache(maxsize=256)  # the wordings of rules
def _counting(text: str, words: Words) -> tuple[tuple[str, ...], re.Pattern[str]]:
    return names_in(text), compiled(text, words, False, END)


def names_in(text: str) -> tuple[str, ...]:
    """What stands in the braces of the wording ``text``, in order."""
    return tuple(m["field"].strip() for m in FIELD.finditer(text) if m["field"] is not None)


def even(paragraph: str) -> str:
    """``paragraph`` with each run of blanks as one blank, none at its ends."""
    if paragraph.split(None, 1) == [paragraph]:  # no blank, as in most
        return paragraph
    return _BLANK_RUN.sub(_one_blank, paragraph).strip()


def said_in(text: str, words: Words, paragraph: str) -> Iterator[str]:
    """Each stretch of ``paragraph`` that is the wording ``text``, as printed."""
    said = f"。{even(paragraph)}。"
    yield from (match[0] for match in compiled(text, words, False).finditer(said))


def spoken(text: str, words: Words, number: str = "3") -> str:
    """A sentence that is the wording ``text``: the first of several words, ``number`` for each."""

    def word(match: re.Match[str]) -> str:
        if match["field"] is not None:
            return number
        if match["gap"]:
            return ""
        listed = words[match["name"]] if match["name"] else match["words"].split("|")
        return next((one for one in listed if one), "")

    return FIELD.sub(word, text)
