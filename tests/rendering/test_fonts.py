"""Fonts: this machine's, and what a font does not print."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest
from attrs import evolve
from conftest import EXAMPLES, ROOT, Ran
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph
from hypothesis import given
from hypothesis import strategies as st
from rendering.conftest import report_for, view_of

from disclosure_kit.errors import UsageError
from disclosure_kit.layouts.loader import national
from disclosure_kit.model.form import Form
from disclosure_kit.model.report import Heading, Signature, Text
from disclosure_kit.rendering.fonts import installed as files
from disclosure_kit.rendering.fonts.installed import Installed, characters_of, fonts_in
from disclosure_kit.rendering.fonts.known import known
from disclosure_kit.rendering.fonts.local import local_fonts, named_fonts
from disclosure_kit.rendering.fonts.outside import outside_repertoires, prints_here
from disclosure_kit.rendering.fonts.sets import FONT_SETS, ROLES
from disclosure_kit.rendering.style import Style
from disclosure_kit.rendering.template import make_template
from disclosure_kit.rendering.word import render_document


def having(*names: str) -> tuple[Installed, ...]:
    return tuple(Installed(Path(f"{name}.ttf"), 0, frozenset({name})) for name in names)


def make_font(file: Path, names: dict[str, str], characters: str) -> None:
    """A font file with a blank box for each character."""
    builder = FontBuilder(1000)
    glyphs = [".notdef", *(f"g{ord(c)}" for c in characters)]
    builder.setupGlyphOrder(glyphs)
    builder.setupCharacterMap({ord(c): f"g{ord(c)}" for c in characters})
    builder.setupGlyf({name: Glyph() for name in glyphs})
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (1000, 0)))
    builder.setupHorizontalHeader()
    builder.setupNameTable({"familyName": names, "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(file)


# What is known


@pytest.mark.parametrize(
    ("font", "has", "lacks"),
    [
        ("仿宋_GB2312", "某镇人民政府", "堃喆镕㛃𠮷"),
        ("方正小标宋简体", "政府信息公开", "堃喆镕㛃"),
        ("仿宋", "堃喆镕", "㛃𠮷"),
        ("宋体", "堃喆镕㛃", "𠮷"),
        ("宋体-ExtB", "𠮷", "公"),
    ],
)
def test_what_a_font_prints(font: str, has: str, lacks: str) -> None:
    assert all(prints_here(font, character) for character in has)
    assert not any(prints_here(font, character) for character in lacks)


def test_every_font_of_the_sets_is_known() -> None:
    names = {getattr(fonts, role) for fonts in FONT_SETS.values() for role in ROLES}
    assert names <= set(known().repertoires)


@given(st.integers(0xB0, 0xF7), st.integers(0xA1, 0xFE))
def test_every_character_of_gb_2312_is_printed_by_every_font(row: int, cell: int) -> None:
    try:
        character = bytes((row, cell)).decode("gb2312")
    except UnicodeDecodeError:
        return
    for font, repertoire in known().repertoires.items():
        assert font == "宋体-ExtB" or repertoire.holds(character)


# What a document lacks


def document_of(form: Form, *texts: str, agency: str = "某某镇人民政府") -> bytes:
    body = tuple(map(Text, texts))
    report = evolve(report_for(form, body), signature=Signature(agency, None))
    return render_document(make_template(form, Style()), view_of(report, form))


def test_ordinary_words_are_told_nothing(form: Form) -> None:
    assert outside_repertoires(document_of(form, "二〇二四年“公开”①，😀 open")) == ()


def test_rare_characters_are_named_with_font_place_and_remedy(form: Form) -> None:
    document = document_of(form, "局长李堃、王喆。", "联系人㛃。", agency="芒堃镇人民政府")
    (told,) = outside_repertoires(document)
    assert told == (
        "“仿宋_GB2312”没有“堃”（报告正文“局长李堃、王喆。”）、“喆”（报告正文“局长李堃、王喆。”）、"
        "“㛃”（报告正文“联系人㛃。”）（这种字体只收 GB/T 2312 的 6763 个汉字），"
        "Word 会自行换一种字体来印。请在成品里把“堃”“喆”改成“仿宋”；把“㛃”改成“宋体”"
    )


def test_each_look_is_judged_by_its_own_font(form: Form) -> None:
    body = (Heading("（一）堃县", 2), Text("（二）喆县。正文。", 2, 6))
    report = evolve(report_for(form, body), title="芒堃镇2024年政府信息公开工作年度报告")
    document = render_document(make_template(form, Style()), view_of(report, form))
    told = outside_repertoires(document)
    assert [line.split("没有")[0] for line in told] == ["“方正小标宋简体”", "“楷体_GB2312”"]
    assert "报告标题“芒堃镇2024年" in told[0]
    assert "二级标题“（一）堃县”" in told[1]
    assert "“喆”（报告正文" in told[1]  # a run-in heading, in 楷体 too


def test_other_fonts_lack_other_characters(form: Form) -> None:
    view = view_of(report_for(form, (Text("李堃和㛃"),)), form)
    windows = render_document(make_template(form, Style(FONT_SETS["windows"])), view)
    (told,) = outside_repertoires(windows)
    assert "“㛃”" in told
    assert "“堃”" not in told


def test_private_characters_are_told_by_their_code(form: Form) -> None:
    (told,) = outside_repertoires(document_of(form, "造字\ue000在此"))
    assert told.startswith("“仿宋_GB2312”没有U+E000（报告正文")
    assert told.endswith("把U+E000（造字）换成正式的字")


def test_a_long_list_is_cut(form: Form) -> None:
    (told,) = outside_repertoires(document_of(form, "".join(map(chr, range(0x3400, 0x3400 + 30)))))
    assert "等 30 个字" in told
    assert len(told) < 800


def test_a_document_full_of_them_is_told_in_time(form: Form) -> None:
    characters = "".join(map(chr, range(0x20000, 0x20000 + 30_000)))
    (told,) = outside_repertoires(document_of(form, characters * 10))
    assert "等 200 个以上的字" in told


def test_of_an_unknown_font_it_is_said_that_nothing_was_assessed(form: Form) -> None:
    fonts = evolve(FONT_SETS["gb2312"], body="某某体")
    view = view_of(report_for(form, (Text("李堃"),)), form)
    document = render_document(make_template(form, Style(fonts)), view)
    (told,) = outside_repertoires(document, lambda *_: None)
    assert told.startswith("不知道“某某体”有没有“堃”（报告正文“李堃”），没有核对")
    assert outside_repertoires(document, lambda *_: True) == ()


def test_render_tells_of_them(command: Callable[..., Ran], tmp_path: Path) -> None:
    source = (EXAMPLES / "suqian-city-2024.yaml").read_text("utf-8")
    changed = tmp_path / "年报.yaml"
    changed.write_text(source.replace("2024年，", "李堃说，2024年，", 1), "utf-8")
    assert "李堃" in changed.read_text("utf-8")
    ran = command("render", changed, "-o", tmp_path / "年报.docx")
    assert "说明  “仿宋_GB2312”没有“堃”（报告正文“" in ran.err


# This machine's fonts


def test_the_face_itself_is_taken_before_any_substitute() -> None:
    there = having("宋体", "仿宋", "楷体", "黑体", "华文中宋", "Noto Serif CJK SC")
    chosen = local_fonts(there)
    assert chosen.fonts == evolve(FONT_SETS["windows"], title="华文中宋", title_bold=False)
    assert chosen.notices == ()


def test_substitutes_are_told_and_the_title_is_bold() -> None:
    chosen = local_fonts(having("Noto Serif CJK SC", "Noto Sans CJK SC"))
    assert chosen.fonts.title_bold
    assert (chosen.fonts.body, chosen.fonts.heading1) == ("Noto Serif CJK SC", "Noto Sans CJK SC")
    assert chosen.notices[0] == "本机没有小标宋，用“Noto Serif CJK SC”加粗代替"
    assert len(chosen.notices) == 5


def test_a_machine_without_chinese_fonts_is_told_so() -> None:
    with pytest.raises(UsageError, match="没有能作小标宋、仿宋、黑体、楷体、宋体的中文字体"):
        local_fonts(having("DejaVu Sans"))


def test_every_substitute_stands_for_a_face_of_the_profile() -> None:
    assert {s.face for s in known().substitutes} == set(ROLES.values()) <= set(national().faces)


def test_which_named_fonts_are_here() -> None:
    there = {font.name: font.here for font in named_fonts(having("仿宋", "黑体"))}
    assert there["仿宋"]
    assert there["黑体"]
    assert not there["仿宋_GB2312"]


def test_files_are_found_with_all_their_names_and_broken_ones_passed_over(tmp_path: Path) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    make_font(below / "x.ttf", {"en": "Test Song", "zh": "某宋"}, "公开堃")
    (tmp_path / "broken.otf").write_bytes(b"OTTO" + bytes(40))
    (tmp_path / "empty.ttc").write_bytes(b"")
    (tmp_path / "readme.txt").write_text("no font")
    (font,) = fonts_in((tmp_path, tmp_path / "none"))
    assert font.names == {"Test Song", "某宋"}
    assert characters_of(font) == {ord(c) for c in "公开堃"}


def test_the_file_decides_where_nothing_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_font(tmp_path / "x.ttf", {"en": "Test Song"}, "公开堃")
    there = fonts_in((tmp_path,))
    monkeypatch.setattr("disclosure_kit.rendering.fonts.outside.fonts_here", lambda: there)
    assert prints_here("Test Song", "堃") is True
    assert prints_here("Test Song", "喆") is False
    assert prints_here("Other Song", "堃") is None


def test_without_fonttools_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent() -> None:
        raise UsageError("要查看本机的字体，须先安装 fonttools")

    monkeypatch.setattr(files, "_library", absent)
    with pytest.raises(UsageError, match="fonttools"):
        fonts_in(())
    monkeypatch.setattr("disclosure_kit.rendering.fonts.outside.fonts_here", absent)
    assert prints_here("某某体", "堃") is None


@pytest.mark.parametrize(
    ("platform", "environment", "folders"),
    [
        (
            "linux",
            {},
            ["/usr/local/share/fonts", "/usr/share/fonts", "/h/.local/share/fonts", "/h/.fonts"],
        ),
        (
            "linux",
            {"XDG_DATA_DIRS": "/a", "XDG_DATA_HOME": "/b"},
            ["/a/fonts", "/b/fonts", "/h/.fonts"],
        ),
        (
            "win32",
            {"WINDIR": "/W", "LOCALAPPDATA": "/L"},
            ["/W/Fonts", "/L/Microsoft/Windows/Fonts"],
        ),
    ],
)
def test_standard_folders(platform: str, environment: dict[str, str], folders: list[str]) -> None:
    found = files.font_folders(environment, platform, Path("/h"))
    assert [str(PurePosixPath(folder)) for folder in found] == folders


def test_a_document_in_the_fonts_of_this_machine(
    command: Callable[..., Ran], tmp_path: Path
) -> None:
    try:
        chosen = local_fonts()
    except UsageError as error:
        pytest.skip(str(error))
    target = tmp_path / "年报.docx"
    source = ROOT / "examples" / "suqian-city-2024.yaml"
    ran = command("--set", "document.fonts=local", "render", source, "-o", target)
    assert ran.status == 0, ran.err
    for notice in chosen.notices:
        assert notice in ran.err
    from disclosure_kit.rendering.reproducible import unpack

    styles = unpack(target.read_bytes())["word/styles.xml"].decode()
    assert f'w:eastAsia="{chosen.fonts.body}"' in styles
    assert "GB2312" not in styles
