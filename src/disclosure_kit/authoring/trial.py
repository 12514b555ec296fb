"""A plugin on trial: the kit with it and without it, and the forms that it serves."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from attrs import define, evolve

from ..app import SECONDS, Session, form_for
from ..contributions import Scope
from ..errors import EditionError, PluginError
from ..host import KitSpec, load_kit
from ..model.form import Form
from ..model.rules import Mention
from ..plugin import PluginInfo
from ..recognise import Wishes
from .mistakes import mistakes
from .place import located

AGENCY = "某某市某某镇人民政府"


@define(frozen=True, slots=False)
class Trial:
    """The plugin in ``folder``, loaded beside nothing but the core."""

    folder: Path

    @cached_property
    def home(self) -> Path:
        return located(self.folder.resolve())

    @cached_property
    def session(self) -> Session:
        """The kit with the plugin.

        Raises:
            PluginError: it has mistakes; all of them, as ``plugin check`` tells them.
        """
        found = [
            f"{m.file}{f' 第 {m.line} 行' if m.line else ''}：{m.message}"
            for m in mistakes(self.folder)
        ]
        if found:
            raise PluginError(self.folder.name, found, hint="plugin check 说明每一处怎么改")
        session = load_kit(KitSpec(plugins=(str(self.home),), installed=False))
        if session.registry.faults:
            fault = session.registry.faults[0]
            raise PluginError(fault.plugin, fault.problem)
        return session

    @cached_property
    def core(self) -> Session:
        """The kit without it."""
        return load_kit(KitSpec(installed=False))

    @cached_property
    def seconds(self) -> float:
        """How long checks may take."""
        return float(self.session.settings[SECONDS])

    @cached_property
    def info(self) -> PluginInfo:
        (info,) = [info for info in self.session.registry.plugins if not info.core]
        return info

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """The forms that the plugin serves, one of each edition, region and years it names."""
        found: dict[tuple[str, str | None, int], Form] = {}
        for scope in self._scopes():
            for form in self._forms(scope):
                found.setdefault((form.edition.id, form.region, form.year), form)
        return tuple(found.values())

    def _scopes(self) -> Iterator[Scope]:
        yield self.info.scope
        for owner, sections in self.session.registry.parts:
            if owner == self.info.name:
                yield sections.scope

    def _forms(self, scope: Scope) -> Iterator[Form]:
        for edition in self.session.registry.editions.values():
            if scope.editions and edition.id not in scope.editions:
                continue
            year = scope.years.first if scope.years else None
            if year is None or year in edition.years:
                wishes = Wishes(edition.id, scope.region or None)
                yield form_for(self.session, wishes, year)

    def without(self, form: Form) -> Form:
        """The same form in the kit without the plugin.

        Raises:
            EditionError: the edition is the plugin's own.
        """
        registry = self.core.registry
        if form.edition.id not in registry.editions:
            raise EditionError(f"版本 {form.edition.id} 是插件自己的")
        edition = registry.editions[form.edition.id]
        return registry.form(edition, form.region, form.year, form.outline)

    def core_wordings(self, form: Form) -> tuple[Mention, ...]:
        """The wordings that the form has without the plugin."""
        if form.edition.id not in self.core.registry.editions:
            return ()
        return self.without(form).mentions

    def in_january(self, year: int) -> Session:
        """The kit on a day on which the report of ``year`` is due, whatever today is."""
        return evolve(self.session, today=datetime.date(year + 1, 1, 20))


def called(form: Form) -> str:
    """A form as details name it."""
    return f"{form.edition.id} 版 {form.year} 年度（{form.region or '全国'}）"
