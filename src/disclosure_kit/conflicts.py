"""What a plugin may not do: leave its declared bounds, take a name, contradict an edition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, product
from typing import Final

from .assembly import assemble
from .contributions import (
    Check,
    Command,
    Contribution,
    DerivedFigure,
    Format,
    Layout,
    Picture,
    Reader,
    SectionParts,
    Setting,
    TemplatePack,
)
from .layouts import loader as layouts
from .model.consistency import inconsistencies
from .model.edition import Edition, Outline, OutlineKind
from .model.form import Form
from .model.nearest import nearest
from .model.parts import Parts
from .model.picture import unfit
from .plugin import Contributed, Fault, PluginInfo, key_of

# A template finds a setting under its two words.
_SETTING: Final = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+", re.ASCII)


def out_of_bounds(plugins: Contributed) -> Iterator[Fault]:
    """Plugins that add what their ``plugin.toml`` does not declare, or under a name not theirs."""
    for info, contributions in plugins.items():
        if info.core:
            continue
        problem = next(trespasses(info, contributions), None)
        if problem is not None:
            yield Fault.of(info, problem)


def trespasses(info: PluginInfo, contributions: tuple[Contribution, ...]) -> Iterator[str]:
    """Everything that a plugin adds beyond what it declares, or under a name not its own."""
    declared = info.scope
    editions = {c.id for c in contributions if isinstance(c, Edition)}
    for contribution in contributions:
        key = key_of(contribution)
        name, what = key[1], _worded(key)
        if isinstance(contribution, Edition) and declared.region:
            yield f"版本 {name} 是全国通用的，只有适用于全国的插件才能增加"
        scope = getattr(contribution, "scope", None)
        region = scope.region if scope else getattr(contribution, "region", declared.region)
        if not region.startswith(declared.region):
            yield f"{what} 的适用区划 {region!r} 超出插件声明的 {declared.region!r}"
        acts = _editions_of(contribution)
        if (
            declared.editions
            and acts is not None
            and not (acts and {*acts} <= {*declared.editions})
        ):
            beyond = f"（{'、'.join(acts) or '全部'}）超出插件声明的 {'、'.join(declared.editions)}"
            yield f"{what} 的适用版本{beyond}"
        mark = _mark(contribution)
        if mark and not name.startswith(f"{info.name}{mark}"):
            yield f"{what} 应以插件名开头（{info.name}{mark}…）"
        if isinstance(contribution, SectionParts):
            yield from _misnamed(info, contribution, editions)
        if isinstance(contribution, Setting):
            yield from _unsettled(contribution, what)
        if isinstance(contribution, Check) and not (contribution.passing and contribution.failing):
            yield f"{what} 没有举出一个合格、一个不合格的例子（passing、failing）"


def _unsettled(setting: Setting, what: str) -> Iterator[str]:
    if not _SETTING.fullmatch(setting.key):
        yield f"{what} 应写作“插件名.一个词”，用小写英文字母、数字和下划线"
    if setting.choices and setting.default not in setting.choices:
        choices = "、".join(setting.choices)
        yield f"{what} 的默认值 {setting.default!r} 不在可选的 {choices} 之中"


def _mark(contribution: Contribution) -> str:
    """What stands between the plugin's name and the rest, where a name must begin with it."""
    match contribution:
        case Check():
            return "-"
        case DerivedFigure() | Picture() | Setting():
            return "."
        case _:
            return ""


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
    names = [table.id for table in parts.all_tables] + [part.id for part in parts.subsections]
    names += [figure.key for figure in parts.figures] + [share.key for share in parts.derived]
    for name in names:
        if not name.startswith(f"{info.name}."):
            yield f"{name} 应以插件名开头（{info.name}.…）"
    for rule in parts.rules:
        if not rule.code.startswith(f"{info.name}-"):
            yield f"规则 {rule.code} 应以插件名开头（{info.name}-…）"


_TEMPLATE: Final = "一个范围的模板"
_REMEDY: Final = {_TEMPLATE: "，都没有使用；请只用其中一个，或请编写的人写更窄的区划"}


def conflicts(plugins: Contributed) -> Iterator[Fault]:
    """Plugins that claim one name or one year; of two, the core alone stays."""
    taken: dict[tuple[str, str], tuple[PluginInfo, str]] = {}
    for info, contributions in plugins.items():
        keys = Counter(key for c in contributions for key in _keys(c))
        for key, count in keys.items():
            if count > 1:
                problem = f"{_worded(key)} 在 {_called(info)}中定义了 {count} 次"
                yield Fault.of(info, problem)
        files = {key: getattr(c, "file", "") for c in contributions for key in _keys(c)}
        for key in keys:
            first, file = taken.setdefault(key, (info, files[key]))
            if first is info:
                continue
            both = f"{_called(first, file)}与 {_called(info, files[key])}"
            problem = f"{_worded(key)} 重复：{both}都定义了它{_REMEDY.get(key[0], '')}"
            yield Fault.of(info, problem)
            if not first.core:
                yield Fault.of(first, problem)
    yield from _overlapping_editions(plugins)


def _keys(contribution: Contribution) -> Iterator[tuple[str, str]]:
    yield key_of(contribution)
    if isinstance(contribution, TemplatePack):
        scope = contribution.scope
        covers = "、".join(filter(None, (scope.region, *scope.editions))) or "全国"
        yield _TEMPLATE, f"{contribution.format}（{covers}）"
    if isinstance(contribution, Layout):
        scope = contribution.scope
        covers = "、".join(filter(None, (scope.region, *scope.editions))) or "全国"
        yield from (("版式参数", f"{name}（{covers}）") for name in contribution.overrides)


def _overlapping_editions(plugins: Contributed) -> Iterator[Fault]:
    editions = [(info, c) for info, cs in plugins.items() for c in cs if isinstance(c, Edition)]
    for number, (info, edition) in enumerate(editions):
        for first, other in editions[:number]:
            if edition.id != other.id and edition.years.collides(other.years):
                problem = (
                    f"版本 {edition.id}（{_named(info)}）与 {other.id}（{_named(first)}）"
                    f"的年度重叠：{edition.years}、{other.years}"
                )
                yield Fault.of(info, problem)
                if not first.core and first != info:
                    yield Fault.of(first, problem)


WORDS = {
    "Edition": "版本",
    "Outline": "提纲",
    "SectionParts": "内容",
    "Check": "检查",
    "Reader": "读取器",
    "Format": "格式",
    "TemplatePack": "模板",
    "Layout": "版式",
    "DerivedFigure": "数据",
    "Picture": "图",
    "Setting": "设置项",
    "Command": "命令",
}


def _worded(key: tuple[str, str]) -> str:
    kind, name = key
    return f"{WORDS.get(kind, kind)} {name}"


def _named(info: PluginInfo) -> str:
    return f"{info.name} {info.version}"


def _called(info: PluginInfo, file: str = "") -> str:
    """A plugin and its file; what follows needs no space."""
    return _named(info) + (f"（{file}）" if file else " ")


def contradictions(plugins: Contributed) -> Iterator[Fault]:
    """Plugins whose parts do not agree with the form they join."""
    for info in plugins:
        problem = next(disagreements(info, plugins), None)
        if problem is not None:
            yield Fault.of(info, problem)


def disagreements(info: PluginInfo, plugins: Contributed) -> Iterator[str]:
    """Everything in which a plugin contradicts itself, or the editions that it joins."""
    return chain(
        _pointless(info, plugins),
        _baseless(info, plugins),
        _ill_laid(plugins[info]),
        _contradictions_of(info, plugins),
    )


def _contradictions_of(info: PluginInfo, plugins: Contributed) -> Iterator[str]:
    """What is wrong with every form that the plugin joins, in each region it speaks of."""
    own = [c for c in plugins[info] if isinstance(c, SectionParts)]
    outlines = [c for c in plugins[info] if isinstance(c, Outline)]
    pictures = [c for c in plugins[info] if isinstance(c, Picture)]
    regions = {info.scope.region, *(o.region for o in outlines)}
    regions |= {c.scope.region for c in own} | {picture.scope.region for picture in pictures}
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
        drawn = [p for p in pictures if p.scope.covers(region, edition.id)]
        if not mine and not covering and not drawn:
            continue
        yield from _twice(p for _, p in parts)
        for outline in covering or [None]:
            year = outline.years.first if outline else edition.years.first
            form = assemble(edition, region or None, year, outline, parts, owner.name)
            yield from inconsistencies(form)
            yield from _underived(mine, form)
            yield from _unbound(drawn, form)


def _unbound(pictures: list[Picture], form: Form) -> Iterator[str]:
    """Pictures that show what stands at no address, or is no count."""
    for picture in pictures:
        if not picture.items or not all(item.addresses for item in picture.items):
            yield f"图 {picture.key} 应至少画一项，每一项至少写明一个地址"
        for address, held in unfit(picture.items, form):
            where = f"图 {picture.key} 引用的 {address}"
            if held:
                yield f"{where}（{held}）不是件数，不能画"
            else:
                yield f"{where} 不存在{nearest(address, [*form.cells, *form.figures])}"


def _ill_laid(contributions: Iterable[Contribution]) -> Iterator[str]:
    """Parameters of looks that nobody knows, or that fit no page."""
    for contribution in contributions:
        if isinstance(contribution, Layout):
            for problem in layouts.unfit(contribution.overrides):
                yield f"版式 {contribution.name}：{problem}"


def _pointless(info: PluginInfo, plugins: Contributed) -> Iterator[str]:
    """Editions that nobody has, and outlines for editions that fix their own."""
    known = {c.id: c for cs in plugins.values() for c in cs if isinstance(c, Edition)}
    if not known:
        return  # a kit without the core
    named = set(info.scope.editions)
    for contribution in plugins[info]:
        named |= set(_editions_of(contribution) or ())
        if isinstance(contribution, Outline):
            for name in contribution.editions:
                if name in known and known[name].outline is not OutlineKind.REGIONAL:
                    yield f"版本 {name} 的各部分由国家规定，不能用提纲 {contribution.id} 另定"
    for name in sorted(named - set(known)):
        yield f"没有版本 {name}{nearest(name, list(known))}"


def _baseless(info: PluginInfo, plugins: Contributed) -> Iterator[str]:
    """Formats that derive from one that nobody has, or that derives from another itself."""
    known = {c.name: c for cs in plugins.values() for c in cs if isinstance(c, Format)}
    for to in plugins[info]:
        if not isinstance(to, Format) or not to.derives_from:
            continue
        base = known.get(to.derives_from)
        if base is None:
            yield f"格式 {to.name} 由 {to.derives_from} 转成，但没有这个格式"
        elif base.derives_from:
            yield f"格式 {to.name} 由 {base.name} 转成，而 {base.name} 自己也由别的格式转成"


def _twice(parts: Iterable[Parts]) -> Iterator[str]:
    """Ids that a form can hold only once."""
    ids: Counter[str] = Counter()
    for part in parts:
        ids.update(f"表 {table.id}" for table in part.all_tables)
        ids.update(f"数据 {figure.key}" for figure in part.figures)
        ids.update(f"小节 {subsection.id}" for subsection in part.subsections)
    yield from (f"{name} 定义了 {count} 次" for name, count in ids.items() if count > 1)


def _underived(parts: list[Parts], form: Form) -> Iterator[str]:
    for part in parts:
        for share in part.derived:
            for key in (share.part, share.whole):
                if key not in form.figures:
                    hint = nearest(key, list(form.figures))
                    yield f"数据 {share.key} 引用的数据 {key} 不存在{hint}"
