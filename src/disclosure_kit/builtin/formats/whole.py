"""A report is printed whole: without one of its pictures or tables it is not that report."""

from __future__ import annotations

import re

from ...errors import OutputError, TemplateError
from ...rendering.traits import traits_of
from ...structure.wording import shortened
from ...view import Paragraph, Part, Publication, View


def all_pictures(publication: Publication) -> None:
    """Let a publication pass whose pictures are all there.

    Raises:
        OutputError: one is not; all are named.
    """
    paths = dict.fromkeys(p.picture for p in _special(publication.view) if p.picture)
    missing = [path for path in paths if path not in publication.media]
    if missing:
        raise OutputError(
            [f"图片 {path} 没有，或不能用，没有生成文档" for path in missing],
            hint="缺了图片就不是完整的报告；请补上图片，或从数据里删去它",
        )


def prints_all(template: bytes, view: View) -> None:
    """Let a template pass, admitted before, that has a place for every kind of content of ``view``.

    Raises:
        TemplateError: it was made before there were such contents; says which.
    """
    special = _special(view)
    if not (special or view.behind):
        return  # words alone, which any template prints
    tags = traits_of(template).tags
    wanted = (
        ("图片", r"\.picture\b", any(p.picture for p in special)),
        ("正文中的小表格", r"\{\{p\s.*?\.table\s*\}\}", any(p.table for p in special)),
        ("附件正文", r"\bin\s+annexed\b", bool(view.attached)),
    )
    lacking = [what for what, tag, held in wanted if held and not re.search(tag, tags)]
    if lacking:
        raise TemplateError(
            f"模板里没有印{'、'.join(lacking)}的地方，报告里有",
            hint="模板较早：请用 template new 重新生成，或从新模板复制 narrative、annexed 各段",
        )


def fills_all(template: bytes) -> None:
    """Let a template pass, admitted before, none of whose tags would be printed as it is.

    Raises:
        TemplateError: a tag stands where none is filled in; all are told.
    """
    if left := traits_of(template).unfilled:
        raise TemplateError(
            [f"模板的“{shortened(words)}”不会换成数据，会照样印出来" for words in left],
            hint="尾注、图表和 SmartArt 图形里的标签不填写；请移到正文、表格、页眉、页脚或脚注里",
        )


def _special(view: View) -> list[Paragraph]:
    """The paragraphs that are more than words."""
    parts = list[Part](view.preamble)
    for section in view.sections:
        parts += section.parts
    for attached in view.attached:
        parts += attached.paragraphs
    return [p for p in parts if isinstance(p, Paragraph) and (p.picture or p.table)]
