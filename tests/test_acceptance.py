"""What an acknowledgement is keyed by: it survives all else, and ends with what it speaks of."""

from __future__ import annotations

from attrs import evolve
from conftest import EXAMPLES
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from strategies import with_cells

from disclosure_kit import Loaded, Session, Source, check, read
from disclosure_kit.acceptance import Acceptance, accept, apply, operands_of
from disclosure_kit.checking.run import Assessment
from disclosure_kit.model.finding import Finding, Severity
from disclosure_kit.model.report import Block, Report, Text
from disclosure_kit.model.values import NOT_FILLED

CELL = "applications.granted.business"
PLACE = "overview[1]"


def example(kit: Session) -> Loaded:
    path = EXAMPLES / "suqian-city-2024.yaml"
    return read(kit, Source(path.name, path.read_bytes()))


def on(*addresses: str, quote: str = "", severity: Severity = Severity.WARNING) -> Finding:
    return Finding("x", severity, "m", addresses, quote=quote)


def body(report: Report, blocks: tuple[Block, ...]) -> Report:
    overview = evolve(report.sections["overview"], body=blocks)
    return evolve(report, sections=frozendict(report.sections | {"overview": overview}))


@given(data=st.data(), figure=st.none() | st.integers(0, 10**12))
def test_only_its_own_figures_count(kit: Session, data: st.DataObject, figure: int | None) -> None:
    loaded = example(kit)
    report, form = loaded.report, loaded.form
    name = data.draw(st.sampled_from(sorted(form.cells)))
    address, _ = form.cells[name]
    changed = with_cells(report, {address: NOT_FILLED if figure is None else figure})
    same = operands_of(on(CELL), report, form) == operands_of(on(CELL), changed, form)
    assert same == (name != CELL or report.value(address) == changed.value(address))


@given(order=st.randoms(use_true_random=False))
def test_a_paragraph_may_move(kit: Session, order: object) -> None:
    loaded = example(kit)
    blocks = list(loaded.report.sections["overview"].body)
    spoken = blocks[1]
    order.shuffle(blocks)  # type: ignore[attr-defined]
    moved = body(loaded.report, tuple(blocks))
    there = f"overview[{blocks.index(spoken)}]"
    before = operands_of(on(PLACE), loaded.report, loaded.form)
    assert before == operands_of(on(there), moved, loaded.form)


@given(words=st.text(max_size=20))
def test_its_words_count(kit: Session, words: str) -> None:
    loaded = example(kit)
    blocks = list(loaded.report.sections["overview"].body)
    assert isinstance(blocks[1], Text)
    changed = evolve(blocks[1], text=words)
    report = body(loaded.report, (blocks[0], changed, *blocks[2:]))
    before, after = (operands_of(on(PLACE), r, loaded.form) for r in (loaded.report, report))
    assert before != after
    # Of a finding that quotes its sentence the sentence counts, wherever it stands.
    quoted = on(PLACE, quote="一句")
    before, after = (operands_of(quoted, r, loaded.form) for r in (loaded.report, report))
    assert before == after


def test_an_entry_with_the_right_digest_does_not_hide_an_error(kit: Session) -> None:
    loaded = example(kit)
    error = on(CELL, severity=Severity.ERROR)
    entry = Acceptance("x", operands_of(error, loaded.report, loaded.form), "r", "d", "m")
    made = apply(Assessment((error,)), (entry,), loaded.report, loaded.form)
    assert made.findings == (error,)
    assert not made.ok
    assert made.accepted == ()


def test_two_findings_that_say_the_same_are_acknowledged_by_one_entry(kit: Session) -> None:
    loaded = example(kit)
    entry = accept(on(CELL), loaded.report, loaded.form, "r", "d")
    made = apply(Assessment((on(CELL), on(CELL))), (entry,), loaded.report, loaded.form)
    assert (len(made.accepted), made.findings, made.expired) == (2, (), ())


COPIED = "建立工作台账并逐月通报各单位完成的情况"


def test_words_copied_in_part_end_when_they_change(kit: Session) -> None:
    """Half of each paragraph is last year's: no paragraph is copied, the report is."""
    loaded = example(kit)

    def saying(texts: list[str], year: int) -> Loaded:
        report = evolve(body(loaded.report, tuple(Text(text) for text in texts)), year=year)
        other = {name: evolve(s, body=()) for name, s in report.sections.items()}
        other["overview"] = report.sections["overview"]
        return evolve(loaded, report=evolve(report, sections=frozendict(other)))

    old = [f"{chr(0x4E00 + n)}项{COPIED * 3}" for n in range(8)]
    new = [
        text + "".join(chr(0x5E00 + 50 * n + k) for k in range(45)) for n, text in enumerate(old)
    ]
    last = saying(old, 2023)

    def found(texts: list[str]) -> tuple[Finding, str]:
        now = saying(texts, 2024)
        [one] = [f for f in check(kit, now, last).findings if f.code == "copied-from-last-year"]
        return one, operands_of(one, now.report, now.form)

    one, before = found(new)
    assert "段与上年基本相同" not in one.message
    assert one.addresses
    _, after = found([new[0] + "另外改写了这一段", *new[1:]])
    assert before != after
