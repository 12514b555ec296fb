"""Pictures whose drawing hangs, leaves, dies, raises, refuses, prints, or gives no picture; and
two that work. Each serves the bodies of a region of its own, so that a page shows it alone."""

from __future__ import annotations

import os
import struct
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from disclosure_kit import hookimpl
from disclosure_kit.contributions import Picture, Scope
from disclosure_kit.errors import PluginError
from disclosure_kit.model.picture import Item, Subject

ITEMS = (
    Item("自然人", ("applications.received.natural_person",)),
    Item("商业企业", ("applications.received.business",)),
)


def chunk(name: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def works(subject: Subject, _: object) -> bytes:
    """A grey PNG that is as wide as there are series."""
    wide = len(subject.series)
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", wide, 1, 8, 0, 0, 0, 0))
    pixels = zlib.compress(b"\0" + b"\x7f" * wide)
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", pixels) + chunk(b"IEND")


def compares(subject: Subject, settings: object) -> bytes:
    return works(subject, settings)


def prints(subject: Subject, settings: object) -> bytes:
    print("喧哗")
    os.write(1, b"noise\n")
    return works(subject, settings)


def hangs(*_: object) -> bytes:
    while True:
        time.sleep(1)


def leaves(*_: object) -> bytes:
    sys.exit(0)


def dies(*_: object) -> bytes:
    os._exit(3)


def raises(*_: object) -> bytes:
    raise LookupError("找不到")


def refuses(*_: object) -> bytes:
    raise PluginError("painter", "没有颜料", hint="请买颜料")


def scribbles(*_: object) -> bytes:
    return b"GIF89a"


def forgets(*_: object) -> Any:
    return None


def swells(subject: Subject, settings: object) -> bytes:
    return works(subject, settings) + b"\0" * 6_000_000


def stops(subject: Subject, settings: object) -> bytes:
    return works(subject, settings)[:-20]


def boasts(*_: object) -> bytes:
    """A PNG that says it has more pixels than any machine can show."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 2_000_000, 2_000_000, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", b"x") + chunk(b"IEND")


DRAWING: tuple[Callable[..., bytes], ...] = (
    works, compares, prints, hangs, leaves, dies, raises, refuses, scribbles, forgets, swells,
    stops, boasts,
)  # fmt: skip


@hookimpl
def disclosure_pictures() -> Iterator[Picture]:
    for number, draw in enumerate(DRAWING, 10):
        name = draw.__name__
        scope = Scope(str(number), ("2021",))
        last_year = name == "compares"
        yield Picture(f"painter.{name}", "新收申请", scope, ITEMS, draw, last_year=last_year)
