"""What is known of a plugin beside its contributions: who it is, or why it is not used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attrs import frozen

from .contributions import (
    Check,
    Contribution,
    DerivedFigure,
    Picture,
    Scope,
    Setting,
)
from .model.edition import Edition, Outline
from .version import __version__

NAMED: Final = "--plugin"  # how the origin of a plugin begins that the user named for this run


@frozen
class PluginInfo:
    """What a plugin says of itself (``plugin.toml``), and where it came from."""

    name: str
    title: str
    version: str
    scope: Scope
    origin: str
    core: bool = False


BUILTIN: Final = PluginInfo("builtin", "全国统一格式", __version__, Scope(), "内置", core=True)


@frozen
class Fault:
    """Why a plugin, or a part of one, is not used. ``scope`` is None where it never said, as
    ``title`` and ``version`` are then empty.

    ``asked_for``: the user named this plugin for this run.
    """

    plugin: str
    problem: str
    scope: Scope | None
    asked_for: bool = False
    title: str = ""
    version: str = ""
    origin: str = ""

    @classmethod
    def of(cls, info: PluginInfo, problem: str) -> Fault:
        """That of a plugin that said who it is."""
        return cls(
            info.name,
            problem,
            info.scope,
            title=info.title,
            version=info.version,
            origin=info.origin,
        )


@frozen
class Outdated:
    """What a plugin in use still relies on, and a later hook API will not have."""

    plugin: str
    problem: str
    scope: Scope


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
        case Picture():
            scope = "、".join(
                filter(None, (contribution.scope.region, *contribution.scope.editions))
            )
            name = f"{contribution.key}（{scope}）" if scope else contribution.key
        case _:
            name = contribution.name
    return type(contribution).__name__, name
