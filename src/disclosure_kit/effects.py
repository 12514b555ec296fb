"""What of one report comes from which plugin: ``plugins --effect``."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from attrs import frozen

from .app import Loaded, Session, view_of
from .checking.run import Assessment
from .layouts.loader import national
from .model.subsections import standing
from .plugin import PluginInfo, key_of
from .view import table_title


class Kind(Enum):
    """What a plugin may give a report, as a clerk calls it."""

    EDITION = "版本"
    SECTION = "部分"
    SUBSECTION = "小节"
    TABLE = "表"
    FIGURE = "数据"
    DERIVED = "算出的数据"
    WORDING = "写法"
    RULE = "规则"
    WORDS = "错词表"
    CHECK = "检查"
    TEMPLATE = "模板"
    LAYOUT = "版式"
    PICTURE = "图"


@frozen
class Effect:
    """One part of the report's form that a plugin gave.

    ``in_report``: whether the report has it, where that can be asked; ``told`` is what came of it:
    a figure, a count of findings.
    """

    kind: Kind
    id: str
    title: str
    in_report: bool | None = None
    told: str = ""


def effects(
    session: Session, loaded: Loaded, assessment: Assessment
) -> dict[PluginInfo, tuple[Effect, ...]]:
    """By plugin in use, all that it gives this report; nothing where it serves others.

    Raises:
        EditionError: two templates of one scope, or two pictures of one key.
        PluginError: a derived figure of a plugin could not be computed.
    """
    found = list(_Of(session, loaded, assessment).all())
    return {
        info: tuple(effect for owner, effect in found if owner == info.name)
        for info in session.registry.plugins
        if not info.core
    }


@frozen
class _Of:
    """One report; each method gives effects with the plugin they are from."""

    session: Session
    loaded: Loaded
    assessment: Assessment

    def all(self) -> Iterator[tuple[str, Effect]]:
        yield from self._sections()
        yield from self._parts()
        yield from self._derived()
        yield from self._checks()
        yield from self._looks()

    def _sections(self) -> Iterator[tuple[str, Effect]]:
        form, owners = self.loaded.form, self.session.registry.owners
        edition = form.edition
        yield owners["Edition", edition.id], Effect(Kind.EDITION, edition.id, edition.name)
        if form.outline is None:
            return
        owner = owners["Outline", form.outline.id]
        for section in form.outline.sections:
            there = section.id in self.loaded.report.sections
            yield owner, Effect(Kind.SECTION, section.id, section.title, there, _there(there))

    def _parts(self) -> Iterator[tuple[str, Effect]]:
        report, form = self.loaded.report, self.loaded.form
        shown = view_of(self.session, self.loaded).figures
        for owner, given in self.session.registry.parts:
            if not given.scope.covers(form.region, form.edition.id):
                continue
            parts = given.parts
            for sub in parts.subsections:
                section = report.sections.get(sub.section)
                there = section is not None and bool(standing(section.body, (sub,)))
                yield owner, Effect(Kind.SUBSECTION, sub.id, sub.title, there, _there(there))
            for table in parts.all_tables:
                there = table.id in report.tables
                yield (
                    owner,
                    Effect(
                        Kind.TABLE, table.id, table_title(table.title, form), there, _there(there)
                    ),
                )
            for figure in parts.figures:
                there = figure.key in report.figures
                told = shown.get(figure.key, "") if there else _there(there)
                yield owner, Effect(Kind.FIGURE, figure.key, figure.label, there, told)
            if count := len(parts.mentions) + len(parts.claims):
                yield owner, Effect(Kind.WORDING, given.name, f"{count} 种")
            for rule in parts.rules:
                yield owner, Effect(Kind.RULE, rule.code, rule.title, told=self._said(rule.code))
            if parts.slips:
                yield owner, Effect(Kind.WORDS, given.name, f"{len(parts.slips)} 词")

    def _derived(self) -> Iterator[tuple[str, Effect]]:
        form, owners = self.loaded.form, self.session.registry.owners
        shown = view_of(self.session, self.loaded).figures
        for one in self.session.registry.figures:
            if one.scope.covers(form.region, form.edition.id):
                told = shown.get(one.key, "") or "算不出"
                yield owners[key_of(one)], Effect(Kind.DERIVED, one.key, one.title, told=told)

    def _checks(self) -> Iterator[tuple[str, Effect]]:
        registry = self.session.registry
        for code, check in registry.checks.items():
            if check.scope.covers(self.loaded.form.region, self.loaded.form.edition.id):
                told = self._said(code)
                yield (
                    registry.owners[key_of(check)],
                    Effect(Kind.CHECK, code, check.title, told=told),
                )

    def _said(self, code: str) -> str:
        """What came of a rule or a check."""
        count = sum(finding.code == code for finding in self.assessment.findings)
        open_ = [n.reason for n in self.assessment.not_assessed if n.code == code]
        words = [f"发现 {count} 处"] if count else []
        words += [f"没有核对：{open_[0]}"] if open_ else []
        return "；".join(words) or "没有发现问题"

    def _looks(self) -> Iterator[tuple[str, Effect]]:
        registry, form = self.session.registry, self.loaded.form
        for to in registry.formats.values():
            pack = registry.template_for(form, to.name) if to.needs_template else None
            if pack is not None:
                effect = Effect(Kind.TEMPLATE, pack.name, to.title)
                yield registry.owners[key_of(pack)], effect
        for layout in registry.layouts:
            for name, override in layout.overrides.items():
                if form.layout.get(name) is override:
                    title = national().parameters[name].title
                    effect = Effect(
                        Kind.LAYOUT, name, title, told=f"{override.value}（{override.basis}）"
                    )
                    yield registry.owners[key_of(layout)], effect
        for key, picture in registry.pictures_for(form.region, form.edition.id).items():
            yield registry.owners[key_of(picture)], Effect(Kind.PICTURE, key, picture.title)


def _there(there: bool) -> str:
    return "报告中有" if there else "报告中没有"
