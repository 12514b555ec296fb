"""Which bytes are a picture that can be published, and what of them is."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from photographs import PNG_SIGNATURE, chunk, exif, header, jpeg, png, segment

from disclosure_kit.media import picture
from disclosure_kit.media.admission import admitted, measured
from disclosure_kit.media.picture import Kind, PictureError


def bare(width: int, height: int, packed: bytes, **looks: int) -> bytes:
    head = header(width, height, **looks)
    return PNG_SIGNATURE + head + chunk(b"IDAT", packed) + chunk(b"IEND")


@given(st.integers(1, 40), st.integers(1, 40))
def test_a_png_is_admitted_as_it_is(width: int, height: int) -> None:
    content = png(width, height)
    found = admitted(content)
    assert (found.kind, found.width, found.height) == (Kind.PNG, width, height)
    assert (found.content, found.bared) == (content, False)


def test_a_jpeg_is_admitted_as_it_is() -> None:
    found = admitted(jpeg())
    assert (found.kind, found.shown, found.content) == (Kind.JPEG, (16, 8), jpeg())
    assert not found.bared


@pytest.mark.parametrize("turn", range(2, 9))
def test_of_what_a_camera_tells_only_how_it_was_held_is_kept(turn: int) -> None:
    place = b"GPS 24.43N 98.58E \xe8\x8a\x92\xe5\xb8\x82"
    found = admitted(jpeg(exif(turn, place), segment(0xFE, b"a comment"), segment(0xED, place)))
    assert found.turn == turn
    assert found.shown == ((8, 16) if turn > 4 else (16, 8))
    assert found.bared
    assert b"GPS" not in found.content
    assert b"comment" not in found.content
    assert admitted(found.content).content == found.content
    assert not admitted(found.content).bared


def test_texts_times_and_what_hangs_behind_a_png_are_not_kept() -> None:
    secret = b"Author\0somebody"
    for content in (png(extra=chunk(b"tEXt", secret)), png() + secret):
        found = admitted(content)
        assert found.content == png()
        assert found.bared


def test_what_hangs_behind_a_jpeg_is_not_kept() -> None:
    found = admitted(jpeg() + b"a film of three seconds")
    assert (found.content, found.bared) == (jpeg(), True)


@given(st.data())
def test_a_picture_that_is_cut_off_is_refused(data: st.DataObject) -> None:
    content = data.draw(st.sampled_from([png(9, 9), jpeg()]))
    cut = data.draw(st.integers(0, len(content) - 1))
    with pytest.raises(PictureError):
        admitted(content[:cut])


@given(st.data())
def test_a_png_with_one_byte_changed_is_refused(data: st.DataObject) -> None:
    content = bytearray(png(9, 9))
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(PictureError):
        admitted(bytes(content))


@settings(max_examples=200)
@given(st.binary(max_size=60), st.integers(2, 120))
def test_nothing_but_a_fault_comes_of_broken_jpegs(noise: bytes, at: int) -> None:
    content = jpeg()[:at] + noise + jpeg()[at:]
    try:
        found = admitted(content)
    except PictureError:
        return
    assert admitted(found.content).content == found.content


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空文件"),
        (b"GIF89a" + b"\0" * 20, "GIF"),
        (b"RIFF0000WEBPVP8 ", "WebP"),
        (b"\0\0\0\x18ftypheic", "HEIC"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"MZ\x90\0 a program named picture.png", "不是 PNG 或 JPEG"),
        (b"\0" * (picture.MAX_BYTES + 1), "超过上限"),
        (jpeg()[:2] + segment(0xC3, b"\x08\0\x08\0\x08\x01\x01\x11\0"), "少见的 JPEG"),
    ],
)
def test_what_is_no_picture_is_named(content: bytes, said: str) -> None:
    with pytest.raises(PictureError, match=said):
        admitted(content)


@pytest.mark.parametrize(
    ("width", "height"), [(50_000, 50_000), (1, 20_001), (0, 5), (9_999, 9_999)]
)
def test_too_many_pixels_are_refused_before_they_are_unpacked(width: int, height: int) -> None:
    with pytest.raises(PictureError, match=r"超过上限|为 0"):
        admitted(bare(width, height, b"never looked at"))


def test_pixels_that_unpack_to_more_than_the_picture_says_are_refused() -> None:
    bomb = zlib.compress(b"\0" * 50_000_000, 9)
    with pytest.raises(PictureError, match="比它自称的多"):
        admitted(bare(4, 4, bomb))


def test_pixels_that_are_missing_are_refused() -> None:
    with pytest.raises(PictureError, match="不完整"):
        admitted(bare(4, 4, zlib.compress(b"\0" * 13)))


def test_lines_of_every_depth_and_of_interlaced_pictures_are_counted() -> None:
    # 5 × 3 at one bit: a byte of filter and one of pixels a line.
    assert admitted(bare(5, 3, zlib.compress(b"\0" * 6), depth=1, colour=0)).width == 5
    # Adam7, 8 × 8 grey: 1+1, 1+1, (1+2), 2·(1+2), 2·(1+4), 4·(1+4), 4·(1+8).
    size = 2 + 2 + 3 + 6 + 10 + 20 + 36
    assert admitted(bare(8, 8, zlib.compress(b"\0" * size), colour=0, interlace=1)).height == 8
    with pytest.raises(PictureError):
        admitted(bare(8, 8, zlib.compress(b"\0" * (size - 1)), colour=0, interlace=1))


def test_a_run_of_fill_bytes_is_read_once() -> None:
    start = jpeg().index(b"\xff\xda")
    with pytest.raises(PictureError):
        admitted(jpeg()[: start + 10] + b"\xff" * 4_000_000)


def test_a_size_is_measured_without_the_pixels() -> None:
    content = bare(4, 4, zlib.compress(b""))
    assert measured(content).shown == (4, 4)
    assert struct.unpack(">I", content[16:20]) == (4,)
