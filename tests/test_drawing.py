"""Pictures at work: drawn apart and in time, shown in the page with their figures, told of by
name where they are not."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from conftest import CORPUS, EXAMPLES, ROOT, TODAY
from lxml import html as lxml_html

from disclosure_kit import KitSpec, Loaded, Session, Source, load_kit, read, render
from disclosure_kit.app import check, format_named, produce, publish
from disclosure_kit.certificate.pictures import prove_pictures
from disclosure_kit.model.picture import PICTURES_ID
from disclosure_kit.rendering.reproducible import pack, unpack

PAINTER = Path(__file__).parent / "bad_pictures"
REGIONS = {
    name: str(number)
    for number, name in enumerate(
        ("works", "compares", "prints", "hangs", "leaves", "dies", "raises", "refuses",
         "scribbles", "forgets", "swells", "stops", "boasts"), 10,
    )
}  # fmt: skip
SUQIAN = EXAMPLES / "suqian-city-2024.yaml"
_SCHEMAS = "http://schemas.openxmlformats.org"
WP = f"{_SCHEMAS}/drawingml/2006/wordprocessingDrawing"
A = f"{_SCHEMAS}/drawingml/2006/main"
R = f"{_SCHEMAS}/officeDocument/2006/relationships"
Command = Callable[..., Any]


@pytest.fixture
def report(tmp_path: Path) -> Callable[[str], Path]:
    """A faultless report of the region in which one picture alone is shown."""

    def of(name: str, *changes: tuple[str, str]) -> Path:
        text = SUQIAN.read_text("utf-8").replace('"321300"', f'"{REGIONS[name]}0000"')
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / f"{name}.yaml"
        path.write_text(text, "utf-8")
        return path

    return of


def section(page: Path) -> Any:
    [found] = lxml_html.parse(page).xpath(f"//*[@id='{PICTURES_ID}']")
    return found


def rows(found: Any) -> list[list[str]]:
    return [[cell.text_content() for cell in row] for row in found.iter("tr")]


def test_the_page_shows_the_picture_and_its_figures(
    command: Command, report: Callable[..., Path]
) -> None:
    source = report("works")
    page = source.with_suffix(".html")
    ran = command("render", source, "--to", "html", "-o", page, plugins=(PAINTER,))
    assert ran.status == 0, ran.err
    found = section(page)
    loaded = loaded_of(source)
    cells = {text: loaded.report.value(a) for text, (a, _) in loaded.form.cells.items()}
    people = cells["applications.received.natural_person"]
    firms = cells["applications.received.business"]
    assert isinstance(people, int)
    assert people != firms
    assert rows(found) == [
        ["项目", "2024年（件）"], ["自然人", str(people)], ["商业企业", str(firms)],
    ]  # fmt: skip
    [image] = found.iter("img")
    assert image.get("alt") == f"宿迁市2024年新收申请：2024年自然人{people}件，商业企业{firms}件。"
    assert base64.b64decode(image.get("src").partition(",")[2]).startswith(b"\x89PNG")


def loaded_of(path: Path, session: Session | None = None) -> Loaded:
    kit = session or load_kit(KitSpec(installed=False), today=TODAY)
    return read(kit, Source(path.name, path.read_bytes()))


def test_what_the_page_shows_beside_the_report_is_not_read_as_its_text(
    command: Command, report: Callable[..., Path]
) -> None:
    source = report("works")
    page = source.with_suffix(".html")
    assert command("render", source, "--to", "html", "-o", page, plugins=(PAINTER,)).status == 0
    before, after = loaded_of(source), loaded_of(page)
    assert after.report.sections == before.report.sections
    assert after.report.tables == before.report.tables
    assert any("“图解”中的 1 张图" in notice for notice in after.notices)


def test_a_blank_is_told_in_the_page(command: Command, report: Callable[..., Path]) -> None:
    source = report("works", ("{natural_person: 3440", "{natural_person: null"))
    page = source.with_suffix(".html")
    ran = command("render", source, "--to", "html", "-o", page, plugins=(PAINTER,))
    assert page.exists(), ran.err
    found = section(page)
    assert rows(found)[1] == ["自然人", "未填写"]
    [image] = found.iter("img")
    assert "自然人未填写，" in image.get("alt")


def test_the_setting_leaves_pictures_out(command: Command, report: Callable[..., Path]) -> None:
    source = report("hangs")
    page = source.with_suffix(".html")
    words = ("--set", "pictures.page=no", "render", source, "--to", "html", "-o", page)
    assert command(*words, plugins=(PAINTER,)).status == 0
    assert PICTURES_ID not in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("hangs", "超过 10 秒没有画完，已中止"),
        ("leaves", "自身出错，没有画完：SystemExit(0)"),
        ("dies", "没有画完：它使子进程中途退出"),
        ("raises", "自身出错，没有画完：LookupError('找不到')"),
        ("refuses", "没有颜料"),
        ("scribbles", "给出的不是 PNG 图片，是 b'GIF89a'"),
        ("forgets", "给出的不是 PNG 图片，是 None"),
        ("swells", "画出的图片超过 5 MB"),
        ("stops", "给出的 PNG 图片已损坏（文件不完整）"),
        ("boasts", "给出的 PNG 图片有 2000000×2000000 像素，超过上限"),
    ],
)
def test_a_picture_that_is_not_drawn_is_named_and_no_document_is_written(
    command: Command, report: Callable[..., Path], name: str, why: str
) -> None:
    source = report(name)
    page = source.with_suffix(".html")
    begin = time.monotonic()
    words = ("--set", "pictures.seconds=10", "render", source, "--to", "html,json", "-o")
    ran = command(*words, source.parent, plugins=(PAINTER,))
    assert time.monotonic() - begin < 60
    assert ran.status == 5
    assert f"图 painter.{name}（插件 painter）{why}" in ran.err
    assert "--set pictures.page=no" in ran.err
    assert ("请买颜料" in ran.err) is (name == "refuses")
    assert "Traceback" not in ran.err
    assert not page.exists()
    assert list(source.parent.glob("*.json")) == []
    if name == "raises":  # it costs only itself: what shows no picture is written
        ran = command("render", source, "-o", source.parent, plugins=(PAINTER,))
        assert ran.status == 0


def test_what_drawing_prints_goes_to_the_other_side(
    command: Command, report: Callable[..., Path]
) -> None:
    source = report("prints")
    page = source.with_suffix(".html")
    ran = command("render", source, "--to", "html", "-o", page, plugins=(PAINTER,))
    assert ran.status == 0
    assert ran.out == f"{page}\n"
    assert "喧哗" in ran.err
    assert "noise" in ran.err


def test_the_process_is_used_again_and_ends(report: Callable[..., Path]) -> None:
    session = load_kit(KitSpec(plugins=(str(PAINTER),), installed=False), today=TODAY)
    loaded = loaded_of(report("works"), session)
    first = render(session, loaded, "html")
    studio = session.studio
    assert studio is not None
    assert studio._child is not None
    process = studio._child._process
    assert render(session, loaded, "html") == first
    assert studio._child._process is process
    process.kill()
    process.wait()
    assert render(session, loaded, "html") == first
    studio.close()
    assert studio._child is None


@pytest.fixture
def before() -> Path:
    return CORPUS / "suqian-city-2023.txt"


def test_last_year_s_report_is_given_with_previous(
    command: Command, report: Callable[..., Path], before: Path
) -> None:
    source = report("compares")
    page = source.with_suffix(".html")
    words = ("render", source, "--to", "html", "-o", page, "--force")
    ran = command(*words, plugins=(PAINTER,))
    assert ran.status == 0
    assert "说明  网页缺一张图：图 painter.compares 与上年比较，要用 --previous" in ran.err
    assert PICTURES_ID not in page.read_text("utf-8")
    ran = command(*words, "--previous", before, plugins=(PAINTER,))
    assert ran.status == 0, ran.err
    found = section(page)
    last = loaded_of(before)
    shown = last.report.value(last.form.cells["applications.received.natural_person"][0])
    assert rows(found)[:2] == [
        ["项目", "2023年（件）", "2024年（件）"],
        ["自然人", str(shown), rows(found)[1][2]],
    ]


def test_previous_of_render_is_held_against_the_report_as_check_does(
    command: Command, tmp_path: Path, before: Path
) -> None:
    changed = tmp_path / "a.yaml"
    text = SUQIAN.read_text("utf-8")
    line = "carried_in: {natural_person: 118, business: 3"
    assert line in text
    moved = line.replace("118", "117").replace("3", "4")
    changed.write_text(text.replace(line, moved), "utf-8")
    words = ("--previous", before, changed)
    told = command("check", *words)
    rendered = command("render", *words, "-o", tmp_path / "a.docx")
    assert "carry-over" in told.out
    assert "carry-over" in rendered.err
    assert told.status == rendered.status == 1
    both = command("render", changed, SUQIAN, "--previous", before)
    assert both.status == 2
    assert "--previous 应是一个文件夹" in both.err


def test_last_year_s_report_is_never_overwritten(command: Command, tmp_path: Path) -> None:
    last = tmp_path / "last.json"
    assert command("convert", CORPUS / "suqian-city-2023.txt", "-o", last).status == 0
    kept = last.read_bytes()
    words = ("render", SUQIAN, "--previous", last, "--to", "json", "-o", last, "--force")
    ran = command(*words)
    assert ran.status == 6, ran.err
    assert last.read_bytes() == kept


def template_saying(folder: Path, *paragraphs: str) -> Path:
    """The edition's own template with paragraphs more, as a clerk writes them in Word."""
    path = folder / "t.docx"
    document = docx.Document(str(ROOT / "templates" / "2021" / "national.docx"))
    for words in paragraphs:
        document.add_paragraph(words)
    document.save(str(path))
    return path


def drawings(path: Path) -> list[tuple[str, bytes]]:
    """Alternative text and bytes of every picture of a Word file."""
    document = docx.Document(str(path))
    found = []
    for drawing in document.element.body.iter(f"{{{WP}}}inline"):
        [alt] = [node.get("descr") for node in drawing.iter(f"{{{WP}}}docPr")]
        [blip] = [node.get(f"{{{R}}}embed") for node in drawing.iter(f"{{{A}}}blip")]
        found.append((alt, document.part.related_parts[blip].blob))
    return found


@pytest.mark.parametrize("tag", ['{{ pictures["painter.works"] }}', "{{ pictures.painter.works }}"])
def test_a_template_names_a_picture(
    command: Command, report: Callable[..., Path], tmp_path: Path, tag: str
) -> None:
    source, made = report("works"), tmp_path / "made.docx"
    words = ("render", source, "--template", template_saying(tmp_path, tag), "-o", made)
    ran = command(*words, plugins=(PAINTER,))
    assert ran.status == 0, ran.err
    first = made.read_bytes()
    [(alt, content)] = drawings(made)
    loaded = loaded_of(source)
    cells = {text: loaded.report.value(a) for text, (a, _) in loaded.form.cells.items()}
    people = cells["applications.received.natural_person"]
    firms = cells["applications.received.business"]
    assert alt == f"宿迁市2024年新收申请：2024年自然人{people}件，商业企业{firms}件。"
    assert content.startswith(b"\x89PNG")
    assert command(*words, "--force", plugins=(PAINTER,)).status == 0
    assert made.read_bytes() == first


@pytest.mark.parametrize(
    ("name", "plugins", "told"),
    [
        ("painter.works", (), "没有图 painter.works：画它的插件没有安装，或者没有启用"),
        ("painter.hangs", (PAINTER,), "图 painter.hangs 不适用于本报告（2021 版）"),
        ("painter.compares", (PAINTER,), "图 painter.compares 不适用于本报告"),
        ("painter.wroks", (PAINTER,), "没有图 painter.wroks"),
    ],
)
def test_a_picture_that_cannot_be_had_is_told_at_its_tag(
    command: Command,
    report: Callable[..., Path],
    tmp_path: Path,
    name: str,
    plugins: tuple[Path, ...],
    told: str,
) -> None:
    tag = f'{{{{ pictures["{name}"] }}}}'
    template, made = template_saying(tmp_path, f"图一{tag}"), tmp_path / "made.docx"
    words = ("--template", template, "-o", made)
    ran = command("render", report("works"), *words, plugins=plugins)
    assert ran.status == 4
    assert told in ran.err
    assert "段落“图一" in ran.err
    assert not made.exists()


def test_a_template_may_ask_whether_there_is_a_picture(
    command: Command, report: Callable[..., Path], tmp_path: Path
) -> None:
    made = tmp_path / "made.docx"
    asking = (
        '{%p if pictures["painter.works"] %}',
        '{{ pictures["painter.works"] }}',
        "{%p endif %}",
    )
    template = template_saying(tmp_path, *asking)
    for plugins, count in (((PAINTER,), 1), ((), 0)):
        words = ("render", report("works"), "--template", template, "-o", made, "--force")
        ran = command(*words, plugins=plugins)
        assert ran.status == 0, ran.err
        assert len(drawings(made)) == count


def test_a_picture_that_fails_leaves_no_word_file(
    command: Command, report: Callable[..., Path], tmp_path: Path
) -> None:
    template = template_saying(tmp_path, '{{ pictures["painter.raises"] }}')
    made = tmp_path / "made.docx"
    words = ("render", report("raises"), "--template", template, "-o", made)
    ran = command(*words, plugins=(PAINTER,))
    assert ran.status == 5
    assert "图 painter.raises（插件 painter）自身出错" in ran.err
    assert not made.exists()


@pytest.fixture(scope="module")
def painting() -> Session:
    return load_kit(KitSpec(plugins=(str(PAINTER),), installed=False), today=TODAY)


def test_every_change_among_the_pictures_is_found(
    painting: Session, report: Callable[..., Path]
) -> None:
    loaded = loaded_of(report("works"), painting)
    to = format_named(painting, "html")
    [artifact] = produce(painting, loaded, check(painting, loaded), [to])
    assert artifact.proof is not None
    pictures = publish(painting, loaded, check(painting, loaded), to).pictures
    page = artifact.content
    assert not prove_pictures(page, pictures).differences
    begin = page.index(f'<section id="{PICTURES_ID}'.encode())
    head, tail = page[:begin], page[begin:].decode()
    people = rows(lxml_html.document_fromstring(page).xpath(f"//*[@id='{PICTURES_ID}']")[0])[1][1]
    for old, new in (
        (f'figure">{people}<', f'figure">{people}1<'),
        ("自然人", "自然入"),
        (f"自然人{people}件，", ""),
        ("base64,iV", "base64,iW"),
        ("图解", "图示"),
        ("</table>", "</table>另有一句"),
        ("</figure>", "</figure>另有一句"),
        ("</figure>", "</figure><svg></svg>"),
        ("<img ", "<img srcset='x.png' "),
        ("<figcaption>", "<figcaption style='display: none'>"),
        ("<figcaption>", "<figcaption><b>另</b>"),
        ("<figure id", "<figure></figure><figure id"),
        ('id="picture-painter', 'id="picture-other'),
        (f'id="{PICTURES_ID}"', 'id="x"'),
    ):
        assert old in tail, old
        tampered = head + tail.replace(old, new, 1).encode()
        assert prove_pictures(tampered, pictures).differences, (old, new)
    assert prove_pictures(page, {}).differences


def test_verify_draws_again_what_the_page_shows(
    command: Command, report: Callable[..., Path], before: Path
) -> None:
    source, made = report("compares"), report("compares").with_suffix(".html")
    words = ("--previous", before, source)
    ran = command("render", *words, "--to", "html", "-o", made, plugins=(PAINTER,))
    assert ran.status == 0, ran.err
    ran = command("verify", made, source, "--previous", before, plugins=(PAINTER,))
    assert ran.status == 0, ran.out
    assert command("verify", made, "--previous", before, plugins=(PAINTER,)).status == 0
    ran = command("verify", made, source, plugins=(PAINTER,))
    assert ran.status == 1
    assert "图 painter.compares 不能核对：" in ran.out
    assert "要用 --previous" in ran.out
    ran = command("verify", made, source, "--previous", before, plugins=())
    assert ran.status == 1
    assert "画它的插件没有安装" in ran.out
    page = made.read_text("utf-8")
    last = rows(section(made))[1][1]
    assert f'figure">{last}<' in page
    made.write_text(page.replace(f'figure">{last}<', f'figure">{last}0<'), "utf-8")
    ran = command("verify", made, source, "--previous", before, plugins=(PAINTER,))
    assert ran.status == 1
    assert f"应为“{last}”，文档里是“{last}0”" in ran.out


def test_a_page_without_pictures_is_proven_where_a_plugin_would_draw_some(
    command: Command, report: Callable[..., Path]
) -> None:
    for name in ("works", "raises"):  # nothing is drawn that the page does not show
        source = report(name)
        made = source.with_suffix(".html")
        assert command("render", source, "--to", "html", "-o", made, plugins=()).status == 0
        ran = command("verify", made, source, plugins=(PAINTER,))
        assert ran.status == 0, ran.out


def test_a_bundle_with_pictures_is_verified(
    command: Command, report: Callable[..., Path], before: Path, tmp_path: Path
) -> None:
    source, folder = report("compares"), tmp_path / "bundle"
    words = ("--previous", before, source, "--to", "html,json", "--bundle", folder)
    ran = command("render", *words, plugins=(PAINTER,))
    assert ran.status == 0, ran.err
    assert command("verify", folder, "--previous", before, plugins=(PAINTER,)).status == 0
    ran = command("verify", folder, "--previous", before.parent, plugins=(PAINTER,))
    assert ran.status == 2
    assert "请写明 FILE" in ran.err


def test_the_alternative_text_in_a_word_file_is_proven(
    command: Command, report: Callable[..., Path], tmp_path: Path
) -> None:
    source, made = report("works"), tmp_path / "made.docx"
    template = template_saying(tmp_path, '{{ pictures["painter.works"] }}')
    words = ("--template", template)
    ran = command("render", source, *words, "-o", made, plugins=(PAINTER,))
    assert ran.status == 0, ran.err
    assert command("verify", made, source, *words, plugins=(PAINTER,)).status == 0
    parts = unpack(made.read_bytes())
    body = parts["word/document.xml"].decode()
    assert "商业企业75件" in body
    parts["word/document.xml"] = body.replace("商业企业75件", "商业企业57件").encode()
    made.write_bytes(pack(parts))
    ran = command("verify", made, source, *words, plugins=(PAINTER,))
    assert ran.status == 1
    assert "图 painter.works 的替代文字：应为" in ran.out
