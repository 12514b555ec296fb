"""Release bundles: ``render --bundle DIR`` writes one, ``verify DIR`` reads it again."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import click

from ...app import Loaded, Session
from ...batch.place import file_name
from ...bundle import (
    MANIFEST,
    VerifiedBundle,
    bundled_files,
    loses_pictures,
    manifest_of,
    verify_bundle,
)
from ...checking.run import Assessment
from ...contributions import Artifact, Format
from ...errors import OutputError, SourceError, UsageError
from ...files import STANDARD_INPUT, printable, read_source, reason
from ...folders import deliver_folder
from ...model.raw import Source
from ...view import report_title
from .common import tell, tell_artifact


def check_folder(folder: str, reports: int, inputs: Iterable[str], output: str | None) -> None:
    """Refuse a bundle that cannot be meant.

    Raises:
        UsageError: of several reports, or with ``-o``.
        OutputError: an input lies in the folder, which is written as a whole.
    """
    if output is not None:
        raise UsageError("-o 和 --bundle 只能用一个：发布包的位置由 --bundle 写明")
    if reports > 1:
        raise UsageError(f"--bundle {folder}：一个发布包只放一份报告，这里有 {reports} 份")
    inside = os.path.realpath(folder)
    for name in inputs:
        if name != STANDARD_INPUT and os.path.dirname(os.path.realpath(name)) == inside:
            raise OutputError(f"{folder}：来源文件 {name} 就在这个文件夹里，不能写成发布包")


def check_pictures(
    session: Session, folder: str, loaded: Loaded, formats: Iterable[Format]
) -> None:
    """Refuse a bundle without the pictures that its data name.

    Raises:
        OutputError: none of ``formats`` holds them.
    """
    if loses_pictures(session, loaded, formats):
        raise OutputError(
            f"{folder}：报告里有图片，所选的格式只写明图片的名称，发布包里会没有图片，没有写",
            hint="请在 --to 里加上 docx 或 html，图片就在里面",
        )


def put_bundle(
    session: Session,
    target: Path,
    loaded: Loaded,
    assessment: Assessment,
    artifacts: Iterable[Artifact],
    *,
    force: bool,
    verified: bool,
) -> None:
    """Write the bundle as a whole and say so. Its files are named 〈机关〉〈年〉年…年度报告."""
    artifacts = tuple(artifacts)
    stem = file_name(report_title(loaded.form, loaded.report.agency.name), "")
    files = bundled_files(session, loaded, assessment, artifacts, stem, verified=verified)
    new = deliver_folder(target, files, force=force, known=_of_bundle)
    for name in files:
        click.echo(str(target / name))
    if not new:
        tell(f"  {target} 已有相同内容，未改动")
    for artifact in artifacts:
        tell_artifact(stem + artifact.suffix, artifact)


def _of_bundle(folder: Path) -> frozenset[str]:
    """The files in a folder that are a bundle's: what its manifest lists, and this itself."""
    try:
        manifest = manifest_of(read_source(str(folder / MANIFEST)))
    except SourceError:
        return frozenset()
    return frozenset({MANIFEST, *(entry.name for entry in manifest.files)})


def read_bundle(
    session: Session,
    folder: str,
    loaded: Loaded | None,
    template: bytes | None,
    previous: Loaded | None = None,
) -> VerifiedBundle:
    """The bundle in a folder, every file compared.

    Raises:
        SourceError: the folder or its manifest cannot be read.
    """

    def open_file(name: str) -> Source:
        if os.path.islink(os.path.join(folder, name)):
            raise SourceError(f"{name}：这是链接，不是文件")
        return read_source(os.path.join(folder, name))

    if not os.path.lexists(os.path.join(folder, MANIFEST)):
        raise SourceError(f"{folder}：文件夹里没有 {MANIFEST}，不是发布包")
    manifest = manifest_of(open_file(MANIFEST))
    try:
        present = sorted(printable(name) for name in os.listdir(folder))
    except OSError as error:
        raise SourceError(f"{folder}：文件夹读不出来（{reason(error)}）") from None
    return verify_bundle(session, folder, manifest, present, open_file, loaded, template, previous)
