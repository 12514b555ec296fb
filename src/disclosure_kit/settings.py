"""Declared settings, layered: default, the user's file, the option of this run."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import TYPE_CHECKING

from frozendict import frozendict

from .errors import UsageError
from .model.case import Settings
from .model.nearest import nearest

if TYPE_CHECKING:
    from .contributions import Setting


def resolve(
    declared: Mapping[str, Setting],
    *layers: tuple[str, Mapping[str, str]],
    lost: Container[str] = (),
) -> Settings:
    """The value of every declared setting; each layer (its name, its values) overrules the last.

    ``lost`` are plugins that failed to load: what they would have declared is passed over.

    Raises:
        UsageError: an undeclared key or a value that the setting does not know.
    """
    values = {key: setting.default for key, setting in declared.items()}
    problems: list[str] = []
    for where, layer in layers:
        for key, value in layer.items():
            setting = declared.get(key)
            if setting is None and key.partition(".")[0] in lost:
                continue
            if setting is None:
                problems.append(f"{where}：没有设置项 {key}{nearest(key, list(declared))}")
            elif setting.choices and value not in setting.choices:
                known = "、".join(setting.choices)
                problems.append(f"{where}：{key} 只能是 {known}，不能是 {value!r}")
            else:
                values[key] = value
    if problems:
        raise UsageError(problems)
    return frozendict(sorted(values.items()))


def from_options(options: Iterable[str]) -> dict[str, str]:
    """``key=value`` words as a mapping.

    Raises:
        UsageError: a word without ``=``.
    """
    values = {}
    for option in options:
        key, equals, value = option.partition("=")
        if not equals:
            raise UsageError(f"--set {option}：应写作 键=值")
        values[key.strip()] = value.strip()
    return values


def from_toml(text: str, where: str) -> dict[str, str]:
    """A settings file: ``"document.fonts" = "windows"``, or the same under ``[document]``.

    Raises:
        UsageError: not TOML, or a value that is no text.
    """
    import tomllib  # few have such a file

    from .editions.toml_faults import fault_of

    try:
        tree = tomllib.loads(text := text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{where}：不是有效的 TOML（{fault_of(error, text)}）") from None
    values: dict[str, str] = {}
    open_tables: list[tuple[str, object]] = list(tree.items())
    while open_tables:
        key, value = open_tables.pop()
        if isinstance(value, dict):
            open_tables += [(f"{key}.{inner}", v) for inner, v in value.items()]
        elif key in values:
            raise UsageError(f"{where}：{key} 写了两次")
        elif isinstance(value, str):
            values[key] = value
        else:
            raise UsageError(f"{where}：{key} 的值应是文字，不能是 {value!r}")
    return values
