"""The copy with comments: each at its place, and nothing else in the file changed."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from edited_templates import (
    NAMESPACES,
    TEMPLATE,
    W,
    checked,
    edited,
    remove,
    rewrite,
    text_of,
)
from lxml import etree
from rendering.conftest import part
from templating.cases import CASES, TOTAL, Case, faults_of

from disclosure_kit.errors import TemplateError
from disclosure_kit.rendering.reproducible import unpack
from disclosure_kit.templating.annotate import AUTHOR, annotate
from disclosure_kit.templating.fault import Fault

WRONG = edited(
    rewrite("{{ title }}", "｛｛ title ｝｝"),
    rewrite(TOTAL, "{{ applications.recieved.total }}"),
    rewrite("{{ applications.carried_in.total }}", ""),
    remove("{{ document_number }}"),
)
CHANGED = {
    "[Content_Types].xml",
    "word/document.xml",
    "word/comments1.xml",
    "word/_rels/document.xml.rels",
}


@pytest.fixture(scope="module")
def faults() -> tuple[Fault, ...]:
    return checked(WRONG).faults


def anchors(document: bytes) -> dict[str, str]:
    """The text of the paragraph that each comment stands at."""
    marks = part(document).iter(f"{W}commentRangeStart")
    return {mark.get(f"{W}id", ""): text_of(mark.getparent()) for mark in marks}  # type: ignore[arg-type]


def test_word_reads_a_comment_for_each_fault(faults: tuple[Fault, ...]) -> None:
    read = docx.Document(io.BytesIO(annotate("a.docx", WRONG, faults)))
    comments = list(read.comments)
    assert [c.author for c in comments] == [AUTHOR] * len(faults)
    for comment, fault in zip(comments, faults, strict=True):
        assert comment.text.startswith(f"{fault.weight}：{fault.message}")
        assert fault.what_to_do in comment.text


def test_each_stands_at_its_place(faults: tuple[Fault, ...]) -> None:
    document = annotate("a.docx", WRONG, faults)
    places = anchors(document)
    by_code = {fault.kind.code: places[str(n)] for n, fault in enumerate(faults)}
    assert by_code["full-width"] == "｛｛ title ｝｝"
    assert by_code["unknown-name"] == "{{ applications.recieved.total }}"
    assert by_code["figure-missing"] == "", "the empty cell itself"
    assert by_code["optional-missing"].startswith("{%p macro"), "no place: at the top"
    gap = next(f for f in faults if f.kind.code == "figure-missing")
    row = part(document).findall(".//w:tbl", NAMESPACES)[1].findall("w:tr", NAMESPACES)[4]
    marked = [cell for cell in row if cell.find(".//w:commentReference", NAMESPACES) is not None]
    assert [row.findall("w:tc", NAMESPACES).index(cell) + 1 for cell in marked] == [
        gap.place.column
    ]


def test_no_other_part_is_touched(faults: tuple[Fault, ...]) -> None:
    before, after = unpack(WRONG), unpack(annotate("a.docx", WRONG, faults))
    assert set(after) - set(before) == {"word/comments1.xml"}
    assert {name for name in before if before[name] != after[name]} == CHANGED & set(before)
    root = part(annotate("a.docx", WRONG, faults))
    for node in list(root.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd")):
        node.getparent().remove(node)  # type: ignore[union-attr]
    for node in list(root.iter(f"{W}commentReference")):
        run = node.getparent()
        run.getparent().remove(run)  # type: ignore[union-attr]
    assert etree.tostring(root, method="c14n") == etree.tostring(part(WRONG), method="c14n")


def test_same_input_same_bytes(faults: tuple[Fault, ...]) -> None:
    assert annotate("a.docx", WRONG, faults) == annotate("a.docx", WRONG, faults)


def test_a_second_call_takes_the_first_comments_out(faults: tuple[Fault, ...]) -> None:
    once = annotate("a.docx", WRONG, faults)
    twice = annotate("a.docx", once, faults[:1])
    assert len(list(docx.Document(io.BytesIO(twice)).comments)) == 1
    assert len(anchors(twice)) == 1
    none = annotate("a.docx", once, ())
    assert not anchors(none)
    assert checked(none).faults == faults


def test_the_comments_of_people_stay(faults: tuple[Fault, ...]) -> None:
    opened = docx.Document(io.BytesIO(WRONG))
    paragraph = next(p for p in opened.paragraphs if "｛｛" in p.text)
    opened.add_comment(paragraph.runs, text="王五：标题要红的", author="王五", initials="王")
    stream = io.BytesIO()
    opened.save(stream)
    for again in range(2):
        document = annotate("a.docx", stream.getvalue(), faults)
        authors = [c.author for c in docx.Document(io.BytesIO(document)).comments]
        assert authors.count("王五") == 1, again
        assert authors.count(AUTHOR) == len(faults)
        stream = io.BytesIO(document)


@pytest.mark.parametrize(
    "case", [c for c in CASES if c.code != "file"], ids=lambda c: f"{c.code}: {c.done}"
)
def test_any_wrong_template_can_have_comments(case: Case) -> None:
    document = annotate("a.docx", case.template(), faults_of(case))
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        assert archive.testzip() is None
    assert list(docx.Document(io.BytesIO(document)).comments)


def test_a_fault_in_a_footer_is_told_at_the_top() -> None:
    footer = edited(rewrite("1", "{{ titel }}"), name="word/footer1.xml")
    faults = checked(footer).faults
    (slip,) = [f for f in faults if f.kind.code == "unknown-name"]
    assert str(slip.place).startswith("页脚")
    texts = anchors(annotate("a.docx", footer, [slip]))
    assert texts["0"].startswith("{%p macro")


def test_a_file_beyond_the_limits_is_refused() -> None:
    with pytest.raises(TemplateError):
        annotate("a.docx", TEMPLATE[:500], ())
