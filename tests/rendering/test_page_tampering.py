"""Whoever changes a finished web page afterwards is found out."""

from __future__ import annotations

import copy
import re
from pathlib import Path

import pytest
from conftest import EXAMPLES, YUNNAN
from lxml import etree
from lxml import html as lxml_html
from rendering.test_tampering import CHANGES

from disclosure_kit import Session, Source, app, read
from disclosure_kit.certificate import prove_page
from disclosure_kit.checking.run import Assessment
from disclosure_kit.verification import verify

REPORTS = (
    EXAMPLES / "suqian-city-2024.yaml",
    EXAMPLES / "shanghai-office-2019.yaml",
    YUNNAN / "examples" / "mangshi-mengga-2018.txt",
)
SAID = ("p", "h1", "h2", "h3", "h4", "h5", "li", "td", "th", "caption")


class Page:
    """A finished page, and all that is said of a changed copy of it."""

    def __init__(self, session: Session, path: Path) -> None:
        self.session = session
        self.loaded = read(session, Source(path.name, path.read_bytes()))
        to = app.format_named(session, "html")
        publication = app.publish(session, self.loaded, Assessment(), to)
        (artifact,) = app.write(session, to, publication)
        self.content, self.view = artifact.content, publication.view
        own = prove_page(self.content, self.view)
        assert own.differences == ()
        self.own = [str(item) for item in own.added]

    def root(self) -> etree._Element:
        return lxml_html.document_fromstring(self.content.decode())

    def told(self, root: etree._Element) -> list[str]:
        proof = prove_page(lxml_html.tostring(root, encoding="utf-8"), self.view)
        told = [str(item) for item in (*proof.differences, *proof.added)]
        for item in self.own:
            if item in told:
                told.remove(item)
        return told


@pytest.fixture(scope="module", params=REPORTS, ids=lambda path: path.stem)
def any_page(request: pytest.FixtureRequest, kit: Session) -> Page:
    return Page(kit, request.param)


@pytest.fixture(scope="module")
def page(kit: Session) -> Page:
    return Page(kit, REPORTS[0])


def test_every_word_of_a_page(any_page: Page) -> None:
    """Every paragraph, heading, item, caption and cell once, the changes by turns."""
    root = any_page.root()
    assert any_page.told(root) == []
    changes = [change for name, change in CHANGES.items() if name != "white space"]
    changed = 0
    for node in root.iter(*SAID):
        last = node if node.text or not len(node) else node[-1]
        kept = last.text or ""
        made = [change(kept) for change in changes[changed % 5 :] + changes]
        last.text = next(text for text in made if text != kept)
        assert any_page.told(root), (kept, last.text)
        last.text = kept
        changed += 1
    assert changed > len(any_page.view.cells)


def test_every_paragraph_removed_doubled_or_moved(any_page: Page) -> None:
    count = len(list(any_page.root().iter("p", "h1", "h2", "li", "tr")))
    for number in range(count):
        root = any_page.root()
        node = list(root.iter("p", "h1", "h2", "li", "tr"))[number]
        parent = node.getparent()
        assert parent is not None
        more = copy.deepcopy(node)
        node.addnext(more)
        assert any_page.told(root), node.text
        parent.remove(more)
        parent.remove(node)
        assert any_page.told(root), node.text


BODY = (
    "<p>以上数据作废。</p>",
    "作废",
    "<div>更正</div>",
    "<table><tr><td>更正</td></tr></table>",
    "<p hidden>更正</p>",
    "<details><summary>更正</summary></details>",
    "<script>document.title = 1</script>",
    "<style>td { display: none }</style>",
    "<style>td { color: white }</style>",
    "<style>td::after { content: '0' }</style>",
    "<style>@import 'x.css';</style>",
    "<link rel='stylesheet' href='x.css'>",
    "<img src='https://example.com/1.png'>",
    "<iframe src='x'></iframe>",
    "<svg><text>更正</text></svg>",
    "<input value='更正'>",
)


@pytest.mark.parametrize("more", BODY)
def test_what_is_added_to_a_page(more: str, page: Page) -> None:
    content = page.content.decode().replace("</main>", f"{more}</main>")
    assert page.told(lxml_html.document_fromstring(content))


ATTRIBUTES = (
    'style="display: none"', 'style="color: #fff"', 'style="font-size: 0"', 'style="opacity: 0"',
    "hidden", 'onclick="x()"', 'aria-label="更正"', 'title="更正"', 'dir="rtl"',
    'style="margin-left: -9999px"', 'style="text-decoration: line-through"',
)  # fmt: skip


@pytest.mark.parametrize("attribute", ATTRIBUTES)
@pytest.mark.parametrize("tag", ["p", "h2", "tr", "td", "section"])
def test_words_of_a_page_that_cannot_be_seen(attribute: str, tag: str, page: Page) -> None:
    content, count = re.subn(
        f"<{tag}(?=[ >])", f"<{tag} {attribute}", page.content.decode(), count=1
    )
    assert count == 1
    assert page.told(lxml_html.document_fromstring(content))


@pytest.mark.parametrize("tag", ["s", "del", "button", "ruby"])
def test_words_in_another_dress(tag: str, page: Page) -> None:
    content = re.sub("<p>([^<]+)</p>", rf"<p><{tag}>\1</{tag}></p>", page.content.decode(), count=1)
    assert page.told(lxml_html.document_fromstring(content))


def test_plain_looks_and_white_space_are_no_difference(page: Page) -> None:
    content = page.content.decode()
    content = content.replace("</style>", "p { margin: 1em; font-family: SimSun }</style>")
    content = content.replace("<p>", "<p style='font-weight: bold'>\n  <span>")
    content = content.replace("</p>", "</span>\n</p>")
    assert page.told(lxml_html.document_fromstring(content)) == []


def test_what_the_page_itself_brings_is_no_difference(page: Page) -> None:
    made = verify(page.session, Source("年报.html", page.content), page.loaded)
    assert made.proof.differences == ()
    changed = page.content.replace(b"</style>", b"td { display: none }</style>")
    made = verify(page.session, Source("年报.html", changed), page.loaded)
    assert [str(item) for item in made.proof.differences] == [
        "样式：可能改变看到的文字：td { display: none }"
    ]


@pytest.mark.parametrize("content", [b"", b"<!-- -->", b"\x00", b"<p>"])
def test_what_is_no_page(content: bytes, page: Page) -> None:
    assert prove_page(content, page.view).differences
