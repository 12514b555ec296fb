"""``python templates/generate.py``: writes the committed Word templates anew.

The national template of every edition, and for every outline of a region the template
in that plugin's folder. A test compares them with what ``make_template`` gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from disclosure_kit import KitSpec, load_kit
from disclosure_kit.model.form import Form
from disclosure_kit.rendering.style import Style
from disclosure_kit.rendering.template import make_template

ROOT = Path(__file__).resolve().parent.parent
REGIONS = ROOT / "plugins"


def forms() -> Iterator[tuple[Path, Form]]:
    """Each committed file, and the form it serves."""
    folders = sorted(folder for folder in REGIONS.iterdir() if (folder / "plugin.toml").exists())
    spec = KitSpec(plugins=tuple(map(str, folders)), installed=False)
    registry = load_kit(spec).registry
    for edition in registry.editions.values():
        form = registry.form(edition, None, edition.years.first)
        yield ROOT / "templates" / edition.id / "national.docx", form
    for outline in registry.outlines:
        owner = registry.owners[("Outline", outline.id)]
        for edition_id in outline.editions:
            edition = registry.editions[edition_id]
            form = registry.form(edition, outline.region, outline.years.first, outline)
            yield REGIONS / owner / "templates" / f"{edition_id}.docx", form


def main() -> None:
    for file, form in forms():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(make_template(form, Style()))
        print(file.relative_to(ROOT))


if __name__ == "__main__":
    main()
