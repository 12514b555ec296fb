"""Damaged files of every kind are read or refused in words; benchmarks/fuzz.py runs more."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from types import ModuleType

import pytest
from conftest import ROOT
from forms_under_test import session


@cache
def fuzz() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fuzz", ROOT / "benchmarks" / "fuzz.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["fuzz"] = module  # attrs looks the module of a class up there
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("kind", ["docx", "xlsx", "html", "txt", "yaml", "json"])
def test_no_damage_gives_a_traceback(kind: str) -> None:
    tally = fuzz().run(session(), kind, fuzz().seeds(session())[kind], runs=40, seed=2)
    assert tally.faults == []
    assert tally.read + tally.refused == 40
    assert tally.refused
