"""The picture on paper, as a screen can show it."""

from __future__ import annotations

from PIL import Image

from renderer.review.verify import verify_file
from renderer.studio import Studio
from tests.helpers.signs import Finished


def test_the_soft_proof_shows_the_presss_colours(every_format: Finished, studio: Studio) -> None:
    files = [f for f in every_format.asset.entry.files if f.kind == "softproof"]
    assert [f.path.rpartition("_")[2] for f in files] == ["in-thu.png", "gam-mau.png"]
    shown, gamut = (Image.open(every_format.asset.folder / f.path).convert("RGB") for f in files)
    assert shown.width == gamut.width == 1600
    red = shown.getpixel((1200, 60))
    # Magenta and yellow in full after FOGRA39: duller than the screen's red, but red.
    assert red != (218, 37, 29) and red[0] > 190 and red[1] < 60 and red[2] < 60  # type: ignore[index]
    colours = {gamut.getpixel((x, y)) for x in range(0, 1600, 40) for y in range(0, gamut.height, 40)}
    assert any(max(c) - min(c) > 100 for c in colours if isinstance(c, tuple))  # the screen's yellow is not on paper
    assert any(len(set(c)) == 1 for c in colours if isinstance(c, tuple))  # what the press can show stays grey
    for file in files:
        assert verify_file(studio, every_format.asset.folder / file.path, [every_format.asset.entry]).passed
