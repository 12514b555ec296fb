"""Plays every bad plugin and writes the tables of docs/reference/bad-plugins.md.

Run: ``python tests/bad_plugins_page.py``. A test plays them again and compares.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from attrs import frozen

from disclosure_kit import gathering
from disclosure_kit.cli import run

ROOT = Path(__file__).parent.parent
TESTS = ROOT / "tests"
PAGE = ROOT / "docs" / "reference" / "bad-plugins.md"
SUQIAN = ROOT / "examples" / "suqian-city-2024.yaml"
NEIGHBOUR = TESTS / "good_neighbour"
LONGEST = 150

# Folders of tests/bad_plugins, and what is bad about each.
LOADING = {
    "fails_on_import": "raises on import (a library is missing)",
    "exits_on_import": "calls `sys.exit` on import",
    "hangs_on_import": "never ends on import",
    "hangs_on_registration": "never ends when asked for its checks",
    "raises_halfway": "raises half-way through a yield",
    "misspelt_hook": "a misspelt hook",
    "misspelt_unmarked": "a misspelt hook without `@hookimpl`",
    "unmarked_hook": "a hook without `@hookimpl`",
    "wrong_signature": "a hook of an outdated signature",
    "wrapper": "a hook that wraps those of others",
    "no_answer": "a hook that forgets to return",
    "one_value": "a hook that gives one value, not many",
    "wrong_type": "yields the wrong type",
    "wrong_field": "yields the right type, a field of it wrong",
    "unknown_api": "written for a hook API that the kit does not know",
    "twice_itself": "one id twice",
    "same_table_twice": "one table twice, in two files",
    "setting_twice": "one setting twice",
    "duplicate_of_core": "an id of the core (a format)",
    "reuses_core_table": "an id of the core (a table)",
    "unprefixed_rule": "an id of the core (a rule)",
    "unprefixed_check": "a check without the plugin's name",
    "unprefixed_setting": "a setting without the plugin's name",
    "unprefixed_key": "a figure without the plugin's name",
    "setting_of_two_levels": "a setting that is not `name.word`",
    "default_of_no_choice": "a default that is none of the choices",
    "settings_in_plugin": "settings in the wrong table of `plugin.toml`",
    "no_examples": "a check without examples",
    "beyond_region": "acts beyond the region it declares",
    "beyond_editions": "acts beyond the editions it declares",
    "regional_edition": "a region's plugin brings a national edition",
    "year_taken": "an edition whose years are taken",
    "top_level_section": "a section beside the statutory ones",
    "unknown_section": "a table in a section that is not there",
    "narrow_contradiction": "a rule about a row that is not there",
    "unbound_picture": "a picture of a cell that is not there",
    "baseless_format": "a format made from one that is not there",
    "format_derived_twice": "a format made from a made one",
    "broken_manifest": "`plugin.toml` is no TOML",
    "deep_toml": "`plugin.toml` of five thousand brackets",
    "unknown_key": "an unknown key in `plugin.toml`",
    "no_manifest": "no `plugin.toml`",
    "core_name": "calls itself builtin",
    "bad_toml": "a table's file is no TOML",
    "not_utf8": "a table's file is not UTF-8",
    "unknown_part": "an unknown kind of part in a file",
    "unknown_file": "an unknown name in the folder",
}
NOISY = "noisy"

CHECKS = {
    "hangs": "never ends",
    "leaves": "calls `sys.exit`",
    "dies": "takes its process with it (`os._exit`)",
    "raises": "raises after its first finding",
    "wrong": "yields what is no finding",
    "garbles": "yields what cannot be received",
    "floods": "yields without end",
    "swells": "yields a finding of 20 MB",
    "shouts": "raises a word of a million letters",
}
EDITS = {"edits": "changes the report it was given", "prints": "prints, also past Python"}
CALLS = {
    "raises": "raises",
    "leaves": "calls `sys.exit`",
    "dies": "takes its process with it (`os._exit`)",
    "hangs": "never ends",
    "wrong": "gives the wrong type",
}
WRITES = {
    **CALLS,
    "nothing": "forgets to return",
    "half_way": "raises after its first file",
    "half_typed": "gives the wrong type after its first file",
    "not_bytes": "gives words where bytes belong",
    "strays": "gives a name that leads elsewhere",
    "unproven": "gives the wrong type where it proves",
}
COMMANDS = {
    "raises": "raises",
    "leaves": "calls `sys.exit(3)`",
    "answers": "gives what is no exit code",
    "done": "prints its result",
}


@frozen
class Row:
    """A case: what is bad, what the user saw, what still worked, the exit code."""

    case: str
    saw: str
    worked: str
    status: int

    def __str__(self) -> str:
        saw = self.saw.replace("|", "\\|")
        return f"| {self.case} | {saw} | {self.worked} | {self.status} |"


@frozen
class Ran:
    status: int
    out: str
    err: str

    def first(self, *words: str) -> str:
        """The first line with all of ``words``, shortened, without what a machine alone has."""
        lines = [*self.err.splitlines(), *self.out.splitlines()]
        line = next((one for one in lines if all(word in one for word in words)), "")
        line = line.strip().replace(f"{ROOT}/", "")
        return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


def ran(*words: str | Path) -> Ran:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), patch.object(gathering, "LOADING", 2.0):
        status = run(["--no-plugins", *map(str, words)])
    return Ran(int(status), out.getvalue(), err.getvalue())


def named(*plugins: Path) -> list[str | Path]:
    return [word for plugin in (*plugins, NEIGHBOUR) for word in ("--plugin", plugin)]


def of_loading(case: str, *folders: str) -> Row:
    """A report in the scope of a plugin that is left out; another report, another plugin."""
    bad = [TESTS / "bad_plugins" / folder for folder in folders]
    saw = ran(*named(*bad), "check", SUQIAN, "--region", "53")
    other = ran(*named(*bad), "check", SUQIAN, "--json")
    worked = []
    if other.status == 0:
        (report,) = json.loads(other.out)["reports"]
        assert any(finding["code"] == "neighbour-short" for finding in report["findings"])
        worked.append("reports of other regions, with the other plugin")
    listed = {
        row["name"]: row["state"] for row in json.loads(ran(*named(*bad), "plugins", "--json").out)
    }
    assert listed["neighbour"] == "loaded"
    first = saw.first("×") if saw.status else saw.first("说明", folders[0])
    return Row(case, first, "; ".join(worked) or ALONE, saw.status)


ALONE = (
    "every report without it, the other plugin; with it none: it serves all, or does not say which"
)


def _loading(_: Path) -> Iterator[Row]:
    for folder, what in LOADING.items():
        yield of_loading(what, folder)
    yield of_loading("two plugins with one format", "twin_a", "twin_b")
    yield _noisy()


def _noisy() -> Row:
    bad = ("--plugin", TESTS / "bad_plugins" / NOISY)
    told = ran(*bad, "check", SUQIAN, "--region", "53", "--json")
    json.loads(told.out)  # and nothing else
    return Row("prints while it loads", told.first("正在载入"), "everything", told.status)


def report(region: str, folder: Path) -> Path:
    """The report, of a region, in a file."""
    path = folder / f"{region}.yaml"
    text = SUQIAN.read_text("utf-8").replace('"321300"', f'"{region:0<6}"')
    path.write_text(text, "utf-8")
    return path


def _templates(folder: Path) -> Iterator[Row]:
    yield from _by_region(folder, {**CALLS, "": "gives bytes that are no document"}, 10)


def _figures(folder: Path) -> Iterator[Row]:
    yield from _by_region(folder, {**CALLS, "": "gives a float"}, 20)


def _checks(folder: Path) -> Iterator[Row]:
    plugin = ("--plugin", TESTS / "bad_checks", "--set", "checks.seconds=2")
    source = report("53", folder)
    told = ran(*plugin, "check", source)
    assert "unruly-works" in told.out
    worked = "its other checks, those of the core and of others; no document is written"
    for name, what in CHECKS.items():
        yield Row(what, told.first("未核", f"［unruly-{name}］"), worked, told.status)
    for name, what in EDITS.items():
        saw = told.first(f"［unruly-{name}］")
        yield Row(what, saw, "every other check: it sees the report as it was", told.status)


def _formats(folder: Path) -> Iterator[Row]:
    plugin = ("--plugin", TESTS / "bad_calls", "--set", "plugins.seconds=2")
    other = ran(*plugin, "render", SUQIAN, "-o", folder / "other.docx")
    assert other.status == 0, other.err
    plain = (folder / "other.docx").read_bytes()
    for name, what in WRITES.items():
        told = ran(*plugin, "render", SUQIAN, "-o", folder / "a.good", "--to", f"unruly-{name}")
        assert not (folder / "a.good").exists()
        yield Row(what, told.first("×"), "the other formats", told.status)
    out = folder / "both"
    out.mkdir()
    told = ran(*plugin, "render", SUQIAN, "-o", out, "--to", "unruly-edits,docx")
    [document] = out.glob("*.docx")
    assert document.read_bytes() == plain
    worked = "everything: the document beside it is the same, byte for byte"
    yield Row("changes the report it was given", "", worked, told.status)


def _by_region(folder: Path, names: dict[str, str], first: int) -> Iterator[Row]:
    plugin = ("--plugin", TESTS / "bad_calls", "--set", "plugins.seconds=2")
    for number, what in enumerate(names.values(), first):
        out = folder / f"{number}.docx"
        told = ran(*plugin, "render", report(str(number), folder), "-o", out)
        assert not out.exists()
        yield Row(what, told.first("×"), "reports of other regions; `check`", told.status)


def _pictures(folder: Path) -> Iterator[Row]:
    plugin = ("--plugin", TESTS / "bad_pictures", "--set", "pictures.seconds=10")
    for number, what in {
        "13": "never ends", "14": "calls `sys.exit`", "15": "takes its process with it",
        "16": "raises", "18": "gives what is no PNG", "19": "forgets to return",
        "20": "gives a picture of 6 MB",
    }.items():  # fmt: skip
        out = folder / f"picture{number}.html"
        words = ("render", report(number, folder), "-o", out, "--to", "html")
        told = ran(*plugin, *words)
        assert not out.exists()
        assert ran(*plugin, "--set", "pictures.page=no", *words).status == 0
        worked = "documents that do not show it; the page with `--set pictures.page=no`"
        yield Row(what, told.first("×"), worked, told.status)


def _readers(folder: Path) -> Iterator[Row]:
    plugin = ("--plugin", TESTS / "bad_calls", "--set", "plugins.seconds=2")
    for name, what in {**CALLS, "reads_half": "gives a document with a hole in it"}.items():
        file = folder / f"{name}.txt"
        file.write_text(f"UNRULY {name}\n", "utf-8")
        told = ran(*plugin, "check", file)
        yield Row(what, told.first("×"), "every other file", told.status)
    blind = ("--plugin", TESTS / "bad_sniffs")
    assert ran(*blind, "check", SUQIAN).status == 0
    file = folder / "unknown.bin"
    file.write_bytes(b"\0\1\2" * 100)
    told = ran(*blind, "check", file)
    for name, what in CALLS.items():
        if name != "hangs":
            saw = told.first("×", f"blind-{name}")
            yield Row(
                f"{what} when it looks at a file", saw, "every file that another reads", told.status
            )


def _commands(_: Path) -> Iterator[Row]:
    plugin = ("--plugin", TESTS / "bad_calls")
    for name, what in COMMANDS.items():
        told = ran(*plugin, f"unruly-{name}")
        yield Row(what, told.first("×") or told.out.strip(), "every other command", told.status)


HEAD = "| case | what the user saw | what still worked | exit code |\n|---|---|---|---|\n"
SECTIONS: dict[str, Callable[[Path], Iterator[Row]]] = {
    "While it is loaded": _loading,
    "A check, at work": _checks,
    "A format, at work": _formats,
    "A template, at work": _templates,
    "A derived figure, at work": _figures,
    "A picture, at work": _pictures,
    "A reader, at work": _readers,
    "A command, at work": _commands,
}


def section(title: str) -> str:
    """One section of the page, played."""
    with TemporaryDirectory() as place:
        rows = "".join(f"{row}\n" for row in SECTIONS[title](Path(place)))
        return f"## {title}\n\n{HEAD}{rows}".replace(f"{place}/", "")


def page() -> str:
    """The whole page: its introduction as it stands, the rest played."""
    head = PAGE.read_text("utf-8").partition("\n## ")[0]
    return "\n".join((head, *map(section, SECTIONS)))


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8", newline="\n")
