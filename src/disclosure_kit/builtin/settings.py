"""The core's settings."""

from __future__ import annotations

from ..app import CALL_SECONDS, SECONDS, TEMPLATE_SECONDS
from ..contributions import Setting
from ..office import SETTING as OFFICE
from ..pictures import drawing
from ..rendering.style import LANDSCAPE_SETTING, WIDE
from ..view import ANNEX_SETTING, SEAL_SETTING, SEALED

SETTINGS = (
    Setting(
        "document.fonts",
        "gb2312",
        "文档写明的字体：gb2312（仿宋_GB2312 等）、windows（仿宋 等）或 local（本机有的）；"
        "程序不附带字体",
        ("gb2312", "windows", "local"),
    ),
    Setting(
        ANNEX_SETTING,
        "filled",
        "附表何时印出：filled（填有数据时）或 always（总是）",
        ("filled", "always"),
    ),
    Setting(
        SEAL_SETTING,
        "without",
        "落款怎样排：without（不加盖印章）或 with（加盖印章，留出盖章的位置）",
        ("without", SEALED),
    ),
    Setting(
        LANDSCAPE_SETTING,
        "never",
        "宽表是否横排：never（不横排）或 wide（十列以上的表另起横排的面；只对程序生成的模板）",
        ("never", WIDE),
    ),
    Setting(
        SECONDS,
        "10",
        "插件里用 Python 写的一项检查最多运行多少秒；超时即中止，按没有完成处理",
        ("2", "10", "60"),
    ),
    Setting(
        TEMPLATE_SECONDS,
        "20",
        "填一份自带的或插件的 Word 模板最多用多少秒；超时即中止，不生成文档",
        ("5", "20", "120"),
    ),
    Setting(
        CALL_SECONDS,
        "300",
        "插件里用 Python 写的其他内容（读文件、写成品、给模板、算数据）一次最多运行多少秒；"
        "超时即中止，不生成文档",
        ("2", "60", "300", "900"),
    ),
    Setting(
        drawing.PAGE,
        "yes",
        "网页里放不放插件画的图：yes（适用于本报告的都放）或 no",
        ("yes", "no"),
    ),
    Setting(
        drawing.SECONDS,
        "30",
        "插件画一张图最多用多少秒；超时即中止，不生成文档",
        ("10", "30", "120"),
    ),
    Setting(
        OFFICE,
        "",
        "LibreOffice 的程序（soffice）在哪里；空着时自己找",
    ),
)
