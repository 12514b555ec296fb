"""Settings that a plugin declares in plugin.toml: as good as the core's, with and without code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLES
from edited_templates import TEMPLATE, edited, rewrite

SUQIAN = EXAMPLES / "suqian-city-2024.yaml"
MANIFEST = """
[plugin]
name = "seal"
title = "印章"
version = "1.0"
api = 1
region = "32"

[[settings]]
key = "seal.note"
default = "no"
choices = ["yes", "no"]
help = "落款后注明已盖章"
"""
Command = Callable[..., Any]


@pytest.fixture(params=["", 'module = "plugin.py"\n'], ids=["folder", "python"])
def plugin(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    folder = tmp_path / "seal"
    (folder / "templates").mkdir(parents=True)
    text = MANIFEST.replace("\n[[", f"{request.param}\n[[")
    (folder / "plugin.toml").write_text(text, "utf-8")
    (folder / "plugin.py").write_text("", "utf-8")
    if not request.param:
        (folder / "plugin.py").unlink()
    return folder


def test_is_layered_and_validated(command: Command, plugin: Path, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('[seal]\nnote = "yes"\n', "utf-8")
    told = command("doctor", plugins=(plugin,)).out
    assert "seal.note  no\n" in told
    told = command("--settings", file, "doctor", plugins=(plugin,)).out
    assert "seal.note  yes（默认 no）" in told
    words = ("--settings", file, "--set", "seal.note=no", "doctor")
    assert "seal.note  no\n" in command(*words, plugins=(plugin,)).out
    ran = command("--set", "seal.note=maybe", "doctor", plugins=(plugin,))
    assert ran.status == 2
    assert "--set：seal.note 只能是 yes、no，不能是 'maybe'" in ran.err
    ran = command("--set", "seal.nite=yes", "doctor", plugins=(plugin,))
    assert ran.status == 2
    assert "没有设置项 seal.nite（是否为 seal.note？）" in ran.err


def test_the_plugin_s_template_chooses_by_it(command: Command, plugin: Path) -> None:
    tag = "{{ sections.overview.title }}"
    chooses = f'{tag}{{% if settings["seal.note"] == "yes" %}}（盖章）{{% endif %}}'
    template, out = plugin.parent / "own.docx", plugin.parent / "out.docx"
    template.write_bytes(edited(rewrite(tag, chooses), template=TEMPLATE))
    words = ("render", SUQIAN, "--template", template, "-o", out, "--force")
    assert command(*words, plugins=(plugin,)).status == 0
    # Words that the report does not have, in a paragraph of the report, are a difference.
    ran = command("--set", "seal.note=yes", *words, plugins=(plugin,))
    assert ran.status == 6
    assert "一、总体情况（盖章）" in ran.err
