"""``plugin test``: the proof of a plugin, step by step. Each step tries; none believes."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from frozendict import frozendict

from ..errors import DisclosureError
from ..proving.values import Begun, State, Step
from . import code_steps, declared_steps, report_steps
from .result import Result, Stage
from .trial import Trial

STEPS: Final[Mapping[str, Stage]] = frozendict(
    {
        "load": Stage("载入：文件、钩子、名称、适用范围", declared_steps.load),
        "checks": Stage("每项检查能分清合格与不合格的例子", declared_steps.checks),
        "wordings": Stage("每种句式读得出它说的数", declared_steps.wordings),
        "examples": Stage("实例的结果与预期一致", report_steps.examples),
        "forms": Stage("空白表格齐全", report_steps.forms),
        "templates": Stage("模板齐全", report_steps.templates),
        "round_trip": Stage("填满的年报和实例写出、读回不变", report_steps.round_trip),
        "statutory": Stage("法定部分没有改动", declared_steps.statutory),
        "speed": Stage("用时", report_steps.speed),
        "readers": Stage("读取器读得出它自己的实例", code_steps.readers, rare=True),
        "formats": Stage("格式写得出，再读一遍与数据一致", code_steps.formats, rare=True),
        "pictures": Stage("图画得出", code_steps.pictures, rare=True),
        "commands": Stage("命令显示得出用法", code_steps.commands, rare=True),
    }
)


def tried(name: str, trial: Trial) -> Step:
    """One step of the proof."""
    step = STEPS[name]
    began = time.perf_counter()
    try:
        result = step.run(trial)
    except DisclosureError as error:
        result = Result(wrong=error.problems)
    except (Exception, SystemExit) as error:  # of the plugin's code: of any kind
        result = Result(wrong=(f"{type(error).__name__}：{error}",))
    state = State.FAILED if result.wrong else State.SKIPPED if result.nothing else State.PASSED
    details = result.wrong or ((result.nothing,) if result.nothing else ())
    took = time.perf_counter() - began
    return Step(name, step.title, state, took, result.proven, details)


def proof(folder: Path) -> Iterator[Begun | Step]:
    """Every step, each announced before it is tried; after a plugin that does not load, none."""
    trial = Trial(folder)
    for name, step in STEPS.items():
        yield Begun(name, step.title)
        ended = tried(name, trial)
        if not (step.rare and ended.state is State.SKIPPED):
            yield ended
        if name == "load" and ended.state is State.FAILED:
            return
