"""What works on this machine and what will look different: ``doctor``.

Only looks. Nothing is mended, and no fault here stops the rest from being told.
"""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterator
from enum import Enum
from importlib.metadata import PackageNotFoundError, requires, version
from typing import Final

from attrs import frozen

from . import office
from .app import Session
from .errors import DisclosureError, UsageError
from .layouts.deviations import own_deviations
from .layouts.loader import profile_of
from .rendering.fonts.known import repertoire_of
from .rendering.fonts.local import NamedFont, local_fonts, named_fonts
from .rendering.fonts.outside import prints_here
from .rendering.style import DEFAULT_FONTS, FONTS_SETTING, LOCAL_FONTS
from .version import __version__

DISTRIBUTION: Final = "disclosure_kit"
PDF: Final = "pdf"
_NAME: Final = re.compile(r"[\w.-]+")
_RARE: Final = "堃喆珺燊䶮"  # letters of names that a clerk may meet


class State(Enum):
    """How much a condition matters; its value is the sign before it."""

    FINE = "√"
    NOTE = "！"
    FAULT = "×"


@frozen
class Condition:
    """One thing that was looked at: where, what it is, what was found, what to do."""

    area: str
    name: str
    state: State
    found: str
    advice: str = ""


def examined(session: Session) -> Iterator[Condition]:
    """Everything that is looked at, area by area."""
    yield from _python()
    yield from _fonts(session)
    yield from _office(session)
    yield from _plugins(session)
    yield from _settings(session)
    yield from _layouts(session)


def _python() -> Iterator[Condition]:
    yield Condition("程序", "disclosure-kit", State.FINE, __version__)
    yield Condition("程序", "Python", State.FINE, f"{platform.python_version()}（{sys.platform}）")
    for name in _libraries():
        try:
            yield Condition("程序", name, State.FINE, version(name))
        except PackageNotFoundError:
            advice = f"请运行 pip install {name}"
            yield Condition("程序", name, State.FAULT, "没有安装", advice)


def _libraries() -> Iterator[str]:
    """The libraries that the kit cannot do without."""
    try:
        needed = requires(DISTRIBUTION) or ()
    except PackageNotFoundError:  # run from a checkout that is not installed
        return
    for line in needed:
        if "extra ==" not in line:
            yield from _NAME.findall(line)[:1]


def _fonts(session: Session) -> Iterator[Condition]:
    """The fonts that documents name: whether they are here, and what they cannot print."""
    chosen = session.settings.get(FONTS_SETTING, DEFAULT_FONTS)
    try:
        named = named_fonts()
    except UsageError as error:
        yield Condition("字体", "本机的字体", State.NOTE, "没有查看", "；".join(error.problems))
        return
    for font in named:
        if font.set_name == chosen:
            yield _named_font(font)
    others = dict.fromkeys(font.set_name for font in named if font.set_name != chosen)
    for name in others:
        own = [font for font in named if font.set_name == name]
        here = sum(font.here for font in own)
        found = f"所写的 {len(own)} 种中，本机有 {here} 种"
        yield Condition("字体", f"document.fonts={name}", State.FINE, found)
    yield from _local(chosen == LOCAL_FONTS)


def _named_font(font: NamedFont) -> Condition:
    says = repertoire_of(font.name)
    lacking = "、".join(one for one in _RARE if prints_here(font.name, one) is False)
    what = f"用于{font.face}" + (f"；{says}" if says else "")
    what += f"，没有 {lacking} 等字" if lacking else ""
    if font.here:
        return Condition("字体", font.name, State.FINE, f"本机有，{what}")
    return Condition(
        "字体",
        font.name,
        State.NOTE,
        f"本机没有，{what}",
        "文档里仍写这个名称，在装有它的电脑上照常显示；在本机打开、转 PDF 时会用别的字体，"
        "每行字数和页数可能不同",
    )


def _local(chosen: bool) -> Iterator[Condition]:
    name = f"document.fonts={LOCAL_FONTS}"
    try:
        fonts = local_fonts()
    except UsageError as error:
        state = State.FAULT if chosen else State.NOTE
        yield Condition("字体", name, state, "；".join(error.problems), error.hint)
        return
    told = "；".join(fonts.notices)
    found = f"可用{f'，但{told}' if told else ''}"
    yield Condition("字体", name, State.NOTE if chosen and told else State.FINE, found)


def _office(session: Session) -> Iterator[Condition]:
    named = session.settings.get(office.SETTING, "")
    program = office.find(named)
    if program is None and named:
        advice = f"请改正 {office.SETTING}，或去掉它，让程序自己找"
        yield Condition("LibreOffice", named, State.FAULT, "没有这个程序", advice)
    elif program is None:
        advice = (
            f"只有转 PDF 才用到它：请安装 LibreOffice，或用 --set {office.SETTING}=路径 写明位置"
        )
        yield Condition("LibreOffice", "soffice", State.NOTE, "没有找到", advice)
    elif told := office.version_of(program):
        yield Condition("LibreOffice", str(program), State.FINE, told)
    else:
        yield Condition(
            "LibreOffice", str(program), State.FAULT, "运行不起来，或不是 LibreOffice",
            "请先在命令行运行一次，看它能不能启动",
        )  # fmt: skip
    if PDF not in session.registry.formats:
        advice = "要生成 PDF，请安装插件 disclosure_kit_pdf"
        yield Condition("LibreOffice", "格式 pdf", State.NOTE, "没有这个格式", advice)


def _plugins(session: Session) -> Iterator[Condition]:
    registry = session.registry
    for info in registry.plugins:
        if not info.core:
            where = f"区划 {info.scope.region}" if info.scope.region else "全国"
            found = f"{info.version}，{info.title}，适用于{where}（{info.origin}）"
            yield Condition("插件", info.name, State.FINE, found)
    for old in registry.outdated:
        advice = "现在还能用。请把这一行发给提供插件的单位"
        yield Condition("插件", old.plugin, State.NOTE, old.problem, advice)
    for fault in registry.faults:
        advice = "它没有被使用；适用于它的年报会以退出码 5 结束。请把这一行发给提供插件的单位"
        yield Condition("插件", fault.plugin, State.FAULT, fault.problem, advice)
    if not registry.faults and all(info.core for info in registry.plugins):
        yield Condition("插件", "没有", State.FINE, "只用全国统一格式")


def _settings(session: Session) -> Iterator[Condition]:
    for key, value in session.settings.items():
        usual = session.registry.settings[key].default
        found = value or "（空）"
        if value != usual:
            found += f"（默认 {usual or '空'}）"
        yield Condition("设置", key, State.FINE, found)


def _layouts(session: Session) -> Iterator[Condition]:
    """Where the looks of a region leave GB/T 9704: each by the document that says so."""
    registry = session.registry
    for layout in registry.layouts:
        for edition in registry.editions.values():
            if not layout.scope.covers(layout.scope.region, edition.id):
                continue
            name = f"区划 {layout.scope.region or '全国'}，版本 {edition.id}"
            try:
                form = registry.form(edition, layout.scope.region or None, edition.years.first)
                own = own_deviations(profile_of(form))
            except DisclosureError as error:
                yield Condition("版式", name, State.FAULT, "；".join(error.problems), error.hint)
                continue
            for deviation in own:
                yield Condition("版式", name, State.NOTE, str(deviation))
