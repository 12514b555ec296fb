"""Data that a document carries beside its text."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.case import Case
from ...model.finding import Finding, Outcome, Severity


def data_and_text(case: Case) -> Iterator[Outcome]:
    """Each place at which the text of a document and the data it carries say two things. The text
    is what was read: somebody changed it after the document was made."""
    for difference in case.differences:
        yield Finding(
            code="embedded-data",
            severity=Severity.WARNING,
            message=f"{difference}；以文中为准",
            addresses=(difference.address,) if difference.address else (),
            expected=difference.data or None,
            actual=difference.visible or None,
            advice="请核对文中的改动是否属实；属实的，请用核对后的数据重新生成文档，使两者一致",
            source=difference.source,
        )
