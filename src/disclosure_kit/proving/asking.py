"""The parent's side: a plugin is read, run and tried in a child process, under a deadline."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, TypeAlias

import cattrs

from ..apart.child import STARTING, Child
from ..apart.silence import Silence
from ..errors import PluginError
from .values import Begun, Mistake, State, Step

WORKER: Final = "disclosure_kit.plugin_worker"
SECONDS: Final = 60.0  # for one answer
_MOST: Final = 11_000_000  # bytes of one answer
_KINDS: Final = {"Mistake": Mistake, "Begun": Begun, "Step": Step}
Said: TypeAlias = Mistake | Begun | Step


def mistakes_in(folder: Path, seconds: float = SECONDS) -> tuple[Mistake, ...]:
    """Every mistake of the plugin in ``folder``.

    Raises:
        PluginError: there is no such folder, or looking at it did not come to an end.
    """
    found: list[Mistake] = []
    for said in _asked("check", folder, seconds):
        if isinstance(said, Silence):
            raise PluginError(folder.name, f"{folder}：{_in_words(said, seconds)}", hint=_LOOK)
        if isinstance(said, Mistake):
            found.append(said)
    return tuple(found)


def steps_of(folder: Path, seconds: float = SECONDS) -> Iterator[Step]:
    """The steps of the proof of the plugin in ``folder``, as they end; one that does not end is
    the last, and failed.

    Raises:
        PluginError: there is no such folder.
    """
    begun = Begun("load", "载入")
    for said in _asked("test", folder, seconds):
        if isinstance(said, Begun):
            begun = said
        elif isinstance(said, Step):
            yield said
        elif isinstance(said, Silence):
            why = _in_words(said, seconds)
            yield Step(begun.name, begun.title, State.FAILED, seconds, details=(why, _LOOK))


_LOOK: Final = "多半是插件的 Python 代码不返回，或中途退出；请作者逐个钩子查看"


def _in_words(silence: Silence, seconds: float) -> str:
    if silence is Silence.LATE:
        return f"超过 {seconds:g} 秒没有完成，已中止"
    return "子进程中途退出，没有完成"


def _asked(what: str, folder: Path, seconds: float) -> Iterator[Said | Silence]:
    """What the child says, until it is done or silent."""
    if not folder.is_dir():
        raise PluginError(folder.name, f"{folder}：没有这个文件夹")
    child = Child(WORKER, most=_MOST)
    try:
        child.send(json.dumps({"ask": what, "folder": str(folder)}).encode())
        answer = child.answer(STARTING)  # it is there
        while not isinstance(answer, Silence):
            answer = child.answer(seconds)
            if answer == b"":
                return
            if not isinstance(answer, Silence):
                yield _value(answer)
        yield answer
    finally:
        child.kill()


def said_as(value: Said) -> bytes:
    """A value as it goes over the line."""
    tree = cattrs.unstructure(value)
    return json.dumps({"kind": type(value).__name__, "value": tree}).encode()


def _value(answer: bytes) -> Said:
    tree: dict[str, Any] = json.loads(answer)
    value: Said = cattrs.structure(tree["value"], _KINDS[tree["kind"]])
    return value
