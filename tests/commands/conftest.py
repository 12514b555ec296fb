"""Files that commands are run on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import EXAMPLES


@pytest.fixture
def suqian(tmp_path: Path) -> Path:
    """A copy of a report without fault: its one doubled word and its one gap are mended."""
    text = (EXAMPLES / "suqian-city-2024.yaml").read_text("utf-8")
    for printed, mended in (
        ("重大政策的的出台", "重大政策的出台"),
        ("（五）监督保障方面。", "（五）监督保障方面。全年未发生责任追究。"),
    ):
        assert printed in text
        text = text.replace(printed, mended, 1)
    path = tmp_path / "suqian.yaml"
    path.write_text(text, "utf-8")
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
