"""Makes the plugin manager, loads plugins one by one, and gives the session.

The only module that knows pluggy, and the only one that imports ``builtin``.
There is no module-level manager: each kit is a value of its own.
"""

from __future__ import annotations

import contextlib
import datetime
import importlib.util
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any, cast

import pluggy
from attrs import frozen

from . import builtin, hookspecs, settings
from .app import Session
from .contributions import Contribution, Scope
from .errors import DisclosureError, UsageError
from .plugins_folder.folder import FolderPlugin
from .plugins_folder.manifest import FILE, Plugin, check_api, read_manifest
from .registry import Contributed, Fault, PluginInfo, Registry
from .version import __version__

BUILTIN = PluginInfo("builtin", "全国统一格式", __version__, Scope(), "内置", core=True)


@frozen
class KitSpec:
    """Which plugins and which settings: small, picklable, enough to rebuild the kit in a worker.

    ``plugins`` are paths that the user named; ``installed`` asks for those of the entry
    points too; ``options`` are ``key=value`` words; ``settings_file`` is the user's file.
    """

    plugins: tuple[str, ...] = ()
    installed: bool = True
    builtin: bool = True
    options: tuple[str, ...] = ()
    settings_file: str | None = None


@frozen
class Candidate:
    """A plugin before it is loaded: what it says of itself, and how to get it."""

    info: PluginInfo
    load: Any
    asked_for: bool = False


def load_kit(spec: KitSpec = KitSpec(), today: datetime.date | None = None) -> Session:  # frozen
    """The session of ``spec``. A faulty plugin is left out, by name, in ``registry.faults``.

    Raises:
        UsageError: a setting that nobody declares, or a value it cannot have.
    """
    faults: list[Fault] = []
    contributed: dict[PluginInfo, tuple[Contribution, ...]] = {}
    if spec.builtin:
        found = _collect(Candidate(BUILTIN, lambda: builtin.PLUGIN), faults)
        if faults:  # our own fault, not a plugin's
            raise RuntimeError(faults[0].problem)
        contributed.update(found)
    for candidate in _candidates(spec, faults):
        if candidate.info.name in {info.name for info in contributed}:
            problem = f"插件 {candidate.info.name} 已经载入过，{candidate.info.origin}的这一份不用"
            scope = candidate.info.scope
            faults.append(Fault(candidate.info.name, problem, scope, candidate.asked_for))
            continue
        contributed.update(_collect(candidate, faults))
    registry = Registry.build(contributed, faults)
    layers: list[tuple[str, Mapping[str, str]]] = []
    if spec.settings_file is not None:
        text = _settings_text(spec.settings_file)
        layers.append((spec.settings_file, settings.from_toml(text, spec.settings_file)))
    layers.append(("--set", settings.from_options(spec.options)))
    return Session(
        registry, settings.resolve(registry.settings, *layers), today or datetime.date.today()
    )


def _settings_text(file: str) -> str:
    try:
        return Path(file).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"设置文件 {file} 读不出来（{error}）") from None


def _candidates(spec: KitSpec, faults: list[Fault]) -> Iterator[Candidate]:
    if spec.installed:
        for point in sorted(entry_points(group=hookspecs.GROUP), key=lambda p: p.name):
            yield from _installed(point, faults)
    for word in spec.plugins:
        yield from _named(Path(word), faults)


def _installed(point: EntryPoint, faults: list[Fault]) -> Iterator[Candidate]:
    origin = f"已安装：{point.dist.name if point.dist else point.value}"
    folder = _package_folder(point)
    try:
        manifest = read_manifest(folder) if folder else None
        if manifest is None:
            loaded = point.load()
            if not isinstance(loaded, Path):
                raise ValueError(f"找不到它的 {FILE}")
            yield _folder(loaded, origin)
        else:
            check_api(manifest)
            yield Candidate(manifest.described(origin), lambda: _made(point.load()))
    except (Exception, SystemExit) as error:
        scope = manifest.scope if folder and manifest else None
        faults.append(Fault(point.name, _why(error), scope))


def _package_folder(point: EntryPoint) -> Path | None:
    """The folder of the entry point's module that holds ``plugin.toml``; nothing is imported."""
    package, *inner = point.module.split(".")
    found = importlib.util.find_spec(package)
    for root in (found.submodule_search_locations if found else None) or ():
        folder = Path(root, *inner)
        for here in (folder, folder.parent):
            if (here / FILE).is_file() and here.is_relative_to(root):
                return here
    return None


def _named(path: Path, faults: list[Fault]) -> Iterator[Candidate]:
    folder = path.parent if path.is_file() else path
    manifest: Plugin | None = None
    try:
        manifest = read_manifest(folder)
        check_api(manifest)
        yield _folder(folder, f"--plugin {path}", asked_for=True)
    except (Exception, SystemExit) as error:
        name = manifest.name if manifest else path.name
        scope = manifest.scope if manifest else None
        faults.append(Fault(name, _why(error), scope, asked_for=True))


def _folder(folder: Path, origin: str, asked_for: bool = False) -> Candidate:
    manifest = read_manifest(folder)
    check_api(manifest)
    if manifest.module is None:
        return Candidate(
            manifest.described(origin), lambda: FolderPlugin(folder, manifest), asked_for
        )
    file = folder / manifest.module
    return Candidate(manifest.described(origin), lambda: _module(file, manifest.name), asked_for)


def _made(loaded: Any) -> Any:
    return FolderPlugin(loaded, read_manifest(loaded)) if isinstance(loaded, Path) else loaded


def _module(file: Path, name: str) -> Any:
    spec = importlib.util.spec_from_file_location(f"disclosure_kit_plugin_{name}", file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file.name} 不是 Python 文件")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _collect(candidate: Candidate, faults: list[Fault]) -> Contributed:
    """Everything one plugin yields, or nothing at all of it."""
    info = candidate.info
    try:
        with contextlib.redirect_stdout(sys.stderr):  # results alone go to standard output
            return {info: tuple(_contributions(candidate.load(), info.name))}
    except (Exception, SystemExit) as error:
        faults.append(Fault(info.name, _why(error), info.scope, candidate.asked_for))
        return {}


def _contributions(plugin: Any, name: str) -> Iterator[Contribution]:
    manager = pluggy.PluginManager(hookspecs.GROUP)
    manager.add_hookspecs(hookspecs)
    manager.register(plugin, name)
    manager.check_pending()
    for word in dir(plugin):
        known = hookspecs.YIELDS.get(word)
        if known and not any(
            i.plugin is plugin for i in getattr(manager.hook, word).get_hookimpls()
        ):
            raise TypeError(f"{word} 前漏写了 @hookimpl")
    for hook, kind in hookspecs.YIELDS.items():
        answers: list[Iterable[Any]] = getattr(manager.hook, hook)()
        for answer in answers:
            for contribution in answer:
                if not isinstance(contribution, kind):
                    raise TypeError(f"{hook} 应给出 {kind.__name__}，给出的是 {contribution!r}")
                yield cast(Contribution, contribution)


def _why(error: BaseException) -> str:
    if isinstance(error, DisclosureError):
        return "；".join(error.problems)
    return f"{type(error).__name__}：{error}"
