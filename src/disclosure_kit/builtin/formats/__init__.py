"""The core's formats. Each imports its library when it writes, so that the command starts fast."""

from __future__ import annotations

from collections.abc import Iterable

from ...contributions import Artifact, Format
from ...errors import SourceError
from ...model.proof import Mismatch, Proof
from ...model.raw import Source
from ...view import Publication


def _json(publication: Publication) -> Iterable[Artifact]:
    from .data import write_json

    return [Artifact(".json", write_json(publication))]


def _yaml(publication: Publication) -> Iterable[Artifact]:
    from .data import write_yaml

    return [Artifact(".yaml", write_yaml(publication))]


def _docx(publication: Publication) -> Iterable[Artifact]:
    from .docx import write_docx

    return [write_docx(publication)]


def _html(publication: Publication) -> Iterable[Artifact]:
    from .html import write_html

    absent = tuple(f"网页缺一张图：{why}" for why in publication.no_pictures.values())
    return [Artifact(".html", write_html(publication), notices=absent)]


def _xlsx(publication: Publication) -> Iterable[Artifact]:
    from ...forms.writer import write_workbook

    return [Artifact(".xlsx", write_workbook(publication.report, publication.form))]


def _csv(publication: Publication) -> Iterable[Artifact]:
    from .csv import write_csv

    return write_csv(publication)


def _prove_docx(artifact: Artifact, publication: Publication) -> Proof:
    from ...certificate import prove

    return prove(artifact.content, publication.view, publication.media, publication.pictures)


def _measure_docx(artifact: Artifact, publication: Publication) -> Iterable[str]:
    from ...layouts.deviations import deviations
    from ...layouts.loader import profile_of

    return map(str, deviations(artifact.content, profile_of(publication.form)))


def _prove_html(artifact: Artifact, publication: Publication) -> Proof:
    from ...certificate import prove_page
    from ...certificate.pictures import prove_pictures

    said = prove_page(artifact.content, publication.view, publication.media)
    drawn = prove_pictures(artifact.content, publication.pictures, publication.no_pictures)
    told = (*said.differences, *drawn.differences)
    return Proof(said.compared + drawn.compared, told, said.added)


def _prove_csv(artifact: Artifact, publication: Publication) -> Proof:
    from .csv import prove

    return prove(artifact, publication)


def _prove_data(artifact: Artifact, publication: Publication) -> Proof:
    from ...certificate.data import prove_tree
    from ...structure.opened import open_raw
    from ...structure.plain import to_plain
    from ..readers import READERS

    [reader] = (reader for reader in READERS if artifact.suffix in reader.suffixes)
    form = publication.form
    try:
        raw = reader.read(Source("数据文件", artifact.content))
        found = open_raw(raw).structure(form).report
    except SourceError as error:
        return Proof(0, tuple(Mismatch("数据文件", problem=told) for told in error.problems))
    return prove_tree(to_plain(found, form), to_plain(publication.report, form))


FORMATS = (
    Format(
        "docx",
        "Word 文档",
        ".docx",
        _docx,
        needs_template=True,
        prove=_prove_docx,
        measure=_measure_docx,
        pictures=True,
    ),
    Format("html", "网页", ".html", _html, prove=_prove_html, pictures=True),
    Format("json", "JSON 数据", ".json", _json, carries_data=True, prove=_prove_data),
    Format("yaml", "YAML 数据", ".yaml", _yaml, carries_data=True, prove=_prove_data),
    Format("xlsx", "Excel 工作簿", ".xlsx", _xlsx, carries_data=True, prove=_prove_data),
    Format("csv", "CSV 表格（一表一个文件）", ".csv", _csv, prove=_prove_csv),
)
