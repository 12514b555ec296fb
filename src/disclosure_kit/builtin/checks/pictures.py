"""Pictures that the report names and that cannot be published."""

from __future__ import annotations

from collections.abc import Iterator

from frozendict import frozendict

from ...contributions import Check
from ...model.case import Case
from ...model.example import Example
from ...model.finding import Finding, Outcome, Severity
from ...model.prose import PREAMBLE, attached
from ...model.report import Block, Image


def pictures_usable(case: Case) -> Iterator[Outcome]:
    """Each place at which a picture stands that is missing, damaged or no picture."""
    report = case.report
    yield from _in(PREAMBLE, report.preamble, case)
    for section, narrative in report.sections.items():
        yield from _in(section, narrative.body, case)
    for part, body in attached(report):
        yield from _in(part, body, case)


def _in(part: str, blocks: tuple[Block, ...], case: Case) -> Iterator[Outcome]:
    for number, block in enumerate(blocks):
        if isinstance(block, Image) and (why := case.unusable.get(block.path)):
            address = f"{part}[{number}]"
            yield Finding(
                code="picture-unusable",
                severity=Severity.ERROR,
                message=f"图片 {block.path} {why}",
                addresses=(address,),
                advice="请把图片放到报告旁边、路径所写的位置，或改正路径；缺了图片的报告不会生成文档",
                source=case.report.sources.get(address, ""),
            )


CHECK = Check(
    "picture-unusable",
    "图片齐全、可用",
    Severity.ERROR,
    pictures_usable,
    purpose="报告里写明的图片找不到、损坏或不是图片，印出来就不是完整的报告。",
    basis="《中华人民共和国政府信息公开条例》第四十七条：内容应准确；图片只收 PNG、JPEG",
    passing=Example(),
    failing=Example(unusable=frozendict({"media/1.png": "没有找到"})),
)
