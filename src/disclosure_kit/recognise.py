"""Which edition, region and outline a source belongs to, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import frozen

from .errors import EditionError, SourceError, UsageError
from .model.edition import ANNEX, Edition, Outline, OutlineKind
from .model.report import DIVISION_CODE
from .plugin import NAMED
from .registry import Registry
from .structure.headings import titles_match
from .structure.structured import Facts


@frozen
class Wishes:
    """What the user says of a source by option.

    ``edition`` and ``region`` overrule the source; ``year`` and ``agency`` are used only where
    it does not state them.
    """

    edition: str | None = None
    region: str | None = None
    year: int | None = None
    agency: str | None = None


@frozen
class Recognition:
    """The form's coordinates."""

    edition: Edition
    year: int
    region: str | None
    outline: Outline | None
    notices: tuple[str, ...]


def check_region(code: str) -> str:
    """``code``, an administrative division code (GB/T 2260) or its beginning.

    Raises:
        UsageError: it is none.
    """
    if not re.fullmatch(DIVISION_CODE, code, re.ASCII):
        raise UsageError(
            f"区划代码 {code!r} 不正确：应为 2、4、6、9 或 12 位数字，"
            "如 53、5331、533103、533103103"
        )
    return code


def recognise(facts: Facts, wishes: Wishes, registry: Registry) -> Recognition:
    """The edition by option, source, then year; the region by option, source, then outline.

    Raises:
        SourceError: the source does not say its year.
        EditionError: no such edition, or the source says one that does not serve its year,
            or two outlines match.
        UsageError: a malformed region code on the command line.
    """
    if wishes.region is not None:
        check_region(wishes.region)
    if facts.year is None:
        raise SourceError(
            f"{facts.name}：找不到报告年度",
            hint="请在开头写明标题，如“某某镇人民政府2024年政府信息公开工作年度报告”；"
            "或用 --year 指明年度",
        )
    edition = _edition(facts, wishes, registry, facts.year)
    region = wishes.region if wishes.region is not None else facts.region
    notices: list[str] = []
    outline = None
    if edition.outline is OutlineKind.REGIONAL:
        outline = registry.outline_for(edition, region, facts.year) if region else None
        if region is None and facts.titles:
            outline = _by_titles(facts, edition, registry)
            if outline is not None:
                region = outline.region
                notices.append(f"各部分标题与“{outline.name}”完全一致，按区划 {region} 处理")
        if outline is None:
            notices.append("本版本没有全国统一提纲，也没有适用的地方提纲：各部分按原文标题保留")
    if region is not None and not any(
        info.scope.region and info.scope.covers(region, edition.id) for info in registry.plugins
    ):
        notices.append(f"没有适用于区划 {region} 的插件，按全国格式处理")
    notices += unused(registry, region, edition.id)
    return Recognition(edition, facts.year, region, outline, tuple(notices))


def unused(registry: Registry, region: str | None, edition: str) -> Iterator[str]:
    """Which of the plugins that the user named for this run add nothing here, and why: a report
    without its region would otherwise look as if they had checked it."""
    for info in registry.plugins:
        named = info.origin.startswith(NAMED) and info.scope.region
        if named and not info.scope.covers(region, edition):
            serves = "、".join((info.scope.region, *info.scope.editions))
            where = f"区划是 {region}" if region else "没有写明区划（请用 --region 指明）"
            yield f"插件 {info.name} 没有用上：它用于 {serves}；这里是 {edition} 版，{where}"


def _edition(facts: Facts, wishes: Wishes, registry: Registry, year: int) -> Edition:
    asked = facts.edition if wishes.edition is None else wishes.edition
    if asked is None:
        return _serving(facts, registry, year)
    edition = registry.editions.get(asked)
    if edition is None and asked == ANNEX:  # no plugin has an edition of that name
        raise EditionError(
            f"{facts.name}：这是汇总的单位附表，不是年报",
            hint="单位的年报有改动的，请重新运行 rollup；要核对合计，请核对一起写出的成品",
        )
    if edition is None:
        known = "、".join(registry.editions) or "无"
        raise EditionError(f"{facts.name}：没有版本 {asked}。已有版本：{known}")
    if wishes.edition is None and edition != (right := _serving(facts, registry, year)):
        raise EditionError(
            f"{facts.name}：写明的版本 {asked} 适用于 {edition.years} 年度，"
            f"而报告年度是 {year}，应使用 {right.id}",
            hint="请改正文件中的 edition 或 year；确需按此版本处理，请加 --edition",
        )
    return edition


def _serving(facts: Facts, registry: Registry, year: int) -> Edition:
    try:
        return registry.edition_for(year)
    except EditionError as error:
        raise EditionError(f"{facts.name}：{error}", hint="请核对报告年度") from None


def _by_titles(facts: Facts, edition: Edition, registry: Registry) -> Outline | None:
    matching = [
        outline
        for outline in registry.outlines
        if edition.id in outline.editions
        and (facts.year or 0) in outline.years
        and titles_match(outline.sections, facts.titles)
    ]
    if len(matching) > 1:
        names = "、".join(f"{o.name}（{o.region}）" for o in matching)
        raise EditionError(
            f"{facts.name}：各部分标题同时符合多个提纲：{names}", hint="请用 --region 指明区划代码"
        )
    return matching[0] if matching else None
