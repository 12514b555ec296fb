"""The tags in the text of a paragraph: whole ones, look-alikes, and pieces of one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from attrs import frozen

from .fault import CURLY_QUOTES, FULL_WIDTH, UNFINISHED, Fault, short
from .reading import Paragraph

# Our largest template has some three hundred; each is read on its own.
MAX_TAGS: Final = 5_000
MAX_BRACES: Final = 1_000

_OPEN, _CLOSE, _MARK = "{｛", "}｝", "%％#＃"
# Two braces, or a brace and a mark, in any width, perhaps with a blank between them.
_ANY_TAG: Final = re.compile(
    rf"[{_OPEN}][ \u3000]?[{_OPEN}{_MARK}](?:(?![{_OPEN}][ \u3000]?[{_OPEN}{_MARK}]).)*?"
    rf"[{_CLOSE}{_MARK}][ \u3000]?[{_CLOSE}]"
)
_EXACT: Final = re.compile(
    r"(?P<open>\{\{|\{%|\{#)(?P<prefix>(?:tr|tc|p|r)(?= ))?"
    r"-?(?P<words>.*?)-?(?P<close>\}\}|%\}|#\})",
    re.S,
)
ENDS: Final = {
    "if": "endif",
    "for": "endfor",
    "macro": "endmacro",
    "with": "endwith",
    "filter": "endfilter",
    "autoescape": "endautoescape",
    "raw": "endraw",
}
_CLOSING: Final = {"{{": "}}", "{%": "%}", "{#": "#}"}
_PIECE: Final = re.compile(rf"[{_OPEN}][{_OPEN}%％]|[{_CLOSE}%％][{_CLOSE}]")
_SINGLE: Final = re.compile(r"(?<![{｛])[{｛]\s*([A-Za-z_]\w*(?:\.\w+)*)\s*[}｝](?![}｝])")
_QUOTED: Final = re.compile(r"""("[^"]*"|'[^']*')""")
_CURLY: Final = str.maketrans("“”‘’", "\"\"''")
_OTHER_QUOTES: Final = str.maketrans("＂「」『』〝〞＇", '"""""""\'')
_NARROW: Final = str.maketrans("｛｝％＃", "{}%#")
# docxtpl wants a plain blank behind the p of {%p.
_WIDE_BLANK: Final = re.compile(r"(\{[{%#](?:tr|tc|p|r))[\u00a0\u3000]")
_SIGNS: Final = str.maketrans("【】〔〕。、—", "[][].,-")


@frozen
class Tag:
    """A tag: ``kind`` its two opening signs, ``prefix`` what it takes the place of (``p``,
    ``tr``, ``tc``, ``r`` or nothing), ``words`` what stands between; as it should be written.
    ``text`` is how it stands in the paragraph from ``start``."""

    kind: str
    prefix: str
    words: str
    text: str
    start: int
    paragraph: Paragraph

    @property
    def whole(self) -> str:
        """The tag written as it should be."""
        return f"{self.kind}{self.prefix} {self.words.strip()} {_CLOSING[self.kind]}"

    @property
    def end(self) -> str:
        """The tag that closes what this one opens."""
        return f"{{%{self.prefix} {ENDS[self.keyword]} %}}"

    @property
    def key(self) -> tuple[str, int, int]:
        """Which tag of the file it is: part, paragraph, place in it."""
        place = self.paragraph.place
        return place.part, place.paragraph or 0, self.start

    @property
    def strange(self) -> bool:
        """Whether it does not stand there as it should be written."""
        found = _EXACT.fullmatch(self.text)
        if found is None or (found["prefix"] or "") != self.prefix:
            return True
        return found["words"].translate(_CURLY).split() != self.words.split()

    @property
    def keyword(self) -> str:
        """The first word of a statement."""
        return self.words.split(maxsplit=1)[0] if self.words.strip() else ""


def tags_of(paragraph: Paragraph) -> tuple[list[Tag], list[Fault]]:
    """The tags of a paragraph as they are meant, and what is wrong with how they are written."""
    if sum(paragraph.text.count(sign) for sign in _OPEN) > MAX_BRACES:
        return [], [Fault(UNFINISHED, paragraph.place, "这一段里的括号太多")]
    tags: list[Tag] = []
    faults: list[Fault] = []
    rest = ""
    end = 0
    for found in _ANY_TAG.finditer(paragraph.text):
        tag = _tag(found[0], found.start(), paragraph)
        rest += paragraph.text[end : found.start()] + "\n"
        end = found.end()
        if tag is None:
            what = f"“{short(found[0])}”的括号前后不配"
            faults.append(Fault(UNFINISHED, paragraph.place, what))
            continue
        tags.append(tag)
        faults += _ill_written(tag)
    faults += _pieces(rest + paragraph.text[end:], paragraph)
    return tags, faults


def _tag(text: str, start: int, paragraph: Paragraph) -> Tag | None:
    """The tag that is meant by ``text``; None where its two ends do not match."""
    found = _EXACT.fullmatch(text)
    if found is None or _WIDE_BLANK.match(text):
        narrow = _WIDE_BLANK.sub(r"\1 ", text.translate(_NARROW))
        narrow = re.sub(r"^\{\s(?=[{%#])", "{", re.sub(r"(?<=[}%#])\s\}$", "}", narrow))
        found = _EXACT.fullmatch(narrow)
    if found is None or _CLOSING[found["open"]] != found["close"]:
        return None
    words = _straight(found["words"])
    return Tag(found["open"], found["prefix"] or "", words, text, start, paragraph)


def _straight(words: str) -> str:
    """The words of a tag with the quotes and signs that a programmer's keyboard has; what
    stands in quotes is text and stays."""
    words = words.translate(_CURLY).translate(_OTHER_QUOTES)
    pieces = _QUOTED.split(words)
    return "".join(
        piece if place % 2 else unicodedata.normalize("NFKC", piece.translate(_SIGNS))
        for place, piece in enumerate(pieces)
    )


def _ill_written(tag: Tag) -> Iterator[Fault]:
    if tag.kind == "{#":
        return
    found = _EXACT.fullmatch(tag.text)
    place = tag.paragraph.place
    if found is None or tag.strange:
        signs = "".join(
            dict.fromkeys(c for c in tag.text if c not in tag.whole and c not in "“”‘’")
        )
        told = f"（{signs.strip()}）" if signs.strip() else ""
        yield Fault(
            FULL_WIDTH,
            place,
            f"“{short(tag.text)}”里有全角或不能识别的符号{told}，不会被当作标签或读不下去",
            f"请切换到英文输入法，改成 {tag.whole}",
        )
    elif found["words"].split() != tag.words.split():
        yield Fault(
            CURLY_QUOTES,
            place,
            f"“{short(tag.text)}”里用了弯引号",
            f"眼下能用；为免出错，请改成 {tag.whole}，并关掉 Word 的“直引号替换为弯引号”",
        )


def _pieces(rest: str, paragraph: Paragraph) -> Iterator[Fault]:
    """What is left of tags without an end or a beginning."""
    if _PIECE.search(rest):
        quoted = next(line for line in rest.split("\n") if _PIECE.search(line)).strip()
        yield Fault(UNFINISHED, paragraph.place, f"“{short(quoted)}”处的标签没有在这一段里写完整")


def single_braces(paragraph: Paragraph) -> Iterator[str]:
    """The names that stand in one pair of braces where a tag has two."""
    yield from _SINGLE.findall(paragraph.text)
