"""Slips by name: what a pair of figures looks like, and which of two is likelier."""

from __future__ import annotations

from decimal import Decimal

import pytest

from disclosure_kit.checking.plausibility import UNEXPLAINED, Suspect, reasons


def suspect(current: str, proposed: str, **around: object) -> Suspect:
    return Suspect(Decimal(current), Decimal(proposed), **around)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("current", "proposed", "around", "words"),
    [
        ("12", "21", {}, "数字颠倒"),
        ("1048", "1408", {}, "数字颠倒"),
        ("841", "148", {}, "数字颠倒"),  # the ends
        ("3441", "3440", {}, "写错一位数字"),
        ("144", "14", {}, "多写一位数字"),
        ("14", "144", {}, "少写一位数字"),
        ("120", "12", {}, "多写 1 个 0"),
        ("12", "1200", {}, "少写 2 个 0"),
        ("12.5", "1.25", {}, "小数点错位"),
        ("592372.449", "59237.2449", {}, "小数点错位"),
        ("1.28", "1.82", {}, "数字颠倒"),
        ("251000", "25.1", {"unit": "万元"}, "按元填进了万元的格"),
        ("25.1", "251000", {"unit": "元"}, "按万元填进了元的格"),
        ("25.1", "251000", {}, ""),
        ("0", "170", {"parts": (Decimal(88), Decimal(82))}, "漏填总计"),
        ("340", "170", {"parts": (Decimal(88), Decimal(82))}, "总计加了两遍"),
        ("82", "170", {"parts": (Decimal(88), Decimal(82))}, "漏加一项"),
        ("258", "170", {"parts": (Decimal(88), Decimal(82))}, "有一项加了两遍"),
        ("47", "96", {"last_year": Decimal(47)}, "与上年相同，可能没有更新"),
        ("0", "96", {"last_year": Decimal(0)}, "漏填"),
        ("47", "96", {"beside": (("左边", Decimal(47)),)}, "与左边一格相同，可能抄重"),
        ("0", "5", {}, "漏填"),
        ("5", "0", {}, "多填"),
        ("-21", "21", {}, "正负号写反"),
        ("3", "8", {}, ""),  # of single digits anything might be said
        ("47", "96", {}, ""),
    ],
)
def test_one_cell(current: str, proposed: str, around: dict[str, object], words: str) -> None:
    cost, told = reasons((suspect(current, proposed, **around),))
    assert told == (words,)
    assert (cost == UNEXPLAINED) == (words == "")


def at(row: int, column: int, current: str, proposed: str, **around: object) -> Suspect:
    return suspect(current, proposed, row=row, column=column, **around)


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (at(2, 0, "0", "7"), at(2, 1, "7", "0"), ("错列", "错列")),
        (at(2, 0, "0", "7"), at(3, 0, "7", "0"), ("错行", "错行")),
        (at(2, 0, "5", "7"), at(2, 1, "7", "5"), ("错列，两格填反",) * 2),
        (at(2, 0, "40", "57"), at(2, 1, "39", "22"), ("错列，其中 17 应在另一格",) * 2),
        (at(2, 0, "0", "7"), at(3, 1, "7", "0"), ("漏填", "多填")),  # neither row nor column
        (
            at(2, 0, "12", "21"),
            at(2, 6, "14", "23", parts=(Decimal(12), Decimal(2))),
            ("数字颠倒，总计随之算错",) * 2,
        ),
    ],
)
def test_two_cells(one: Suspect, other: Suspect, words: tuple[str, str]) -> None:
    assert reasons((one, other))[1] == words
    assert reasons((other, one))[1] == words[::-1]


def test_two_of_three_cells_may_be_one_slip() -> None:
    three = (at(2, 0, "0", "7"), at(2, 1, "7", "0"), at(9, 4, "12", "21"))
    cost, words = reasons(three)
    assert words == ("错列", "错列", "数字颠倒")
    assert cost < sum(reasons((one,))[0] for one in three)


def test_a_figure_in_its_neighbours_place_is_likelier_than_one_far_off() -> None:
    near = reasons((at(2, 0, "0", "7"), at(2, 1, "7", "0")))[0]
    far = reasons((at(2, 0, "0", "7"), at(2, 5, "7", "0")))[0]
    assert near < far < reasons((at(2, 0, "40", "57"), at(2, 1, "39", "22")))[0]
