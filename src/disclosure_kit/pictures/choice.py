"""The pictures that a document shows: what each is drawn from, and why one cannot be had."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from attrs import field, frozen
from frozendict import frozendict

from ..contributions import Picture
from ..model.clean import clean
from ..model.form import Form
from ..model.picture import DrawnPicture, Series, Subject, series_of, tables_of, unfit
from ..model.report import Report
from ..model.values import NOT_FILLED
from ..registry import Registry

Draw = Callable[[Picture, Subject], bytes]


@frozen
class Filled:
    """A report and the form that it fills."""

    report: Report
    form: Form


@frozen
class Pictures:
    """Pictures by key, and by key too why others cannot be had."""

    drawn: frozendict[str, DrawnPicture] = field(factory=frozendict)
    missing: frozendict[str, str] = field(factory=frozendict)


def pictures_of(
    this: Filled, last: Filled | None, wanted: Iterable[str], registry: Registry, draw: Draw
) -> Pictures:
    """Those of ``wanted`` that can be had of a report, each drawn with ``draw``.

    Raises:
        EditionError: two pictures of one key serve the report alike.
    """
    serving = registry.pictures_for(this.form.region, this.form.edition.id)
    drawn: dict[str, DrawnPicture] = {}
    missing: dict[str, str] = {}
    for key in sorted(set(wanted)):
        if key not in serving:
            missing[key] = _why_not_serving(key, this.form, registry)
            continue
        picture = serving[key]
        series = _series(picture, this, last, registry)
        if isinstance(series, str):
            missing[key] = series
            continue
        subject = Subject(_title(picture, this), picture.unit, picture.items, series)
        drawn[key] = DrawnPicture(subject, draw(picture, subject))
    return Pictures(frozendict(drawn), frozendict(missing))


def _why_not_serving(key: str, form: Form, registry: Registry) -> str:
    if any(one.key == key for one in registry.pictures):
        return f"图 {key} 不适用于本报告（{form.edition.id} 版）"
    return f"没有图 {key}：画它的插件没有安装，或者没有启用"


def _title(picture: Picture, this: Filled) -> str:
    """The body and the year, as in the report's title, and what the picture shows."""
    compared = f"（与{this.report.year - 1}年比较）" if picture.last_year else ""
    return f"{clean(this.report.agency.name)}{this.report.year}年{picture.title}{compared}"


def _series(
    picture: Picture, this: Filled, last: Filled | None, registry: Registry
) -> tuple[Series, ...] | str:
    """The figures of the years that the picture shows, or why there are none to compare."""
    own = series_of(this.report, this.form, picture.items)
    if why := _nothing(picture, own, this):
        return why
    if not picture.last_year:
        return (own,)
    if last is None:
        return f"图 {picture.key} 与上年比较，要用 --previous 给出本机关上一年的报告"
    # The same body's: in the same region, whether that report says so or not.
    before = registry.pictures_for(this.form.region, last.form.edition.id).get(picture.key)
    if before is None or not _alike(before, picture) or any(unfit(before.items, last.form)):
        return (
            f"图 {picture.key} 不能与上年比较：上年报告是 {last.form.edition.id} 版，统计的项目不同"
        )
    then = series_of(last.report, last.form, before.items)
    return _nothing(before, then, last) or (then, own)


def _nothing(picture: Picture, series: Series, filled: Filled) -> str:
    """Why there is nothing to draw of a year; empty where there is."""
    unread = sorted(tables_of(picture.items, filled.form) & filled.report.unread)
    if unread:
        titles = "、".join(filled.form.tables[table].title for table in unread)
        return f"图 {picture.key} 不能画：{series.year} 年度报告里的表“{titles}”没有读入"
    if all(figure is NOT_FILLED for figure in series.figures):
        return f"图 {picture.key} 没有可画的：{series.year} 年度报告里它的各项都没有填写"
    return ""


def _alike(one: Picture, other: Picture) -> bool:
    """Whether what the two show has the same names, in the same unit."""
    names = [[item.label for item in picture.items] for picture in (one, other)]
    return names[0] == names[1] and one.unit == other.unit
