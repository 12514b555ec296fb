"""The region plugins that ship with the kit pass the proof that every plugin should."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT

pytest_plugins = ["disclosure_kit.testing"]
REGIONS = sorted(file.parent for file in (ROOT / "plugins").glob("*/plugin.toml"))


@pytest.fixture(params=REGIONS, ids=lambda folder: folder.name)
def plugin_folder(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


def test_conforms(proof_step: Callable[[], None]) -> None:
    proof_step()
