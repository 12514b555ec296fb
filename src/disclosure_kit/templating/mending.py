"""A copy to be tried, in which every tag is written as it is meant.

So one slip does not hide the next: a misspelt tag is no missing figure. What is meant is a guess,
so the copy is tried and thrown away; nobody gets it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from attrs import define, evolve, field, frozen

from .blocks import BlockFault
from .fault import NOT_ALLOWED, UNCLOSED, UNFINISHED, Fault
from .reading import Paragraph, Reading, corrected
from .tags import Tag, single_braces
from .walk import Read

_NAME: Final = re.compile(r"[^\W\d]\w*(?:\.\w+)*")
_BRACES: Final = re.compile("[{}｛｝]")


@frozen
class Written:
    """A paragraph with its tags, and what is wrong with how they are written."""

    paragraph: Paragraph
    tags: tuple[Tag, ...]
    faults: tuple[Fault, ...]


def meant(words: str, known: Collection[str]) -> str:
    """The datum that a broken tag was to print; nothing where no name in it is one."""
    for found in _NAME.finditer(words):
        name = found[0]
        while name:
            if name in known:
                return name
            name = name.rpartition(".")[0]
    return ""


def with_guesses(written: Written, known: Collection[str]) -> Iterator[Fault]:
    """The faults of a paragraph; of a tag without its end, or with one brace, the datum told."""
    tagged = "".join(tag.text for tag in written.tags)
    rest = written.paragraph.text.replace(tagged, "", 1)
    for fault in written.faults:
        name = meant(rest, known) if fault.kind is UNFINISHED else ""
        yield evolve(fault, advice=f"请改成 {{{{ {name} }}}}") if name else fault
    if not written.faults and not written.tags:
        for name in single_braces(written.paragraph):
            if name in known:
                told = f"“{{{name}}}”少了一层括号，不会被当作标签"
                yield Fault(UNFINISHED, written.paragraph.place, told, f"请改成 {{{{ {name} }}}}")


@define
class Mending:
    """The changes to a template: texts in the place of tags, and paragraphs put beside others."""

    instead: dict[tuple[str, int, int], str] = field(factory=dict)
    ends: dict[tuple[str, int], str] = field(factory=dict)
    put: list[tuple[str, int, bool, str]] = field(factory=list)

    def read(self, reads: Iterable[Read], known: Collection[str]) -> None:
        """Take up what reading the tags came to."""
        for each in reads:
            changes_text = any(fault.kind is NOT_ALLOWED for fault in each.faults)
            if each.mended is not None and not changes_text:
                self.instead[each.tag.key] = each.mended.whole
            elif each.faults:
                name = meant(each.tag.words, known) if each.tag.kind == "{{" else ""
                self.instead[each.tag.key] = f"{{{{ {name} }}}}" if name else ""

    def blocks(self, blocks: Iterable[BlockFault]) -> None:
        """Close what is open before what closes around it, else behind the next paragraph."""
        for each in blocks:
            part, number, _ = each.tag.key
            if each.mended is not None:
                self.instead[each.tag.key] = each.mended.whole
            elif each.fault.kind is not UNCLOSED or each.tag.prefix in ("tr", "tc", "r"):
                self.instead[each.tag.key] = ""
            elif not each.tag.prefix:
                self.ends[part, number] = each.tag.end
            elif each.before is not None:
                self.put.append((part, each.before.key[1], True, each.tag.end))
            else:
                self.put.append((part, number, False, each.tag.end))

    def applied(
        self, reading: Reading, written: Sequence[Written], known: Collection[str]
    ) -> bytes:
        """The copy."""
        changes: dict[str, dict[int, str]] = {}
        for each in written:
            text = self._text(each, known)
            part, number = each.paragraph.place.part, each.paragraph.place.paragraph
            if text != each.paragraph.text and number is not None:
                changes.setdefault(part, {})[number] = text
        return corrected(reading, changes, self.put) if changes or self.put else reading.template

    def _text(self, written: Written, known: Collection[str]) -> str:
        paragraph = written.paragraph
        text, end = "", 0
        for tag in written.tags:
            text += self._between(paragraph.text[end : tag.start], written, known)
            whole = tag.text if tag.kind == "{#" else tag.whole
            # A tag that is right stays as it is, blanks included.
            text += self.instead.get(tag.key, whole if tag.strange else tag.text)
            end = tag.start + len(tag.text)
        text += self._between(paragraph.text[end:], written, known)
        place = paragraph.place
        return text + self.ends.get((place.part, place.paragraph or 0), "")

    @staticmethod
    def _between(text: str, written: Written, known: Collection[str]) -> str:
        """Text between tags; of a broken one what it was to print, else nothing of its braces."""
        if not _BRACES.search(text) or (written.tags and not written.faults):
            return text
        name = meant(text, known)
        return f"{{{{ {name} }}}}" if name else _BRACES.sub("", text)


def mended_tags(tags: Iterable[Tag], reads: Iterable[Read]) -> list[Tag]:
    """The tags of a part as they are meant."""
    better: Mapping[tuple[str, int, int], Tag] = {
        each.tag.key: each.mended for each in reads if each.mended is not None
    }
    return [better.get(tag.key, tag) for tag in tags]
