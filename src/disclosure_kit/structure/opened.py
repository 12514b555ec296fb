"""A raw source whose beginning is understood: enough to choose its form, then to fill it.

What reads a published text is imported when one is read: data need none of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from ..errors import SourceError, UsageError
from ..model.edition import Section
from ..model.form import Form
from ..model.raw import Raw, RawDocument, RawValues
from ..model.table import AnyTable
from ..strict import Problem
from .of_plugins import Absent
from .shape import ReportFile, file_of, named_sections
from .structured import Facts, Structured
from .values import structure_values
from .wording import normal

if TYPE_CHECKING:
    from .document import Opening
    from .prose_figures import Searched


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

    def structure(
        self,
        form: Form,
        absent: Absent = Absent(),  # noqa: B008  # frozen
    ) -> Structured:
        return structure_values(self.raw, self.file, form, self.shape, absent)


@frozen
class OpenedDocument:
    """A published text; ``data`` are those that it carries, if they can be a report's."""

    raw: RawDocument
    opening: Opening
    data: OpenedValues | None = None
    notices: tuple[str, ...] = ()

    @property
    def facts(self) -> Facts:
        """What the text says of itself; of the data, what it leaves open."""
        name, year = self.raw.name, self.opening.year
        if self.data is None:
            from .annexed import part_attachments
            from .document import top_level_titles

            own = part_attachments(self.raw, self.opening).main
            titles = tuple(paragraph.text for paragraph in top_level_titles(own))
            return Facts(name, year, titles=titles)
        data = self.data.facts
        if year is None:
            year = data.year
        return Facts(name, year, data.edition if year == data.year else None, data.region)

    def sections_as_found(self, tables: tuple[AnyTable, ...]) -> tuple[Section, ...]:
        """``tables`` of the edition: a heading inside one is no heading of the report."""
        if self.data is not None:
            return self.data.sections_as_found(tables)
        from .annexed import part_attachments
        from .document import free_sections

        own = part_attachments(self.raw, self.opening)
        return free_sections(own.main, own.opening, tables)

    def structure(
        self,
        form: Form,
        absent: Absent = Absent(),  # noqa: B008  # frozen
    ) -> Structured:
        """The report.

        Raises:
            SourceError: the data it carries are no report of ``form``, or of another text.
        """
        from .document import structure_document

        if self.data is None:
            read = structure_document(self.raw, form, self.opening)
        else:
            from .carried import printed_by, settle

            data = self.data.structure(form, evolve(absent, refuses=False))
            printed = printed_by(data.report, form)
            searched: Searched = {}
            read = structure_document(
                self.raw, form, self.opening, printed.behind, searched, vouched=True
            )
            media = self.data.file.media
            read = settle(self.raw, read, self.opening, data, printed, form, media, searched)
            told = (
                f"{self.raw.name}：所附数据里的{said}；文中的照原样保留，没有核对"
                for _, said in absent.notices(data.apart)
            )
            read = evolve(read, notices=(*told, *read.notices), apart=data.apart)
        return evolve(read, notices=(*self.notices, *read.notices))

    def without_data(self, why: str) -> OpenedDocument:
        """The same text, and why what it carries is of no account."""
        told = f"{self.raw.name}：所附数据未采用（{why}），一律以文中为准"
        return evolve(self, data=None, notices=(*self.notices, told))


def open_raw(
    raw: Raw, year: int | None = None, agency: str | None = None
) -> OpenedValues | OpenedDocument:
    """``raw``, its beginning read; ``year`` and ``agency`` are used where it does not state them.

    Raises:
        SourceError: a keyed file that does not say whose report it is; every problem at once.
        UsageError: it states another year or another body than the one given.
    """
    if isinstance(raw, RawValues):
        raw = _completed(raw, year, agency)
        values = OpenedValues(raw, *file_of(raw))
        _agree(raw.name, values.file.year, values.file.agency.name, year, agency)
        return values
    from .document import opening

    opened = opening(raw)
    _agree(raw.name, opened.year, opened.agency, year, agency)
    notices = list(opened.notices)
    if year is not None and opened.year is None:
        notices.append(f"{raw.name}：没有写明年度，按 --year 为 {year} 年度")
    if agency and not opened.agency:
        notices.append(f"{raw.name}：没有写明机关，按 --agency 为“{agency}”")
    opened = evolve(
        opened,
        year=opened.year if opened.year is not None else year,
        agency=opened.agency or agency,
        notices=tuple(notices),
    )
    document = OpenedDocument(raw, opened)
    if raw.carried is None:
        return document
    try:
        return evolve(document, data=OpenedValues(raw.carried, *file_of(raw.carried)))
    except SourceError as error:
        return document.without_data(error.problems[0])


def _completed(raw: RawValues, year: int | None, agency: str | None) -> RawValues:
    """A keyed file with the year and the body that it leaves out; told as for a document."""
    if (year is None and not agency) or not isinstance(raw.data, Mapping):
        return raw
    data, notices = dict(raw.data), list(raw.notices)
    if year is not None and data.get("year") is None:
        data["year"] = year
        notices.append(f"{raw.name}：没有写明年度，按 --year 为 {year} 年度")
    body = data.get("agency")
    if agency and (body is None or (isinstance(body, Mapping) and not body.get("name"))):
        data["agency"] = {**(body or {}), "name": agency}
        notices.append(f"{raw.name}：没有写明机关，按 --agency 为“{agency}”")
    return evolve(raw, data=data, notices=tuple(notices))


def _agree(
    name: str, stated: int | None, body: str | None, year: int | None, agency: str | None
) -> None:
    """What a source states is never overruled in silence, nor the user's word dropped so."""
    told = []
    if year is not None and stated is not None and year != stated:
        told.append(f"{name}：写明的是 {stated} 年度，与 --year {year} 不一致")
    if agency and body and normal(agency) != normal(body):
        told.append(f"{name}：写明的机关是“{body}”，与 --agency {agency} 不一致")
    if told:
        raise UsageError(told, hint="这两个选项只补上文件没有写明的；文件写错了，请改文件")
