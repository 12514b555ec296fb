"""Templates made to keep a machine busy: told in time, in a few sentences."""

from __future__ import annotations

import time

import pytest
from edited_templates import NAMESPACES, Edit, W, checked, edited, paragraph_with, table_with
from lxml import etree

SECONDS = 60.0  # of a machine that is busy with other tests


def many(count: int, words: str) -> Edit:
    def edit(root: etree._Element) -> None:
        title = paragraph_with(root, "{{ title }}")
        for _ in range(count):
            node = etree.Element(f"{W}p")
            etree.SubElement(etree.SubElement(node, f"{W}r"), f"{W}t").text = words
            title.addprevious(node)

    return edit


def _rows(root: etree._Element) -> None:
    table = table_with(root, "remedies.cases.")
    row = etree.fromstring(f'<w:tr xmlns:w="{NAMESPACES["w"]}"><w:tc><w:p/></w:tc></w:tr>')
    for _ in range(3_000):
        table.append(etree.fromstring(etree.tostring(row)))


@pytest.mark.parametrize(
    "edit",
    [
        many(6_000, "{{ title }}"),
        many(5, f"{{{{ {'(' * 900} }}}}"),
        many(5, f"{{{{ {'not ' * 450}title }}}}"),
        many(5, f"{{{{ title{'.a' * 900} }}}}"),
        many(5, f"{{{{ title{'|trim' * 390} }}}}"),
        many(5, "{{ " * 900),
        many(5, "｛｛ " * 400),
        many(1, f"{{{'a' * 2_000}" * 400),
        many(500, f"{{{{ {'b' * 500} }}}}"),
        many(1, "{{ 9**9**9**9 }}"),
        many(1, "{% macro m(n) %}{{ m(n) }}{{ m(n) }}{% endmacro %}{{ m(1) }}"),
        many(1, "{% for a in 'x' * 10**9 %}{{ a }}{% endfor %}"),
        many(1, "{{ ''.__class__.__mro__ }}"),
        _rows,
    ],
    ids=[
        "tags", "brackets", "not", "dots", "filters", "openings", "wide openings", "long words",
        "long names", "power", "recursion", "multiplied", "classes", "rows",
    ],
)  # fmt: skip
def test_it_is_told_in_time_and_in_a_few_sentences(edit: Edit) -> None:
    template = edited(edit)
    begun = time.monotonic()
    report = checked(template)
    assert time.monotonic() - begun < SECONDS
    assert report.faults
    assert len(report.faults) <= 60
    assert all(len(fault.sentence) < 400 for fault in report.faults)
