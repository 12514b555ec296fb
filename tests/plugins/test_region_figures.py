"""Which figures the region plugins read out of real reports: those, and no others."""

from __future__ import annotations

from decimal import Decimal

import pytest
from conftest import ROOT, TODAY

from disclosure_kit import KitSpec, load_kit, read
from disclosure_kit.model.raw import Source
from disclosure_kit.model.values import number
from disclosure_kit.recognise import Wishes

READ = [
    ("suqian", "suqian-city-2023.txt", "321300", {"fees.cases": 25, "fees.amount": 2950}),
    (
        "suqian",
        "suqian-city-2024.txt",
        "321300",
        {
            "fees.cases": 3,
            "fees.amount": 2230,
            "filings.reconsideration": 134,
            "filings.litigation": 57,
        },
    ),
    ("suqian", "shuyang-county-2025.md", "321322", {"fees.amount": 380}),
    ("hebei", "hebei-hrss-2022.txt", "13", {"wechat": 1600, "proposals": 29}),
    (
        "hebei",
        "hebei-kjt-2023.txt",
        "13",
        {
            "website": 4987,
            "wechat": 1010,
            "video": 230,
            "proposals": 41,
            "archives": 119,
            "cleaned.total": 53,
            "cleaned.kept": 49,
            "cleaned.to_amend": 3,
            "cleaned.repealed": 1,
        },
    ),
    (
        "shanghai",
        "shanghai-office-2019.html",
        "31",
        {
            "documents.open_share": "90.2",
            "replies.total": 805,
            "replies.open": 258,
            "replies.open_share": "33.9",
            "replies.refused": 35,
            "replies.refused_share": "4.34",
            "replies.unavailable": 265,
            "replies.unavailable_share": "32.9",
            "replies.not_processed": 158,
            "replies.not_processed_share": "19.6",
        },
    ),
    ("yunnan", "mangshi-mengga-2024.txt", "533103", {"posts.wechat": 600, "posts.board": 166}),
    (
        "yunnan",
        "caiyun-town-2022.txt",
        "532302",
        {"posts.total": 177, "posts.target": 120, "posts.target_share": "147.5"},
    ),
]


@pytest.mark.parametrize(
    ("plugin", "file", "region", "figures"), READ, ids=[file for _, file, *_ in READ]
)
def test_the_figures_of_a_real_report(
    plugin: str, file: str, region: str, figures: dict[str, int | str]
) -> None:
    folder = ROOT / "plugins" / plugin
    session = load_kit(KitSpec(plugins=(str(folder),), installed=False), today=TODAY)
    source = Source(file, (folder / "examples" / file).read_bytes())
    found = read(session, source, Wishes(region=region)).report.figures
    assert {key: number(value) for key, value in found.items()} == {
        f"{plugin}.{key}": Decimal(value) for key, value in figures.items()
    }
