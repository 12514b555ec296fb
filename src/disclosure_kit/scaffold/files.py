"""The files of a new plugin: texts from ``skeleton``, and template and examples made of the form
that these texts give."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from string import Template
from typing import Final

from attrs import evolve, frozen
from frozendict import frozendict

from ..app import Loaded, Session, form_for, format_named, publish
from ..checking.run import Assessment
from ..contributions import Scope, SectionParts
from ..editions.loader import load_parts
from ..errors import UsageError
from ..hookspecs import API
from ..model.edition import Edition, OutlineKind
from ..model.form import Form
from ..model.report import (
    Agency,
    Block,
    Heading,
    Narrative,
    Report,
    TableBlock,
    TableData,
    Text,
)
from ..model.table import Table
from ..model.values import Kind, Money, Value
from ..plugins_folder.manifest import NAME, without_zeros
from ..recognise import Wishes, check_region
from ..templates import starting_template
from ..version import __version__

_SKELETON: Final = Path(__file__).parent / "skeleton"
_LONGEST: Final = 40  # letters of a name, and of a title
_AGENCY: Final = "某某镇人民政府"
# What the two examples fill in, by the row of the table: the second adds up wrongly.
_RIGHT: Final[Mapping[str, int]] = frozendict({"departments": 2, "towns": 3, "total": 5})
_WRONG: Final[Mapping[str, int]] = frozendict({"departments": 2, "towns": 3, "total": 6})


@frozen
class Wanted:
    """What the author says of a new plugin."""

    name: str
    region: str
    title: str
    python: bool = False


def wanted(name: str, region: str, title: str | None, python: bool, session: Session) -> Wanted:
    """The author's words, found fit.

    Raises:
        UsageError: a name that no plugin may have or another has, a malformed code, a title that
            does not fit a line.
    """
    if not NAME.fullmatch(name) or len(name) > _LONGEST:
        raise UsageError(
            f"名字 {name!r} 不行：应是小写英文字母开头的一个词，只用小写字母、数字和下划线，"
            f"不超过 {_LONGEST} 个字符，如 ximu"
        )
    if any(info.name == name for info in session.registry.plugins):
        raise UsageError(f"已有叫 {name} 的插件，请另取名字")
    said = title if title is not None else f"区划 {without_zeros(region)} 年报附加内容"
    if not said.strip() or not said.isprintable() or len(said) > _LONGEST:
        raise UsageError(f"标题应是不超过 {_LONGEST} 个字的一行文字")
    return Wanted(name, without_zeros(check_region(region)), said.strip(), python)


def files_of(asked: Wanted, folder: str, session: Session) -> dict[str, bytes]:
    """The files of the plugin, by their paths in ``folder``; same words, same bytes.

    Raises:
        EditionError: there is no edition to join.
    """
    edition = _newest(session)
    form = form_for(_core_of(session), Wishes(edition.id))
    section = form.sections[-1]
    words = {
        "name": asked.name,
        "package": f"disclosure_kit_{asked.name}",
        "title": json.dumps(asked.title, ensure_ascii=False),
        "heading": asked.title,
        "region": asked.region,
        "edition": edition.id,
        "year": str(form.year),
        "section": section.id,
        "section_title": section.title,
        "api": str(API),
        "version": __version__,
        "module": '\nmodule = "__init__.py"' if asked.python else "",
        "folder": folder,
    }
    made = _python(words) if asked.python else _folder(words)
    home = f"src/{words['package']}/" if asked.python else ""
    place = home if asked.python else "templates/"
    joined = _joined(asked, edition, words, session)
    full = form_for(joined, Wishes(edition.id, asked.region))
    binary = {f"{place}{edition.id}.docx": starting_template(joined, full)}
    binary |= dict(_examples(full, asked, f"{home}examples/", joined))
    return {path: text.encode() for path, text in made.items()} | binary


def _newest(session: Session) -> Edition:
    """The edition whose sections are fixed that serves the latest years."""
    fixed = [e for e in session.registry.editions.values() if e.outline is OutlineKind.FIXED]
    if not fixed:
        raise UsageError("没有可以附加内容的版本")
    return max(fixed, key=lambda edition: edition.years.first)


def _folder(words: Mapping[str, str]) -> dict[str, str]:
    return {
        "plugin.toml": _text("plugin.toml", words),
        "README.md": _text("folder/README.md", words),
        "sections/fees.toml": _text("sections.toml", words),
        "checks/sums.toml": _text("checks.toml", words),
        "tests/test_plugin.py": _text("test_plugin.py", words),
    }


def _python(words: Mapping[str, str]) -> dict[str, str]:
    package = f"src/{words['package']}"
    return {
        "pyproject.toml": _text("python/pyproject.toml", words),
        "README.md": _text("python/README.md", words),
        f"{package}/__init__.py": _text("python/__init__.py", words),
        f"{package}/plugin.toml": _text("plugin.toml", words),
        f"{package}/sections.toml": _parts(words),
        "tests/test_plugin.py": _text("test_plugin.py", words),
    }


def _text(name: str, words: Mapping[str, str]) -> str:
    return Template((_SKELETON / f"{name}.txt").read_text("utf-8")).substitute(words)


def _parts(words: Mapping[str, str]) -> str:
    return _text("sections.toml", words) + "\n" + _text("checks.toml", words)


def _core_of(session: Session) -> Session:
    """The session with the parts, templates and outlines of the core alone."""
    registry = session.registry
    core = tuple((owner, parts) for owner, parts in registry.parts if registry.is_core(owner))
    packs = tuple(
        pack
        for pack in registry.templates
        if registry.is_core(registry.owners[("TemplatePack", pack.name)])
    )
    return evolve(
        session, registry=evolve(registry, parts=core, templates=packs, outlines=(), layouts=())
    )


def _joined(asked: Wanted, edition: Edition, words: Mapping[str, str], session: Session) -> Session:
    """The core with the sections that the new plugin will give."""
    core = _core_of(session)
    scope = Scope(asked.region, (edition.id,))
    own = SectionParts(f"{asked.name}.sections", scope, load_parts(_parts(words), "sections.toml"))
    registry = evolve(core.registry, parts=(*core.registry.parts, (asked.name, own)))
    return evolve(core, registry=registry)


def _examples(
    form: Form, asked: Wanted, place: str, session: Session
) -> Iterator[tuple[str, bytes]]:
    code = f"{asked.name}-fees-total"
    for name, cells, codes in (("right", _RIGHT, ""), ("wrong", _WRONG, f'"{code}"')):
        loaded = Loaded(name, _report(form, asked, cells), form, ())
        to = format_named(session, "yaml")
        (artifact,) = to.write(publish(session, loaded, Assessment(), to))
        yield f"{place}{name}.yaml", artifact.content
        expected = f'source = "虚构，仅供试验；请换成真实的年报，写明出处"\ncodes = [{codes}]\n'
        yield f"{place}{name}.yaml.expected.toml", expected.encode()


def _report(form: Form, asked: Wanted, cells: Mapping[str, int]) -> Report:
    """A made-up report: zeros, and in the plugin's table ``cells``."""
    tables = {
        name: _data(table, cells if name.startswith(f"{asked.name}.") else frozendict())
        for name, table in form.tables.items()
        if isinstance(table, Table)
    }
    return Report(
        edition=form.edition.id,
        year=form.year,
        agency=Agency(_AGENCY, code=asked.region),
        title=None,
        region=asked.region,
        sections=frozendict(
            (section.id, Narrative(section.title, tuple(_body(section.id, form))))
            for section in form.sections
        ),
        tables=frozendict(tables),
    )


def _data(table: Table, cells: Mapping[str, int]) -> TableData:
    held: dict[tuple[str, str], Value] = {}
    for address, column in table.cells.items():
        number = cells.get(address.row, 0)
        held[address.row, address.column] = _value(column.kind, column.unit, number)
    return TableData(tuple(dict.fromkeys(row for row, _ in held)), frozendict(held))


def _value(kind: Kind, unit: str | None, number: int) -> Value:
    return Money(Decimal(100 * number), unit or "元") if kind is Kind.MONEY else number


def _body(section: str, form: Form) -> Iterator[Block]:
    yield Text("有关情况如下。")
    for part in form.subsections_in(section):
        yield Heading(part.title, 2)
        yield Text("按规定收取，情况见表。")
    for table in form.tables_in(section):
        yield TableBlock(table.id)
