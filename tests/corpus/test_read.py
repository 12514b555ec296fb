"""The figures that the readers take from the corpus, against those keyed by hand: zero wrong.

A figure that is not read yet is blank and named in a notice; READ says how many of each file
are read today, so that a reader that learns more, or forgets something, shows here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from disclosure_kit import Session, Source, Wishes, read
from disclosure_kit.errors import SourceError
from disclosure_kit.structure.plain import to_plain

HERE = Path(__file__).parent
UNSTATED = {"guanzhou-street-2023": 2023, "hangzhou-city-2025-tables": 2025}  # given by option
READ = {
    "guanzhou-street-2023": 73,
    "hangzhou-city-2025-tables": 200,
    "hushi-town-2019": 6,
    "shanghai-office-2019": 63,
    "shuyang-county-2025": 10,
    "suqian-city-2025-fragment": 6,
    "yangling-audit-2022": 10,
}


def expected() -> dict[str, Any]:
    load = YAML(typ="safe", pure=True).load
    files = {f.stem: load(f.read_text("utf-8")) for f in (HERE / "expected").glob("*.yaml")}
    return {stem: tree for stem, tree in sorted(files.items()) if (HERE / tree["file"]).is_file()}


EXPECTED = expected()


@pytest.mark.parametrize("stem", EXPECTED)
def test_no_figure_is_wrong(stem: str, kit: Session) -> None:
    tree = EXPECTED[stem]
    file = HERE / tree["file"]
    if tree["edition"] is None:
        pytest.skip("older than every edition")
    source = Source(file.name, file.read_bytes())
    if stem in UNSTATED:
        with pytest.raises(SourceError, match="找不到报告年度"):
            read(kit, source)
    loaded = read(kit, source, Wishes(year=UNSTATED.get(stem)))
    found = to_plain(loaded.report, loaded.form)["tables"]
    wrong = {}
    right = 0
    for table, rows in tree["tables"].items():
        for row, cells in rows.items():
            for column, value in cells.items():
                got = found.get(table, {}).get(row, {}).get(column)
                if got is not None and got != value:
                    wrong[f"{table}.{row}.{column}"] = (value, got)
                right += got is not None and got == value
    assert wrong == {}
    assert right == READ.get(stem, 0)
