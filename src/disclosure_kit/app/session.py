"""A kit at work, and a report that it has read."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cached_property
from typing import Final, Protocol

from attrs import field, frozen
from frozendict import frozendict

from ..checking.apart import Apart
from ..contributions import Check
from ..foreign import is_ours
from ..model.case import Settings
from ..model.difference import Difference
from ..model.form import Form
from ..model.picture import NO_PICTURES, Drawn
from ..model.report import Report
from ..pictures.studio import Studio
from ..plugin import Fault, key_of
from ..registry import Registry
from ..rendering import strangers as templates
from ..rendering.strangers import Strangers
from ..structure.of_plugins import Part
from ..view import View

SECONDS: Final = "checks.seconds"  # the setting: how long a check of a plugin may take
TEMPLATE_SECONDS: Final = "template.seconds"  # and how long a stranger's template
CALL_SECONDS: Final = "plugins.seconds"  # and how long any other code of a plugin


class Again(Protocol):
    """Builds the same session in another process; picklable, and equal to another that does."""

    @property
    def plugins(self) -> tuple[str, ...]:
        """The paths of the plugins that the user named for this run."""

    @property
    def files(self) -> tuple[str, ...]:
        """These, and the other files that the user named: the session is made of what they hold."""

    def __call__(self) -> Session: ...


@frozen
class Session:
    """A kit at work: every contribution in use, the settings, and today's date.

    ``apart`` runs the checks in plugins' code in a process of their own; without it (a registry
    built by hand) they run here. ``studio`` does the same for pictures. ``strangers`` fills
    templates that are not the core's. ``core_only``: the user asked for the statutory report
    without what installed plugins add (``--no-plugins``). ``again`` builds the same session in
    another process.
    """

    registry: Registry
    settings: Settings
    today: datetime.date
    apart: Apart | None = field(default=None, eq=False, repr=False)
    studio: Studio | None = field(default=None, eq=False, repr=False)
    strangers: Strangers = field(factory=Strangers, eq=False, repr=False)
    core_only: bool = False
    again: Again | None = field(default=None, eq=False, repr=False)

    @cached_property
    def foreign_checks(self) -> dict[str, Check]:
        """The checks that are code of plugins, by code."""
        registry = self.registry
        return {
            code: check
            for code, check in registry.checks.items()
            if not registry.is_core(registry.owners[key_of(check)]) and not is_ours(check.run)
        }

    def fill(
        self,
        template: bytes,
        view: View,
        media: Mapping[str, bytes] = frozendict(),
        drawn: Drawn = NO_PICTURES,
        carried: bytes | None = None,
    ) -> bytes:
        """A stranger's template filled, as ``rendering.word.render_document`` does, apart.

        Raises:
            TemplateError: it cannot be filled, or not within its bounds.
        """
        seconds = float(self.settings.get(TEMPLATE_SECONDS, templates.SECONDS))
        return self.strangers.render(template, view, media, drawn, seconds, carried)


@frozen
class Loaded:
    """A report with the form it fills; ``notices`` say what reading normalised or lacked.

    ``lost`` are plugins that failed to load and might have served this report; ``differences``
    is where the data that a document carries say another thing than its text. ``media`` are its
    pictures by their paths, fit to be published; ``unusable`` says why others of them are not.
    ``apart`` are the parts of plugins in the source that the user declined: left out.
    """

    name: str
    report: Report
    form: Form
    notices: tuple[str, ...]
    lost: tuple[Fault, ...] = ()
    differences: tuple[Difference, ...] = ()
    media: frozendict[str, bytes] = field(factory=frozendict, repr=False)
    unusable: frozendict[str, str] = field(factory=frozendict)
    apart: tuple[Part, ...] = ()
