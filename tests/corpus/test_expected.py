"""The figures of the published reports, keyed by hand: `expected/<stem>.yaml`.

They were keyed from the files before any reader of tables existed, and are what the readers are
measured by. So nothing here uses our own code: only the editions as data, and plain sums.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

HERE = Path(__file__).parent
EDITIONS = HERE.parents[1] / "src" / "disclosure_kit" / "editions"
ILLEGIBLE = "illegible"

# file → cells keyed, of these blank, of these illegible; all others have no table
COUNTS = {
    "dalu-town-2019": (22, 0, 0),
    "dizhang-street-2023": (9, 0, 0),
    "gov-annual-report-blank-template": (200, 200, 0),
    "guanzhou-street-2023": (79, 0, 0),
    "hangzhou-city-2025-tables": (200, 0, 0),
    "hebei-jyt-2018-stat": (58, 0, 0),
    "hebei-jyt-2019": (198, 124, 0),
    "hebei-jyt-2022": (200, 0, 0),
    "hebei-kjt-2020": (22, 11, 10),
    "hebei-kjt-2021": (200, 1, 3),
    "hebei-kjt-2022": (200, 0, 0),
    "hebei-kjt-2023": (200, 0, 3),
    "huaian-city-2024": (200, 0, 0),
    "hushi-town-2019": (9, 3, 0),
    "liansheng-township-2025": (3, 0, 0),
    "shanghai-office-2019": (198, 135, 0),
    "shuyang-county-2025": (200, 0, 0),
    "suqian-city-2023": (200, 0, 0),
    "suqian-city-2024": (200, 0, 0),
    "suqian-city-2025-fragment": (28, 0, 0),
    "yangling-audit-2022": (10, 0, 0),
    "zhongbu-town-2020": (18, 0, 0),
}

# The only faults that the reports print (shared/formats.md, section 7).
LAST_YEARS_TOTAL = (
    "（七）总计 of natural persons is 2, as in 2021, beside 11 received and 10 + 1 handled"
)
BROKEN = {
    ("hebei-kjt-2022", "applications-balance", "natural_person"): LAST_YEARS_TOTAL,
    ("hebei-kjt-2022", "applications-handled-total", "natural_person"): LAST_YEARS_TOTAL,
    ("hebei-kjt-2022", "applications-row-total", "handled_total"): LAST_YEARS_TOTAL,
}


@cache
def edition(name: str) -> dict[str, Any]:
    return tomllib.loads((EDITIONS / f"{name}.toml").read_text("utf-8"))


@cache
def expected() -> dict[str, dict[str, Any]]:
    files = sorted((HERE / "expected").glob("*.yaml"))
    return {file.stem: YAML(typ="safe", pure=True).load(file.read_text("utf-8")) for file in files}


def sources() -> list[Path]:
    kinds = {".txt", ".md", ".html", ".docx"}
    found = [file for file in HERE.iterdir() if file.suffix in kinds and file.name != "README.md"]
    return found + list((HERE / "forms").iterdir())


def leaves(columns: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for column in columns:
        if "columns" in column:
            yield from leaves(column["columns"])
        else:
            yield column


def row_ids(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        if "rows" in row:
            yield from row_ids(row["rows"])
        elif "id" in row:
            yield row


@cache
def layout(name: str) -> dict[str, dict[str, dict[str, str]]]:
    """Table → row → column → kind, all in the order of the form."""
    return {
        table["id"]: {
            row["id"]: {
                column["id"]: row.get("kind") or column.get("kind", "count")
                for column in leaves(band["columns"])
            }
            for band in table.get("bands", [table])
            for row in row_ids(band["rows"])
        }
        for table in edition(name)["tables"]
    }


def every_cell() -> Iterator[tuple[str, str, str, str, Any]]:
    for stem, keyed in expected().items():
        for table, rows in keyed["tables"].items():
            for row, cells in rows.items():
                for column, value in cells.items():
                    yield stem, table, row, column, value


def test_every_file_is_keyed_and_nothing_else() -> None:
    assert sorted(keyed["file"] for keyed in expected().values()) == sorted(
        file.name for file in sources()
    )
    for stem, keyed in expected().items():
        assert set(keyed) == {"file", "edition", "year", "source", "remarks", "tables"}, stem
        assert Path(keyed["file"]).stem == stem
        assert keyed["year"] is None or str(keyed["year"]) in stem
        assert keyed["edition"] is not None or not keyed["tables"], stem
        assert keyed["tables"] or keyed["remarks"], f"{stem}: no table, and not said why"


def test_ids_are_those_of_the_edition_in_its_order() -> None:
    for stem, keyed in expected().items():
        if not keyed["tables"]:
            continue
        form = layout(keyed["edition"])
        assert list(keyed["tables"]) == [table for table in form if table in keyed["tables"]], stem
        for table, rows in keyed["tables"].items():
            assert rows, f"{stem}: {table} without a row"
            assert list(rows) == [row for row in form[table] if row in rows], f"{stem}: {table}"
            for row, cells in rows.items():
                columns = list(form[table][row])
                assert list(cells) == columns[: len(cells)], f"{stem}: {table}.{row}"
                # the one row that an excerpt cuts through
                whole = (stem, row) != ("guanzhou-street-2023", "refused.deliberative")
                assert len(cells) == (len(columns) if whole else 6), f"{stem}: {table}.{row}"


def test_values_are_of_the_kind_of_their_column() -> None:
    for stem, table, row, column, value in every_cell():
        where = f"{stem}: {table}.{row}.{column} {value!r}"
        kind = layout(expected()[stem]["edition"])[table][row][column]
        if value is None or value == ILLEGIBLE:
            continue
        if kind == "money":
            text = value["value"] if isinstance(value, dict) else value
            assert isinstance(text, str), where
            assert re.fullmatch(r"\d+(\.\d+)?", text), where
            assert not isinstance(value, dict) or set(value) == {"value", "unit"}, where
        else:
            assert type(value) is int, where
            assert value >= 0 or kind == "signed", where


def test_an_illegible_figure_is_explained() -> None:
    for stem, _, row, _, value in every_cell():
        if value == ILLEGIBLE:
            remarks = [
                remark for remark in expected()[stem]["remarks"] if remark.startswith(row + " ")
                or remark.startswith(row.split(".")[-1] + " ")
            ]  # fmt: skip
            assert remarks, f"{stem}: {row}"
            assert any(ILLEGIBLE in remark for remark in remarks), f"{stem}: {row}"


def test_no_figure_goes_missing() -> None:
    counts: dict[str, tuple[int, int, int]] = {}
    for stem, _, _, _, value in every_cell():
        cells, blank, illegible = counts.get(stem, (0, 0, 0))
        counts[stem] = (cells + 1, blank + (value is None), illegible + (value == ILLEGIBLE))
    assert counts == COUNTS
    assert tuple(map(sum, zip(*counts.values(), strict=True))) == (2654, 474, 16)


# ------------------------------------------------------------------------------- relations


def amount(value: Any) -> Decimal:
    return Decimal(value["value"] if isinstance(value, dict) else value or 0)


def side(terms: list[Any]) -> Decimal | None:
    """The sum, a blank counting nothing; None where it cannot be formed.

    That is: a cell illegible or cut off, or the whole side blank (the 总计 of 上海府办 2019).
    """
    values = [value for _, value in terms]
    if ILLEGIBLE in values or "absent" in values or all(value is None for value in values):
        return None
    return sum((sign * amount(value) for sign, value in terms), Decimal(0))


def term(name: str, rows: dict[str, Any], before: dict[str, Any], line: str, per: str) -> Any:
    sign = -1 if name.startswith("-") else 1
    name, _, previous = name.removeprefix("-").partition("@")
    row, column = (name, line) if per == "column" else (line, name)
    return sign, (before if previous else rows).get(row, {}).get(column, "absent")


def year_before(stem: str) -> dict[str, Any]:
    """The tables of the same body on the year before, in the same edition; {} where not at hand."""
    keyed = expected()[stem]
    body = stem.partition(f"-{keyed['year']}")[0]
    for other, candidate in expected().items():
        if (
            candidate["year"]
            and candidate["year"] + 1 == keyed["year"]
            and candidate["edition"] == keyed["edition"]
            and other.partition(f"-{candidate['year']}")[0] == body
        ):
            return candidate["tables"]
    return {}


def relations() -> tuple[set[tuple[str, str, str]], set[tuple[str, str, str]]]:
    """Those that hold, and those that do not."""
    holds, broken = set(), set()
    for stem, keyed in expected().items():
        if not keyed["tables"] or keyed["year"] is None:
            continue
        past = year_before(stem)
        for identity in edition(keyed["edition"])["identities"]:
            rows = keyed["tables"].get(identity["table"], {})
            before = past.get(identity["table"], {})
            per = identity["per"]
            lines = rows if per == "row" else {c: None for cells in rows.values() for c in cells}
            for line in lines:
                if line not in identity.get("over", [line]):
                    continue
                left, right = (
                    side([term(name, rows, before, line, per) for name in identity[which]])
                    for which in ("left", "right")
                )
                if left is None or right is None:
                    continue
                true = left <= right if identity.get("relation") == "<=" else left == right
                (holds if true else broken).add((stem, identity["code"], line))
    return holds, broken


def test_exactly_the_known_relations_break() -> None:
    _, broken = relations()
    assert broken == set(BROKEN)


@pytest.mark.parametrize(
    "stem",
    ["hangzhou-city-2025-tables", "hebei-jyt-2022", "hebei-kjt-2021", "hebei-kjt-2023",
     "huaian-city-2024", "shuyang-county-2025", "suqian-city-2023", "suqian-city-2024"],
)  # fmt: skip
def test_every_relation_of_a_complete_report_was_assessed(stem: str) -> None:
    """So that a relation does not hold only because it was passed over."""
    holds, _ = relations()
    lines = {
        "applications-balance": 7,
        "applications-handled-total": 7,
        "applications-row-total": 25,
        "reconsideration-total": 1,
        "litigation-direct-total": 1,
        "litigation-after-reconsideration-total": 1,
    }
    for code, number in lines.items():
        assert sum(one[:2] == (stem, code) for one in holds) == number, code


def test_years_at_hand_join() -> None:
    holds, _ = relations()
    joined = {
        (stem, code) for stem, code, _ in holds if code in {"carry-over", "in-force-roll-forward"}
    }
    assert joined == {
        ("hebei-kjt-2022", "carry-over"),
        (
            "hebei-kjt-2022",
            "in-force-roll-forward",
        ),  # 规章 only: 行政规范性文件 is illegible in 2021
        ("hebei-kjt-2023", "carry-over"),
        ("hebei-kjt-2023", "in-force-roll-forward"),  # the same, illegible in 2023
        ("suqian-city-2024", "carry-over"),
        ("suqian-city-2024", "in-force-roll-forward"),
        ("suqian-city-2025-fragment", "in-force-roll-forward"),
    }
