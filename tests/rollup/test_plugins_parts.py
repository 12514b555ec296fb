"""What a region adds to the form is rolled up as it declares, without Python."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from conftest import Ran
from units_reports import form_of, write

from disclosure_kit import KitSpec, load_kit

PLUGIN = """[plugin]
name = "example"
title = "示例县"
version = "1.0"
api = 1
region = "990101"
editions = ["2021"]
"""
PARTS = """
[[tables]]
id = "example.platforms"
title = "平台发布条数"
section = "overview"
columns = [{ id = "items", label = "条数" }, { id = "share", label = "占比", kind = "share" }]
rows = [{ id = "website", label = "网站" }, { id = "wechat", label = "微信" }]

[[repeating_tables]]
id = "example.fees"
title = "信息处理费"
section = "other"
columns = [{ id = "agency", label = "单位", kind = "text" }]

[[additions]]
table = "example.platforms"
rows = ["website"]
why = "按网站计"
"""


def test_a_table_without_code(command: Callable[..., Ran], tmp_path: Path) -> None:
    plugin = tmp_path / "示例"
    (plugin / "sections").mkdir(parents=True)
    (plugin / "plugin.toml").write_text(PLUGIN, "utf-8")
    (plugin / "sections" / "a.toml").write_text(PARTS, "utf-8")
    session = load_kit(KitSpec(plugins=(str(plugin),), installed=False))
    assert session.registry.faults == ()
    form = form_of(session, region="990101")
    for number, name in enumerate("甲乙", 1):
        file = tmp_path / "收" / f"{name}.json"
        write(file, form, f"{name}镇", code="990101")
        tree = json.loads(file.read_text("utf-8"))
        tree["tables"]["example.platforms"] = {
            row: {"items": number, "share": "n/a"} for row in ("website", "wechat")
        }
        file.write_text(json.dumps(tree), "utf-8")
    out = tmp_path / "县.json"
    words = ("rollup", tmp_path / "收", "-o", out, "--agency", "示例县")
    ran = command(*words, plugins=(plugin,))
    assert ran.status == 0, ran.err
    table = json.loads(out.read_text("utf-8"))["tables"]["example.platforms"]
    assert table["website"] == {"items": 3, "share": None}
    assert table["wechat"] == {"items": None, "share": None}
    assert "没有相加：微信·条数（本表式没有声明这一项可以相加）" in ran.err
    assert "没有相加：信息处理费（逐行填写的表不相加）" in ran.err
    assert "没有相加：网站·占比、微信·占比（比例不能相加）" in ran.err
