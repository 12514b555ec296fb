"""``plugin test`` tries what a plugin in Python gives beside checks; each step can fail."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from disclosure_kit.authoring.conformance import tried
from disclosure_kit.authoring.trial import Trial
from disclosure_kit.proving.values import State, Step

MANIFEST = """[plugin]
name = "county"
title = "示例县"
version = "1.0"
api = 1
region = "3213"
editions = ["2021"]
module = "plugin.py"
"""
CODE = """import itertools
import struct
import zlib

import click
from attrs import evolve

from disclosure_kit import hookimpl
from disclosure_kit.builtin.readers.json import read as read_json
from disclosure_kit.contributions import Artifact, Command, Format, Picture, Reader, Scope
from disclosure_kit.model.picture import Item

ITEMS = (Item("自然人", ("applications.received.natural_person",)),)
count = itertools.count()


def sniff(head):
    return head.startswith(b"#list")


def read(source):
    return read_json(evolve(source, content=source.content.removeprefix(b"#list")))


def write(publication):
    yield Artifact(".list", publication.view.title.encode())


def draw(subject, settings):
    def chunk(name, data=b""):
        told = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + told
    pixels = zlib.compress(b"\\0\\x7f")
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\\x89PNG\\r\\n\\x1a\\n" + head + chunk(b"IDAT", pixels) + chunk(b"IEND")


class Mute(click.Command):
    def format_help(self, ctx, formatter):
        raise LookupError("没有说明")


@click.command(short_help="一个命令")
@click.argument("file")
def list_(file):
    \"\"\"做一件事。\"\"\"


@hookimpl
def disclosure_readers():
    yield Reader("county-list", "清单", (".list",), sniff, read)


@hookimpl
def disclosure_formats():
    yield Format("county-list", "清单", ".list", write)


@hookimpl
def disclosure_pictures():
    yield Picture("county.people", "申请人", Scope("3213", ("2021",)), ITEMS, draw)


@hookimpl
def disclosure_commands():
    yield Command("list", "一个命令", list_)
"""
EXPECTED = 'source = "x"\ncodes = []\n'
REPORT = """#list{
  "format": "disclosure-kit/report/1", "edition": "2021", "region": "321302", "year": 2024,
  "agency": {"name": "某镇人民政府"}, "title": "某镇人民政府2024年政府信息公开工作年度报告"
}"""
Try = Callable[..., Step]


@pytest.fixture
def step(tmp_path: Path) -> Try:
    """A step of the proof of the plugin, with ``old`` in its code replaced."""

    def ended(
        name: str, old: str = "", new: str = "", example: str = "a.list", report: str = REPORT
    ) -> Step:
        assert old in CODE
        (tmp_path / "plugin.toml").write_text(MANIFEST, "utf-8")
        (tmp_path / "plugin.py").write_text(CODE.replace(old, new, 1) if old else CODE, "utf-8")
        (tmp_path / "examples").mkdir()
        (tmp_path / "examples" / example).write_text(report, "utf-8")
        (tmp_path / "examples" / f"{example}.expected.toml").write_text(EXPECTED, "utf-8")
        return tried(name, Trial(tmp_path))

    return ended


@pytest.mark.parametrize("name", ["readers", "formats", "pictures", "commands"])
def test_what_works_passes(name: str, step: Try) -> None:
    ended = step(name)
    assert ended.state is State.PASSED, ended.details
    assert ended.proven


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("readers", "return read_json(evolve", "raise LookupError(evolve", "LookupError"),
        ("formats", "publication.view.title", "str(next(count))", "写两次，内容不同"),
        ("formats", "publication.view.title.encode()", "b''", "写出的文件是空的"),
        ("formats", 'Artifact(".list"', 'Artifact(".txt"', "写出的文件以 .txt 结尾"),
        ("formats", "    yield Artifact", "    return ()\n    yield Artifact", "一份文件也没有"),
        ("pictures", "    def chunk", "    return b'no picture'\n    def chunk", "county.people"),
        (
            "commands",
            '@click.command(short_help="一个命令")',
            "@click.command(cls=Mute)",
            "不能显示",
        ),
    ],
)
def test_what_does_not_work_fails(name: str, old: str, new: str, told: str, step: Try) -> None:
    ended = step(name, old, new)
    assert ended.state is State.FAILED
    assert told in ended.details[0]


def test_a_reader_needs_an_example_of_its_own(step: Try) -> None:
    ended = step("readers", example="a.json")
    assert ended.details == ("读取器 county-list：examples 里没有它读的文件（.list）及其预期结果",)


def test_a_reader_that_is_never_asked_is_told(step: Try) -> None:
    ended = step("readers", 'b"#list"', 'b"#liste"', report=REPORT.removeprefix("#list"))
    assert "由 json 读取，没有轮到 county-list" in ended.details[0]
