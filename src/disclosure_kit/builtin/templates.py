"""The national templates, made from the editions."""

from __future__ import annotations

from ..contributions import Scope, TemplatePack
from ..model.case import Settings
from ..model.form import Form


def _national(form: Form, settings: Settings) -> bytes:
    from ..rendering.packs import national_template  # heavy, so only when a document is made

    return national_template(form, settings)


TEMPLATES = (TemplatePack("national", "docx", Scope(), _national),)
