"""``python -m disclosure_kit.rendering.template [FOLDER]``: writes the committed templates anew.

FOLDER/<edition>/national.docx for every edition of the kit, the usual fonts.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from frozendict import frozendict

from ...editions.loader import EditionFile, load_edition
from ...model.form import AnyTable, Form
from ..packs import NATIONAL
from ..style import Style
from . import make_template


def national_form(file: EditionFile) -> Form:
    """The form that an edition prescribes by itself: no region, no outline, no plugin."""
    parts = file.parts
    tables: tuple[AnyTable, ...] = (*parts.tables, *parts.repeating_tables, *parts.views)
    return Form(
        edition=file.edition,
        year=file.edition.years.first,
        region=None,
        outline=None,
        sections=parts.sections,
        tables=frozendict((table.id, table) for table in tables),
        identities=parts.identities,
        shares=parts.shares,
        figures=frozendict((figure.key, figure) for figure in parts.figures),
        mentions=parts.mentions,
        statutory_tables=frozenset(table.id for table in tables),
    )


def write_templates(folder: Path, style: Style) -> list[Path]:
    """Writes the national template of every edition below ``folder``."""
    written = []
    for source in sorted(files("disclosure_kit.editions").iterdir(), key=lambda file: file.name):
        if not source.name.endswith(".toml"):
            continue
        edition = load_edition(source.read_text(encoding="utf-8"), source.name)
        target = folder / edition.edition.id / NATIONAL
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(make_template(national_form(edition), style))
        written.append(target)
    return written
