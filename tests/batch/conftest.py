"""A small county: reports that differ by the body alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from faultless import suqian_text


@pytest.fixture
def county(tmp_path: Path) -> Callable[..., Path]:
    """A folder with a report of each body named, and one of words for each file named so."""

    def made(*bodies: str, **broken: str) -> Path:
        folder = tmp_path / "来"
        folder.mkdir()
        for body in bodies:
            (folder / f"{body}.yaml").write_text(suqian_text().replace("宿迁市", body), "utf-8")
        for name, words in broken.items():
            (folder / f"{name}.yaml").write_text(words, "utf-8")
        return folder

    return made
