"""One immutable index of all contributions. Conflicts end here.

Of two plugins that contribute the same name neither is heard; where one of the
two is the core, the core stays. What a plugin adds must lie in the scope that
its ``plugin.toml`` declares, carry its name, and agree with the edition it
joins; else the plugin is left out as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar

from attrs import evolve, field, frozen
from frozendict import frozendict

from .assembly import assemble
from .contributions import (
    Check,
    Command,
    DerivedFigure,
    Format,
    Layout,
    Picture,
    Reader,
    SectionParts,
    Setting,
    TemplatePack,
)
from .errors import EditionError
from .model.edition import Edition, Outline, Section
from .model.form import Form
from .model.profile import Override
from .plugin import Contributed, Fault, Outdated, PluginInfo, key_of

T = TypeVar("T")
FORMS: Final = 64  # kept; a province's reports of one year fill a few
OUTLINES: Final = 8  # of reports whose sections are their own


class _Forms(dict[Any, Form]):
    """Forms by the identity of what they are made of, so they stay behind where their registry
    travels: elsewhere that identity may be another's."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _Forms, ()


@frozen
class Registry:
    """Every contribution in use, by kind and name."""

    plugins: tuple[PluginInfo, ...] = ()
    faults: tuple[Fault, ...] = ()
    outdated: tuple[Outdated, ...] = ()
    editions: frozendict[str, Edition] = field(factory=frozendict)
    outlines: tuple[Outline, ...] = ()
    parts: tuple[tuple[str, SectionParts], ...] = ()
    checks: frozendict[str, Check] = field(factory=frozendict)
    readers: frozendict[str, Reader] = field(factory=frozendict)
    formats: frozendict[str, Format] = field(factory=frozendict)
    templates: tuple[TemplatePack, ...] = ()
    layouts: tuple[Layout, ...] = ()
    figures: tuple[DerivedFigure, ...] = ()
    pictures: tuple[Picture, ...] = ()
    settings: frozendict[str, Setting] = field(factory=frozendict)
    commands: frozendict[str, Command] = field(factory=frozendict)
    owners: frozendict[tuple[str, str], str] = field(factory=frozendict)
    _forms: _Forms = field(factory=_Forms, init=False, eq=False, repr=False)
    _as_found: _Forms = field(factory=_Forms, init=False, eq=False, repr=False)

    @classmethod
    def build(
        cls,
        contributed: Contributed,
        faults: Iterable[Fault] = (),
        outdated: Iterable[Outdated] = (),
    ) -> Registry:
        """The index of ``contributed``; plugins at fault are left out and named in ``faults``."""
        # Most kits take theirs from the cache (``kept_registry``).
        from .conflicts import conflicts, contradictions, out_of_bounds
        from .same_titles import same_titles

        told = list(faults)
        plugins = dict(contributed)
        for find in (out_of_bounds, conflicts, same_titles, contradictions):
            found = list(find(plugins))
            told += found
            for fault in found:
                plugins = {info: c for info, c in plugins.items() if info.name != fault.plugin}
        owned = [(info.name, c) for info, items in plugins.items() for c in items]

        def named(kind: type[T]) -> frozendict[str, T]:
            return frozendict((key_of(c)[1], c) for _, c in owned if isinstance(c, kind))

        return cls(
            plugins=tuple(plugins),
            faults=tuple(told),
            outdated=tuple(o for o in outdated if any(i.name == o.plugin for i in plugins)),
            editions=frozendict(sorted(named(Edition).items())),
            outlines=tuple(named(Outline).values()),
            parts=tuple((owner, c) for owner, c in owned if isinstance(c, SectionParts)),
            checks=named(Check),
            readers=named(Reader),
            formats=named(Format),
            templates=tuple(named(TemplatePack).values()),
            layouts=tuple(named(Layout).values()),
            figures=tuple(named(DerivedFigure).values()),
            pictures=tuple(named(Picture).values()),
            settings=named(Setting),
            commands=named(Command),
            owners=frozendict((key_of(c), owner) for owner, c in owned),
        )

    def is_core(self, owner: str) -> bool:
        """Whether a contribution's owner is the kit itself."""
        return any(info.core and info.name == owner for info in self.plugins)

    @property
    def suffixes(self) -> frozenset[str]:
        """How the names of the files end that somebody reads."""
        return frozenset(suffix for r in self.readers.values() for suffix in r.suffixes)

    def edition_for(self, year: int) -> Edition:
        """The edition that serves a report year; a later one supersedes one without an end.

        Raises:
            EditionError: none does.
        """
        serving = [edition for edition in self.editions.values() if year in edition.years]
        if serving:
            return max(serving, key=lambda edition: edition.years.first)
        known = "；".join(f"{e.id}（{e.years}）" for e in self.editions.values()) or "无"
        raise EditionError(f"没有适用于 {year} 年度报告的版本。已有版本：{known}")

    def outline_for(self, edition: Edition, region: str | None, year: int) -> Outline | None:
        """The narrowest outline that covers the report, or none.

        Raises:
            EditionError: two outlines of one region claim the same report.
        """
        covering = [
            outline
            for outline in self.outlines
            if edition.id in outline.editions
            and year in outline.years
            and (region or "").startswith(outline.region)
        ]
        return narrowest(covering, lambda outline: len(outline.region), "提纲", lambda o: o.id)

    def form(
        self,
        edition: Edition,
        region: str | None,
        year: int,
        outline: Outline | None = None,
        free: tuple[Section, ...] = (),
    ) -> Form:
        """All that a report must fill. ``free``: the sections as found, where nobody sets them.

        Raises:
            EditionError: two layouts give one parameter a value in the same region.
        """
        parts = tuple(
            number
            for number, (_, sp) in enumerate(self.parts)
            if sp.scope.covers(region, edition.id, year)
        )
        looks = tuple(
            number
            for number, layout in enumerate(self.layouts)
            if layout.scope.covers(region, edition.id)
        )
        # Regions served by the same parts have the same form: each town of a province its own code.
        key = (edition.id, id(edition), year, outline and id(outline), parts, looks)
        form = _kept(
            self._forms,
            key,
            lambda: self._assembled(edition, region, year, outline, parts, looks),
            FORMS,
        )
        if free and not form.sections:
            # The bodies of one county often write under the same titles.
            whole = form
            form = _kept(self._as_found, (*key, free), lambda: whole.with_sections(free), OUTLINES)
        return form.in_region(region)

    def _assembled(
        self,
        edition: Edition,
        region: str | None,
        year: int,
        outline: Outline | None,
        parts: tuple[int, ...],
        looks: tuple[int, ...],
    ) -> Form:
        """The form of these of the registry's parts and layouts."""
        owner = self.owners[("Edition", edition.id)]
        chosen = [(name, one.parts) for name, one in (self.parts[number] for number in parts)]
        form = assemble(edition, region, year, outline, chosen, owner)
        return evolve(form, layout=_layout([self.layouts[number] for number in looks]))

    def template_for(self, form: Form, format_name: str) -> TemplatePack | None:
        """The narrowest template of a format that covers the form, or none."""
        covering = [
            pack
            for pack in self.templates
            if pack.format == format_name and pack.scope.covers(form.region, form.edition.id)
        ]
        return narrowest(covering, lambda pack: pack.scope.depth, "模板", lambda p: p.name)

    def pictures_for(self, region: str | None, edition: str) -> dict[str, Picture]:
        """The pictures that serve reports of a region and edition, by key: of one the narrowest.

        Raises:
            EditionError: two of one key serve it alike; both are named.
        """
        covering: dict[str, list[Picture]] = {}
        for one in self.pictures:
            if one.scope.covers(region, edition):
                covering.setdefault(one.key, []).append(one)
        chosen = {
            key: narrowest(several, lambda one: one.scope.depth, "图", lambda one: key_of(one)[1])
            for key, several in sorted(covering.items())
        }
        return {key: one for key, one in chosen.items() if one is not None}


def _kept(forms: _Forms, key: Any, make: Callable[[], Form], most: int) -> Form:
    """The form of ``key``, made where it is not yet among the ``most`` kept."""
    # Asked for once: another thread may make room meanwhile.
    form = forms.get(key)
    if form is None:
        form = make()
        while len(forms) >= most:
            forms.pop(next(iter([*forms]), None), None)
        forms[key] = form
    return form


def _layout(layouts: list[Layout]) -> frozendict[str, Override]:
    """The region's own parameters of looks: of each the narrowest that covers the report."""
    covering: dict[str, list[Layout]] = {}
    for layout in layouts:
        for name in layout.overrides:
            covering.setdefault(name, []).append(layout)
    chosen = {
        name: narrowest(several, lambda one: one.scope.depth, f"版式参数 {name} ", _name)
        for name, several in sorted(covering.items())
    }
    return frozendict((name, one.overrides[name]) for name, one in chosen.items() if one)


def _name(layout: Layout) -> str:
    return layout.name


def narrowest(
    items: list[T], depth: Callable[[T], Any], what: str, name: Callable[[T], str]
) -> T | None:
    """The one item of the greatest depth: the longest region code.

    Raises:
        EditionError: two have the same; both are named.
    """
    if not items:
        return None
    deepest = max(map(depth, items))
    best = [item for item in items if depth(item) == deepest]
    if len(best) > 1:
        names = "、".join(name(item) for item in best)
        raise EditionError(f"有 {len(best)} 个{what}同样适用（{names}），无法选定，请停用其一")
    return best[0]
