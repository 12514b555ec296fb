"""A figure that the prose states twice, differently: both sentences are quoted."""

from __future__ import annotations

from conftest import TODAY
from forms_under_test import session
from on_words import form_for

from disclosure_kit.checking.examples import case_of
from disclosure_kit.model.finding import Finding


def test_both_sentences_are_quoted() -> None:
    check = session().registry.checks["stated-figure"]
    assert check.failing is not None
    case = case_of(check.failing, form_for, session().settings, TODAY)
    [finding] = check.run(case)
    assert isinstance(finding, Finding)
    assert finding.message == "培训次数前后不一致：正文写作 “全年培训2次”；“共培训3次”"
