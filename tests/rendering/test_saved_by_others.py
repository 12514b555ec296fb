"""A document of ours that LibreOffice has saved again still says what its report says; one that
was changed there is found out."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

from conftest import EXAMPLES, YUNNAN
from office import SOFFICE, needs_office

from disclosure_kit import Loaded, Session, Source, read, render
from disclosure_kit.verification import verify

REPORTS = (
    EXAMPLES / "suqian-city-2024.yaml",
    EXAMPLES / "shanghai-office-2019.yaml",
    EXAMPLES / "hebei-jyt-2018-statistics.yaml",
    YUNNAN / "examples" / "mangshi-mengga-2018.txt",
)


def saved(folder: Path, kind: str, *files: Path) -> list[Path]:
    """The files as LibreOffice saves them."""
    assert SOFFICE is not None
    out = folder / kind
    profile = f"-env:UserInstallation=file://{folder}/profile"
    words = [SOFFICE, "--headless", profile, "--convert-to", kind, "--outdir", str(out)]
    subprocess.run([*words, *map(str, files)], check=True, capture_output=True, timeout=180)
    return [out / f"{file.stem}.{kind}" for file in files]


@needs_office
def test_saved_by_libreoffice(kit: Session, tmp_path: Path) -> None:
    loaded: dict[str, Loaded] = {}
    files = []
    for path in REPORTS:
        loaded[path.stem] = read(kit, Source(path.name, path.read_bytes()))
        [artifact] = render(kit, loaded[path.stem])
        files.append(tmp_path / f"{path.stem}.docx")
        files[-1].write_bytes(artifact.content)
    at_once = saved(tmp_path, "docx", *files)
    by_odt = saved(tmp_path / "2", "docx", *saved(tmp_path, "odt", *files))
    for file in (*at_once, *by_odt):
        document = Source(file.name, file.read_bytes())
        # OpenDocument has no room for the data: only the first still carry them.
        for report in (loaded[file.stem], *([None] if file in at_once else [])):
            made = verify(kit, document, report)
            assert made.proof.differences == ()
            assert made.proof.compared > 100


@needs_office
def test_changed_after_libreoffice_saved_it(kit: Session, tmp_path: Path) -> None:
    path = REPORTS[0]
    report = read(kit, Source(path.name, path.read_bytes()))
    [artifact] = render(kit, report)
    (tmp_path / "a.docx").write_bytes(artifact.content)
    [again] = saved(tmp_path, "docx", tmp_path / "a.docx")
    with zipfile.ZipFile(again) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    before = parts["word/document.xml"]
    parts["word/document.xml"] = before.replace(b">3525<", b">3526<", 1)
    assert parts["word/document.xml"] != before
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    [told] = verify(kit, Source("a.docx", stream.getvalue()), report).proof.differences
    assert told.address == "applications.received.total"
    assert (told.expected, told.found) == ("3525", "3526")
