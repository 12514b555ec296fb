"""The contracts between the core and every plugin, and nothing else.

One law for all hooks: no parameters; called once for each kit, plugin by plugin;
the answer is an iterable of frozen contributions, exhausted at once and checked
for its types. Nothing is chosen by load order: only by name and scope. A plugin
that raises, or yields anything else, is left out as a whole, by name. Two
contributions of one name are a conflict and end in ``Registry``.
"""

from __future__ import annotations

from collections.abc import Iterable

import pluggy
from attrs import frozen

from .contributions import (
    Check,
    Command,
    DerivedFigure,
    Format,
    Layout,
    Picture,
    Reader,
    SectionParts,
    Setting,
    TemplatePack,
)
from .model.edition import Edition, Outline

GROUP = "disclosure_kit"
API = 1
OLDEST = 1  # the oldest API whose plugins work unchanged


@frozen
class Deprecated:
    """What a later API will not have: ``name`` is a hook, or a field of what one yields
    (``Check.purpose``); ``until`` is the first API without it; ``instead`` says what to do."""

    name: str
    until: int
    instead: str


# Each stands here for one API at least before it goes (docs/reference/plugin-promise.md).
DEPRECATED: tuple[Deprecated, ...] = ()

hookspec = pluggy.HookspecMarker(GROUP)
hookimpl = pluggy.HookimplMarker(GROUP)


@hookspec
def disclosure_editions() -> Iterable[Edition]:  # type: ignore[empty-body]
    """Editions of the national form.

    Purpose:
        Say which edition of the form serves which report years.
    When:
        Once for each kit.
    Yields:
        ``Edition`` values. Their sections come from the same plugin's
        ``disclosure_sections``.
    Order:
        None. The edition is chosen by its id or by the report year.
    Errors:
        Two editions of one id, or whose years overlap, are a conflict.

    Example:
        >>> from disclosure_kit import hookimpl
        >>> from disclosure_kit.model.edition import Edition, OutlineKind, Years
        >>> class Plugin:
        ...     @hookimpl
        ...     def disclosure_editions(self):
        ...         yield Edition(
        ...             id="2031", name="2031 年版", years=Years(2031), instrument="某号文",
        ...             outline=OutlineKind.FREE, report_title="{agency}{year}年报告")
        >>> [edition.id for edition in Plugin().disclosure_editions()]
        ['2031']
    """


@hookspec
def disclosure_outlines() -> Iterable[Outline]:  # type: ignore[empty-body]
    """Outlines of regions, for editions that leave the sections to them.

    Purpose:
        Say which top-level sections a report of this region has.
    When:
        Once for each kit.
    Yields:
        ``Outline`` values.
    Order:
        None. The narrowest region that covers the report wins.
    Errors:
        Two outlines of one id are a conflict; two of one region, edition and
        year are a tie, refused when such a report is read.

    Example:
        >>> from disclosure_kit import hookimpl
        >>> from disclosure_kit.model.edition import Outline, Section, Years
        >>> class Plugin:
        ...     @hookimpl
        ...     def disclosure_outlines(self):
        ...         yield Outline(
        ...             id="example", name="示例", region="99", editions=("2014",),
        ...             years=Years(2018, 2018), basis="某号文",
        ...             sections=(Section("overview", "一、概述"),))
        >>> [outline.region for outline in Plugin().disclosure_outlines()]
        ['99']
    """


@hookspec
def disclosure_sections() -> Iterable[SectionParts]:  # type: ignore[empty-body]
    """Sections, tables, stated figures and sum rules.

    Purpose:
        Add parts to the form of the reports that a scope covers.
    When:
        Once for each kit.
    Yields:
        ``SectionParts`` values.
    Order:
        None. Each table says its section itself.
    Errors:
        A part whose id is taken is a conflict, and so are two sub-sections or tables of one
        title in one section of the same reports; a part that names something
        that does not exist costs the plugin. Top-level sections come only from
        the plugin that yields the edition.

    Example:
        >>> from disclosure_kit import hookimpl
        >>> from disclosure_kit.contributions import Scope, SectionParts
        >>> from disclosure_kit.editions.loader import load_parts
        >>> class Plugin:
        ...     @hookimpl
        ...     def disclosure_sections(self):
        ...         text = '''
        ...         [[repeating_tables]]
        ...         id = "example.fees"
        ...         title = "信息处理费明细"
        ...         section = "other"
        ...         columns = [{ id = "agency", label = "单位", kind = "text" }]
        ...         '''
        ...         yield SectionParts("fees", Scope("99", ("2021",)), load_parts(text, "fees"))
        >>> [parts.scope.region for parts in Plugin().disclosure_sections()]
        ['99']
    """


@hookspec
def disclosure_checks() -> Iterable[Check]:  # type: ignore[empty-body]
    """Checks in code, for what declared arithmetic cannot say.

    Purpose:
        Find faults of a report.
    When:
        Once for each kit; ``Check.run`` once for each report in its scope.
    Yields:
        ``Check`` values.
    Order:
        None. Findings are sorted by where they stand and by code.
    Errors:
        A code that does not begin with the plugin's name (``name-``), or a check
        without an example that passes and one that fails, costs the plugin. A check
        that raises is told as not assessed, and the report is then not complete.

    Example:
        >>> from disclosure_kit import hookimpl
        >>> from disclosure_kit.contributions import Check
        >>> from disclosure_kit.model.example import saying
        >>> from disclosure_kit.model.finding import Finding, Severity
        >>> from disclosure_kit.model.prose import passages
        >>> def run(case):
        ...     for passage in passages(case.report):
        ...         if "大概" in passage.text:
        ...             yield Finding("example-vague", Severity.WARNING, "用了“大概”")
        >>> class Plugin:
        ...     @hookimpl
        ...     def disclosure_checks(self):
        ...         yield Check(
        ...             "example-vague", "用语确切", Severity.WARNING, run,
        ...             purpose="年度报告写确数。", basis="《条例》第四十七条",
        ...             passing=saying("收到申请3件。"), failing=saying("收到申请大概3件。"),
        ...         )
        >>> [check.code for check in Plugin().disclosure_checks()]
        ['example-vague']
    """


@hookspec
def disclosure_readers() -> Iterable[Reader]:  # type: ignore[empty-body]
    """Readers of files.

    Purpose:
        Read one more kind of file.
    When:
        Once for each kit; ``sniff`` at most once for each file, ``read`` once for each that it is
        chosen for.
    Yields:
        ``Reader`` values.
    Order:
        None. The content decides; where it leaves several, the file's ending, and of several
        with that ending the core's own: a file of theirs that they know is nobody else's.
    Errors:
        Two readers of one name are a conflict. ``read`` raises ``SourceError``. Both run
        in a child process under a deadline, and are given the bytes alone, not the folder.

    Example:
        >>> from disclosure_kit import hookimpl
        >>> from disclosure_kit.contributions import Reader
        >>> from disclosure_kit.model.raw import RawDocument
        >>> class Plugin:
        ...     @hookimpl
        ...     def disclosure_readers(self):
        ...         yield Reader(
        ...             "empty", "示例", (".example",), lambda head: head.startswith(b"EX"),
        ...             lambda source: RawDocument(source.name, ()))
        >>> [reader.suffixes for reader in Plugin().disclosure_readers()]
        [('.example',)]
    """


@hookspec
def disclosure_formats() -> Iterable[Format]:  # type: ignore[empty-body]
    """Formats to publish in.

    Purpose:
        Write one more kind of file.
    When:
        Once for each kit; ``write`` once for each report.
    Yields:
        ``Format`` values.
    Order:
        None. The user names the format. One that derives from another is written after it.
    Errors:
        Two formats of one name are a conflict. One that derives from a format that nobody has,
        or that derives from a third, costs the plugin. ``write``, ``prove`` and ``measure`` run
        in a child process under a deadline; where one fails, nothing is delivered.

    Example:
        >>> from disclosure_kit import hookimpl
        >>> from disclosure_kit.contributions import Artifact, Format
        >>> class Plugin:
        ...     @hookimpl
        ...     def disclosure_formats(self):
        ...         yield Format(
        ...             "title", "只有标题", ".title",
        ...             lambda publication: [Artifact(".title", publication.view.title.encode())])
        >>> [format.suffix for format in Plugin().disclosure_formats()]
        ['.title']
    """


@hookspec
def disclosure_templates() -> Iterable[TemplatePack]:  # type: ignore[empty-body]
    """Word templates.

    Purpose:
        Give the reports of a region a look of their own.
    When:
        Once for each kit; ``content`` once for each report it serves.
    Yields:
        ``TemplatePack`` values.
    Order:
        None. The narrowest scope that covers the report wins: the longest region,
        then the one that names its editions.
    Errors:
        Two packs of one name, or two of one scope, are a conflict. ``content`` runs in a child
        process under a deadline; where it fails, the document is not delivered.

    Example:
        >>> from disclosure_kit import hookimpl
        >>> from disclosure_kit.contributions import Scope, TemplatePack
        >>> class Plugin:
        ...     @hookimpl
        ...     def disclosure_templates(self):
        ...         yield TemplatePack(
        ...             "example", "docx", Scope("99"), lambda form, settings: b"PK...")
        >>> [pack.name for pack in Plugin().disclosure_templates()]
        ['example']
    """


@hookspec
def disclosure_layouts() -> Iterable[Layout]:  # type: ignore[empty-body]
    """How documents look, where a region leaves the national profile (GB/T 9704-2012).

    Purpose:
        Give single parameters of the profile (docs/reference/layout.md) a region's value.
    When:
        Once for each kit.
    Yields:
        ``Layout`` values.
    Order:
        None. Of each parameter the narrowest scope that covers the report wins.
    Errors:
        A parameter that does not exist, a value of the wrong kind or without a basis, or
        a page that cannot be, costs the plugin. Two values of one scope for one parameter
        are a conflict.

    Example:
        >>> from frozendict import frozendict
        >>> from disclosure_kit import hookimpl
        >>> from disclosure_kit.contributions import Layout, Scope
        >>> from disclosure_kit.model.profile import Override
        >>> class Plugin:
        ...     @hookimpl
        ...     def disclosure_layouts(self):
        ...         bold = Override(True, "某办〔2024〕1号第十二条")
        ...         yield Layout("example", Scope("99"), frozendict({"heading.bold": bold}))
        >>> [list(layout.overrides) for layout in Plugin().disclosure_layouts()]
        [['heading.bold']]
    """


@hookspec
def disclosure_figures() -> Iterable[DerivedFigure]:  # type: ignore[empty-body]
    """Figures computed from stated ones, shown in documents.

    Purpose:
        Give templates a share or a total that nobody types.
    When:
        Once for each kit; ``compute`` once for each report in its scope.
    Yields:
        ``DerivedFigure`` values.
    Order:
        None.
    Errors:
        A key that does not begin with the plugin's name (``name.``) costs the
        plugin. ``compute`` runs in a child process under a deadline; where it fails, the
        document is not delivered.

    Example:
        >>> from disclosure_kit import hookimpl
        >>> from disclosure_kit.contributions import DerivedFigure, Scope
        >>> class Plugin:
        ...     @hookimpl
        ...     def disclosure_figures(self):
        ...         yield DerivedFigure(
        ...             "example.twice", "两倍", Scope(), lambda report: 2 * report.year)
        >>> [figure.key for figure in Plugin().disclosure_figures()]
        ['example.twice']
    """


@hookspec
def disclosure_pictures() -> Iterable[Picture]:  # type: ignore[empty-body]
    """Pictures of a report's figures, for documents and the web page.

    Purpose:
        Draw what the figures say, without a number of its own.
    When:
        Once for each kit; ``draw`` once for each document that shows the picture.
    Yields:
        ``Picture`` values.
    Order:
        None. A template names a picture by its key; the web page shows all, by key. Of one
        key the narrowest scope that covers the report wins.
    Errors:
        A key that does not begin with the plugin's name (``name.``), or an address at which
        a form of its scope has no count, costs the plugin. Where ``draw`` raises, takes too
        long or gives no PNG, the document is not delivered and the plugin is named.

    Example:
        >>> from disclosure_kit import hookimpl
        >>> from disclosure_kit.contributions import Picture, Scope
        >>> from disclosure_kit.model.picture import Item
        >>> def draw(subject, settings):
        ...     return b"PNG..."
        >>> class Plugin:
        ...     @hookimpl
        ...     def disclosure_pictures(self):
        ...         yield Picture(
        ...             "example.people", "自然人申请", Scope("99", ("2021",)),
        ...             (Item("新收", ("applications.received.natural_person",)),), draw)
        >>> [picture.key for picture in Plugin().disclosure_pictures()]
        ['example.people']
    """


@hookspec
def disclosure_settings() -> Iterable[Setting]:  # type: ignore[empty-body]
    """Settings that a user may change.

    Purpose:
        Declare a setting, so that it is validated and listed.
    When:
        Once for each kit.
    Yields:
        ``Setting`` values.
    Order:
        None.
    Errors:
        A key that is not the plugin's name and one word (``name.word``), or a default that
        is none of the choices, costs the plugin. ``[[settings]]`` in ``plugin.toml`` says
        the same without code.

    Example:
        >>> from disclosure_kit import hookimpl
        >>> from disclosure_kit.contributions import Setting
        >>> class Plugin:
        ...     @hookimpl
        ...     def disclosure_settings(self):
        ...         yield Setting("example.seal", "no", "是否留印章位置", ("yes", "no"))
        >>> [setting.default for setting in Plugin().disclosure_settings()]
        ['no']
    """


@hookspec
def disclosure_commands() -> Iterable[Command]:  # type: ignore[empty-body]
    """Commands below ``disclosure-kit``.

    Purpose:
        Add a command. Its ``ctx.obj`` is the ``Session``. ``Command(name, summary, "module:name")``
        names one that is imported when it is run; the core's are all of this kind.
    When:
        Once for each kit.
    Yields:
        ``Command`` values.
    Order:
        None. Listed by name.
    Errors:
        Two commands of one name are a conflict. What one raises, and an exit code that is
        none of ours, is told with the plugin's name (exit code 5).

    Example:
        >>> import click
        >>> from disclosure_kit import hookimpl
        >>> from disclosure_kit.contributions import Command
        >>> class Plugin:
        ...     @hookimpl
        ...     def disclosure_commands(self):
        ...         yield Command("hello", "问好", click.Command("hello"))
        >>> [command.name for command in Plugin().disclosure_commands()]
        ['hello']
    """


YIELDS: dict[str, type] = {
    "disclosure_editions": Edition,
    "disclosure_outlines": Outline,
    "disclosure_sections": SectionParts,
    "disclosure_checks": Check,
    "disclosure_readers": Reader,
    "disclosure_formats": Format,
    "disclosure_templates": TemplatePack,
    "disclosure_layouts": Layout,
    "disclosure_figures": DerivedFigure,
    "disclosure_pictures": Picture,
    "disclosure_settings": Setting,
    "disclosure_commands": Command,
}
