"""The art as ink, for rasters."""

from __future__ import annotations

import numpy as np

from renderer.contract.order import Order
from renderer.layout import InkArt
from renderer.pipeline import prepare
from renderer.separation import PressCondition
from renderer.studio import Studio
from tests.helpers.signs import HANG


def test_the_plates_of_a_raster_mix_inks_not_screen_colours(studio: Studio) -> None:
    """Half way between two swatches lies half of each ink."""
    prepared = prepare(studio, Order(layout="pano/co-do", slogan="dn23-06", size="4x2m", hang=HANG, formats=("pdf",)))
    press = PressCondition(studio.workspace.palette, studio.workspace.profile, "relative", 250.0)
    art = InkArt(prepared.artwork.master, press, (800, 400))
    whole = art.rows(0, 400)
    assert tuple(whole[20, 700]) == (0, 255, 255, 0)  # flag red
    assert tuple(int(v) for v in whole[395, 700]) == (38, 255, 255, 89)  # deep red: 15 100 100 35
    parts = np.concatenate([art.rows(top, top + 50) for top in range(0, 400, 50)])
    # cairo places a gradient by its own window: a strip may be off by rounding, never by more.
    assert (
        int(np.abs(whole.astype(int) - parts).max()) <= 2
        or float(np.mean(np.abs(whole.astype(int) - parts) > 2)) < 0.001
    )
