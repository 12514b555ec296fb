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
from time import process_time
from types import CodeType, ModuleType
from typing import Any, Final, TypeAlias

from .cache import Cache, key_for

_KIND: Final = "known"
_WORTH: Final = 0.003  # seconds of compiling anew, at which the file is written again
_MOST: Final = 1_000  # kept, of each of the two
_STARTING: Final = 64  # patterns of a process that has done nothing yet: less than these
_HASHED: Final = "hash((\n"  # as attrs writes it, with a number behind
_WORD: Final = "I"  # of the code that ``_sre`` runs
_OF_ITS_OWN: Final = int(re.LOCALE | re.DEBUG)  # patterns that come out otherwise elsewhere

Key: TypeAlias = tuple[type, str | bytes, int]
Kept: TypeAlias = tuple[Any, ...]  # what ``_pattern`` is given beside the text


def know(command: str) -> Callable[[], None]:
    """Hands out what ``command`` needed the last time; call what this gives at its end, to keep
    what was missing. In a process that has long begun (the kit as a library) both do nothing."""
    cache = Cache.of_user()
    if cache is None or not _starting():
        return lambda: None
    key = key_for(_KIND, command)
    patterns, methods = Patterns(), Methods()
    with suppress(Exception):  # of another make, for all that its key says
        if content := cache.get(key):
            texts, methods.kept = marshal.loads(content)
            patterns.kept = {(type(text), text, flags): tuple(kept) for text, flags, *kept in texts}
    patterns.put_in()
    methods.put_in()

    def keep() -> None:
        patterns.take_out()
        methods.take_out()
        # All is done: what cannot be kept, because of Ctrl-C too, is made next time.
        with suppress(Exception, KeyboardInterrupt):
            if patterns.seconds + methods.seconds >= _WORTH:
                cache.put(key, marshal.dumps((patterns.every(), methods.every())))

    return keep


def _starting() -> bool:
    """Whether this process has hardly begun, and ``re`` is as we know it."""
    known = getattr(re, "_cache", None)
    return known is not None and len(known) < _STARTING and "re._compiler" in sys.modules


class Methods:
    """The methods that attrs writes for a class, by a digest of their text."""

    def __init__(self) -> None:
        self.kept: dict[bytes, bytes] = {}
        self.new: dict[bytes, bytes] = {}
        self.seconds = 0.0  # that the new ones took

    def put_in(self) -> None:
        """In place of the built-in function, for that module alone."""
        import attr  # as every command does that is more than its help

        # Where attrs is of another make, this is nobody's.
        self._attrs = sys.modules.get(f"{attr.__name__}._make", ModuleType("nobody's"))
        self._attrs.compile = self.compiled  # type: ignore[attr-defined]

    def take_out(self) -> None:
        vars(self._attrs).pop("compile", None)

    def compiled(self, *given: Any, **named: Any) -> Any:
        """As ``compile``; what is not asked for as attrs does it in the versions we know, compiled
        as ever."""
        match given:
            case (str(text), str(file), str(mode)) if not named:
                return self._compiled(text, file, mode)
        return compile(*given, **named)

    def _compiled(self, text: str, file: str, mode: str) -> CodeType:
        before, hashed, behind = text.partition(_HASHED)
        number, comma, others = behind.partition(",")
        if comma and number.strip().removeprefix("-").isdecimal():
            # It sets classes apart, and is another in each process: here the same.
            text = f"{before}{hashed}{zlib.crc32(file.encode())}{comma}{others}"
        digest = hashlib.sha256(f"{mode} {file}\n{text}".encode()).digest()
        if (kept := self.kept.get(digest)) is not None:
            known: CodeType = marshal.loads(kept)
            return known
        begun = process_time()
        code: CodeType = compile(text, file, mode)
        self.seconds += process_time() - begun
        if len(self.new) < _MOST:
            self.new[digest] = marshal.dumps(code)
        return code

    def every(self) -> dict[bytes, bytes]:
        """Those to be kept: where they are too many, the newest."""
        return dict([*self.kept.items(), *self.new.items()][-_MOST:])


class Patterns:
    """What ``re`` compiles, by its text and flags."""

    def __init__(self) -> None:
        self.kept: dict[Key, Kept] = {}
        self._compiler: Any = sys.modules["re._compiler"]
        self._compile = self._compiler.compile
        self.seconds = 0.0  # that the new ones took
        self._new: dict[Key, re.Pattern[Any]] = {}

    def put_in(self) -> None:
        """In place of the function that ``re`` calls where its own cache lacks a pattern."""
        self._compiler.compile = self.compiled

    def take_out(self) -> None:
        self._compiler.compile = self._compile

    def compiled(self, text: Any, flags: int = 0) -> re.Pattern[Any]:
        """As ``re._compiler.compile``."""
        key = type(text), text, int(flags)
        if key[0] not in (str, bytes) or key[2] & _OF_ITS_OWN:
            return self._compile(text, flags)  # type: ignore[no-any-return]
        if (kept := self.kept.get(key)) is not None:
            with suppress(Exception):  # of another make, for all that its key says
                return _pattern(text, *kept)
        begun = process_time()
        made: re.Pattern[Any] = self._compile(text, flags)
        self.seconds += process_time() - begun
        if len(self._new) < _MOST:
            self._new[key] = made
        return made

    def _again(self) -> dict[Key, Kept]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # told when it was compiled first
            return dict(self._made_again())

    def _made_again(self) -> Iterator[tuple[Key, Kept]]:
        for key, pattern in self._new.items():
            _, text, flags = key
            parsed = self._compiler._parser.parse(text, flags)
            code = array(_WORD, self._compiler._code(parsed, flags)).tobytes()
            names = dict(pattern.groupindex)
            numbers = {number: name for name, number in names.items()}
            numbered = tuple(numbers.get(number) for number in range(pattern.groups + 1))
            kept = pattern.flags, code, pattern.groups, names, numbered
            if _pattern(text, *kept) == pattern:  # it compares their code
                yield key, kept

    def every(self) -> list[tuple[Any, ...]]:
        """Those to be kept: where they are too many, the newest."""
        newest = [*self.kept.items(), *self._again().items()][-_MOST:]
        return [(text, flags, *kept) for (_, text, flags), kept in newest]


def _pattern(text: str | bytes, flags: int, code: bytes, *others: Any) -> re.Pattern[Any]:
    """As the end of ``re._compiler.compile`` has it."""
    words = array(_WORD, code).tolist()
    made: re.Pattern[Any] = sys.modules["_sre"].compile(text, flags, words, *others)
    return made
