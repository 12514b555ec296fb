"""The templates of a folder, looked at without filling them: whether each is one, and of the
edition whose name it bears. What a trial filling shows is told by ``plugin test``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..app import form_for
from ..editions.loader import files_in
from ..errors import TemplateError
from ..host import KitSpec, load_kit
from ..model.form import Form
from ..recognise import Wishes
from ..rendering.admission import admit_file
from ..templating.fitting import misfit
from ..templating.reading import read


def unfit_templates(home: Path) -> Iterator[tuple[Path, str]]:
    """Each file of ``templates`` that no report of its edition can be printed with, and why."""
    files = files_in(home / "templates", ".docx")
    forms = _forms() if files else {}
    for file in files:
        if file.stem in forms and (problem := _problem(file, forms[file.stem], [*forms.values()])):
            yield file, problem


def _forms() -> dict[str, Form]:
    core = load_kit(KitSpec(installed=False))
    return {name: form_for(core, Wishes(name)) for name in core.registry.editions}


def _problem(file: Path, form: Form, forms: list[Form]) -> str:
    try:
        content = file.read_bytes()
        admit_file(content)
    except TemplateError as error:
        return error.problems[0]
    except OSError as error:
        return f"读不出来（{error.strerror}）"
    reading = read(content)
    if reading.faults:
        return reading.faults[0].sentence
    other = misfit(reading, form, forms)
    if other is None:
        return ""
    return f"文件名说是 {form.edition.id} 版的模板，但{other.sentence.removeprefix('模板')}"
