"""``checks``: each code with its purpose, its basis and two examples."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from conftest import TODAY, YUNNAN

from disclosure_kit import KitSpec, load_kit
from disclosure_kit.catalogue import catalogue

Command = Callable[..., Any]


def test_every_code_is_listed(command: Command) -> None:
    codes = list(catalogue(load_kit(KitSpec(plugins=(str(YUNNAN),)), today=TODAY).registry))
    ran = command("checks")
    assert ran.status == 0
    assert [line.split()[0] for line in ran.out.splitlines()] == codes
    rows = json.loads(command("checks", "--json").out)
    assert [row["code"] for row in rows] == codes
    assert all(row["purpose"] and row["basis"] for row in rows)


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        (
            "applications-row-total",
            [
                "  关系  总计 ＝ 自然人 ＋ 商业企业 ＋ 科研机构 "
                "＋ 社会公益组织 ＋ 法律服务机构 ＋ 其他",
                "        一、本年新收政府信息公开申请数量·总计：1",
            ],
        ),
        ("carry-over", ["  关系  二、上年结转政府信息公开申请数量 ＝ 上年四、结转下年度继续办理"]),
        ("yunnan-solved-share", ["        A类占承办总数的比例：51"]),
        ("section-missing", ["        没有“五、存在的主要问题及改进情况”"]),
    ],
)
def test_one_code_is_explained(command: Command, code: str, lines: list[str]) -> None:
    ran = command("checks", code)
    assert ran.status == 0
    told = ran.out.splitlines()
    assert told[0].startswith(f"{code}  ")
    for line in (*lines, "  这样合格", "  这样不合格"):
        assert line in told
    assert any(line.endswith(f"［{code}］") for line in told)  # the finding itself
    tree = json.loads(command("checks", code, "--json").out)
    assert tree["code"] == code
    assert tree["failing"]


def test_an_unknown_code_is_wrong_usage(command: Command) -> None:
    ran = command("checks", "carryover")
    assert ran.status == 2
    assert "没有代号为 carryover 的检查" in ran.err
    assert "carry-over" in ran.err
