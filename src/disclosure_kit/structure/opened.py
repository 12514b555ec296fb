"""A raw source whose beginning is understood: enough to choose its form, then to fill it."""

from __future__ import annotations

from attrs import frozen

from ..model.form import Form, Section
from ..model.raw import Raw, RawDocument, RawValues
from .document import Opening, free_sections, opening, structure_document, top_level_titles
from .structured import Facts, Structured
from .values import ReportFile, file_of, named_sections, structure_values


@frozen
class OpenedValues:
    """A keyed file."""

    raw: RawValues
    file: ReportFile

    @property
    def facts(self) -> Facts:
        file = self.file
        return Facts(self.raw.name, file.year, file.edition, file.region or file.agency.code)

    def sections_as_found(self) -> tuple[Section, ...]:
        return named_sections(self.file)

    def structure(self, form: Form) -> Structured:
        return structure_values(self.raw, self.file, form)


@frozen
class OpenedDocument:
    """A published text."""

    raw: RawDocument
    opening: Opening

    @property
    def facts(self) -> Facts:
        titles = tuple(paragraph.text for paragraph in top_level_titles(self.raw))
        return Facts(self.raw.name, self.opening.year, titles=titles)

    def sections_as_found(self) -> tuple[Section, ...]:
        return free_sections(self.raw, self.opening)

    def structure(self, form: Form) -> Structured:
        return structure_document(self.raw, form, self.opening)


def open_raw(raw: Raw) -> OpenedValues | OpenedDocument:
    """``raw``, its beginning read.

    Raises:
        SourceError: a keyed file whose shape is wrong; every problem at once.
    """
    if isinstance(raw, RawValues):
        return OpenedValues(raw, file_of(raw))
    return OpenedDocument(raw, opening(raw))
