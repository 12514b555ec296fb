"""By which path a report may call a picture."""

from __future__ import annotations

import pytest

from disclosure_kit.media.paths import path_fault


@pytest.mark.parametrize(
    "path",
    ["media/1.png", "1.png", "图/全年 申请.jpg", "a/b/c.jpeg", "a..b.png"],
)
def test_a_path_inside_the_folder_is_fit(path: str) -> None:
    assert path_fault(path) == ""


@pytest.mark.parametrize(
    "path",
    [
        "",
        " ",
        "/etc/passwd",
        "../1.png",
        "media/../../1.png",
        "media/..",
        "C:/1.png",
        "c:1.png",
        "\\\\server\\share\\1.png",
        "media\\1.png",
        "~/1.png",
        "http://example.org/1.png",
        "file:///1.png",
        "data:image/png;base64,AA==",
        "media//1.png",
        "./1.png",
        "media/CON.png",
        "media/1.txt",
        "media/.png",
        ".git/1.png",
        "media",
        "nul.png",
        "media/com1.png/1.png",
        "1.png:stream",
        "a\0.png",
        "a\n.png",
        "a\u202egnp.exe",
        "1.png.",
        " 1.png",
        "x" * 300,
    ],
)
def test_any_other_is_refused_with_a_reason(path: str) -> None:
    assert path_fault(path)
