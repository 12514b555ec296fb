"""What is printed, as values: paragraphs, tables, sections, the whole view.

Those of many fields have no slots: a frozen value is then made in half the time.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol, TypeAlias

from attrs import field, frozen
from frozendict import frozendict

from ..model.case import Settings
from ..model.finding import Outcome
from ..model.form import Form
from ..model.layout import GridRow
from ..model.picture import Drawn, DrawnPicture
from ..model.profile import Override
from ..model.report import (
    Report,
)

UNFILLED_TABLE = "（本表未填写）"
UNREAD_TABLE = "（本表数据未读入）"
UNFILLED_SECTION = "（本部分未填写）"
NAMELESS_PICTURE = "图片"
NAMELESS_TABLE = "表格"
NOTES = frozenset({UNFILLED_TABLE, UNREAD_TABLE, UNFILLED_SECTION})
ANNEX_SETTING = "document.annexes"
SEAL_SETTING = "document.seal"
SEALED = "with"


class ParagraphKind(StrEnum):
    """The looks a paragraph of a narrative may have."""

    TEXT = "text"
    HEADING_2 = "heading2"
    HEADING_3 = "heading3"
    HEADING_4 = "heading4"
    ITEM = "item"
    FIGURE = "figure"
    CAPTION = "caption"
    TABLE_CAPTION = "table_caption"
    TABLE = "table"
    NOTE = "note"


@frozen(slots=False)
class Paragraph:
    """A printed paragraph: a run-in heading (may be empty), then the text.

    ``kind`` is the look of the whole; ``lead_kind`` that of the run-in heading; ``address``
    the text place of its block (``overview[3]``), empty for words of ours. One that shows a
    picture has no text but ``picture``, its path in the report's media, and ``alt``, what it
    shows in words; one that is a small table has none but ``table``. ``depth`` is that of an
    item of a list.
    """

    kind: ParagraphKind
    text: str
    lead: str = ""
    lead_kind: ParagraphKind = ParagraphKind.TEXT
    address: str = ""
    picture: str = ""
    alt: str = ""
    table: PrintedTable | None = None
    depth: int = 1

    @property
    def whole(self) -> str:
        return self.lead + self.text


@frozen(slots=False)
class PrintedTable:
    """A table as printed: its grid; ``note`` says that nothing was filled in, or read;
    ``address`` is the text place at which the report puts it, if it does; ``label`` is 附件 and
    its number, where the report lists an annexed form among its attachments. ``small``: one of
    the report's own, which is all words and whose ``id`` is its text place."""

    id: str
    caption: str
    rows: tuple[GridRow, ...]
    note: str = ""
    address: str = ""
    label: str = ""
    small: bool = False

    @property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """The texts of a small table, row by row."""
        return tuple(tuple(cell.text for cell in row.cells) for row in self.rows)


Part: TypeAlias = Paragraph | PrintedTable


@frozen
class PrintedAttachment:
    """The text of an attachment, on a page of its own: ``label`` is 附件 and its number, ``title``
    its name, ``address`` what its text places begin with (``attachments[0]``)."""

    address: str
    label: str
    title: str
    paragraphs: tuple[Paragraph, ...]


Behind: TypeAlias = PrintedAttachment | PrintedTable


@frozen
class PrintedSection:
    """A section: ``parts`` are paragraphs and tables in printed order."""

    id: str
    title: str
    parts: tuple[Part, ...]

    def runs(self) -> tuple[tuple[Paragraph, ...], ...]:
        """The paragraphs before the first table, between the tables, and after the last."""
        runs: list[list[Paragraph]] = [[]]
        for part in self.parts:
            if isinstance(part, PrintedTable):
                runs.append([])
            else:
                runs[-1].append(part)
        return tuple(tuple(run) for run in runs)


@frozen(slots=False)
class View:
    """Everything a document prints, in order; ``behind`` are the annexed forms and the texts of
    attachments, each on a page of its own. ``cells`` holds the text of each figure;
    ``sealed``: a seal will be pressed on the signature; ``layout``: the region's own parameters
    of looks; ``settings``: those by which a template may choose."""

    title: str
    document_number: str
    addressee: str
    preamble: tuple[Paragraph, ...]
    sections: tuple[PrintedSection, ...]
    behind: tuple[Behind, ...]
    attachments: tuple[str, ...]
    signature_agency: str
    signature_date: str
    cells: frozendict[str, str]
    figures: frozendict[str, str]
    sealed: bool = False
    layout: frozendict[str, Override] = field(factory=frozendict)
    settings: Settings = field(factory=frozendict)

    @property
    def annexes(self) -> tuple[PrintedTable, ...]:
        """The annexed forms."""
        return tuple(part for part in self.behind if isinstance(part, PrintedTable))

    @property
    def attached(self) -> tuple[PrintedAttachment, ...]:
        """The texts of attachments."""
        return tuple(part for part in self.behind if isinstance(part, PrintedAttachment))

    @property
    def form_alone(self) -> bool:
        """Whether nothing but annexed forms is printed: then each is, and signed below."""
        return not self.sections and not self.preamble and not self.attached


class Fill(Protocol):
    """Template, view, media and drawn pictures → the Word file, which carries the report's data
    where they are given."""

    def __call__(
        self,
        template: bytes,
        view: View,
        media: Mapping[str, bytes],
        drawn: Drawn,
        carried: bytes | None = None,
        /,
    ) -> bytes: ...


@frozen(slots=False)
class Publication:
    """All that a format may see. ``template`` are the bytes of a Word file, where one is used;
    ``template_name`` is what the clerk calls it, ``fill`` how it is filled where it is a
    stranger's: as ``rendering.word.render_document`` does, in a process of its own. ``original``
    is the finished file of the format that this one derives from. ``media`` are the report's
    pictures by their paths, fit to be published. ``pictures`` are those drawn of its figures that
    the format may show, by key; ``no_pictures`` says why others cannot be had."""

    report: Report
    form: Form
    outcomes: tuple[Outcome, ...]
    view: View
    settings: Settings = field(factory=frozendict)
    template: bytes | None = None
    template_name: str = ""
    media: frozendict[str, bytes] = field(factory=frozendict, repr=False)
    original: bytes | None = None
    fill: Fill | None = field(default=None, eq=False, repr=False)
    pictures: frozendict[str, DrawnPicture] = field(factory=frozendict)
    no_pictures: frozendict[str, str] = field(factory=frozendict)
