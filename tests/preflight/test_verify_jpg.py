"""A JPEG is held against the picture that was approved, as closely as its own tables allow."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from renderer.contract.formats import PHONE_BYTES
from renderer.export.jpg import encode_jpg
from renderer.export.png import paint
from renderer.pipeline import Prepared, prepare
from renderer.preflight import verify_jpg
from renderer.redraw import decode_jpg
from renderer.studio import Studio
from renderer.values.errors import RefusedError
from tests.helpers.command import Codong
from tests.helpers.signs import CONGRESS, SHORT, finish, order_of


def found(data: bytes, picture: np.ndarray) -> list[str]:
    return [f.code for f in verify_jpg(data, (picture.shape[1], picture.shape[0]), picture, decode_jpg)]


@pytest.fixture(scope="module")
def prepared(studio: Studio) -> Prepared:
    return prepare(studio, order_of(size="4x2m", formats=("jpg",), organisation="dang-uy-phuong-van-xuan"))


@pytest.fixture(scope="module")
def picture(prepared: Prepared) -> np.ndarray:
    return paint(prepared.artwork, prepared.resolved.phone)


def saved(picture: np.ndarray | Image.Image, **how: object) -> bytes:
    out = io.BytesIO()
    image = picture if isinstance(picture, Image.Image) else Image.fromarray(picture)
    image.save(out, "JPEG", **{"quality": 95, "subsampling": 0, **how})
    return out.getvalue()


def test_what_we_write_is_proven(picture: np.ndarray) -> None:
    data = encode_jpg(picture)
    assert len(data) < PHONE_BYTES and found(data, picture) == []
    # The tables tell what must be seen: another quality of the same picture shows it, too.
    assert found(saved(picture, quality=88), picture) == []


@pytest.mark.parametrize("side", [1, 7, 8, 9, 517])
def test_sides_that_are_no_whole_blocks(side: int) -> None:
    rows = np.random.default_rng(side).integers(0, 255, (max(1, 523 - side), side, 3), dtype=np.uint8)
    assert found(encode_jpg(rows), rows) == []


@pytest.mark.parametrize(("mark", "other"), [("Ế", "Ề"), ("Ạ", "A"), ("ị", "i"), ("ẫ", "ẩ"), ("ự", "ư"), ("Đ", "D")])
def test_one_mark_of_the_smallest_letters_is_found(fonts: dict[str, bytes], mark: str, other: str) -> None:
    """10 px an em in every face, red ground, at four places between the pixels."""
    from PIL import ImageFont

    for data in fonts.values():
        for step in range(4):
            drawn = []
            for letter in (mark, other):
                big = Image.new("RGB", (512, 512), (218, 37, 29))
                face = ImageFont.truetype(io.BytesIO(data), 80)
                ImageDraw.Draw(big).text((160 + 3 * step, 160 + 5 * step), letter, font=face, fill=(255, 222, 0))
                drawn.append(np.asarray(big.resize((64, 64), Image.Resampling.BOX)))
            assert found(encode_jpg(drawn[0]), drawn[0]) == []
            assert found(encode_jpg(drawn[1]), drawn[0]) == ["pixels-differ"]


def test_what_is_no_file_of_ours_is_told(picture: np.ndarray) -> None:
    good = encode_jpg(picture)
    small = Image.fromarray(picture).resize((960, 480))
    for data, code in [
        (good[:-2], "unreadable"),
        (good[: len(good) // 2], "unreadable"),
        (good + b"\0", "unreadable"),
        (b"", "unreadable"),
        (b"\xff\xd8\xff", "unreadable"),
        (b"\x89PNG", "unreadable"),
        (saved(picture, progressive=True), "unreadable"),
        (saved(picture, comment=b"x"), "unreadable"),
        (good[:20] + good[2:20] + good[20:], "unreadable"),
        (saved(small), "pixels"),
        (saved(picture, subsampling=2), "pixel-form"),
        (saved(Image.fromarray(picture).convert("L")), "pixel-form"),
        (saved(picture, quality=30), "too-coarse"),
    ]:
        assert found(data, picture) == [code]
    # One number of the picture is changed: what follows it is another picture.
    middle = good.index(b"\xff\xda") + 5000
    hurt = good[:middle] + bytes([good[middle] ^ 0x10 or 1]) + good[middle + 1 :]
    assert found(hurt, picture) != []


def test_a_picture_that_cannot_be_small_is_refused() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (1400, 1920, 3), dtype=np.uint8)
    with pytest.raises(RefusedError, match="more than 2 MB"):
        encode_jpg(noise)


def test_the_way_from_an_order_to_a_proven_file(studio: Studio, codong: Codong, tmp_path: Path) -> None:
    """A banner is as high as can be read, a screen's picture no larger than the screen; a changed file fails."""
    banner = finish(studio, tmp_path, layout="bang-ron/co-do", slogan=SHORT, size="6x0,8m", formats=("jpg",))
    screen = finish(
        studio,
        tmp_path,
        layout="led/co-do",
        slogan=CONGRESS,
        size="640x320px",
        formats=("jpg", "png"),
        hang="2026-01-20",
    )
    sizes = [Image.open(io.BytesIO(sign.data["jpg"])).size for sign in (banner, screen)]
    assert sizes == [(2400, 320), (640, 320)]
    ran = codong("verify", banner.path("jpg"), screen.path("jpg"))
    assert ran.code == 0 and ran.out.count("PROVEN") == 2, ran.out
    picture = Image.open(io.BytesIO(banner.data["jpg"])).convert("RGB")
    ImageDraw.Draw(picture).ellipse((1200, 150, 1212, 162), fill=(255, 222, 0))
    banner.path("jpg").write_bytes(saved(picture))
    ran = codong("verify", banner.path("jpg"))
    assert ran.code == 5 and "the picture differs from what was approved" in ran.out


def test_letters_that_a_jpeg_would_lose_are_refused(codong: Codong, tmp_path: Path) -> None:
    words = ["led/co-do", "--slogan", CONGRESS, "--size", "192x96px", "--format", "jpg", "--hang", "2026-01-20"]
    ran = codong("render", *words, "--out", tmp_path)
    assert ran.code == 4 and "in a JPG of 192 x 96 px" in ran.err, ran.err
