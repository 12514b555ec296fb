"""Bars with their figures, drawn by matplotlib. Nothing here adds up or rounds."""

from __future__ import annotations

import io
from typing import Any, Final

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from disclosure_kit.model.picture import Series, Subject, said
from disclosure_kit.rendering.breaking import balanced

from .fonts import Face, face_for

WIDTH: Final = 6.14  # inches: 156 mm, the text area of an official document
DOTS: Final = 200  # to the inch
_BAR: Final = 0.30  # inches that a bar takes, of the height of the figure
_BETWEEN: Final = 0.16  # and the gap between two items
_MARGINS: Final = 0.35
_LINE: Final = 0.28  # a line of the title
_TITLE_CHARACTERS: Final = 30.0  # in a line of the title
_TEXT_SIZE: Final = 10.5  # 五号
_TITLE_SIZE: Final = 13.0
# The last series is the year of the report. Told apart by hatching too: in print, in grey.
_LOOKS: Final[tuple[dict[str, Any], ...]] = (
    {"facecolor": "#1f4e79", "edgecolor": "#1f4e79"},
    {"facecolor": "#ffffff", "edgecolor": "#8a5a00", "hatch": "////"},
)
# No date and no version of a library in the file.
_METADATA: Final = {"Software": None}


def png(subject: Subject, font: str, families: tuple[str, ...]) -> bytes:
    """The picture of ``subject`` in the font that is named, or the first of ``families``.

    Raises:
        PluginError: no font has every character.
    """
    face = face_for(_words(subject), font, families)
    stream = io.BytesIO()
    # The defaults of the library and ours: not those of the user's own matplotlibrc.
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_settings(face))
        figure = figure_of(subject)
        figure.savefig(stream, format="png", dpi=DOTS, metadata=_METADATA)
    return stream.getvalue()


def _settings(face: Face) -> dict[Any, Any]:  # names that matplotlib knows
    return {
        "font.family": [face.family],
        "font.size": _TEXT_SIZE,
        "text.parse_math": False,  # a $ in a name is a $
        "axes.unicode_minus": False,
        "hatch.linewidth": 0.8,
        "text.hinting": "none",
    }


def _words(subject: Subject) -> str:
    """All that is written in the picture."""
    years = "".join(f"{one.year}年" for one in subject.series)
    return (
        f"{subject.title}{''.join(map(''.join, subject.rows))}{years}单位：{subject.unit}0123456789"
    )


def figure_of(subject: Subject) -> Figure:
    """One horizontal bar for each item and year, each with its figure behind it; no bar, but the
    word, where nothing was filled in."""
    title = balanced(subject.title, _TITLE_CHARACTERS)
    above = _MARGINS + _LINE * (len(title) + 1)
    bars = len(subject.items) * (len(subject.series) * _BAR + _BETWEEN)
    height = above + bars + _MARGINS
    figure = Figure(figsize=(WIDTH, height), layout=None)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.22, _MARGINS / height, 0.66, bars / height))
    figure.text(
        0.5, 1 - _MARGINS / 2 / height, "\n".join(title),
        ha="center", va="top", size=_TITLE_SIZE, linespacing=1.4,
    )  # fmt: skip
    figure.text(0.97, 1 - (above - 0.08) / height, f"单位：{subject.unit}", ha="right", va="bottom")
    _draw(axes, subject)
    if len(subject.series) > 1:
        looks = _LOOKS[len(subject.series) - 1 :: -1]
        figure.legend(
            handles=[
                Patch(label=f"{one.year}年", **look)
                for one, look in zip(subject.series, looks, strict=True)
            ],
            loc="lower left", bbox_to_anchor=(0.02, 1 - above / height), ncols=2, frameon=False,
            handlelength=1.6, borderaxespad=0.0,
        )  # fmt: skip
    return figure


def _draw(axes: Axes, subject: Subject) -> None:
    count = len(subject.series)
    thick = _BAR / (count * _BAR + _BETWEEN)
    for number, one in enumerate(subject.series):
        offset = (number - (count - 1) / 2) * thick
        _draw_series(axes, one, offset, thick, _LOOKS[count - 1 - number])
    axes.set_ylim(len(subject.items) - 0.5, -0.5)
    axes.set_yticks(range(len(subject.items)), [item.label for item in subject.items])
    most = max((f for s in subject.series for f in s.figures if isinstance(f, int)), default=0)
    end = max(most, 1) * 1.12
    marks = MaxNLocator(nbins=5, integer=True).tick_values(0, end)
    shown = [int(mark) for mark in marks if mark <= end]
    axes.set_xticks(shown, list(map(str, shown)))
    axes.set_xlim(0, end)
    axes.tick_params(axis="x", labelsize=_TEXT_SIZE - 2)
    axes.tick_params(axis="y", length=0)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.grid(axis="x", color="#d0d0d0", linewidth=0.6)
    axes.set_axisbelow(True)


def _draw_series(
    axes: Axes, one: Series, offset: float, thick: float, look: dict[str, Any]
) -> None:
    for place, shown in enumerate(one.figures):
        length = max(shown, 0) if isinstance(shown, int) else 0  # a negative count is an error
        if isinstance(shown, int):
            axes.barh(place + offset, length, height=thick * 0.86, linewidth=0.8, **look)
        axes.annotate(
            said(shown), (length, place + offset), xytext=(3, 0), textcoords="offset points",
            va="center", annotation_clip=False,
            color="#000000" if isinstance(shown, int) else "#9c2a10",
            bbox={"facecolor": "#ffffff", "edgecolor": "none", "pad": 0.5},
        )  # fmt: skip
