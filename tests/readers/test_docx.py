"""Word files: what a print shows is read, in order and with its place; the rest is named."""

from __future__ import annotations

import gc
import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from conftest import CORPUS, EXAMPLES, YUNNAN
from readers.word_files import p, parts, r, tbl, tc, tr, word, zipped

from disclosure_kit import Loaded, Session, render
from disclosure_kit.builtin.readers.docx import MAX_PARAGRAPHS, read
from disclosure_kit.builtin.readers.word_tables import MAX_COLUMNS
from disclosure_kit.errors import SourceError
from disclosure_kit.model.raw import RawDocument, Source

ROOT_GOLDEN = Path(__file__).parent.parent / "golden"
FORM = CORPUS / "forms" / "gov-annual-report-blank-template.docx"
HIDDEN_STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="pv"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="pv2"><w:basedOn w:val="pv"/></w:style>'
    '<w:style w:type="character" w:styleId="cv"><w:rPr><w:vanish w:val="1"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="title"><w:pPr><w:jc w:val="center"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="l1"><w:basedOn w:val="l2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="l2"><w:basedOn w:val="l1"/></w:style>'
)


def raw(content: bytes) -> RawDocument:
    return read(Source("年报.docx", content))


def texts(body: str, styles: str = "", numbering: str = "") -> list[str]:
    return [found.text for found in raw(word(body, styles, numbering)).paragraphs]


def notices(body: str, styles: str = "", numbering: str = "") -> str:
    return "\n".join(raw(word(body, styles, numbering)).notices)


def field(code: str, *result: str) -> str:
    begin, separate, end = (
        r(f'<w:fldChar w:fldCharType="{kind}"/>') for kind in ("begin", "separate", "end")
    )
    inside = separate + "".join(r(t) if not t.startswith("<") else t for t in result)
    return f"{begin}{r(f'<w:instrText>{code}</w:instrText>')}{inside if result else ''}{end}"


def grid(*rows: str) -> list[tuple[int, int, int, int, str]]:
    [found] = raw(word(tbl(*rows))).grids
    return [(c.row, c.column, c.height, c.width, c.text) for c in found.cells]


# Paragraphs


def test_paragraphs_and_tables_in_order_with_their_places() -> None:
    document = raw(word(p("一") + p("") + p("二") + tbl(tr("甲", "乙")) + p("三") + "<w:sectPr/>"))
    assert [(x.text, x.place, x.line) for x in document.paragraphs] == [
        ("一", "第 1 段", 1),
        ("二", "第 2 段", 2),
        ("三", "第 3 段", 3),
    ]
    [table] = document.grids
    assert (table.place, table.after) == ("第 1 表", 2)
    assert [cell.place for cell in table.cells] == [
        "第 1 表第 1 行第 1 格",
        "第 1 表第 1 行第 2 格",
    ]
    assert document.notices == ()


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (p("公开", "12", "件"), "公开12件"),
        (p("\u3000\u3000公开 12 件\u00a0"), "公开 12 件"),
        (p(r("<w:t> 公开 </w:t>")), "公开"),
        (p("甲", r("<w:t> 乙 </w:t>"), "丙"), "甲乙丙"),
        (p("甲", r("<w:tab/>"), "乙"), "甲\t乙"),
        (p("010", r("<w:noBreakHyphen/>"), "1234"), "010-1234"),
        (p("甲", r("<w:softHyphen/>"), "乙"), "甲乙"),
        (p(r("<w:t>甲</w:t><w:lastRenderedPageBreak/><w:t>乙</w:t>")), "甲乙"),
        (p("甲", r('<w:sym w:font="Wingdings" w:char="F0FE"/>')), "甲☑"),
        (p("甲", r('<w:sym w:font="Wingdings 2" w:char="F06A"/>'), "乙"), "甲①乙"),
        (p("甲", r('<w:sym w:font="宋体" w:char="2460"/>')), "甲①"),
        (p(r("<w:t>1<!-- -->2</w:t>")), "12"),
        (p("<w:hyperlink><w:r><w:t>网址</w:t></w:r></w:hyperlink>"), "网址"),
        (p(f"<w:smartTag><w:smartTag>{r('1')}</w:smartTag>{r('2')}</w:smartTag>"), "12"),
        (p(f"<w:customXml>{r('甲')}</w:customXml>"), "甲"),
        (p(f"<w:fldSimple w:instr='DATE'>{r('甲')}</w:fldSimple>"), "甲"),
        (p(f"<w:sdt><w:sdtPr/><w:sdtContent>{r('甲')}</w:sdtContent></w:sdt>"), "甲"),
        (f"<w:sdt><w:sdtContent>{p('甲')}</w:sdtContent></w:sdt>", "甲"),
        (f"<w:customXml><w:ins>{p('甲')}</w:ins></w:customXml>", "甲"),
        (p(f"<w:ruby><w:rt>{r('jiǎ')}</w:rt><w:rubyBase>{r('甲')}</w:rubyBase></w:ruby>"), "甲"),
        (p(field("DATE", "甲")), "甲"),
        (p(field(" IF </w:instrText><w:instrText> 1", "甲")), "甲"),
        (p(r("<w:t>甲</w:t>"), '<w:bookmarkStart w:id="1"/>', "<w:proofErr/>", "乙"), "甲乙"),
        (p("甲", r("<w:br w:type='page'/>")), "甲"),
        (p("政府信息公开", r("<w:br/>"), "年度报告", properties='<w:jc w:val="center"/>'),
         "政府信息公开年度报告"),
        (p("某镇", r("<w:br/>"), "年报", properties='<w:pStyle w:val="title"/>'), "某镇年报"),
    ],
)  # fmt: skip
def test_visible_text(inside: str, text: str) -> None:
    document = raw(word(inside, HIDDEN_STYLES))
    assert [found.text for found in document.paragraphs] == [text]
    assert document.notices == ()


def test_a_field_over_several_paragraphs_and_one_in_the_code_of_another() -> None:
    begin, separate, end = (
        r(f'<w:fldChar w:fldCharType="{kind}"/>') for kind in ("begin", "separate", "end")
    )
    body = (
        p(begin, r("<w:instrText>TOC</w:instrText>"), separate, "一、总体情况")
        + p("二、主动公开", end)
        + p(begin, r("<w:instrText>IF</w:instrText>"), field("MERGEFIELD x", "12"), separate)
        + p("见附表", end, "。")
    )
    assert texts(body) == ["一、总体情况", "二、主动公开", "见附表。"]
    assert "域代码中的文字，未计入：第 2 段之后“12”" in notices(body)


def test_fields_that_print_what_is_no_text_are_named() -> None:
    said = notices(p("甲", field(r"EQ \o\ac(○,1)"), field("TC"), field("FORMCHECKBOX")))
    assert "有 2 处没有文字结果的域，未读：第 1 段“EQ”、第 1 段“FORMCHECKBOX”" in said
    assert "没有结束" in notices(p("甲", r('<w:fldChar w:fldCharType="begin"/>')))
    assert notices(p("甲", r('<w:fldChar w:fldCharType="end"/>'))) == ""


def test_a_line_break_in_running_text_parts_paragraphs_and_is_told() -> None:
    document = raw(word(p("甲") + p("一、总体情况", r("<w:br/>"), "\u3000\u3000正文") + p("丙")))
    assert [(x.text, x.line) for x in document.paragraphs] == [
        ("甲", 1),
        ("一、总体情况", 2),
        ("正文", 2),
        ("丙", 3),
    ]
    assert document.notices == ("年报.docx：有 1 处手动换行，按换行分段：第 2 段",)


# Changes, and what is hidden


def test_changes_are_taken_as_accepted() -> None:
    body = p(
        "公开",
        f'<w:del w:id="1">{r("<w:delText>9</w:delText>")}</w:del>',
        f'<w:ins w:id="2">{r("1")}{r("2")}</w:ins>',
        f"<w:moveFrom>{r('旧处')}</w:moveFrom>",
        f"<w:moveTo>{r('件')}</w:moveTo>",
        f"<w:ins><w:del>{r('<w:delText>无</w:delText>')}</w:del></w:ins>",
    )
    assert texts(body) == ["公开12件"]
    assert "修订中删除的文字，未计入：第 1 段“9”" in notices(body)
    assert "修订中插入的文字，已计入：第 1 段“12”" in notices(body)


@pytest.mark.parametrize("mark", ["<w:del/>", "<w:moveFrom/>", "<w:vanish/>"])
def test_a_paragraph_whose_mark_is_gone_runs_on(mark: str) -> None:
    gone = p("公开", properties=f"<w:rPr>{mark}</w:rPr>")
    assert texts(gone + p("12件")) == ["公开12件"]
    assert texts(gone) == ["公开"]
    assert texts(gone + tbl(tr("甲"))) == ["公开"]
    assert grid(tr(tc(gone, p("12"))), tr(tc(gone))) == [
        (0, 0, 1, 1, "公开12"),
        (1, 0, 1, 1, "公开"),
    ]


def test_deleted_rows_and_cells_are_left_out() -> None:
    deleted = tr("9", properties="<w:del/>")
    inserted = tr("1", tc("9", properties="<w:cellDel/>"), "2", properties="<w:ins/>")
    assert grid(deleted, inserted) == [(0, 0, 1, 1, "1"), (0, 1, 1, 1, "2")]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (p("甲", r("乙", "<w:vanish/>")), "甲"),
        (p("甲", r("乙", '<w:vanish w:val="0"/>')), "甲乙"),
        (p("甲", r("乙", '<w:vanish w:val="true"/>')), "甲"),
        (p("甲", r("乙", '<w:rStyle w:val="cv"/>')), "甲"),
        (p("甲", r("乙", '<w:rStyle w:val="cv"/><w:vanish w:val="false"/>')), "甲乙"),
        (p("甲") + p("乙", properties='<w:pStyle w:val="pv"/>'), "甲"),
        (p("甲") + p("乙", properties='<w:pStyle w:val="pv2"/>'), "甲"),
        (p("甲", r("乙", '<w:webHidden/><w:rStyle w:val="不存在"/>')), "甲乙"),
        (p("甲", properties='<w:pStyle w:val="l1"/>'), "甲"),
        # Both kinds of style say it: a toggle, so it is seen.
        (p(r("甲", '<w:rStyle w:val="cv"/>'), properties='<w:pStyle w:val="pv"/>'), "甲"),
        (p("甲", f"<w:hyperlink>{r('乙', '<w:vanish/>')}</w:hyperlink>"), "甲"),
    ],
)
def test_hidden_text(inside: str, text: str) -> None:
    document = raw(word(inside, HIDDEN_STYLES))
    assert [found.text for found in document.paragraphs] == [text]
    told = any("隐藏文字" in notice and "“乙”" in notice for notice in document.notices)
    assert told is ("乙" in inside and "乙" not in text)


def test_a_hidden_figure_is_not_read_and_its_words_are_told_once() -> None:
    body = tbl(tr("本年新收", tc(p(r("1", "<w:vanish/>"), r("2", "<w:vanish/>"), "5"))))
    document = raw(word(body))
    assert [cell.text for cell in document.grids[0].cells] == ["本年新收", "5"]
    assert document.notices == (
        "年报.docx：有 1 处隐藏文字，打印时看不见，未计入：第 1 表第 1 行第 2 格“12”",
    )


def test_a_control_that_shows_its_prompt_is_blank() -> None:
    prompt = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = (
        p("公开", prompt.format(r("单击此处")))
        + prompt.format(p("单击此处"))
        + tbl(tr("甲", tc(prompt.format(p("单击此处")))))
    )
    document = raw(word(body))
    assert [x.text for x in document.paragraphs] == ["公开"]
    assert [cell.text for cell in document.grids[0].cells] == ["甲", ""]
    assert "有 3 处尚未填写的内容控件" in document.notices[0]


# What is seen and cannot be read


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        (p("甲", r("<w:drawing><a:blip/></w:drawing>")),
         "有 1 张图片没有读入，成品里不会有（只读入正文行中的 PNG、JPEG）"),
        (p("甲") + p(r("<w:pict><v:imagedata/></w:pict>")), "第 1 张在第 1 段之后"),
        (p(r("<w:drawing><a:blip/></w:drawing>")) + p("甲"), "第 1 张在正文开头"),
        (p("甲", r("<w:object><v:imagedata/></w:object>")), "嵌入的对象或文件，未读：第 1 段"),
        (p("甲", r("<w:drawing><wps:wsp/></w:drawing>")), "图形，其中若有文字则未读：第 1 段"),
        (p("甲", f"<m:oMath><m:r>{r('1')}</m:r></m:oMath>"), "公式，未读：第 1 段"),
        (p("甲", r('<w:footnoteReference w:id="1"/>')), "脚注或尾注，注文未读：第 1 段"),
        (p("甲", r('<w:commentReference w:id="1"/>')), "批注，未计入：第 1 段"),
        (p("甲") + '<w:altChunk r:id="x"/>', "嵌入的对象或文件，未读：第 1 段之后"),
        (p("甲", r('<w:sym w:font="Wingdings" w:char="F021"/>')), "符号，认不出是什么字，未读"),
        (p("甲", r('<w:sym w:font="自造" w:char="F021"/>')), "符号，认不出是什么字，未读"),
        (p("甲", r('<w:sym w:font="自造" w:char="xyz"/>')), "符号，认不出是什么字，未读"),
        (p("甲") + tbl(tr(tc(tbl(tr("9")), p("5")), "6")),
         "第 1 表第 1 行第 1 格内套着另一个表格，其中的内容未读"),
    ],
)  # fmt: skip
def test_what_is_no_text_is_named(inside: str, said: str) -> None:
    document = raw(word(inside))
    assert [found.text for found in document.paragraphs] == ["甲"]
    assert said in "\n".join(document.notices)


def test_a_text_box_is_named_once_with_its_words() -> None:
    box = f"<w:txbxContent>{p('盖章')}</w:txbxContent>"
    body = p(
        "甲",
        r(
            f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx>"
            f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict>"
            "</mc:Fallback></mc:AlternateContent>"
        ),
    )
    assert texts(body) == ["甲"]
    assert notices(body) == "年报.docx：有 1 处文本框，其中的文字未读：第 1 段“盖章”"


def test_of_alternate_content_the_choice_is_read_once() -> None:
    both = "<mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>"  # noqa: E501
    only = "<mc:AlternateContent><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>"
    assert texts(p("甲", r(both.format("<w:t>1</w:t>", "<w:t>2</w:t>")))) == ["甲1"]
    assert texts(p("甲", r(only.format("<w:t>2</w:t>")))) == ["甲2"]
    assert texts(both.format(p("甲"), p("乙"))) == ["甲"]


def test_many_places_are_counted_and_the_first_named() -> None:
    said = notices("".join(p(f"甲{n}", r("乙", "<w:vanish/>")) for n in range(30)))
    assert said.startswith("年报.docx：有 30 处隐藏文字")
    assert said.endswith("第 8 段“乙”等 30 处")


# Numbers that Word prints


def level(at: int, kind: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


HEADS = (
    f'<w:abstractNum w:abstractNumId="0">{level(0, "chineseCountingThousand", "%1、")}'
    f"{level(1, 'chineseCounting', '（%2）')}{level(2, 'decimal', '%3.')}"
    f"{level(3, 'decimal', '%1.%4', '<w:isLgl/>')}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="1">{level(0, "bullet", "·")}{level(1, "klingon", "%2")}'
    f'</w:abstractNum><w:abstractNum w:abstractNumId="2">{level(0, "chineseCounting", "第%1章")}'
    '</w:abstractNum><w:abstractNum w:abstractNumId="3"><w:numStyleLink w:val="ls"/>'
    "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="3"/></w:num>'
    '<w:num w:numId="5"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)
HEAD_STYLES = (
    '<w:style w:type="paragraph" w:styleId="h1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
    '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="h2"><w:basedOn w:val="h1"/><w:pPr>'
    '<w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="numbering" w:styleId="ls"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr>'
    "</w:pPr></w:style>"
)


def item(text: str, at: int = 0, number: int = 1) -> str:
    listed = f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>'
    return p(text, properties=listed)


def numbered(*items: str) -> list[str]:
    return texts("".join(items), HEAD_STYLES, HEADS)


def test_printed_numbers_become_text() -> None:
    assert numbered(
        item("总体情况"),
        item("概况", 1),
        item("其一", 2),
        item("其二", 2),
        item("监督", 1),
        item("其一", 2),
        item("主动公开"),
        item("概况", 1),
        item("合法", 3),
    ) == [
        "一、总体情况",
        "（一）概况",
        "1.其一",
        "2.其二",
        "（二）监督",
        "1.其一",
        "二、主动公开",
        "（一）概况",
        "2.1 合法",
    ]


def test_numbers_by_style_by_link_and_begun_anew() -> None:
    by_style = [
        p(text, properties=f'<w:pStyle w:val="{s}"/>') for text, s in (("甲", "h1"), ("乙", "h2"))
    ]
    off = p("丙", properties='<w:pStyle w:val="h1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert numbered(*by_style, off, item("丁")) == ["一、甲", "（一）乙", "丙", "二、丁"]
    assert numbered(item("总则", 0, 4), item("附则", 0, 3)) == ["第一章 总则", "第二章 附则"]
    assert numbered(item("甲"), item("乙", 0, 5), item("丙", 0, 5), item("丁")) == [
        "一、甲",
        "一、乙",
        "二、丙",
        "三、丁",
    ]


def test_bullets_and_unknown_lists_print_no_number() -> None:
    assert numbered(item("甲", 0, 2), item("乙", 0, 9), item("丙", 7)) == ["甲", "乙", "丙"]
    body = item("甲", 1, 2)
    assert texts(body, "", HEADS) == ["甲"]
    assert "自动编号，其编号格式认不出，编号未计入：第 1 段“klingon”" in notices(body, "", HEADS)


def test_a_number_never_joins_a_figure() -> None:
    cells = tr(tc(item("5", 2)), tc(item("", 2)), tc(item("5", 3)))
    document = raw(word(tbl(cells), "", HEADS))
    assert [cell.text for cell in document.grids[0].cells] == ["1. 5", "2.", "1.1 5"]


@pytest.mark.parametrize(
    ("kind", "count", "text"),
    [
        ("chineseCounting", 10, "十"), ("japaneseCounting", 21, "二十一"),
        ("chineseCountingThousand", 105, "一百零五"), ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCounting", 100, None), ("decimalZero", 7, "07"), ("lowerLetter", 27, "aa"),
        ("upperRoman", 14, "XIV"), ("decimalEnclosedCircle", 21, "㉑"), ("lowerRoman", 4000, None),
        ("decimalFullWidth", 12, "１２"), ("ideographTraditional", 2, "乙"),
        ("ideographDigital", 3, "三"), ("decimalEnclosedParen", 1, "⑴"), ("none", 3, ""),
        ("decimalEnclosedCircle", 99, None), ("upperLetter", 999, None),
    ],
)  # fmt: skip
def test_number_formats(kind: str, count: int, text: str | None) -> None:
    made = (
        f'<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="{count}"/>'
        f'<w:numFmt w:val="{kind}"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    assert texts(item("甲"), "", made) == ["甲" if text is None else f"{text}、甲"]
    assert ("编号格式认不出" in notices(item("甲"), "", made)) is (text is None)


# Tables


def span(width: int, merge: str = "") -> str:
    below = {"": "", "top": '<w:vMerge w:val="restart"/>', "on": "<w:vMerge/>"}[merge]
    return f'<w:gridSpan w:val="{width}"/>{below}'


def test_merged_cells() -> None:
    assert grid(
        tr(tc("申请人", properties=span(3, "top")), tc("总计", properties=span(1, "top"))),
        tr(tc(properties=span(3, "on")), tc(properties=span(1, "on"))),
        tr("甲", tc("乙", properties=span(2)), "5"),
        tr("丙", "丁", "戊", properties='<w:gridBefore w:val="1"/>'),
    ) == [
        (0, 0, 2, 3, "申请人"),
        (0, 3, 2, 1, "总计"),
        (2, 0, 1, 1, "甲"),
        (2, 1, 1, 2, "乙"),
        (2, 3, 1, 1, "5"),
        (3, 1, 1, 1, "丙"),
        (3, 2, 1, 1, "丁"),
        (3, 3, 1, 1, "戊"),
    ]


def test_old_horizontal_merges_and_merges_of_nothing() -> None:
    first, on = '<w:hMerge w:val="restart"/>', '<w:hMerge w:val="continue"/>'
    assert grid(
        tr(tc("甲", properties=first), tc(properties=on), tc(properties=on), "乙"),
        tr(tc("丙", properties="<w:vMerge/>"), "丁", "戊", "己"),
    ) == [
        (0, 0, 1, 3, "甲"),
        (0, 3, 1, 1, "乙"),
        (1, 0, 1, 1, "丙"),
        (1, 1, 1, 1, "丁"),
        (1, 2, 1, 1, "戊"),
        (1, 3, 1, 1, "己"),
    ]


def test_a_merge_both_ways() -> None:
    both = '<w:hMerge w:val="{}"/><w:vMerge w:val="{}"/>'
    top = tr(
        tc("甲", properties=both.format("restart", "restart")),
        tc(properties=both.format("continue", "restart")),
    )
    below = tr(
        tc(properties=both.format("restart", "continue")),
        tc(properties=both.format("continue", "continue")),
    )
    assert grid(top, below, tr("乙", "丙")) == [
        (0, 0, 2, 2, "甲"),
        (2, 0, 1, 1, "乙"),
        (2, 1, 1, 1, "丙"),
    ]


def test_text_that_a_merge_covers_is_told() -> None:
    top, on = span(1, "top"), span(1, "on")
    said = notices(tbl(tr(tc("甲", properties=top)), tr(tc("9", properties=on))))
    assert "第 1 表第 2 行第 1 格已并入相邻的格，其中的文字“9”看不见，未计入" in said


def test_rows_and_cells_in_content_controls() -> None:
    control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = control.format(
        tbl(control.format(tr(control.format(tc("甲")), tc(control.format(p("5"))))))
    )
    assert [cell.text for cell in raw(word(body)).grids[0].cells] == ["甲", "5"]


def test_hidden_rows_are_told_and_lines_of_a_cell_are_kept() -> None:
    hidden = tr("9", properties="<w:hidden/>")
    assert grid(tr(tc("商业", "企业")), hidden, tr(tc(p("科研", r("<w:br/>"), "机构")))) == [
        (0, 0, 1, 1, "商业\n企业"),
        (1, 0, 1, 1, "科研\n机构"),
    ]
    assert "第 1 表第 2 行之前有隐藏的行" in notices(tbl(tr("甲"), hidden))


def test_adjacent_tables_stay_two_and_a_frame_is_entered() -> None:
    document = raw(word(tbl(tr("甲")) + tbl(tr("乙")) + p("丙")))
    assert [(g.place, g.after) for g in document.grids] == [("第 1 表", 0), ("第 2 表", 0)]
    framed = raw(word(tbl(tr(tc(p("一"), tbl(tr("甲", "乙")), p("二"))))))
    assert [x.text for x in framed.paragraphs] == ["一", "二"]
    assert len(framed.grids[0].cells) == 2
    assert "外框" in framed.notices[0]


@pytest.mark.parametrize("width", ["0", "-1", "x", "٣", "", "99999999999999999999"])
def test_a_width_that_is_none_counts_one(width: str) -> None:
    one = tc("甲", properties=f'<w:gridSpan w:val="{width}"/>')
    assert grid(tr(one, "乙")) == [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙")]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (tbl(tr(tc("甲", properties=span(999999)))), "列"),
        (tbl(tr(*["甲"] * (MAX_COLUMNS + 1))), "第 1 表第 1 行第 101 格"),
        (tbl(tr("甲", properties='<w:gridBefore w:val="999999"/>')), "列"),
        (p("甲") * (MAX_PARAGRAPHS + 1), "段落超过上限"),
        (p("甲" * 2_000_000) * 3, "文字超过上限"),
        ((tbl(tr("甲"))) * 1001, "表格超过上限"),
        (p(""), "没有任何文字"),
        (tbl(tr("", "")), "没有任何文字"),
        (p(r("<w:drawing><a:blip/></w:drawing>")), "只有图片"),
    ],
)
def test_limits_and_empty_files(body: str, said: str) -> None:
    with pytest.raises(SourceError, match=said) as refused:
        raw(zipped(parts(body).items(), zipfile.ZIP_STORED))
    assert str(refused.value).startswith("年报.docx")


# Other producers, and real files


def test_the_strict_format_and_parts_under_other_names() -> None:
    made = {
        name: content.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        ).replace("word/document.xml", "word/document2.xml")
        for name, content in parts(
            p("甲", r("乙", "<w:vanish/>")) + tbl(tr(tc("丙", properties=span(2)), "丁"))
        ).items()
        if isinstance(content, str)
    }
    made["word/document2.xml"] = made.pop("word/document.xml")
    document = raw(zipped(made.items()))
    assert [x.text for x in document.paragraphs] == ["甲"]
    assert [c.width for c in document.grids[0].cells] == [2, 1]


def test_a_file_of_python_docx() -> None:
    made = docx.Document()
    made.add_heading("某镇2024年政府信息公开工作年度报告", 0)
    made.add_paragraph("公开12件。").add_run().add_break()
    table = made.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(1, 1)).text = "合并"
    table.cell(2, 2).text = "5"
    made.sections[0].header.paragraphs[0].text = "页眉"
    buffer = io.BytesIO()
    made.save(buffer)
    document = raw(buffer.getvalue())
    assert [x.text for x in document.paragraphs] == [
        "某镇2024年政府信息公开工作年度报告",
        "公开12件。",
    ]
    cells = [(c.row, c.column, c.height, c.width, c.text) for c in document.grids[0].cells]
    assert cells[0] == (0, 0, 2, 2, "合并")
    assert cells[-1] == (2, 2, 1, 1, "5")
    assert document.notices == ()


def test_the_blank_form_of_the_state_council() -> None:
    document = raw(FORM.read_bytes())
    assert [x.text for x in document.paragraphs][:3] == [
        "政府信息公开工作年度报告格式模板",
        "一、总体情况",
        "（文字描述）",
    ]
    assert [(len(g.cells), g.after) for g in document.grids] == [(30, 4), (215, 5), (34, 6)]
    labels = {c.text.replace("\n", "") for g in document.grids for c in g.cells}
    assert {"商业企业", "科研机构", "（七）总计", "未经复议直接起诉", "行政事业性收费"} <= labels
    assert document.notices == ()
    for found in document.grids:
        covers(found.cells)


def covers(cells: tuple[object, ...]) -> None:
    """Every place of the grid belongs to one cell."""
    taken = [
        (row, column)
        for c in cells
        for row in range(c.row, c.row + c.height)  # type: ignore[attr-defined]
        for column in range(c.column, c.column + c.width)  # type: ignore[attr-defined]
    ]
    rows, columns = max(r for r, _ in taken) + 1, max(c for _, c in taken) + 1
    assert len(taken) == len(set(taken)) == rows * columns


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("mangshi-mengga-2018", YUNNAN / "examples" / "mangshi-mengga-2018.txt"),
        *((path.stem, path) for path in sorted(EXAMPLES.glob("*.yaml"))),
    ],
)
def test_our_own_documents_are_read_back_whole(
    name: str, path: Path, kit: Session, load: Callable[[Path], Loaded]
) -> None:
    [artifact] = render(kit, load(path))
    document = raw(artifact.content)
    assert document.notices == ()
    lines = iter(_as_golden(document))
    wanted = (ROOT_GOLDEN / f"{name}.txt").read_text("utf-8").split("\n[")
    flat = "\n[".join(wanted).splitlines()
    found = list(lines)
    assert found == list(_golden(flat))
    for table in document.grids:
        covers(table.cells)


def _as_golden(document: RawDocument) -> list[str]:
    """Paragraphs, and each row of a table with its cells, in order."""
    lines: list[str] = []
    tables = list(document.grids)
    for at in range(len(document.paragraphs) + 1):
        while tables and tables[0].after == at:
            cells = tables.pop(0).cells
            for row in range(max(c.row for c in cells) + 1):
                own = [c for c in cells if c.row <= row < c.row + c.height]
                lines.append(
                    "|".join(
                        ("^" if c.row < row else c.text.replace("\n", "/"))
                        + (f" >{c.width}" if c.width > 1 else "")
                        for c in sorted(own, key=lambda c: c.column)
                    )
                )
        if at < len(document.paragraphs):
            lines.append(document.paragraphs[at].text)
    return lines


def _golden(lines: list[str]) -> list[str]:
    found: list[str] = []
    for line in lines:
        if line.startswith("| "):
            found.append("|".join(cell.strip() for cell in line[2:-2].split(" | ")))
        elif line.startswith("["):
            found.append(line.partition("] ")[2].strip("\u3000 "))
        elif line:
            found[-1] += line  # a title in two lines
    return [line for line in found if line]


def test_many_paragraphs_and_cells_cost_linear_time() -> None:
    def seconds(count: int) -> float:
        body = p("公开12件") * count + tbl(tr(*["1"] * 20) * (count // 20))
        content = word(body)
        gc.disable()  # it would look through all that the tests before this one have kept
        try:
            began = time.process_time()
            raw(content)
            return time.process_time() - began
        finally:
            gc.enable()

    seconds(500)
    assert seconds(8_000) < 12 * max(seconds(2_000), 0.02)
