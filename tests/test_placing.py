"""Files are put into their places whole, as any other program would leave them."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NoReturn

import pytest

from disclosure_kit.placing import deliver


@pytest.mark.skipif(os.name == "nt", reason="rights are others there")
@pytest.mark.parametrize("mask", [0o022, 0o027, 0o077])
@pytest.mark.parametrize("force", [False, True])
def test_a_file_has_the_rights_of_new_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mask: int, force: bool
) -> None:
    def for_all_threads(_mask: int) -> NoReturn:
        raise AssertionError("other threads make files, too")

    target = tmp_path / "年报.docx"
    if force:
        target.write_bytes(b"before")
    before = os.umask(mask)
    try:
        with monkeypatch.context() as patch:
            patch.setattr(os, "umask", for_all_threads)
            deliver(target, b"whole", force=force)
    finally:
        os.umask(before)
    assert target.read_bytes() == b"whole"
    assert stat.S_IMODE(target.stat().st_mode) == 0o666 & ~mask
    assert list(tmp_path.iterdir()) == [target]
