"""The proof of ``plugin test`` for pytest. Asked for, in a test file or the topmost conftest, by

    pytest_plugins = ["disclosure_kit.testing"]

A test that takes ``proof_step`` runs once for each step; ``plugin_folder`` may be overridden,
``plugin_session`` is the kit with the plugin and nothing else but the core.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .app import Session
from .authoring.conformance import STEPS, tried
from .authoring.place import located
from .authoring.trial import Trial
from .errors import EditionError
from .proving.values import State

__all__ = ["plugin_folder", "plugin_session", "plugin_trial", "proof_step", "trial_of"]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test a step."""
    if "proof_step" in metafunc.fixturenames:
        metafunc.parametrize("proof_step", list(STEPS), indirect=True)


@pytest.fixture
def plugin_folder(request: pytest.FixtureRequest) -> Path:
    """The plugin in whose folder the test file lies."""
    for folder in request.path.parents:
        try:
            located(folder)
        except EditionError:
            continue
        return folder
    raise pytest.UsageError(f"{request.path}：上面各层文件夹里都没有 plugin.toml")


@pytest.fixture(scope="session")
def trial_of() -> Callable[[Path], Trial]:
    """The trial of the plugin in a folder, which is loaded once for all tests."""
    known: dict[Path, Trial] = {}

    def trial(folder: Path) -> Trial:
        return known.setdefault(folder, Trial(folder))

    return trial


@pytest.fixture
def plugin_trial(plugin_folder: Path, trial_of: Callable[[Path], Trial]) -> Trial:
    """The plugin on trial."""
    return trial_of(plugin_folder)


@pytest.fixture
def plugin_session(plugin_trial: Trial) -> Session:
    """The kit with the plugin.

    Raises:
        PluginError: the plugin has mistakes; all of them.
    """
    return plugin_trial.session


@pytest.fixture
def proof_step(request: pytest.FixtureRequest, plugin_trial: Trial) -> Callable[[], None]:
    """One step: called, it fails with all that is wrong, or skips with the reason."""

    def prove() -> None:
        step = tried(request.param, plugin_trial)
        if step.state is State.SKIPPED:
            pytest.skip("；".join(step.details))
        if step.state is State.FAILED:
            pytest.fail("\n".join((step.title, *step.details)), pytrace=False)

    return prove
