"""What is worked out of a value is worked out once, stays with it alone, and travels nowhere."""

from __future__ import annotations

import pickle

from attrs import evolve, frozen

from disclosure_kit.model.kept import Keeping


@frozen(slots=False)
class Word(Keeping):
    text: str
    region: str = ""


def length(word: Word, times: int = 1) -> list[int]:
    return [len(word.text) * times]


def test_it_is_made_once_for_what_is_given() -> None:
    word = Word("公开")
    assert word.kept(length) == [2]
    assert word.kept(length) is word.kept(length)
    assert word.kept(length, 3) == [6]


def test_another_value_has_its_own() -> None:
    word = Word("公开")
    kept = word.kept(length)
    assert evolve(word, text="申请书").kept(length) == [3]
    assert evolve(word).kept(length) is not kept
    assert evolve(word) == word


def test_copies_that_share_differ_in_what_they_were_given() -> None:
    word = Word("公开")
    other = word.sharing(region="32")
    assert (other.text, other.region, word.region) == ("公开", "32", "")
    assert other.kept(length) is word.kept(length)


def test_it_does_not_travel() -> None:
    word = Word("公开")
    word.kept(length)
    sent = pickle.loads(pickle.dumps(word))
    assert sent == word
    assert vars(sent) == {"text": "公开", "region": ""}
