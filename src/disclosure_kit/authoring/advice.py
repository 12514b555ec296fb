"""What to do about a mistake, by what its sentence says."""

from __future__ import annotations

import re
from typing import Final

OTHERWISE: Final = "照句中所说改正；各个文件的写法见 docs/how-to/region-plugin.md"
_ADVICE: Final = tuple(
    (re.compile(pattern), advice)
    for pattern, advice in (
        (
            "不是有效的 TOML",
            "文字放在英文双引号里，引号、方括号、花括号成对，一行一项的末尾有英文逗号；先看这一行和上一行",
        ),
        ("不是 UTF-8", "用记事本打开，另存为，编码选 UTF-8"),
        ("缺少 plugin.toml", "在文件夹里放一个 plugin.toml；plugin new 可以生成一份"),
        ("不认识的键", "改正键名，或删去这一行"),
        ("缺少这个键", "在这一项里补上这个键"),
        ("不是插件的内容", "改正文件名，或移到插件文件夹之外"),
        ("没有定义词组", "在同一个文件的 [words] 里写上这个词组"),
        ("插件接口版本", "把 api 改为本程序支持的版本，并看 docs/reference/hooks.md 有什么变动"),
        ("应以插件名开头", "改名，使它以插件名开头；引用它的地方一并改"),
        ("超出插件声明", "改它的适用范围，或改 plugin.toml 里的 region、editions"),
        ("定义了 .* 次|重复|列了两次", "只留一处，或给其中一处改名"),
        ("分不清", "每一行、每一列的名称在一张表里只用一次；改其中一个的 label"),
        ("不能相加的", 'left、right 里只写同一类的数；per = "column" 的，用 over 写明是哪几列'),
        ("版的模板", "文件名写模板自己的版本，如 2019.docx；或用 template new 重做这一版的"),
        ("写了 .* 次", "每一项只写一次；合计写在 left，各项写在 right"),
        ("不存在|没有版本|不在表|没有钩子", "改正名字，或补上它所指的那一项"),
        ("不能加在法定部分", "改用 [[subsections]]，放在法定部分之内"),
        ("链接", "把文件本身复制到插件文件夹里"),
        ("漏写了 @hookimpl", "在这个函数前加一行 @hookimpl"),
        ("没有写明出处|没有预期结果", "照 docs/reference/plugin-examples.md 补写"),
        ("没有举出", "给这个检查写上 passing、failing 两个例子，见 docs/reference/hooks.md"),
        ("全国通用", "地方插件不能增加版本；去掉 editions 文件夹，或去掉 plugin.toml 里的 region"),
        ("年度重叠", "改 years，不要与已有的版本同年"),
        ("的默认值", "default 写 choices 里的一个，或补进 choices"),
        ("转成", "derives_from 写一个已有的、自己不由别的格式转成的格式，见 formats"),
        ("内置部分的名字", "另取一个名字"),
        ("ImportError|ModuleNotFound", "先安装它要用的软件；或去掉这个 import"),
        ("什么也没有给出|一系列值", "在函数里用 yield 逐个给出"),
        ("不能是 wrapper", "去掉 @hookimpl 括号里的 wrapper"),
        ("给出的是|不对：", "照 docs/reference/hooks.md 给出这个钩子规定的值"),
        ("钩子都不带参数", "函数的参数照 docs/reference/hooks.md 所列，不要自己增加"),
        ("^[A-Za-z]+：", "改正这一行的代码；载入时和钩子里不要退出，也不要抛出异常"),
        ("应是文字", '文字加上英文双引号，如 "1.0"'),
        (
            "应是一个列表",
            '加上方括号，如 ["2021"]；小节、表、规则各占一段，段首写两重方括号，如 [[tables]]',
        ),
        ("不是区划代码", '写本地的区划代码，如 "533103"（省两位、市四位、县六位）'),
        ("应是|只能是|不能是|应写作|写法不对", "照句中所说的写法改这一行"),
    )
)


def advice_on(sentence: str) -> str:
    """What to do."""
    return next((a for pattern, a in _ADVICE if pattern.search(sentence)), OTHERWISE)
