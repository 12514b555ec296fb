"""Pictures are read from the folder of their report, and from nowhere else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from photographs import png

from disclosure_kit.files import Folder, read_source
from disclosure_kit.media.picture import MAX_BYTES, PictureError


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "报告"
    (folder / "media").mkdir(parents=True)
    (folder / "media" / "1.png").write_bytes(png())
    (tmp_path / "secret.png").write_bytes(png())
    return folder


def test_a_picture_inside_the_folder_is_read(home: Path) -> None:
    (home / "年报.json").write_text("{}")
    source = read_source(str(home / "年报.json"))
    assert source.beside is not None
    assert source.beside("media/1.png") == png()


@pytest.mark.parametrize("path", ["../secret.png", "/secret.png", "media/../../secret.png"])
def test_a_path_that_leads_out_is_refused(home: Path, path: str) -> None:
    with pytest.raises(PictureError, match="路径"):
        Folder(home)(path)


def test_a_link_that_leads_out_is_refused(home: Path) -> None:
    (home / "media" / "2.png").symlink_to(home.parent / "secret.png")
    (home / "outside").symlink_to(home.parent)
    for path in ("media/2.png", "outside/secret.png"):
        with pytest.raises(PictureError, match="以外的链接"):
            Folder(home)(path)


def test_a_link_inside_the_folder_is_followed(home: Path) -> None:
    (home / "3.png").symlink_to(home / "media" / "1.png")
    assert Folder(home)("3.png") == png()


def test_what_is_no_plain_file_is_refused_at_once(home: Path) -> None:
    os.mkfifo(home / "pipe.png")
    (home / "folder.png").mkdir()
    (home / "device.png").symlink_to("/dev/zero")
    (home / "round.png").symlink_to(home / "round.png")
    for name in ("pipe.png", "folder.png", "device.png", "round.png", "none.png"):
        with pytest.raises(PictureError):
            Folder(home)(name)


def test_no_more_is_read_than_a_picture_may_have(home: Path) -> None:
    with (home / "large.png").open("wb") as file:
        file.truncate(50 * MAX_BYTES)
    assert len(Folder(home)("large.png")) == MAX_BYTES + 1
