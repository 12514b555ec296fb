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


# A file that the page has its reader write, or commands.
STEP = re.compile(
    r"^\*\*`(?P<file>[^`]+)`\*\*[^\n]*\n\n```\w+\n(?P<body>.*?)^```$"
    r"|^```console\n(?P<console>.*?)^```$"
    r"|^(?P<filled>\| 单位 \|.*?)\n\n",
    re.M | re.S,
)


def steps(page: Path) -> list[re.Match[str]]:
    """What the reader of ``page`` does, in order."""
    return list(STEP.finditer(page.read_text("utf-8")))


def has_files(page: Path) -> bool:
    """Whether the blocks of a page build on each other."""
    return any(step["file"] for step in steps(page))


def take(step: re.Match[str], folder: Path, page: Path) -> None:
    """A file written, or commands run, in ``folder``."""
    if step["file"]:
        file = folder / step["file"]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(step["body"], "utf-8")
    elif step["console"]:
        run_shown(step["console"], folder, page)


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
