"""Cost against work: near-linear, no cliff. Milliseconds of processor time, from JSON to a Word
file with all checks, without proof."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from disclosure_kit import KitSpec, Session, Source, check, load_kit, read
from disclosure_kit.app import format_named, publish, write

from .bar import Run
from .table import Row, printed

REPORTS: Final = (1, 10, 100, 1_000)
SECTIONS: Final = (1, 2, 5, 10, 20, 50)
ROWS: Final = (1, 10, 50, 100, 200, 500)
_MANIFEST: Final = """\
[plugin]
name = "long"
title = "长表"
version = "1"
api = 1
region = "99"
editions = ["2021"]
"""
_TABLE: Final = """\
[[repeating_tables]]
id = "long.fees"
title = "信息处理费"
section = "other"
columns = [
  { id = "agency", label = "单位", kind = "text" },
  { id = "cases", label = "件数" },
  { id = "amount", label = "金额（元）", kind = "money", unit = "元" },
]
"""


def whole(kit: Session, data: bytes, to: Path) -> None:
    """One report from its data to its file."""
    loaded = read(kit, Source("年报.json", data))
    word = format_named(kit, "docx")
    publication = publish(kit, loaded, check(kit, loaded), word)
    [artifact] = write(kit, word, publication, prove=False)
    to.write_bytes(artifact.content)


def curves(run: Run, data: bytes, most: int) -> Iterator[str]:
    """The three curves, each up to ``most`` of its work."""
    yield _curve("reports", REPORTS, most, _of_reports(run, data), per="report")
    yield _curve("sections", SECTIONS, most, _of_sections(run), per="section more")
    yield _curve("rows of a table", ROWS, most, _of_rows(run, data), per="row more")


def _curve(
    what: str, points: Iterable[int], most: int, cost: Callable[[int], float], per: str
) -> str:
    points = [point for point in points if point <= most]
    cost(points[0])  # warm
    taken = [(point, cost(point)) for point in points]
    return printed(what, ("ms", f"ms a {per}"), list(_rows(taken, per)))


def _rows(taken: Sequence[tuple[int, float]], per: str) -> Iterator[Row]:
    first, least = taken[0]
    for point, took in taken:
        each = took / point
        if "more" in per:
            each = (took - least) / (point - first) if point > first else float("nan")
        yield Row(str(point), (f"{took:.2f}", "" if each != each else f"{each:.3f}"))


def _of_reports(run: Run, data: bytes) -> Callable[[int], float]:
    def cost(count: int) -> float:
        place = Path(tempfile.mkdtemp(dir=run.folder))

        def all_of_them() -> None:
            for number in range(count):
                whole(run.kit, data, place / f"{number}.docx")

        return run.cpu_ms(all_of_them, max(1, 20 // count))

    return cost


def _of_sections(run: Run) -> Callable[[int], float]:
    """Reports of the edition that leaves its outline open."""

    def cost(count: int) -> float:
        text = "主动公开政府信息，依法办理申请，办好公开平台，加强监督保障。" * 4
        sections = {
            f"s{n}": {"title": f"第{n}个部分", "body": [{"text": text}]}
            for n in range(1, count + 1)
        }
        tree = {
            "format": "disclosure-kit/report/1",
            "year": 2018,
            "agency": {"name": "某某镇人民政府"},
            "sections": sections,
        }
        return _each(run, run.kit, tree)

    return cost


def _of_rows(run: Run, data: bytes) -> Callable[[int], float]:
    """Reports with a table of a plugin that has as many rows as the body enters."""
    plugin = Path(tempfile.mkdtemp(dir=run.folder))
    (plugin / "sections").mkdir()
    (plugin / "plugin.toml").write_text(_MANIFEST, "utf-8")
    (plugin / "sections" / "fees.toml").write_text(_TABLE, "utf-8")
    kit = load_kit(KitSpec(plugins=(str(plugin),), installed=False))
    assert not kit.registry.faults

    def cost(count: int) -> float:
        tree = json.loads(data)
        tree["region"] = "990101"
        tree["agency"].pop("code", None)
        tree["tables"]["long.fees"] = [
            {"key": f"r{n}", "agency": f"第{n}个单位", "cases": n, "amount": f"{n}.5"}
            for n in range(count)
        ]
        return _each(run, kit, tree)

    return cost


def _each(run: Run, kit: Session, tree: dict[str, Any]) -> float:
    content = json.dumps(tree, ensure_ascii=False).encode()
    place = Path(tempfile.mkdtemp(dir=run.folder)) / "a.docx"
    return run.cpu_ms(lambda: whole(kit, content, place), 5)
