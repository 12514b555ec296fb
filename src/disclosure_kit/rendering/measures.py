"""The numbers of a profile as Word writes them: lengths in twips, sizes in half-points."""

from __future__ import annotations

from decimal import ROUND_CEILING
from functools import cached_property

from attrs import define

from ..layouts.lengths import twips
from ..model.profile import Profile

_JC = {"左对齐": "left", "居中": "center", "右对齐": "right", "两端对齐": "both"}


@define(frozen=True, slots=False)
class Measures:
    """What the generator of templates needs of a profile, and nothing it adds of its own."""

    profile: Profile

    def length(self, name: str) -> int:
        """A parameter in mm as twips."""
        return twips(self.profile.number(name))

    def points(self, name: str) -> int:
        """A parameter in points as twips."""
        return int(self.profile.number(name) * 20)

    def size(self, name: str) -> int:
        """A parameter in points as half-points."""
        return int(self.profile.number(name) * 2)

    def eighths(self, name: str) -> int:
        """A parameter in points as eighths of one: how thick a line is."""
        return int(self.profile.number(name) * 8)

    def lines(self, name: str) -> int:
        """A parameter in lines of the body as twips."""
        return int(self.profile.number(name) * self.line_pitch)

    def count(self, name: str) -> int:
        """A parameter that counts: characters, lines, rows."""
        return int(self.profile.number(name))

    def characters(self, name: str) -> int:
        """A parameter in characters as hundredths of one."""
        return int(self.profile.number(name) * 100)

    def alignment(self, name: str) -> str:
        """``w:jc``."""
        return _JC[self.profile.word(name)]

    @cached_property
    def page_width(self) -> int:
        return self.length("page.width")

    @cached_property
    def page_height(self) -> int:
        return self.length("page.height")

    @cached_property
    def margin_top(self) -> int:
        return self.length("margin.top")

    @cached_property
    def margin_left(self) -> int:
        return self.length("margin.left")

    @cached_property
    def margin_right(self) -> int:
        number = self.profile.number
        return twips(number("page.width") - number("margin.left") - number("text.width"))

    @cached_property
    def margin_bottom(self) -> int:
        number = self.profile.number
        return twips(number("page.height") - number("margin.top") - number("text.height"))

    @cached_property
    def text_width(self) -> int:
        return self.length("text.width")

    @cached_property
    def table_width(self) -> int:
        """Tables fill the text area, or what they may of it."""
        return min(self.text_width, self.length("table.width"))

    @cached_property
    def line_pitch(self) -> int:
        return self.points("body.line")

    @cached_property
    def character_spacing(self) -> int:
        """The grid is of lines only: with a character grid LibreOffice prints 26 characters. So
        the characters are drawn together (or apart) instead, until they fit: 28 × (16 - 0.25)
        pt = 441 pt into 442."""
        characters = self.count("grid.characters")
        return (self.text_width - characters * self.points("body.size")) // characters

    @cached_property
    def title_characters(self) -> int:
        """How many characters of the title fit in a line."""
        return self.text_width // self.points("title.size")

    @cached_property
    def footer(self) -> int:
        """7.5: the dashes stand 7 mm under the text; this is the foot of their line, whose
        middle they mark."""
        number = self.profile.number
        # 567 twips a centimetre, as Word itself counts.
        page, top, text = number("page.height"), number("margin.top"), number("text.height")
        under = (page - top - text - number("page_number.drop")) / 10 * 567
        return max(int(under.to_integral_value(ROUND_CEILING)) - self.page_number_line // 2, 0)

    @cached_property
    def page_number_line(self) -> int:
        """The height of the line of the page number: two points more than its size."""
        return self.points("page_number.size") + 40
