"""A stranger's template is filled apart: in time, in little memory, and the next one as ever."""

from __future__ import annotations

import pickle
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from frozendict import frozendict
from photographs import png
from rendering.conftest import edition_form, report_for, view_of

from disclosure_kit.errors import TemplateError
from disclosure_kit.model.report import Image
from disclosure_kit.rendering import strangers
from disclosure_kit.rendering.reproducible import pack, unpack
from disclosure_kit.rendering.strangers import Strangers
from disclosure_kit.rendering.style import Style
from disclosure_kit.rendering.template import make_template
from disclosure_kit.rendering.word import render_document

FORM = edition_form("2021")
VIEW = view_of(report_for(FORM), FORM)
TEMPLATE = make_template(FORM, Style())


@pytest.fixture
def apart() -> Iterator[Strangers]:
    made = Strangers()
    yield made
    made.close()


@pytest.fixture
def unruly(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if a template had got out of the sandbox: it does what its name says."""
    with monkeypatch.context() as patch:
        patch.setattr(strangers, "WORKER", "rendering.unruly_worker")
        yield


def test_it_makes_the_very_document(apart: Strangers) -> None:
    assert apart.render(TEMPLATE, VIEW) == render_document(TEMPLATE, VIEW)


def test_pictures_go_there_too(apart: Strangers) -> None:
    view = view_of(report_for(FORM, (Image("1.png", "图"),)), FORM)
    media = frozendict({"1.png": png()})
    made = apart.render(TEMPLATE, view, media)
    assert "word/media/picture1.png" in unpack(made)
    assert made == render_document(TEMPLATE, view, media)


def test_a_refusal_comes_back_as_it_was_told(apart: Strangers) -> None:
    with pytest.raises(TemplateError) as here:
        render_document(b"no Word file", VIEW)
    with pytest.raises(TemplateError) as there:
        apart.render(b"no Word file", VIEW)
    assert there.value.problems == here.value.problems
    assert there.value.hint == here.value.hint


def test_the_process_is_kept_for_one_template_and_shared_by_none(apart: Strangers) -> None:
    other = pack({**unpack(TEMPLATE), "docProps/app.xml": b"<x/>"})
    apart.render(TEMPLATE, VIEW)
    first = apart._child
    apart.render(TEMPLATE, VIEW)
    assert apart._child is first
    apart.render(other, VIEW)
    assert apart._child is not first
    assert first is not None
    assert first.ended


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        ("sleeps", "模板 2 秒没有填完，已中止"),
        ("spins", "没有填完"),
        ("swells", "模板没有填完：它用的内存太多"),
        ("dies", "模板没有填完"),
        ("babbles", "模板没有填完"),
        ("garbles", "模板填成的不是 Word 文档"),
        ("writes", "模板没有填完"),
    ],
)
def test_what_gets_out_of_the_sandbox_is_stopped_and_the_next_one_is_filled(
    apart: Strangers,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    deed: str,
    said: str,
) -> None:
    monkeypatch.setenv("UNRULY_FILE", str(tmp_path / "left"))
    with monkeypatch.context() as patch:
        patch.setattr(strangers, "WORKER", "rendering.unruly_worker")
        begun = time.monotonic()
        with pytest.raises(TemplateError, match=said):
            apart.render(deed.encode(), VIEW, seconds=2)
        assert time.monotonic() - begun < 15
    left = tmp_path / "left"
    assert not left.exists() or left.stat().st_size == 0
    assert apart.render(TEMPLATE, VIEW) == render_document(TEMPLATE, VIEW)


@pytest.mark.usefixtures("unruly")
def test_without_a_parent_it_ends_all_the_same(apart: Strangers) -> None:
    child = apart._started(b"")
    child.send(pickle.dumps((b"spins", VIEW, {}, 1)))
    begun = time.monotonic()
    while not child.ended and time.monotonic() - begun < 20:
        time.sleep(0.1)
    assert child.ended


@pytest.mark.parametrize("executable", ["", "/nowhere/python", "/bin/false"])
def test_where_none_can_be_started_it_is_told(
    apart: Strangers, monkeypatch: pytest.MonkeyPatch, executable: str
) -> None:
    monkeypatch.setattr("sys.executable", executable)
    with pytest.raises(TemplateError, match="子进程没有启动"):
        apart.render(TEMPLATE, VIEW)
