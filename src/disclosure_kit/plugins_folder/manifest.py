"""``plugin.toml``: what every plugin, folder or wheel, says of itself without running.

So when it fails to load, we still know whose reports it would have served.
"""

from __future__ import annotations

import re
from pathlib import Path

from attrs import evolve, frozen

from ..contributions import Scope, Setting
from ..editions.loader import parse_toml, structure, text_of, without_mark
from ..errors import EditionError
from ..hookspecs import API, OLDEST
from ..model.report import DIVISION_CODE
from ..plugin import PluginInfo

FILE = "plugin.toml"
NOTEPAD = ".txt"  # what Notepad adds to a name, and Explorer hides
RENAME = "这是记事本添的，请在资源管理器的“查看”里勾选“文件扩展名”，再去掉末尾的 .txt"
NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)


@frozen
class Plugin:
    """The ``[plugin]`` table. ``module`` is the Python file of a plugin with code; ``settings``
    are those of ``[[settings]]``."""

    name: str
    title: str
    version: str
    api: int
    region: str = ""
    editions: tuple[str, ...] = ()
    description: str = ""
    module: str | None = None
    settings: tuple[Setting, ...] = ()

    @property
    def scope(self) -> Scope:
        return Scope(self.region, self.editions)

    def described(self, origin: str) -> PluginInfo:
        return PluginInfo(self.name, self.title, self.version, self.scope, origin)


@frozen
class _File:
    plugin: Plugin
    settings: tuple[Setting, ...] = ()


def read_manifest(folder: Path) -> Plugin:
    """The manifest of the plugin in ``folder``.

    Raises:
        EditionError: none there, or one that says something impossible.
    """
    file = folder / FILE
    if not folder.is_dir():
        raise EditionError(f"{folder}：没有这个文件夹")
    if not file.exists():
        raise EditionError(f"{folder}：缺少 {FILE}{_instead(folder)}")
    text = without_mark(text_of(file, str(file)))
    read = structure(parse_toml(text, str(file)), _File, str(file), text)
    plugin = read.plugin
    if plugin.settings:
        raise EditionError(f"{file}：设置项写作 [[settings]]，不写在 [plugin] 之内")
    if not NAME.fullmatch(plugin.name):
        raise EditionError(f"{file}：name 应为小写英文字母开头的一个词，不能是 {plugin.name!r}")
    if plugin.region and not re.fullmatch(DIVISION_CODE, plugin.region, re.ASCII):
        raise EditionError(f"{file}：region 不是区划代码：{plugin.region!r}")
    if (body := without_zeros(plugin.region)) != plugin.region:
        raise EditionError(
            f"{file}：region 末尾的零不写，应写作 {body!r}，不能是 {plugin.region!r}"
        )
    return evolve(plugin, settings=read.settings)


def without_zeros(region: str) -> str:
    """``region`` without the zeros that statistics write behind the code of a county or a town:
    with them it would serve nobody, and say nothing."""
    return re.sub(r"(?<=^\d{9})000$|(?<=^\d{6})000(000)?$", "", region, flags=re.ASCII)


def _instead(folder: Path) -> str:
    """What is there that its author may take for the manifest, or for the folder."""
    if (folder / f"{FILE}{NOTEPAD}").exists():
        return f"；有 {FILE}{NOTEPAD}：{RENAME}"
    inner = [one.name for one in folder.iterdir() if (one / FILE).is_file()]
    return f"；插件是否在里面的文件夹 {inner[0]}？" if len(inner) == 1 else ""


def check_api(plugin: Plugin) -> None:
    """Refuse a plugin written for a hook API that we do not have.

    Raises:
        EditionError: its number is none of ours.
    """
    if plugin.api in range(OLDEST, API + 1):
        return
    known = str(API) if OLDEST == API else f"{OLDEST} 至 {API}"
    advice = "请更新本程序" if plugin.api > API else "请向提供插件的单位要新的版本"
    raise EditionError(f"插件接口版本是 {plugin.api}，本程序支持的是 {known}；{advice}")
