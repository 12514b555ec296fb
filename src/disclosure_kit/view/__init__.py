"""Report + form → what is printed, in words, for every format alike.

A format adds looks. It never calculates, rounds or leaves anything out.
"""

from .attachments import bare_name, listed, names
from .build import build_view, report_title, small_rows, title_of
from .printed import (
    ANNEX_SETTING,
    NAMELESS_PICTURE,
    NOTES,
    SEAL_SETTING,
    SEALED,
    UNFILLED_SECTION,
    UNFILLED_TABLE,
    UNREAD_TABLE,
    Behind,
    Fill,
    Paragraph,
    ParagraphKind,
    Part,
    PrintedAttachment,
    PrintedSection,
    PrintedTable,
    Publication,
    View,
)
from .values import cell_text, format_number, format_value, table_title

__all__ = [
    "ANNEX_SETTING",
    "NAMELESS_PICTURE",
    "NOTES",
    "SEALED",
    "SEAL_SETTING",
    "UNFILLED_SECTION",
    "UNFILLED_TABLE",
    "UNREAD_TABLE",
    "Behind",
    "Fill",
    "Paragraph",
    "ParagraphKind",
    "Part",
    "PrintedAttachment",
    "PrintedSection",
    "PrintedTable",
    "Publication",
    "View",
    "bare_name",
    "build_view",
    "cell_text",
    "format_number",
    "format_value",
    "listed",
    "names",
    "report_title",
    "small_rows",
    "table_title",
    "title_of",
]
