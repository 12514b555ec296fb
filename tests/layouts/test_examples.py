"""The documents that the kit makes of real reports leave the profile nowhere."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from conftest import EXAMPLES

from disclosure_kit import KitSpec, Source, load_kit, read, render
from disclosure_kit.layouts.deviations import deviations
from disclosure_kit.layouts.loader import profile_of

REPORTS = sorted(EXAMPLES.glob("*.yaml"))
OPTIONS = ((), ("document.seal=with",), ("document.landscape=wide",), ("document.annexes=always",))


@pytest.mark.parametrize("options", OPTIONS, ids=lambda options: "".join(options) or "usual")
@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.stem)
def test_it_has_no_deviation(report: Path, options: tuple[str, ...]) -> None:
    spec = KitSpec(installed=False, options=options)
    session = load_kit(spec, datetime.date(2026, 1, 20))
    loaded = read(session, Source(report.name, report.read_bytes()))
    (document,) = render(session, loaded)
    assert list(map(str, deviations(document.content, profile_of(loaded.form)))) == []


def test_plain_windows_has_no_face_for_the_title_and_that_is_told() -> None:
    session = load_kit(KitSpec(installed=False, options=("document.fonts=windows",)))
    report = REPORTS[-1]
    loaded = read(session, Source(report.name, report.read_bytes()))
    (document,) = render(session, loaded)
    (told,) = deviations(document.content, profile_of(loaded.form))
    assert (told.parameter.id, told.actual) == ("title.face", "宋体")
