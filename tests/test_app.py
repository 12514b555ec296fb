"""The use cases at their edges: last year's report of another body, plugins that fail at work."""

from __future__ import annotations

import gc
import json
import weakref
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from conftest import ACROSS_YEARS, EXAMPLES, ON_WORDS
from frozendict import frozendict
from photographs import png

from disclosure_kit import Loaded, Session, Source, check, read, render
from disclosure_kit.app import exit_code, produce
from disclosure_kit.contributions import (
    Artifact,
    Check,
    Contribution,
    DerivedFigure,
    Format,
    Reader,
    Scope,
    TemplatePack,
)
from disclosure_kit.errors import ExitCode, OutputError, PluginError, SourceError
from disclosure_kit.model.finding import Severity
from disclosure_kit.model.proof import Mismatch, Proof
from disclosure_kit.plugin import PluginInfo, key_of
from disclosure_kit.present import summary
from disclosure_kit.reader_choice import reader_for
from disclosure_kit.registry import Registry
from disclosure_kit.structure.plain import to_plain
from disclosure_kit.view import Publication

SUQIAN = EXAMPLES / "suqian-city-2024.yaml"
PLUGIN = "twisted"


def with_plugin(session: Session, *contributions: Contribution) -> Session:
    """``session`` with one more plugin, from outside the core, put in by hand."""
    registry = session.registry
    info = PluginInfo(PLUGIN, PLUGIN, "1", Scope(), "test")
    fields: dict[str, Any] = {"plugins": (*registry.plugins, info)}
    fields["owners"] = registry.owners | {key_of(c): PLUGIN for c in contributions}
    for contribution in contributions:
        name = key_of(contribution)[1]
        match contribution:
            case Check():
                fields["checks"] = registry.checks | {name: contribution}
            case Reader():
                fields["readers"] = registry.readers | {name: contribution}
            case Format():
                known = fields.get("formats", registry.formats)
                fields["formats"] = known | {name: contribution}
            case DerivedFigure():
                fields["figures"] = (*registry.figures, contribution)
            case TemplatePack():
                fields["templates"] = (*registry.templates, contribution)
    return evolve(session, registry=evolve(registry, **fields), apart=None)


def boom(*_: object) -> Any:
    print("noise")
    raise ZeroDivisionError("boom")


@pytest.fixture
def suqian(load: Callable[[Path], Loaded]) -> Loaded:
    return load(SUQIAN)


def derived(publication: Publication) -> Iterable[Artifact]:
    assert publication.original is not None
    yield Artifact(".twice", publication.original * 2)


def test_a_format_gets_the_finished_file_that_it_derives_from(kit: Session, suqian: Loaded) -> None:
    session = with_plugin(kit, Format("twice", "两份", ".twice", derived, derives_from="json"))
    (twice,) = render(session, suqian, "twice")
    assessment = check(session, suqian)
    formats = [session.registry.formats[name] for name in ("twice", "docx", "json")]
    made = produce(session, suqian, assessment, formats)
    assert [artifact.suffix for artifact in made] == [".twice", ".docx", ".json"]
    assert made[0] == twice
    assert twice.content == made[2].content * 2


def test_a_report_that_is_done_with_is_gone_at_once(kit: Session, suqian: Loaded) -> None:
    """Nothing of it waits for Python to look for cycles, so many hold no more than few."""
    loaded = evolve(suqian, report=evolve(suqian.report))
    gc.disable()
    try:
        render(kit, loaded)
        report = weakref.ref(loaded.report)
        del loaded
        assert report() is None
    finally:
        gc.enable()


def test_what_others_derive_from_is_written_once_and_proven_first(
    kit: Session, suqian: Loaded
) -> None:
    written = []

    def write(_: Publication) -> Iterable[Artifact]:
        written.append("base")
        return [Artifact(".base", b"x")]

    differing = Proof(1, (Mismatch("底本", problem="不符"),))
    base = Format("base", "底本", ".base", write, prove=lambda *_: differing)
    session = with_plugin(
        kit, base, Format("twice", "两份", ".twice", derived, derives_from="base")
    )
    with pytest.raises(OutputError, match="成品与数据不符"):
        render(session, suqian, "twice")
    formats = [session.registry.formats[name] for name in ("twice", "base")]
    assert len(produce(session, suqian, check(session, suqian), formats, prove=False)) == 2
    assert written == ["base", "base"]  # once in each of the two runs


@pytest.mark.parametrize(
    ("made", "proof", "told"),
    [
        (b"x", Proof(1), "应给出 Artifact，给出的是 bytes"),
        (Artifact(".x", b"x"), [], "应给出 Proof，给出的是 list"),
    ],
)
def test_a_format_that_gives_another_thing_costs_its_plugin(
    kit: Session, suqian: Loaded, made: Any, proof: Any, told: str
) -> None:
    wrong = Format("wrong", "错", ".x", lambda _: [made], prove=lambda *_: proof)
    with pytest.raises(PluginError, match=told):
        render(with_plugin(kit, wrong), suqian, "wrong")


def reasons(session: Session, loaded: Loaded, previous: Loaded) -> dict[str, str]:
    assessment = check(session, loaded, previous)
    assert {finding.code for finding in assessment.findings} <= ON_WORDS
    return {item.code: item.reason for item in assessment.not_assessed}


def test_the_same_report_is_not_last_year_s(kit: Session, suqian: Loaded) -> None:
    told = reasons(kit, suqian, suqian)
    assert "2024 年度的报告，不是上一年（2023）的" in told["previous"]
    assert set(told) == {"previous", "signing-date", *ACROSS_YEARS}


def test_another_body_s_report_is_not_last_year_s(kit: Session, suqian: Loaded) -> None:
    agency = evolve(suqian.report.agency, name="淮安市", code="320800")
    other = evolve(suqian, report=evolve(suqian.report, year=2023, agency=agency))
    assert "是“淮安市”的报告，不是“宿迁市”的" in reasons(kit, suqian, other)["previous"]


def test_the_fuller_name_is_the_same_body(kit: Session, suqian: Loaded) -> None:
    agency = evolve(suqian.report.agency, name="宿迁市人民政府", code=None)
    last = evolve(suqian, report=evolve(suqian.report, year=2023, agency=agency))
    codes = {finding.code for finding in check(kit, suqian, last).findings} - ON_WORDS
    assert {"carry-over", "in-force-roll-forward"} <= codes  # 2024's figures are not 2023's


@pytest.mark.parametrize(
    "contribution",
    [
        Format("docx2", "坏的格式", ".docx2", boom),
        DerivedFigure("twisted.x", "坏的数据", Scope(), boom),
        TemplatePack("twisted.2021", "docx", Scope("3213"), boom),
    ],
    ids=lambda contribution: type(contribution).__name__,
)
def test_a_plugin_that_fails_at_work_is_named(
    contribution: Contribution,
    national: Session,
    suqian: Loaded,
    capsys: pytest.CaptureFixture[str],
) -> None:
    session = with_plugin(national, contribution)
    to = contribution.name if isinstance(contribution, Format) else "docx"
    with pytest.raises(PluginError, match=f"插件 {PLUGIN} 的 .* 出错，没有完成") as raised:
        render(session, suqian, to)
    assert raised.value.plugin == PLUGIN
    assert capsys.readouterr().out == ""


def test_a_reader_that_cannot_look_costs_only_itself(national: Session) -> None:
    session = with_plugin(national, Reader("bad", "坏的读法", (".bad",), boom, boom))
    source = Source(SUQIAN.name, SUQIAN.read_bytes())
    assert read(session, source).report == read(national, source).report
    with pytest.raises(PluginError, match=f"插件 {PLUGIN} 的 bad 出错"):
        read(session, Source("x.bad", "无法辨认".encode("utf-16-le")))


def test_a_greedy_reader_does_not_push_the_core_aside(national: Session) -> None:
    greedy = Reader("greedy", "什么都要", (".yaml",), lambda _: True, boom)
    session = with_plugin(national, greedy)
    source = Source(SUQIAN.name, SUQIAN.read_bytes())
    assert reader_for(source, session.registry).name == "yaml"


def test_two_greedy_readers_are_both_named(national: Session) -> None:
    empty = evolve(national, registry=Registry())
    one, two = (Reader(n, n, (".x",), lambda _: True, boom) for n in ("one", "two"))
    readers = frozendict({"one": one, "two": two})
    owners = frozendict({key_of(one): PLUGIN, key_of(two): PLUGIN})
    registry = evolve(empty.registry, readers=readers, owners=owners)
    with pytest.raises(SourceError, match="one（twisted）、two（twisted）"):
        reader_for(Source("a.x", b"?"), registry)


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x89PNG"]
)
def test_a_kind_that_nobody_reads_says_what_to_do(national: Session, content: bytes) -> None:
    with pytest.raises(SourceError, match="认不出这是哪种文件") as raised:
        read(national, Source("年报", content))
    assert "另存为 .docx" in raised.value.hint


def noisy(_: object) -> Iterable[Any]:
    print("noise")
    return []


def test_a_check_that_prints_does_not_mix_with_results(
    national: Session, suqian: Loaded, capsys: pytest.CaptureFixture[str]
) -> None:
    check(with_plugin(national, Check("twisted-x", "吵", Severity.INFO, noisy)), suqian)
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "noise\n")


def test_a_crashed_check_is_no_pass_and_no_document(national: Session, suqian: Loaded) -> None:
    session = with_plugin(national, Check("twisted-x", "坏", Severity.INFO, boom))
    assessment = check(session, suqian)
    assert "1 项检查自身出错，没有完成" in summary(assessment)
    assert "没有发现错误" not in summary(assessment)
    assert "法定数据不完整" not in summary(assessment)
    assert exit_code(session, assessment) is ExitCode.PLUGIN
    assert "ZeroDivisionError: boom" in assessment.crashed["twisted-x"]
    with pytest.raises(PluginError, match="twisted"):
        render(session, suqian)


def test_pictures_of_a_program_s_own(national: Session, suqian: Loaded) -> None:
    """``beside`` may be any mapping; what it has not is missing, and told."""
    tree = to_plain(suqian.report, suqian.form)
    body = tree["sections"]["overview"]["body"]
    body += [{"image": "图/1.png"}, {"image": "图/2.png"}]
    content = json.dumps(tree).encode()
    loaded = read(national, Source("年报.json", content, {"图/1.png": png()}.__getitem__))
    assert dict(loaded.media) == {"图/1.png": png()}
    assert dict(loaded.unusable) == {"图/2.png": "没有找到"}
