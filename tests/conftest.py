"""What most tests need: a session with chosen plugins only, and the command in this process."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import frozen
from hypothesis import HealthCheck, settings

from disclosure_kit import KitSpec, Loaded, Session, Source, Wishes, load_kit, read
from disclosure_kit.builtin.checks import document, proof
from disclosure_kit.cache import VARIABLE
from disclosure_kit.cli import run

# How fast examples are made and run is the machine's, and what else it is at.
settings.register_profile(
    "any machine",
    settings.default,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("any machine")

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
YUNNAN = ROOT / "plugins" / "yunnan"
CORPUS = Path(__file__).parent / "corpus"
TODAY = datetime.date(2026, 1, 20)
# What checks say of words, where a test is about figures.
ON_WORDS = frozenset(check.code for check in (*document.CHECKS, *proof.CHECKS))
# What cannot be assessed without last year's report.
ACROSS_YEARS = {
    "carry-over",
    "text-growth",
    "in-force-roll-forward",
    "copied-from-last-year",
    "figures-unchanged",
    "figure-jump",
}


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISCLOSURE_KIT_SETTINGS", raising=False)


@pytest.fixture(scope="session", autouse=True)
def cache_of_these_tests(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ[VARIABLE] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def national() -> Session:
    """The core alone."""
    return load_kit(KitSpec(installed=False), today=TODAY)


@pytest.fixture(scope="session")
def kit() -> Session:
    """The core and 云南."""
    return load_kit(KitSpec(plugins=(str(YUNNAN),), installed=False), today=TODAY)


@pytest.fixture
def load(kit: Session) -> Callable[..., Loaded]:
    """A file as a loaded report."""

    def loaded(path: Path, wishes: Wishes = Wishes()) -> Loaded:  # noqa: B008  # frozen
        return read(kit, Source(path.name, path.read_bytes()), wishes)

    return loaded


@frozen
class Ran:
    """What one run of the command left behind."""

    status: int
    out: str
    err: str


@pytest.fixture
def command(capfd: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """``disclosure-kit`` with these words, in this process; 云南 is named, nothing else loaded."""

    def ran(*words: str | Path, plugins: tuple[str | Path, ...] = (YUNNAN,)) -> Ran:
        capfd.readouterr()
        named = [word for plugin in plugins for word in ("--plugin", str(plugin))]
        status = run([*named, *(str(word) for word in words)])
        captured = capfd.readouterr()
        return Ran(int(status), captured.out, captured.err)

    return ran
