"""Swatches, contrast and the palette as data."""

from pathlib import Path

import pytest

from renderer.values.colour import RGB, contrast
from renderer.values.errors import DataError, UsageError
from renderer.workspace import Workspace

MAX_INK = 250.0


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [  # figures from the sourced table of domain facts, section "Colour values in use"
        ("#FFFF00", "#DA251D", 4.59),
        ("#FFFFFF", "#DA251D", 4.93),
        ("#FFCD00", "#DA251D", 3.28),
        ("#FFFFFF", "#0057B8", 6.87),
        ("#FFFFFF", "#FFFF00", 1.07),
    ],
)
def test_contrast_agrees_with_the_published_figures(one: str, other: str, ratio: float) -> None:
    assert contrast(RGB.parse(one), RGB.parse(other)) == pytest.approx(ratio, abs=0.006)


def test_no_swatch_carries_more_ink_than_hiflex(workspace: Workspace) -> None:
    assert {s.name for s in workspace.palette if s.cmyk.total > MAX_INK} == set()


def test_the_flag_colours_are_the_ones_in_use(workspace: Workspace) -> None:
    red, yellow = workspace.palette.find("flag-red"), workspace.palette.find("star-yellow")
    assert (red.rgb.hex, tuple(red.cmyk)) == ("#DA251D", (0, 100, 100, 0))
    assert (yellow.rgb.hex, tuple(yellow.cmyk)) == ("#FFFF00", (0, 0, 100, 0))


def test_an_unknown_swatch_lists_the_known_ones(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="no swatch is called 'pink'") as caught:
        workspace.palette.find("pink")
    assert "flag-red" in caught.value.hint


def test_two_swatches_of_one_srgb_value_are_an_error(own_workspace: Path) -> None:
    palette = own_workspace / "assets/palette.toml"
    palette.write_text(palette.read_text() + '\n[swatch.other-red]\nsrgb = "#DA251D"\ncmyk = [0, 90, 100, 0]\n')
    with pytest.raises(DataError, match="share #DA251D") as caught:
        _ = Workspace(own_workspace).palette
    assert "palette.toml" in caught.value.where
