"""Two plugins that add one sub-section, or one table, to the same section of the same reports.

Their ids differ, because each begins with its plugin's name; but a report read back knows a
part by its title, and a body would be asked for the same thing twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from attrs import frozen

from .contributions import Scope, SectionParts
from .model.subsections import bare
from .model.table import RepeatingTable
from .model.titles import normal
from .plugin import Contributed, Fault, PluginInfo


@frozen
class _Titled:
    """A part of a plugin by its titles, as they are compared."""

    by: PluginInfo
    scope: Scope
    section: str | None
    kind: str
    title: str
    compared: tuple[str, ...]
    file: str

    @property
    def where(self) -> str:
        """The plugin and its file."""
        return f"{self.by.name} {self.by.version}" + (f"（{self.file}）" if self.file else " ")

    def rivals(self, other: _Titled) -> bool:
        """Whether a report could hold both, and a reader not tell which is which."""
        return (
            self.by is not other.by
            and (self.section, self.kind) == (other.section, other.kind)
            and _meet(self.scope, other.scope)
            and any(
                one == two
                or (self.kind == _HEADING and (one.startswith(two) or two.startswith(one)))
                for one in self.compared
                for two in other.compared
            )
        )


_HEADING = "小节"


def same_titles(plugins: Contributed) -> Iterator[Fault]:
    """Both plugins of each such pair: neither is used. Two that serve different regions or
    editions never meet. Of two plugins the first pair of parts is told."""
    sections = {
        section.id: section.title
        for contributions in plugins.values()
        for one in contributions
        if isinstance(one, SectionParts)
        for section in one.parts.sections
    }
    told: set[tuple[str, str]] = set()
    for first, second in combinations(_titled(plugins), 2):
        names = (first.by.name, second.by.name)
        if names in told or not first.rivals(second):
            continue
        told.add(names)
        both = f"{first.where}与 {second.where}"
        where = sections.get(first.section or "", "附件")
        problem = (
            f"{second.kind}“{second.title}”重复：{both}都把它加在“{where}”，分不清是谁的，"
            "都没有使用；请只用其中一个，或请编写的人换一个标题"
        )
        for one in (first, second):
            yield Fault(one.by.name, problem, one.by.scope)


def _titled(plugins: Contributed) -> Iterator[_Titled]:
    for info, contributions in plugins.items():
        if info.core:
            continue
        for one in contributions:
            if not isinstance(one, SectionParts):
                continue
            for part in one.parts.subsections:
                titles = tuple(map(bare, (part.title, *part.variants)))
                yield _Titled(info, one.scope, part.section, _HEADING, part.title, titles, one.file)
            for table in one.parts.all_tables:
                variants = () if isinstance(table, RepeatingTable) else table.variants
                titles = tuple(map(normal, (table.title, *variants)))
                yield _Titled(
                    info, one.scope, table.place.section, "表", table.title, titles, one.file
                )


def _meet(one: Scope, other: Scope) -> bool:
    near, far = sorted((one.region, other.region), key=len)
    editions = set(one.editions) & set(other.editions)
    return far.startswith(near) and bool(editions or not (one.editions and other.editions))
