"""What a plugin that is not to be had costs: its own reports, and no others."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import CORPUS, EXAMPLES, YUNNAN

BAD = Path(__file__).parent / "bad_plugins"
FAILING = BAD / "fails_on_import"  # serves 53, every edition
SUQIAN = EXAMPLES / "suqian-city-2024.yaml"  # 321300
MENGGA = YUNNAN / "examples" / "mangshi-mengga-2018.txt"
HEBEI = CORPUS / "hebei-jyt-2018.txt"  # says no region
Command = Callable[..., Any]


def checked(ran: Any) -> dict[str, Any]:
    (report,) = json.loads(ran.out)["reports"]
    assert isinstance(report, dict)
    return report


@pytest.mark.parametrize("region", ["53", "5331", "533103"])
def test_a_report_in_the_scope_of_a_failing_plugin_is_refused(
    region: str, command: Command, tmp_path: Path
) -> None:
    out = tmp_path / "out.docx"
    out.write_bytes("旧成品".encode())
    words = ("--region", region, "--force", "-o", out)
    ran = command("render", SUQIAN, *words, plugins=(FAILING,))
    assert ran.status == 5
    assert ran.out == ""
    assert "插件 fails_on_import 没有载入：ImportError：没有安装 seal_library" in ran.err
    assert "--no-plugins" in ran.err
    assert "Traceback" not in ran.err
    assert out.read_text("utf-8") == "旧成品"
    assert list(tmp_path.iterdir()) == [out]
    ran = command("check", SUQIAN, "--region", region, "--json", plugins=(FAILING,))
    assert ran.status == 5
    assert not checked(ran)["ok"]
    assert not checked(ran)["complete"]


def test_a_report_outside_its_scope_gets_a_notice(command: Command, tmp_path: Path) -> None:
    alone = checked(command("check", SUQIAN, "--json", plugins=()))
    ran = command("check", SUQIAN, "--json", plugins=(FAILING,))
    report = checked(ran)
    assert ran.status == 0
    (notice,) = [n for n in report["notices"] if n not in alone["notices"]]
    assert "fails_on_import" in notice
    assert {**report, "notices": []} == {**alone, "notices": []}
    out = tmp_path / "out.docx"
    assert command("render", SUQIAN, "-o", out, plugins=(FAILING,)).status == 0
    assert out.exists()


def test_outside_its_scope_a_faulty_report_still_exits_1(command: Command, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    text = SUQIAN.read_text("utf-8")
    row = next(line for line in text.splitlines() if line.strip().startswith("received:"))
    digits = "".join(filter(str.isdigit, row.rpartition("total")[2]))
    wrong.write_text(text.replace(row, row.replace(digits, f"{int(digits) + 1}")), "utf-8")
    ran = command("check", wrong, "--json", plugins=(FAILING,))
    assert ran.status == 1
    assert checked(ran)["findings"]


def test_a_report_of_unknown_region_is_not_assessed(command: Command) -> None:
    ran = command("check", HEBEI, "--json", plugins=(FAILING,))
    report = checked(ran)
    assert ran.status == 0
    assert not report["complete"]
    (missing,) = [n for n in report["not_assessed"] if n["code"] == "plugin-missing"]
    assert "fails_on_import" in missing["reason"]
    assert "没有写明区划代码" in missing["reason"]
    assert not any("fails_on_import" in notice for notice in report["notices"])


def test_with_strict_an_unknown_region_is_not_enough(command: Command, tmp_path: Path) -> None:
    out = tmp_path / "out.docx"
    ran = command("render", HEBEI, "--strict", "-o", out, plugins=(FAILING,))
    assert ran.status == 1
    assert not out.exists()


def test_a_region_plugin_of_other_editions_is_no_loss(command: Command, tmp_path: Path) -> None:
    folder = tmp_path / "p"
    folder.mkdir()
    manifest = (BAD / "unknown_api" / "plugin.toml").read_text("utf-8")
    (folder / "plugin.toml").write_text(manifest + 'editions = ["2014"]\n', "utf-8")
    ran = command("check", SUQIAN, "--region", "533103", "--json", plugins=(folder,))
    assert ran.status == 0
    assert any("unknown_api" in notice for notice in checked(ran)["notices"])


@pytest.mark.parametrize("case", ["no_manifest", "broken_manifest", "unknown_key", "not_there"])
def test_a_named_plugin_without_a_readable_manifest_is_always_missed(
    case: str, command: Command, tmp_path: Path
) -> None:
    out = tmp_path / "out.docx"
    ran = command("render", SUQIAN, "-o", out, plugins=(BAD / case,))
    assert ran.status == 5
    assert case in ran.err
    assert "plugin.toml" in ran.err or "没有这个文件夹" in ran.err
    assert not out.exists()


def test_without_plugins_the_national_form_is_left(command: Command) -> None:
    ran = command("--no-plugins", "check", SUQIAN, "--region", "533103", "--json", plugins=())
    assert ran.status == 0
    assert "没有适用于区划 533103 的插件，按全国格式处理" in checked(ran)["notices"]
    ran = command("--no-plugins", "plugins", "--json", plugins=())
    assert [row["name"] for row in json.loads(ran.out)] == ["builtin"]


def test_the_named_copy_of_an_installed_plugin_serves(command: Command) -> None:
    ran = command("check", MENGGA, "--region", "533103", "--json", plugins=(YUNNAN,))
    assert ran.status == 0
    codes = {finding["code"] for finding in checked(ran)["findings"]}
    assert {"yunnan-in-progress-share", "yunnan-deferred-share"} <= codes


def test_listings_name_what_failed_and_exit_0(command: Command) -> None:
    ran = command("plugins", "--json", plugins=(FAILING, BAD / "no_manifest"))
    rows = {row["name"]: row for row in json.loads(ran.out)}
    assert ran.status == 0
    assert rows["builtin"]["state"] == "loaded"
    assert rows["fails_on_import"]["state"] == "left_out"
    assert rows["fails_on_import"]["region"] == "53"
    assert "缺少 plugin.toml" in rows["no_manifest"]["problem"]


def test_json_stays_one_document_beside_a_noisy_plugin(command: Command) -> None:
    ran = command("check", SUQIAN, "--json", plugins=(BAD / "noisy",))
    assert ran.status == 0
    assert checked(ran)["ok"]
    assert "noisy：正在载入" in ran.err
