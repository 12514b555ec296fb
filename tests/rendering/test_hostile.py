"""Hostile templates, by the command: refused in Chinese with exit code 4, nothing written, and
the next report is printed as ever.

What a tag may cost is tested in ``test_bounds``, what gets out of the sandbox in
``test_strangers``.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, Ran
from faultless import suqian_text

from disclosure_kit.rendering.reproducible import pack, unpack
from disclosure_kit.rendering.template.markup import paragraph, run

NATIONAL = ROOT / "templates/2021/national.docx"
PARTS = unpack(NATIONAL.read_bytes())
BODY = "word/document.xml"
SECONDS = 30

Command = Callable[..., Ran]


@pytest.fixture
def suqian(tmp_path: Path) -> Path:
    """A report without fault, in a folder of its own."""
    (tmp_path / "报送").mkdir()
    path = tmp_path / "报送" / "suqian.yaml"
    path.write_text(suqian_text(), "utf-8")
    return path


def with_paragraphs(*texts: str, name: str = BODY, before: str = "<w:sectPr") -> bytes:
    """The national template with paragraphs of its maker behind the text."""
    added = "".join(
        paragraph("BodyText", run(text.replace("&", "&amp;").replace("<", "&lt;")))
        for text in texts
    )
    xml = PARTS[name].decode()
    assert before in xml
    head, mark, rest = xml.rpartition(before)
    return pack({**PARTS, name: f"{head}{added}{mark}{rest}".encode()})


CODE = {
    "class": "{{ title.__class__ }}",
    "mro": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "mro of a tuple": "{{ attachments.__class__.__base__.__subclasses__() }}",
    "item": "{{ title['__class__'] }}",
    "item of a group": "{{ signature['__class__'] }}",
    "attr": "{{ title|attr('__class__') }}",
    "attr joined": "{{ title|attr('__cla' ~ 'ss__') }}",
    "map": "{{ attachments|map(attribute='__class__')|list }}",
    "map a filter": "{{ attachments|map('attr', '__class__')|list }}",
    "select by attribute": "{{ sections_in_order|selectattr('__class__')|list }}",
    "groupby": "{{ sections_in_order|groupby('__class__') }}",
    "sort": "{{ sections_in_order|sort(attribute='__class__.__name__') }}",
    "globals of a macro": "{{ narrative.__globals__ }}",
    "code of a macro": "{{ narrative._func.__globals__ }}",
    "environment of a macro": "{{ narrative._environment }}",
    "bound method": "{{ signature.find('agency') }}",
    "method of text": "{{ title.encode() }}",
    "format": "{{ title.format(title) }}",
    "format string": "{{ '{0.__class__}'.format(title) }}",
    "format of another": "{{ ('{0.__init__.__globals__}').format_map(signature) }}",
    "percent": "{{ '%s' % signature }}",
    "filter format": "{{ '%999999999d'|format(1) }}",
    "cycler": "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "lipsum": "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "namespace": "{% set n = namespace(a=1) %}{{ n.a }}",
    "range": "{% for a in range(1000000000) %}x{% endfor %}",
    "joiner": "{{ joiner().__init__.__globals__ }}",
    "dict": "{{ dict(a=1) }}",
    "self": "{{ self.__init__.__globals__ }}",
    "self reference": "{{ self._TemplateReference__context }}",
    "caller": "{{ caller() }}",
    "loop walk": "{% for a in sections_in_order %}{{ loop.__class__ }}{% endfor %}",
    "loop function": "{% for a in sections_in_order %}{{ loop.cycle.__func__ }}{% endfor %}",
    "undefined walk": "{{ nothing.__class__.__init__ }}",
    "config": "{{ config }}",
    "request": "{{ request.application }}",
    "import": "{% import 'os' as os %}{{ os }}",
    "include": "{% include '/etc/passwd' %}",
    "extends": "{% extends 'x' %}",
    "from": "{% from 'os' import system %}",
    "do": "{% do title.append(1) %}",
    "debug": "{% debug %}",
    "trans": "{% trans %}x{% endtrans %}",
    "sum": "{{ 1 + 1 }}",
    "huge power": "{{ 9 ** 9 ** 9 ** 9 }}",
    "huge shift": "{{ 2 ** 100000000 }}",
    "huge text": "{{ 'a' * 10 ** 9 }}",
    "huge list": "{{ [1] * 10 ** 9 }}",
    "negated": "{{ -title }}",
    "markup": "{{ title|safe }}",
    "unescaped": "{{ '<w:p/>'|safe }}",
    "autoescape": "{% autoescape false %}{{ title }}{% endautoescape %}",
    "escape twice": "{{ title|escape|striptags }}",
    "none": "{{ none }}",
    "true": "{{ true }}",
    "a list": "{{ attachments }}",
    "a group": "{{ signature }}",
    "a macro": "{{ narrative }}",
    "a huge number": "{{ " + "9" * 5000 + " }}",
    "slices": "{{ title[::0] }}",
    "recursion": "{% macro m(x) %}{{ m(x) }}{% endmacro %}{{ m(1) }}",
    "two macros": "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}"
    "{{ a() }}",
    "recursive loop": "{% for a in sections_in_order recursive %}{{ loop(sections_in_order) }}"
    "{% endfor %}",
    "nested loops": "{% for a in title|list %}" * 9 + "{% endfor %}" * 9,
    "doubling": "{% set x = title %}" + "{% set x = x ~ x %}" * 40 + "{{ x|length }}",
}


@pytest.mark.parametrize("tag", CODE.values(), ids=CODE)
def test_a_hostile_tag_is_refused_and_nothing_written(
    tag: str, command: Command, suqian: Path, tmp_path: Path
) -> None:
    template = tmp_path / "模板.docx"
    template.write_bytes(with_paragraphs(tag))
    refused(command, suqian, template)


def refused(command: Command, report: Path, template: Path) -> Ran:
    before = sorted(report.parent.iterdir())
    begun = time.monotonic()
    ran = command("render", report, "--template", template, "-o", report.with_name("年报.docx"))
    assert time.monotonic() - begun < SECONDS
    assert ran.status == 4, ran.err
    assert str(template) in ran.err
    assert "Traceback" not in ran.err
    assert len(ran.err) < 2000
    told = ran.err.partition(str(template))[2]
    assert re.search(r"[\u4e00-\u9fff]{2}", told)
    assert sorted(report.parent.iterdir()) == before
    return ran


def test_the_next_report_is_printed_as_ever(command: Command, suqian: Path, tmp_path: Path) -> None:
    template = tmp_path / "模板.docx"
    template.write_bytes(with_paragraphs(CODE["recursion"]))
    refused(command, suqian, template)
    target = suqian.with_name("年报.docx")
    assert command("render", suqian, "-o", target).status == 0
    template.write_bytes(NATIONAL.read_bytes())
    again = suqian.with_name("又一份.docx")
    assert command("render", suqian, "--template", template, "-o", again).status == 0
    assert again.read_bytes() == target.read_bytes()


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCTYPE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def edited(name: str, *changes: tuple[str, str]) -> bytes:
    xml = PARTS[name].decode()
    for old, new in changes:
        assert old in xml
        xml = xml.replace(old, new, 1)
    return pack({**PARTS, name: xml.encode()})


def swollen(xml: str) -> bytes:
    return edited(BODY, ("<w:sectPr", f"{xml}<w:sectPr"))


UTF_16 = f'<?xml version="1.0" encoding="UTF-16"?>{DOCTYPE}<x>&a;</x>'.encode("utf-16")
PACKAGES = {
    "entity of a file": edited(
        BODY, ("<w:document", f"{DOCTYPE}<w:document"), ("{{ title }}", "&a;")
    ),
    "entity in settings": edited(
        "word/settings.xml", ("<w:settings", f"{DOCTYPE}<w:settings"), ("<w:zoom", "&a;<w:zoom")
    ),
    "entity in UTF-16": pack({**PARTS, "word/footer1.xml": UTF_16}),
    "broken settings": pack({**PARTS, "word/settings.xml": b"<w:settings rsid"}),
    "broken properties": pack({**PARTS, "docProps/core.xml": b"<x"}),
    "other properties": pack({**PARTS, "docProps/core.xml": b"<x/>"}),
    "no body": pack({**PARTS, BODY: f'<w:document xmlns:w="{W}"/>'.encode()}),
    "a foot that is the body": edited(
        "word/_rels/document.xml.rels", ('Target="footer1.xml"', 'Target="document.xml"')
    ),
    "a foot filled twice": edited(
        "word/_rels/document.xml.rels", ('Target="footer2.xml"', 'Target="footer1.xml"')
    ),
    "a part outside": edited(
        "word/_rels/document.xml.rels", ("footer1.xml", "../../../../etc/passwd")
    ),
    "many paragraphs": swollen("<w:p/>" * 1_400_000),
    "many tables": swollen("<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>" * 180_000),
    "levels": swollen("<w:sdt><w:sdtContent>" * 2000 + "<w:p/>" + "</w:sdtContent></w:sdt>" * 2000),
}


@pytest.mark.parametrize("content", PACKAGES.values(), ids=PACKAGES)
def test_a_hostile_package_is_refused_and_nothing_written(
    content: bytes, command: Command, suqian: Path, tmp_path: Path
) -> None:
    template = tmp_path / "模板.docx"
    template.write_bytes(content)
    before = sorted(suqian.parent.iterdir())
    begun = time.monotonic()
    target = suqian.with_name("年报.docx")
    words = ("--set", "template.seconds=5", "render", suqian, "--template", template)
    ran = command(*words, "-o", target)
    assert time.monotonic() - begun < SECONDS
    assert ran.status == 4, ran.err
    assert "Traceback" not in ran.err
    assert "root:" not in ran.err
    assert sorted(suqian.parent.iterdir()) == before


# Each way of attack once; the others differ in words alone.
TRIED = ("class", "attr", "format string", "import", "huge text", "recursion", "doubling")
CHECKED = {**{name: with_paragraphs(CODE[name]) for name in TRIED}, **PACKAGES}


@pytest.mark.parametrize("content", CHECKED.values(), ids=CHECKED)
def test_template_check_refuses_it_too(content: bytes, command: Command, tmp_path: Path) -> None:
    template = tmp_path / "模板.docx"
    template.write_bytes(content)
    begun = time.monotonic()
    ran = command("--set", "template.seconds=5", "template", "check", template)
    assert time.monotonic() - begun < SECONDS
    assert ran.status == 4, ran.out
    assert "Traceback" not in ran.err
    assert "root:" not in ran.out + ran.err
    assert list(tmp_path.iterdir()) == [template]


def test_styles_based_on_one_another_without_end_cost_little(
    command: Command, suqian: Path, tmp_path: Path
) -> None:
    """The proof follows them, in this process."""
    chain = "".join(
        f'<w:style w:type="paragraph" w:styleId="a{n}"><w:basedOn w:val="a{n + 1}"/></w:style>'
        for n in range(50_000)
    )
    template = tmp_path / "模板.docx"
    template.write_bytes(edited("word/styles.xml", ("</w:styles>", f"{chain}</w:styles>")))
    begun = time.monotonic()
    target = suqian.with_name("年报.docx")
    ran = command("render", suqian, "--template", template, "-o", target)
    assert time.monotonic() - begun < SECONDS
    assert ran.status == 0, ran.err
