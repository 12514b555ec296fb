"""What an earlier run of the same command compiled as it started: patterns, and methods.

Python keeps its modules compiled between runs, but not what they compile in turn: ``re`` each
pattern (the kit has some four hundred, and most know classes of Chinese characters, which take
long to lay out), attrs the methods of each class (some two hundred). That was half of what one
``render`` cost. So a command that starts is given what it compiled the last time, by the very text
that is to be compiled; what is not among it is compiled as ever.

Neither ``re`` nor attrs has a public way to do this. All that is private to them is used in this
file alone; where it is not what it was in the versions we know, everything is compiled as ever.
"""

from __future__ import annotations

import hashlib
import marshal
import re
import sys
import warnings
import zlib
from array import array
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import CodeType, ModuleType
from typing import Any, Final, TypeAlias

from .cache import Cache, key_for

_KIND: Final = "known"
_NEW: Final = 16  # compiled anew that are worth writing the file again: some milliseconds
_MOST_PATTERNS: Final = 448  # kept: ``re`` itself has room for 512
_MOST_METHODS: Final = 1_000
_STARTING: Final = 64  # patterns of a process that has done nothing yet: less than these
_SALT: Final = re.compile(r"(?<=return hash\(\(\n {16})-?\d+(?=,\n)")  # as attrs writes it
_WORD: Final = "I"  # of the code that ``_sre`` runs

Key: TypeAlias = tuple[type, str | bytes, int]
Kept: TypeAlias = tuple[Any, ...]  # what ``_pattern`` is given beside the text


def know(command: str) -> Callable[[], None]:
    """Hands out what ``command`` needed the last time; call what this gives at its end, to keep
    what was missing. In a process that has long begun (the kit as a library) both do nothing."""
    cache = Cache.of_user()
    if cache is None or "_cache" not in vars(re) or len(_of_re()) >= _STARTING:
        return lambda: None
    key = key_for(_KIND, command)
    patterns, methods = Patterns(), Methods()
    with suppress(Exception):  # of another make, for all that its key says
        if content := cache.get(key):
            texts, codes = marshal.loads(content)
            patterns.put_in(texts)
            methods.kept.update(codes)
    import attr._make  # as every command does that is more than its help

    methods.put_in(attr._make)

    def keep() -> None:
        methods.take_out(attr._make)
        with suppress(Exception):
            found = patterns.new()
            if len(found) + len(methods.new) >= _NEW:
                cache.put(key, marshal.dumps((patterns.every(found), methods.every())))

    return keep


class Methods:
    """The methods that attrs writes for a class, by a digest of their text."""

    def __init__(self) -> None:
        self.kept: dict[bytes, bytes] = {}
        self.new: dict[bytes, bytes] = {}

    def put_in(self, attrs: ModuleType) -> None:
        """In place of the built-in function, for that module alone."""
        attrs.compile = self.compiled  # type: ignore[attr-defined]

    def take_out(self, attrs: ModuleType) -> None:
        vars(attrs).pop("compile", None)

    def compiled(self, text: str, file: str, mode: str) -> CodeType:
        """As ``compile``."""
        # What a hash begins with, so that classes differ, is another number in each process.
        text = _SALT.sub(str(zlib.crc32(file.encode())), text)
        digest = hashlib.sha256(f"{mode} {file}\n{text}".encode()).digest()
        if (kept := self.kept.get(digest)) is not None:
            known: CodeType = marshal.loads(kept)
            return known
        code: CodeType = compile(text, file, mode)
        self.new[digest] = marshal.dumps(code)
        return code

    def every(self) -> dict[bytes, bytes]:
        """Those to be kept: where they are too many, the newest."""
        return dict([*self.kept.items(), *self.new.items()][-_MOST_METHODS:])


class Patterns:
    """Patterns in the cache of ``re`` itself, which knows them by text and flags."""

    def __init__(self) -> None:
        self.kept: dict[Key, Kept] = {}

    def put_in(self, rows: list[tuple[Any, ...]]) -> None:
        """What ``every`` gave in an earlier run."""
        known = _of_re()
        for text, flags, *kept in rows:
            key = type(text), text, flags
            known.setdefault(key, _pattern(text, *kept))
            self.kept[key] = tuple(kept)

    def new(self) -> dict[Key, Kept]:
        """Those that ``re`` compiled since."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # told when it was compiled first
            return dict(self._new())

    def _new(self) -> Iterator[tuple[Key, Kept]]:
        compiler = sys.modules["re._compiler"]
        for key, pattern in list(_of_re().items()):
            kind, text, flags = key
            if key in self.kept or kind not in (str, bytes) or flags & (re.LOCALE | re.DEBUG):
                continue
            code = compiler._code(compiler._parser.parse(text, flags), flags)
            names = dict(pattern.groupindex)
            numbers = {number: name for name, number in names.items()}
            numbered = tuple(numbers.get(number) for number in range(pattern.groups + 1))
            kept = pattern.flags, array(_WORD, code).tobytes(), pattern.groups, names, numbered
            if _pattern(text, *kept) == pattern:  # it compares their code
                yield key, kept

    def every(self, new: dict[Key, Kept]) -> list[tuple[Any, ...]]:
        """Those to be kept: where they are too many, the newest."""
        newest = [*self.kept.items(), *new.items()][-_MOST_PATTERNS:]
        return [(text, flags, *kept) for (_, text, flags), kept in newest]


def _of_re() -> dict[Key, re.Pattern[Any]]:
    """The patterns that ``re`` knows."""
    known: dict[Key, re.Pattern[Any]] = vars(re)["_cache"]
    return known


def _pattern(text: str | bytes, flags: int, code: bytes, *others: Any) -> re.Pattern[Any]:
    """As the end of ``re._compiler.compile`` has it."""
    words = array(_WORD, code).tolist()
    made: re.Pattern[Any] = sys.modules["_sre"].compile(text, flags, words, *others)
    return made
