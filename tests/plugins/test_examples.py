"""Every plugin folder's examples are found to be what they say, and its plugin loads whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT, TODAY

from disclosure_kit import KitSpec, Session, check, load_kit, read
from disclosure_kit.authoring.expectation import (
    SUFFIX,
    Expectation,
    example_problems,
    expectations,
    load_expectation,
    report_of,
)
from disclosure_kit.model.raw import Source

# A folder without code; plugins/charts and plugins/pdf are Python distributions.
FOLDERS = sorted(file.parent for file in (ROOT / "plugins").glob("*/plugin.toml"))
EXPECTED = [file for folder in FOLDERS for file in expectations(folder)]


def session_of(folder: Path) -> Session:
    return load_kit(KitSpec(plugins=(str(folder),), installed=False), today=TODAY)


@pytest.fixture(scope="module")
def sessions() -> dict[Path, Session]:
    return {folder: session_of(folder) for folder in FOLDERS}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_plugin_loads_and_has_examples(folder: Path, sessions: dict[Path, Session]) -> None:
    assert sessions[folder].registry.faults == ()
    assert (folder / "README.md").is_file()
    assert list(example_problems(folder, folder.name)) == []
    given = {path for path in (folder / "examples").iterdir() if path.name != "README.md"}
    expected = expectations(folder)
    assert expected
    assert given == {*expected, *map(report_of, expected)}


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda f: f.name.removesuffix(SUFFIX))
def test_an_example_gives_the_findings_it_names(
    expected: Path, sessions: dict[Path, Session]
) -> None:
    folder = expected.parents[1]
    wanted = expectation(expected)
    report = report_of(expected)
    session = sessions[folder]
    loaded = read(session, Source(report.name, report.read_bytes()), wanted.wishes)
    found = check(session, loaded)
    assert own({finding.code for finding in found.findings}, folder) == wanted.codes
    assert own({item.code for item in found.not_assessed}, folder) == wanted.not_assessed


def expectation(file: Path) -> Expectation:
    return load_expectation(file.read_text("utf-8"), file.name)


def own(codes: set[str], folder: Path) -> tuple[str, ...]:
    return tuple(sorted(code for code in codes if code.startswith(f"{folder.name}-")))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_each_check_of_a_plugin_speaks_on_some_example(folder: Path) -> None:
    """A check that no example of its plugin sets off may be one that cannot fail."""
    spoken = {code for file in expectations(folder) for code in expectation(file).codes}
    declared = {
        rule.code
        for _, sections in session_of(folder).registry.parts
        for rule in sections.parts.rules
        if rule.code.startswith(f"{folder.name}-")
    }
    assert spoken == declared


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_report_of_another_region_stays_untouched(
    folder: Path, sessions: dict[Path, Session]
) -> None:
    core = load_kit(KitSpec(installed=False), today=TODAY).registry
    for edition in core.editions.values():
        for region in (None, "99"):
            mine = sessions[folder].registry.form(edition, region, edition.years.first)
            assert mine == core.form(edition, region, edition.years.first)
