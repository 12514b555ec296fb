"""Finds the plugins, loads them one by one, and asks each what it contributes."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any, Final

import click
from attrs import evolve, frozen

from . import hookspecs
from .collect import contributions, outdated
from .contributions import Command, Contribution, Setting
from .errors import DisclosureError, EditionError
from .files import reason
from .loading import within
from .plugin import BUILTIN, NAMED, Contributed, Fault, Outdated, PluginInfo
from .plugins_folder.folder import FolderPlugin
from .plugins_folder.manifest import FILE, Plugin, check_api, read_manifest
from .registry import Registry

LOADING: Final = 60.0  # seconds for a plugin and all that it imports to load
_NAME: Final = re.compile(r"[\w.]+:\w+")  # of a command that is imported when it is run


@frozen
class Candidate:
    """A plugin before it is loaded: what it says of itself, and how to get it."""

    info: PluginInfo
    load: Callable[[], Any]
    settings: tuple[Setting, ...] = ()


def gathered(
    core: Callable[[], Any] | None, paths: tuple[str, ...], installed: bool, without: Iterable[str]
) -> Registry:
    """The registry of the ``core``, of the plugins at ``paths`` and of those ``installed``. A
    faulty plugin is left out, by name, in its ``faults``."""
    faults: list[Fault] = []
    candidates = [Candidate(BUILTIN, core)] if core else []
    candidates += _chosen(paths, installed, frozenset(without), faults)
    contributed: dict[PluginInfo, tuple[Contribution, ...]] = {}
    old: list[Outdated] = []
    for candidate in candidates:
        contributed.update(_collect(candidate, faults, old))
    return Registry.build(contributed, faults, old)


def _chosen(
    paths: tuple[str, ...], installed: bool, without: frozenset[str], faults: list[Fault]
) -> list[Candidate]:
    """The plugins to load: what the user names for this run stands in for an installed one."""
    found = [_named(path) for path in _apart(paths)]
    if installed:
        named = {one.info.name for one in found if isinstance(one, Candidate)}
        points = sorted(entry_points(group=hookspecs.GROUP), key=lambda point: point.name)
        found += [one for one in map(_installed, points) if _name(one) not in named]
    faults += [one for one in found if isinstance(one, Fault)]
    candidates = [one for one in found if isinstance(one, Candidate)]
    candidates = [one for one in candidates if one.info.name not in without]
    copies = Counter(candidate.info.name for candidate in candidates)
    for candidate in candidates:
        name = candidate.info.name
        if name == BUILTIN.name:
            problem = f"{name} 是内置部分的名字，插件不能叫这个名字"
            faults.append(Fault.of(candidate.info, problem))
        elif copies[name] > 1:
            origins = "、".join(c.info.origin for c in candidates if c.info.name == name)
            problem = f"有 {copies[name]} 个插件叫 {name}（{origins}），都没有使用"
            faults.append(Fault.of(candidate.info, problem))
    return [c for c in candidates if copies[c.info.name] == 1 and c.info.name != BUILTIN.name]


def _apart(words: tuple[str, ...]) -> list[Path]:
    """The paths named, each once, however it is written."""
    return list({os.path.realpath(word): Path(word) for word in words}.values())


def _name(found: Candidate | Fault) -> str:
    return found.plugin if isinstance(found, Fault) else found.info.name


def _installed(point: EntryPoint) -> Candidate | Fault:
    origin = f"已安装：{point.dist.name if point.dist else point.value}"
    manifest: Plugin | None = None
    try:
        folder = _package_folder(point)
        if folder is None:
            with _quiet(), within(LOADING):
                loaded = point.load()
            if not isinstance(loaded, Path):
                raise ValueError(f"找不到它的 {FILE}")
            return candidate_of(read_manifest(loaded), loaded, origin)
        manifest = read_manifest(folder)
        check_api(manifest)
        return Candidate(manifest.described(origin), lambda: _made(point.load()), manifest.settings)
    except (Exception, SystemExit) as error:
        if manifest:
            return Fault.of(manifest.described(origin), why(error))
        return Fault(point.name, why(error), None, origin=origin)


def _package_folder(point: EntryPoint) -> Path | None:
    """The folder of the entry point's module that holds ``plugin.toml``; nothing is imported."""
    package, *inner = point.module.split(".")
    found = importlib.util.find_spec(package)
    for root in (found.submodule_search_locations if found else None) or ():
        folder = Path(root, *inner)
        for here in (folder, *folder.parents):
            if here.is_relative_to(root) and (here / FILE).is_file():
                return here
    return None


def _named(path: Path) -> Candidate | Fault:
    origin = f"{NAMED} {path}"
    manifest: Plugin | None = None
    try:
        folder = _unpacked(path)
        manifest = read_manifest(folder)
        return candidate_of(manifest, folder, origin)
    except Exception as error:  # of whatever kind: it is the plugin's
        if manifest:
            return evolve(Fault.of(manifest.described(origin), why(error)), asked_for=True)
        name = path.absolute().name
        return Fault(name, why(error), None, asked_for=True, origin=origin)


def _unpacked(path: Path) -> Path:
    """The folder that the user named, itself or by a file in it.

    Raises:
        EditionError: the file is an archive: nothing is ever unpacked for the user.
    """
    if not path.is_file():
        return path
    if path.suffix == ".whl":
        raise EditionError(f"{path} 是安装包：请用 pip install {path} 安装，不必写 --plugin")
    if zipfile.is_zipfile(path):
        raise EditionError(f"{path} 是压缩包：请先解压，再写解压出来的文件夹")
    return path.parent


def candidate_of(manifest: Plugin, folder: Path, origin: str) -> Candidate:
    """The plugin of a manifest in ``folder``, not yet loaded.

    Raises:
        EditionError: it is written for another hook API.
    """
    check_api(manifest)
    info = manifest.described(origin)
    if manifest.module is None:
        return Candidate(info, lambda: FolderPlugin(folder, manifest), manifest.settings)
    file = folder / manifest.module
    return Candidate(info, lambda: _module(file, manifest.name), manifest.settings)


def _made(loaded: Any) -> Any:
    return FolderPlugin(loaded, read_manifest(loaded)) if isinstance(loaded, Path) else loaded


def _module(file: Path, name: str) -> Any:
    spec = importlib.util.spec_from_file_location(f"disclosure_kit_plugin_{name}", file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file.name} 不是 Python 文件")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses and pickle look a class's module up there
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[spec.name]
        raise
    return module


def _collect(candidate: Candidate, faults: list[Fault], old: list[Outdated]) -> Contributed:
    """Everything one plugin yields, or nothing at all of it."""
    info = candidate.info
    try:
        with _quiet(), within(LOADING):
            plugin = candidate.load()
            found = tuple(contributions(plugin, info.name))
        for one in found:
            if isinstance(one, Command):
                _refuse_other(one)
        found = (*found, *candidate.settings)
        if not info.core:
            old += (Outdated(info.name, told, info.scope) for told in outdated(plugin, found))
        return {info: found}
    except (Exception, SystemExit) as error:
        faults.append(Fault.of(info, why(error)))
        return {}


def _refuse_other(given: Command) -> None:
    """That ``given`` is a command, or says where one is."""
    command = given.command
    is_name = isinstance(command, str) and _NAME.fullmatch(command)
    if not is_name and not isinstance(command, click.Command):
        raise TypeError(f"命令 {given.name} 应是 click.Command 或“模块:名称”，给出的是 {command!r}")


def _quiet() -> contextlib.AbstractContextManager[object]:
    """What foreign code prints goes to standard error: results alone go to standard output."""
    return contextlib.redirect_stdout(sys.stderr)


def why(error: BaseException) -> str:
    """Why a plugin could not be loaded, as its fault says it."""
    if isinstance(error, DisclosureError):
        return "；".join(error.problems)
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}：读不出来（{reason(error)}）"
    return f"{type(error).__name__}：{error}"
