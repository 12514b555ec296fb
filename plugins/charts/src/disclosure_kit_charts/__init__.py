"""Pictures of an annual report: what became of applications, who applied, this year and last.

What each shows, edition by edition, is data (``charts.toml``); the kit reads the figures, and
``drawing`` draws them. The plotting library is imported only where a picture is drawn.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from disclosure_kit import hookimpl
from disclosure_kit.contributions import Picture, Scope, Setting
from disclosure_kit.errors import PluginError
from disclosure_kit.model.case import Settings
from disclosure_kit.model.picture import Item, Subject

PLUGIN: Final = "charts"
FONT: Final = "charts.font"  # the setting: a family of fonts, or a font file


def data() -> dict[str, Any]:
    """What ``charts.toml`` says."""
    return tomllib.loads((Path(__file__).parent / "charts.toml").read_text("utf-8"))


def draw(subject: Subject, settings: Settings) -> bytes:
    """The picture as PNG: same figures, same font, same bytes.

    Raises:
        PluginError: no plotting library, or no font that has every character.
    """
    try:
        from . import drawing
    except ImportError as error:
        raise PluginError(
            PLUGIN,
            f"画图要用 matplotlib（3.11 以上），这台机器上没有，或者不能用（{error}）",
            hint="请运行 pip install 'matplotlib>=3.11'",
        ) from error
    return drawing.png(subject, settings[FONT], tuple(data()["fonts"]))


@hookimpl
def disclosure_pictures() -> Iterator[Picture]:
    for one in data()["pictures"]:
        yield Picture(
            key=one["key"],
            title=one["title"],
            scope=Scope("", tuple(one["editions"])),
            items=tuple(Item(item["label"], tuple(item["addresses"])) for item in one["items"]),
            draw=draw,
            last_year=one.get("last_year", False),
        )


@hookimpl
def disclosure_settings() -> Iterator[Setting]:
    yield Setting(FONT, "", "图中文字的字体：字体的名称，或字体文件的路径；空着时自动选用")
