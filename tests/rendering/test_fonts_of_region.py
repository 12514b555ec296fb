"""``document.fonts`` serves also where a region's plugin brings its template."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from conftest import YUNNAN, Ran

from disclosure_kit.rendering.reproducible import pack, unpack

TOWN = YUNNAN / "examples" / "mangshi-mengga-2018.txt"
WINDOWS = ("--set", "document.fonts=windows")


def styles_of(document: Path) -> str:
    return unpack(document.read_bytes())["word/styles.xml"].decode()


def test_the_fonts_asked_for_are_those_of_the_document(
    command: Callable[..., Ran], tmp_path: Path
) -> None:
    target = tmp_path / "a.docx"
    assert command(*WINDOWS, "render", TOWN, "-o", target).status == 0
    assert "GB2312" not in styles_of(target)
    assert command("render", TOWN, "-o", target, "--force").status == 0
    assert "GB2312" in styles_of(target)


def test_a_restyled_template_stays_as_the_person_made_it(
    command: Callable[..., Ran], tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(YUNNAN, tmp_path / "yunnan"))
    file = folder / "templates" / "2014.docx"
    parts = unpack(file.read_bytes())
    styles = parts["word/styles.xml"].decode().replace("黑体", "华文黑体")
    file.write_bytes(pack({**parts, "word/styles.xml": styles.encode()}))
    target = tmp_path / "a.docx"
    assert command(*WINDOWS, "render", TOWN, "-o", target, plugins=(folder,)).status == 0
    assert "华文黑体" in styles_of(target)
    assert "GB2312" in styles_of(target)
    file.write_bytes(b"no Word file")
    ran = command(*WINDOWS, "render", TOWN, "-o", target, "--force", plugins=(folder,))
    assert ran.status == 4
    assert "yunnan.2014：模板不是 .docx 文件" in ran.err
