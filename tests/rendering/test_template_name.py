"""Which template file is at fault is always told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import EXAMPLES, ROOT, Ran

from disclosure_kit import Loaded, Session, check
from disclosure_kit.app import format_named, publish
from disclosure_kit.rendering.reproducible import pack, unpack

SUQIAN = EXAMPLES / "suqian-city-2024.yaml"


def with_slip() -> bytes:
    parts = unpack((ROOT / "templates/2021/national.docx").read_bytes())
    body = parts["word/document.xml"].replace(b"{{ title }}", b"{{ titel }}")
    return pack({**parts, "word/document.xml": body})


@pytest.mark.parametrize("content", [with_slip(), b"no Word file"])
def test_every_problem_names_the_template_given(
    content: bytes, command: Callable[..., Ran], tmp_path: Path
) -> None:
    template = tmp_path / "本县模板.docx"
    template.write_bytes(content)
    ran = command("render", SUQIAN, "--template", template, "-o", tmp_path / "a.docx")
    assert ran.status == 4
    problems = [line for line in ran.err.splitlines() if line.startswith("× ")]
    assert problems
    assert all(line.startswith(f"× {template}：") for line in problems)


def test_a_publication_names_the_template_that_serves(
    kit: Session, load: Callable[[Path], Loaded]
) -> None:
    loaded = load(SUQIAN)
    docx = format_named(kit, "docx")
    assert publish(kit, loaded, check(kit, loaded), docx).template_name == "national"
    given = publish(kit, loaded, check(kit, loaded), docx, b"x", template_name="T.docx")
    assert given.template_name == "T.docx"
