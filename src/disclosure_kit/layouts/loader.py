"""TOML → the national profile, and a region's changes to it.

A region names parameters of the national profile and nothing else: what no document is measured
for cannot be prescribed. Unknown names and values of the wrong kind are refused, all at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen
from frozendict import frozendict

from ..cache import key_for, of_kit, remembered
from ..errors import EditionError
from ..model.form import Form
from ..model.nearest import nearest
from ..model.profile import Bound, Level, Override, Parameter, Profile, Quantity, Unit
from ..strict import problems, shown, strict_converter
from .lengths import lines_in

if TYPE_CHECKING:
    import cattrs

NATIONAL: Final = Path(__file__).parent / "gbt9704.toml"
ALIGNMENTS: Final = ("左对齐", "居中", "右对齐", "两端对齐")


@frozen
class _File:
    standard: str
    parameters: tuple[Parameter, ...]
    faces: dict[str, tuple[str, ...]]


@frozen
class _Own:
    """One parameter of a region, as its file says it."""

    id: str
    value: Quantity
    basis: str
    tolerance: Decimal | None = None


@frozen
class _OwnFile:
    parameters: tuple[_Own, ...] = field(factory=tuple)


@cache
def national() -> Profile:
    """GB/T 9704-2012, with what offices do where it is silent."""
    text = NATIONAL.read_bytes()
    key = key_for("profile", text, versions=[of_kit()])
    return remembered(key, Profile, lambda: _profile(text.decode()))


def _profile(text: str) -> Profile:
    from ..editions.loader import parse_toml  # heavy, and done once a machine

    file: _File = _structured(parse_toml(text, NATIONAL.name), _File, NATIONAL.name)
    return Profile(
        file.standard,
        frozendict((parameter.id, parameter) for parameter in file.parameters),
        frozendict(file.faces),
    )


def profile_of(form: Form) -> Profile:
    """How the documents of a form look: the national profile with its region's changes.

    Raises:
        EditionError: changes of several plugins do not fit one page together.
    """
    own = national().with_overrides(form.layout)
    if form.layout and (found := list(incoherent(own))):
        raise EditionError([f"地方版式参数互不相符：{problem}" for problem in found])
    return own


def load_layout(text: str, where: str) -> frozendict[str, Override]:
    """A region's ``layout.toml``: ``[[parameters]]`` with ``id``, ``value`` and ``basis``.

    Raises:
        EditionError: every problem at once: not TOML, unknown keys, unknown parameters (with
            the nearest known), values of the wrong kind, no basis, or a page that cannot be.
    """
    from ..editions.loader import parse_toml

    file: _OwnFile = _structured(parse_toml(text, where), _OwnFile, where)
    found = [
        f"{name} 写了 {count} 次"
        for name, count in Counter(own.id for own in file.parameters).items()
        if count > 1
    ]
    overrides = frozendict(
        (own.id, Override(own.value, own.basis, own.tolerance)) for own in file.parameters
    )
    found += unfit(overrides)
    if found:
        raise EditionError([f"{where}：{problem}" for problem in found])
    return overrides


def unfit(overrides: Mapping[str, Override]) -> Iterator[str]:
    """What is wrong with a region's changes to the national profile."""
    known = national().parameters
    kinds: list[str] = []
    for name, own in overrides.items():
        if name not in known:
            yield f"没有版式参数 {name}{nearest(name, list(known))}"
            continue
        if known[name].fixed:
            title = known[name].title
            yield f"版式参数 {name}（{title}）不由地方另定：{known[name].fixed}"
        kinds += _misfit(known[name], own)
        if not own.basis.strip():
            yield f"{name} 没有写明依据（basis）"
    yield from kinds
    if not kinds and set(overrides) <= set(known):
        yield from incoherent(national().with_overrides(overrides))


def _misfit(parameter: Parameter, own: Override) -> Iterator[str]:
    value, where = own.value, f"{parameter.id}（{parameter.title}）的值"
    if parameter.unit.measured:
        if not isinstance(value, Decimal):
            yield f"{where}应是数（单位：{parameter.unit}），不能是{_shown(value)}"
        elif not 0 <= value <= 1000:
            yield f"{where}应在 0 到 1000 之间，不能是{_shown(value)}"
    elif parameter.unit is Unit.YES_NO:
        if not isinstance(value, bool):
            yield f"{where}应是 true 或 false，不能是{_shown(value)}"
    elif not isinstance(value, str) or not value.strip():
        yield f"{where}应是文字，不能是{_shown(value)}"
    elif parameter.unit is Unit.ALIGNMENT and value not in ALIGNMENTS:
        yield f"{where}只能是 {'、'.join(ALIGNMENTS)}，不能是{_shown(value)}"
    if own.tolerance is not None and own.tolerance < 0:
        yield f"{parameter.id}（{parameter.title}）的允许误差不能小于 0"


def _shown(value: Quantity) -> str:
    return f" {value}" if isinstance(value, Decimal) else shown(value)


def incoherent(page: Profile) -> Iterator[str]:
    """What of a profile cannot be printed on one page."""
    number = page.number
    width, height = number("page.width"), number("page.height")
    if number("margin.left") + number("text.width") > width:
        yield f"订口、版心宽之和超过纸宽 {width} mm"
    if number("margin.top") + number("text.height") > height:
        yield f"天头、版心高之和超过纸高 {height} mm"
    for name in ("body.line", "body.size", "title.size", "grid.lines", "grid.characters"):
        if number(name) <= 0:
            yield f"{name} 应大于 0"
            return
    lines = lines_in(number("text.height"), number("body.line"))
    if lines != number("grid.lines"):
        yield (
            f"版心高 {number('text.height')} mm、行距 {number('body.line')} 磅时每面 {lines} 行，"
            f"与 grid.lines 的 {number('grid.lines')} 行不符，请一并写明"
        )


def _structured(data: Any, kind: type, where: str) -> Any:
    try:
        return _converter().structure(data, kind)
    except Exception as error:  # cattrs raises groups, and whatever a hook raises
        raise EditionError([f"{where}：{problem}" for problem in problems(error)]) from None


def _converter() -> cattrs.Converter:
    converter = strict_converter(Bound, Level, Unit)
    converter.register_structure_hook(Decimal, _decimal)
    converter.register_structure_hook(Quantity, _quantity)
    converter.register_structure_hook(
        Decimal | None, lambda value, _: None if value is None else _decimal(value, Decimal)
    )
    return converter


def _decimal(value: Any, _: Any) -> Decimal:
    # repr of a float is the shortest that gives it back: what the file says.
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"应是数，不能是{shown(value)}")
    number = Decimal(repr(value))
    if not number.is_finite():
        raise ValueError(f"应是数，不能是{shown(value)}")
    return number


def _quantity(value: Any, _: Any) -> Quantity:
    if isinstance(value, bool | str):
        return value
    return _decimal(value, Decimal)
