"""One immutable index of all contributions. Conflicts end here.

Of two plugins that contribute the same name neither is heard; where one of the
two is the core, the core stays. What a plugin adds must lie in the scope that
its ``plugin.toml`` declares, carry its name, and agree with the edition it
joins; else the plugin is left out as a whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import product
from typing import Any, TypeVar

from attrs import field, frozen
from frozendict import frozendict

from .contributions import (
    Check,
    Command,
    Contribution,
    DerivedFigure,
    Format,
    Reader,
    Scope,
    SectionParts,
    Setting,
    TemplatePack,
)
from .editions.loader import Parts
from .errors import EditionError
from .model.consistency import inconsistencies, nearest
from .model.form import AnyTable, Edition, Form, Outline, Section

T = TypeVar("T")


@frozen
class PluginInfo:
    """What a plugin says of itself (``plugin.toml``), and where it came from."""

    name: str
    title: str
    version: str
    scope: Scope
    origin: str
    core: bool = False


@frozen
class Fault:
    """Why a plugin, or a part of one, is not used. ``scope`` is None where it never said.

    ``asked_for``: the user named this plugin for this run.
    """

    plugin: str
    problem: str
    scope: Scope | None
    asked_for: bool = False


Contributed = Mapping[PluginInfo, tuple[Contribution, ...]]


def key_of(contribution: Contribution) -> tuple[str, str]:
    """The name that may be taken only once, with its kind."""
    match contribution:
        case Edition() | Outline():
            name = contribution.id
        case Check():
            name = contribution.code
        case DerivedFigure() | Setting():
            name = contribution.key
        case _:
            name = contribution.name
    return type(contribution).__name__, name


@frozen
class Registry:
    """Every contribution in use, by kind and name."""

    plugins: tuple[PluginInfo, ...] = ()
    faults: tuple[Fault, ...] = ()
    editions: frozendict[str, Edition] = field(factory=frozendict)
    outlines: tuple[Outline, ...] = ()
    parts: tuple[tuple[str, SectionParts], ...] = ()
    checks: frozendict[str, Check] = field(factory=frozendict)
    readers: frozendict[str, Reader] = field(factory=frozendict)
    formats: frozendict[str, Format] = field(factory=frozendict)
    templates: tuple[TemplatePack, ...] = ()
    figures: tuple[DerivedFigure, ...] = ()
    settings: frozendict[str, Setting] = field(factory=frozendict)
    commands: frozendict[str, Command] = field(factory=frozendict)
    owners: frozendict[tuple[str, str], str] = field(factory=frozendict)

    @classmethod
    def build(cls, contributed: Contributed, faults: Iterable[Fault] = ()) -> Registry:
        """The index of ``contributed``; plugins at fault are left out and named in ``faults``."""
        told = list(faults)
        plugins = dict(contributed)
        for find in (_out_of_bounds, _conflicts, _contradictions):
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
            editions=frozendict(sorted(named(Edition).items())),
            outlines=tuple(named(Outline).values()),
            parts=tuple((owner, c) for owner, c in owned if isinstance(c, SectionParts)),
            checks=named(Check),
            readers=named(Reader),
            formats=named(Format),
            templates=tuple(named(TemplatePack).values()),
            figures=tuple(named(DerivedFigure).values()),
            settings=named(Setting),
            commands=named(Command),
            owners=frozendict((key_of(c), owner) for owner, c in owned),
        )

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
        """All that a report must fill. ``free``: the sections as found, where nobody sets them."""
        parts = [
            (owner, sp.parts) for owner, sp in self.parts if sp.scope.covers(region, edition.id)
        ]
        return _assemble(
            edition, region, year, outline, parts, self.owners[("Edition", edition.id)], free
        )

    def template_for(self, form: Form, format_name: str) -> TemplatePack | None:
        """The narrowest template of a format that covers the form, or none."""
        covering = [
            pack
            for pack in self.templates
            if pack.format == format_name and pack.scope.covers(form.region, form.edition.id)
        ]
        return narrowest(covering, lambda pack: pack.scope.depth, "模板", lambda p: p.name)


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


def _assemble(
    edition: Edition,
    region: str | None,
    year: int,
    outline: Outline | None,
    parts: Iterable[tuple[str, Parts]],
    edition_owner: str,
    free: tuple[Section, ...] = (),
) -> Form:
    parts = list(parts)
    own = tuple(s for _, p in parts for s in p.sections)
    tables: dict[str, AnyTable] = {}
    statutory: set[str] = set()
    for owner, part in parts:
        for table in part.all_tables:
            tables.setdefault(table.id, table)
            if owner == edition_owner:
                statutory.add(table.id)
    return Form(
        edition=edition,
        year=year,
        region=region,
        outline=outline,
        sections=own or (outline.sections if outline else free),
        tables=frozendict(tables),
        identities=tuple(i for _, p in parts for i in p.identities),
        shares=tuple(s for _, p in parts for s in p.shares),
        figures=frozendict((f.key, f) for _, p in parts for f in p.figures),
        mentions=tuple(m for _, p in parts for m in p.mentions),
        statutory_tables=frozenset(statutory),
    )


def _out_of_bounds(plugins: Contributed) -> Iterator[Fault]:
    for info, contributions in plugins.items():
        if info.core:
            continue
        editions = {c.id for c in contributions if isinstance(c, Edition)}
        for problem in _trespasses(info, contributions, editions):
            yield Fault(info.name, problem, info.scope)
            break


def _trespasses(
    info: PluginInfo, contributions: tuple[Contribution, ...], editions: set[str]
) -> Iterator[str]:
    for contribution in contributions:
        if isinstance(contribution, Edition) and info.scope.region:
            yield f"版本 {contribution.id} 是全国通用的，只有适用于全国的插件才能增加"
        scope = getattr(contribution, "scope", None)
        region = scope.region if scope else getattr(contribution, "region", info.scope.region)
        if not region.startswith(info.scope.region):
            kind, name = key_of(contribution)
            yield f"{kind} {name} 的适用区划 {region!r} 超出插件声明的 {info.scope.region!r}"
        declared = info.scope.editions
        acts = _editions_of(contribution)
        if declared and acts is not None and not (acts and set(acts) <= set(declared)):
            kind, name = key_of(contribution)
            beyond = "、".join(acts) or "全部"
            yield f"{kind} {name} 的适用版本（{beyond}）超出插件声明的 {'、'.join(declared)}"
        if isinstance(contribution, SectionParts):
            yield from _misnamed(info, contribution, editions)


def _editions_of(contribution: Contribution) -> tuple[str, ...] | None:
    """The editions it acts on (empty: all); None where it acts on no report."""
    match contribution:
        case Edition():
            return (contribution.id,)
        case Outline():
            return contribution.editions
        case Reader() | Format() | Setting() | Command():
            return None
        case _:
            return contribution.scope.editions


def _misnamed(info: PluginInfo, sections: SectionParts, editions: set[str]) -> Iterator[str]:
    if sections.scope.editions and set(sections.scope.editions) <= editions:
        return  # the plugin's own edition: its names are its own
    parts = sections.parts
    if parts.sections:
        yield f"部分 {parts.sections[0].id} 不能加在法定部分的层级，只能放在法定部分之内"
    names = [table.id for table in parts.all_tables]
    names += [figure.key for figure in parts.figures] + [share.key for share in parts.derived]
    for name in names:
        if not name.startswith(f"{info.name}."):
            yield f"{name} 应以插件名开头（{info.name}.…）"
    for rule in parts.rules:
        if not rule.code.startswith(f"{info.name}-"):
            yield f"规则 {rule.code} 应以插件名开头（{info.name}-…）"


def _conflicts(plugins: Contributed) -> Iterator[Fault]:
    taken: dict[tuple[str, str], PluginInfo] = {}
    for info, contributions in plugins.items():
        keys = Counter(key for c in contributions for key in _keys(c))
        for (kind, name), count in keys.items():
            if count > 1:
                problem = f"{kind} {name} 在 {_called(info)} 中定义了 {count} 次"
                yield Fault(info.name, problem, info.scope)
        for key in keys:
            first = taken.setdefault(key, info)
            if first is info:
                continue
            kind, name = key
            both = f"{_called(first)} 与 {_called(info)}"
            problem = f"{kind} {name} 重复：{both} 都定义了它"
            yield Fault(info.name, problem, info.scope)
            if not first.core:
                yield Fault(first.name, problem, first.scope)
    yield from _overlapping_editions(plugins)


def _keys(contribution: Contribution) -> Iterator[tuple[str, str]]:
    yield key_of(contribution)
    if isinstance(contribution, TemplatePack):
        scope = contribution.scope
        yield "模板范围", f"{contribution.format} {scope.region} {'、'.join(scope.editions)}"


def _overlapping_editions(plugins: Contributed) -> Iterator[Fault]:
    editions = [(info, c) for info, cs in plugins.items() for c in cs if isinstance(c, Edition)]
    for number, (info, edition) in enumerate(editions):
        for first, other in editions[:number]:
            if edition.id != other.id and edition.years.collides(other.years):
                problem = (
                    f"版本 {edition.id}（{_called(info)}）与 {other.id}（{_called(first)}）"
                    f"的年度重叠：{edition.years}、{other.years}"
                )
                yield Fault(info.name, problem, info.scope)
                if not first.core and first != info:
                    yield Fault(first.name, problem, first.scope)


def _called(info: PluginInfo) -> str:
    return f"{info.name} {info.version}"


def _contradictions(plugins: Contributed) -> Iterator[Fault]:
    for info in plugins:
        problem = next(_contradictions_of(info, plugins), None)
        if problem is not None:
            yield Fault(info.name, problem, info.scope)


def _contradictions_of(info: PluginInfo, plugins: Contributed) -> Iterator[str]:
    """What is wrong with every form that the plugin joins, in each region it speaks of."""
    own = [c for c in plugins[info] if isinstance(c, SectionParts)]
    outlines = [c for c in plugins[info] if isinstance(c, Outline)]
    regions = {info.scope.region, *(c.scope.region for c in own), *(o.region for o in outlines)}
    editions = [(o, c) for o, cs in plugins.items() for c in cs if isinstance(c, Edition)]
    for (owner, edition), region in product(editions, sorted(regions)):
        parts = [
            (by.name, c.parts)
            for by in dict.fromkeys((owner, info))
            for c in plugins[by]
            if isinstance(c, SectionParts) and c.scope.covers(region, edition.id)
        ]
        covering: list[Outline | None] = [
            o for o in outlines if edition.id in o.editions and region.startswith(o.region)
        ]
        mine = [p for name, p in parts if name == info.name]
        if not mine and not covering:
            continue
        yield from _twice(p for _, p in parts)
        for outline in covering or [None]:
            year = outline.years.first if outline else edition.years.first
            form = _assemble(edition, region or None, year, outline, parts, owner.name)
            yield from inconsistencies(form)
            yield from _underived(mine, form)


def _twice(parts: Iterable[Parts]) -> Iterator[str]:
    """Ids that a form can hold only once."""
    ids: Counter[str] = Counter()
    for part in parts:
        ids.update(f"表 {table.id}" for table in part.all_tables)
        ids.update(f"数据 {figure.key}" for figure in part.figures)
    yield from (f"{name} 定义了 {count} 次" for name, count in ids.items() if count > 1)


def _underived(parts: list[Parts], form: Form) -> Iterator[str]:
    for part in parts:
        for share in part.derived:
            for key in (share.part, share.whole):
                if key not in form.figures:
                    hint = nearest(key, list(form.figures))
                    yield f"数据 {share.key} 引用的数据 {key} 不存在{hint}"
