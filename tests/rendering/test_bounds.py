"""A template of a stranger: what it may do, how long, and what it may bring along."""

from __future__ import annotations

import io
import resource
import time
import zipfile
from collections.abc import Iterator

import pytest
from lxml import etree
from rendering.conftest import edition_form, report_for, view_of

from disclosure_kit.errors import TemplateError
from disclosure_kit.rendering.reproducible import pack, unpack
from disclosure_kit.rendering.style import Style
from disclosure_kit.rendering.template import make_template
from disclosure_kit.rendering.template.markup import paragraph, run
from disclosure_kit.rendering.word import render_document

FORM = edition_form("2021")
VIEW = view_of(report_for(FORM), FORM)
PARTS = unpack(make_template(FORM, Style()))
SECONDS = 20


@pytest.fixture(autouse=True)
def little_memory() -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (8 << 30, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_AS, before)


def changed(name: str, old: str, new: str) -> bytes:
    text = PARTS[name].decode()
    assert old in text
    return pack({**PARTS, name: text.replace(old, new, 1).encode()})


def with_tag(tag: str) -> bytes:
    text = run(tag.replace("&", "&amp;").replace("<", "&lt;"))
    return changed("word/document.xml", "<w:sectPr", f"{paragraph('BodyText', text)}<w:sectPr")


def refusal(template: bytes) -> TemplateError:
    begun = time.monotonic()
    with pytest.raises(TemplateError) as caught:
        render_document(template, VIEW)
    assert time.monotonic() - begun < SECONDS
    return caught.value


@pytest.mark.parametrize(
    "tag",
    [
        "{% for a in sections_in_order %}" * 12 + "x" + "{% endfor %}" * 12,
        "{% for a in title|list %}" * 9 + "{% endfor %}" * 9,
        "{% macro m(x) %}{{ m(x) }}{% endmacro %}{{ m(1) }}",
        "{% macro m(n) %}{% if n %}{{ m(n[1:]) }}{{ m(n[1:]) }}{% endif %}{% endmacro %}"
        "{{ m(title ~ title) }}",
        "{% macro m(f) %}{{ f(f) }}{% endmacro %}{{ m(m) }}",
        "{% macro m(x) %}{{ m(x ~ x) }}{% endmacro %}{{ m(title) }}",
        "{% macro m0() %}{{ title }}{% endmacro %}"
        + "".join(
            f"{{% macro m{n + 1}() %}}{{{{ m{n}() }}}}{{{{ m{n}() }}}}{{% endmacro %}}"
            for n in range(40)
        )
        + "{{ m40() }}",
        "{% for a in sections_in_order recursive %}{{ loop(sections_in_order) }}{% endfor %}",
        "{% set x = title %}" + "{% set x = x ~ x %}" * 40 + "{{ x|length }}",
        "{% set x = title %}" + "{% set x %}{{ x }}{{ x }}{% endset %}" * 40,
        "{% set x = title %}" + "{% set x = x|replace('年', x) %}" * 40 + "{{ x|length }}",
        "{% set x = title|replace('', title) %}" + "{% set x = x|replace('', x) %}" * 4,
        "{% set x = title %}" + "{% set x = x|list|join(x) %}" * 40 + "{{ x|length }}",
        "{{ title.center(1000000000) }}",
        "{{ title.ljust(3000000000)|length }}",
        "{{ (title ~ '\t').expandtabs(2000000000)|length }}",
        "{% call narrative(preamble) %}x{% endcall %}",
        "{% include '/etc/passwd' %}",
        "{% block x %}{{ self.x() }}{% endblock %}",
        "{" * 200_000,
        "{{ " * 20_000,
        "{% " * 20_000,
        "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    ],
    ids=range(23),
)
def test_what_would_not_end_is_refused_soon(tag: str) -> None:
    (problem,) = refusal(with_tag(tag)).problems
    assert problem.startswith("模板")
    assert len(problem) < 300


def test_unclosed_tags_in_many_paragraphs_are_refused_soon() -> None:
    many = "".join(paragraph("BodyText", run("{% " + "字" * 100)) for _ in range(20_000))
    refusal(changed("word/document.xml", "<w:sectPr", f"{many}<w:sectPr"))


def test_a_huge_part_is_refused() -> None:
    text = "<w:p/>" * 2_000_000
    assert (
        "word/document.xml"
        in refusal(changed("word/document.xml", "<w:sectPr", f"{text}<w:sectPr")).problems[0]
    )


@pytest.mark.parametrize(
    ("tag", "printed"),
    [
        ("{{ title ~ '<' ~ document_number }}", f"{VIEW.title}<某政〔2025〕1号"),
        ("{{ attachments|join('、') }}", "统计表、情况说明"),
        ("{{ title|replace('年度', '') }}", VIEW.title.replace("年度", "")),
        ("{% for a in attachments %}{{ loop.index }}/{{ loop.length }}{% if not loop.last %}，"
         "{% endif %}{% else %}无{% endfor %}", "1/2，2/2"),
        ("{% set x = title %}{{ x }}", VIEW.title),
    ],
)  # fmt: skip
def test_what_a_template_may_do(tag: str, printed: str) -> None:
    xml = unpack(render_document(with_tag(tag), VIEW))["word/document.xml"]
    assert printed in ["".join(p.itertext()) for p in etree.fromstring(xml).iter("{*}p")]


# What comes along

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "word/_rels/document.xml.rels"


def relation(kind: str, target: str, *, external: bool = True) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="rId99" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'


def related(text: str, **parts: bytes) -> bytes:
    template = unpack(changed(RELATIONS, "</Relationships>", f"{text}</Relationships>"))
    return pack({**template, **parts})


def test_the_template_s_own_template_is_forgotten() -> None:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{relation('attachedTemplate', 'file:///C:/Users/x/Normal.dotm')}</Relationships>"
    )
    settings = PARTS["word/settings.xml"].decode()
    head, rest = settings.split("<w:zoom", 1)
    attached = f'<w:attachedTemplate xmlns:r="{OFFICE}" r:id="rId99"/>'
    template = pack(
        {
            **PARTS,
            "word/settings.xml": f"{head}{attached}<w:zoom{rest}".encode(),
            "word/_rels/settings.xml.rels": rels.encode(),
        }
    )
    for name, content in unpack(render_document(template, VIEW)).items():
        assert b"Normal.dotm" not in content, name
        assert b"attachedTemplate" not in content, name


def test_a_link_may_stay() -> None:
    document = render_document(related(relation("hyperlink", "https://www.gov.cn/")), VIEW)
    assert b"https://www.gov.cn/" in unpack(document)[RELATIONS]


@pytest.mark.parametrize("kind", ["image", "oleObject", "subDocument", "frame", "mailMergeSource"])
def test_what_is_fetched_from_elsewhere_is_refused(kind: str) -> None:
    (problem,) = refusal(related(relation(kind, "http://example.com/x"))).problems
    assert "http://example.com/x" in problem


@pytest.mark.parametrize(
    "name",
    [
        "word/vbaProject.bin",
        "word/activeX/activeX1.xml",
        "word/embeddings/oleObject1.bin",
        "word/embeddings/x.xlsx",
    ],
)
def test_macros_and_embedded_files_are_refused(name: str) -> None:
    (problem,) = refusal(pack({**PARTS, name: b"x"})).problems
    assert name in problem


@pytest.mark.parametrize("kind", ["vbaProject", "oleObject", "package", "control", "aFChunk"])
def test_they_are_known_by_their_relation_too(kind: str) -> None:
    given = related(
        relation(kind, "harmless.xml", external=False), **{"word/harmless.xml": b"<x/>"}
    )
    assert "word/harmless.xml" in refusal(given).problems[0]


def test_a_part_given_twice_is_refused() -> None:
    stream = io.BytesIO(pack(PARTS))
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", PARTS["word/document.xml"])
    assert "重复" in refusal(stream.getvalue()).problems[0]


MAIN = "wordprocessingml.document.main+xml"


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (
            changed("[Content_Types].xml", MAIN, "wordprocessingml.template.main+xml"),
            "模板是 .dotx 文件",
        ),
        (
            changed(
                "[Content_Types].xml",
                f"vnd.openxmlformats-officedocument.{MAIN}",
                "vnd.ms-word.document.macroEnabled.main+xml",
            ),
            "模板是 .docm 文件",
        ),
        (pack({k: v for k, v in PARTS.items() if k != "word/styles.xml"}), "缺少 word/styles.xml"),
        (pack({k: v for k, v in PARTS.items() if "Content" not in k}), r"缺少 \[Content_Types\]"),
        (pack({k: v for k, v in PARTS.items() if k != "_rels/.rels"}), "缺少 _rels/.rels"),
        (pack({**PARTS, "[Content_Types].xml": b"<x"}), "已损坏"),
        (pack({**PARTS, RELATIONS: b"<x"}), "已损坏"),
        (pack({**PARTS, "word/document.xml": b"<a/>"}), "不能使用"),
    ],
)
def test_another_kind_of_file_is_told_in_chinese(template: bytes, said: str) -> None:
    error = refusal(template)
    assert len(error.problems) == 1
    with pytest.raises(TemplateError, match=said):
        raise error
    assert "Word" in error.hint
