"""Files that commands are run on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import EXAMPLES
from faultless import suqian_text


@pytest.fixture
def suqian(tmp_path: Path) -> Path:
    """A copy of a report without fault."""
    path = tmp_path / "suqian.yaml"
    path.write_text(suqian_text(), "utf-8")
    return path


@pytest.fixture
def shanghai(tmp_path: Path) -> Path:
    """A copy of a report with blanks."""
    return Path(shutil.copy(EXAMPLES / "shanghai-office-2019.yaml", tmp_path / "shanghai.yaml"))


@pytest.fixture
def wrong(suqian: Path) -> Path:
    """A report with one figure changed: two identities hold it."""
    text = suqian.read_text("utf-8").replace(
        "natural_person: 3440, business: 75", "natural_person: 3441, business: 75", 1
    )
    assert text != suqian.read_text("utf-8")
    path = suqian.with_name("wrong.yaml")
    path.write_text(text, "utf-8")
    return path
