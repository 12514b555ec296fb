"""A row of a shape that is known is read as if it were not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree
from readers.word_files import p, parts, r, tbl, tc, tr, word, zipped

from disclosure_kit.builtin.readers import docx, word_tables
from disclosure_kit.builtin.readers.docx import read
from disclosure_kit.builtin.readers.word_frame import Kind, framed, parsed
from disclosure_kit.builtin.readers.word_kept import Kept, template_of
from disclosure_kit.builtin.readers.word_numbering import Numbering
from disclosure_kit.builtin.readers.word_shapes import Parted, Shape, ShapedLine
from disclosure_kit.builtin.readers.word_styles import Styles
from disclosure_kit.builtin.readers.word_tables import whole_of
from disclosure_kit.builtin.readers.word_text import Reader
from disclosure_kit.builtin.readers.word_whole import Whole
from disclosure_kit.errors import SourceError
from disclosure_kit.model.raw import RawDocument, Source

STYLES = (
    '<w:style w:type="paragraph" w:styleId="pv"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="hid"><w:rPr><w:vanish/></w:rPr></w:style>'
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
    "hidden where a name of Word's notes ends a value": tc(
        p(r("%s", '<w:rStyle w:a="b w:rsidR=" w:val="hid"/>'))
    ),
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
SHAPES = {
    Kind.LINE: ShapedLine("", centred=False, runs_on=False),
    Kind.TABLE: Whole((), (), (), 0, ()),
    Kind.ROW: Shape((), 0),
}
TIMES = range(3)  # a piece is seen, it is read for its shape, it is known
WORDS = ("甲", "12", " 乙\u3000", "a\nb", "&amp;", "\ue000", "\x7f 丙", "&#13;", " ", "")


def body(cell: str, said: tuple[str, ...]) -> str:
    before = tr(tc("项目", properties='<w:vMerge w:val="restart"/>'), "数")
    row = tr(tc("%s"), cell) + tr(cell, tc("%s"))
    words = iter(said)
    while "%s" in row:
        row = row.replace("%s", next(words), 1)
    return p("一段") + tbl(before, row) + p("又一段")


def outcome(content: bytes) -> RawDocument | list[str]:
    try:
        return read(Source("年报.docx", content))
    except SourceError as error:
        return [*error.problems]


def by_nodes(content: bytes, monkeypatch: pytest.MonkeyPatch) -> RawDocument | list[str]:
    """As it is read where no shape is known."""
    with monkeypatch.context() as patched:
        patched.setattr(Parted, "of", lambda _row: None)
        patched.setattr(docx, "framed", lambda _content, _shape_of: None)
        return outcome(content)


@pytest.mark.parametrize("name", CELLS)
def test_a_known_shape_gives_what_reading_gives(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for one, other in zip(WORDS, WORDS[1:] + WORDS[:1], strict=True):
        content = word(body(CELLS[name], (one, other) * 3), STYLES, NUMBERING)
        expected = by_nodes(content, monkeypatch)
        for _ in TIMES:
            assert outcome(content) == expected


ROW = body(CELLS["plain"], ("甲", "乙", "丙", "丁"))
CHANGED = {
    "as it is": ROW,
    "a comment": ROW.replace("<w:tbl>", "<w:tbl><!--").replace("</w:tbl>", "--></w:tbl>"),
    "an instruction": ROW.replace("<w:tbl>", "<w:tbl><?a b?>"),
    "as data": ROW.replace("甲", "<![CDATA[<w:tr>]]>"),
    "no end of a row": ROW.replace("</w:tr>", "", 1),
    "no start of a row": ROW.replace("<w:tr>", "", 1),
    "no end of a cell": ROW.replace("</w:tc>", "", 1),
    "no end of the table": ROW.replace("</w:tbl>", ""),
    "no sign in words": ROW.replace("甲", "\x01"),
    "no words": ROW.replace("甲", "]]>"),
    "another space": ROW.replace("<w:tbl>", '<w:tbl xmlns:w="urn:other">'),
    "another space in a row": ROW.replace("<w:tr>", '<w:tr xmlns:w="urn:other">', 1),
    "a forged place": ROW.replace("<w:tr>", '<w:tr piece-of-a-known-shape="0">', 1),
    "a forged place below an open field": p(FIELD)
    + ROW.replace("<w:tr>", '<w:tr piece-of-a-known-shape="0">', 1),
    "a forged row": ROW.replace("</w:tbl>", '<w:tr piece-of-a-known-shape="7"/></w:tbl>'),
    "twice the same": ROW.replace("<w:tr>", '<w:tr w:a="1" w:a="2">', 1),
    "in a control": f"<w:sdt><w:sdtContent>{ROW}</w:sdtContent></w:sdt>",
    "in a text box": p("段", f"<w:pict><w:txbxContent>{ROW}</w:txbxContent></w:pict>"),
    "in a frame": tbl(tr(tc(ROW))),
    "in a cell": tbl(tr(tc(ROW), "甲")),
    "in a paragraph": f"<w:p>{ROW}</w:p>",
    "below an open field": p(FIELD) + ROW,
    "below an open field, a word as in a tag": p(FIELD) + ROW.replace("甲", "xmlns"),
    "too deep": "<w:ins>" * 95 + ROW + "</w:ins>" * 95,
    "too many tags": ROW + "<w:p/>" * 400_001,
    "no body": ROW + "</w:body><w:body>" + ROW,
    "words that end a comment": tbl(
        tr(tc(p(r("<w:t><!--<w:t>-->99</w:t><w:t><w:t><?x --><w:t>12?></w:t></w:t>"))))
    ),
    "text in text": ROW.replace("甲", "1<w:t></w:t> 2"),
    "an end in an attribute": ROW.replace("<w:tbl>", '<w:tbl w:a="</w:tr><w:tr>">'),
}


def pieces_of(content: str, *kinds: Kind) -> list[str]:
    """What is taken out of a body where every piece is of a known shape, or those of ``kinds``."""

    def known(kind: Kind) -> Callable[[Parted], Any]:
        here = kind in kinds or not kinds
        return lambda piece: SHAPES[kind] if here and parsed(piece, kind) is not None else None

    written = str(parts(content)["word/document.xml"]).encode()
    frame = framed(written, {kind: known(kind) for kind in Kind})
    tags = {id(shape): kind.tag for kind, shape in SHAPES.items()}
    return [tags[id(shape)] for shape, _ in frame.pieces] if frame else []


TEXT_BOX = f"<w:pict><w:txbxContent>{p('丙')}{p('丁')}</w:txbxContent></w:pict>"


def test_a_paragraph_is_taken_out_where_nothing_stands_around_it() -> None:
    assert pieces_of(p("甲") + '<w:bookmarkEnd w:id="0"/>' + p("乙")) == ["w:p"] * 2
    assert pieces_of(p("甲") + p(r(TEXT_BOX)) + p("乙")) == ["w:p"]
    assert pieces_of(
        f"{p('甲')}<w:sdt><w:sdtContent>{p('乙')}{p('丙')}</w:sdtContent></w:sdt>"
    ) == ["w:p"]
    assert pieces_of(tbl(tr(tc(p("甲") + p("乙"), tbl(tr("丙")))))) == []


@pytest.mark.parametrize("name", CHANGED)
def test_pieces_are_taken_out_only_where_the_whole_says_the_same(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = word(ROW, STYLES, NUMBERING)
    for _ in TIMES:
        outcome(known)
    assert pieces_of(ROW) == ["w:p", "w:tbl", "w:p"]
    assert pieces_of(ROW, Kind.ROW) == ["w:tr"] * 3
    content = word(CHANGED[name], STYLES, NUMBERING)
    for _ in TIMES:
        assert outcome(content) == by_nodes(content, monkeypatch)


def test_of_many_cells_the_one_too_many_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    content = word(p("一段") + tbl(*[tr("甲", "乙")] * 4), STYLES)
    for _ in TIMES:
        outcome(content)  # and is known
    monkeypatch.setattr(word_tables, "MAX_CELLS", 7)
    expected = by_nodes(content, monkeypatch)
    assert "第 4 行第 2 格" in str(expected)
    assert outcome(content) == expected


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
    assert (one.texts, other.texts) == (("00A1",), ("00B2",))


NOTED = "".join(
    tr(tc(p("甲"))).replace("<w:tr>", f'<w:tr w:rsidR="00{n}" w:rsidTr="7{n}">') for n in "AB"
)
NOTES = {
    "as Word writes them": NOTED,
    "twice the same": NOTED.replace('w:rsidR="00B"', 'w:rsidR="00B" w:rsidR="00C"'),
    "in a word": NOTED.replace("甲", ' w:rsidR="00A" '),
    "in paragraphs and runs": NOTED.replace(
        "<w:p>", '<w:p w:rsidR="0A" w:rsidRDefault="0B">'
    ).replace("<w:r>", '<w:r w:rsidRPr="0C">'),
    "twice the same apart": NOTED.replace('w:rsidR="00B"', 'w:rsidR="00B" w:a="" w:rsidR="00C"'),
    "twice the same in a paragraph": NOTED.replace("<w:p>", '<w:p w:rsidR="0A" w:rsidR="0A">'),
    "in another order": NOTED.replace("<w:p>", '<w:p w:rsidP="0A" w:rsidR="0B">'),
    "of a prefix that is not declared": NOTED.replace("<w:p>", '<w:p w14:paraId="0A">'),
    "of a prefix that a row declares": NOTED.replace(
        "<w:p>", '<w:p w14:paraId="0A" xmlns:w14="urn:a">'
    ),
    "no number": NOTED.replace("<w:p>", '<w:p w:rsidR="0G">'),
    "no end of a value": NOTED.replace("<w:p>", '<w:p w:rsidR="0A>'),
    "no blank between": NOTED.replace("<w:p>", '<w:p w:rsidR="0A"w:rsidP="0B">'),
    "in a comment": NOTED.replace("<w:p>", '<!--<w:p w:rsidR="0A">--><w:p>'),
    "as data": NOTED.replace("甲", '<![CDATA[<w:p w:rsidR="0A">]]>'),
    "within a value": tbl(
        *(tr(tc(p(r(n, f"<w:rStyle w:val='hid w:rsidR=\"0{n}\"'/>")))) for n in "12")
    ),
}


NO_XML = {
    name
    for name in NOTES
    if name.startswith(("twice", "no end", "no blank", "of a prefix that is"))
}


@pytest.mark.parametrize("name", NOTES)
def test_rows_that_only_notes_tell_apart_are_read_as_alone(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = NOTES[name] if name == "within a value" else tbl(NOTES[name])
    style = '<w:style w:type="character" w:styleId="hid w:rsidR=&quot;01&quot;"><w:rPr><w:vanish/>'
    content = word(p("一段") + body, f"{STYLES}{style}</w:rPr></w:style>")
    expected = by_nodes(content, monkeypatch)
    for _ in TIMES:
        assert outcome(content) == expected
    assert isinstance(expected, list) == (name in NO_XML)


def test_the_notes_of_word_leave_no_row_in_the_body() -> None:
    """Those of a part that declares their prefix; each file has other numbers."""
    outcome(word(tbl(tr(tc(p("甲"))))))
    noted = (
        '<w:tr w:rsidR="0{0}" w14:paraId="1{0}" w14:textId="77777777" w:rsidTr="2{0}"><w:tc>'
        '<w:p w14:paraId="3{0}" w14:textId="77777777" w:rsidR="4{0}" w:rsidRPr="5{0}" '
        'w:rsidRDefault="6{0}" w:rsidP="7{0}"><w:r w:rsidRPr="8{0}"><w:t>{0}</w:t></w:r></w:p>'
        "</w:tc></w:tr>"
    )
    asked: list[Parted] = []

    def known(row: Parted) -> Shape:
        asked.append(row)
        return Shape((), 0)

    for number in ("1", "2"):
        part = str(parts(tbl(noted.format(number)))["word/document.xml"])
        part = part.replace("xmlns:w=", 'xmlns:w14="urn:w14" xmlns:w=', 1)
        none = dict.fromkeys((Kind.LINE, Kind.TABLE), lambda _: None)
        frame = framed(part.encode(), {Kind.ROW: known, **none})
        assert frame is not None
        assert [row.texts for _, row in frame.pieces] == [(number,)]
        assert b"77777777" not in frame.left
    assert asked[0].tags == asked[1].tags


MANY_SPACES = {
    "many": " ".join(f'xmlns:n{number}="urn:{number}"' for number in range(200)),
    "long": f'xmlns:n="urn:{"n" * 10_000}"',
}


@pytest.mark.parametrize("spaces", MANY_SPACES.values(), ids=MANY_SPACES)
@pytest.mark.parametrize("where", ["<w:document ", "<w:tbl>", "<w:sdt>"])
def test_no_piece_is_written_anew_with_more_namespaces_than_word_has(
    where: str, spaces: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of a few kilobytes took minutes: with each row all of them are written and parsed."""
    rows = "".join(tr(tc(p(r(str(n), f'<w:sz w:val="{n}"/>')))) for n in range(5))
    made = parts(tbl(rows) + tbl(f"<w:sdt><w:sdtContent>{rows}</w:sdtContent></w:sdt>"))
    part = str(made["word/document.xml"])
    made["word/document.xml"] = part.replace(where, f"{where[:-1]} {spaces}{where[-1]}")
    content = zipped(made.items())
    expected = by_nodes(content, monkeypatch)
    written: list[int] = []
    of = Parted.of

    def counted(row: etree._Element) -> Parted | None:
        written.append(len(etree.tostring(row)))
        return of(row)

    monkeypatch.setattr(Parted, "of", counted)
    for _ in TIMES:
        assert outcome(content) == expected
    assert max(written, default=0) < 3_000


def test_below_a_beginning_that_word_does_not_write_nothing_is_parsed_for_its_shape() -> None:
    asked: list[Parted] = []
    for spaces, expected in (("", True), (MANY_SPACES["long"], False)):
        part = str(parts(tbl(tr("1")))["word/document.xml"])
        part = part.replace("<w:document ", f"<w:document {spaces} ")
        framed(part.encode(), dict.fromkeys(Kind, lambda piece: asked.append(piece)))
        assert bool(asked) is expected
        asked.clear()


@pytest.mark.parametrize("said", ["w:a=' xmlns:w14='", 'xmlns:axmlns="u" axmlns:w14=""'])
def test_a_prefix_that_is_only_in_a_value_is_not_declared(said: str) -> None:
    made = parts(tbl(tr("1").replace("<w:p>", '<w:p w14:paraId="0A">')))
    part = str(made["word/document.xml"])
    made["word/document.xml"] = part.replace("<w:document ", f"<w:document {said} ")
    for _ in TIMES:
        assert "损坏" in str(outcome(zipped(made.items())))


class Fleeting(dict[Any, Any]):
    """What another thread makes room in as soon as something was found."""

    def __contains__(self, key: object) -> bool:
        found = super().__contains__(key)
        self.clear()
        return found


def piece(number: int, letters: int = 0) -> Parted:
    return Parted((b"", b"<%d" % number + b"0" * letters), (), b"</w:t>", printable=True)


def test_another_thread_may_make_room_meanwhile() -> None:
    shape = SHAPES[Kind.ROW]
    kept: Kept[Any] = Kept(known=Fleeting({piece(1).tags: None}))
    assert kept.shape(piece(1), lambda: shape) in (None, shape)


def test_what_is_kept_is_bounded() -> None:
    kept: Kept[Any] = Kept()
    for number in range(100):
        kept.shape(piece(number, 40_000), lambda: None)
        assert kept.known
        assert sum(len(tag) for tags in kept.known for tag in tags) <= 1_000_000
    kept = Kept(set())
    for number in range(2_000):
        kept.shape(piece(number), lambda: None)
    assert kept.seen
    assert len(kept.seen) <= 1_000
    whole = Whole((), (), (), 0, ("第 1 行第 1 格",))
    for number in range(100):
        whole.filled(f"第 {number} 表", piece(0))
    assert len(whole._named) <= 4
    long = b"<styles>" + b" " * 1_000_000
    assert template_of(long) is not template_of(long)


def test_a_table_that_is_larger_than_a_form_has_no_shape() -> None:
    """Of one that has, places are kept as long as the shape is."""
    styles = Styles(None)
    reader = Reader(styles, Numbering(None, styles))
    begin, _ = str(parts("")["word/document.xml"]).encode().split(b"</w:body>")
    for rows, known in ((100, True), (101, False)):
        table = tbl(tr(*[tc("")] * 30) * rows).encode()
        piece = Parted.of_written(table, b"</w:t>", begin)
        assert piece is not None
        written = parsed(piece, Kind.TABLE, signs=True)
        assert written is not None
        assert (whole_of(written, reader) is not None) is known


def test_of_what_is_never_there_again_nothing_is_read_for_its_shape() -> None:
    kept: Kept[Any] = Kept(set())
    asked = []
    for number in (1, 2, 1, 1, 3):
        kept.shape(piece(number), lambda number=number: asked.append(number))
    assert asked == [1]
    assert set(kept.known) == {piece(1).tags}


def grown(rows: int, word: str) -> bytes:
    """A table of ``rows`` in which a label goes on downwards; ``word`` stands behind it."""
    label = tr(tc("项目", properties='<w:vMerge w:val="restart"/>'), tc(p("一"), p("二")), "1")
    below = tr(tc(word, properties="<w:vMerge/>"), tc(p("三"), p(word)), "2")
    return word_of(p("一段") + tbl(label, *[below] * rows))


def word_of(content: str) -> bytes:
    return word(content, STYLES, NUMBERING)


def test_a_table_of_known_rows_is_read_as_if_none_were(monkeypatch: pytest.MonkeyPatch) -> None:
    files = [grown(rows, said) for rows in (2, 1, 2, 3) for said in ("", "看不见", " ", "")]
    expected = [by_nodes(file, monkeypatch) for file in files]
    assert "看不见" in str(expected[1])
    for _ in TIMES:
        assert [outcome(file) for file in files] == expected


# Paragraphs, each with %s in the place of words.
LINES = {
    name: cell.removeprefix("<w:tc>").removesuffix("</w:tc>").replace("<w:tcPr></w:tcPr>", "")
    for name, cell in CELLS.items()
    if name in ("plain", "lines", "break", "blanks", "other", "hidden", "hidden style", "numbered")
    or name in ("inserted", "deleted", "unknown", "field", "open field", "control")
} | {
    "centred": p("%s", properties='<w:jc w:val="center"/>'),
    "runs on": p("%s", properties="<w:rPr><w:vanish/></w:rPr>"),
    "with a box": p(r(TEXT_BOX), "%s"),
    "with a picture": p(
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        'wordprocessingDrawing"/></w:drawing></w:r>',
        "%s",
    ),
    "an end of a field": p(r('<w:fldChar w:fldCharType="end"/>'), "%s"),
}


@pytest.mark.parametrize("name", LINES)
def test_a_known_paragraph_is_read_as_if_it_were_not(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for one, other in zip(WORDS, WORDS[1:] + WORDS[:1], strict=True):
        line = LINES[name]
        said = line.replace("%s", one) + line.replace("%s", other) + p(one) + tbl(tr(other))
        content = word_of(said + p("末") + line.replace("%s", one))
        expected = by_nodes(content, monkeypatch)
        for _ in TIMES:
            assert outcome(content) == expected
