"""The tables of a document among its paragraphs: which they are, and where each stands."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from attrs import frozen
from frozendict import frozendict

from ..intake.grids import match_grids
from ..intake.matched import Intake, told
from ..media.admission import kind_of
from ..media.paths import FOLDER
from ..model.form import Form
from ..model.raw import RawDocument, RawParagraph
from ..model.report import SmallTable
from ..view import table_title
from .small_tables import found_table, labels_of
from .wording import quoted


@frozen
class PlacedGrid:
    """A grid before the paragraph ``at``. ``table`` is None where the form has no such table;
    ``small`` is what it may be then."""

    at: int
    table: str | None
    place: str
    follows: bool = False
    small: SmallTable | None = None


@frozen
class PlacedPicture:
    """A picture before the paragraph ``at``, and behind so many tables of the document."""

    at: int
    grids: int
    path: str
    place: str


@frozen
class Grids:
    """What the tables of a document say, and where they stand among its paragraphs."""

    intake: Intake
    placed: tuple[PlacedGrid, ...] = ()

    @property
    def tables_at(self) -> dict[int, str]:
        """The table of the form that begins before each paragraph."""
        return {grid.at: grid.table for grid in self.placed if grid.table and not grid.follows}

    def notices(self, form: Form) -> Iterator[str]:
        """What was taken for granted."""
        for table in self.intake.tables:
            title = table_title(form.tables[table.table].title, form)
            if len(table.grids) > 1:
                places = "、".join(g.place for g in self.placed if g.table == table.table)
                yield f"{places}合为一张“{title}”表"
            yield from table.notices

    def left_out(self, taken: Container[str] = ()) -> Iterator[str]:
        """What was refused, or not recognised; ``taken`` are the places of small tables."""
        for table in self.intake.tables:
            yield from told(table.refusals)
        for grid in self.intake.unknown:
            if grid.place in taken:
                continue
            words = f"，开头是{quoted(grid.words)}" if grid.words else "，其中没有文字"
            yield f"{grid.place}不是本版本的表，没有读取{words}"


def place_grids(
    raw: RawDocument, paragraphs: Sequence[RawParagraph], form: Form, first_body: int
) -> Grids:
    """The grids of ``raw`` among ``paragraphs``, which are some of its paragraphs, in order,
    some of them parted."""
    intake = match_grids(raw.grids, tuple(form.tables.values()))
    if not raw.grids:
        return Grids(intake)
    origins = list(_origins(raw.paragraphs, paragraphs))
    known = intake.table_of
    placed: list[PlacedGrid] = []
    seen: set[str] = set()
    for number, grid in enumerate(raw.grids):
        at = sum(origin < grid.after for origin in origins)
        table = known.get(number)
        small = None
        if table is None and grid.after >= first_body:
            small = found_table(grid, form.kept(labels_of))
        placed.append(PlacedGrid(at, table, grid.place, table in seen, small))
        if table is not None:
            seen.add(table)
    return Grids(intake, tuple(placed))


def place_pictures(
    raw: RawDocument, paragraphs: Sequence[RawParagraph], first_body: int
) -> tuple[PlacedPicture, ...]:
    """The pictures of ``raw`` that stand behind its title, among ``paragraphs`` as for grids."""
    if not raw.pictures:
        return ()
    origins = list(_origins(raw.paragraphs, paragraphs))
    return tuple(
        PlacedPicture(
            sum(origin < picture.after for origin in origins),
            picture.grids,
            picture_path(number, picture.content),
            picture.place,
        )
        for number, picture in enumerate(raw.pictures, 1)
        if picture.after >= first_body
    )


def media_of(raw: RawDocument) -> frozendict[str, bytes]:
    """The pictures that a document brings, by the paths of ``place_pictures``."""
    return frozendict(
        (picture_path(number, picture.content), picture.content)
        for number, picture in enumerate(raw.pictures, 1)
    )


def picture_path(number: int, content: bytes) -> str:
    """The path by which the report calls a picture that its own file brings."""
    return f"{FOLDER}/{number}.{kind_of(content).value}"


def _origins(raw: Sequence[RawParagraph], paragraphs: Sequence[RawParagraph]) -> Iterator[int]:
    """The position in ``raw`` that each of ``paragraphs`` was taken from."""
    at = 0
    for paragraph in paragraphs:
        for number in range(at, len(raw)):
            found = raw[number]
            if found.place == paragraph.place and paragraph.text in found.text:
                at = number
                break
        yield at
