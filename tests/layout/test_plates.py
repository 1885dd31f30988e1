"""The art as ink, for rasters."""

from __future__ import annotations

import numpy as np

from renderer.layout import InkArt
from renderer.pipeline import prepare
from renderer.separation import PressCondition
from renderer.studio import Studio
from tests.helpers.pictures import assert_same_picture
from tests.helpers.signs import SHORT, order_of


def test_the_plates_of_a_raster_mix_inks_not_screen_colours(studio: Studio) -> None:
    """Half way between two swatches lies half of each ink."""
    prepared = prepare(studio, order_of(slogan=SHORT, formats=("pdf",)))
    press = PressCondition(studio.workspace.palette, studio.workspace.profile, "relative", 250.0)
    art = InkArt(prepared.artwork.master, press, (800, 400))
    whole = art.rows(0, 400)
    assert tuple(whole[20, 700]) == (0, 255, 255, 0)  # flag red
    assert tuple(int(v) for v in whole[395, 700]) == (38, 255, 255, 89)  # deep red: 15 100 100 35
    parts = np.concatenate([art.rows(top, top + 50) for top in range(0, 400, 50)])
    # cairo places a gradient by its own window: a strip may be off by rounding, and hardly a pixel by more.
    assert_same_picture(parts, whole, tolerance=2, share=0.001)
