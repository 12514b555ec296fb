"""Compiled templates on disk: what others could have written, or is of another make, is not run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve
from rendering.conftest import edition_form, report_for, view_of

from disclosure_kit.cache import Cache
from disclosure_kit.rendering.compiled import closing, kept
from disclosure_kit.rendering.compiled.compiling import compile_template
from disclosure_kit.rendering.compiled.template import Compiled, Filled
from disclosure_kit.rendering.style import Style
from disclosure_kit.rendering.template import make_template
from disclosure_kit.view import View

FORM = edition_form("2021")
TEMPLATE = make_template(FORM, Style())
VIEW = view_of(report_for(FORM), FORM)
COMPILED = compile_template(TEMPLATE)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    (tmp_path / "cache").mkdir(mode=0o700)
    return Cache(tmp_path / "cache")


def never(_template: bytes) -> Compiled | None:
    raise AssertionError("compiled again")


def test_a_compiled_template_is_kept(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    made = kept.compiled_form(TEMPLATE, cache)
    assert kept.compiled_form(b"no template", cache) is None
    monkeypatch.setattr(kept, "_made", never)
    again = kept.compiled_form(TEMPLATE, cache)
    assert made is not None
    assert again is not None
    assert again.render(VIEW) == made.render(VIEW)
    assert kept.compiled_form(b"no template", cache) is None


def test_where_signatures_stand_is_kept_by_their_width(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    def filled(view: View) -> Filled:
        form = kept.compiled_form(TEMPLATE, cache)
        assert form is not None
        return form.render(view)

    longer = evolve(VIEW, signature_agency=VIEW.signature_agency + "办公室及其他单位")
    kept.compiled_form(TEMPLATE, cache)
    assert filled(VIEW) == COMPILED.render(VIEW)
    as_wide = evolve(VIEW, signature_agency="某" * len(VIEW.signature_agency))
    expected = [COMPILED.render(view) for view in (VIEW, as_wide, longer)]
    with monkeypatch.context() as patch:
        patch.setattr(closing, "place", lambda *_: pytest.fail("placed again"))
        assert [filled(VIEW), filled(as_wide)] == expected[:2]
        (file,) = cache.folder.glob("signatures-*")
        file.chmod(0o666)
        with pytest.raises(pytest.fail.Exception):
            filled(VIEW)
    file.chmod(0o600)
    assert filled(longer) == expected[2] != expected[0]
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    assert filled(VIEW) == expected[0]


def writable_by_others(_cache: Cache, file: Path, _patch: pytest.MonkeyPatch) -> None:
    file.chmod(0o666)


def folder_of_others(cache: Cache, _file: Path, _patch: pytest.MonkeyPatch) -> None:
    cache.folder.chmod(0o777)


def of_another_user(_cache: Cache, _file: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr("os.geteuid", lambda: 12345)


def damaged(_cache: Cache, file: Path, _patch: pytest.MonkeyPatch) -> None:
    file.write_bytes(file.read_bytes()[:-9] + b"x" * 9)


def of_another_make(cache: Cache, file: Path, _patch: pytest.MonkeyPatch) -> None:
    cache.put(file.name, b"nothing that could be read")


def of_another_version(_cache: Cache, _file: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(kept, "_versions", lambda: iter(["docxtpl 99"]))


@pytest.mark.parametrize(
    "harm",
    [writable_by_others, folder_of_others, of_another_user, damaged, of_another_make,
     of_another_version],
)  # fmt: skip
def test_a_cache_that_cannot_be_trusted_is_never_run(
    cache: Cache,
    monkeypatch: pytest.MonkeyPatch,
    harm: Callable[[Cache, Path, pytest.MonkeyPatch], None],
) -> None:
    evil = evolve(COMPILED, parts=())
    with monkeypatch.context() as patch:
        patch.setattr(kept, "_made", lambda _: evil)
        kept.compiled_form(TEMPLATE, cache)
    (file,) = cache.folder.iterdir()
    monkeypatch.setattr(kept, "_made", lambda _: COMPILED)
    assert kept.compiled_form(TEMPLATE, cache) == evil
    harm(cache, file, monkeypatch)
    assert kept.compiled_form(TEMPLATE, cache) == COMPILED
