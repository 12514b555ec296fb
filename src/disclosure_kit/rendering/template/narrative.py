"""The running text: one macro that holds a sample paragraph of every look."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.form import Form
from ...model.table import AnyTable, Table
from ...view import ParagraphKind
from ..style import Style
from .markup import control, paragraph, path, quoted, run, show, show_paragraphs
from .page import section_end
from .tables import caption, columns_of, table_block

# The looks of a whole paragraph that are not plain text.
_WHOLE = (
    (ParagraphKind.HEADING_2, "Heading2"),
    (ParagraphKind.HEADING_3, "Heading3"),
    (ParagraphKind.HEADING_4, "Heading4"),
    (ParagraphKind.ITEM, "ListItem"),
    (ParagraphKind.CAPTION, "FigureCaption"),
    (ParagraphKind.TABLE_CAPTION, "SmallTableCaption"),
    (ParagraphKind.NOTE, "UnfilledNote"),
)
# The looks of a heading that runs into its text.
_LEADS = (
    (ParagraphKind.HEADING_2, "Lead2"),
    (ParagraphKind.HEADING_3, "Lead3"),
    (ParagraphKind.HEADING_4, "Lead4"),
)


def macro() -> str:
    """``narrative(paragraphs)``, to be restyled here once for the whole document."""
    words = run(show("paragraph.lead") + show("paragraph.text"))
    lines = [control("macro narrative(paragraphs)"), control("for paragraph in paragraphs")]
    branch = "if"
    for kind, style in _WHOLE:
        lines += [control(f'{branch} paragraph.kind == "{kind}"'), paragraph(style, words)]
        branch = "elif"
    picture = paragraph("Figure", run(show("paragraph.picture")))
    lines += [control(f'elif paragraph.kind == "{ParagraphKind.FIGURE}"'), picture]
    lines += [
        control(f'elif paragraph.kind == "{ParagraphKind.TABLE}"'),
        show_paragraphs("paragraph.table"),
        paragraph("TableGap"),  # Word joins two tables that touch
    ]
    for kind, style in _LEADS:
        lead = run(show("paragraph.lead"), style)
        text = run(show("paragraph.text"))
        lines += [
            control(f'elif paragraph.lead_kind == "{kind}"'),
            paragraph("BodyText", lead, text),
        ]
    lines += [control("else"), paragraph("BodyText", words), control("endif")]
    lines += [control("endfor"), control("endmacro")]
    return "".join(lines)


def body(form: Form, look: Style) -> str:
    """All sections."""
    if form.as_found:
        placed = tuple(t for t in form.tables.values() if t.place.section is not None)
        return "".join(
            (
                control("for section in sections_in_order"),
                paragraph("Heading1", run(show("section.title"))),
                *_parts("section", placed, form, look),
                control("endfor"),
            )
        )
    return "".join(line for section in form.sections for line in _section(section.id, form, look))


def _section(section_id: str, form: Form, look: Style) -> Iterator[str]:
    name = path(section_id, "sections")
    tables = form.tables_in(section_id)
    heading = paragraph("Heading1", run(show(f"{name}.title")))
    if len(tables) > 1:
        yield heading
        yield from _parts(name, tables, form, look)
        return
    first = show_paragraphs(f"narrative({name}.runs[0])")
    if not any(_lies_across(table, form, look) for table in tables):
        yield heading + first
    else:
        # A heading without a text goes with its table, not to the foot of the page before.
        upright = section_end(look.measures)
        yield control(f"if {name}.runs[0]") + heading + first + upright
        yield control("else") + upright + heading + control("endif")
    for table in tables:
        yield _captioned(table, form, look, begun=True)
        yield show_paragraphs(f"narrative({name}.runs[1])")


def _parts(section: str, tables: tuple[AnyTable, ...], form: Form, look: Style) -> Iterator[str]:
    """Text and tables in the order of the report, which may put several tables as it likes."""
    yield control(f"for part in {section}.parts")
    yield show_paragraphs("narrative(part.paragraphs)")
    for table in tables:
        yield control(f"if part.table == {quoted(table.id)}")
        yield _captioned(table, form, look)
        yield control("endif")
    yield control("endfor")


def _captioned(table: AnyTable, form: Form, look: Style, *, begun: bool = False) -> str:
    """A statutory table inside a section has none: the section's title says what it is.

    A wide table may lie across, on pages of its own; ``begun``: the upright ones before ended.
    """
    gb = look.measures
    has_caption = not isinstance(table, Table) or table.caption
    title = caption(table) if has_caption else ""
    if not _lies_across(table, form, look):
        return title + table_block(table, form, gb)
    before = "" if begun else section_end(gb)
    end = section_end(gb, across=True)
    return before + title + table_block(table, form, gb, width=gb.length("text.height"), end=end)


def _lies_across(table: AnyTable, form: Form, look: Style) -> bool:
    wide = columns_of(table, form) >= look.measures.count("landscape.columns")
    return look.landscape and wide
