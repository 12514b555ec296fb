"""PDF: what the Word document says, by LibreOffice, in time; or a clear reason and no file."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import disclosure_kit_pdf
import pytest
from attrs import evolve
from conftest import EXAMPLES, ROOT, YUNNAN
from office import needs_office
from pypdf import PdfReader, PdfWriter

from disclosure_kit import KitSpec, Loaded, Session, Source, load_kit, read, render
from disclosure_kit.app import format_named, view_of
from disclosure_kit.cli import run
from disclosure_kit.contributions import Artifact
from disclosure_kit.errors import OutputError
from disclosure_kit.model.report import Narrative, Text
from disclosure_kit.view import Publication

PLUGIN = ROOT / "plugins" / "pdf" / "src" / "disclosure_kit_pdf"
SUQIAN = EXAMPLES / "suqian-city-2024.yaml"
MENGGA = YUNNAN / "examples" / "mangshi-mengga-2018.txt"
NO_PDF = """while [ $# -gt 1 ]; do [ $1 = --outdir ] && made=$2; shift; done
mkdir $made; echo x >$made/report.pdf"""
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def session() -> Session:
    return load_kit(KitSpec(plugins=(str(PLUGIN), str(YUNNAN)), installed=False))


def load(session: Session, file: Path) -> Loaded:
    return read(session, Source(file.name, file.read_bytes()))


@pytest.fixture
def command(capfd: pytest.CaptureFixture[str]) -> Command:
    def ran(*words: str | Path) -> tuple[int, str, str]:
        capfd.readouterr()
        status = run(["--plugin", str(PLUGIN), *map(str, words)])
        captured = capfd.readouterr()
        return int(status), captured.out, captured.err

    return ran


@needs_office
@pytest.mark.parametrize("file", [SUQIAN, MENGGA], ids=lambda file: file.stem)
def test_the_document_as_pdf(session: Session, file: Path) -> None:
    loaded = load(session, file)
    (artifact,) = render(session, loaded, "pdf")
    assert artifact.suffix == ".pdf"
    assert artifact.proof is not None
    assert artifact.proof.compared > 100
    reader = PdfReader(io.BytesIO(artifact.content))
    title = view_of(session, loaded).title
    assert reader.metadata is not None
    assert reader.metadata.title == title
    first = reader.pages[0]
    assert title in "".join(first.extract_text().split())
    assert [round(float(side) / 72 * 25.4) for side in first.mediabox[2:]] == [210, 297]
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfaid:part>2<" in root["/Metadata"].get_data()


@needs_office
def test_several_at_once(session: Session) -> None:
    loaded = load(session, SUQIAN)
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda _: render(session, loaded, "pdf"), range(2)))
    assert [artifact.content[:5] for (artifact,) in made] == [b"%PDF-"] * 2


@needs_office
def test_all_formats_of_a_report_in_one_run(command: Command, tmp_path: Path) -> None:
    status, out, _ = command("render", SUQIAN, "--to", "docx,html,json,pdf,csv", "-o", tmp_path)
    assert status == 0
    made = sorted(path.name.partition("报告")[2] for path in tmp_path.iterdir())
    assert made == [
        ".applications.csv", ".docx", ".figures.csv", ".html", ".json", ".pdf",
        ".proactive.csv", ".remedies.csv",
    ]  # fmt: skip
    assert len(out.splitlines()) == 8


@pytest.mark.skipif(os.name != "posix", reason="a shell script stands in for the program")
@pytest.mark.parametrize(
    ("script", "told"),
    [
        (None, "没有找到设置 office.program 所写的"),
        ("sleep 100", "LibreOffice 运行了 30 秒还没有完成，已经中止"),
        ("exit 0", "LibreOffice 没有转出 pdf"),
        (NO_PDF, "LibreOffice 写出的不是 PDF"),
    ],
)
def test_without_a_pdf_nothing_is_delivered_and_the_reason_told(
    command: Command, tmp_path: Path, script: str | None, told: str
) -> None:
    program = tmp_path / "soffice"
    if script is not None:
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
    out = tmp_path / "成品"
    out.mkdir()
    found = ("--set", f"office.program={program}", "--set", "pdf.seconds=30")
    status, printed, err = command(*found, "render", SUQIAN, "--to", "docx,pdf", "-o", out)
    assert (status, printed) == (6, "")
    assert told in err
    assert list(out.iterdir()) == []


def test_without_libreoffice(
    session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(disclosure_kit_pdf.office, "_PLACES", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    loaded = load(session, SUQIAN)
    publication = Publication(
        report=loaded.report,
        form=loaded.form,
        outcomes=(),
        view=view_of(session, loaded),
        settings=session.settings,
        original=b"PK",
    )
    with pytest.raises(OutputError, match="没有找到LibreOffice（soffice），不能生成 PDF") as caught:
        list(disclosure_kit_pdf.write_pdf(publication))
    assert "请安装 LibreOffice" in caught.value.hint


def proof_of(session: Session, loaded: Loaded, content: bytes) -> list[str]:
    publication = Publication(loaded.report, loaded.form, (), view_of(session, loaded))
    prove = format_named(session, "pdf").prove
    assert prove is not None
    return [str(one) for one in prove(Artifact(".pdf", content), publication).differences]


@needs_office
def test_what_is_lost_on_the_way_is_told(session: Session) -> None:
    loaded = load(session, SUQIAN)
    (artifact,) = render(session, loaded, "pdf")
    assert proof_of(session, loaded, artifact.content) == []
    cut = PdfWriter()
    for page in PdfReader(io.BytesIO(artifact.content)).pages[1:]:
        cut.add_page(page)
    buffer = io.BytesIO()
    cut.write(buffer)
    told = proof_of(session, loaded, buffer.getvalue())
    assert "PDF：少了 " in told[0]
    assert "标题：PDF 里没有“宿迁市2024年政府信息公开工作年度报告”" in told
    more = evolve(
        loaded.report, sections=loaded.report.sections | {"other": Narrative("堃", (Text("喆"),))}
    )
    counted, *told = proof_of(session, evolve(loaded, report=more), artifact.content)
    assert "堃（1 处）" in counted
    assert "喆（1 处）" in counted
    assert told == ["“堃”的标题：PDF 里没有“堃”", "“堃”第 1 段：PDF 里没有“喆”"]
    for broken in (b"%PDF-1.7\n", b"", artifact.content[:2000]):
        (told,) = proof_of(session, loaded, broken)
        assert "写成的文件读不出来" in told


@needs_office
def test_the_same_letters_in_another_order_are_another_text(session: Session) -> None:
    loaded = load(session, SUQIAN)
    (artifact,) = render(session, loaded, "pdf")
    table = loaded.report.tables["applications"]
    address = ("received", "natural_person")
    assert table.cells[address] == 3440
    for value in (4340, 3404):
        cells = table.cells | {address: value}
        tables = loaded.report.tables | {"applications": evolve(table, cells=cells)}
        other = evolve(loaded, report=evolve(loaded.report, tables=tables))
        (told,) = proof_of(session, other, artifact.content)
        assert told.startswith(f"表 applications 第 4 行：PDF 里没有“{value}75")
    arabic = Narrative("六、其他", (Text("كتاب"),))  # counted, not sought: pages order it anew
    report = evolve(loaded.report, sections=loaded.report.sections | {"other": arabic})
    told = proof_of(session, evolve(loaded, report=report), artifact.content)
    assert "少了 " in told[0]
    assert not any("كتاب" in one for one in told[1:])


def test_a_text_may_go_on_over_pages() -> None:
    more = "文" * 300
    pages = [f"乙{more}甲乙丙—1—", "页眉丁戊己—2—", f"庚辛{more}丁"]
    in_order, stands = disclosure_kit_pdf._in_order, disclosure_kit_pdf._stands
    assert in_order("乙丙丁戊", pages)
    assert in_order("甲乙丙丁戊己庚辛", pages)
    assert in_order("庚", pages)
    assert not in_order("丙乙", pages)
    assert not in_order("乙文丁戊", pages)
    assert not in_order("戊己丁", pages)
    # 〕 drawn with another font, behind its line; figures have no such excuse
    assert stands("某发〔2018〕187号，印发", ["x某发〔2018187〕号，印发"])
    assert not stands("某发〔2018〕187号，印发", ["x某发〔2019187〕号，印发"])
    assert not stands("2018187", ["2018178"])
    assert not stands("2018/187", ["2018178/"])
    # ⑱ APP: the number drawn with another font
    assert stands("18APP", ["17甲APP18乙"])
    assert not stands("18APP", ["17甲APQ18乙"])
    assert not stands("庚辛壬", pages)


def test_the_distribution(tmp_path: Path) -> None:
    """The wheel says by its entry point who it is, and its plugin.toml is inside."""
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir"]
    project = ROOT / "plugins" / "pdf"
    subprocess.run([*build, str(tmp_path), str(project)], check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    code = (
        "from disclosure_kit import load_kit; r = load_kit().registry; "
        "assert not r.faults, r.faults; "
        "print([p.origin for p in r.plugins if p.name == 'pdf'], r.formats['pdf'].derives_from)"
    )
    path = os.pathsep.join([str(tmp_path / "site"), str(ROOT / "src")])
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": path},
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.stdout == "['已安装：disclosure_kit_pdf'] docx\n", ran.stderr
