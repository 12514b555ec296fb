"""Findings and listings as words for clerks, or as JSON for programs. Worded here, once."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any

from attrs import frozen

from .app import Loaded
from .checking.run import Assessment
from .contributions import Artifact
from .errors import DisclosureError, FaultError
from .files import STANDARD_INPUT, STANDARD_INPUT_NAME
from .foreign.calling import failed
from .model.finding import Finding, NotAssessed, Part, Proposal, Severity
from .registry import Registry

PROBLEMS_SHOWN = 100
SEVERITY = {Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.INFO: "提示"}


@frozen
class Checked:
    """One file that was asked about: what was found, or why it could not be read. ``notices`` are
    of the run, beside those of reading."""

    file: str
    loaded: Loaded | None = None
    assessment: Assessment | None = None
    error: DisclosureError | None = None
    notices: tuple[str, ...] = ()


def json_text(tree: Any) -> str:
    """One JSON document."""
    return json.dumps(tree, ensure_ascii=False, indent=2)


def checked_tree(files: list[Checked]) -> dict[str, Any]:
    """The contract's shape of ``check --json``."""
    reports = [_report_tree(checked) for checked in files]
    return {"ok": all(report["ok"] for report in reports), "reports": reports}


def _report_tree(checked: Checked) -> dict[str, Any]:
    assessment = checked.assessment or Assessment()
    failed = checked.error is not None
    return {
        "file": checked.file,
        "ok": assessment.ok and not failed,
        "complete": assessment.complete and not failed,
        "findings": [_finding_tree(finding) for finding in assessment.findings],
        "not_assessed": [_not_assessed_tree(item) for item in assessment.not_assessed],
        "accepted": [
            _finding_tree(item.finding) | {"reason": item.reason, "date": item.date}
            for item in assessment.accepted
        ],
        "notices": list(_notices(checked)),
    } | ({"error": list(checked.error.problems)} if checked.error else {})


def _finding_tree(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "addresses": list(finding.addresses),
        "expected": _plain(finding.expected),
        "actual": _plain(finding.actual),
        "advice": finding.advice,
        "proposals": [_proposal_tree(one, finding) for one in finding.proposals],
        "source": finding.source,
        "clause": finding.clause,
    }


def _proposal_tree(proposal: Proposal, finding: Finding) -> dict[str, Any]:
    together = _together(finding, proposal.group)
    group = f"须同时改 {len(together)} 格（第 {proposal.group} 组）："
    return {
        "address": proposal.address,
        "from": _plain(proposal.current),
        "to": _plain(proposal.proposed),
        "why": (group if proposal.group and len(together) > 1 else "") + proposal.why,
    }


def _not_assessed_tree(item: NotAssessed) -> dict[str, Any]:
    return {"code": item.code, "reason": item.reason}


def _plain(part: Part | None) -> Any:
    """Counts stay numbers; what has decimals becomes text, so that none are lost."""
    if isinstance(part, Decimal):
        whole = part == part.to_integral_value() and part.as_tuple().exponent == 0
        return int(part) if whole else f"{part:f}"
    return part


def checked_lines(checked: Checked) -> Iterator[str]:
    """The findings of one file, worst first, then what was not assessed, then the sum of it."""
    assessment = checked.assessment
    if assessment is None:
        return
    name = STANDARD_INPUT_NAME if checked.file == STANDARD_INPUT else checked.file
    yield f"《{name}》"
    for notice in _notices(checked):
        yield f"  说明  {notice}"
    worst_first = sorted(assessment.findings, key=lambda f: f.severity.rank)
    for _, alike in groupby(worst_first, key=_told_together):
        yield from _lines(tuple(alike))
    for item in assessment.accepted:
        yield f"  已说明  {item.finding.message}［{item.finding.code}］"
        yield f"        说明：{_one_line(item.reason)}（{_one_line(item.date)}）"
    for reason, codes in _by_reason(assessment.not_assessed).items():
        yield f"  未核  {reason}［{'、'.join(codes)}］"
    yield f"  {summary(assessment)}"


def _notices(checked: Checked) -> Iterator[str]:
    """What reading normalised or lacked, and acknowledgements that hold no more."""
    yield from checked.notices
    yield from checked.loaded.notices if checked.loaded else ()
    for message in checked.assessment.expired if checked.assessment else ():
        yield f"以前的说明已失效（有关的数或文字已改，或不再提醒）：{_one_line(message)}"


def _one_line(words: str) -> str:
    """What somebody wrote into a file beside the report never begins a line of ours."""
    return " ".join(words.split())


def _by_reason(items: tuple[NotAssessed, ...]) -> dict[str, list[str]]:
    """One reason is told once, however many rules it keeps open."""
    told: dict[str, list[str]] = {}
    for item in items:
        codes = told.setdefault(item.reason, [])
        if item.code not in codes:
            codes.append(item.code)
    return told


def finding_lines(finding: Finding) -> Iterator[str]:
    """One finding: what is wrong, where it stands, what to do."""
    return _lines((finding,))


def _told_together(finding: Finding) -> Hashable:
    """Findings side by side that differ only in what is wrong and where are told in one go."""
    own = finding.addresses if finding.proposals else ()
    return finding.code, finding.severity, finding.clause, finding.advice, own


def _lines(alike: tuple[Finding, ...]) -> Iterator[str]:
    """Findings of one code, with the basis and the advice that they share."""
    for finding in alike:
        yield f"  {SEVERITY[finding.severity]}  {finding.message}［{finding.code}］"
        if finding.source:
            yield f"        出处：{finding.source}"
    finding = alike[-1]
    count = f"（以上 {len(alike)} 处）" if len(alike) > 1 else ""
    if finding.clause:
        yield f"        依据：{finding.clause}{'' if finding.advice else count}"
    if finding.advice:
        yield f"        处理：{finding.advice}{count}"
    if not finding.proposals:
        return
    from .checking.proposals import in_words  # heavy, so only where something is proposed

    alternatives = max((proposal.group for proposal in finding.proposals), default=0)
    for group in range(1, alternatives + 1) if alternatives > 1 else ():
        yield f"        可能 {group}：{in_words(_together(finding, group), finding.source)}"
    if blank := _together(finding, 0):
        yield f"        空格：{in_words(blank, finding.source)}"


def _together(finding: Finding, group: int) -> list[Proposal]:
    return [proposal for proposal in finding.proposals if proposal.group == group]


def note_text(findings: Iterable[Finding]) -> str:
    """The findings of one cell as its comment says them."""
    told = []
    for finding in findings:
        lines = [f"{SEVERITY[finding.severity]}［{finding.code}］", finding.message]
        lines += [f"依据：{finding.clause}"] if finding.clause else []
        lines += [f"处理：{finding.advice}"] if finding.advice else []
        told.append("\n".join(lines))
    return "\n\n".join(told)


def unread_text(problem: str) -> str:
    """Why a cell could not be read, as its comment says it."""
    return f"{SEVERITY[Severity.ERROR]}：这一格读不出来\n{problem}"


def summary(assessment: Assessment) -> str:
    """``错误 1 处，提醒 2 处；有 3 项没有核对。报告不完整。``"""
    counts = {
        word: sum(f.severity is severity for f in assessment.findings)
        for severity, word in SEVERITY.items()
    }
    told = [f"{word} {count} 处" for word, count in counts.items() if count]
    words = ["，".join(told) or ("" if assessment.crashed else "没有发现错误")]
    if assessment.accepted:
        words.append(f"{len(assessment.accepted)} 项提醒已有说明")
    if assessment.crashed:
        words.append(f"{len(assessment.crashed)} 项检查自身出错，没有完成")
    open_items = len(assessment.not_assessed) - len(assessment.crashed)
    if open_items:
        words.append(f"{open_items} 项未能核对")
    if any(n.statutory and n.code not in assessment.crashed for n in assessment.not_assessed):
        words.append("法定数据不完整")
    if not assessment.complete:
        words[-1] += "，不能算核对通过"
    return "；".join(word for word in words if word) + "。"


def error_lines(error: DisclosureError) -> Iterator[str]:
    """An error in plain words: every problem, then what to do; of a fault of ours its trace."""
    if isinstance(error, FaultError):
        yield from error.trace.splitlines()
    for problem in error.problems[:PROBLEMS_SHOWN]:
        yield f"× {problem}"
    if len(error.problems) > PROBLEMS_SHOWN:
        yield f"× ……另有 {len(error.problems) - PROBLEMS_SHOWN} 处，改正以上各处后再看"
    if error.hint:
        yield f"（{error.hint}）"


def artifact_lines(name: str, artifact: Artifact) -> Iterator[str]:
    """What the clerk has to know of a finished file, and how much of it was compared."""
    for notice in artifact.notices:
        yield f"  说明  {notice}"
    if artifact.proof is not None:
        yield f"  {name}：再读一遍，与数据核对 {artifact.proof.compared} 处，0 处不同"


def crash_lines(registry: Registry, assessment: Assessment) -> Iterator[str]:
    """Where a check of our own failed, what a developer needs to mend it; where one of a plugin
    did, which plugin and what to do."""
    foreign: dict[str, list[str]] = {}
    for code, trace in assessment.crashed.items():
        owner = registry.owners[("Check", code)]
        if registry.is_core(owner):
            yield trace
        else:
            foreign.setdefault(owner, []).append(code)
    for owner, codes in foreign.items():
        yield from error_lines(failed(owner, "、".join(codes), "没有完成，本报告不能算核对通过"))
