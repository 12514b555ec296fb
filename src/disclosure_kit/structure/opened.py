"""A raw source whose beginning is understood: enough to choose its form, then to fill it."""

from __future__ import annotations

from attrs import frozen

from ..model.form import AnyTable, Form, Section
from ..model.raw import Raw, RawDocument, RawValues
from ..strict import Problem
from .document import Opening, free_sections, opening, structure_document, top_level_titles
from .shape import ReportFile, file_of, named_sections
from .structured import Facts, Structured
from .values import structure_values


@frozen
class OpenedValues:
    """A keyed file; ``shape`` is what is wrong with it, told with all that its form refuses."""

    raw: RawValues
    file: ReportFile
    shape: tuple[Problem, ...] = ()

    @property
    def facts(self) -> Facts:
        file = self.file
        return Facts(self.raw.name, file.year, file.edition, file.region or file.agency.code)

    def sections_as_found(self, _tables: tuple[AnyTable, ...]) -> tuple[Section, ...]:
        return named_sections(self.file)

    def structure(self, form: Form) -> Structured:
        return structure_values(self.raw, self.file, form, self.shape)


@frozen
class OpenedDocument:
    """A published text."""

    raw: RawDocument
    opening: Opening

    @property
    def facts(self) -> Facts:
        titles = tuple(paragraph.text for paragraph in top_level_titles(self.raw))
        return Facts(self.raw.name, self.opening.year, titles=titles)

    def sections_as_found(self, tables: tuple[AnyTable, ...]) -> tuple[Section, ...]:
        """``tables`` of the edition: a heading inside one is no heading of the report."""
        return free_sections(self.raw, self.opening, tables)

    def structure(self, form: Form) -> Structured:
        return structure_document(self.raw, form, self.opening)


def open_raw(raw: Raw) -> OpenedValues | OpenedDocument:
    """``raw``, its beginning read.

    Raises:
        SourceError: a keyed file that does not say whose report it is; every problem at once.
    """
    if isinstance(raw, RawValues):
        return OpenedValues(raw, *file_of(raw))
    return OpenedDocument(raw, opening(raw))
