"""What the contributions of a folder do when they are called; reading the folder is apart."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Final

from ..errors import TemplateError
from ..model.case import Settings
from ..model.form import Form
from ..model.report import Report
from ..model.rules import DerivedShare
from ..model.values import Share, number

MOST_TEMPLATE: Final = 20_000_000  # bytes of a template: one with a seal takes a fiftieth


def template_content(file: Path, form: Form, settings: Settings) -> bytes:
    """A template of the folder, in the fonts that the settings ask for.

    Raises:
        TemplateError: the file cannot be read, or is larger than any template.
    """
    from ..rendering.packs import in_style  # heavy, so only when a document is made

    try:
        if not file.is_file() or file.stat().st_size > MOST_TEMPLATE:
            most = MOST_TEMPLATE // 1_000_000
            raise TemplateError(f"{file}：不是普通文件，或超过 {most} MB，没有读取")
        template = file.read_bytes()
    except OSError as error:
        raise TemplateError(f"{file}：读不出来（{error.strerror}）") from None
    return in_style(template, form, settings)


def derived_share(share: DerivedShare, report: Report) -> Share | None:
    """The share of two stated figures; None where one is missing or the whole is 0."""
    part, whole = (
        number(value) if (value := report.figures.get(key)) is not None else None
        for key in (share.part, share.whole)
    )
    if part is None or not whole:
        return None
    exact = part * 100 / whole
    return Share(exact.quantize(Decimal(1).scaleb(-share.decimals), ROUND_HALF_UP))
