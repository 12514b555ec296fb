"""For which edition a template was made, by the figures that its tags name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from ..model.form import Form
from .fault import WRONG_EDITION, Fault, Place
from .reading import Reading

# Begins where a word does, else a long word without a dot would be tried from each letter.
_NAME: Final = re.compile(r"(?<![\w.])[^\W\d]\w*(?:\.\w+)+")
# A template that lacks some cells of its own edition is no template of another.
_CLEARLY: Final = 0.05


def share(reading: Reading, form: Form) -> float:
    """How many of the figures of ``form`` the template names, from 0 to 1."""
    named = {name for p in reading.paragraphs for name in _NAME.findall(p.text)}
    return len(named & form.cells.keys()) / len(form.cells) if form.cells else 0.0


def best(reading: Reading, forms: Iterable[Form]) -> Form:
    """The form that the template fits best; of equals the latest edition."""
    return max(forms, key=lambda f: (share(reading, f), f.edition.years.first))


def misfit(reading: Reading, form: Form, forms: Iterable[Form]) -> Fault | None:
    """Whether the template is plainly one of another edition than that of ``form``."""
    other = best(reading, forms)
    mine, theirs = share(reading, form), share(reading, other)
    if other.edition.id == form.edition.id or theirs - mine < _CLEARLY:
        return None
    own, asked = other.edition.id, form.edition.id
    told = f"模板写有 {own} 版法定数据标签的 {theirs:.0%}，却只有 {asked} 版的 {mine:.0%}"
    advice = f"请用 --edition {own} 核对，或用 {asked} 版的模板重做"
    return Fault(WRONG_EDITION, Place(), f"{told}：这是 {own} 版的模板", advice)
