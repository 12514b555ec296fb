"""Cell formats that are the cell's own and a colour besides."""

from __future__ import annotations

import copy
from typing import Final

from attrs import define, field
from lxml import etree

from ...errors import OutputError
from ...intake.package_copy import Copy
from ...model.finding import Severity
from .markup import MAIN, tag

COLOURS: Final = {
    Severity.ERROR: "FFFF9999",
    Severity.WARNING: "FFFFE699",
    Severity.INFO: "FFBDD7EE",
}
MAX_FORMATS: Final = 64_000  # more than Excel opens
_MEMBERS: Final = {"cellXfs": "xf", "fills": "fill"}
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_PART: Final = "xl/styles.xml"  # some readers look for this name alone
_PLAIN: Final = f"""<styleSheet xmlns="{MAIN}">
<fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>
</styleSheet>"""


@define
class Colours:
    """The formats of a workbook, with those that the slip adds."""

    _root: etree._Element
    _fills: dict[Severity, int] = field(factory=dict)
    _made: dict[tuple[int, Severity], int] = field(factory=dict)

    def format(self, own: int, severity: Severity) -> int:
        """The format that is ``own`` in the colour of ``severity``.

        Raises:
            OutputError: the workbook holds as many formats as Excel opens.
        """
        if (own, severity) not in self._made:
            formats = self._list("cellXfs")
            known = formats.findall(tag("xf"))
            made = copy.deepcopy(known[own if own < len(known) else 0])
            made.set("fillId", str(self._fill(severity)))
            made.set("applyFill", "1")
            self._made[own, severity] = _append(formats, made)
        return self._made[own, severity]

    def _fill(self, severity: Severity) -> int:
        if severity not in self._fills:
            fill = etree.Element(tag("fill"))
            pattern = etree.SubElement(fill, tag("patternFill"), {"patternType": "solid"})
            etree.SubElement(pattern, tag("fgColor"), {"rgb": COLOURS[severity]})
            etree.SubElement(pattern, tag("bgColor"), {"indexed": "64"})
            self._fills[severity] = _append(self._list("fills"), fill)
        return self._fills[severity]

    def _list(self, name: str) -> etree._Element:
        found = self._root.find(tag(name))
        if found is None or found.find(tag(_MEMBERS[name])) is None:
            raise OutputError(
                f"工作簿的格式部件没有 {name}，不能着色",
                hint="请在 Excel 或 WPS 中打开，另存一份再试",
            )
        return found


def colours_of(book: Copy) -> Colours:
    """The formats of ``book``; a book without any gets plain ones."""
    main = book.package.main
    part = book.related(main, "styles")
    if part is not None:
        return Colours(book.tree(part))
    root = etree.fromstring(_PLAIN, etree.XMLParser(remove_blank_text=True))
    name = book.add(_PART if _PART not in book else "xl/styles{}.xml", root)
    book.relate(main, "styles", name)
    book.override(name, _TYPE)
    return Colours(root)


def _append(formats: etree._Element, made: etree._Element) -> int:
    number = len(formats.findall(made.tag))
    if number >= MAX_FORMATS:
        raise OutputError(
            f"工作簿已有 {number} 种单元格格式，不能再加",
            hint="请在 Excel 或 WPS 中把内容复制到新工作簿再试",
        )
    formats.append(made)
    formats.set("count", str(number + 1))
    return number
