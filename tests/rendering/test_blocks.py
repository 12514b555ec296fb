"""Text compressed before its figures are known: zlib reads it, whatever they are."""

from __future__ import annotations

import zlib

import pytest
from attrs import evolve
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from rendering.both_ways import by_zlib, same
from rendering.test_compiled import COMPILED, FORMS, TEMPLATE, VIEW

from disclosure_kit.rendering.compiled.blocks import group, ready
from disclosure_kit.rendering.compiled.deflate import LAST, RAW
from disclosure_kit.rendering.compiled.grouped import Grouped
from disclosure_kit.rendering.compiled.marks import SIGNED
from disclosure_kit.rendering.compiled.runs import Run
from disclosure_kit.rendering.compiled.slots import Stretch, around_slots, parted

CELL = '</w:t></w:r></w:p></w:tc><w:tc><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t>'
WORDS = (CELL, "<w:t>", "<a>规章</a><w:t>", "<a>行政规范性文件<b>")
ADDRESS = "proactive.regulations.issued"


@given(
    st.lists(
        st.sampled_from([CELL, "<w:t>", "<a>规章</a><w:t>", "<a>行政规范性文件<b>"]), min_size=2
    ),
    st.data(),
)
def test_zlib_reads_it_with_any_figures(texts: list[str], data: st.DataObject) -> None:
    constants = around_slots(texts)
    blocks = ready(constants)
    if blocks is None:
        return  # it may be so; of the real templates it is not (below)
    digits = st.text("0123456789.-%/", max_size=7)
    figures = tuple(data.draw(digits) for _ in texts[1:])
    stretch = Stretch(parted(constants), parted(blocks), figures)
    assert zlib.decompress(stretch.packed() + LAST, RAW) == stretch.text


def test_a_slot_says_the_figure_and_nothing_else() -> None:
    stretch = Stretch([b"<t", b"", b"</t>"], [], ("12",))
    assert stretch.text == b"<t     >12</t>"


@pytest.mark.parametrize("edition", sorted(FORMS))
def test_the_tables_of_the_forms_are_compressed_beforehand(edition: str) -> None:
    groups = [group for part in COMPILED[edition].parts for group in part.figures]
    assert any(group.blocks for group in groups)
    for one in groups:
        assert bool(one.blocks) == (sum(map(len, one.texts)) >= 4096)


@pytest.mark.parametrize(
    "figure", ["1234567", "12345678", "1234567890123", "不适用", "", "/", "-5"]
)
def test_a_figure_without_room_in_its_slot_comes_out_the_same(figure: str) -> None:
    view = evolve(VIEW, cells=frozendict({**VIEW.cells, ADDRESS: figure}))
    same(COMPILED["2021"], TEMPLATE, view)


def test_documents_whose_figures_differ_are_as_long() -> None:
    def size(figure: str) -> int:
        cells = frozendict(dict.fromkeys(VIEW.cells, figure))
        with by_zlib():
            return len(COMPILED["2021"].render(evolve(VIEW, cells=cells)).content)

    assert size("0") == size("7654321")


def test_what_is_finished_later_is_not_compressed_before() -> None:
    texts = [CELL * 100, f"{SIGNED}<w:t>" + CELL * 100, CELL]
    assert not group(texts, ["a.b.c", "a.b.d"], [0, 0]).blocks
    assert group([text.replace(SIGNED, "") for text in texts], ["a.b.c", "a.b.d"], [0, 0]).blocks


def test_a_huge_template_is_left_to_zlib() -> None:
    assert not group([CELL * 1500, CELL], ["a.b.c"], [0]).blocks


def test_with_few_words_between_its_figures_a_group_is_no_stretch() -> None:
    run = Run("<w:t>", "<w:t>", "</w:t>", "", "", ("", ""))
    with by_zlib():
        made, words = Grouped(group(["<w:t>", "</w:t>"], ["a"], [0]), [run]).filled({"a": "1"})
    assert (made, words) == (b"<w:t>1</w:t>", "1")
