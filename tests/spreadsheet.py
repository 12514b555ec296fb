"""LibreOffice Calc, where it is: a workbook recalculated as it would be on opening."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")

# CI installs it, so there a missing one is a failure and not a skip.
needs_calc = pytest.mark.skipif(
    SOFFICE is None and "CI" not in os.environ, reason="需要 LibreOffice（soffice）才能重新计算"
)

_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""


def recalculated(workbooks: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    """The workbooks as LibreOffice saves them, every formula calculated anew."""
    return saved_as("xlsx", workbooks, folder)


def saved_as(suffix: str, workbooks: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    """The workbooks as LibreOffice saves them as another kind of file."""
    assert SOFFICE is not None
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS, "utf-8")
    given, made = folder / "given", folder / "made"
    given.mkdir(exist_ok=True)
    for name, content in workbooks.items():
        (given / f"{name}.xlsx").write_bytes(content)
    subprocess.run(
        [
            SOFFICE, "--headless", f"-env:UserInstallation=file://{profile}",
            "--convert-to", suffix, "--outdir", str(made),
            *(str(given / f"{name}.xlsx") for name in workbooks),
        ],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return {name: (made / f"{name}.{suffix}").read_bytes() for name in workbooks}
