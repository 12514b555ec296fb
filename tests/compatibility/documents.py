"""Every kind of Word file that we write: the templates, each edition with a report that fills
everything, the examples, and 云南's."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from attrs import evolve, frozen
from conftest import EXAMPLES, ROOT, TODAY, YUNNAN
from rendering.conftest import edition_form, rendered, report_for, view_of

from disclosure_kit import KitSpec, Source, load_kit, read, render
from disclosure_kit.model.report import Attachment, Heading, ItemList, SmallTable, Text
from disclosure_kit.rendering.style import Style
from disclosure_kit.rendering.template import make_template
from disclosure_kit.rendering.word import render_document

SAMPLES = (*sorted(EXAMPLES.glob("*.yaml")), *sorted((YUNNAN / "examples").glob("*.txt")))
TEMPLATES = (*sorted((ROOT / "templates").glob("*/*.docx")), *sorted(YUNNAN.glob("**/*.docx")))

ATTACHED = Attachment(
    "明细目录",
    (
        Text("目录如下。"),
        Heading("（一）机构职能", 2),
        SmallTable((("名称", "件数"), ("规划", "3")), "表1 明细", 1),
        ItemList(("规划", "计划"), ordered=True),
    ),
)


@frozen
class Written:
    """A file of ours; ``is_template`` where its tags are still to be filled."""

    name: str
    content: bytes
    is_template: bool = False


@cache
def written() -> tuple[Written, ...]:
    """All of them, made once."""
    return tuple(_all())


def _all() -> Iterator[Written]:
    for path in TEMPLATES:
        yield Written(str(path.relative_to(ROOT)), path.read_bytes(), is_template=True)
    for edition in ("2014", "2019", "2021"):
        form = edition_form(edition)
        yield Written(f"all of {edition}", rendered(report_for(form), form)[0])
        # Wide tables across, the signature for a seal, the annexed form listed, an attachment.
        report = evolve(report_for(form), attachments=("政府信息公开情况统计表", ATTACHED))
        view = view_of(report, form, **{"document.seal": "with"})
        across = render_document(make_template(form, Style(landscape=True)), view)
        yield Written(f"other looks of {edition}", across)
    session = load_kit(KitSpec(plugins=(str(YUNNAN),), installed=False), today=TODAY)
    for path in SAMPLES:
        [document] = render(session, read(session, Source(path.name, path.read_bytes())))
        yield Written(path.name, document.content)
    session.strangers.close()
