"""Findings that no label foresaw, judged by reading after the checks ran (judged.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from disclosure_kit.model.finding import Finding


@frozen
class Judgement:
    """``code`` in ``report``, where ``words`` stand in its quote or message: true or false, why."""

    report: str
    code: str
    words: str
    verdict: str
    why: str

    def speaks_of(self, report: str, finding: Finding) -> bool:
        said = finding.quote + finding.message
        return (self.report, self.code) == (report, finding.code) and self.words in said


def judgements() -> Iterator[Judgement]:
    tree = tomllib.loads((Path(__file__).parent / "judged.toml").read_text("utf-8"))
    for entry in tree["judged"]:
        yield Judgement(**entry)
