"""Pictures that are broken, huge or hostile: one clear error each, whatever ran in this process before."""

from __future__ import annotations

import io
import resource
import struct
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile

from renderer.layout import Picture, decode, press_condition
from renderer.layout.picture import MAX_PIXELS
from renderer.studio import Studio
from renderer.values.errors import DataError
from renderer.workspace import ImageEntry
from tests.helpers.signs import Finished, finish

ENTRY = ImageEntry(id="thu", file="thu.png", title="Thử", source="-", licence="MIT", sha256="0" * 64)


def encoded(kind: str, side: int = 64, **options: object) -> bytes:
    picture = Image.effect_noise((side, side), 90).convert("RGB")
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


SAMPLES = {kind: encoded(kind) for kind in ("PNG", "JPEG", "TIFF")}


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_of(width: int, height: int, *more: bytes) -> bytes:
    """Return a PNG that says it is this large, and holds no pixels to speak of."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")


def take(studio: Studio, data: bytes) -> Picture:
    return decode(data, ENTRY, press_condition(studio.workspace, 300.0))


def refused(studio: Studio, data: bytes) -> str:
    with pytest.raises(DataError) as caught:
        take(studio, data)
    assert caught.value.where == "assets/images/thu.png"
    return caught.value.code


@pytest.fixture(scope="module")
def ticket(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return finish(studio, tmp_path_factory.mktemp("ticket"), size="3x2m", formats=("ticket",))


def check_cut_off_pictures(studio: Studio) -> None:
    for data in SAMPLES.values():
        for share in (0.3, 0.5, 0.9):
            assert refused(studio, data[: int(share * len(data))]) == "broken-picture"


def test_a_cut_off_picture_is_refused(studio: Studio) -> None:
    check_cut_off_pictures(studio)


def test_a_cut_off_picture_is_refused_after_a_ticket(studio: Studio, ticket: Finished) -> None:
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
    check_cut_off_pictures(studio)


def test_no_setting_of_the_process_decides_what_is_taken(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    cut = SAMPLES["JPEG"][: len(SAMPLES["JPEG"]) // 2]
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    assert refused(studio, cut) == "broken-picture"
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True  # of whoever set it
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    assert take(studio, SAMPLES["PNG"]).size == (64, 64)


@pytest.mark.parametrize("size", [(9_999, 9_999), (2**31 - 1, 2**31 - 1), (MAX_PIXELS + 1, 1), (0, 5)])
def test_a_huge_picture_is_refused_by_what_it_says_of_itself(studio: Studio, size: tuple[int, int]) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert refused(studio, png_of(*size)) in ("picture-too-large", "broken-picture")
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss - before
    assert used < 100_000  # kB more than any process before


@pytest.mark.parametrize(
    "data",
    [b"", b"x" * 50, b"\xff\xd8\xff\xe1\x00\x10Exif\0\0II*\0\xff\xff\xff\xff", b"GIF89a" + bytes(40)],
    ids=["nothing", "no picture", "a cut Exif", "a cut GIF"],
)
def test_what_is_no_picture_is_one_error(studio: Studio, data: bytes) -> None:
    refused(studio, data)


@given(garbage=st.binary(min_size=1, max_size=60), order=st.sampled_from([b"II*\0", b"MM\0*", b"", b"Exif\0\0II*\0"]))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_an_exif_is_a_picture_or_one_error(studio: Studio, garbage: bytes, order: bytes) -> None:
    for data in (png_of(1, 1, chunk(b"eXIf", order + garbage)), encoded("JPEG", 8, exif=order + garbage)):
        try:
            take(studio, data)
        except DataError as fault:
            assert fault.where == "assets/images/thu.png"


@given(kind=st.sampled_from(sorted(SAMPLES)), places=st.lists(st.tuples(st.floats(0, 0.999), st.integers(1, 255))))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_flipped_bytes_give_a_picture_or_one_error(studio: Studio, kind: str, places: list[tuple[float, int]]) -> None:
    data = bytearray(SAMPLES[kind])
    for place, flip in places:
        data[int(place * len(data))] ^= flip
    try:
        take(studio, bytes(data))
    except DataError as fault:
        assert fault.where == "assets/images/thu.png" and fault.message


def test_a_file_of_several_pictures_is_refused(studio: Studio) -> None:
    out = io.BytesIO()
    one, other = (Image.new("RGB", (8, 8), colour) for colour in ("red", "blue"))
    one.save(out, "TIFF", save_all=True, append_images=[other])
    assert refused(studio, out.getvalue()) == "picture-format"
