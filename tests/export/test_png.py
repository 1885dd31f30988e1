"""The PNG as other programs see it."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from renderer.values.geometry import Rect
from tests.helpers.programs import call
from tests.helpers.signs import Finished


def test_tesseract_reads_the_slogan(pano: Finished, tmp_path: Path) -> None:
    picture = Image.open(pano.path("png")).convert("RGB")
    scale = picture.width / 4000
    frame = Rect(*pano.expected.frames[0].rect)
    box = tuple(round(v * scale) for v in (frame.x, frame.y, frame.right, frame.bottom))
    # Yellow on red: the green channel is black on white turned round.
    slogan = Image.eval(picture.crop(box).getchannel("G"), lambda v: 255 - v)
    wanted = pano.expected.frames[0].text.split()
    readings = [_read(slogan.reduce(shrink), tmp_path) for shrink in (1, 2, 3)]
    # Tesseract takes a heavy Ả for Ă, Ẳ or Ẵ and "!" for I, at one scale or another: each word must be read at one.
    assert all(len(reading) == len(wanted) for reading in readings), readings
    for at, word in enumerate(wanted):
        assert word in {reading[at] for reading in readings}, readings


def _read(picture: Image.Image, folder: Path) -> list[str]:
    margin = 40
    page = Image.new("L", (picture.width + 2 * margin, picture.height + 2 * margin), 255)
    page.paste(picture, (margin, margin))
    page.save(folder / "slogan.png")
    return call("tesseract", folder / "slogan.png", "-", "-l", "vie", "--psm", "6").split()
