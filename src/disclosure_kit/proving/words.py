"""Mistakes and proof as words for the plugin's author, or as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from .values import Mistake, State, Step

_STATES: Final = {State.PASSED: "通过", State.FAILED: "未过", State.SKIPPED: "未做"}
MOST_DETAILS: Final = 20


def mistake_lines(folder: str, mistakes: Sequence[Mistake]) -> Iterator[str]:
    """Every mistake with its place and what to do; then the sum."""
    yield f"《{folder}》"
    for one in mistakes:
        line = f" 第 {one.line} 行" if one.line is not None else ""
        yield f"  {one.file}{line}：{one.message}"
        yield f"        处理：{one.advice}"
    yield f"  共 {len(mistakes)} 处错误。" if mistakes else "  没有发现错误。"


def mistakes_tree(folder: str, mistakes: Sequence[Mistake]) -> dict[str, Any]:
    """The same for programs."""
    rows = [
        {"file": m.file, "line": m.line, "message": m.message, "advice": m.advice} for m in mistakes
    ]
    return {"ok": not mistakes, "plugin": folder, "mistakes": rows}


def step_lines(step: Step) -> Iterator[str]:
    """How a step ended, and what failed."""
    said = f"（{step.proven}）" if step.proven else ""
    yield f"  {_STATES[step.state]}  {step.title}{said}  {step.seconds:.1f} 秒"
    for detail in step.details[:MOST_DETAILS]:
        yield f"        {detail}"
    if (more := len(step.details) - MOST_DETAILS) > 0:
        yield f"        另有 {more} 处"


def sum_line(steps: Sequence[Step]) -> str:
    """How many of each."""
    counts = {word: sum(s.state is state for s in steps) for state, word in _STATES.items()}
    return "  " + "，".join(f"{word} {n} 项" for word, n in counts.items() if n) + "。"


def steps_tree(folder: str, steps: Sequence[Step]) -> dict[str, Any]:
    """The same for programs."""
    rows = [
        {
            "step": s.name,
            "title": s.title,
            "state": s.state.value,
            "proven": s.proven,
            "details": list(s.details),
            "seconds": round(s.seconds, 3),
        }
        for s in steps
    ]
    return {"ok": proven(steps), "plugin": folder, "steps": rows}


def proven(steps: Sequence[Step]) -> bool:
    """Nothing failed, and something was tried."""
    states = {step.state for step in steps}
    return State.FAILED not in states and State.PASSED in states
