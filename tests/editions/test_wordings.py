"""Files of wordings: what they may say, and how a mistake is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from disclosure_kit.assembly import assemble
from disclosure_kit.builtin.editions import FOLDER, wordings
from disclosure_kit.editions.loader import load_edition, load_parts
from disclosure_kit.editions.wording_files import load_all_wordings, load_wordings
from disclosure_kit.errors import EditionError
from disclosure_kit.model.consistency import inconsistencies
from disclosure_kit.model.form import Form
from disclosure_kit.model.formula import addresses, readings

EDITION = load_edition((FOLDER / "2021.toml").read_text("utf-8"), "2021.toml")
RECEIVED = "applications.received.total"


def form(text: str) -> Form:
    parts = [("builtin", EDITION.parts), ("example", load_parts(text, "例.toml"))]
    return assemble(EDITION.edition, None, 2024, None, parts, "builtin")


def problems(text: str) -> list[str]:
    return list(inconsistencies(form(text)))


def test_the_core_s_wordings_name_only_what_exists() -> None:
    found = {part.name: part.scope.editions for part in wordings()}
    assert found == {
        "wordings-2014": ("2014",),
        "wordings-2019-2021": ("2019", "2021"),
        "wordings-2021": ("2021",),
    }
    for part in wordings():
        assert part.parts.mentions


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[mentions]]\ntext = "收到申请件"', "里没有 {数据}"),
        (
            '[[mentions]]\ntext = "收到{applications.receved.total}件"',
            "引用的数据 applications.receved.total 不存在（是否为 applications.received.total？）",
        ),
        (
            '[[mentions]]\ntext = "收到{applications.received.total +}件"',
            "写法不对：格的地址用 + 或 -",
        ),
        ('[[mentions]]\ntext = "收到{}件"', "里没有 {数据}"),
        (
            f'[[mentions]]\ntext = "收到{{{RECEIVED}}}件"\nsection = "overvew"',
            "所在的部分 overvew 不存在（是否为 overview？这里可用：",
        ),
        (
            f'[[claims]]\ntext = "未收到{{{RECEIVED}}}"\nzero = "{RECEIVED}"',
            "是断言，里面不能有 {数据}",
        ),
        (
            '[[claims]]\ntext = "未收到"\nzero = "applications.x.total"',
            "applications.x.total 不存在",
        ),
        (
            '[[figures]]\nkey = "x.n"\nlabel = "数"\nkind = "count"\nsection = "overview"\n'
            '[[mentions]]\ntext = "收到{x.n}件"',
            "要写明在哪一部分（section）",
        ),
        (
            '[[figures]]\nkey = "x.n"\nlabel = "数"\nkind = "count"\nsection = "overview"\n'
            f'[[mentions]]\nsection = "overview"\ntext = "收到{{x.n}}件，{{{RECEIVED}}}件"',
            "里不能既有正文数据（x.n），又有表格里的格",
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_plain_words(text: str, told: str) -> None:
    assert any(told in problem for problem in problems(text)), problems(text)


def test_a_right_wording_is_not_a_mistake() -> None:
    assert problems(f'[[mentions]]\ntext = "收到{{{RECEIVED} | {RECEIVED} - {RECEIVED}}}件"') == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[mentions]]\ntext = "收到<件>"', "没有定义词组 <件>，请写在 [words] 里"),
        ('[[mentions]]\ntext = "收到{a}"\nunless = ["<他事>"]', "没有定义词组 <他事>"),
        ('[[mentions]]\ntext = "收到{a}"\nunles = ["x"]', "unles"),
        ('[[mentions]]\nunless = ["x"]', "text"),
        ("[words]\n件 = 1", "TOML"),
        ('[words]\n"件" = "件"', "应是一个列表"),
    ],
)
def test_a_file_that_says_what_no_wording_says(text: str, told: str) -> None:
    with pytest.raises(EditionError, match=r".*") as error:
        load_parts(text, "例.toml")
    assert told in str(error.value)
    assert "例.toml" in str(error.value)


def test_a_file_of_wordings_says_for_which_editions() -> None:
    with pytest.raises(EditionError, match="缺少 editions"):
        load_wordings("", "例.toml")


def test_words_are_shared_by_the_files_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "words.toml").write_text('[words]\n"件" = ["件"]\n', "utf-8")
    (tmp_path / "a.toml").write_text(
        'editions = ["2021"]\n[[mentions]]\ntext = "收到{a}<件>"\nunless = ["<件>", "x"]\n', "utf-8"
    )
    ((name, found),) = load_all_wordings(tmp_path)
    assert (name, found.editions) == ("a", ("2021",))
    assert found.parts.mentions[0].words == {"件": ("件",)}
    assert found.parts.mentions[0].unless == ("件", "x")


def test_a_star_is_every_row_below_or_the_row_itself() -> None:
    plain = form("")
    refused = addresses("applications.refused.*.total", plain)
    assert len(refused) == 8
    assert addresses("applications.received.*.total", plain) == (RECEIVED,)
    assert addresses("applications.nothing.*.total", plain) == ()


@pytest.mark.parametrize("text", ["", "a b", "a +", "+ a", "a + + b", "a |", "A", "a * b"])
def test_no_formula(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        readings(text)
