"""The core's commands: each parses its words, asks ``app``, presents, and gives the exit code.

Here stands what ``--help`` says of each, and where it is: a command is imported when it is run.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

_SUMMARIES: Final = {
    "accept": "对一种提醒作出说明，以后不再列为提醒",
    "check": "核对年报，列出错误和提醒",
    "checks": "各项检查；写明代号时解释这一项",
    "compare": "把几份年报的数据和文字放在一起对比",
    "convert": "把可读取的文件转成数据（.json、.yaml、.xlsx）",
    "demo": "把自带的两份真实年报生成为 Word 文档",
    "doctor": "本机的情况：哪些能用，哪些会有出入",
    "editions": "年报格式的各个版本",
    "formats": "可以生成的格式",
    "new": "生成一份空白年报表格（.xlsx、.yaml、.json）",
    "plugin": "编写插件：起步、查错、逐项证明",
    "plugins": "插件：已载入的和没有载入的",
    "readers": "可以读取的文件",
    "render": "核对年报并生成正式文档",
    "rollup": "把各单位的年报汇总成本级的数据，列出未报、重复、逾期的单位",
    "schema": "数据文件的 JSON Schema",
    "template": "Word 模板：生成、列出标签、核对",
    "verify": "把成品再读一遍，与数据逐段逐格核对",
    "why": "汇总成品里的一个合计，从哪些单位、哪些格来",
}
# Those that do not stand in a module of their own name.
_MODULES: Final = {"editions": "listings", "formats": "listings", "readers": "listings"}

# What each does and where it is (``module:name``), by its name.
COMMANDS: Final = MappingProxyType(
    {
        name: (summary, f"{__name__}.{_MODULES.get(name, name)}:{name}")
        for name, summary in _SUMMARIES.items()
    }
)
