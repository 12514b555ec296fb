"""Whose report it is: one body in title, preamble and signature, and its own kind of 我局."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ....contributions import Check
from ....model.case import Case
from ....model.example import PREAMBLE, Example, saying
from ....model.finding import Finding, Outcome, Severity
from ....model.prose import Passage, passages, prose
from ....structure.opening import is_agency_name
from ..told import told
from .naming import LEAST, core, names_nobody, same_body

_BY: Final = re.compile(
    r"由(?P<name>[\u4e00-\u9fff]{4,30}?)(?:\s*负责)?(?:组织)?"
    r"(?:编制|编写|起草|撰写|汇总编制|(?:根据|按照|依据)[^。]{0,200}?(?:编制|编写|编\s*制))"
)
# 我镇 says the report is a town's; a town may still speak of 我县 and 我市, to which it belongs.
_KINDS: Final = {
    "镇": ("局", "厅", "乡", "街道", "委"),
    "乡": ("局", "厅", "镇", "街道", "委"),
    "街道": ("局", "厅", "镇", "乡", "委"),
    "局": ("厅", "镇", "乡", "街道", "委"),
    "厅": ("局", "镇", "乡", "街道", "委"),
    "县": ("局", "厅", "镇", "乡", "街道"),
    "市": ("局", "厅", "镇", "乡", "街道"),
}
_KIND: Final = re.compile(r"(镇|乡|街道|局|厅|县|市)(?:人民政府|办事处)?$")
_OUR: Final = re.compile(r"我(?<![\u4e00-\u9fff]自我)(?<!自我)(局|厅|委|镇|乡|街道)(?!员)")
_CITED: Final = re.compile(r"《[^《》]{0,120}》|“[^“”]{0,120}”")


def agencies_agree(case: Case) -> Iterator[Outcome]:
    """Another body than the title's compiles the report, or signs it."""
    agency = case.report.agency.name
    if len(core(agency)) < LEAST:
        return
    for passage in passages(case.report):
        if passage.section != PREAMBLE:
            break
        for match in _BY.finditer(passage.text):
            name = match["name"]
            if (
                not names_nobody(name)
                and is_agency_name(name, None)
                and not same_body(name, agency)
            ):
                yield told(
                    "agency-differs",
                    Severity.WARNING,
                    passage,
                    match.span("name"),
                    f"编制机关与标题中的“{agency}”不是同一个机关",
                    "请核对机关名称",
                )
    signed = case.report.signature.agency if case.report.signature else None
    if signed and not names_nobody(signed) and not same_body(signed, agency):
        yield Finding(
            code="agency-differs",
            severity=Severity.WARNING,
            message=f"落款是“{signed}”，标题中的机关是“{agency}”，不是同一个机关",
            addresses=("signature",),
            advice="请核对机关名称",
            quote=signed,
        )


def own_kind(case: Case) -> Iterator[Outcome]:
    """我局 in the report of a town: told once for each such word."""
    match = _KIND.search(case.report.agency.name)
    if match is None:
        return
    seen: set[str] = set()
    for passage in prose(case.report).sought(_OUR):
        plain = _CITED.sub(lambda cited: " " * len(cited[0]), passage.text)
        for our in _OUR.finditer(plain):
            if our[1] in _KINDS[match[1]] and our[1] not in seen:
                seen.add(our[1])
                yield _other_kind(passage, our.span(), match[1])


def _other_kind(passage: Passage, span: tuple[int, int], kind: str) -> Outcome:
    written = passage.text[slice(*span)]
    return told(
        "own-kind",
        Severity.INFO,
        passage,
        span,
        f"这是{kind}的报告，这里却自称“{written}”",
        f"如是本机关，请改为“我{kind}”；也请核对这一段是否抄自别的机关",
    )


CHECKS = (
    Check(
        "agency-differs",
        "标题、开头和落款是同一个机关",
        Severity.WARNING,
        agencies_agree,
        purpose="借用别的机关的报告作底稿，名称没有改净。",
        basis="《中华人民共和国政府信息公开条例》第四十九条：各机关公布本机关的报告",
        passing=saying("本报告由示例县人民政府办公室编制。", section=PREAMBLE),
        failing=saying("本报告由邻水县人民政府办公室编制。", section=PREAMBLE),
    ),
    Check(
        "own-kind",
        "自称与机关相符",
        Severity.INFO,
        own_kind,
        purpose="镇的报告里写“我局”，多半是从部门的报告抄来的句子。",
        basis="编写惯例",
        passing=Example(
            texts=saying("我镇按照我县的安排，共公开信息20条。").texts,
            agency="示例县东街镇人民政府",
        ),
        failing=Example(
            texts=saying("我局按照我县的安排，共公开信息20条。").texts,
            agency="示例县东街镇人民政府",
        ),
    ),
)
