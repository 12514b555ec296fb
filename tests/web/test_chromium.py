"""The web page in a real browser: nobody is shut out, nothing is fetched, paper holds all of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import unicodedata
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLES, YUNNAN
from forms_under_test import session
from frozendict import frozendict
from photographs import jpeg, png
from pypdf import PdfReader
from rendering.conftest import edition_form, report_for

from disclosure_kit import Loaded, Source, app, read
from disclosure_kit.app import view_of
from disclosure_kit.builtin.formats.data import write_json
from disclosure_kit.checking.run import Assessment
from disclosure_kit.model.report import Image, SmallTable, Text
from disclosure_kit.printed.expected import expected
from disclosure_kit.view import cell_text

HERE = Path(__file__).parent
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, PROGRAMS)), "")
NODE = shutil.which("node")
INSTALLED = (HERE / "node_modules" / "axe-core").is_dir()

# CI installs all three, so there a missing one is a failure and not a skip.
pytestmark = pytest.mark.skipif(
    not (CHROMIUM and NODE and INSTALLED) and "CI" not in os.environ,
    reason="需要 Chromium、Node，并先在 tests/web 中运行 npm install，才能在浏览器里看网页",
)

FILES = {
    "2021": EXAMPLES / "suqian-city-2024.yaml",
    "2019": EXAMPLES / "shanghai-office-2019.yaml",
    "2014": EXAMPLES / "hebei-jyt-2018-statistics.yaml",
    "yunnan": YUNNAN / "examples" / "mangshi-mengga-2018.txt",
}


def reports() -> dict[str, Loaded]:
    """A published report of every edition and of a region; and for each edition one with every
    kind of block, and signs that a page might take for mark-up."""
    found = {
        name: read(session(), Source(file.name, file.read_bytes())) for name, file in FILES.items()
    }
    for name in ("2014", "2019", "2021"):
        form = edition_form(name)
        found[f"{name}-hard"] = Loaded("hard", report_for(form), form, ())
    form = edition_form("2021")
    body = (
        Text("前。"),
        Image("1.png", "图1 情况"),
        Text("中。"),
        Image("2.jpg"),
        SmallTable(
            (("季度",) * 12, ("很长的一段话" * 20, *("12345678901234567890",) * 11)), "表1", 1
        ),
        Text("后。"),
    )
    media = frozendict({"1.png": png(1600, 900), "2.jpg": jpeg()})
    found["2021-figures"] = Loaded("figures", report_for(form, body), form, (), media=media)
    return found


def plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text.translate(RADICALS)).split())


def page_of(loaded: Loaded) -> bytes:
    to = app.format_named(session(), "html")
    (artifact,) = app.produce(session(), loaded, Assessment(), [to])
    return artifact.content


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """What the browser found on every page, by the name of the report."""
    folder = tmp_path_factory.mktemp("pages")
    for name, loaded in reports().items():
        (folder / f"{name}.html").write_bytes(page_of(loaded))
    files = sorted(folder.glob("*.html"))
    ran = subprocess.run(
        [str(NODE), str(HERE / "look.mjs"), CHROMIUM, *map(str, files)],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return folder, {Path(file).stem: found for file, found in json.loads(ran.stdout).items()}


NAMES = sorted([*FILES, "2014-hard", "2019-hard", "2021-hard", "2021-figures"])
# Chromium writes a letter that is also a radical as the radical; NFKC knows only the older ones.
RADICALS = str.maketrans(
    "⼾⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
    "户母民虎西见角贝车长门青页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
)
Looked = tuple[Path, dict[str, Any]]


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_at_either_width(looked: Looked, name: str) -> None:
    found = looked[1][name]
    assert found["violations"] == []
    assert {"td-headers-attr", "scope-attr-valid", "color-contrast"} <= set(found["passes"])


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_fetched_nothing_is_said_and_nobody_scrolls_sideways(
    looked: Looked, name: str
) -> None:
    found = looked[1][name]
    assert [url for url in found["asked"] if not url.startswith("data:")] == [
        (looked[0] / f"{name}.html").as_uri()
    ] * 2
    assert found["said"] == []
    assert found["overflow"] == {"wide": 0, "phone": 0}


@pytest.mark.parametrize("name", NAMES)
def test_the_data_in_the_page_are_those_that_convert_writes(looked: Looked, name: str) -> None:
    loaded = reports()[name]
    to = app.format_named(session(), "json")
    tree = json.loads(write_json(app.publish(session(), loaded, Assessment(), to)))
    tree.pop("sources", None)  # places in somebody's files are not published
    if loaded.media:  # the page shows the pictures themselves; its data say which they are
        tree["media"] = {path: sha256(held).hexdigest() for path, held in loaded.media.items()}
    assert looked[1][name]["data"] == tree


@pytest.mark.parametrize("name", NAMES)
def test_a_screen_reader_is_given_tables_heads_and_headings(looked: Looked, name: str) -> None:
    view = view_of(session(), reports()[name])
    roles = looked[1][name]["tree"]
    tables = [item.table for item in expected(view) if item.table]
    assert roles.get("table", 0) == len(tables)
    assert roles.get("columnheader", 0) >= len(tables)
    assert roles["heading"] >= 1 + len(view.sections)
    assert roles["main"] == 1


@pytest.mark.parametrize("name", NAMES)
def test_paper_holds_all_of_it(looked: Looked, name: str) -> None:
    """Printed on A4: every paragraph and cell is there, and no table leaves the page."""
    reader = PdfReader(looked[0] / f"{name}.pdf")
    for page in reader.pages:
        assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [210, 297]
    shown = plain("".join(page.extract_text() for page in reader.pages))
    view = view_of(session(), reports()[name])
    for item in expected(view):
        texts = [item.text]
        if item.table is not None:
            rows = item.table.rows
            texts = [cell_text(row, n, view.cells) for row in rows for n in range(len(row.cells))]
        for text in texts:
            assert plain(text) in shown
    assert looked[1][name]["beyondPaper"] == 0


@pytest.mark.parametrize("name", NAMES)
def test_no_head_of_a_table_stands_alone_at_the_foot_of_a_page(looked: Looked, name: str) -> None:
    """What a page ends with is no head that the next one repeats."""
    pages = PdfReader(looked[0] / f"{name}.pdf").pages
    texts = [plain(page.extract_text()) for page in pages]
    for before, after in pairwise(texts):
        longest = max((n for n in range(len(after)) if before.endswith(after[:n])), default=0)
        assert longest < 10, after[:longest]


def test_the_audit_can_fail(tmp_path: Path) -> None:
    """A page with a picture without words and grey on grey: both are found."""
    page = page_of(reports()["2021"]).decode()
    spoilt = page.replace("<h1>", '<img src="data:,"><h1 style="color:#999;background:#aaa">', 1)
    (tmp_path / "a.html").write_text(spoilt, "utf-8")
    ran = subprocess.run(
        [str(NODE), str(HERE / "look.mjs"), CHROMIUM, str(tmp_path / "a.html")],
        capture_output=True, encoding="utf-8", timeout=120, check=True,
    )  # fmt: skip
    (found,) = json.loads(ran.stdout).values()
    assert {one["id"] for one in found["violations"]} >= {"image-alt", "color-contrast"}
