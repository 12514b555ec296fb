"""LibreOffice is found where it is, and a run of it is bounded, alone, and trusts no document."""

from __future__ import annotations

import io
import os
import socketserver
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from lxml import etree
from office import needs_office

from disclosure_kit import office
from disclosure_kit.errors import OutputError

posix = pytest.mark.skipif(os.name != "posix", reason="a shell script stands in for the program")


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def fake(folder: Path, script: str) -> Path:
    """A program that does what ``script`` says; ``$made`` is where its result belongs."""
    program = folder / "soffice"
    finds = 'while [ $# -gt 1 ]; do [ "$1" = --outdir ] && made=$2/report.pdf; shift; done\n'
    program.write_text(f"#!/bin/sh\n{finds}{script}\n")
    program.chmod(0o755)
    return program


@posix
def test_is_sought_on_the_path_or_taken_where_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "_PLACES", (str(tmp_path / "opt*" / "soffice"),))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert office.find() is None
    for version in ("7.4", "24.2"):
        (tmp_path / f"opt{version}").mkdir()
    placed = fake(tmp_path / "opt7.4", "")
    assert office.find() == placed
    (tmp_path / "bin").mkdir()
    on_path = fake(tmp_path / "bin", "")
    assert office.find() == on_path
    assert office.find(str(placed)) == placed
    assert office.find("soffice") == on_path
    assert office.find(str(tmp_path / "nowhere")) is None  # what is named wrongly is not replaced


@posix
def test_its_version(tmp_path: Path) -> None:
    assert office.version_of(fake(tmp_path, "echo LibreOffice 24.2.1.2 db4def46")) == (
        "LibreOffice 24.2.1.2"
    )
    assert office.version_of(fake(tmp_path, "echo hello; exit 1")) == ""
    assert office.version_of(fake(tmp_path, "sleep 60"), seconds=0.3) == ""
    assert office.version_of(tmp_path / "nowhere") == ""


@posix
@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("exit 0", "没有转出 pdf：没有说明原因"),
        ("echo 'Error: source file could not be loaded' >&2", "Error: source file could not be"),
        ("kill -SEGV $$", "没有转出 pdf"),
        ('mkdir -p "$made"', "没有转出 pdf"),
    ],
)
def test_a_run_without_result_is_told(tmp_path: Path, script: str, told: str) -> None:
    with pytest.raises(OutputError, match=told):
        office.convert(fake(tmp_path, script), b"x", ".docx", "pdf", 20)


@posix
def test_a_run_that_hangs_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    program = fake(tmp_path, f"sleep 300 & echo $! >>{pids}; echo $$ >>{pids}; wait")
    began = time.monotonic()
    with pytest.raises(OutputError, match="运行了 1 秒还没有完成，已经中止"):
        office.convert(program, b"x", ".docx", "pdf", 1)
    assert time.monotonic() - began < 10
    time.sleep(0.2)
    for pid in pids.read_text().split():
        assert not _runs(int(pid))


@posix
def test_what_a_run_leaves_behind_is_ended_too(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    program = fake(
        tmp_path, f'sleep 300 & echo $! >{pid}; mkdir -p "${{made%/*}}"; echo x >"$made"'
    )
    assert office.convert(program, b"x", ".docx", "pdf", 20) == b"x\n"
    time.sleep(0.2)
    assert not _runs(int(pid.read_text()))


@posix
def test_a_run_may_take_so_much_memory_and_write_such_large_files(tmp_path: Path) -> None:
    script = 'mkdir -p "${made%/*}"; { ulimit -v; ulimit -f; } >"$made"'
    told = office.convert(fake(tmp_path, script), b"x", ".docx", "pdf", 20).split()
    assert [int(one) for one in told] == [office.MAX_MEMORY, office.MAX_FILE]


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@needs_office
def test_runs_at_once_do_not_meet() -> None:
    program = office.find()
    assert program is not None
    with ThreadPoolExecutor(3) as pool:
        made = list(
            pool.map(
                lambda n: office.convert(program, word(f"第{n}份"), ".docx", "txt", 120), range(3)
            )
        )
    assert [f"第{n}份" in text.decode() for n, text in enumerate(made)] == [True] * 3


@needs_office
def test_what_is_no_document_is_told() -> None:
    program = office.find()
    assert program is not None
    with pytest.raises(OutputError, match="没有转出 pdf"):
        office.convert(program, b"PK\x03\x04" + b"\0" * 100, ".docx", "pdf", 120)


@needs_office
def test_a_document_fetches_nothing() -> None:
    """A picture, a template and a section that lie elsewhere: nobody asks for them."""
    asked: list[object] = []

    class Listener(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            asked.append(self.request.recv(1000))

    server = socketserver.TCPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    program = office.find()
    assert program is not None
    try:
        where = f"http://127.0.0.1:{server.server_address[1]}"
        made = office.convert(program, linking(where), ".docx", "txt", 120)
    finally:
        server.shutdown()
    assert "正文" in made.decode()
    assert asked == []


@needs_office
def test_a_document_that_is_laid_out_without_end_is_given_up_in_time() -> None:
    """Tables inside tables: each level doubles the work, or ends the program."""
    program = office.find()
    assert program is not None
    began = time.monotonic()
    with pytest.raises(OutputError, match=r"已经中止|没有转出"):
        office.convert(program, nested(400), ".docx", "pdf", 12)
    assert time.monotonic() - began < 60


def nested(depth: int) -> bytes:
    cell = "<w:tbl><w:tblPr/><w:tr><w:tc><w:p/>"
    end = "<w:p/></w:tc></w:tr></w:tbl>"
    document = docx.Document(io.BytesIO(word("正文")))
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xml = f"<w:body xmlns:w='{namespace}'>{cell * depth}{end * depth}</w:body>"
    table = etree.fromstring(xml, etree.XMLParser(huge_tree=True))[0]
    document.element.body.insert(0, table)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def linking(where: str) -> bytes:
    document = docx.Document(io.BytesIO(word("正文")))
    part = document.part
    picture = part.relate_to(f"{where}/p.png", RELATIONSHIP_TYPE.IMAGE, is_external=True)
    inline = (
        '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:drawing>'
        '<wp:inline><wp:extent cx="914400" cy="914400"/><wp:docPr id="1" name="p"/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        '<pic:nvPicPr><pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:link="{picture}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="914400" cy="914400"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )
    document.paragraphs[0]._p.append(etree.fromstring(inline))
    field = document.add_paragraph()._p
    for kind, text in (("begin", ""), ("", f'INCLUDETEXT "{where}/t.docx"'), ("end", "")):
        run = docx.oxml.OxmlElement("w:r")
        child = docx.oxml.OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            child.set(docx.oxml.ns.qn("w:fldCharType"), kind)
        child.text = text or None
        run.append(child)
        field.append(run)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
