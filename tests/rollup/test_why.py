"""``why``: one total explained, and what was changed by hand never called right."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rollup.conftest import CODES, ISSUED, Command, rolled, roster
from units_reports import form_of, write

from disclosure_kit import RollUpOptions, Session, roll_up
from disclosure_kit.errors import DisclosureError, SourceError
from disclosure_kit.present import json_text
from disclosure_kit.rollup.explain import explain


def test_what_was_changed_by_hand_is_not_explained(command: Command, county: Path) -> None:
    rolled(command, county)
    assert "是否为" in command("why", county / "县.json", ISSUED.replace("issued", "isued")).err
    path = county / "县.rollup.json"
    path.write_text(path.read_text("utf-8").replace('"so_far":6', '"so_far":7'), "utf-8")
    ran = command("why", county / "县.json", ISSUED)
    assert (ran.status, "文件被改动过" in ran.err) == (3, True)
    assert command("why", county / "收" / "甲" / "甲.json", ISSUED).status == 3
    assert command("why", "", ISSUED).status == 2


def test_who_is_missing_is_named(command: Command, county: Path) -> None:
    rolled(command, county, "--roster", roster(county, *CODES, "丁"))
    ran = command("why", county / "县.json", ISSUED)
    assert "填了的单位相加是 6\n" in ran.out
    assert "缺：丁镇人民政府（未报）\n" in ran.out
    wrong = county / "收" / "丙" / "丙.json"
    wrong.write_text(wrong.read_text("utf-8").replace('"total": 0', '"total": 5', 1), "utf-8")
    listed = county / "名单.csv"
    for words in [("--roster", listed), ("--roster", listed, "--partial")]:
        rolled(command, county, *words, "--force")
        ran = command("why", county / "县.json", ISSUED)
        assert "缺：丁镇人民政府（未报）\n" in ran.out
        assert "缺：丙镇人民政府（报来的没有计入）\n" in ran.out
    rolled(command, county, "--force")
    ran = command("why", county / "县.json", ISSUED)
    assert "缺：没有计入的单位，见催报清单（.催报.txt）\n" in ran.out


def test_a_total_is_asked_for_by_its_label_too(command: Command, county: Path) -> None:
    rolled(command, county)
    told = command("why", county / "县.json", ISSUED)
    for words in ("行政规范性文件·本年制发件数", "规范性文件·本年制发"):
        assert command("why", county / "县.json", words).out == told.out
    several = command("why", county / "县.json", "规范性文件·")
    assert several.status == 2
    assert f"行政规范性文件·本年制发件数［{ISSUED}］" in several.err
    assert "等 25 项" in command("why", county / "县.json", "自然人").err
    for words in ("没有这一项", " "):
        none = command("why", county / "县.json", words)
        assert (none.status, "各单位" in none.err) == (2, True)


def test_why_of_a_total_too_large_to_be_given(command: Command, county: Path) -> None:
    for file in (county / "收").glob("*/*.json"):
        text = file.read_text("utf-8")
        file.write_text(re.sub(r'"issued": \d', f'"issued": {9 * 10**14}', text), "utf-8")
    rolled(command, county)
    ran = command("why", county / "县.json", ISSUED)
    assert (ran.status, "缺：合计过大" in ran.out) == (0, True)


def test_why_is_one_document_that_is_written_as_it_is_read(command: Command, county: Path) -> None:
    rolled(command, county)
    city = county / "州.json"
    ran = command("rollup", county / "县.json", "-o", city, "--agency", "德宏州人民政府")
    assert ran.status == 0, ran.err
    out = command("why", city, ISSUED, "--json").out
    told = json.loads(out)
    assert out == json_text(told) + "\n"
    [part] = told["units"]
    assert (part["below"]["sum"], len(part["below"]["units"])) == (told["sum"], len(CODES))
    found = explain(str(city), ISSUED)
    for _ in range(2):  # each time from the beginning
        [part] = found.parts()
        assert part.below is not None
        assert sorted(one.value for one in part.below.parts()) == [1, 2, 3]


def test_figures_written_with_blanks_as_once_are_read_and_no_change(
    command: Command, county: Path
) -> None:
    rolled(command, county)
    path = county / "县.rollup.json"
    head, units, rest = re.split(r'("units":\[\n(?:\{.*\n)+)', path.read_text("utf-8"))
    units = re.sub(r"(?<=\d),(?=\d)", ", ", units)
    units = re.sub('"mark":"[0-9a-f]*"', '"mark":"00"', units)  # of other signs
    path.write_text(head + units + rest, "utf-8")
    assert "0, 0" in units
    assert "合计 6 ＝ 3 个单位之和" in command("why", county / "县.json", ISSUED).out
    [body] = rolled(command, county, "--force")["bodies"]
    assert body["changes"] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"value":9,', '"value":99,'),  # not what its units come to
        ('"state":"whole"', '"state":"x"'),
        ('"state":"whole"', '"state":"not_added"'),
        ('"so_far":9,', '"so_far":"n/a",'),
        ('"code":"533103101",', ""),
        ('"mark":"', '"mark":"x'),
        (",0,", ',["1",{}],'),
    ],
)
def test_nothing_is_called_right_in_a_provenance_changed_by_hand(
    rolled_up: Path, old: str, new: str
) -> None:
    path = rolled_up.with_name("改.rollup.json")
    text = rolled_up.read_text("utf-8")
    at = text.index(f'"address":"{ISSUED}"') if old in text[text.index('"totals"') :] else 0
    assert old in text[at:]
    path.write_text(text[:at] + text[at:].replace(old, new, 1), "utf-8")
    with pytest.raises(SourceError, match="改动过"):
        explain(str(path), ISSUED)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(at=st.floats(0, 1), junk=st.sampled_from(["", "x", '"', "0", "null", "[", "\n", "99"]))
def test_no_damage_of_the_provenance_is_a_fault_of_ours(
    rolled_up: Path, at: float, junk: str
) -> None:
    path = rolled_up.with_name("乱.rollup.json")
    text = rolled_up.read_text("utf-8")
    cut = int(at * len(text))
    path.write_text(text[:cut] + junk + text[cut + max(1, len(junk)) :], "utf-8")
    with suppress(DisclosureError):
        explain(str(path), ISSUED)


@pytest.fixture(scope="module")
def rolled_up(national: Session, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("乱")
    for name, code in CODES.items():
        form = form_of(national, region=code)
        write(folder / "收" / f"{name}.json", form, f"{name}镇", {ISSUED: 3}, code)
    made = roll_up(national, [str(folder / "收")], folder / "县.json", RollUpOptions("芒市"))
    assert made.whole
    return folder / "县.rollup.json"
