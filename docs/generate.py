"""Writes the pages of docs/reference that come from code. Run: ``python docs/generate.py``."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from disclosure_kit import KitSpec, hookspecs, load_kit
from disclosure_kit.catalogue import catalogue
from disclosure_kit.layouts.deviations import wanted
from disclosure_kit.layouts.loader import national

REFERENCE = Path(__file__).parent / "reference"
HEADINGS = ("Purpose", "When", "Yields", "Order", "Errors", "Example")


def hooks() -> Iterator[tuple[str, Callable[[], Any]]]:
    """Every hook specification, in the order of the source."""
    for name, value in vars(hookspecs).items():
        if inspect.isfunction(value) and hasattr(value, f"{hookspecs.GROUP}_spec"):
            yield name, value


def hooks_page() -> str:
    """docs/reference/hooks.md: the exact signature and the docstring of every hook."""
    page = ["# Hooks", "", inspect.cleandoc(hookspecs.__doc__ or "").partition("\n\n")[2], ""]
    group, api = hookspecs.GROUP, hookspecs.API
    page += [f"Entry-point group: `{group}`. `api` in `plugin.toml`: {api}.", ""]
    page += ["Made from `hookspecs.py` by `python docs/generate.py`; a test compares.", ""]
    for name, hook in hooks():
        page += [f"## {name}", "", "```python", signature(name, hook), "```", ""]
        page += _sections(inspect.cleandoc(hook.__doc__ or ""))
    return re.sub("(?<!`)``(?!`)", "`", "\n".join(page)).rstrip() + "\n"


def signature(name: str, hook: Callable[[], Any]) -> str:
    """The line that declares the hook."""
    return f"def {name}{inspect.signature(hook)}".replace("'", "")


def _sections(docstring: str) -> Iterator[str]:
    summary, *rest = docstring.split("\n\n", 1)
    yield from (summary, "")
    heading, body = "", [""]
    for line in "\n".join(rest).splitlines():
        if line.removesuffix(":") in HEADINGS and line.endswith(":"):
            yield from _section(heading, body)
            heading, body = line.removesuffix(":"), []
        else:
            body.append(line)
    yield from _section(heading, body)


def _section(heading: str, body: list[str]) -> Iterator[str]:
    text = textwrap.dedent("\n".join(body)).strip()
    if heading == "Example":
        yield from ("**Example**", "", "```pycon", text, "```", "")
    elif heading:
        yield from (f"**{heading}.** {text}", "")


CHECKS_INTRO = """\
# Checks

Every code of the core. `checks` lists them, with those of plugins in use; `checks CODE` explains
one, with a report that passes and one that does not, both run as tests. Codes never change meaning.
An error forbids publishing; a warning may be [acknowledged](accepted.md).

Made from the editions and the checks by `python docs/generate.py`; a test compares.
"""


def checks_page() -> str:
    """docs/reference/checks.md: every code of the core."""
    session = load_kit(KitSpec(installed=False))
    page = [CHECKS_INTRO, "| code | severity | editions | says |", "|---|---|---|---|"]
    for entry in catalogue(session.registry).values():
        editions = "、".join(entry.editions) or "all"
        words = f"{entry.title}。{'' if entry.declared else entry.purpose}"
        page.append(f"| `{entry.code}` | {entry.severity.value} | {editions} | {words} |")
    return "\n".join(page) + "\n"


LAYOUT_INTRO = """\
# How a document looks

The national profile: what {standard} (党政机关公文格式) says of looks (国标), and what offices do
so that it holds in Word, or where it is silent (实务). The templates are made by these numbers,
and a finished document is measured against them: paper and text area, the grid, fonts and sizes,
each kind of paragraph, tables, page numbers. Looks are resolved as Word resolves them: defaults,
the styles below a style, what a paragraph says itself, fonts of the theme.

A region's plugin gives single parameters a value of its own (地方) in its
[`layout.toml`](../how-to/region-plugin.md#looks-of-its-own), with the document that prescribes it.
A deviation is told with both values, clause, level and place; it never forbids publishing.

A size, a gap or an indent counts in the characters and lines of the body. Fonts count as the face
they show, see below.

Made from `layouts/gbt9704.toml` by `python docs/generate.py`; a test compares.

| id | 参数 | 值 | 条款 | 级别 | 说明 |
|---|---|---|---|---|---|
"""


def layout_page() -> str:
    """docs/reference/layout.md: every parameter of the national profile."""
    profile = national()
    page = LAYOUT_INTRO.format(standard=profile.standard)
    for one in profile.parameters.values():
        said = (("不核对", one.unmeasured), ("地方不另定", one.fixed))
        note = one.note + "".join(f"（{what}：{why}）" for what, why in said if why)
        cells = (f"`{one.id}`", one.title, wanted(one), one.clause, one.level.value, note)
        page += f"| {' | '.join(cells)} |\n"
    page += "\n| 字体 | 算作这一字体的名称 |\n|---|---|\n"
    for face, names in profile.faces.items():
        page += f"| {face} | {'、'.join(names)} |\n"
    return page


def main() -> None:
    """Write every generated page."""
    (REFERENCE / "layout.md").write_text(layout_page(), "utf-8", newline="\n")
    (REFERENCE / "checks.md").write_text(checks_page(), "utf-8", newline="\n")
    (REFERENCE / "hooks.md").write_text(hooks_page(), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
