"""The groups of words that wordings name: ``<件>``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeAlias, TypeVar

from attrs import evolve
from frozendict import frozendict

from ..errors import EditionError
from ..model.mention import groups_of
from ..model.rules import Claim, Mention
from ..model.text_rules import ItemisedTotal, Wording

W = TypeVar("W", Mention, Claim)
T = TypeVar("T", bound=Wording | ItemisedTotal)
Groups: TypeAlias = Mapping[str, tuple[str, ...]]
_GROUP: Final = re.compile("<([^<>]+)>")


Worded: TypeAlias = Mention | Claim | Wording | ItemisedTotal


def refuse_unknown(wordings: Iterable[Worded], words: Groups, where: str) -> None:
    """Nothing, where every group that ``wordings`` name is among ``words``.

    Raises:
        EditionError: a group is not defined.
    """
    unknown = {name for wording in wordings for name in _named(wording)} - set(words)
    if unknown:
        raise EditionError(
            [f"{where}：没有定义词组 <{name}>，请写在 [words] 里" for name in sorted(unknown)]
        )


def _named(wording: Worded) -> Iterator[str]:
    for text in _texts(wording):
        yield from groups_of(text)
    if isinstance(wording, Mention | Claim):
        listed = (*wording.unless, *wording.needs)
        yield from (match[1] for word in listed if (match := _GROUP.fullmatch(word)))


def completed(wording: W, words: Groups) -> W:
    """``wording`` with the groups that it uses."""
    return evolve(
        wording,
        words=_used(wording.text, words),
        unless=_listed(wording.unless, words),
        needs=_listed(wording.needs, words),
    )


def with_own_words(rule: T, words: Groups) -> T:
    """``rule`` with the groups that its wordings use."""
    used = frozendict(pair for text in _texts(rule) for pair in _used(text, words).items())
    return evolve(rule, words=used)


def _texts(wording: Worded) -> tuple[str, ...]:
    return wording.wordings if isinstance(wording, ItemisedTotal) else (wording.text,)


def _used(text: str, words: Groups) -> frozendict[str, tuple[str, ...]]:
    return frozendict((name, words[name]) for name in groups_of(text))


def _listed(listed: tuple[str, ...], words: Groups) -> tuple[str, ...]:
    """The words, with each ``<名>`` among them as the words of that group."""
    found: list[str] = []
    for word in listed:
        match = _GROUP.fullmatch(word)
        found += words[match[1]] if match else (word,)
    return tuple(dict.fromkeys(found))
