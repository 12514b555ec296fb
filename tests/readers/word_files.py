"""Word files made by hand, part by part: what python-docx cannot write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = (
    f'xmlns:w="{W}" xmlns:r="{REL}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>'
)
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def relations(targets: Iterable[tuple[str, str]], mode: str = "") -> str:
    """A relationships part; each target with the end of its type."""
    inside = "".join(
        f'<Relationship Id="r{n}" Type="{REL}/{kind}" Target="{target}"{mode}/>'
        for n, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="{_RELS}">{inside}</Relationships>'


def parts(body: str, styles: str = "", numbering: str = "") -> dict[str, str | bytes]:
    """The parts of a Word file with this body."""
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations([("officeDocument", "word/document.xml")]),
        "word/document.xml": f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(
            [("styles", "styles.xml"), ("numbering", "/word/numbering.xml")]
        ),
        "word/styles.xml": f"<w:styles {_SPACES}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {_SPACES}>{numbering}</w:numbering>",
    }
    return made


def zipped(made: Iterable[tuple[str, str | bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in made:
            archive.writestr(name, content)
    return buffer.getvalue()


def word(body: str, styles: str = "", numbering: str = "") -> bytes:
    """A Word file with this body."""
    return zipped(parts(body, styles, numbering).items())


def p(*inside: str, properties: str = "") -> str:
    """A paragraph; what is no mark-up becomes a run."""
    before = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{before}{''.join(i if i.startswith('<') else r(i) for i in inside)}</w:p>"


def r(text: str, properties: str = "") -> str:
    before = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    inside = text if text.startswith("<") else f'<w:t xml:space="preserve">{text}</w:t>'
    return f"<w:r>{before}{inside}</w:r>"


def tc(*texts: str, properties: str = "") -> str:
    inside = "".join(t if t.startswith("<") else p(t) for t in texts or ("",))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    inside = "".join(c if c.startswith("<") else tc(c) for c in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"
