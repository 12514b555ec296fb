"""The formats that a user names."""

from __future__ import annotations

from ..contributions import Format
from ..errors import UsageError
from ..model.nearest import nearest
from .session import Session


def format_named(session: Session, name: str) -> Format:
    """The format of this name.

    Raises:
        UsageError: there is none.
    """
    found = session.registry.formats.get(name)
    if found is None:
        names = list(session.registry.formats)
        raise UsageError(
            f"没有格式 {name!r}{nearest(name.lower(), names)}。已有：{'、'.join(names) or '无'}",
            hint="插件提供的格式（如 pdf）要先装上插件，或用 --plugin 写明它在哪里",
        )
    return found


def data_format(session: Session, suffix: str, name: str) -> Format:
    """The format that carries the whole report and whose files end in ``suffix``.

    Raises:
        UsageError: there is none; ``name`` is the file asked for.
    """
    carrying = [f for f in session.registry.formats.values() if f.carries_data]
    chosen = next((f for f in carrying if f.suffix == suffix.lower()), None)
    if chosen is None:
        known = "、".join(f.suffix for f in carrying)
        what = "不能转成这种格式" if suffix else "文件名没有后缀，看不出要哪种格式"
        raise UsageError(f"{name}：{what}。可以转成：{known}")
    return chosen
