"""Every shipped layout at every declared size and at the ends of its aspect range."""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
import pytest

from renderer.layout import Master, MasterSpec, layout_ids
from renderer.studio import Studio
from renderer.values.colour import RGB, contrast
from renderer.values.geometry import Rect
from renderer.values.lengths import Size, parse_size
from renderer.workspace import Workspace
from tests.helpers.workspaces import ROOT

IDS = layout_ids(Workspace(ROOT))
LEAST_CONTRAST = 4.5
FILLED = [frozenset(c) | {"slogan"} for c in ({"event", "unit"}, {"event"}, {"unit"}, set[str]())]


def sizes_of(studio: Studio, layout_id: str) -> list[Size]:
    spec = studio.layout(layout_id).spec
    declared = [parse_size(text) for text in spec.sizes]
    unit, height = declared[0].unit, min(declared[0].height, 800.0)
    low, high = spec.aspect
    return [*declared, Size(round(low * height + 0.5), height, unit), Size(round(high * height - 0.5), height, unit)]


@cache
def masters(studio: Studio, layout_id: str) -> list[Master]:
    layout = studio.layout(layout_id)
    out = []
    for size, filled in product(sizes_of(studio, layout_id), FILLED):
        bleed = 0.0 if size.unit == "px" else layout.spec.bleed_mm
        # A page beyond 5.08 m has no PDF yet; its picture is checked all the same.
        printed = size.unit == "mm" and max(size.width, size.height) + 2 * bleed <= 5080
        # With all frames and with the fewest, drawn again by the other engines; between them lie the same shapes.
        compiled = studio.master if filled in (FILLED[0], FILLED[-1]) else studio.uncompared_master
        out.append(compiled(MasterSpec(layout, size, bleed, "none", filled, printed))[0])
    return out


@pytest.mark.parametrize("layout_id", IDS)
def test_every_size_compiles_in_swatches_only_and_without_transparency(studio: Studio, layout_id: str) -> None:
    for master in masters(studio, layout_id):  # compiling preflights the separated art in full
        assert master.warnings == ()
        assert next(iter(master.frames)) == "slogan"


@pytest.mark.parametrize("layout_id", IDS)
def test_letters_stand_on_quiet_ground_of_enough_contrast(studio: Studio, layout_id: str) -> None:
    for master in masters(studio, layout_id):
        size = master.spec.size
        scale = 600 / max(size.width, size.height)
        width, height = round(size.width * scale), round(size.height * scale)
        picture = master.pixels(width, height)
        for name, rect in master.frames.items():
            fill = studio.workspace.palette.find(master.style(name).fill).rgb
            for colour in colours_in(picture, rect, width / size.width):
                assert contrast(fill, colour) >= LEAST_CONTRAST, (layout_id, str(size), name, colour)


def colours_in(picture: np.ndarray, rect: Rect, scale: float) -> list[RGB]:
    x0, y0 = int(rect.x * scale) + 1, int(rect.y * scale) + 1
    x1, y1 = max(x0 + 1, int(rect.right * scale)), max(y0 + 1, int(rect.bottom * scale))
    found = np.unique(picture[y0:y1, x0:x1].reshape(-1, 3), axis=0)
    return [RGB(*(int(v) for v in row)) for row in found]


@pytest.mark.parametrize("text", ["4x2m", "3x2m", "2,5x2m", "5x1,8m"])
def test_the_slogan_is_the_picture_of_a_pano(studio: Studio, text: str) -> None:
    size = parse_size(text)
    spec = MasterSpec(studio.layout("pano/co-do"), size, 0.0, "none", FILLED[0])
    slogan = studio.master(spec)[0].frames["slogan"]
    assert 0.45 <= slogan.width * slogan.height / (size.width * size.height) <= 0.65


def test_a_star_stays_a_star(studio: Studio) -> None:
    """The emblem of a pano keeps its form at any aspect: as wide as high in pixels."""
    layout = studio.layout("led/co-do")
    for text in ("1920x1080px", "1600x400px", "1300x1000px"):
        size = parse_size(text)
        picture = studio.master(MasterSpec(layout, size, 0.0, "none", FILLED[3]))[0].pixels(
            int(size.width), int(size.height)
        )
        yellow = (picture == (255, 255, 0)).all(axis=2)
        rows, columns = np.nonzero(yellow)
        ratio = (columns.max() - columns.min()) / (rows.max() - rows.min())
        assert ratio == pytest.approx(1.0515, abs=0.03)  # width 2 sin 72°, height 1 + cos 36°


def test_master_pixels_cover_exactly_the_trim_even_with_bleed(studio: Studio) -> None:
    layout = studio.layout("ap-phich/co-do")
    size = parse_size("A3")
    bled = studio.master(MasterSpec(layout, size, 3.0, "none", FILLED[0]))[0]
    assert bled.pixels(297, 420).shape == (420, 297, 3)
    assert tuple(bled.pixels(297, 420)[0, 0]) != (255, 255, 255)
