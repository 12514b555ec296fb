"""A first look at a text: what a pattern cannot do without is sought before the pattern is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import accumulate

from attrs import frozen


def holds_any(text: str, words: Iterable[str]) -> bool:
    """Whether one of ``words`` stands in ``text``."""
    for word in words:  # noqa: SIM110  # in a report this runs some thousand times
        if word in text:
            return True
    return False


class Lexicon:
    """Many words of two characters and more, to be sought in a text at once. Each is found by two
    of its characters that stand side by side: those that the words have least in common, which are
    the rarest of any text about the same."""

    def __init__(self, words: Iterable[str]) -> None:
        chosen = sorted({*words})  # as a set orders them, the pattern would differ by process
        often = Counter("".join(chosen))
        self._by_pair: dict[str, list[tuple[int, str]]] = {}
        for word in chosen:
            pairs = range(len(word) - 1)
            at = min(pairs, key=lambda at: (often[word[at]] * often[word[at + 1]], at))
            self._by_pair.setdefault(word[at : at + 2], []).append((at, word))
        self._pairs = _any_pair(self._by_pair)

    def places(self, text: str) -> Iterator[tuple[str, int]]:
        """Each of the words wherever it stands, and where."""
        for found in self._pairs.finditer(text):
            at = found.start()
            for ahead, word in self._by_pair[text[at : at + 2]]:
                if at >= ahead and text.startswith(word, at - ahead):
                    yield word, at - ahead


def _any_pair(by_pair: Mapping[str, Iterable[tuple[int, str]]]) -> re.Pattern[str]:
    """Where a pair stands in one of its words. A place is passed over by the two characters, and
    what is left is told apart by the second."""
    by_second: dict[str, list[str]] = {}
    for pair, words in by_pair.items():
        by_second.setdefault(re.escape(pair[1]), []).extend(
            f"(?<={re.escape(word[: ahead + 2])}){re.escape(word[ahead + 2 :])}"
            for ahead, word in words
        )
    firsts = "".join({re.escape(pair[0]): None for pair in by_pair})
    told = "|".join(f"{second}(?:{'|'.join(ones)})" for second, ones in by_second.items())
    return re.compile(f"[{firsts}](?=[{''.join(by_second)}])(?={told})" if by_pair else "(?!)")


@frozen(eq=False)
class Joined:
    """Texts as one, parted by line ends, so that nothing is found across two of them that a line
    end parts: what is sought in all is sought once. ``starts``: where each begins."""

    whole: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Joined:
        held = list(texts)
        return cls("\n".join(held), tuple(accumulate([len(t) + 1 for t in held], initial=0))[:-1])

    def text(self, number: int) -> str:
        """One of the texts."""
        end = self.starts[number + 1] - 1 if number + 1 < len(self.starts) else len(self.whole)
        return self.whole[self.starts[number] : end]

    def number(self, at: int) -> int:
        """Which text stands at this place of the whole."""
        return bisect_right(self.starts, at) - 1

    def holding(self, words: Iterable[str]) -> set[int]:
        """Which texts hold one of ``words``."""
        whole, starts = self.whole, self.starts
        found: set[int] = set()
        for word in words:
            at = whole.find(word)
            while at >= 0:
                behind = bisect_right(starts, at)
                found.add(behind - 1)
                at = whole.find(word, starts[behind]) if behind < len(starts) else -1
        return found

    def showing(
        self, first: re.Pattern[str], fits: Callable[[re.Match[str]], bool] = bool
    ) -> set[int]:
        """In which texts a place of ``first`` begins that ``fits``."""
        if first.search(self.whole) is None:  # as mostly
            return set()
        starts = self.starts
        found = first.finditer(self.whole)
        return {bisect_right(starts, match.start()) - 1 for match in found if fits(match)}

    def places(self, first: re.Pattern[str]) -> dict[int, list[int]]:
        """By text, the places in it where ``first`` begins."""
        found: dict[int, list[int]] = {}
        for at in [match.start() for match in first.finditer(self.whole)]:
            number = self.number(at)
            found.setdefault(number, []).append(at - self.starts[number])
        return found


class Repeats:
    """Where characters of a text may stand again a little behind: told by the lowest byte of each
    alone, of all places at once."""

    def __init__(self, text: str) -> None:
        lowest = text.encode("utf-32-le", "surrogatepass")[::4]
        self._length = len(lowest)
        self._lowest = int.from_bytes(lowest, "little")

    def places(self, distance: int, count: int) -> Iterator[int]:
        """The places where as many characters may be those that stand ``distance`` behind; where
        they are, the place is among them."""
        differ = self._lowest ^ (self._lowest >> 8 * distance)
        held, alike = differ.to_bytes(self._length, "little"), bytes(count)
        at = held.find(alike)
        while at >= 0:
            yield at
            at = held.find(alike, at + 1)
