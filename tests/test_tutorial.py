"""The tutorial followed from an empty folder: every file, every command, every cell filled in."""

from __future__ import annotations

import io
import json
import re
import shutil
from pathlib import Path

import docx
import openpyxl
import pytest
from conftest import ROOT
from shown import blocks, steps, take
from spreadsheet import needs_calc, recalculated

from disclosure_kit import KitSpec, Source, load_kit, read
from disclosure_kit.cli import run
from disclosure_kit.errors import ExitCode
from disclosure_kit.model.report import Report

PAGE = ROOT / "docs" / "tutorial" / "own-section.md"
BOOK = "溪木县2025.xlsx"
SHEET = "收取信息处理费情况表"


def fill(book: Path, table: str) -> None:
    """What the page says to type, by the labels that stand in the workbook."""
    workbook = openpyxl.load_workbook(book)
    sheet = workbook[SHEET]
    at = {str(cell.value): cell for row in sheet.iter_rows() for cell in reversed(row)}
    head, _, *rows = ([w.strip() for w in line.split("|")[1:-1]] for line in table.splitlines())
    for label, *figures in rows:
        for column, figure in zip(head[1:], figures, strict=True):
            sheet.cell(at[label].row, at[column].column).value = float(figure)
    workbook.save(book)


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[bytes]]:
    """The folder at the end, and the workbook after each time that it was filled in."""
    folder = tmp_path_factory.mktemp("tutorial")
    books: list[bytes] = []
    for step in steps(PAGE):
        take(step, folder, PAGE)
        if step["filled"]:
            fill(folder / BOOK, step["filled"])
            books.append((folder / BOOK).read_bytes())
    return folder, books


def test_nothing_on_the_page_is_passed_over() -> None:
    page = PAGE.read_text("utf-8")
    kinds = [step.lastgroup for step in steps(PAGE)]
    assert kinds.count("body") == page.count("```toml")
    assert kinds.count("console") == page.count("```console")
    assert kinds.count("filled") == 2


def test_it_takes_under_forty_lines() -> None:
    page = PAGE.read_text("utf-8")
    lines = [
        line for step in steps(PAGE) for line in (step["body"] or "").splitlines() if line.strip()
    ]
    assert len(lines) < 40
    assert {int(number) for number in re.findall(r"[写共] (\d+) 行", page)} == {len(lines)}


def test_the_mistake_made_on_purpose(
    followed: tuple[Path, list[bytes]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "ximu"
    shutil.copytree(followed[0] / "ximu", folder)
    sums = folder / "checks" / "sums.toml"
    sums.write_text(sums.read_text("utf-8").replace('"towns"', '"town"'), "utf-8")
    assert run(["plugin", "check", str(folder)]) == ExitCode.PLUGIN
    [shown] = blocks(PAGE, "text")
    assert capsys.readouterr().out.replace(str(folder), "ximu") == shown


def test_what_the_clerk_gets(followed: tuple[Path, list[bytes]]) -> None:
    folder, _ = followed
    document = docx.Document(str(folder / "溪木县2025.docx"))
    text = [paragraph.text for paragraph in document.paragraphs]
    statutory = ["一、总体情况", "二、", "三、", "四、", "五、", "六、其他需要报告的事项"]
    heads = [line for line in text if re.match(r"[一二三四五六七]、", line)]
    assert len(heads) == len(statutory)
    assert all(map(str.startswith, heads, statutory))
    assert text.index("（一）收取信息处理费情况") == text.index(heads[-1]) + 1
    cells = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    assert cells == [
        ["单位", "收费件数", "收费金额（元）"],
        ["县直部门", "2", "880"],
        ["乡镇（街道）", "1", "270.5"],
        ["合计", "3", "1150.5"],
    ]
    page = (folder / "溪木县2025.html").read_text("utf-8")
    assert "（一）收取信息处理费情况" in page
    assert "270.5" in page


def test_the_data_come_back_from_every_kind_of_file(followed: tuple[Path, list[bytes]]) -> None:
    folder, _ = followed
    session = load_kit(KitSpec((str(folder / "ximu"),), installed=False))

    def back(name: str) -> Report:
        return read(session, Source(name, (folder / name).read_bytes())).report

    reports = [back(f"溪木县2025.{suffix}") for suffix in ("xlsx", "docx", "html")]
    for report in reports:
        assert report.tables["ximu.fees_table"] == reports[0].tables["ximu.fees_table"]
    form = read(session, Source(BOOK, (folder / BOOK).read_bytes())).form
    assert "ximu-fees-total" in {identity.code for identity in form.identities}


def test_the_schema_knows_the_table(
    followed: tuple[Path, list[bytes]], capsys: pytest.CaptureFixture[str]
) -> None:
    run(["--plugin", str(followed[0] / "ximu"), "schema", "--region", "990101", "--year", "2025"])
    tables = json.loads(capsys.readouterr().out)["properties"]["tables"]["properties"]
    assert "ximu.fees_table" in tables


def test_another_county_and_the_bare_kit_know_nothing_of_it(
    followed: tuple[Path, list[bytes]],
) -> None:
    registry = load_kit(KitSpec((str(followed[0] / "ximu"),), installed=False)).registry
    edition = registry.editions["2021"]
    assert "ximu.fees_table" in registry.form(edition, "990101103", 2025).tables
    for region in (None, "990102", "99"):
        assert "ximu.fees_table" not in registry.form(edition, region, 2025).tables


@needs_calc
def test_the_wrong_total_is_told_in_the_workbook(
    followed: tuple[Path, list[bytes]], tmp_path: Path
) -> None:
    wrong, right = followed[1]
    given = {"wrong": wrong, "right": right}
    made = recalculated(given, tmp_path)
    told = {}
    for name, content in made.items():
        sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True)[SHEET]
        told[name] = [
            cell.value
            for row in sheet.iter_rows()
            if str(row[0].value).startswith("核对：")
            for cell in row[1:3]
        ]
    assert told == {"wrong": ["× 差 1", "√"], "right": ["√", "√"]}
