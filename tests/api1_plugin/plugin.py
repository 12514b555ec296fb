"""A plugin as one wrote it for hook API 1. It is never edited: later kits must run it as it is."""

from __future__ import annotations

import click
from frozendict import frozendict

from disclosure_kit import hookimpl
from disclosure_kit.contributions import (
    Artifact,
    Check,
    Command,
    DerivedFigure,
    Format,
    Layout,
    Picture,
    Reader,
    Scope,
    SectionParts,
    Setting,
    TemplatePack,
)
from disclosure_kit.editions.loader import load_parts
from disclosure_kit.errors import SourceError
from disclosure_kit.model.edition import Edition, Outline, OutlineKind, Section, Years
from disclosure_kit.model.example import saying
from disclosure_kit.model.finding import Finding, Severity
from disclosure_kit.model.picture import Item
from disclosure_kit.model.profile import Override
from disclosure_kit.model.prose import passages
from disclosure_kit.model.raw import RawDocument, RawParagraph

PARTS = """
[[repeating_tables]]
id = "api1.fees"
title = "信息处理费明细"
section = "other"
columns = [{ id = "agency", label = "单位", kind = "text" }]

[[figures]]
key = "api1.posts"
label = "发布信息条数"
kind = "count"
section = "overview"

[[mentions]]
section = "overview"
text = "发布信息{api1.posts}条"
"""


def run(case):
    word = case.settings["api1.word"]
    for passage in passages(case.report):
        if word in passage.text:
            yield Finding("api1-vague", Severity.WARNING, f"用了“{word}”")


def read(source):
    if source.content == b"EX\n":
        raise SourceError(f"{source.name}：是空的")
    lines = source.content.decode("utf-8").splitlines()[1:]
    return RawDocument(
        source.name,
        tuple(RawParagraph(line, f"第 {n} 行", n) for n, line in enumerate(lines, 2)),
    )


def draw(_subject, _settings):
    raise NotImplementedError  # nobody asks for it


def write(publication):
    yield Artifact(".title", publication.view.title.encode())


@hookimpl
def disclosure_editions():
    yield Edition(
        id="api1_2097",
        name="2097 年版",
        years=Years(2097),
        instrument="某号文",
        outline=OutlineKind.FREE,
        report_title="{agency}{year}年报告",
    )


@hookimpl
def disclosure_outlines():
    yield Outline(
        id="api1",
        name="示例",
        region="99",
        editions=("2014",),
        years=Years(2018, 2018),
        basis="某号文",
        sections=(Section("overview", "一、概述"),),
    )


@hookimpl
def disclosure_sections():
    yield SectionParts("api1.fees", Scope("99", ("2021",)), load_parts(PARTS, "api1"))


@hookimpl
def disclosure_checks():
    yield Check(
        "api1-vague",
        "用语确切",
        Severity.WARNING,
        run,
        Scope("99"),
        purpose="年度报告写确数。",
        basis="《条例》第四十七条",
        passing=saying("收到申请3件。"),
        failing=saying("收到申请大概3件。"),
    )


@hookimpl
def disclosure_readers():
    yield Reader("api1", "示例", (".example",), lambda head: head.startswith(b"EX"), read)


@hookimpl
def disclosure_formats():
    yield Format("api1-title", "只有标题", ".title", write)


@hookimpl
def disclosure_templates():
    yield TemplatePack("api1", "docx", Scope("9999"), lambda *_: b"PK...")


@hookimpl
def disclosure_layouts():
    bold = Override(True, "某办〔2024〕1号第十二条")
    yield Layout("api1", Scope("99"), frozendict({"heading.bold": bold}))


@hookimpl
def disclosure_figures():
    yield DerivedFigure("api1.twice", "两倍", Scope("99"), lambda report: 2 * report.year)


@hookimpl
def disclosure_pictures():
    items = (Item("新收", ("applications.received.natural_person",)),)
    yield Picture("api1.people", "自然人申请", Scope("99", ("2021",)), items, draw)


@hookimpl
def disclosure_settings():
    yield Setting("api1.seal", "no", "是否留印章位置", ("yes", "no"))


@hookimpl
def disclosure_commands():
    yield Command(
        "api1-hello", "问好", click.Command("api1-hello", callback=lambda: click.echo("您好"))
    )
