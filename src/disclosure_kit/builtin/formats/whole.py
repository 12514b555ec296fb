"""A page is printed whole: a report without one of its pictures is not that report."""

from __future__ import annotations

from itertools import chain

from ...errors import OutputError
from ...view import Publication


def all_pictures(publication: Publication) -> None:
    """Let a publication pass whose pictures are all there.

    Raises:
        OutputError: one is not; all are named.
    """
    view = publication.view
    runs = (run for section in view.sections for run in section.runs())
    printed = (*view.preamble, *chain.from_iterable(runs))
    paths = dict.fromkeys(paragraph.picture for paragraph in printed if paragraph.picture)
    missing = [path for path in paths if path not in publication.media]
    if missing:
        raise OutputError(
            [f"图片 {path} 没有，或不能用，没有生成文档" for path in missing],
            hint="缺了图片就不是完整的报告；请补上图片，或从数据里删去它",
        )
