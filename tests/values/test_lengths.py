"""Sizes as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.values.errors import ExitCode, UsageError
from renderer.values.lengths import Size, dpi_for_distance, mm_to_points, parse_size, pixels_at


@pytest.mark.parametrize(
    ("text", "width", "height", "unit"),
    [
        ("3000x2000mm", 3000, 2000, "mm"),
        ("300x200cm", 3000, 2000, "mm"),
        ("3x2m", 3000, 2000, "mm"),
        ("2,5x5m", 2500, 5000, "mm"),
        ("2.3x1.1m", 2300, 1100, "mm"),
        ("3×2m", 3000, 2000, "mm"),
        ("3 x 2 m", 3000, 2000, "mm"),
        ("3mx2m", 3000, 2000, "mm"),
        ("A0", 841, 1189, "mm"),
        ("a4", 210, 297, "mm"),
        ("A1-ngang", 841, 594, "mm"),
        ("1920x1080px", 1920, 1080, "px"),
    ],
)
def test_accepted_forms(text: str, width: float, height: float, unit: str) -> None:
    assert parse_size(text) == Size(width, height, unit)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "big",
        "3x2",
        "0x2m",
        "-3x2m",
        "3x2x1m",
        "A5",
        "A1-doc",
        "3cmx2m",
        "100.5x100px",
        "3x2in",
        "1e3x2m",
        "0.0001x1mm",
    ],
)
def test_refused_forms_list_the_accepted_ones(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_size(text)
    assert caught.value.exit_code == ExitCode.USAGE
    assert "2,5x5m" in caught.value.hint and "1920x1080px" in caught.value.hint


@given(st.integers(1, 20_000), st.integers(1, 20_000), st.sampled_from(["mm", "px"]))
def test_the_slug_reads_back(width: int, height: int, unit: str) -> None:
    size = parse_size(f"{width}x{height}{unit}")
    assert parse_size(size.slug) == size


def test_figures() -> None:
    assert mm_to_points(25.4) == 72
    assert pixels_at(4000, 12) == 1890
    assert dpi_for_distance(15) == 12
    assert parse_size("4,8x0,6m").slug == "4800x600mm"
