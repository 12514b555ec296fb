"""LibreOffice, where it is: a Word file as the text of its pages."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")
PDFTOTEXT = shutil.which("pdftotext")

# CI installs both, so there a missing one is a failure and not a skip.
needs_office = pytest.mark.skipif(
    (SOFFICE is None or PDFTOTEXT is None) and "CI" not in os.environ,
    reason="需要 LibreOffice（soffice）和 poppler（pdftotext）才能看到页面",
)


def pages_of(document: bytes, folder: Path) -> list[str]:
    """The text of each page, laid out by LibreOffice with the fonts of this machine."""
    assert SOFFICE is not None
    assert PDFTOTEXT is not None
    (folder / "report.docx").write_bytes(document)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    convert = [SOFFICE, "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run(
        [*convert, str(folder / "report.docx")], check=True, capture_output=True, timeout=180
    )
    read = [PDFTOTEXT, "-layout", str(folder / "report.pdf"), "-"]
    text = subprocess.run(read, check=True, capture_output=True, text=True).stdout
    return text.split("\f")[:-1]
