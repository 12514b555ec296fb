"""Formats, templates, figures, readers and commands that raise, leave, die, hang, print, give the
wrong thing, or change what they were given.

Formats and commands are called by name; templates and figures serve a region each; readers know a
file by its beginning.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import click

from disclosure_kit import hookimpl
from disclosure_kit.contributions import (
    Artifact,
    Command,
    DerivedFigure,
    Format,
    Reader,
    Scope,
    TemplatePack,
)
from disclosure_kit.errors import SourceError
from disclosure_kit.model.raw import RawDocument, RawParagraph, RawValues
from disclosure_kit.rendering.style import Style
from disclosure_kit.rendering.template import make_template


def raises(*_: Any) -> Any:
    raise LookupError("找不到")


def leaves(*_: Any) -> Any:
    sys.exit(3)


def dies(*_: Any) -> Any:
    os._exit(3)


def hangs(*_: Any) -> Any:
    while True:
        time.sleep(1)


def wrong(*_: Any) -> Any:
    return object


def nothing(*_: Any) -> Any:
    return None


def prints(good: Any, *_: Any) -> Any:
    print("喧哗")
    os.write(1, b"noise\n")
    return good


def edits(good: Any, given: Any, *_: Any) -> Any:
    """Changes every field of what it was given."""
    if hasattr(given, "__attrs_attrs__"):
        for field in given.__attrs_attrs__:
            held = getattr(given, field.name)
            if field.name in ("report", "view", "form"):
                edits(good, held)
            elif isinstance(held, str | int):
                object.__setattr__(given, field.name, "改过")
    return good


BROKEN: tuple[Callable[..., Any], ...] = (raises, leaves, dies, hangs, wrong)


def half_way(_: Any) -> Iterator[Artifact]:
    yield Artifact(".half", b"1")
    raise LookupError("第二份找不到")


def half_typed(_: Any) -> Iterator[Any]:
    yield Artifact(".half", b"1")
    yield ".half"


def not_bytes(_: Any) -> Iterator[Artifact]:
    yield Artifact(".text", "文字")  # type: ignore[arg-type]


def strays(_: Any) -> Iterator[Artifact]:
    yield Artifact("/../../stray.txt", b"1")


@hookimpl
def disclosure_formats() -> Iterator[Format]:
    good = [Artifact(".good", b"1")]
    whole = (*BROKEN, nothing, half_way, half_typed, not_bytes, strays)
    for write in whole:
        yield Format(f"unruly-{write.__name__}", write.__name__, ".good", write)
    for write in (prints, edits):
        yield Format(f"unruly-{write.__name__}", "", ".good", partial(write, good))
    yield Format("unruly-unproven", "", ".good", partial(prints, good), prove=wrong)


@hookimpl
def disclosure_templates() -> Iterator[TemplatePack]:
    for number, content in enumerate((*BROKEN, made_wrong, made_edits), 10):
        name = f"unruly-{content.__name__}"
        yield TemplatePack(name, "docx", Scope(str(number), ("2021",)), content)


def made_wrong(*_: Any) -> bytes:
    return b"PK, but no document"


def made_edits(form: Any, _: Any) -> bytes:
    made = make_template(form, Style())
    edits(None, form)
    return made


def not_a_value(_: Any) -> Any:
    return 1.5


@hookimpl
def disclosure_figures() -> Iterator[DerivedFigure]:
    for number, compute in enumerate((*BROKEN, not_a_value), 20):
        yield DerivedFigure(f"unruly.{compute.__name__}", "", Scope(str(number)), compute)
    yield DerivedFigure("unruly.edits", "", Scope("30"), partial(edits, 1))


def reads(source: Any) -> RawDocument:
    text = source.content.decode()
    return RawDocument(source.name, (RawParagraph(text, "第 1 行", 1),))


def reads_half(source: Any) -> RawDocument:
    return RawDocument(source.name, (RawParagraph(None, "第 1 行", 1),))  # type: ignore[arg-type]


def refuses(source: Any) -> RawDocument:
    raise SourceError(f"{source.name}：第 3 行读不懂", hint="请改第 3 行", places=("第 3 行",))


def reads_values(source: Any) -> RawValues:
    return RawValues(source.name, {"year": "二〇二四"}, lambda path: f"第 {len(path)} 格")


def begins(name: str) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(f"UNRULY {name}\n".encode())


@hookimpl
def disclosure_readers() -> Iterator[Reader]:
    for read in (*BROKEN, reads_half, refuses, reads_values):
        name = read.__name__
        yield Reader(f"unruly-{name}", name, (), begins(name), read)


def done() -> None:
    click.echo("做完了")


def answers() -> Any:
    return "做完了"


@hookimpl
def disclosure_commands() -> Iterator[Command]:
    for run in (raises, leaves, done, answers):
        name = f"unruly-{run.__name__}"
        yield Command(name, "", click.Command(name, callback=run))
