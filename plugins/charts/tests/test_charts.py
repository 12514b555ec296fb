"""The standard pictures: what is drawn is what stands at the addresses, legible, in any machine's
settings the same; and a clear word where it cannot be drawn."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import disclosure_kit_charts as charts
import docx
import matplotlib
import pytest
from attrs import evolve
from conftest import CORPUS, EXAMPLES, ROOT, TODAY
from disclosure_kit_charts import drawing, fonts
from lxml import html as lxml_html
from matplotlib import font_manager
from matplotlib.figure import Figure

from disclosure_kit import KitSpec, Loaded, Session, Source, load_kit, read, render
from disclosure_kit.cli import run
from disclosure_kit.errors import PluginError
from disclosure_kit.model.picture import PICTURES_ID, Item, Series, Subject
from disclosure_kit.model.values import NOT_APPLICABLE, NOT_FILLED, Value

PLUGIN = ROOT / "plugins" / "charts" / "src" / "disclosure_kit_charts"
SUQIAN = EXAMPLES / "suqian-city-2024.yaml"
BEFORE = CORPUS / "suqian-city-2023.txt"
# One report of each edition, and last year's where it is at hand.
FILES = (
    (SUQIAN, BEFORE),
    (CORPUS / "hebei-jyt-2019.txt", None),
    (CORPUS / "shanghai-office-2019.html", None),
    (CORPUS / "hebei-jyt-2018-stat.txt", None),
)
FAMILIES = tuple(charts.data()["fonts"])
ITEMS = tuple(Item(name, (f"t.{name}.c",)) for name in ("予以公开", "不属于本机关公开", "其他处理"))

Ran = tuple[int, str, str]


@pytest.fixture(scope="module")
def session() -> Session:
    return load_kit(KitSpec(plugins=(str(PLUGIN),), installed=False), today=TODAY)


@pytest.fixture
def command(capfd: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    def ran(*words: str | Path) -> Ran:
        capfd.readouterr()
        status = run(["--plugin", str(PLUGIN), *map(str, words)])
        captured = capfd.readouterr()
        return int(status), captured.out, captured.err

    return ran


def loaded_of(session: Session, path: Path) -> Loaded:
    return read(session, Source(path.name, path.read_bytes()))


def subject(
    *figures: tuple[int, tuple[Any, ...]], title: str = "某县2024年申请办理结果"
) -> Subject:
    return Subject(title, "件", ITEMS, tuple(Series(year, shown) for year, shown in figures))


@pytest.fixture
def style() -> Iterator[None]:
    """As ``png`` draws."""
    with matplotlib.rc_context(drawing._settings(fonts.face_for("某县申请", "", FAMILIES))):
        yield


def bars(figure: Figure) -> list[float]:
    [axes] = figure.axes
    return [bar.get_width() for bars in axes.containers for bar in bars]


def words(figure: Figure) -> list[str]:
    """Every word of the picture."""
    return [text.get_text() for text in figure.findobj(matplotlib.text.Text) if text.get_text()]


def test_every_picture_is_bound_to_its_editions(session: Session) -> None:
    assert not session.registry.faults
    served = {
        edition: set(session.registry.pictures_for(None, edition))
        for edition in session.registry.editions
    }
    assert served == {
        "2014": {"charts.outcomes", "charts.channels", "charts.last_year"},
        "2019": {"charts.outcomes", "charts.applicants", "charts.last_year"},
        "2021": {"charts.outcomes", "charts.applicants", "charts.last_year"},
    }


def test_no_cell_of_what_is_drawn_as_a_whole_is_left_out(session: Session) -> None:
    """The outcomes are all rows that the form itself adds up to its total; the applicants too."""
    for edition in ("2019", "2021"):
        form = session.registry.form(session.registry.editions[edition], None, 2020)
        [total] = [i for i in form.identities if i.code == "applications-handled-total"]
        drawn = session.registry.pictures_for(None, edition)
        shown = {a for item in drawn["charts.outcomes"].items for a in item.addresses}
        assert shown == {f"applications.{term.ref}.total" for term in total.right}
        applicants = {a for item in drawn["charts.applicants"].items for a in item.addresses}
        [row] = [i for i in form.identities if i.code == "applications-row-total"]
        assert applicants == {f"applications.received.{term.ref}" for term in row.right}


def value(loaded: Loaded, address: str) -> Value:
    return loaded.report.value(loaded.form.cells[address][0])


def shown_sum(loaded: Loaded, addresses: tuple[str, ...]) -> str:
    """As a reader of the report adds up."""
    values = [value(loaded, address) for address in addresses]
    if NOT_FILLED in values:
        return "未填写"
    counts = [one for one in values if isinstance(one, int)]
    return str(sum(counts)) if counts else "不适用"


@pytest.mark.parametrize(("file", "before"), FILES, ids=lambda f: f.stem if f else "")
def test_the_page_says_what_stands_at_the_addresses(
    session: Session, command: Callable[..., Ran], tmp_path: Path, file: Path, before: Path | None
) -> None:
    page = tmp_path / "page.html"
    options = ("--previous", before) if before else ()
    status, _, err = command("render", file, *options, "--to", "html", "-o", page)
    assert page.exists(), err
    assert status in (0, 1)
    loaded = loaded_of(session, file)
    last = loaded_of(session, before) if before else None
    serving = session.registry.pictures_for(None, loaded.form.edition.id)
    expected = {
        key: [
            [item.label, *(shown_sum(one, item.addresses) for one in years)]
            for item in picture.items
        ]
        for key, picture in serving.items()
        for years in [[last, loaded] if picture.last_year and last else [loaded]]
        if last or not picture.last_year
    }
    blank = [key for key, rows in expected.items() if {row[-1] for row in rows} == {"未填写"}]
    for key in blank:  # 上海府办 2019 left the totals blank
        del expected[key]
        assert f"图 {key} 没有可画的" in err
    [section] = lxml_html.parse(page).xpath(f"//*[@id='{PICTURES_ID}']")
    figures = list(section.iter("figure"))
    assert len(figures) == len(expected) >= 1
    for figure, rows in zip(figures, expected.values(), strict=True):
        told = [[cell.text_content() for cell in row] for row in figure.iter("tr")][1:]
        assert told == rows
        [image] = figure.iter("img")
        alt = image.get("alt")
        assert alt.startswith(f"{loaded.report.agency.name}{loaded.report.year}年")
        for label, *numbers in rows:
            for number in numbers:
                assert f"{label}{number}" in alt
    assert ("图 charts.last_year" in err) is (last is None)


@pytest.mark.usefixtures("style")
def test_the_bars_are_as_long_as_the_figures() -> None:
    figure = drawing.figure_of(subject((2023, (3, 40, 0)), (2024, (5, 0, 700))))
    assert bars(figure) == [3, 40, 0, 5, 0, 700]
    said = words(figure)
    for word in ("3", "40", "700", "2023年", "2024年", "单位：件", "某县2024年申请办理结果"):
        assert word in said
    assert said.count("0") >= 3  # two figures, and where the scale begins
    for item in ITEMS:
        assert item.label in said


@pytest.mark.usefixtures("style")
def test_a_blank_has_no_bar_but_a_word() -> None:
    figure = drawing.figure_of(subject((2024, (NOT_FILLED, 2, NOT_APPLICABLE))))
    assert bars(figure) == [2]
    assert {"未填写", "不适用", "2"} <= set(words(figure))
    nothing = drawing.figure_of(subject((2024, (NOT_FILLED,) * 3)))
    assert bars(nothing) == []
    assert words(nothing).count("未填写") == 3


@pytest.mark.usefixtures("style")
def test_a_count_that_cannot_be_is_told_as_it_stands() -> None:
    figure = drawing.figure_of(subject((2024, (-5, 2, 0))))
    assert bars(figure) == [0, 2, 0]
    assert "-5" in words(figure)
    assert drawing.png(subject((2024, (-5, 2, 0))), "", FAMILIES)


def test_the_python_api_takes_last_year_s_report(session: Session) -> None:
    loaded, before = loaded_of(session, SUQIAN), loaded_of(session, BEFORE)
    [with_it] = render(session, loaded, "html", previous=before)
    [without] = render(session, loaded, "html")
    assert b'id="picture-charts.last_year"' in with_it.content
    assert b'id="picture-charts.last_year"' not in without.content
    assert without.notices


@pytest.mark.usefixtures("style")
def test_years_are_told_apart_without_colour() -> None:
    figure = drawing.figure_of(subject((2023, (1, 2, 3)), (2024, (1, 2, 3))))
    hatches = [bar.get_hatch() for bars in figure.axes[0].containers for bar in bars]
    assert hatches == ["////"] * 3 + [None] * 3
    [legend] = figure.legends
    assert [text.get_text() for text in legend.texts] == ["2023年", "2024年"]
    assert [patch.get_hatch() for patch in legend.get_patches()] == ["////", None]


@pytest.mark.usefixtures("style")
@pytest.mark.parametrize(
    "title",
    ["某县2024年", "新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿克陶县塔尔塔吉克民族乡人民政府" * 2],
)
@pytest.mark.parametrize("figures", [(0, 0, 0), (1, 99_999_999, NOT_FILLED), (NOT_FILLED,) * 3])
def test_nothing_is_cut_off_or_lies_on_another(title: str, figures: tuple[Any, ...]) -> None:
    figure = drawing.figure_of(subject((2023, figures), (2024, figures), title=f"{title}办理结果"))
    figure.draw_without_rendering()
    edge = figure.bbox
    boxes = [
        text.get_window_extent()
        for text in figure.findobj(matplotlib.text.Text)
        if text.get_text() and text.get_visible()
    ]
    for box in boxes:
        assert edge.x0 <= box.x0 <= box.x1 <= edge.x1
        assert edge.y0 <= box.y0 <= box.y1 <= edge.y1
    for number, box in enumerate(boxes):
        for other in boxes[:number]:
            assert not box.overlaps(other), (box, other)


def test_a_dollar_sign_is_no_formula() -> None:
    one = subject((2024, (1, 2, 3)), title="A$B$C 局")
    other = subject((2024, (1, 2, 3)), title="ABC 局")
    assert drawing.png(one, "", FAMILIES) != drawing.png(other, "", FAMILIES)


RUN = """
import sys
from disclosure_kit_charts import drawing, data
from disclosure_kit.model.picture import Item, Series, Subject
items = tuple(Item(name, ("a",)) for name in ("予以公开", "其他处理"))
subject = Subject("某县2024年申请", "件", items, (Series(2023, (1, 2)), Series(2024, (3, 4))))
sys.stdout.buffer.write(drawing.png(subject, "", tuple(data()["fonts"])))
"""


def drawn_elsewhere(**environment: str) -> bytes:
    path = os.pathsep.join(map(str, (ROOT / "src", PLUGIN.parent)))
    ran = subprocess.run(
        [sys.executable, "-c", RUN],
        env=os.environ | {"PYTHONPATH": path} | environment,
        capture_output=True,
        check=True,
    )
    return ran.stdout


def test_the_same_figures_are_the_same_bytes_anywhere(tmp_path: Path) -> None:
    own = tmp_path / "matplotlibrc"
    own.write_text("savefig.dpi: 50\naxes.facecolor: red\nsavefig.transparent: True\n", "utf-8")
    first = drawn_elsewhere(PYTHONHASHSEED="1", LC_ALL="C", TZ="UTC")
    assert first.startswith(b"\x89PNG")
    second = drawn_elsewhere(
        PYTHONHASHSEED="2", LC_ALL="C.UTF-8", TZ="Asia/Shanghai", MATPLOTLIBRC=str(own)
    )
    assert second == first
    assert not re.search(rb"tEXt|tIME|iTXt", first)  # neither when, nor with what


def test_where_there_is_no_chinese_font_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [])
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: [])
    with pytest.raises(PluginError, match="没有找到中文字体") as raised:
        drawing.png(subject((2024, (1, 2, 3))), "", FAMILIES)
    assert "apt install fonts-noto-cjk" in raised.value.hint


def test_a_font_installed_since_the_first_run_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [])  # what matplotlib remembers
    assert fonts.face_for("申请", "", FAMILIES).family in FAMILIES


def test_a_character_that_no_font_has_is_named_and_not_drawn_as_a_box() -> None:
    with pytest.raises(PluginError, match="都缺字") as raised:
        drawing.png(subject((2024, (1, 2, 3)), title="某\ue123县"), "", FAMILIES)
    assert "\ue123" in raised.value.problems[0]


def test_the_font_may_be_named_as_a_family_or_a_file() -> None:
    chosen = fonts.face_for("申请", "", FAMILIES)
    assert fonts.face_for("申请", chosen.family, ()) == chosen
    assert fonts.face_for("申请", chosen.file, ()).file == chosen.file
    with pytest.raises(PluginError, match="字体 Nowhere 没有找到"):
        fonts.face_for("申请", "Nowhere", FAMILIES)
    with pytest.raises(PluginError, match="字体 DejaVu Sans（DejaVu Sans）里没有这些字：申请"):
        fonts.face_for("申请", "DejaVu Sans", FAMILIES)


def test_without_matplotlib_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "disclosure_kit_charts.drawing")
    monkeypatch.delattr(charts, "drawing")
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(PluginError, match="画图要用 matplotlib") as raised:
        charts.draw(subject((2024, (1, 2, 3))), {charts.FONT: ""})  # type: ignore[arg-type]
    assert "pip install 'matplotlib>=3.11'" in raised.value.hint


def test_the_plugin_loads_without_matplotlib() -> None:
    code = (
        "import sys; sys.modules['matplotlib'] = None\n"
        "from disclosure_kit import KitSpec, load_kit\n"
        f"kit = load_kit(KitSpec(plugins=({str(PLUGIN)!r},), installed=False))\n"
        "print(len(kit.registry.pictures), kit.registry.faults)"
    )
    path = str(ROOT / "src")
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert ran.stdout == "7 ()\n"


def template(folder: Path, edition: str, *tags: str) -> Path:
    path = folder / f"{edition}.docx"
    document = docx.Document(str(ROOT / "templates" / edition / "national.docx"))
    for tag in tags:
        document.add_paragraph(tag)
    document.save(str(path))
    return path


def test_the_pictures_stand_in_a_word_file_where_a_template_names_them(
    session: Session, command: Callable[..., Ran], tmp_path: Path
) -> None:
    keys = ("charts.outcomes", "charts.applicants", "charts.last_year")
    tags = [f'{{{{ pictures["{key}"] }}}}' for key in keys]
    made = tmp_path / "made.docx"
    words = (
        "render",
        SUQIAN,
        "--previous",
        BEFORE,
        "--template",
        template(tmp_path, "2021", *tags),
    )
    status, _, err = command(*words, "-o", made)
    assert status == 0, err
    first = made.read_bytes()
    document = docx.Document(str(made))
    alts = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    loaded = loaded_of(session, SUQIAN)
    people = value(loaded, "applications.received.natural_person")
    assert len(alts) == 3
    assert f"自然人{people}件" in alts[1]
    assert "2023年新收申请3511件" in alts[2]
    wide = {shape.width.mm for shape in document.inline_shapes}
    assert all(100 < one <= 156.1 for one in wide)
    assert command(*words, "-o", made, "--force")[0] == 0
    assert made.read_bytes() == first


def test_a_picture_of_another_edition_is_told_at_its_tag(
    command: Callable[..., Ran], tmp_path: Path
) -> None:
    source = CORPUS / "hebei-jyt-2018-stat.txt"
    named = template(tmp_path, "2014", '{{ pictures["charts.applicants"] }}')
    status, _, err = command("render", source, "--template", named, "-o", tmp_path / "x.docx")
    assert status == 4
    assert "图 charts.applicants 不适用于本报告（2014 版）" in err


def test_what_is_drawn_needs_no_word_of_the_report_s_own(session: Session) -> None:
    """A body whose name holds marks, tags and formulas."""
    loaded = loaded_of(session, SUQIAN)
    agency = evolve(loaded.report.agency, name="某<县>&{{ 7*7 }}$x^2$局")
    changed = evolve(loaded, report=evolve(loaded.report, agency=agency))
    [page] = render(session, changed, "html")
    [section] = lxml_html.document_fromstring(page.content).xpath(f"//*[@id='{PICTURES_ID}']")
    titles = [caption.text_content() for caption in section.iter("figcaption")]
    assert all(title.startswith("某<县>&{{ 7*7 }}$x^2$局2024年") for title in titles)
