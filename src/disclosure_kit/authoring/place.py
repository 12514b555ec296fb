"""Where a plugin lies, and where in its files a sentence about it points."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Final

from attrs import frozen

from ..editions.loader import text_of
from ..errors import EditionError
from ..plugins_folder.manifest import FILE

MOST_ENTRIES: Final = 2000
_DEFINED: Final = re.compile(r"""\b(?:id|key|code)\s*=\s*["']([^"']+)["']|\bdef (\w+)""")
_QUOTED: Final = re.compile(r"""["']([^"']+)["']""")
_NAME: Final = re.compile(r"[A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)*")
_REFERRED: Final = re.compile(rf"引用的[^\x00-\x7f]* ?({_NAME.pattern})")
_ASIDE: Final = re.compile("（.*?）")


def located(folder: Path) -> Path:
    """The folder of the plugin's ``plugin.toml``: ``folder``, or a package below a distribution.

    Raises:
        EditionError: there is none, or there are several.
    """
    if (folder / FILE).exists():
        return folder
    found = sorted({*folder.glob(f"src/*/{FILE}"), *folder.glob(f"*/{FILE}")})
    if len(found) == 1 and (folder / "pyproject.toml").exists():
        return found[0].parent
    raise EditionError(f"缺少 {FILE}")


def outward_links(folder: Path) -> Iterator[Path]:
    """Links that lead out of ``folder``: what they name is not there when it is passed on."""
    home = folder.resolve()
    for path in _entries(folder):
        if path.is_symlink() and not _inside(path, home):
            yield path


def _inside(path: Path, home: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(home)
    except (OSError, RuntimeError):  # leads nowhere, or round
        return False


def _entries(folder: Path) -> Iterator[Path]:
    """What lies in ``folder``, at any depth; links are not followed.

    Raises:
        EditionError: more than any plugin holds.
    """
    every = (
        Path(where, name)
        for where, folders, files in os.walk(folder)
        for name in (*folders, *files)
    )
    found = list(islice(every, MOST_ENTRIES + 1))
    if len(found) > MOST_ENTRIES:
        raise EditionError(f"{folder}：里面的文件超过 {MOST_ENTRIES} 个，不像一个插件")
    return iter(found)


@frozen
class Places:
    """The lines of a plugin's TOML and Python files, to find what a sentence speaks of."""

    texts: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, folder: Path) -> Places:
        """Those of the plugin in ``folder``, as far as they can be read."""
        return cls({name: tuple(text.splitlines()) for name, text in _texts(folder)})

    def of_sentence(self, sentence: str) -> tuple[str, int | None]:
        """The file and the line that a sentence points to; ``plugin.toml`` where none does.

        What a name defines comes first, then, within that entry, the reference that leads
        nowhere: the one that the sentence calls so (引用的), else the last name it mentions.
        """
        bare = _ASIDE.sub("", sentence)
        names = _NAME.findall(bare)
        within = [*_REFERRED.findall(bare), *reversed(names)]
        for file, number in self._defining(names):
            lines = self.texts[file]
            for name in within:
                for at in range(number, len(lines)):
                    if at > number and lines[at].startswith("[["):
                        break
                    if name in _QUOTED.findall(lines[at]) and name not in _defined(lines[number]):
                        return file, at + 1
            return file, number + 1
        return FILE, None

    def _defining(self, names: Iterable[str]) -> Iterator[tuple[str, int]]:
        for name in names:
            for file, lines in self.texts.items():
                for number, line in enumerate(lines):
                    if name in _defined(line):
                        yield file, number
        for name in names:  # what is only referred to
            for file, lines in self.texts.items():
                for number, line in enumerate(lines):
                    if name in _QUOTED.findall(line):
                        yield file, number

    def defined(self) -> frozenset[str]:
        """Every name that the files define, whether they could be taken or not."""
        return frozenset(
            n for lines in self.texts.values() for line in lines for n in _defined(line)
        )


def _defined(line: str) -> list[str]:
    return [match[1] or match[2] for match in _DEFINED.finditer(line)]


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    for file in sorted((*folder.rglob("*.toml"), *folder.rglob("*.py"))):
        try:
            yield file.relative_to(folder).as_posix(), text_of(file, file.name)
        except EditionError:  # told where it is loaded
            continue


def names_in(sentence: str) -> frozenset[str]:
    """The names that a sentence speaks of."""
    return frozenset(_NAME.findall(_ASIDE.sub("", sentence)))
