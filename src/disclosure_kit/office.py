"""LibreOffice: where it is, and runs of it that outlast no deadline and meet no other run.

Every run has a profile of its own, so that two at once do not wait for each other, nothing of the
user's own settings shows in a result, and no macro, link or update is ever followed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from .errors import OutputError

SETTING: Final = "office.program"
MAX_MEMORY: Final = 4_000_000  # KB of address space
MAX_FILE: Final = 400_000  # blocks of 512 bytes
_NAMES: Final = ("soffice", "libreoffice")
_PLACES: Final = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice*/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
)
# ulimit is the shell's: it holds for every process that soffice starts.
_BOUNDED: Final = (
    f'ulimit -v {MAX_MEMORY} 2>/dev/null; ulimit -f {MAX_FILE} 2>/dev/null; exec "$0" "$@"'
)
_COMMON: Final = "/org.openoffice.Office.Common"
_PROFILE: Final = {
    (f"{_COMMON}/Security/Scripting", "DisableMacrosExecution"): "true",
    (f"{_COMMON}/Security/Scripting", "MacroSecurityLevel"): "3",
    (f"{_COMMON}/Security/Scripting", "BlockUntrustedRefererLinks"): "true",
    ("/org.openoffice.Office.Writer/Content/Update", "Link"): "0",
    # A PDF that can be archived and read aloud: PDF/A-2, tagged, with its title.
    (f"{_COMMON}/Filter/PDF/Export", "SelectPdfVersion"): "2",
    (f"{_COMMON}/Filter/PDF/Export", "UseTaggedPDF"): "true",
    (f"{_COMMON}/Filter/PDF/Export", "DisplayPDFDocumentTitle"): "true",
}


def find(named: str = "") -> Path | None:
    """The program: the one ``named`` and no other, else that on the search path, else one where
    its installer puts it; None where there is none."""
    for name in (named,) if named else _NAMES:
        found = shutil.which(name)
        if found is not None:
            return Path(found)
    return None if named else next(_installed(), None)


def _installed() -> Iterator[Path]:
    for place in map(Path, _PLACES):
        root = Path(place.anchor)
        if root.is_dir():
            yield from sorted(root.glob(str(place.relative_to(root))), reverse=True)


def version_of(program: Path, seconds: float = 20) -> str:
    """``LibreOffice 7.4.7.2``; empty where the program does not say it in time."""
    with tempfile.TemporaryDirectory(prefix="disclosure-kit-") as folder:
        try:
            told = _run(program, ["--version"], Path(folder), seconds)
        except OutputError:
            return ""
    words = told.split()
    return " ".join(words[:2]) if words[:1] == ["LibreOffice"] else ""


def convert(program: Path, content: bytes, suffix: str, to: str, seconds: float) -> bytes:
    """A document (its name would end in ``suffix``) as a file of the kind ``to``.

    Raises:
        OutputError: the program failed, was not done in time, or wrote nothing.
    """
    with tempfile.TemporaryDirectory(prefix="disclosure-kit-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        given, made = folder / f"report{suffix}", folder / "made" / f"report.{to}"
        given.write_bytes(content)
        arguments = ["--convert-to", to, "--outdir", str(made.parent), str(given)]
        told = _run(program, arguments, folder, seconds)
        if not made.is_file():
            last = (told.strip().splitlines() or ["没有说明原因"])[-1]
            raise OutputError(f"LibreOffice 没有转出 {to}：{last}")
        return made.read_bytes()


def _run(program: Path, arguments: Sequence[str], folder: Path, seconds: float) -> str:
    """What a run says. Nothing that it started is left running afterwards."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_registry(), "utf-8")
    command = [str(program), "--headless", "--nologo", "--norestore", "--nolockcheck"]
    command += [f"-env:UserInstallation={profile.as_uri()}", *arguments]
    if os.name == "posix":
        command = ["/bin/sh", "-c", _BOUNDED, *command]
    told = folder / "told.txt"
    with told.open("wb") as out:
        try:
            process = subprocess.Popen(
                command,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as error:
            raise OutputError(f"LibreOffice（{program}）运行不起来：{error.strerror}") from None
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise OutputError(
                f"LibreOffice 运行了 {seconds:g} 秒还没有完成，已经中止",
                hint="机器很忙时可以再试一次，或放宽时限；反复如此，请检查模板",
            ) from None
        finally:
            _end(process)
    return told.read_text("utf-8", "replace")


def _end(process: subprocess.Popen[bytes]) -> None:
    """Nothing of its session stays, also where it ended by itself."""
    if os.name == "posix":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        taskkill = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(taskkill, capture_output=True, check=False)
    process.wait()


def _registry() -> str:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>\n"
        for (path, name), value in _PROFILE.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n{items}</oor:items>\n'
    )
