"""Titles in lines: nothing lost, nothing torn, in the shape of a ladder or a diamond."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from disclosure_kit.rendering.breaking import balanced, width_of
from disclosure_kit.rendering.breaking.pieces import Piece, pieces
from disclosure_kit.rendering.breaking.words import Role, words

WIDTH = 20
KNOWN = sorted(word for word in words().known if len(word) > 1)
NAMES = (
    "芒市",
    "勐戛镇",
    "宿迁市",
    "临汾市",
    "乡宁县",
    "景德镇市",
    "珠山区",
    "呼和浩特市",
    "和平区",
)
YEARS = st.integers(1949, 2099).map(lambda year: f"{year}年")
QUOTED = st.sampled_from(KNOWN).map(lambda word: f"《{word}》") | st.sampled_from(
    ["（2018年度）", "〈试行〉", "“放管服”"]
)
LATIN = st.from_regex(r"[A-Za-z][A-Za-z0-9]{1,11}", fullmatch=True)
PARTS = st.sampled_from(KNOWN) | st.sampled_from(NAMES) | YEARS | QUOTED | LATIN
# Parts that no neighbour can be mistaken for: what must stay whole is then known.
TITLES = st.lists(PARTS, min_size=1, max_size=16)


def edges(lines: tuple[str, ...]) -> set[int]:
    """Where the lines end, as places in the title."""
    ends, place = set(), 0
    for line in lines[:-1]:
        place += len(line)
        ends.add(place)
    return ends


@given(st.text(max_size=200), st.integers(2, 30))
def test_joined_the_lines_are_the_title_and_none_is_too_wide(title: str, width: int) -> None:
    lines = balanced(title, width)
    assert "".join(lines) == title
    assert all(width_of(line) <= width for line in lines)
    assert all(lines) or lines == ("",)


@given(TITLES)
def test_no_number_word_or_quotation_is_broken(parts: list[str]) -> None:
    title = "".join(parts)
    ends = edges(balanced(title, WIDTH))
    for pattern in (r"\d+(?:年度?|)", r"[A-Za-z0-9]+", r"《[^》]*》", r"〈[^〉]*〉", r"（[^）]*）"):
        for found in re.finditer(pattern, title):
            if width_of(found[0]) <= WIDTH:
                assert not ends & set(range(found.start() + 1, found.end())), balanced(title, WIDTH)


@given(st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=2), YEARS)
def test_no_term_of_the_law_is_broken(place: str, more: list[str], year: str) -> None:
    title = f"{place}{''.join(more)}人民政府办公室{year}政府信息公开工作年度报告"
    ends = edges(balanced(title, WIDTH))
    whole = (place, *more, "人民政府", "办公室", year, "政府信息公开", "工作", "年度报告")
    at = 0
    for word in whole:
        assert not ends & set(range(at + 1, at + len(word))), balanced(title, WIDTH)
        at += len(word)


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("永顺县城市更新局", ["永顺县", "城市更新局"]),
        ("景德镇市珠山区", ["景德镇市", "珠山区"]),
        ("临汾市乡宁县", ["临汾市", "乡宁县"]),
        ("马鞍山市和县民政局", ["马鞍山市", "和县", "民政局"]),
        ("呼和浩特市和平区", ["呼和浩特市", "和平区"]),
        ("人力资源和社会保障局", ["人力资源", "和", "社会保障局"]),
        ("湖北省社会科学界联合会", ["湖北省", "社会科学界", "联合会"]),
        ("某某市站前街道", ["某某市站前街道"]),
        ("广播电视台（融媒体中心）", ["广播", "电视台", "（融媒体中心）"]),
        ("第3季度2024年12月31日报告", ["第3季度", "2024年12月31日", "报告"]),
    ],
)
def test_pieces(title: str, parts: list[str]) -> None:
    assert [piece.text for piece in pieces(title)] == parts


@given(TITLES)
def test_no_line_begins_or_ends_with_the_wrong_mark(parts: list[str]) -> None:
    lines = balanced("、".join(parts), WIDTH)
    assert not any(line[0] in "、》）〉”" for line in lines)
    assert not any(line[-1] in "《（〈“" for line in lines[:-1])


@given(st.integers(8, 95))
def test_unknown_words_make_lines_of_like_length(length: int) -> None:
    lines = balanced("某" * length, WIDTH)
    assert len(lines) == -(-length // WIDTH)
    assert max(map(len, lines)) - min(map(len, lines)) <= max(map(len, lines)) // 2


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("宿迁市2024年政府信息公开工作年度报告", 1),
        ("芒市勐戛镇人民政府/2024年政府信息公开工作年度报告", 2),
        ("沭阳县人民政府/2025年政府信息公开工作年度报告", 2),
        ("河北省人力资源和社会保障厅/2022年政府信息公开工作年度报告", 2),
        ("重庆市大足区人民政府外事办公室/政府信息公开工作2022年度报告", 2),
        ("2019年上海市人民政府办公厅/政府信息公开工作年度报告", 2),
        ("呼和浩特市回民区人民政府/2024年政府信息公开工作年度报告", 2),
        ("北京市朝阳区住房和城乡建设委员会/2024年政府信息公开工作年度报告", 2),
        ("济宁市市中区人民政府/2024年政府信息公开工作年度报告", 2),
        ("临汾市乡宁县西坡镇人民政府/2024年政府信息公开工作年度报告", 2),
        (
            "新疆维吾尔自治区伊犁哈萨克自治州/察布查尔锡伯自治县人民政府办公室/"
            "2024年政府信息公开工作年度报告",
            3,
        ),
        (
            "云南省德宏傣族景颇族自治州/芒市勐戛镇人民政府关于贯彻落实/"
            "《中华人民共和国政府信息公开条例》/情况的2024年度工作报告",
            4,
        ),
    ],
)
def test_titles_as_a_secretary_would_break_them(title: str, lines: int) -> None:
    broken = balanced(title.replace("/", ""), WIDTH)
    assert "/".join(broken) == title
    assert len(broken) == lines


SHORT = [word for word in KNOWN if len(word) == 2]
NAMED = (Role.BODY, Role.PLACE)


@given(st.lists(st.sampled_from(SHORT), min_size=11, max_size=45))
# Lines of 8, 14 and 18: two of them end with the name of a body, which no longer one does.
@example(["下属"] * 3 + ["医院"] + ["下属"] * 6 + ["学校"] + ["下属"] * 9)
def test_lines_make_a_ladder_or_a_diamond(parts: list[str]) -> None:
    """Where words are short enough to choose, none is shorter between two that are longer; and
    the shortest is at least half the longest, but where a line ends with a name."""
    lines = balanced("".join(parts), WIDTH)
    widths = [width_of(line) for line in lines]
    peak = widths.index(max(widths))
    assert widths[: peak + 1] == sorted(widths[: peak + 1])
    assert widths[peak:] == sorted(widths[peak:], reverse=True)
    assert min(widths) * 2 >= max(widths) or any(named(parts, edge) for edge in edges(lines))


def named(parts: list[str], edge: int) -> bool:
    """Whether a name of a body or place ends at ``edge``."""
    ends = {place: piece.last for place, piece in ended(pieces("".join(parts)))}
    return ends[edge] in NAMED


def ended(found: tuple[Piece, ...]) -> Iterator[tuple[int, Piece]]:
    place = 0
    for piece in found:
        place += len(piece.text)
        yield place, piece


def test_the_end_of_a_name_is_not_worth_a_line_much_shorter_than_the_next() -> None:
    """A first line of 4 would end with the name, and leave the others long."""
    lines = balanced("下属医院" + "下属" * 12, WIDTH)
    assert [len(line) for line in lines] == [12, 16]


@pytest.mark.parametrize(
    "text", ["（" * 900, "甲" * 100_000, "A B " * 250, "《" * 999, "市镇" * 400]
)
def test_no_title_takes_long(text: str) -> None:
    assert "".join(balanced(text, WIDTH)) == text
