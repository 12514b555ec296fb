"""A bundle read again: its files against the manifest, and what they say against the data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from attrs import frozen

from ..app import Loaded, Session, check, read
from ..carriage import data_of
from ..checking.run import Assessment
from ..contributions import Format
from ..errors import SourceError
from ..model.finding import Severity
from ..model.raw import Source
from ..verification import Certificate, carried, compared, digest, verify
from .manifest import MANIFEST, Manifest, head_of, is_read


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
        for key, value in head_of(loaded).items()
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
            if is_read(session, to):
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


def _format_of(session: Session, name: str) -> Format | None:
    """The format whose files end as ``name`` does."""
    formats = session.registry.formats.values()
    return next((to for to in formats if name.lower().endswith(to.suffix)), None)
