"""What a bundle holds, and the manifest that vouches for it: written, and read again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from attrs import frozen

from ..app import Loaded, Session
from ..carriage import data_of
from ..checking.run import Assessment
from ..contributions import Artifact, Format
from ..errors import SourceError
from ..model.raw import Source
from ..present import Checked, checked_tree
from ..structure.plain import to_plain
from ..verification import digest
from ..version import __version__
from ..view import title_of

MANIFEST: Final = "manifest.json"
FORMATS: Final = ("docx", "html", "json")  # of a bundle for which nobody names others
MAX_BYTES: Final = 20_000_000
MOST_FILES: Final = 1_000
_SHAPE: Final = "disclosure-kit/bundle/1"
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


@frozen
class Entry:
    """What the manifest says of one file."""

    name: str
    sha256: str


@frozen
class Manifest:
    """What of a manifest can be tested: its files, the digest of the report they say, what their
    names begin with, and whose report it says it is."""

    files: tuple[Entry, ...]
    report: str
    stem: str
    head: Mapping[str, Any]


def loses_pictures(session: Session, loaded: Loaded, formats: Iterable[Format]) -> bool:
    """Whether a bundle of ``formats`` would name pictures that no file of it holds: data only
    name them, a document holds them and is read back with them."""
    formats = tuple(formats)
    return (
        bool(loaded.media)
        and any(to.carries_data for to in formats)
        and not any(not to.carries_data and is_read(session, to) for to in formats)
    )


def bundled_files(
    session: Session,
    loaded: Loaded,
    assessment: Assessment,
    artifacts: Iterable[Artifact],
    stem: str,
    *,
    verified: bool,
) -> dict[str, bytes]:
    """The files of a bundle by their names, the manifest last. Same input, same bytes.

    ``verified``: each was read again and compared, where its format can be.
    """
    artifacts = tuple(artifacts)
    files = {stem + artifact.suffix: artifact.content for artifact in artifacts}
    manifest = _manifest(session, loaded, assessment, artifacts, stem, verified=verified)
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    return files | {MANIFEST: text.encode("utf-8", "backslashreplace")}


def _manifest(
    session: Session,
    loaded: Loaded,
    assessment: Assessment,
    artifacts: Sequence[Artifact],
    stem: str,
    *,
    verified: bool,
) -> dict[str, Any]:
    report, form = loaded.report, loaded.form
    [checked] = checked_tree([Checked("", loaded, assessment)])["reports"]
    del checked["file"]  # a path on somebody's machine
    return {
        "format": _SHAPE,
        **head_of(loaded),
        "report_sha256": digest(data_of(report, form, loaded.media).encode()),
        "verified": verified,
        "stem": stem,
        "files": [_entry(stem, artifact) for artifact in artifacts],
        **checked,
        "version": __version__,
        "plugins": [
            {"name": info.name, "version": info.version}
            for info in session.registry.plugins
            if not info.core and info.scope.covers(form.region, form.edition.id)
        ],
    }


def head_of(loaded: Loaded) -> dict[str, Any]:
    """Whose report it is."""
    report, form = loaded.report, loaded.form
    return {
        "title": title_of(report, form),
        "agency": to_plain(report, form)["agency"],
        "year": report.year,
        "edition": report.edition,
        "region": report.region,
    }


def _entry(stem: str, artifact: Artifact) -> dict[str, Any]:
    """``compared`` is null where nothing was read again."""
    proof = artifact.proof
    return {
        "name": stem + artifact.suffix,
        "sha256": digest(artifact.content),
        "bytes": len(artifact.content),
        "compared": proof.compared if proof else None,
        "differences": len(proof.differences) if proof else None,
    }


def manifest_of(source: Source) -> Manifest:
    """A manifest, as far as it can be tested.

    Raises:
        SourceError: it is none, or names files that are not in its own folder.
    """
    if len(source.content) > MAX_BYTES:
        raise SourceError(f"{source.name}：清单超过上限 {MAX_BYTES} 字节")
    try:
        tree = json.loads(source.content)
    except (ValueError, RecursionError):
        raise SourceError(f"{source.name}：不是能读的清单（JSON 已损坏）") from None
    listed = tree.get("files") if isinstance(tree, dict) and tree.get("format") == _SHAPE else None
    report = tree.get("report_sha256") if isinstance(tree, dict) else None
    if not isinstance(listed, list) or not _is_digest(report):
        raise SourceError(f"{source.name}：不是发布包的清单（{_SHAPE}）")
    if len(listed) > MOST_FILES:
        raise SourceError(f"{source.name}：清单所列文件超过上限 {MOST_FILES} 个")
    entries = tuple(_listed(entry, source.name) for entry in listed)
    if len({entry.name for entry in entries}) < len(entries):
        raise SourceError(f"{source.name}：同一个文件列了两次")
    return Manifest(entries, str(report), str(tree.get("stem")), tree)


def _listed(entry: Any, name: str) -> Entry:
    file = entry.get("name") if isinstance(entry, dict) else None
    if not isinstance(file, str) or not _is_plain(file) or not _is_digest(entry.get("sha256")):
        raise SourceError(f"{name}：清单里有一项不是本文件夹中的文件，或没有 sha256：{file!r}")
    return Entry(file, entry["sha256"])


def _is_plain(name: str) -> bool:
    """Whether a name can only be that of a file in the folder itself."""
    return name not in ("", ".", "..", MANIFEST) and not set(name) & set("/\\:\0")


def _is_digest(value: Any) -> bool:
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


def is_read(session: Session, to: Format) -> bool:
    """Whether a reader knows the files of a format, and admits them first."""
    return to.name in session.registry.readers
