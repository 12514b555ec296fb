"""The validator of Microsoft's Open XML SDK (npm install in this folder), where it is."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

VALIDATOR = Path(__file__).parent / "node_modules" / ".bin" / "ooxml-validator"

# CI installs it, so there a missing one is a failure and not a skip.
needs_validator = pytest.mark.skipif(
    not VALIDATOR.exists() and "CI" not in os.environ,
    reason="需要 npm install --prefix tests/compatibility",
)


def problems(content: bytes, name: str, folder: Path, version: str = "Microsoft365") -> list[str]:
    """What the validator has against a file, each with its place; ``name`` says its kind."""
    file = folder / name
    file.write_bytes(content)
    command = [str(VALIDATOR), str(file), "--officeVersion", version]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=False)
    told = json.loads(ran.stdout)
    found = [f"{e['path']} {e['xPath']}: {e['description']}" for e in told["errors"]]
    assert told["ok"] is not bool(found)
    return found
