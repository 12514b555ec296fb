"""Certificates as words for clerks, or as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from .bundle import VerifiedBundle
from .model.proof import Mismatch
from .verification import Certificate

MOST_SHOWN: Final = 100
ONLY_ITSELF: Final = (
    "这只说明文中所见与它自己所附的数据一致：两者可能一起被改过。"
    "要证明它与原来的数据一致，请写明数据文件：verify 成品 FILE"
)
ONLY_ITS_OWN: Final = (
    "各文件都与包内的《{}》核对：只说明包内一致，清单和文件可能一起被改过。"
    "要证明它们与原来的数据一致，请写明数据文件：verify DIR FILE"
)


def certificate_tree(certificate: Certificate) -> dict[str, Any]:
    """The contract's shape of ``verify --json``."""
    return {
        "ok": certificate.ok,
        "file": certificate.file,
        "format": certificate.format,
        "sha256": certificate.sha256,
        "against": certificate.against or None,
        "report_sha256": certificate.report,
        "compared": certificate.proof.compared,
        "differences": [_tree(difference) for difference in certificate.proof.differences],
        "deviations": list(certificate.deviations),
        "notices": list(_notices(certificate)),
        "version": certificate.version,
    }


def _tree(difference: Mismatch) -> dict[str, Any]:
    return {
        "place": difference.place,
        "address": difference.address or None,
        "expected": difference.expected,
        "found": difference.found,
        "message": str(difference),
    }


def certificate_lines(certificate: Certificate) -> Iterator[str]:
    """What was compared with what, then each difference, then what this does not prove."""
    proof = certificate.proof
    with_what = f"《{certificate.against}》" if certificate.against else "它自己所附的数据"
    yield f"《{certificate.file}》与{with_what}"
    for difference in proof.differences[:MOST_SHOWN]:
        address = f"［{difference.address}］" if difference.address else ""
        yield f"  不同  {difference}{address}"
    if (more := len(proof.differences) - MOST_SHOWN) > 0:
        yield f"  另有 {more} 处不同，没有逐一列出"
    for deviation in certificate.deviations:
        yield f"  版式  {deviation}"
    for notice in _notices(certificate):
        yield f"  说明  {notice}"
    yield f"  核对 {proof.compared} 处，{len(proof.differences)} 处不同。"


def bundle_tree(bundle: VerifiedBundle) -> dict[str, Any]:
    """The shape of ``verify DIR --json``."""
    return {
        "ok": bundle.ok,
        "folder": bundle.folder,
        "against": None if bundle.own else bundle.against,
        "problems": list(bundle.problems),
        "files": [certificate_tree(certificate) for certificate in bundle.certificates],
        "unread": list(bundle.unread),
    }


def bundle_lines(bundle: VerifiedBundle) -> Iterator[str]:
    """What is wrong with the files, then the certificate of each, then the sum."""
    yield f"《{bundle.folder}》"
    for problem in bundle.problems:
        yield f"  不同  {problem}"
    for certificate in bundle.certificates:
        yield from certificate_lines(certificate)
    for name in bundle.unread:
        yield f"《{name}》\n  说明  这种文件不能再读，只核对了 sha256"
    if bundle.own:
        yield f"  说明  {ONLY_ITS_OWN.format(bundle.against)}"
    wrong = len(bundle.problems) + sum(len(c.proof.differences) for c in bundle.certificates)
    read = len(bundle.certificates) + len(bundle.unread)
    yield f"共核对 {read} 个文件，{wrong} 处不同。"


def _notices(certificate: Certificate) -> Iterator[str]:
    yield from certificate.notices
    if not certificate.against:
        yield ONLY_ITSELF
