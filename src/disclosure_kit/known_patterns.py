"""Regular expressions as ``re`` compiled them in an earlier run of the same command.

Python keeps its modules compiled between runs, but not the patterns in them. The kit has some
four hundred, and most know classes of Chinese characters, which take long to lay out: compiling
them was a third of what one ``render`` cost. So a command that starts puts into the cache of
``re`` (by text and flags, as always) what it compiled the last time, and every ``re.compile`` of
the kit, of plugins and of libraries finds it there, or compiles as ever.

``re`` has no public way to do this. All that is private to it is used in this file alone, and
where it is not what it was in the Pythons we know, nothing is put in and nothing is kept.
"""

from __future__ import annotations

import marshal
import re
import sys
import warnings
from array import array
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, Final

from .cache import Cache, key_for

_KIND: Final = "patterns"
_MOST: Final = 448  # kept: ``re`` itself has room for 512
_NEW: Final = 16  # compiled anew that are worth writing the file again: some milliseconds
_STARTING: Final = 64  # patterns of a process that has done nothing yet: less than these
_WORD: Final = "I"  # of the code that ``_sre`` runs

Key = tuple[type, str | bytes, int]
Kept = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]


def know(command: str) -> Callable[[], None]:
    """Puts in what ``command`` needed the last time; call what this gives at its end, to keep what
    was missing. In a process that has long begun (the kit as a library) both do nothing."""
    known: dict[Any, re.Pattern[Any]] | None = getattr(re, "_cache", None)
    cache = Cache.of_user()
    if cache is None or known is None or len(known) >= _STARTING:
        return lambda: None
    key = key_for(_KIND, command)
    before = {}
    with suppress(Exception):  # kept by another Python, for all that its key says
        before = _unpacked(cache.get(key))
        for one, kept in before.items():
            known.setdefault(one, _pattern(one, kept))

    def keep() -> None:
        with suppress(Exception):
            new = dict(_new(known, before))
            if len(new) >= _NEW:
                newest = [*before.items(), *new.items()][-_MOST:]
                content = [(*one[1:], *kept) for one, kept in newest]
                cache.put(key, marshal.dumps(content))

    return keep


def _unpacked(content: bytes | None) -> dict[Key, Kept]:
    rows = marshal.loads(content) if content else ()
    return {(type(text), text, flags): tuple(kept) for text, flags, *kept in rows}


def _pattern(key: Key, kept: Kept) -> re.Pattern[Any]:
    """As the end of ``re._compiler.compile`` has it."""
    flags, code, *others = kept
    _, text, _ = key
    words = array(_WORD, code).tolist()
    made: re.Pattern[Any] = sys.modules["_sre"].compile(text, flags, words, *others)
    return made


def _new(known: dict[Any, re.Pattern[Any]], before: dict[Key, Kept]) -> Iterator[tuple[Key, Kept]]:
    """Those that are not kept yet, each tried: ``==`` compares the code of two patterns."""
    compiler = sys.modules["re._compiler"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # told when it was compiled first
        for key, pattern in list(known.items()):
            kind, text, flags = key
            if key in before or kind not in (str, bytes) or flags & (re.LOCALE | re.DEBUG):
                continue
            code = compiler._code(compiler._parser.parse(text, flags), flags)
            names = dict(pattern.groupindex)
            numbers = {number: name for name, number in names.items()}
            numbered = tuple(numbers.get(number) for number in range(pattern.groups + 1))
            kept = pattern.flags, array(_WORD, code).tobytes(), pattern.groups, names, numbered
            if _pattern(key, kept) == pattern:
                yield key, kept
