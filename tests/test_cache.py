"""The cache on disk: what others could have written, or is damaged, is never given out."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from disclosure_kit import cache as module
from disclosure_kit.cache import Cache, key_for, stamps

KEY = key_for("template", b"content", versions=["docxtpl 0.20.2"])


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    (tmp_path / "cache").mkdir(mode=0o700)
    return Cache(tmp_path / "cache")


def test_what_is_kept_comes_back(cache: Cache) -> None:
    assert cache.get(KEY) is None
    cache.put(KEY, b"code")
    assert cache.get(KEY) == b"code"
    cache.put(KEY, b"other code")
    assert cache.get(KEY) == b"other code"
    assert [path.name for path in cache.folder.iterdir()] == [KEY]


def test_its_folder_is_made_for_the_user_alone(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "not" / "yet")
    cache.put(KEY, b"code")
    assert cache.get(KEY) == b"code"
    assert cache.folder.stat().st_mode & 0o777 == 0o700
    assert (cache.folder / KEY).stat().st_mode & 0o777 == 0o600


def damaged(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1] + b"x")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20])


def a_link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path, 0o600)


@pytest.mark.parametrize(
    "harm",
    [
        damaged,
        cut,
        a_link,
        a_pipe,
        lambda path: path.chmod(0o620),
        lambda path: path.chmod(0o602),
        lambda path: path.parent.chmod(0o770),
        lambda path: path.parent.chmod(0o702),
        lambda path: path.parent.parent.chmod(0o777),
    ],
)
def test_what_others_could_have_written_is_not_given_out(
    cache: Cache, harm: Callable[[Path], None]
) -> None:
    cache.put(KEY, b"code")
    assert cache.get(KEY) == b"code"
    harm(cache.folder / KEY)
    assert cache.get(KEY) is None


def test_a_folder_of_somebody_else_is_neither_read_nor_written(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.put(KEY, b"code")
    monkeypatch.setattr(os, "geteuid", lambda: 54321)
    assert cache.get(KEY) is None
    cache.put("template-2", b"code")
    assert [path.name for path in cache.folder.iterdir()] == [KEY]


def test_nothing_is_made_in_the_home_of_somebody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As with ``sudo -E``: what root makes there the user could not write to any more.
    if os.geteuid() == 0:
        os.chown(tmp_path, 54321, -1)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: 54321)
    Cache(tmp_path / ".cache" / "disclosure-kit").put(KEY, b"code")
    assert list(tmp_path.iterdir()) == []


def test_the_folder_that_was_looked_at_is_the_one_that_is_read(
    cache: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Cache(tmp_path / "other")
    other.put(KEY, b"of others")
    link = tmp_path / "link"
    link.symlink_to(cache.folder)
    private: Callable[[Cache], Path | None] = Cache._private

    def looked_at(self: Cache) -> Path | None:
        found = private(self)
        link.unlink()
        link.symlink_to(other.folder)
        return found

    monkeypatch.setattr(Cache, "_private", looked_at)
    assert Cache(link).get(KEY) is None


def test_a_sticky_folder_above_is_as_good_as_ones_own(cache: Cache) -> None:
    cache.folder.parent.chmod(0o1777)
    cache.put(KEY, b"code")
    assert cache.get(KEY) == b"code"


def test_a_disk_that_refuses_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file" / "cache")
    cache.put(KEY, b"code")
    assert cache.get(KEY) is None


def test_the_oldest_go_when_there_are_many(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_ENTRIES", 2)
    for age, key in enumerate(("a", "b", "c")):
        cache.put(key, b"code")
        os.utime(cache.folder / key, ns=(age, age))
    cache.put("d", b"code")
    assert sorted(path.name for path in cache.folder.iterdir()) == ["c", "d"]


def test_what_is_used_stays(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_ENTRIES", 2)
    for age, key in enumerate(("a", "b")):
        cache.put(key, b"code")
        os.utime(cache.folder / key, ns=(age, age))
    assert cache.get("a") == b"code"
    cache.put("c", b"code")
    assert sorted(path.name for path in cache.folder.iterdir()) == ["a", "c"]


def test_where_the_users_cache_lies() -> None:
    def place(**environment: str) -> Path | None:
        cache = Cache.of_user(environment)
        return None if cache is None else cache.folder

    assert place(DISCLOSURE_KIT_CACHE="/a/b", HOME="/home/w") == Path("/a/b")
    assert place(DISCLOSURE_KIT_CACHE="", HOME="/home/w") is None
    assert place(XDG_CACHE_HOME="/x", HOME="/home/w") == Path("/x/disclosure-kit")
    assert place(XDG_CACHE_HOME="x", HOME="/home/w") in (
        Path("/home/w/.cache/disclosure-kit"),
        Path("/home/w/Library/Caches/disclosure-kit"),
    )
    assert place() is None


def test_keys_tell_their_parts_apart() -> None:
    assert key_for("t", "ab", "c") != key_for("t", "a", "bc")
    assert key_for("t", "a", versions=["b"]) == key_for("t", "a", versions=["b"])
    assert key_for("t", "a", versions=["b"]) != key_for("t", "a", versions=["c"])


def test_a_link_to_nothing_can_be_looked_at(tmp_path: Path) -> None:
    """Editors leave one beside each file that is being changed."""
    (tmp_path / ".#loader.py").symlink_to("somebody@here.123")
    assert len([*stamps(str(tmp_path))]) == 1
