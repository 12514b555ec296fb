"""A county of three towns, whose reports are rolled up."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Ran
from units_reports import form_of, write

from disclosure_kit import Session

Command = Callable[..., Ran]
RECEIVED = "applications.received.total"
ISSUED = "proactive.normative_documents.issued"
CODES = {"甲": "533103101", "乙": "533103102", "丙": "533103103"}


@pytest.fixture
def county(national: Session, tmp_path: Path) -> Path:
    """Three towns: 1, 2 and 3 documents issued."""
    for number, (name, code) in enumerate(CODES.items(), 1):
        form = form_of(national, region=code)
        town = f"{name}镇人民政府"
        write(tmp_path / "收" / name / f"{name}.json", form, town, {ISSUED: number}, code)
    return tmp_path


def roster(folder: Path, *names: str) -> Path:
    lines = [f"{CODES.get(name, '533103109')},{name}镇人民政府,533103" for name in names]
    path = folder / "名单.csv"
    path.write_text("\n".join(["代码,名称,上级", *lines, ""]), "utf-8")
    return path


def rolled(command: Command, folder: Path, *words: str | Path) -> dict[str, Any]:
    ran = command(
        "rollup",
        folder / "收",
        "-o",
        folder / "县.json",
        "--agency",
        "芒市人民政府",
        "--json",
        *words,
    )
    found: dict[str, Any] = json.loads(ran.out)
    return found | {"status": ran.status}


def figure(path: Path, address: str = ISSUED) -> Any:
    table, row, column = address.split(".")
    return json.loads(path.read_text("utf-8"))["tables"][table][row][column]
