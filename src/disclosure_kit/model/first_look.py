"""A first look at a text: what a pattern cannot do without is sought before the pattern is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate

from attrs import frozen


def holds_any(text: str, words: Iterable[str]) -> bool:
    """Whether one of ``words`` stands in ``text``."""
    for word in words:  # noqa: SIM110  # in a report this runs some thousand times
        if word in text:
            return True
    return False


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Where one of ``words`` begins. Of many words the second characters tell most: a place is
    passed over by its first two, and what is left is told apart by the second."""
    chosen = sorted({*words})  # as a set orders them, the pattern would be another in each process
    if any(len(word) < 2 for word in chosen):
        return re.compile("|".join(f"(?={re.escape(word)})." for word in chosen), re.DOTALL)
    by_second: dict[str, list[str]] = {}
    for word in chosen:
        one = f"(?<={re.escape(word[:2])}){re.escape(word[2:])}"
        by_second.setdefault(re.escape(word[1]), []).append(one)
    firsts = "".join({re.escape(word[0]): None for word in chosen})
    told = "|".join(f"{second}(?:{'|'.join(ones)})" for second, ones in by_second.items())
    return re.compile(f"[{firsts}](?=[{''.join(by_second)}])(?={told})" if chosen else "(?!)")


class Lexicon:
    """Many words of two characters and more, to be sought in a text at once."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_pair: dict[str, list[str]] = {}
        for word in sorted({*words}):
            self._by_pair.setdefault(word[:2], []).append(word)
        self._begins = any_of(word for listed in self._by_pair.values() for word in listed)

    def places(self, text: str) -> Iterator[tuple[str, int]]:
        """Each of the words wherever it stands, and where."""
        for found in self._begins.finditer(text):
            at = found.start()
            for word in self._by_pair[text[at : at + 2]]:
                if text.startswith(word, at):
                    yield word, at


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
        return {self.number(m.start()) for m in first.finditer(self.whole) if fits(m)}

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
