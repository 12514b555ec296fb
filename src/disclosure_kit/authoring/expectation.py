"""``examples/``: reports, each with the findings that the plugin is expected to tell of it."""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path
from typing import Final

from attrs import frozen

from ..editions.loader import parse_toml, structure, text_of, without_mark
from ..errors import EditionError
from ..recognise import Wishes

FOLDER: Final = "examples"
SUFFIX: Final = ".expected.toml"


@frozen
class Expectation:
    """``codes`` are the plugin's own findings, each once; ``not_assessed`` what of its own could
    not be assessed. The rest are wishes, as the options of the command."""

    source: str
    codes: tuple[str, ...]
    not_assessed: tuple[str, ...] = ()
    region: str | None = None
    year: int | None = None
    agency: str | None = None
    edition: str | None = None

    @property
    def wishes(self) -> Wishes:
        return Wishes(self.edition, self.region, self.year, self.agency)


def load_expectation(text: str, where: str) -> Expectation:
    """A file of expected findings.

    Raises:
        EditionError: unknown keys, wrong types, missing keys, no source, codes out of order.
    """
    text = without_mark(text)
    found = structure(parse_toml(text, where), Expectation, where, text)
    problems = [] if found.source.strip() else [f"{where}：没有写明出处（source）"]
    for name in ("codes", "not_assessed"):
        codes = getattr(found, name)
        if list(codes) != sorted(set(codes)):
            problems.append(f"{where}：{name} 应按字母排列，每个代码只写一次")
    if problems:
        raise EditionError(problems)
    return found


def expectations(folder: Path) -> list[Path]:
    """The files of expected findings of the plugin in ``folder``, by name."""
    examples = folder / FOLDER
    if not examples.is_dir():
        return []
    return sorted(path for path in examples.iterdir() if path.name.endswith(SUFFIX))


def report_of(expected: Path) -> Path:
    """The report beside a file of expected findings."""
    return expected.with_name(expected.name.removesuffix(SUFFIX))


def unexpected(folder: Path, suffixes: Container[str]) -> Iterator[Path]:
    """The reports in ``examples`` that nothing is expected of: those with an ending that a reader
    knows, but for the author's own README."""
    examples = folder / FOLDER
    for file in sorted(examples.iterdir()) if examples.is_dir() else ():
        report = file.suffix.lower() in suffixes and not file.name.startswith((".", "README"))
        if report and not file.with_name(file.name + SUFFIX).exists():
            yield file


def example_problems(folder: Path, name: str) -> Iterator[tuple[Path, EditionError]]:
    """What is wrong with the files in ``examples``, each with its file; ``name`` is the
    plugin's."""
    for file in expectations(folder):
        where = file.relative_to(folder).as_posix()
        try:
            found = load_expectation(text_of(file, where), where)
        except EditionError as error:
            yield file, error
            continue
        others = [c for c in (*found.codes, *found.not_assessed) if not c.startswith(f"{name}-")]
        told = [f"{where}：{code} 应以插件名开头（{name}-…）" for code in others]
        if not report_of(file).is_file():
            told.append(f"{where}：旁边的 {report_of(file).name} 不存在")
        if told:
            yield file, EditionError(told)
