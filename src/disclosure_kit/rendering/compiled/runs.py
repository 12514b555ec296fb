"""Runs whose text is a value: escaped, checked and finished when the value is known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import chain
from typing import Any, Final

from attrs import define
from markupsafe import Markup

from ..finish.hints import wants_hint
from ..literal import literal
from .markup import RUN, Space, hinted_looks
from .refusal import Refusal

# All that must be looked at more closely: what XML, docxtpl or the hints treat in some way, with
# all signs between ASCII and the CJK characters.
CAREFUL: Final = re.compile("[\x00-\x1f\"&'<>{}\x7f-\u2e7f\ud800-\udfff\ufeff\ufffe\uffff]")
# Of these what cannot stay as it is, but for what no text of a report holds: a set of characters
# below U+0100 is looked through in half the time.
_CHANGED: Final = re.compile("[\"&'<>{}\x00-\x1f]")
# XML cannot carry it, or docxtpl takes it for a command that is not known here.
_HARD: Final = re.compile("[\"&'<>{}\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_UNKNOWN: Final = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_TEXT: Final = re.compile(r"<w:t(?: [^<>]*)?>([^<>]+)")
# docxtpl's: a line break within a text.
_BREAK: Final = '</w:t><w:br/><w:t xml:space="preserve">'


@define(frozen=True, slots=False)
class Run:
    """A run around its text: what stands before it, without the hint for East Asian punctuation
    and with it; behind it; its properties, without and with; and whether XML keeps its blanks.

    ``texts`` are the constant words before, between and behind the values.
    """

    plain: str
    hinted: str
    behind: str
    looks: str
    hinted_looks: str
    texts: tuple[str, ...]

    @cached_property
    def bare(self) -> bool:
        """Whether nothing but values stands in it."""
        return not any(self.texts)

    @classmethod
    def of(cls, found: re.Match[str], texts: tuple[str, ...], space: Space) -> Run:
        """From a match of ``markup.RUN``."""
        looks = found["looks"] or ""
        hinted = hinted_looks(looks, space)
        start, before = found["start"], found["before"]
        kept = "" if looks == "<w:rPr/>" else looks
        return cls(
            start + looks + before, start + hinted + before, found["behind"], kept,
            hinted_looks(kept, space), texts,
        )  # fmt: skip

    @property
    def filling(self) -> Callable[..., str]:
        """``filled``, or what does the same where the run holds one value and nothing else."""
        return self._filled_with if self.texts == ("", "") else self.filled

    def filled(self, *values: Any) -> str:
        """The run with its values.

        Raises:
            Refusal: one is no text.
        """
        try:
            text = "".join(self._with_texts(values))
        except TypeError:  # other things than texts
            return self._with_care(values)
        return self._as_it_is(text) or self._with_care(values)

    def _filled_with(self, value: Any) -> str:
        found = self._as_it_is(value) if type(value) is str else ""
        return found or self._with_care((value,))

    def _as_it_is(self, text: str) -> str:
        """The run with ``text``, where nothing in it has to be written in another way: nearly
        always. Else nothing."""
        found = CAREFUL.search(text)
        if found is None:
            return self.plain + text + self.behind
        first = found.start()
        if _CHANGED.search(text, first) or "\ufffe" in text or "\uffff" in text:
            return ""
        # Half a character is left: it cannot be encoded, so such a document is docxtpl's.
        return (self.hinted if wants_hint(text, first) else self.plain) + text + self.behind

    def _with_care(self, values: tuple[Any, ...]) -> str:
        text = "".join(self._with_texts(tuple(map(text_of, values))))
        if "\t" in text:
            return self._with_tabs(text.split("\t"))
        start = self.hinted if wants_hint(text) else self.plain
        return start + text.replace("\n", _BREAK) + self.behind

    def _with_texts(self, values: tuple[Any, ...]) -> Iterable[Any]:
        """The values, with the constant words around them."""
        if self.bare:
            return values
        return (self.texts[0], *chain.from_iterable(zip(values, self.texts[1:], strict=True)))

    def _with_tabs(self, texts: list[str]) -> str:
        """docxtpl makes a run of each tab and of what stands between; each is hinted by its own
        words."""
        parts = []
        for number, text in enumerate(texts):
            hint = wants_hint(text)
            if number:
                looks = self.hinted_looks if hint else self.looks
                parts.append(f"</w:t></w:r><w:r>{self.looks}<w:tab/></w:r><w:r>{looks}")
                parts.append('<w:t xml:space="preserve">')
            else:
                parts.append(self.hinted if hint else self.plain)
            parts.append(text.replace("\n", _BREAK))
        return "".join(parts) + self.behind


def text_of(value: Any) -> str:
    """``value`` as it goes into the text of a run, as ``environment.printed`` has it.

    Raises:
        Refusal: it is no text, or one that the text of a run cannot hold.
    """
    kind = type(value)
    if kind is str:
        if _HARD.search(value) is None:
            return value  # type: ignore[no-any-return]
        text = str(literal(value))
    elif kind is int:
        return str(value)
    elif kind is Markup and "<" not in value:
        text = str(value)  # of a macro of the template
    else:
        raise Refusal(f"no text: {kind.__name__}")
    if _UNKNOWN.search(text):
        raise Refusal("a control character")
    return text


def hinted_runs(markup: str, space: Space) -> str:
    """Constant ``markup`` with the hints that its own words ask for.

    Raises:
        Refusal: such words stand in a run of another shape.
    """

    def hint(found: re.Match[str]) -> str:
        if not wants_hint(found["text"]):
            return found[0]
        looks = hinted_looks(found["looks"] or "", space)
        return found["start"] + looks + found["before"] + found["text"] + found["behind"]

    others = RUN.sub("", markup)
    if any(wants_hint(text) for text in _TEXT.findall(others)):
        raise Refusal("punctuation in a run that holds other things")
    return RUN.sub(hint, markup)
