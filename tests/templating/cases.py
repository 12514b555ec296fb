"""One template for every kind of fault: what a person did to it, and what must be said of it.

``page`` is docs/reference/template-faults.md, made of these cases; a test compares. To write it:
``PYTHONPATH=tests:. python tests/templating/cases.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from attrs import field, frozen
from edited_templates import (
    FORM,
    NAMESPACES,
    TEMPLATE,
    Edit,
    W,
    checked,
    drop,
    edited,
    edition_form,
    paragraph_with,
    remove,
    repeat,
    rewrite,
    row_with,
    table_with,
)
from lxml import etree

from disclosure_kit.rendering.reproducible import pack, unpack
from disclosure_kit.rendering.style import Style
from disclosure_kit.rendering.template import make_template
from disclosure_kit.templating.fault import Fault
from disclosure_kit.templating.fitting import misfit
from disclosure_kit.templating.reading import read

PAGE = Path(__file__).parents[2] / "docs/reference/template-faults.md"
OLD = make_template(edition_form("2019"), Style())
TOTAL = "{{ applications.received.total }}"


@frozen
class Case:
    """``done`` is what the person did, in words; ``where`` the table, row and cell (or the text)
    that must be named; ``said`` words that the message must have."""

    code: str
    done: str
    template: Callable[[], bytes] = field(repr=False)
    said: str
    where: tuple[int | None, int | None, int | None] = (None, None, None)
    text: str = ""


def _typed(code: str, old: str, new: str, said: str, **more: object) -> Case:
    where = (2, 4, 8) if old == TOTAL and new else (None, None, None)
    done = f"`{old}` 写成 `{new}`" if new else f"删去 `{old}`"
    given: dict[str, object] = {"where": where, "text": new if new and not where[0] else "", **more}
    return Case(code, done, lambda: edited(rewrite(old, new)), said, **given)  # type: ignore[arg-type]


def _did(code: str, done: str, *edits: Edit, said: str, **more: object) -> Case:
    return Case(code, done, lambda: edited(*edits), said, **more)  # type: ignore[arg-type]


def _swapped(root: etree._Element) -> None:
    rewrite(TOTAL, "甲")(root)
    rewrite("{{ applications.received.other }}", TOTAL)(root)
    rewrite("甲", "{{ applications.received.other }}")(root)


def _short_row(root: etree._Element) -> None:
    drop(row_with(root, "applications.carried_in.total").findall("w:tc", NAMESPACES)[-1])


def _without_grid(root: etree._Element) -> None:
    table = table_with(root, "remedies.cases.")
    for column in table.findall("w:tblGrid/w:gridCol", NAMESPACES):
        drop(column)


def _theme(root: etree._Element) -> None:
    style = next(s for s in root.iter(f"{W}style") if s.get(f"{W}styleId") == "BodyText")
    fonts = style.find("w:rPr/w:rFonts", NAMESPACES)
    if fonts is None:
        looks = style.find("w:rPr", NAMESPACES)
        looks = etree.SubElement(style, f"{W}rPr") if looks is None else looks
        fonts = etree.Element(f"{W}rFonts")
        looks.insert(0, fonts)
    fonts.set(f"{W}eastAsiaTheme", "minorEastAsia")


def _narrow(root: etree._Element) -> None:
    margins = root.find(".//w:pgMar", NAMESPACES)
    assert margins is not None
    margins.set(f"{W}top", "1440")


def _tracked(root: etree._Element) -> None:
    run = paragraph_with(root, "{{ title }}").find("w:r", NAMESPACES)
    assert run is not None
    inserted = etree.Element(f"{W}ins", {f"{W}id": "1", f"{W}author": "张三"})
    run.addprevious(inserted)
    inserted.append(run)


def _commented(root: etree._Element) -> None:
    run = etree.SubElement(paragraph_with(root, "{{ title }}"), f"{W}r")
    etree.SubElement(run, f"{W}commentReference", {f"{W}id": "0"})


def _numbered(root: etree._Element) -> None:
    looks = paragraph_with(root, "{{ signature.date }}").find("w:pPr", NAMESPACES)
    assert looks is not None
    number = etree.SubElement(looks, f"{W}numPr")
    etree.SubElement(number, f"{W}ilvl", {f"{W}val": "0"})
    etree.SubElement(number, f"{W}numId", {f"{W}val": "1"})


def _row_put_in(root: etree._Element) -> None:
    row = row_with(root, "applications.carried_in.total")
    looks = row.find("w:trPr", NAMESPACES)
    if looks is None:
        looks = etree.Element(f"{W}trPr")
        row.insert(0, looks)
    etree.SubElement(looks, f"{W}ins", {f"{W}id": "1", f"{W}author": "张三"})


def _end_put_in(root: etree._Element) -> None:
    looks = paragraph_with(root, "{{ sections.problems.title }}").find("w:pPr", NAMESPACES)
    assert looks is not None
    mark = etree.SubElement(looks, f"{W}rPr")
    etree.SubElement(mark, f"{W}ins", {f"{W}id": "1", f"{W}author": "张三"})


def with_endnote() -> bytes:
    """An endnote of the county's own, with a tag in it."""
    parts = unpack(TEMPLATE)
    note = (
        f'<w:endnotes xmlns:w="{NAMESPACES["w"]}"><w:endnote w:id="2"><w:p><w:r>'
        "<w:t>由{{ signature.agency }}解释</w:t></w:r></w:p></w:endnote></w:endnotes>"
    )
    office = "officeDocument/2006/relationships/endnotes"
    for name, end, more in (
        (
            "[Content_Types].xml",
            "</Types>",
            '<Override PartName="/word/endnotes.xml" ContentType="application/'
            'vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"/>',
        ),
        (
            "word/_rels/document.xml.rels",
            "</Relationships>",
            f'<Relationship Id="rId77" Type="http://schemas.openxmlformats.org/{office}" '
            'Target="endnotes.xml"/>',
        ),
    ):
        parts[name] = parts[name].decode().replace(end, more + end).encode()
    return pack({**parts, "word/endnotes.xml": note.encode()})


def with_macros() -> bytes:
    parts = unpack(TEMPLATE)
    types = parts["[Content_Types].xml"].decode()
    docm = "application/vnd.ms-word.document.macroEnabled.main+xml"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return pack({**parts, "[Content_Types].xml": types.replace(main, docm).encode()})


CASES = (
    Case("file", "另存成带宏的 .docm 再改名", with_macros, "模板是 .docm 文件"),
    Case("wrong-edition", "用 2019 版的模板印 2021 版的年报", lambda: OLD, "这是 2019 版的模板"),
    _typed("full-width", TOTAL, "｛｛ applications.received.total ｝｝", "全角"),
    _typed("full-width", "{%p endmacro %}", "{％p endmacro ％}", "（％）"),
    _typed("full-width", "{{ title }}", "{{ title｜trim }}", "（｜）"),
    _typed("curly-quotes", '{%p if notes["remedies"] %}', "{%p if notes[“remedies”] %}", "弯引号"),
    _typed("curly-quotes", '{{ notes["remedies"] }}', '{{ notes["remedies”] }}', "弯引号"),
    _typed("unfinished", "{{ title }}", "{{ title", "没有在这一段里写完整"),
    _typed("unfinished", "{{ title }}", "{ title }", "少了一层括号"),
    _typed("syntax", "{{ title }}", "{{ title title }}", "在 title 处读不下去"),
    _typed("syntax", "{%p endfor %}", "{%p edfor %}", "没有 edfor 这种语句（是否为 endfor？）"),
    _typed("syntax", "{%p endfor %}", "{% p endfor %}", "p 应紧跟在 {% 之后"),
    _typed("not-allowed", "{{ title }}", "{{ title + 1 }}", "不作计算"),
    _typed("not-allowed", "{{ title }}", "{{ title | safe }}", "没有名为 safe 的过滤器"),
    _typed("not-allowed", "{{ title }}", "{{ title.upper() }}", "只能调用模板自己的宏"),
    _typed("not-allowed", "{%p endmacro %}", '{%p include "x" %}', "模板里不用 include"),
    _did(
        "unclosed",
        "删去 `{%p endfor %}` 一段",
        remove("{%p endfor %}"),
        said="循环“{%p for paragraph in paragraphs %}”没有结束",
        text="{%p for paragraph in paragraphs %}",
    ),
    _did(
        "unclosed",
        "删去 `{%p endif %}` 一段",
        remove("{%p endif %}"),
        said="没有结束",
        text='{%p if paragraph.kind == "heading2" %}',
    ),
    _did(
        "unopened",
        "删去 `{%p if document_number %}` 一段",
        remove("{%p if document_number %}"),
        said="“{%p endif %}”前面没有开始的标签",
        text="{%p endif %}",
    ),
    _typed(
        "crossed",
        "{%p if document_number %}",
        "{% if document_number %}",
        "写法不同",
        text="{%p endif %}",
    ),
    _typed(
        "mark-loses",
        "{%p if document_number %}",
        "{%p if document_number %}文号：",
        "旁边的“文号：”会丢失",
    ),
    _typed("mark-place", "{{p narrative(preamble) }}", "{{ narrative(preamble) }}", "应写作 {{p"),
    _typed("mark-place", "{{ title }}", "{{p title }}", "应写作 {{"),
    _typed("mark-place", "{{ title }}", "{%tr if title %}", "这里不在表格里"),
    Case(
        "mark-place",
        "把 `{{ signature.agency }}` 写在尾注里",
        with_endnote,
        "尾注段落“由{{ signature.agency }}解释”：这里的标签不会换成数据",
        text="由{{ signature.agency }}解释",
    ),
    _typed(
        "unknown-name",
        TOTAL,
        "{{ applications.recieved.total }}",
        "applications 里没有 recieved（是否为 received？）",
    ),
    _typed("unknown-name", "{{ title }}", "{{ titel }}", "没有名为 titel 的内容（是否为 title？）"),
    _typed(
        "unknown-name",
        '{{ notes["remedies"] }}',
        '{{ notes["remedie"] }}',
        "notes 里没有 remedie（是否为 remedies？）",
    ),
    _typed("not-text", TOTAL, "{{ applications.received }}", "指的是一组内容"),
    _typed("not-text", "{{ title }}", '{{ title == "x" }}', "“是”或“否”"),
    _typed(
        "figure-missing",
        TOTAL,
        "",
        "缺少表三（applications）“一、本年新收政府信息公开申请数量·总计”的数据",
        where=(2, 4, 8),
    ),
    _did(
        "figure-missing",
        "删去表三“二、上年结转……”一行",
        lambda root: drop(row_with(root, "applications.carried_in.total")),
        said="一行的全部 7 格数据",
        where=(2, None, None),
    ),
    _did(
        "figure-missing",
        "删去整张表三",
        lambda root: drop(table_with(root, TOTAL)),
        said="缺少表三（applications）的全部 175 格数据",
        text="{{ sections.applications.title }}",
    ),
    _typed(
        "figure-twice",
        TOTAL,
        "{{ applications.received.business }}",
        "·商业企业”的数据印了不止一次，另一处在第 2 张表第 4 行第 3 格",
    ),
    _did(
        "figure-moved",
        "两格的标签对调",
        _swapped,
        said="·总计”：这一格印的是“一、本年新收政府信息公开申请数量·其他”的数据",
        where=(2, 4, 7),
    ),
    _typed("table-changed", "总计", "合计", "应为“总计”，文档里是“合计”", where=(2, 2, 4), text=""),
    _did(
        "table-changed",
        "把表二拖到第五部分",
        lambda root: paragraph_with(root, "{{ sections.problems.title }}").addnext(
            table_with(root, "proactive.")
        ),
        said="位置不对",
        where=(3, None, None),
    ),
    _did(
        "part-missing",
        "删去 `{{p narrative(sections.problems.runs[0]) }}` 一段",
        remove("{{p narrative(sections.problems.runs[0]) }}"),
        said="缺少“五、存在的主要问题及改进情况”正文",
        text="{{ sections.problems.title }}",
    ),
    _did("part-missing", "删去 `{{ title }}` 一段", remove("{{ title }}"), said="缺少标题"),
    _did(
        "part-missing",
        '删去 `{{ notes["remedies"] }}` 一段',
        remove('{{ notes["remedies"] }}'),
        said="表四（remedies）的说明",
        where=(3, None, None),
    ),
    _did(
        "part-twice",
        "`{{ signature.date }}` 一段复制了一遍",
        repeat("{{ signature.date }}"),
        said="成文日期印了不止一次",
        text="{{ signature.date }}",
    ),
    _did(
        "optional-missing",
        "删去 `{{ document_number }}` 一段",
        remove("{{ document_number }}"),
        said="缺少发文字号",
    ),
    _typed("optional-missing", "{{p paragraph.table }}", "", "“小表”一类的段落没有印出（8 处）"),
    _did(
        "optional-missing",
        "删去 `{{p narrative(annex.paragraphs) }}` 一段",
        remove("{{p narrative(annex.paragraphs) }}"),
        said="缺少附件的正文",
    ),
    _typed("optional-missing", "{{ paragraph.picture }}", "", "正文里的图片没有印出（8 处）"),
    _did(
        "proof",
        "给成文日期一段加了自动编号",
        _numbered,
        said="成文日期：含有不能核对的内容（自动编号）",
        text="{{ signature.date }}",
    ),
    _typed(
        "proof",
        TOTAL,
        '{% if applications.received.total != "0" %}{{ applications.received.total }}{% endif %}',
        "数据全是 0、附件只有一个的年报，试填后",
    ),
    _typed(
        "trial",
        "{{ title }}",
        "{{ title }}{{ none }}",
        "得到 None",
        text="",
    ),
    _did(
        "row-grid",
        "删去表三一行的最后一格",
        _short_row,
        said="这一行的格共占 9 列，表格有 10 列",
        where=(2, 5, None),
    ),
    _did(
        "no-grid",
        "从别的软件粘来的表没有列宽",
        _without_grid,
        said="没有写明各列的宽度",
        where=(3, None, None),
    ),
    Case(
        "theme-font",
        "正文样式的字体选了“+中文正文”",
        lambda: edited(_theme, name="word/styles.xml"),
        "字体是主题字体",
    ),
    _did("page", "上边距改成 25.4 mm", _narrow, said="25.4 mm"),
    _did("revisions", "开着“修订”改过标题", _tracked, said="修订", text="{{ title }}"),
    _did(
        "revisions",
        "开着“修订”粘贴过一行",
        _row_put_in,
        said="修订：插入或删去了这一行",
        where=(2, 5, None),
    ),
    _did(
        "revisions",
        "开着“修订”在标题后面按过回车",
        _end_put_in,
        said="修订",
        text="{{ sections.problems.title }}",
    ),
    _did("comments", "标题上留了批注", _commented, said="1 条批注"),
)


@cache
def faults_of(case: Case) -> tuple[Fault, ...]:
    """All that is said of the template of a case."""
    template = case.template()
    if case.code != "wrong-edition":
        return checked(template).faults
    other = misfit(read(template), FORM, [FORM, edition_form("2019")])
    return () if other is None else (other,)


def fault_of(case: Case) -> Fault:
    """The fault of the case's kind that has its words."""
    said = faults_of(case)
    found = [f for f in said if f.kind.code == case.code and case.said in f.sentence]
    assert found, [(f.kind.code, f.sentence) for f in said]
    return found[0]


INTRO = """\
# 模板的问题

`template check` 说得出的每一种问题：怎样会出现，说什么，怎么办。代号的含义从不改变。
“错误”的模板不能用（退出码 4）；“提醒”的能用。做法见[自己的模板](../how-to/own-template.md)。

下面每一行都是一份真的改坏的模板，由 `tests/templating/cases.py` 逐份核对并生成本页，测试比对。

`--json` 给出 `{"file", "ok", "edition", "region", "compared", "faults", "notices"}`，其中
`faults` 的每一项是 `{"code", "severity", "message", "advice", "place"}`，`place` 是
`{"part", "table", "row", "column", "text"}`：表、行、格从 1 数起，
`compared` 是试填后核对的处数，0 为没有试填成。

| 代号 | 轻重 | 改了什么 | 说什么 | 怎么办 |
|---|---|---|---|---|
"""


def page() -> str:
    """The published table."""
    lines = []
    for case in CASES:
        fault = fault_of(case)
        cells = (f"`{case.code}`", fault.weight, case.done, fault.sentence, fault.what_to_do)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return INTRO + "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8", newline="\n")
