"""The kit of a worker is that of the run, or there is none."""

from __future__ import annotations

import io
import pickle
import shutil
import sys
from pathlib import Path

import pytest
from attrs import evolve
from conftest import TODAY, YUNNAN

from disclosure_kit import KitSpec, Session, load_kit
from disclosure_kit.batch.delivery import Settled
from disclosure_kit.batch.seat import in_its_turn
from disclosure_kit.batch.work import Made, Task
from disclosure_kit.builtin.commands.screen import screen
from disclosure_kit.errors import ExitCode, PluginError
from disclosure_kit.host import Again


def test_the_same_kit_again_or_none(kit: Session) -> None:
    again = pickle.loads(pickle.dumps(kit.again))
    assert again == kit.again
    session = again()
    assert (session.registry.plugins, session.settings) == (kit.registry.plugins, kit.settings)
    assert (session.today, session.again) == (TODAY, again)
    with pytest.raises(PluginError, match="工作进程载入的插件与这里不同：county 9") as told:
        evolve(again, used=(*again.used, ("county", "9")))()
    travelled = pickle.loads(pickle.dumps(told.value))
    assert (travelled.plugin, travelled.problems) == ("county", told.value.problems)
    assert travelled.hint == told.value.hint


def test_a_plugin_that_failed_here_is_not_tried_there(tmp_path: Path) -> None:
    broken = tmp_path / "坏"
    broken.mkdir()
    (broken / "plugin.toml").write_text('[plugin]\nname = "bad"\n', "utf-8")
    here = load_kit(KitSpec(plugins=(str(broken),), installed=False), TODAY)
    assert isinstance(here.again, Again)
    assert here.registry.faults
    assert here.again().registry.faults == here.registry.faults


def test_a_plugin_or_setting_edited_between_two_runs_is_loaded_anew(tmp_path: Path) -> None:
    # A worker of a cluster outlives the run; whoever writes a plugin gives no version to each try.
    shutil.copytree(YUNNAN, tmp_path / "yunnan")
    told = tmp_path / "设置.toml"
    told.write_text('"document.seal" = "with"', "utf-8")
    plugins, settings = (str(tmp_path / "yunnan"),), str(told)
    again = load_kit(KitSpec(plugins, settings_file=settings, installed=False), TODAY).again
    assert again is not None
    with in_its_turn(again) as first:
        pass
    with in_its_turn(again) as same:
        assert same is first
    outline = tmp_path / "yunnan" / "outline.toml"
    outline.write_text(outline.read_text("utf-8").replace("yunnan-2018", "yunnan-x"), "utf-8")
    with in_its_turn(again) as later:
        assert [one.id for one in later.registry.outlines] == ["yunnan-x"]
    told.write_text('"document.seal" = "without"', "utf-8")
    with in_its_turn(again) as last:
        assert last.settings["document.seal"] == "without"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("total", [1, 2])
def test_a_bar_is_for_terminals_and_several_reports(
    monkeypatch: pytest.MonkeyPatch, total: int
) -> None:
    report = Settled(Made(Task(0, "甲.json"), ExitCode.DONE, ("《甲.json》",)))
    for stream, bars in ((Terminal(), total > 1), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        with screen(total) as shown:
            shown.show(report)
        assert ("份/s" in stream.getvalue()) == bars
        assert "《甲.json》\n" in stream.getvalue()
