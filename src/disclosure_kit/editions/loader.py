"""TOML → editions, sections, tables and arithmetic.

The same reader serves the statutory editions and a county's ``sections/*.toml``:
there is one way to say what a table is. Unknown keys are refused by name.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

import cattrs
from attrs import evolve, field, frozen
from cattrs.gen import make_dict_structure_fn, override
from frozendict import frozendict

from ..errors import EditionError
from ..model.addition import Absent
from ..model.edition import (
    BodyKind,
    Edition,
    Outline,
    OutlineKind,
    Years,
)
from ..model.finding import Severity
from ..model.parts import Parts
from ..model.report import DIVISION_CODE
from ..model.rules import (
    Relation,
    Term,
)
from ..model.table import RepeatingTable, Table, TableView
from ..model.values import Kind
from ..strict import keyed, problems, strict_converter
from .lines import line_at, lines_of
from .toml_faults import fault_of
from .word_groups import completed, refuse_unknown, with_own_words

T = TypeVar("T")
MOST_BYTES: Final = 5_000_000  # of a text file of a plugin
_QUOTED: Final = re.compile(r'"[^"]*"')
_CHINESE_MARKS: Final = frozenset("“”‘’＂＇＝，、［］【】｛｝＃．。：；")
NO_WORDS: Final[Mapping[str, tuple[str, ...]]] = frozendict()


def _division(_: object, __: object, code: str) -> None:
    if code and not re.fullmatch(DIVISION_CODE, code, re.ASCII):
        raise ValueError(f"区划代码写错：{code!r}")


@frozen
class Narrowing:
    """Where a file of a plugin serves, as far as it is less than where the plugin does."""

    region: str = field(default="", validator=_division)
    editions: tuple[str, ...] = ()
    years: Years | None = None


@frozen
class _Scoped:
    scope: Narrowing


@frozen
class EditionFile:
    """An edition together with the statutory parts it prescribes."""

    edition: Edition
    parts: Parts


def _years(value: Any, _: type) -> Years:
    if not (
        isinstance(value, list)
        and len(value) in (1, 2)
        and all(isinstance(v, int) and not isinstance(v, bool) for v in value)
        and value == sorted(value)
    ):
        raise ValueError(f"应写作 [起始年] 或 [起始年, 截止年]，不能是 {value!r}")
    return Years(*value)


def _term(value: Any, _: type) -> Term:
    if not isinstance(value, str):
        raise ValueError(f"应是文字，不能是 {value!r}")
    sign = -1 if value.startswith("-") else 1
    ref, at, when = value.removeprefix("-").partition("@")
    if at and when != "previous":
        raise ValueError(f"@ 之后只能是 previous，不能是 {when!r}")
    return Term(ref, sign, bool(at))


def _converter() -> cattrs.Converter:
    converter = strict_converter(Absent, BodyKind, Kind, OutlineKind, Relation, Severity)
    converter.register_structure_hook(Years, _years)
    converter.register_structure_hook(Term, _term)

    def with_place(cls: type[T]) -> Any:
        plain = make_dict_structure_fn(
            cls, converter, _cattrs_forbid_extra_keys=True, place=override(rename="place")
        )

        def structure(value: Any, kind: type) -> Any:
            # A file says `section = "other"`; without it the table is an annex.
            if "place" in value:
                raise ValueError("的位置不写 place，写 section")
            value = dict(value)
            value["place"] = {k: value.pop(k, None) for k in ("section", "after")}
            return plain(value, kind)

        return structure

    for cls in (RepeatingTable, TableView):
        converter.register_structure_hook(cls, keyed(with_place(cls)))
    plain_table = with_place(Table)

    def table(value: Any, kind: type) -> Any:
        if "bands" not in value:
            band = {k: value[k] for k in ("columns", "rows") if k in value}
            band["stub"] = value.get("corner", "")
            rest = {k: v for k, v in value.items() if k not in ("columns", "rows", "corner")}
            value = {**rest, "bands": [band]}
        return plain_table(value, kind)

    converter.register_structure_hook(Table, keyed(table))
    return converter


_CONVERTER = _converter()


def structure(data: Any, kind: type[T], where: str, text: str = "") -> T:
    """``data``, which the TOML file ``text`` says, as ``kind``.

    Raises:
        EditionError: every problem at once, each with its place in the file.
    """
    try:
        return _CONVERTER.structure(data, kind)
    except Exception as error:  # cattrs raises groups, and whatever a hook raises
        places = lines_of(text)
        found = list(problems(error))
        told = [f"{where}：{problem}" for problem in found]
        raise EditionError(told, lines=[line_at(p.path, places) for p in found]) from None


def text_of(file: Path, where: str) -> str:
    """The text of a file.

    Raises:
        EditionError: it cannot be read, is larger than any such file, or is not UTF-8.
    """
    try:
        if file.exists() and not file.is_file():
            raise EditionError(f"{where}：不是普通文件")
        if file.stat().st_size > MOST_BYTES:
            raise EditionError(f"{where}：超过 {MOST_BYTES // 1_000_000} MB，没有读取")
        return file.read_text("utf-8")
    except UnicodeDecodeError:
        raise EditionError(f"{where}：不是 UTF-8 编码，请另存为 UTF-8") from None
    except OSError as error:
        raise EditionError(f"{where}：读不出来（{error.strerror}）") from None


def parse_toml(text: str, where: str) -> dict[str, Any]:
    """A TOML file's content.

    Raises:
        EditionError: not TOML; says line and column.
    """
    try:
        return tomllib.loads(without_mark(text))
    except tomllib.TOMLDecodeError as error:
        fault = fault_of(error, without_mark(text))
        problem = f"{where}：不是有效的 TOML（{fault}）{_full_width(text, fault.line)}"
        raise EditionError(problem, lines=[fault.line]) from None
    except RecursionError:
        raise EditionError(f"{where}：括号嵌套太深") from None


def _full_width(text: str, number: int) -> str:
    """What a Chinese input method left on the line at which the reader stopped."""
    line = "".join(text.splitlines()[number - 1 : number])
    bare = _QUOTED.sub("", line)
    found = next((c for c in bare.partition("#")[0] if c in _CHINESE_MARKS), None)
    return f"；这一行有中文标点 {found}，请用英文输入法重打" if found else ""


def without_mark(text: str) -> str:
    """``text`` without the byte order mark that Notepad writes."""
    return text.removeprefix("\ufeff")


def load_parts(text: str, where: str) -> Parts:
    """A file of sections, tables, figures and rules.

    Raises:
        EditionError: unknown keys, wrong types, missing keys.
    """
    return _parts(parse_toml(text, where), where, without_mark(text))


def load_scoped(text: str, where: str) -> tuple[Narrowing, Parts]:
    """Such a file of a plugin, which may begin with a ``[scope]``.

    Raises:
        EditionError: unknown keys, wrong types, missing keys.
    """
    data = parse_toml(text, where)
    narrowed = {"scope": data.pop("scope", {})}
    scope = structure(narrowed, _Scoped, where, without_mark(text)).scope
    return scope, _parts(data, where, without_mark(text))


def _parts(data: Mapping[str, Any], where: str, text: str) -> Parts:
    return with_words(structure(data, Parts, where, text), where)


def with_words(parts: Parts, where: str, shared: Mapping[str, tuple[str, ...]] = NO_WORDS) -> Parts:
    """``parts`` with each wording knowing the groups of words that it uses, of the file itself
    or ``shared``.

    Raises:
        EditionError: a group is not defined.
    """
    words = {**shared, **parts.words}
    required, forbidden = parts.required_texts, parts.forbidden_texts
    itemised = parts.itemised_totals
    refuse_unknown((*parts.mentions, *parts.claims, *required, *forbidden, *itemised), words, where)
    return evolve(
        parts,
        mentions=tuple(completed(mention, words) for mention in parts.mentions),
        claims=tuple(completed(claim, words) for claim in parts.claims),
        required_texts=tuple(with_own_words(rule, words) for rule in required),
        forbidden_texts=tuple(with_own_words(rule, words) for rule in forbidden),
        itemised_totals=tuple(with_own_words(rule, words) for rule in itemised),
    )


def load_edition(text: str, where: str) -> EditionFile:
    """One edition of the form.

    Raises:
        EditionError: unknown keys, wrong types, missing keys.
    """
    text = without_mark(text)
    data = parse_toml(text, where)
    if "edition" not in data:
        raise EditionError(f"{where}：缺少 [edition]")
    found = structure({"edition": data.pop("edition"), "parts": data}, EditionFile, where, text)
    return evolve(found, parts=with_words(found.parts, where))


def load_outline(text: str, where: str) -> Outline:
    """The sections that a region prescribes where the edition leaves them to it.

    Raises:
        EditionError: unknown keys, wrong types, missing keys.
    """
    text = without_mark(text)
    return structure(parse_toml(text, where), Outline, where, text)


def load_editions(folder: Path) -> Iterator[EditionFile]:
    """The editions in ``folder``, one file each, by name.

    Raises:
        EditionError: a file cannot be read, is not TOML, or says what no edition says.
    """
    for file in files_in(folder, ".toml"):
        yield load_edition(text_of(file, file.name), file.name)


def files_in(folder: Path, suffix: str) -> list[Path]:
    """The files of a folder with this ending, by name; none where there is no such folder.
    What Word and WPS put beside an open file (``~$2021.docx``) is no file of the folder.

    Raises:
        OSError: the folder cannot be looked into (``Path.glob`` would tell of no file).
    """
    if not folder.exists():
        return []
    return sorted(
        path for path in folder.iterdir() if path.suffix == suffix and path.name[:2] != "~$"
    )
