"""What of a Word file has to be told, and how much of it has been read so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import field, mutable

from ...errors import SourceError
from .word_seen import Mark

MAX_TOLD: Final = 50
MAX_TEXT: Final = 5_000_000

_IN_RUNS: Final = (Mark.HIDDEN, Mark.DELETED, Mark.INSERTED, Mark.INSTRUCTION)
_PLACES: Final = 8
_QUOTED: Final = 20


@mutable
class Told:
    """The marks of all places, and sentences of other things."""

    name: str
    marks: list[tuple[Mark, str, str]] = field(factory=list)
    sentences: list[str] = field(factory=list)
    letters: int = 0

    def mark(self, marks: Sequence[tuple[Mark, str]], where: str) -> None:
        """Keep what stands at one place."""
        for mark, said in marks:
            if mark in _IN_RUNS and self.marks and self.marks[-1][:2] == (mark, where):
                # One word in several runs.
                said = self.marks.pop()[2] + said
            self.marks.append((mark, where, said[:200]))

    def count(self, *texts: str) -> None:
        """Count what is read.

        Raises:
            SourceError: it is more than a report can have.
        """
        self.letters += sum(map(len, texts))
        if self.letters > MAX_TEXT:
            raise SourceError(f"{self.name}：文字超过上限 {MAX_TEXT} 字")

    def notices(self) -> Iterator[str]:
        """One for each kind of thing, with its places."""
        for mark in Mark:
            found = [(where, said) for kind, where, said in self.marks if kind is mark]
            if not found:
                continue
            if mark is Mark.PICTURE:
                listed = [f"第 {n} 张在{where}" for n, (where, _) in enumerate(found, 1)]
                count = f"有 {len(found)} 张"
            else:
                listed = [f"{w}“{short(s)}”" if s else w for w, s in dict.fromkeys(found)]
                count = f"有 {len(found)} 处"
            more = f"等 {len(listed)} 处" if len(listed) > _PLACES else ""
            yield f"{count}{mark.value}：{'、'.join(listed[:_PLACES])}{more}"
        yield from self.sentences[:MAX_TOLD]
        if (more_told := len(self.sentences) - MAX_TOLD) > 0:
            yield f"另有 {more_told} 处同类情况，没有逐一列出"


def short(text: str) -> str:
    """``text`` as a sentence quotes it, on one line."""
    one_line = text.replace("\n", " ")
    return one_line if len(one_line) <= _QUOTED else f"{one_line[:_QUOTED]}…"
