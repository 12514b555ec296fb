"""A release bundle: every file of one report in a folder, with a manifest that vouches for them.

docs/reference/bundle.md is the public page of the manifest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import frozen

from .app import Loaded, Session, check, read
from .carriage import data_of
from .checking.run import Assessment
from .contributions import Artifact, Format
from .errors import SourceError
from .model.finding import Severity
from .model.raw import Source
from .present import Checked, checked_tree
from .structure.plain import to_plain
from .verification import Certificate, carried, compared, digest, verify
from .version import __version__
from .view import title_of

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


@frozen
class VerifiedBundle:
    """A bundle read again. ``problems`` are of its files and manifest, ``certificates`` of what
    was compared with ``against``; ``unread`` are files of which only the digest was compared."""

    folder: str
    against: str
    problems: tuple[str, ...]
    certificates: tuple[Certificate, ...]
    unread: tuple[str, ...]
    own: bool

    @property
    def ok(self) -> bool:
        return not self.problems and all(c.ok for c in self.certificates)


def loses_pictures(session: Session, loaded: Loaded, formats: Iterable[Format]) -> bool:
    """Whether a bundle of ``formats`` would name pictures that no file of it holds: data only
    name them, a document holds them and is read back with them."""
    formats = tuple(formats)
    return (
        bool(loaded.media)
        and any(to.carries_data for to in formats)
        and not any(not to.carries_data and _is_read(session, to) for to in formats)
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
        **_head(loaded),
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


def _head(loaded: Loaded) -> dict[str, Any]:
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
    if not isinstance(file, str) or not is_plain(file) or not _is_digest(entry.get("sha256")):
        raise SourceError(f"{name}：清单里有一项不是本文件夹中的文件，或没有 sha256：{file!r}")
    return Entry(file, entry["sha256"])


def is_plain(name: str) -> bool:
    """Whether a name can only be that of a file in the folder itself."""
    return name not in ("", ".", "..", MANIFEST) and not set(name) & set("/\\:\0")


def _is_digest(value: Any) -> bool:
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


def verify_bundle(
    session: Session,
    folder: str,
    manifest: Manifest,
    present: Iterable[str],
    open_file: Callable[[str], Source],
    loaded: Loaded | None = None,
    template: bytes | None = None,
    previous: Loaded | None = None,
) -> VerifiedBundle:
    """Compares the files with the manifest's digests, and what they say with ``loaded``, or with
    the data in the bundle.

    ``present`` are the names in the folder, ``open_file`` gives one file; ``previous`` is last
    year's report, for pictures that compare with it.

    Raises:
        SourceError: nothing in the bundle holds its data, and no report is given.
        TemplateError: the template cannot be used.
    """
    names = {entry.name for entry in manifest.files}
    problems = [f"{name}：清单里没有这个文件" for name in present if name not in {*names, MANIFEST}]
    sources: dict[str, Source] = {}
    for entry in manifest.files:
        try:
            source = open_file(entry.name)
        except SourceError as error:
            problems += error.problems
            continue
        if digest(source.content) != entry.sha256:
            problems.append(f"{entry.name}：内容已不是清单所记的（sha256 不同）")
        sources[entry.name] = source
    own = loaded is None
    if loaded is None:
        loaded = _data_in(session, folder, sources)
    if digest(data_of(loaded.report, loaded.form, loaded.media).encode()) != manifest.report:
        problems.append(f"{loaded.name}：这份数据不是清单所记的那一份（report_sha256 不同）")
    problems += (
        f"{MANIFEST}：{key} 与数据不符"
        for key, value in _head(loaded).items()
        if manifest.head.get(key) != value
    )
    problems += _claims(check(session, loaded, previous), manifest.head)
    certificates, unread = [], []
    for name, source in sources.items():
        to = _format_of(session, name)
        if to is None or to.prove is None:
            unread.append(name)
            continue
        try:
            if _is_read(session, to):
                made = verify(session, source, loaded, template, previous=previous, data_only=own)
            else:
                suffix = name.removeprefix(manifest.stem)
                made = compared(session, source, to, suffix, loaded, template, previous=previous)
            certificates.append(made)
        except SourceError as error:
            problems += error.problems
    return VerifiedBundle(
        folder, loaded.name, tuple(problems), tuple(certificates), tuple(unread), own
    )


def _claims(assessment: Assessment, head: Mapping[str, Any]) -> Iterator[str]:
    """What the manifest says of the report better than it is. Worse is no contradiction: the source
    may have had faults of its own, such as data that differ from their text."""
    if head.get("ok") is not False and not assessment.ok:
        errors = [f.code for f in assessment.findings if f.severity is Severity.ERROR]
        told = "、".join(dict.fromkeys((*errors, *assessment.crashed)))
        yield f"{MANIFEST}：没有说年报有错误，现在重新核对有（{told}）"
    if head.get("complete") is not False and not assessment.complete:
        yield f"{MANIFEST}：没有说法定数据不完整，现在重新核对不完整"


def _data_in(session: Session, folder: str, sources: Mapping[str, Source]) -> Loaded:
    """The report of a bundle: its data file, else the data beside the text of a document. A data
    file only names its pictures, and these are in the documents: then it is theirs.

    Raises:
        SourceError: none can be read.
    """
    kinds = [(_format_of(session, name), source) for name, source in sources.items()]
    data = [source for to, source in kinds if to is not None and to.carries_data]
    documents = [source for to, source in kinds if to is not None and not to.carries_data]
    problems: list[str] = []
    lacking: Loaded | None = None
    for find, candidates in ((read, data), (carried, documents)):
        for source in candidates:
            try:
                found = find(session, source)
            except SourceError as error:
                problems += error.problems
                continue
            if not found.unusable:
                return found
            lacking = lacking or found
    if lacking is not None:
        return lacking
    raise SourceError(
        [f"{folder}：包里没有可以核对的数据", *problems],
        hint="请写明要与哪一份数据核对：verify DIR FILE",
    )


def _is_read(session: Session, to: Format) -> bool:
    """Whether a reader knows the files of a format, and admits them first."""
    return to.name in session.registry.readers


def _format_of(session: Session, name: str) -> Format | None:
    """The format whose files end as ``name`` does."""
    formats = session.registry.formats.values()
    return next((to for to in formats if name.lower().endswith(to.suffix)), None)
