"""A part that is unpacked in one go is what ``zipfile`` says that it is."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_kit.intake.archive import DAMAGE, Archive

LIMIT = 400
FAR = 1_000
PARTS = {"word/a.xml": b"<a>" + b"x" * 300, "文.xml": b"y" * 50, "b": b"", "c": b"z" * 500}


def packed(method: int = zipfile.ZIP_DEFLATED, *, streamed: bool = False) -> bytes:
    """An archive of the parts; ``streamed``: their sizes are told behind them."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        if streamed:
            made.seekable = lambda: False  # type: ignore[method-assign]
        for name, content in PARTS.items():
            archive.writestr(name, content)
    return made.getvalue()


ARCHIVES = [packed(), packed(zipfile.ZIP_STORED), packed(streamed=True)]
ARCHIVES.append(ARCHIVES[0].replace(b"word/a.xml", b"word/b.xml", 1))  # the directory says another


def by_zipfile(content: bytes) -> list[bytes | type]:
    """What ``zipfile`` says of each part."""
    said: list[bytes | type] = []
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except DAMAGE as error:
        return [type(error)]
    for entry in archive.infolist():
        try:
            with archive.open(entry) as stream:
                said.append(stream.read(LIMIT + 1))
        except DAMAGE as error:
            said.append(type(error))
    return said


def by_archive(content: bytes) -> list[bytes | type]:
    said: list[bytes | type] = []
    try:
        archive = Archive(content)
    except DAMAGE as error:
        return [type(error)]
    for entry in archive.listed:
        try:
            said.append(archive.unpacked(entry, LIMIT))
        except DAMAGE as error:
            said.append(type(error))
    return said


@given(st.data())
def test_a_damaged_archive_says_what_zipfile_says(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from(ARCHIVES)))
    for _ in range(data.draw(st.integers(0, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(content[: data.draw(st.integers(0, len(content))) or len(content)])
    damaged = data.draw(st.sampled_from([bytes(content), b"before" + bytes(content), cut]))
    assert by_archive(damaged) == by_zipfile(damaged)


def test_a_part_that_begins_before_the_file_is_none() -> None:
    """Behind the directory stands what is a part, if places are counted from the end."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", PARTS["word/a.xml"])
        begin = archive.start_dir
    part, rest = made.getvalue()[:begin] + b" ", made.getvalue()[begin:]
    directory, end = bytearray(rest[:-22]), bytearray(rest[-22:])
    end[16:22] = struct.pack("<LH", FAR, len(part))  # where the directory begins; a comment follows
    directory[42:46] = struct.pack("<L", FAR - len(part))
    forged = bytes(directory + end + part)
    assert forged[-len(part) :] == part
    assert by_archive(forged) == by_zipfile(forged) == [ValueError]


def test_what_is_packed_as_usual_is_unpacked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(packed())
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    part, *_ = archive.listed
    assert archive.unpacked(part, LIMIT) == PARTS["word/a.xml"]
