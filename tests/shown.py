"""The blocks of a page of the docs: what it shows is run, and its output is what it shows."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from disclosure_kit.errors import ExitCode

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)


def blocks(page: Path, language: str) -> list[str]:
    return [body for kind, body in FENCE.findall(page.read_text("utf-8")) if kind == language]


def run_shown(block: str, folder: Path, where: object) -> None:
    """The commands of a console block, one after the other, in ``folder``; a line … stands for
    any lines, … at the end of a line for the rest of it."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    shown: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            shown.append((line[2:], []))
        else:
            shown[-1][1].append(line)
    assert shown
    for words, lines in shown:
        assert shlex.split(words)[0] == "disclosure-kit", f"{where}: only our command is shown"
        ran = subprocess.run(
            shlex.split(words),
            cwd=folder,
            env=os.environ | {"PATH": path},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert ran.returncode in (ExitCode.DONE, ExitCode.FINDINGS), ran.stderr
        if lines:
            pattern = "".join(map(_pattern, lines))
            assert re.fullmatch(pattern, ran.stdout, re.S), f"{words}\n{ran.stdout}"


def _pattern(line: str) -> str:
    if line == "…":
        return ".*"
    if line.endswith("…"):
        return re.escape(line[:-1]) + r"[^\n]*\n"
    return re.escape(line) + r"\n"
