"""What a plugin's code does at work costs only itself: it never reaches the report or others."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLES, TODAY

from disclosure_kit import KitSpec, Session, Source, load_kit, read, render
from disclosure_kit.errors import PluginError, SourceError
from disclosure_kit.foreign import is_ours
from disclosure_kit.plugins_folder.folder import derived_share

PLUGIN = Path(__file__).parent / "bad_calls"
BLIND = Path(__file__).parent / "bad_sniffs"
SUQIAN = EXAMPLES / "suqian-city-2024.yaml"
Command = Callable[..., Any]
ENDS = {
    "raises": "出错，没有完成：LookupError：找不到",
    "leaves": "出错，没有完成：SystemExit：3",
    "dies": "没有完成：它使子进程中途退出",
    "hangs": "超过 2 秒没有完成，已中止",
}


@pytest.fixture(scope="module")
def unruly() -> Session:
    spec = KitSpec((str(PLUGIN),), installed=False, options=("plugins.seconds=2",))
    session = load_kit(spec, today=TODAY)
    assert not session.registry.faults
    return session


def rendered(session: Session, region: str, to: str = "docx") -> bytes:
    """The first file of a report without fault, of a region."""
    text = SUQIAN.read_text("utf-8").replace('"321300"', f'"{region:0<6}"')
    loaded = read(session, Source("report.yaml", text.encode()))
    return render(session, loaded, to)[0].content


@pytest.mark.parametrize(
    ("to", "told"),
    [
        *((f"unruly-{name}", told) for name, told in ENDS.items()),
        ("unruly-wrong", "write 应给出一系列值，给出的是 <class 'object'>"),
        ("unruly-nothing", "write 应给出一系列值，给出的是 None"),
        ("unruly-half_way", "出错，没有完成：LookupError：第二份找不到"),
        ("unruly-half_typed", "write 应给出 Artifact，给出的是 '.half'"),
        ("unruly-not_bytes", "write 给出的 Artifact 不对：content 不能是 '文字'"),
        ("unruly-strays", "write 给出的文件名结尾 '/../../stray.txt' 不能用"),
        ("unruly-unproven", "prove 应给出 Proof，给出的是 <class 'object'>"),
    ],
)
def test_a_format_that_fails_is_named(unruly: Session, to: str, told: str) -> None:
    with pytest.raises(PluginError) as error:
        rendered(unruly, "32", to)
    assert error.value.plugin == "unruly"
    assert error.value.problems[0].startswith(f"插件 unruly 的 {to} ")
    assert told in error.value.problems[0]
    assert "--no-plugins" in error.value.hint


@pytest.mark.parametrize(("number", "name"), [*enumerate([*ENDS, "wrong"], 10)])
def test_a_template_pack_that_fails_is_named(unruly: Session, number: int, name: str) -> None:
    with pytest.raises(PluginError) as error:
        rendered(unruly, str(number))
    told = ENDS.get(name, "content 应给出 bytes，给出的是 <class 'object'>")
    assert f"插件 unruly 的 unruly-{name} " in error.value.problems[0]
    assert told in error.value.problems[0]


@pytest.mark.parametrize(("number", "name"), [*enumerate([*ENDS, "wrong", "not_a_value"], 20)])
def test_a_figure_that_fails_is_named(unruly: Session, number: int, name: str) -> None:
    with pytest.raises(PluginError) as error:
        rendered(unruly, str(number))
    assert f"插件 unruly 的 unruly.{name} " in error.value.problems[0]
    assert ENDS.get(name, "compute 应给出 ") in error.value.problems[0]


@pytest.mark.parametrize("name", [*ENDS, "wrong", "reads_half"])
def test_a_reader_that_fails_is_named(unruly: Session, name: str) -> None:
    with pytest.raises(PluginError) as error:
        read(unruly, Source("a.txt", f"UNRULY {name}\n".encode()))
    assert f"插件 unruly 的 unruly-{name} " in error.value.problems[0]
    assert ENDS.get(name, "read ") in error.value.problems[0]


def test_what_a_reader_refuses_on_purpose_is_told_as_it_says(unruly: Session) -> None:
    with pytest.raises(SourceError) as error:
        read(unruly, Source("a.txt", b"UNRULY refuses\n"))
    assert error.value.problems == ("a.txt：第 3 行读不懂",)
    assert error.value.hint == "请改第 3 行"
    assert error.value.places == ("第 3 行",)


def test_the_places_of_what_a_reader_gives_arrive(unruly: Session) -> None:
    with pytest.raises(SourceError, match="第 1 格"):
        read(unruly, Source("a.txt", b"UNRULY reads_values\n"))


@pytest.mark.parametrize("region", ["16", "30"])
def test_what_a_plugin_changes_is_its_own_copy(
    unruly: Session, national: Session, region: str
) -> None:
    """The template of region 16 and the figure of 30 change what they are given; the document
    is that of the core alone."""
    assert rendered(unruly, region) == rendered(national, region)


def test_a_format_that_changes_the_report_does_not_reach_the_next(
    command: Command, tmp_path: Path
) -> None:
    words = ("render", SUQIAN, "-o", tmp_path, "--to")
    assert command(*words, "docx", plugins=()).status == 0
    [plain] = tmp_path.glob("*.docx")
    before = plain.read_bytes()
    plain.unlink()
    ran = command(*words, "unruly-prints,unruly-edits,docx", plugins=(PLUGIN,))
    assert ran.status == 6
    assert "有两份成品同名" in ran.err
    assert not plain.exists()
    ran = command(*words, "unruly-edits,docx", plugins=(PLUGIN,))
    assert ran.status == 0, ran.err
    assert plain.read_bytes() == before


def test_what_a_format_prints_is_no_result(command: Command, tmp_path: Path) -> None:
    words = ("render", SUQIAN, "-o", tmp_path, "--to", "unruly-prints")
    ran = command(*words, plugins=(PLUGIN,))
    assert ran.status == 0, ran.err
    assert "喧哗" in ran.err
    assert [Path(line).suffix for line in ran.out.splitlines()] == [".good"]


@pytest.mark.parametrize(
    ("name", "status", "told"),
    [
        ("raises", 5, "× 插件 unruly 的 unruly-raises 出错，没有完成：LookupError：找不到"),
        ("leaves", 5, "× 插件 unruly 的 unruly-leaves 中途退出（3），没有完成"),
        ("answers", 5, "× 插件 unruly 的 unruly-answers 出错，没有完成：ValueError："),
        ("done", 0, ""),
    ],
)
def test_a_command_that_fails_is_named(command: Command, name: str, status: int, told: str) -> None:
    ran = command(f"unruly-{name}", plugins=(PLUGIN,))
    assert ran.status == status
    assert told in ran.err
    assert "Traceback" not in ran.err


def test_readers_that_cannot_look_stand_in_nobody_s_way(command: Command, tmp_path: Path) -> None:
    ran = command("check", SUQIAN, plugins=(BLIND,))
    assert ran.status == 0
    unknown = tmp_path / "a.bin"
    unknown.write_bytes(b"\0\1\2" * 100)
    ran = command("check", unknown, plugins=(BLIND,))
    assert ran.status == 3
    for name in ("raises", "leaves", "dies", "wrong"):
        assert f"插件 blind 的 blind-{name} " in ran.err


def strange(_: Any) -> None:
    """A function that is not the kit's."""


class Strange:
    """A value that is not the kit's."""


@pytest.mark.parametrize("inner", [strange, Strange(), [strange], {"a": (Strange,)}, print])
def test_a_partial_of_ours_around_a_stranger_is_not_ours(inner: Any) -> None:
    assert is_ours(partial(derived_share, 1))
    assert not is_ours(partial(derived_share, inner))
    assert not is_ours(partial(derived_share, share=inner))
    assert not is_ours(strange)
    assert not is_ours(lambda _: None)
