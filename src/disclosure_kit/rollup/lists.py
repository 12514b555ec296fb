"""Who is missing, sent back, late or not filled in: for programs, and as a text to paste."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import field, frozen

from ..errors import ExitCode
from ..model.titles import numeral
from ..view.values import format_date
from .body import Body, missing_of
from .sorting import Left, Sorted
from .taking import Taker
from .unit import Fate, Unit, Unread, one_line


@frozen
class Missing:
    """A body on the list of which nothing counts; ``came``: it sent something that does not."""

    code: str
    name: str
    above: str
    came: bool


@frozen
class Lists:
    """All that keeps a roll-up from being whole, and what an office has to know besides."""

    found: Sorted
    unread: tuple[Unread, ...]
    missing: tuple[Missing, ...] = ()
    skipped: tuple[str, ...] = ()
    passed_by: tuple[str, ...] = ()
    rosters: tuple[str, ...] = ()
    blanks: tuple[Unit, ...] = field(default=())

    def tree(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "missing": [
                {"code": m.code, "name": m.name, "parent": m.above, "came": m.came}
                for m in self.missing
            ],
            "left_out": [
                {
                    "name": left.unit.name,
                    "code": left.unit.code,
                    "file": left.unit.file,
                    "why": left.fate.value,
                    "year": left.unit.year,
                    "edition": left.unit.edition,
                    "errors": left.unit.errors,
                    "other": left.other or None,
                }
                for left in self.found.left
            ],
            "unread": [{"file": one.file, "problems": list(one.problems)} for one in self.unread],
            "with_errors": [_named(u) | {"errors": u.errors} for u in self.erring],
            "late": [_named(u) | {"signed": _iso(u)} for u in self.found.late],
            "undated": self.found.undated,
            "not_filled": [_named(unit) | {"blanks": unit.blanks} for unit in self.blanks],
            "unfinished": [_named(unit) for unit in self.unfinished],
            "renamed": [
                {"name": unit.name, "file": unit.file, "listed_as": entry.name, "code": entry.code}
                for unit, entry in self.found.renamed
            ],
            "alike": [[_named(one), _named(two)] for one, two in self.found.alike],
            "doubts": [_named(one.unit) | {"why": one.why} for one in self.found.doubts],
            "skipped": list(self.skipped),
            "passed_by": list(self.passed_by),
            "rosters": list(self.rosters),
        }

    @property
    def erring(self) -> list[Unit]:
        """Units that count although they have errors."""
        return [unit for unit in self.found.counted if unit.errors]

    @property
    def unfinished(self) -> list[Unit]:
        """Units that count and are sums of which units are missing."""
        return [unit for unit in self.found.counted if unit.unfinished]

    def urgent(self, title: str) -> str:
        """The text with which an office asks for what it lacks: groups, names, one to a line."""
        groups = list(self.groups())
        if not groups:
            return f"{title}\n\n各单位已报齐，没有需要催报、更正的。\n"
        lines = [title, ""]
        for number, (head, names) in enumerate(groups, 1):
            lines.append(f"{numeral(number)}、{head}（{len(names)} 个）")
            lines += [*names, ""]
        return "\n".join(lines)

    def groups(self) -> Iterator[tuple[str, list[str]]]:
        """What is to be asked for: a head, and whom."""
        by_body: dict[str, list[str]] = {}
        for one in self.missing:
            if not one.came:
                by_body.setdefault(one.above, []).append(one.name)
        for above, names in by_body.items():
            where = f"{above}：" if above else ""
            yield f"{where}尚未报送，请尽快报送", names
        for fate, head in _ASKED.items():
            sent_back = [left for left in self.found.left if left.fate is fate]
            if sent_back:
                yield head, [_said(left) for left in sent_back]
        if unread := [one for one in self.unread if one.exit_code is not ExitCode.BUG]:
            yield "文件读不出来，请重新报送", [one_line(why_unread(u)) for u in unread]
        if self.erring:
            yield "有错误（已暂计入），请更正", [_wrong(unit) for unit in self.erring]
        if self.blanks:
            yield "没有填全，请补填（没有的填 0）", [unit.not_filled for unit in self.blanks]
        if self.unfinished:
            yield (
                "汇总的成品单位不全，请补齐后重报",
                [one_line(_called(u)) for u in self.unfinished],
            )
        if self.found.late:
            yield "逾期报送", [_late(unit) for unit in self.found.late]


_ASKED = {
    Fate.ERRORS: "有错误，请更正后重报",
    Fate.CONFLICT: "重复报送而数据不同，请确认以哪份为准",
    Fate.FORM: "年度或表式版本不符，请按要求重报",
    Fate.NAMELESS: "没有写明机关名称，请补正",
    Fate.UNLISTED: "不在名单上，请核对机关名称",
}


def _said(left: Left) -> str:
    unit = left.unit
    if left.fate is Fate.ERRORS:
        return one_line(f"{_wrong(unit)}{left.beside}")
    if left.fate is Fate.FORM:
        return one_line(f"{_called(unit)}：{unit.year} 年度，{unit.edition} 版")
    return one_line(_called(unit) + left.beside)


def _wrong(unit: Unit) -> str:
    return one_line(f"{_called(unit)}：错误 {unit.errors} 处，如：{unit.first_error}")


def _late(unit: Unit) -> str:
    return one_line(f"{unit.name}：落款日期 {format_date(unit.signed) if unit.signed else ''}")


def _called(unit: Unit) -> str:
    return f"{unit.name or '（没有写明机关）'}（{unit.file}）"


def why_unread(one: Unread) -> str:
    """The file with its folder, and what is wrong; the problem names the file again."""
    told = one.problems[0].removeprefix(one.file).removeprefix(Path(one.file).name)
    return f"{one.file}：{told.lstrip(' ：')}"


def _named(unit: Unit) -> dict[str, Any]:
    return {"name": unit.name, "code": unit.code, "file": unit.file}


def _iso(unit: Unit) -> str | None:
    return unit.signed.isoformat() if unit.signed else None


def lists_of(found: Sorted, taker: Taker, top: Body) -> Lists:
    """The lists of a run whose topmost body is ``top``."""
    came = {left.entry for left in found.left if left.entry}
    return Lists(
        found,
        tuple(taker.unread),
        tuple(
            Missing(entry.code, entry.name, body.name, entry.code in came)
            for body, entry in missing_of(top)
        ),
        tuple(taker.skipped),
        tuple(taker.passed_by),
        tuple(taker.rosters),
        tuple(unit for unit in found.counted if unit.blanks),
    )
