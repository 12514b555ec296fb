"""Files are put into their places whole, as any other program would leave them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

from disclosure_kit.folders import deliver_folder
from disclosure_kit.placing import deliver

MASKS = (0o022, 0o027, 0o077)
not_nt = pytest.mark.skipif(os.name == "nt", reason="rights are others there")


@contextmanager
def masked(mask: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What is made has the rights that ``mask`` leaves, and nobody changes that for a moment."""

    def for_all_threads(_mask: int) -> NoReturn:
        raise AssertionError("other threads make files, too")

    before = os.umask(mask)
    try:
        with monkeypatch.context() as patch:
            patch.setattr(os, "umask", for_all_threads)
            yield
    finally:
        os.umask(before)


@not_nt
@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("force", [False, True])
def test_a_file_has_the_rights_of_new_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mask: int, force: bool
) -> None:
    target = tmp_path / "年报.docx"
    if force:
        target.write_bytes(b"before")
    with masked(mask, monkeypatch):
        deliver(target, b"whole", force=force)
    assert target.read_bytes() == b"whole"
    assert stat.S_IMODE(target.stat().st_mode) == 0o666 & ~mask
    assert list(tmp_path.iterdir()) == [target]


@not_nt
@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("force", [False, True])
def test_a_folder_has_the_rights_of_new_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mask: int, force: bool
) -> None:
    target = tmp_path / "年报"
    if force:
        target.mkdir(0o700)
    with masked(mask, monkeypatch):
        deliver_folder(target, {"a": b"whole"}, force=force, known=lambda _: frozenset())
    assert (target / "a").read_bytes() == b"whole"
    assert stat.S_IMODE(target.stat().st_mode) == 0o777 & ~mask
    assert stat.S_IMODE((target / "a").stat().st_mode) == 0o666 & ~mask
    assert list(tmp_path.iterdir()) == [target]
