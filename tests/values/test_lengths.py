"""Sizes as people write them."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.values.errors import ExitCode, UsageError
from renderer.values.lengths import MM_PER_INCH, Size, dpi_for_distance, mm_to_points, parse_size, pixels_at


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
        ("4,8 × 0,6 m", 4800, 600, "mm"),
        ("4,8\u00a0×\u00a00,6\u00a0m", 4800, 600, "mm"),
        ("4m8x0m6", 4800, 600, "mm"),
        ("4m80 x 0m65", 4800, 650, "mm"),
        ("4M8 X 2m", 4800, 2000, "mm"),
        ("1.250x0,800m", 1250, 800, "mm"),
        ("4 000 x 2 000 mm", 4000, 2000, "mm"),
        ("4\u202f000x600mm", 4000, 600, "mm"),
        ("0.125x0,250m", 125, 250, "mm"),
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
        "3x0m",
        "-3x2m",
        "3x2x1m",
        "A5",
        "A1-doc",
        "3cmx2m",
        "100.5x100px",
        "3x2in",
        "1e3x2m",
        "0.0001x1mm",
        "2000x1500m",
        "٤x٢m",
        "9" * 5000 + "x1m",
    ],
)
def test_refused_forms_list_the_accepted_ones(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_size(text)
    assert caught.value.exit_code == ExitCode.USAGE
    assert "2,5x5m" in caught.value.hint and "1920x1080px" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "said", "offered"),
    [
        ("4.000x2.000mm", "thousands or a fraction", "write 4000x2000mm, or 4x2mm"),
        ("4.000 x 600 mm", "thousands or a fraction", "write 4000x600mm, or 4x600mm"),
        ("4,500x2,250mm", "thousands or a fraction", "write 4500x2250mm, or 4.5x2.25mm"),
        ("1.200x60cm", "thousands or a fraction", "write 1200x60cm, or 1.2x60cm"),
        ("1.920x1.080px", "thousands or a fraction", "write 1920x1080px;"),
        ("4x12m2", "square metres", "write 4x12.2m, or 4x12m;"),
        ("480x60", "in which unit", "is 480x60cm meant (4800 x 600 mm)?"),
        ("4800 x 600", "in which unit", "is 4800x600mm meant (4800 x 600 mm)?"),
        ("4,8x0,6", "in which unit", "is 4,8x0,6m meant (4800 x 600 mm)?"),
        ("4mx2", "in which unit", "is 4x2m meant (4000 x 2000 mm)?"),
        ("4mx60cm", "mixes m and cm", "write 4000x600mm"),
        ("4m8x60cm", "mixes m and cm", "write 4800x600mm"),
    ],
)
def test_a_size_that_leaves_something_open_is_asked(text: str, said: str, offered: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_size(text)
    assert said in caught.value.message and caught.value.hint.startswith(offered)


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(".,"), st.sampled_from(["mm", "cm", "px"]))
def test_a_number_that_may_be_thousands_is_never_taken(whole: int, rest: int, sign: str, unit: str) -> None:
    for text in (f"{whole}{sign}{rest:03}x500{unit}", f"500 x {whole}{sign}{rest:03} {unit}"):
        with pytest.raises(UsageError, match="thousands or a fraction"):
            parse_size(text)


@given(st.integers(1, 60_000), st.integers(1, 60_000), st.sampled_from("x×X*"), st.sampled_from(["", " ", "\u00a0"]))
def test_one_size_has_one_name_however_it_is_written(width: int, height: int, sign: str, space: str) -> None:
    ways = [f"{width}{space}{sign}{space}{height}{space}mm", f"{width / 10:g}{sign}{height / 10:g}cm"]
    assert {parse_size(way).slug for way in ways if not re.search(r"(^|x)[1-9]\d{0,2}\.\d{3}", way)} == {
        f"{width}x{height}mm"
    }


THOUSANDTHS = st.integers(1, 60_000_000)
"""Of a millimetre: the finest size that an order can have, up to 60 m."""


def written(thousandths: int, unit: str, comma: str = ".") -> str:
    """Return a length in a unit, with as many decimals as it needs; three could be thousands, and get a fourth."""
    figure = Decimal(thousandths) / (1000 * {"mm": 1, "cm": 10, "m": 1000}[unit])
    text = f"{figure:f}".replace(".", comma)
    return f"{text}0" if re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", text) else text


@given(st.integers(1, 60_000), st.integers(1, 60_000))
def test_a_size_in_pixels_reads_back(width: int, height: int) -> None:
    size = parse_size(f"{width}x{height}px")
    assert (size.width, size.height, size.unit) == (width, height, "px")
    assert parse_size(size.slug) == parse_size(str(size)) == size


@given(THOUSANDTHS, THOUSANDTHS, st.sampled_from(["mm", "cm", "m"]), st.sampled_from(".,"))
def test_a_length_in_any_unit_is_the_same_size_and_reads_back(width: int, height: int, unit: str, comma: str) -> None:
    size = parse_size(f"{written(width, unit, comma)}x{written(height, unit, comma)}{unit}")
    assert size == Size(width / 1000, height / 1000, "mm")
    assert parse_size(size.slug) == parse_size(str(size)) == size
    assert size.short_side == min(width, height) / 1000 and size.aspect == pytest.approx(width / height)


@pytest.mark.parametrize("name", ["A0", "A1", "A2", "A3", "A4"])
def test_a_sheet_lies_on_its_side(name: str) -> None:
    upright, turned = parse_size(name), parse_size(f"{name}-ngang")
    assert (upright.width, upright.height) == (turned.height, turned.width) and upright.aspect < 1 < turned.aspect


@given(st.text(max_size=20))
def test_any_words_are_a_size_or_refused_by_name(text: str) -> None:
    try:
        size = parse_size(text)
    except UsageError as fault:
        assert fault.code == "bad-size" and fault.field == "size" and "3x2m" in fault.hint
    else:
        assert size.short_side > 0


@given(st.floats(0.01, 60_000), st.floats(1, 1200))
def test_pixels_cover_a_length_to_half_a_pixel(mm: float, dpi: float) -> None:
    pixels = pixels_at(mm, dpi)
    assert pixels == 1 or abs(pixels * MM_PER_INCH / dpi - mm) <= 0.5000001 * MM_PER_INCH / dpi


@given(st.floats(0.01, 60_000))
def test_points_are_inches_by_72(mm: float) -> None:
    assert mm_to_points(mm) == pytest.approx(mm / MM_PER_INCH * 72)


def test_figures() -> None:
    assert mm_to_points(25.4) == 72
    assert pixels_at(4000, 12) == 1890
    assert dpi_for_distance(15) == 12
    assert parse_size("4,8x0,6m").slug == "4800x600mm"
