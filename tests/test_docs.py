"""Every command and snippet that README and docs show is run, and its output is what they show."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from shown import blocks, has_files, run_shown, steps, take

from disclosure_kit.builtin import PLUGIN
from disclosure_kit.errors import ExitCode
from disclosure_kit.hookspecs import YIELDS
from disclosure_kit.host import KitSpec, load_kit

PAGES = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "plugins").rglob("*.md")),
    *sorted((ROOT / "templates").rglob("*.md")),
]
TUTORIAL = ROOT / "docs" / "tutorial"
FOLLOWED = [page for page in PAGES if has_files(page) and TUTORIAL not in page.parents]
OURS = re.compile(r"`([\w/]+\.py|[\w/]+/\w+\.toml)`")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


def console() -> Iterator[tuple[Path, str]]:
    for page in PAGES:
        if has_files(page):
            continue  # followed as a whole, here or in tests/test_tutorial.py
        for block in blocks(page, "console"):
            yield page, block


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in ("examples", "plugins", "templates", "tests"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


@pytest.mark.parametrize(
    ("page", "block"),
    [pytest.param(p, b, id=f"{p.name}-{n}") for n, (p, b) in enumerate(console())],
)
def test_console(page: Path, block: str, checkout: Path) -> None:
    run_shown(block, checkout, page)


@pytest.mark.parametrize("page", [pytest.param(page, id=page.name) for page in FOLLOWED])
def test_a_page_with_files_of_its_own(page: Path, checkout: Path) -> None:
    for step in steps(page):
        take(step, checkout, page)


def test_the_core_answers_the_hooks_that_the_page_says() -> None:
    page = (ROOT / "docs/explanation/same-hooks.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(disclosure_\w+)` \| (.*?) \|", page, re.M))
    answered = {hook for hook, gives in rows.items() if not gives.startswith("none")}
    assert list(rows) == list(YIELDS)
    assert answered == {name for name in dir(PLUGIN) if name.startswith("disclosure_")}


def test_the_index_names_every_page() -> None:
    docs = ROOT / "docs"
    named = set(LINK.findall((docs / "README.md").read_text("utf-8")))
    pages = {page.relative_to(docs).as_posix() for page in docs.rglob("*.md")}
    assert named == pages - {"README.md"}


def test_files_of_ours_that_a_page_names_are_there() -> None:
    """Of pages that have no files of their own."""
    pages = [p for p in PAGES if p.parent.name in ("explanation", "reference") or p.parent == ROOT]
    there = [p.as_posix() for part in ("src", "tests", "docs") for p in (ROOT / part).rglob("*.*")]
    named = {(page.name, name) for page in pages for name in OURS.findall(page.read_text("utf-8"))}
    assert named
    missing = [one for one in named if not any(path.endswith(f"/{one[1]}") for path in there)]
    assert missing == []


def test_python_of_the_readme(checkout: Path) -> None:
    [snippet] = blocks(ROOT / "README.md", "python")
    [expected] = blocks(ROOT / "README.md", "text")
    ran = subprocess.run(
        [sys.executable, "-c", snippet],
        cwd=checkout,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.stdout == expected, ran.stderr


def test_links_lead_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in PAGES
        for target in LINK.findall(page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]
    assert not broken


def test_every_code_stands_in_the_reference() -> None:
    page = (ROOT / "docs/reference/exit-codes.md").read_text("utf-8")
    listed = {int(code) for code in re.findall(r"^\| (\d+) \|", page, re.M)}
    assert listed == {int(code) for code in ExitCode}


def test_every_setting_stands_in_the_reference() -> None:
    page = (ROOT / "docs/reference/settings.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z.]+)` \| (.*?) \| `(.*?)` \|", page, re.M)
    declared = load_kit(KitSpec(installed=False)).registry.settings
    assert [(key, default) for key, _, default in rows] == [
        (setting.key, setting.default) for setting in declared.values()
    ]
    for key, choices, _ in rows:
        assert tuple(re.findall(r"`(.*?)`", choices)) == declared[key].choices


def test_the_public_names_stand_in_the_reference() -> None:
    import disclosure_kit

    page = (ROOT / "docs/reference/api.md").read_text("utf-8")
    for name in disclosure_kit.__all__:
        assert getattr(disclosure_kit, name) is not None
        assert name.startswith("__") or f"`{name}" in page
    assert dir(disclosure_kit) == sorted(disclosure_kit.__all__)


def test_the_toml_of_the_how_to_is_a_plugin(tmp_path: Path) -> None:
    manifest, settings, *parts = blocks(ROOT / "docs/how-to/region-plugin.md", "toml")
    (tmp_path / "sections").mkdir()
    (tmp_path / "plugin.toml").write_text(f"{manifest}\n{settings}", "utf-8")
    (tmp_path / "sections" / "all.toml").write_text("\n".join(parts), "utf-8")
    session = load_kit(KitSpec(plugins=(str(tmp_path),), installed=False))
    assert session.registry.faults == ()
    assert session.settings["example.seal_note"] == "no"
    form = session.registry.form(session.registry.editions["2021"], "990101", 2025)
    assert [table.id for table in form.tables_in("other")] == ["example.processing_fees"]
    assert "example-posts" in {identity.code for identity in form.identities}
