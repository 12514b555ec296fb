from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile

from rendering.conftest import rendered, report_for

from disclosure_kit.model.form import Form
from disclosure_kit.rendering.reproducible import pack, unpack

_AGAIN = """
import hashlib
from rendering.conftest import edition_form, rendered, report_for
form = edition_form("2021")
print(hashlib.sha256(rendered(report_for(form), form)[0]).hexdigest())
"""


def test_same_report_same_bytes(form: Form) -> None:
    assert rendered(report_for(form), form)[0] == rendered(report_for(form), form)[0]


def test_same_bytes_in_another_process_with_another_hash_seed() -> None:
    def run(seed: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
        command = [sys.executable, "-c", _AGAIN]
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, check=True
        ).stdout

    assert run("1") == run("2")


def test_a_package_has_fixed_dates_and_order() -> None:
    parts = {"word/document.xml": b"x", "_rels/.rels": b"r", "[Content_Types].xml": b"t"}
    with zipfile.ZipFile(io.BytesIO(pack(parts))) as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries][:2] == ["[Content_Types].xml", "_rels/.rels"]
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert pack(dict(reversed(parts.items()))) == pack(parts)
    assert unpack(pack(parts)) == parts
