"""A row of a shape that is known is read as if it were not."""

from __future__ import annotations

import pytest
from lxml import etree
from readers.word_files import p, r, tbl, tc, tr, word

from disclosure_kit.builtin.readers.docx import read
from disclosure_kit.builtin.readers.word_shapes import Parted, Template, template_of
from disclosure_kit.model.raw import RawDocument, Source

STYLES = (
    '<w:style w:type="paragraph" w:styleId="pv"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="num"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
    "</w:pPr></w:style>"
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
)
FIELD = "".join(r(f'<w:fldChar w:fldCharType="{kind}"/>') for kind in ("begin", "separate"))
# Each with %s in the place of words.
CELLS = {
    "plain": tc(p("%s")),
    "lines": tc(p("%s"), p(), p("%s")),
    "break": tc(p(r("%s"), r("<w:br/>"), r("%s"))),
    "blanks": tc(p("<w:r><w:t> %s </w:t></w:r>", r("<w:tab/>"))),
    "other": tc(p('<w:r><w:t xml:space="default"> %s</w:t></w:r>')),
    "hidden": tc(p(r("%s", "<w:vanish/>"))),
    "hidden style": tc(p("%s", properties='<w:pStyle w:val="pv"/>')),
    "numbered": tc(p("%s", properties='<w:pStyle w:val="num"/>')),
    "inserted": tc(p(f"<w:ins>{r('%s')}</w:ins>")),
    "deleted": tc(p("<w:del><w:r><w:delText>%s</w:delText></w:r></w:del>", "%s")),
    "unknown": tc(p("<w:strange><w:r><w:t>%s</w:t></w:r></w:strange>", "%s")),
    "field": tc(p(FIELD, r("%s"), r('<w:fldChar w:fldCharType="end"/>'))),
    "open field": tc(p(FIELD, r("%s"))),
    "table": tc(tbl(tr("%s")), p("%s")),
    "control": tc(f"<w:sdt><w:sdtContent>{p('%s')}</w:sdtContent></w:sdt>"),
    "wide": tc("%s", properties='<w:gridSpan w:val="2"/>'),
    "merged": tc("%s", properties='<w:vMerge w:val="restart"/>'),
    "goes on": tc("%s", properties="<w:vMerge/>"),
    "beside": tc("%s", properties="<w:hMerge/>"),
    "none": tc(),
}
WORDS = ("甲", "12", " 乙\u3000", "a\nb", "&amp;", "\ue000", "\x7f 丙", "&#13;", " ")


def raw(cell: str, said: tuple[str, ...]) -> RawDocument:
    before = tr(tc("项目", properties='<w:vMerge w:val="restart"/>'), "数")
    row = tr(tc("%s"), cell) + tr(cell, tc("%s"))
    words = iter(said)
    while "%s" in row:
        row = row.replace("%s", next(words), 1)
    return read(Source("年报.docx", word(p("一段") + tbl(before, row), STYLES, NUMBERING)))


@pytest.mark.parametrize("name", CELLS)
def test_a_known_shape_gives_what_reading_gives(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for one, other in zip(WORDS, WORDS[1:] + WORDS[:1], strict=True):
        said = (one, other) * 3
        found = raw(CELLS[name], said)
        with monkeypatch.context() as patched:
            patched.setattr(Parted, "of", lambda _row: None)
            assert found == raw(CELLS[name], said)


def test_who_typed_a_row_is_no_part_of_its_shape() -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    rows = [
        etree.fromstring(f'<w:tr {space} w:rsidR="{n}"><w:p><w:r><w:t>{n}</w:t></w:r></w:p></w:tr>')
        for n in ("00A1", "00B2")
    ]
    one, other = (Parted.of(row) for row in rows)
    assert one is not None
    assert other is not None
    assert one.tags == other.tags
    assert (one.words, other.words) == (["00A1"], ["00B2"])


def test_what_is_kept_is_bounded() -> None:
    template = Template()
    for number in range(100):
        template.keep((f"{number}" * 20_000,), None)
        assert sum(len(tags[0]) for tags in template.known) <= 1_000_000
    long = b"<styles>" + b" " * 1_000_000
    assert template_of(long) is not template_of(long)
