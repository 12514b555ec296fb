"""What a form declares of figures: those stated in prose, their wordings, and arithmetic."""

from __future__ import annotations

from enum import StrEnum

from attrs import field, frozen
from frozendict import frozendict

from .finding import Severity
from .values import Kind


@frozen
class StatedFigure:
    """A figure that a region's report states in its prose."""

    key: str
    label: str
    kind: Kind
    section: str
    unit: str | None = None


@frozen
class Mention:
    """A wording in which figures are stated: ``发文{yunnan.documents.total}[篇|件]``.

    ``{key}`` stands for a number, ``[a|b]`` for one of several words (``[|a]``: a word or
    none), ``…`` for at most forty characters inside one sentence, ``<名>`` for one word of a
    group in ``words``; ``*`` behind either for any number of them. A field of cells may be a
    formula (``model/formula.py``).

    ``unless``: words that, before the end of what is found, make it another thing; ``needs``:
    words of which the sentence, its heading or the head of its paragraph must hold one.
    ``part``: it is a part of what the sentence counts first, and another thing where no wording
    names that number. Without ``section`` it is looked for everywhere.
    """

    text: str
    section: str | None = None
    part: bool = False
    unless: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    words: frozendict[str, tuple[str, ...]] = field(factory=frozendict)


@frozen
class Claim:
    """A wording that claims that ``zero``, a formula of cells, comes to nothing:
    ``未收到政府信息公开申请`` says so of the received; ``均获维持`` of those not upheld."""

    text: str
    zero: str
    unless: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    words: frozendict[str, tuple[str, ...]] = field(factory=frozendict)


class Relation(StrEnum):
    EQUAL = "="
    AT_MOST = "<="


@frozen
class Term:
    """One operand: a row id, a column id or a figure key; ``previous`` means last year's."""

    ref: str
    sign: int = 1
    previous: bool = False


@frozen
class Identity:
    """Declared arithmetic: ``left`` in relation to ``right``.

    ``per`` says what the terms name: ``column`` (terms are rows, tried in every
    column), ``row`` (terms are columns, tried in the rows of ``over``, else in all
    that have them), or ``figure`` (terms are stated figures; then no ``table``).
    """

    code: str
    title: str
    per: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    basis: str
    table: str | None = None
    relation: Relation = Relation.EQUAL
    severity: Severity = Severity.ERROR
    over: tuple[str, ...] = ()


@frozen
class ShareRule:
    """``share`` states ``part`` ÷ ``whole`` in percent, rounded to the printed decimals."""

    code: str
    title: str
    share: str
    part: str
    whole: str
    basis: str
    severity: Severity = Severity.WARNING


@frozen
class DerivedShare:
    """A share that nobody types: ``part`` ÷ ``whole`` in percent, rounded half up."""

    key: str
    label: str
    part: str
    whole: str
    decimals: int = 2
