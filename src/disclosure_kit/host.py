"""A kit: its plugins found and loaded, its settings resolved, and the session that they make.

The only module that imports ``builtin``. Nothing is kept at module level: each
kit is a value of its own.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from attrs import evolve, frozen

from . import builtin, regions, settings
from .app import CALL_SECONDS, Session
from .checking.apart import Apart
from .errors import PluginError, UsageError
from .files import reason
from .foreign.setting_apart import set_apart
from .installed import own_plugins
from .kept_registry import kept
from .pictures.studio import Studio
from .plugin import BUILTIN, Contributed, Fault
from .registry import Registry

_SECONDS: Final = "300"  # where nobody declares the setting: a kit without the core


@frozen
class KitSpec:
    """Which plugins and which settings: small, picklable, enough to rebuild the kit in a worker.

    ``plugins`` are paths that the user named; ``installed`` asks for those of the entry
    points too: without it, what they added to a file is left out of the report, and told.
    ``options`` are ``key=value`` words; ``settings_file`` is the user's file.
    """

    plugins: tuple[str, ...] = ()
    installed: bool = True
    builtin: bool = True
    options: tuple[str, ...] = ()
    settings_file: str | None = None
    without: tuple[str, ...] = ()


def load_kit(spec: KitSpec = KitSpec(), today: datetime.date | None = None) -> Session:  # frozen
    """The session of ``spec``. A faulty plugin is left out, by name, in ``registry.faults``.
    What plugins' code does later it does in child processes.

    Raises:
        UsageError: a setting that nobody declares, or a value it cannot have.
    """
    session = kit_here(spec, today or datetime.date.today())
    lost = {fault.plugin for fault in session.registry.faults}
    hello = evolve(spec, without=(*spec.without, *sorted(lost))), session.today
    seconds = float(session.settings.get(CALL_SECONDS, _SECONDS))
    return evolve(
        session,
        registry=set_apart(session.registry, hello, seconds),
        apart=Apart(hello),
        studio=Studio(hello),
        again=Again.of(spec, session),
    )


@frozen
class Again:
    """Builds the session of ``spec`` once more, in another process, perhaps on another machine.

    Plugins at fault are not tried again (one may have taken its whole time to fail), and told as
    they were; ``used`` are the others, which must be had there too.
    """

    spec: KitSpec
    today: datetime.date
    faults: tuple[Fault, ...]
    used: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, spec: KitSpec, session: Session) -> Again:
        """That of ``session``, which ``spec`` gave."""
        faults = session.registry.faults
        lost = sorted({fault.plugin for fault in faults})
        there = evolve(
            spec,
            plugins=tuple(map(os.path.abspath, spec.plugins)),
            settings_file=spec.settings_file and os.path.abspath(spec.settings_file),
            without=(*spec.without, *lost),
        )
        return cls(there, session.today, faults, _used(session))

    @property
    def plugins(self) -> tuple[str, ...]:
        return self.spec.plugins

    @property
    def files(self) -> tuple[str, ...]:
        settings_file = self.spec.settings_file
        return self.plugins if settings_file is None else (*self.plugins, settings_file)

    def __call__(self) -> Session:
        """The session.

        Raises:
            PluginError: other plugins are there, or other versions of them, than here.
        """
        session = load_kit(self.spec, self.today)
        if differing := sorted(set(_used(session)) ^ set(self.used)):
            names = "、".join(f"{name} {version}" for name, version in differing)
            raise PluginError(
                differing[0][0],
                f"工作进程载入的插件与这里不同：{names}",
                hint="请在各处装同样的插件、同样的版本",
            )
        registry = evolve(session.registry, faults=self.faults)
        return evolve(session, registry=registry, again=self)


def _used(session: Session) -> tuple[tuple[str, str], ...]:
    return tuple((info.name, info.version) for info in session.registry.plugins)


def kit_here(spec: KitSpec, today: datetime.date) -> Session:
    """As ``load_kit``, but plugins' code runs in this process: for the child processes.

    Raises:
        UsageError: as ``load_kit``.
    """
    registry = _registry(spec)
    if spec.builtin and BUILTIN not in registry.plugins:  # our own fault, not a plugin's
        raise RuntimeError(next(f.problem for f in registry.faults if f.plugin == BUILTIN.name))
    layers: list[tuple[str, Mapping[str, str]]] = []
    if spec.settings_file is not None:
        text = _settings_text(spec.settings_file)
        layers.append((spec.settings_file, settings.from_toml(text, spec.settings_file)))
    layers.append(("--set", settings.from_options(spec.options)))
    lost = {fault.plugin for fault in registry.faults} | {*spec.without}
    chosen = settings.resolve(registry.settings, *layers, lost=lost)
    return Session(registry, chosen, today, core_only=not spec.installed)


def _registry(spec: KitSpec) -> Registry:
    """As it was kept, where only the kit's own code has a say in it; else made."""
    own = own_plugins() if spec.installed else ()
    if not spec.builtin or spec.plugins or own is None:
        return _made(spec)
    folders = tuple(getattr(regions, name) for name in own)
    return kept(folders, spec.without, lambda: _made(spec))


def _made(spec: KitSpec) -> Registry:
    from .gathering import gathered  # imports all that plugins are read with

    core = (lambda: builtin.PLUGIN) if spec.builtin else None
    return gathered(core, spec.plugins, spec.installed, spec.without)


def core_contributed() -> Contributed:
    """What the core yields, to hold a plugin against."""
    from .collect import contributions  # as plugins are asked

    return {BUILTIN: tuple(contributions(builtin.PLUGIN, BUILTIN.name))}


def _settings_text(file: str) -> str:
    try:
        return Path(file).read_text("utf-8")
    except OSError as error:
        raise UsageError(f"设置文件 {file} 读不出来（{reason(error)}）") from None
    except UnicodeDecodeError:
        raise UsageError(f"设置文件 {file} 不是 UTF-8 文字") from None
