"""Coverage of outlined letters."""

from __future__ import annotations

from renderer.values.geometry import Point


def test_a_slit_between_outlines_counts_as_an_edge() -> None:
    """0.05 px between two strokes: no sample sees it, yet a rasteriser of areas does."""
    from renderer.preflight.mask import _draw_outlines

    bars = [
        [(1.0, y), (9.0, y), (9.0, y + 2.0), (1.0, y + 2.0)] for y in (2.03, 6.08)
    ]  # each stroked 2 px wide: ink to 5.03 and from 5.08
    _, top, coverage = _draw_outlines([[Point(*p) for p in bar] for bar in bars], 2.0)
    row = coverage[5 - top, 2:6]
    assert (row < 1).all() and (row > 0.9).all()
    assert (coverage[4 - top, 2:6] == 1).all()
