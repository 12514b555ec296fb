"""The groups of words that wordings name: ``<件>``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, TypeVar

from attrs import evolve
from frozendict import frozendict

from ..errors import EditionError
from ..model.mention import groups_of
from ..model.rules import Claim, Mention

W = TypeVar("W", Mention, Claim)
_GROUP: Final = re.compile("<([^<>]+)>")


def with_groups(
    mentions: tuple[Mention, ...],
    claims: tuple[Claim, ...],
    words: Mapping[str, tuple[str, ...]],
    where: str,
) -> tuple[tuple[Mention, ...], tuple[Claim, ...]]:
    """The wordings of a file, each knowing the groups of words that it uses.

    Raises:
        EditionError: a group is not defined.
    """
    wordings: tuple[Mention | Claim, ...] = (*mentions, *claims)
    named = [name for wording in wordings for name in groups_of(wording)]
    listed = [word for wording in wordings for word in (*wording.unless, *wording.needs)]
    named += [match[1] for word in listed if (match := _GROUP.fullmatch(word))]
    unknown = set(named) - set(words)
    if unknown:
        raise EditionError(
            [f"{where}：没有定义词组 <{name}>，请写在 [words] 里" for name in sorted(unknown)]
        )
    return (
        tuple(_completed(mention, words) for mention in mentions),
        tuple(_completed(claim, words) for claim in claims),
    )


def _completed(wording: W, words: Mapping[str, tuple[str, ...]]) -> W:
    used = frozendict((name, words[name]) for name in groups_of(wording))
    return evolve(
        wording,
        words=used,
        unless=_listed(wording.unless, words),
        needs=_listed(wording.needs, words),
    )


def _listed(listed: tuple[str, ...], words: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The words, with each ``<名>`` among them as the words of that group."""
    found: list[str] = []
    for word in listed:
        match = _GROUP.fullmatch(word)
        found += words[match[1]] if match else (word,)
    return tuple(dict.fromkeys(found))
