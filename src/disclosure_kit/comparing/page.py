"""A comparison as one web page that needs no script: same input, same bytes."""

from __future__ import annotations

from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from .grids import NO_SUCH, grids, groups, title_of
from .pair import Comparison
from .table import SideBySide


def write_page(subject: Comparison | SideBySide) -> bytes:
    """A table for every grid; whatever a report says stands there as words."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    source = files(__package__).joinpath("page.html.jinja").read_text("utf-8")
    page = environment.from_string(source).render(
        no_such=NO_SUCH,
        title=title_of(subject),
        grids=[(grid, list(groups(grid))) for grid in grids(subject)],
    )
    return page.encode("utf-8")
