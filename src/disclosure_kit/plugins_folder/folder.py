"""``plugin.toml``, ``editions/``, ``outline.toml``, ``layout.toml``, ``sections/``, ``checks/``,
``templates/`` → one plugin instance that answers the hooks."""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Iterator
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from attrs import frozen
from frozendict import frozendict

from ..contributions import DerivedFigure, Layout, Scope, SectionParts, TemplatePack
from ..editions.loader import (
    EditionFile,
    Narrowing,
    files_in,
    load_edition,
    load_outline,
    load_scoped,
    text_of,
)
from ..editions.words import load_slips
from ..errors import EditionError
from ..hookspecs import hookimpl
from ..layouts.loader import load_layout
from ..model.edition import Edition, Outline
from ..model.nearest import nearest
from ..model.parts import Parts
from .at_work import derived_share, template_content
from .manifest import NOTEPAD, RENAME, Plugin

T = TypeVar("T")
# What a plugin folder may hold; a misspelt name would otherwise be passed over in silence.
KNOWN: Final = frozenset(
    (
        "plugin.toml",
        "outline.toml",
        "layout.toml",
        "editions",
        "sections",
        "checks",
        "templates",
        "examples",
        "tests",
        "docs",
        "pyproject.toml",
        "__init__.py",
    )
)
# And what its own folders may: another kind of file would be passed over as well.
ENDINGS: Final = frozendict(
    editions=(".toml",), sections=(".toml",), checks=(".toml", ".txt"), templates=(".docx",)
)
# For people; or left there by Explorer, Word and WPS.
READABLE: Final = (
    *(".", "~$", "README", "LICENSE", "CHANGELOG"),
    *("__pycache__", "Thumbs.db", "desktop.ini"),
)


@frozen(eq=False)  # pluggy tells plugins apart by identity
class FolderPlugin:
    """The contributions of one folder. Nothing is read before a hook asks."""

    folder: Path
    manifest: Plugin

    def __attrs_post_init__(self) -> None:
        if unknown := strangers_in(self.folder):
            raise EditionError(
                f"{self.folder}：里面的 {'、'.join(unknown)} 不是插件的内容{meant(unknown[0])}"
            )

        if strayed := next(_strayed(self.folder), None):
            raise EditionError(f"{strayed}：是指到插件文件夹之外的链接，没有读取")

    def loaded(self, file: Path, load: Callable[[str, str], T]) -> Iterator[T]:
        """What ``load`` makes of the text of a file and its name: one value.

        Raises:
            EditionError: the file cannot be read, or says what none of its kind says.
        """
        where = named_in(file, self.folder)
        yield load(text_of(file, where), where)

    @hookimpl
    def disclosure_editions(self) -> Iterator[Edition]:
        for file in self._editions():
            yield file.edition

    @hookimpl
    def disclosure_outlines(self) -> Iterator[Outline]:
        file = self.folder / "outline.toml"
        if file.exists():
            yield from self.loaded(file, load_outline)

    @hookimpl
    def disclosure_sections(self) -> Iterator[SectionParts]:
        for file in self._editions():
            yield SectionParts(
                f"{self.manifest.name}.{file.edition.id}",
                Scope(self.manifest.region, (file.edition.id,)),
                file.parts,
            )
        yield from self._parts()

    @hookimpl
    def disclosure_figures(self) -> Iterator[DerivedFigure]:
        for one in self._parts():
            for share in one.parts.derived:
                compute = partial(derived_share, share)
                yield DerivedFigure(share.key, share.label, one.scope, compute)

    @hookimpl
    def disclosure_layouts(self) -> Iterator[Layout]:
        file = self.folder / "layout.toml"
        if file.exists():
            for overrides in self.loaded(file, load_layout):
                yield Layout(self.manifest.name, self.manifest.scope, overrides)

    @hookimpl
    def disclosure_templates(self) -> Iterator[TemplatePack]:
        """``templates/2014.docx`` serves edition 2014 in the plugin's region."""
        for file in files_in(self.folder / "templates", ".docx"):
            yield TemplatePack(
                f"{self.manifest.name}.{file.stem}",
                "docx",
                Scope(self.manifest.region, (file.stem,)),
                partial(template_content, file),
                file.relative_to(self.folder).as_posix(),
            )

    def _editions(self) -> Iterator[EditionFile]:
        for file in files_in(self.folder / "editions", ".toml"):
            yield from self.loaded(file, load_edition)

    def _parts(self) -> Iterator[SectionParts]:
        for kind in ("sections", "checks"):
            for file in files_in(self.folder / kind, ".toml"):
                for narrowing, parts in self.loaded(file, load_scoped):
                    yield self._section_parts(kind, file, self._narrowed(narrowing), parts)
        for file in files_in(self.folder / "checks", ".txt"):
            for slips in self.loaded(file, load_slips):
                scope = self.manifest.scope
                yield self._section_parts("words", file, scope, Parts(slips=slips))

    def _section_parts(self, kind: str, file: Path, scope: Scope, parts: Parts) -> SectionParts:
        name = f"{self.manifest.name}.{kind}.{file.stem}"
        return SectionParts(name, scope, parts, file.relative_to(self.folder).as_posix())

    def _narrowed(self, by: Narrowing) -> Scope:
        whole = self.manifest.scope
        return Scope(by.region or whole.region, by.editions or whole.editions, by.years)


def strangers_in(folder: Path) -> list[str]:
    """What lies in a plugin's folder, or in one of its own, and is no part of a plugin."""
    return sorted(
        [entry.name for entry in os.scandir(folder) if not _known(entry.name, KNOWN)]
        + [
            f"{kind}/{entry.name}"
            for kind, endings in ENDINGS.items()
            if (folder / kind).is_dir()
            for entry in os.scandir(folder / kind)
            if not _known(entry.name, ()) and not _ends(entry.name, endings)
        ]
    )


def _known(name: str, names: Container[str]) -> bool:
    return name.startswith(READABLE) or name in names


def _ends(name: str, endings: tuple[str, ...]) -> bool:
    return name.endswith(endings) and not name.endswith(f".toml{NOTEPAD}")


def meant(name: str) -> str:
    """The likely mistake behind the name of a stranger."""
    if name.endswith(f".toml{NOTEPAD}"):
        return f"：{RENAME}"
    kind, inner, _ = name.partition("/")
    if inner:
        return f"：{kind} 里只放 {'、'.join(ENDINGS[kind])} 文件"
    return nearest(name, sorted(KNOWN))


def named_in(file: Path, folder: Path) -> str:
    """A file of a plugin as messages name it: from its folder on."""
    return str(file.relative_to(folder.parent))


def _strayed(folder: Path) -> Iterator[Path]:
    """Links in what is read of a plugin that lead out of its folder."""
    home = folder.resolve()
    read = [folder, *(folder / name for name in ENDINGS)]
    for inner in filter(Path.is_dir, read):
        for entry in sorted(inner.iterdir()):
            if entry.is_symlink() and not entry.resolve().is_relative_to(home):
                yield entry
