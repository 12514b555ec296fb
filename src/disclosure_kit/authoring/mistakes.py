"""``plugin check``: every mistake of a plugin, with its file, its line and what to do.

The loader of the kit stops at a plugin's first mistake, because it will not use the plugin then.
Here reading goes on: each file by itself, then what is right of all of them together.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import evolve, fields, has

from ..collect import contributions
from ..conflicts import conflicts, disagreements, trespasses
from ..contributions import Contribution, Reader
from ..editions.lines import lines_of
from ..editions.loader import text_of, without_mark
from ..errors import EditionError
from ..gathering import candidate_of, why
from ..hookspecs import API
from ..host import core_contributed
from ..plugin import BUILTIN, PluginInfo
from ..plugins_folder.folder import meant, strangers_in
from ..plugins_folder.manifest import FILE, Plugin, check_api, read_manifest
from ..proving.values import Mistake
from .advice import advice_on
from .expectation import SUFFIX, example_problems, unexpected
from .place import Places, located, names_in, outward_links
from .template_mistakes import unfit_templates
from .tolerant import TolerantFolder


def mistakes(folder: Path) -> Iterator[Mistake]:
    """Every mistake of the plugin in ``folder``, each once."""
    try:
        home = located(folder.resolve())
        yield from dict.fromkeys(_of(home))
    except EditionError as error:
        yield _mistake(FILE, None, error.problems[0])
    except OSError as error:
        yield Mistake(FILE, None, why(error), advice_on(why(error)))


def _of(home: Path) -> Iterator[Mistake]:
    for link in outward_links(home):
        name = link.relative_to(home).as_posix()
        yield _mistake(name, None, "是通到插件文件夹以外的链接，或通不到任何文件")
    manifest: Plugin | None = None
    try:
        manifest = read_manifest(home)
        yield from _of_manifest(home, manifest)
    except EditionError as error:
        yield from _of_file(home / FILE, home, error)
    if manifest is not None and manifest.module is not None:
        yield from _of_code(home, manifest)
    else:
        yield from _of_folder(home, manifest)


def _of_manifest(home: Path, manifest: Plugin) -> Iterator[Mistake]:
    """What a readable ``plugin.toml`` says that no plugin may."""
    lines = lines_of(without_mark(text_of(home / FILE, FILE)))
    try:
        check_api(manifest)
    except EditionError as error:
        yield _mistake(FILE, lines[("plugin", "api")], error.problems[0])
    if manifest.name == BUILTIN.name:
        said = f"{manifest.name} 是内置部分的名字，插件不能叫这个名字"
        yield _mistake(FILE, lines[("plugin", "name")], said)


def _of_file(file: Path, home: Path, error: EditionError) -> Iterator[Mistake]:
    name = file.relative_to(home).as_posix()
    for number, problem in enumerate(error.problems):
        line = error.lines[number] if number < len(error.lines) else None
        said = problem.rpartition(f"{file.name}：")[2]
        yield _mistake(name, line, said)


def _mistake(file: str, line: int | None, message: str) -> Mistake:
    return Mistake(file, line, message, advice_on(message))


def _of_folder(home: Path, manifest: Plugin | None) -> Iterator[Mistake]:
    for name in strangers_in(home):
        yield _mistake(name, None, f"不是插件的内容{meant(name)}")
    plugin = TolerantFolder(home, manifest or Plugin(home.name, "", "", 0))
    made = (*contributions(plugin, plugin.manifest.name), *plugin.manifest.settings)
    for file, error in plugin.met.items():
        yield from _of_file(file, home, error)
    for file, said in unfit_templates(home):
        yield _mistake(file.relative_to(home).as_posix(), None, said)
    if manifest is None:
        return  # whose names and scope these are is not known
    yield from _of_examples(home, manifest)
    places = Places.of(home)
    lost = places.defined() - _defined_by(made) if plugin.met else frozenset()
    for sentence in _together(manifest, made):
        if not names_in(sentence) & lost:  # follows from what is told already
            yield _mistake(*places.of_sentence(sentence), sentence)


def _of_examples(home: Path, manifest: Plugin) -> Iterator[Mistake]:
    for file, error in example_problems(home, manifest.name):
        yield from _of_file(file, home, error)
    (core,) = core_contributed().values()
    readers = [one for one in core if isinstance(one, Reader)]
    for report in unexpected(home, {suffix for one in readers for suffix in one.suffixes}):
        said = f"没有预期结果：旁边缺少 {report.name}{SUFFIX}"
        yield _mistake(report.relative_to(home).as_posix(), None, said)


def _defined_by(made: Any) -> frozenset[str]:
    """Every name that what could be taken of the files defines, at any depth."""
    if isinstance(made, tuple):
        return frozenset().union(*map(_defined_by, made))
    if not has(type(made)):
        return frozenset()
    held = {a.name: getattr(made, a.name) for a in fields(type(made))}
    own = frozenset(str(held[name]) for name in ("id", "key", "code") if name in held)
    return own.union(*map(_defined_by, held.values()))


def _together(manifest: Plugin, made: tuple[Contribution, ...]) -> Iterator[str]:
    """What is wrong with the parts of a plugin taken together, and with the core's."""
    info = manifest.described("")
    plugins: dict[PluginInfo, tuple[Contribution, ...]] = {**core_contributed(), info: made}
    yield from trespasses(info, made)
    yield from (fault.problem for fault in conflicts(plugins) if fault.plugin == info.name)
    yield from disagreements(info, plugins)


def _of_code(home: Path, manifest: Plugin) -> Iterator[Mistake]:
    """A plugin in Python: what it raises when it is loaded, or what is wrong with what it gives."""
    places = Places.of(home)
    try:
        candidate = candidate_of(evolve(manifest, api=API), home, "")  # another is told already
        made = (*contributions(candidate.load(), manifest.name), *candidate.settings)
    except (Exception, SystemExit) as error:
        file, line = _raised_in(home, error)
        if not file:
            file, line = places.of_sentence(why(error))
        yield _mistake(file if line else manifest.module or FILE, line, why(error))
        return
    yield from _of_examples(home, manifest)
    for sentence in _together(manifest, made):
        file, line = places.of_sentence(sentence)
        yield _mistake(file if line else manifest.module or FILE, line, sentence)


def _raised_in(home: Path, error: BaseException) -> tuple[str, int | None]:
    """The last line of the plugin's own that led to ``error``."""
    if isinstance(error, SyntaxError) and error.filename:
        frames = [(error.filename, error.lineno)]
    else:
        frames = [(f.filename, f.lineno) for f in traceback.extract_tb(error.__traceback__)]
    own = [(f, line) for f, line in frames if Path(f).is_relative_to(home)]
    return (Path(own[-1][0]).relative_to(home).as_posix(), own[-1][1]) if own else ("", None)
