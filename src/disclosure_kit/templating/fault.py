"""What can be wrong with a template (the published table), and one case of it with its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import frozen

from ..model.finding import Severity

BODY: Final = "word/document.xml"
SHOWN: Final = 40
_PARTS: Final = {
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "styles": "样式",
}
_DRAWN: Final = {"charts": "图表", "diagrams": "SmartArt 图形"}


@frozen
class Kind:
    """A kind of fault: its code never changes meaning. ``advice`` is given where the single
    case knows no better one."""

    code: str
    severity: Severity
    title: str
    advice: str


@frozen
class Place:
    """Where in a template: ``part`` of the package (empty: the file as a whole), ``paragraph``
    the number of a ``w:p`` in it from 0, ``table``, ``row`` and ``column`` (a cell's number in
    its row) from 1 as a person counts them, ``text`` that of the paragraph."""

    part: str = ""
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    text: str = ""

    @property
    def order(self) -> tuple[bool, bool, str, int]:
        """The file as a whole first, then the body from top to bottom, then the other parts."""
        number = -1 if self.paragraph is None else self.paragraph
        return bool(self.part), self.part != BODY, self.part, number

    def __str__(self) -> str:
        return "".join(self._words())

    def _words(self) -> Iterator[str]:
        folder, _, name = self.part.rpartition("/")
        drawn = _DRAWN.get(folder.rpartition("/")[2], "")
        yield next((word for begin, word in _PARTS.items() if name.startswith(begin)), drawn)
        if self.table is not None:
            yield f"第 {self.table} 张表"
        if self.row is not None:
            yield f"第 {self.row} 行"
        if self.column is not None:
            yield f"第 {self.column} 格"
        if self.text.strip():
            yield f"段落“{short(self.text.strip())}”"


@frozen
class Fault:
    """One case: what is wrong, where, and what to do."""

    kind: Kind
    place: Place
    message: str
    advice: str = ""

    @property
    def is_error(self) -> bool:
        return self.kind.severity is Severity.ERROR

    @property
    def weight(self) -> str:
        """How bad it is, in a word."""
        return "错误" if self.is_error else "提醒"

    @property
    def what_to_do(self) -> str:
        return self.advice or self.kind.advice

    @property
    def sentence(self) -> str:
        """Where and what, in one sentence."""
        where = str(self.place)
        return f"{where}：{self.message}" if where else self.message


def short(text: str) -> str:
    """``text`` cut to what fits into a sentence."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _error(code: str, title: str, advice: str) -> Kind:
    return Kind(code, Severity.ERROR, title, advice)


def _warning(code: str, title: str, advice: str) -> Kind:
    return Kind(code, Severity.WARNING, title, advice)


FILE: Final = _error(
    "file", "不是能用的 Word 模板", "请在 Word 或 WPS 中打开，另存为“Word 文档（.docx）”再试"
)
WRONG_EDITION: Final = _error(
    "wrong-edition", "模板是另一版年报格式的", "请用 --edition 写明模板的版本，或用这一版的模板"
)
FULL_WIDTH: Final = _error(
    "full-width", "标签里有全角或不能识别的符号", "请切换到英文输入法，改成半角符号"
)
CURLY_QUOTES: Final = _warning(
    "curly-quotes",
    "标签里用了弯引号",
    '眼下能用；为免出错，请改成英文直引号 "，并关掉 Word 的“直引号替换为弯引号”',
)
UNFINISHED: Final = _error(
    "unfinished", "标签没有写完", "请补全括号；一个标签要在一段之内写完，不能中间换行"
)
SYNTAX: Final = _error(
    "syntax", "标签的写法不对", "请照 template fields 列出的写法改，或从原模板复制这个标签"
)
NOT_ALLOWED: Final = _error(
    "not-allowed", "标签做了模板不能做的事", "模板只能取用数据、循环、判断和调用模板自己的宏"
)
UNCLOSED: Final = _error("unclosed", "循环、判断或宏没有结束", "请补上结束的标签，或删去开始的标签")
UNOPENED: Final = _error(
    "unopened", "循环、判断或宏只有结束，没有开始", "请补上开始的标签，或删去这个标签"
)
CROSSED: Final = _error(
    "crossed", "循环或判断的开始和结束不在一处", "请把开始和结束放在同一格里，用同一种写法"
)
MARK_LOSES: Final = _error(
    "mark-loses",
    "整段（整行、整格）的标签旁边还有别的内容",
    "请把这个标签单独放一段（一行、一格），别的内容移到前后",
)
MARK_PLACE: Final = _error("mark-place", "标签的写法与所在的位置不符", "请照原模板的写法和位置改回")
UNKNOWN_NAME: Final = _error(
    "unknown-name", "没有这个名称的数据", "可用的标签见 template fields（注意版本和地区）"
)
NOT_TEXT: Final = _error(
    "not-text", "标签指的是一组内容，不是一段文字", "请写到最末一级；正文要用 narrative 印出"
)
FIGURE_MISSING: Final = _error(
    "figure-missing", "法定表格缺一格数据", "请把标签填回这一格；找不准位置时从原模板复制整张表"
)
FIGURE_TWICE: Final = _error("figure-twice", "同一格数据印了不止一次", "请只留它自己那一格里的一处")
FIGURE_MOVED: Final = _error(
    "figure-moved", "数据印在了别的格里", "请把标签移回它自己的行和列，或从原模板复制整张表"
)
TABLE_CHANGED: Final = _error(
    "table-changed",
    "法定表格的文字、合并或行列被改动",
    "请改回原样，或从原模板复制整张表；只改外观不会有这个问题",
)
PART_MISSING: Final = _error("part-missing", "缺少年报必有的内容", "请把标签填回模板")
PART_TWICE: Final = _error("part-twice", "同一内容印了不止一次", "请只留一处")
OPTIONAL_MISSING: Final = _warning(
    "optional-missing", "缺少有的年报才有的内容", "有这项内容的年报用这个模板会不能交付，建议填回"
)
PROOF: Final = _error(
    "proof",
    "试填后与数据不符",
    "请对照原模板改回；只改外观、加自己的段落不会有这个问题",
)
TRIAL: Final = _error("trial", "试填没有成功", "请照所说的改；改不好时从原模板重新开始")
ROW_GRID: Final = _error(
    "row-grid", "表格的一行没有占满列", "请在 Word 中补齐或删去多出的格，或从原模板复制这一行"
)
NO_GRID: Final = _error(
    "no-grid", "表格没有列宽", "请在 Word 中选中整张表，“布局→自动调整→固定列宽”，再保存"
)
THEME_FONT: Final = _warning(
    "theme-font",
    "字体只写作“主题字体”",
    "请在“字体”对话框里直接选字体名（如 仿宋_GB2312），不选“+中文正文”：换一台电脑，主题字体会变",
)
PAGE: Final = _warning("page", "版面与公文格式不一致", "不是有意为之的，请照标准改回")
REVISIONS: Final = _warning(
    "revisions",
    "有没有接受的修订",
    "填写时一律当作已经接受；请在“审阅”中接受或拒绝全部修订，并关掉“修订”",
)
COMMENTS: Final = _warning("comments", "有批注", "批注不会印到成品里；看过以后，可以在“审阅”中删去")

KINDS: Final = (
    FILE,
    WRONG_EDITION,
    FULL_WIDTH,
    CURLY_QUOTES,
    UNFINISHED,
    SYNTAX,
    NOT_ALLOWED,
    UNCLOSED,
    UNOPENED,
    CROSSED,
    MARK_LOSES,
    MARK_PLACE,
    UNKNOWN_NAME,
    NOT_TEXT,
    FIGURE_MISSING,
    FIGURE_TWICE,
    FIGURE_MOVED,
    TABLE_CHANGED,
    PART_MISSING,
    PART_TWICE,
    OPTIONAL_MISSING,
    PROOF,
    TRIAL,
    ROW_GRID,
    NO_GRID,
    THEME_FONT,
    PAGE,
    REVISIONS,
    COMMENTS,
)
