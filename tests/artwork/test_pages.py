"""Pages of a print: their boxes as tables of numbers, and their scale as programs that we did not write read it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from renderer.artwork.pages import lay_pages
from renderer.contract.expectation import ExpectedPage
from renderer.contract.manifest_file import read_manifest
from renderer.contract.print_specs import FINISHINGS, mark_room
from renderer.layout import Master
from renderer.pipeline import prepare
from renderer.resolve import PrintSign, resolve
from renderer.studio import Studio
from renderer.values.errors import RefusedError, UsageError
from renderer.values.geometry import Edges, Rect
from renderer.values.lengths import parse_size
from tests.helpers.pdfs import POINTS_PER_MM, boxes
from tests.helpers.programs import call, drawn, ghostscript, page_size
from tests.helpers.signs import OFFICE, SHORT, Finished, finish, order_of

POSTER = {"layout": "ap-phich/co-do", "size": "A3", "slogan": SHORT}


def pages_of(studio: Studio, **fields: Any) -> list[ExpectedPage]:
    """Return the pages of a sign that has no letters yet: seams mind its emblems alone."""
    resolved = resolve(studio, order_of(**fields))
    master, _ = studio.master(resolved.master_spec)
    return [page.expected for page in lay_pages(studio, resolved, master, (), {})[0]]


# -- boxes ----------------------------------------------------------------------------------------

WHOLE: dict[str, tuple[dict[str, Any], tuple[float, ...], tuple[float, ...]]] = {
    # order: media and bleed as x, y, width, height in mm from the trim's top left corner
    "a pano is cut at its trim": ({}, (0, 0, 4000, 2000), (0, 0, 4000, 2000)),
    "a poster bleeds 3 mm and has crop marks": (POSTER, (-13, -13, 323, 446), (-3, -3, 303, 426)),
    "without marks": ({**POSTER, "marks": "none"}, (-3, -3, 303, 426), (-3, -3, 303, 426)),
    "full marks have their foot below": ({**POSTER, "marks": "full"}, (-15, -15, 327, 470), (-3, -3, 303, 426)),
    "a bleed that was ordered": ({**POSTER, "bleed": 5.0}, (-15, -15, 327, 450), (-5, -5, 307, 430)),
    "a bleed of nothing": ({**POSTER, "bleed": 0.0}, (-10, -10, 317, 440), (0, 0, 297, 420)),
    "a hem is folded back": ({"finishing": "hem"}, (-30, -30, 4060, 2060), (-30, -30, 4060, 2060)),
    "poles at the ends": ({"finishing": "poles-ends"}, (-80, -30, 4160, 2060), (-80, -30, 4160, 2060)),
    "poles at top and foot": ({"finishing": "poles-top-foot"}, (-30, -80, 4060, 2160), (-30, -80, 4060, 2160)),
    "an ordered bleed is the fold": (
        {"finishing": "poles-ends", "bleed": 9.0},
        (-9, -9, 4018, 2018),
        (-9, -9, 4018, 2018),
    ),
    "marks grow with the sign, twice at 2.4 m": (
        {"size": "2,4x1,2m", "marks": "full"},
        (-24, -24, 2448, 1288),
        (0, 0, 2400, 1200),
    ),
    "and five times at 6 m": ({"size": "6x3m", "marks": "crop"}, (-50, -50, 6100, 3100), (0, 0, 6000, 3000)),
    "marks stand outside the fold": (
        {"size": "2,4x1,2m", "marks": "crop", "finishing": "poles-ends"},
        (-100, -50, 2600, 1300),
        (-80, -30, 2560, 1260),
    ),
}


@pytest.mark.parametrize(("fields", "media", "bleed"), WHOLE.values(), ids=WHOLE.keys())
def test_the_boxes_of_a_whole_sign(
    studio: Studio, fields: dict[str, Any], media: tuple[float, ...], bleed: tuple[float, ...]
) -> None:
    [page] = pages_of(studio, **fields)
    assert (page.number, page.count) == (1, 1)
    assert page.media == pytest.approx(media) and page.bleed == pytest.approx(bleed)
    size = parse_size(order_of(**fields).size)
    assert page.trim == (0, 0, size.width, size.height)


@pytest.mark.parametrize(
    ("fields", "ratio", "user_unit"),
    [
        ({}, 1, False),
        ({"scale": "1"}, 1, False),
        ({"scale": "10"}, 10, False),
        ({"size": "5x2,5m"}, 1, False),
        ({"size": "5x2,5m", "finishing": "hem"}, 1, False),
        ({"size": "5x2,5m", "finishing": "poles-ends"}, 10, False),  # 5.16 m with its folds
        ({"size": "5x2,5m", "marks": "crop"}, 10, False),  # 5.08 m and more with its marks
        ({**POSTER, "size": "3,55x5,01m", "marks": "none", "finishing": "poles-ends"}, 1, False),
        ({**POSTER, "size": "3,55x5,01m", "marks": "none", "finishing": "poles-top-foot"}, 10, False),  # 5.17 m high
        ({"size": "12x6m"}, 10, False),
        ({"size": "12x6m", "scale": "1"}, 10, True),
        ({"size": "12x6m", "panels": "3,1x4m"}, 1, False),  # no page is as long as the sign
        ({"size": "12x6m", "panels": "3,1x50m"}, 10, False),  # a strip may be
    ],
)
def test_a_page_is_one_tenth_where_pdf_has_no_room_for_it(
    studio: Studio, fields: dict[str, Any], ratio: int, user_unit: bool
) -> None:
    for page in pages_of(studio, **fields):
        assert (page.ratio, page.user_unit, page.scale) == (ratio, user_unit, "1:1" if user_unit else f"1:{ratio}")
        longest = max(page.media[2:]) * POINTS_PER_MM
        assert longest / ratio <= 14_400
        assert ratio == 10 or longest <= 14_400


@pytest.mark.parametrize(
    ("fields", "bleeds", "trims"),
    [
        # A strip of 1.7 m along the roll: the seam lies above the emblem, 15 mm of overlap on either side.
        (
            {"size": "6x3m", "finishing": "hem", "panels": "1,7x50m"},
            [(-30, -30, 6060, 1606), (-30, 1546, 6060, 1484)],
            [(0, 0, 6000, 1561), (0, 1561, 6000, 1439)],
        ),
        (
            {"layout": "bang-ron/co-do", "size": "6x0,6m", "panels": "3,1x1m"},
            [(0, 0, 3015, 600), (2985, 0, 3015, 600)],
            [(0, 0, 3000, 600), (3000, 0, 3000, 600)],
        ),
    ],
)
def test_the_boxes_of_panels(
    studio: Studio, fields: dict[str, Any], bleeds: list[tuple[float, ...]], trims: list[tuple[float, ...]]
) -> None:
    pages = pages_of(studio, **fields)
    assert [page.number for page in pages] == [1, 2] and {page.count for page in pages} == {2}
    assert [page.bleed for page in pages] == [pytest.approx(box) for box in bleeds]
    assert [page.trim for page in pages] == [pytest.approx(box) for box in trims]


def test_a_slug_numbers_its_pages_and_the_code_is_the_signs(studio: Studio) -> None:
    fields = {"size": "2,4x1,2m", "marks": "full", "panels": "1,1x50m", "organisation": OFFICE}
    pages = pages_of(studio, **fields)
    assert [page.slug[0].text.split(" · ")[1].partition(":")[0] for page in pages] == ["tờ 1/2", "tờ 2/2"]
    assert {page.qr for page in pages} == {resolve(studio, order_of(**fields)).binding}
    [bare] = pages_of(studio, **POSTER)
    assert bare.slug == () and bare.qr == ""


@settings(deadline=None, max_examples=60)
@given(
    st.integers(700, 45_000),
    st.floats(1.25, 3.1),
    st.none() | st.floats(0, 100).map(lambda v: round(v, 2)),
    st.sampled_from(["none", "crop"]),
    st.sampled_from([*FINISHINGS]),
    st.sampled_from([None, "1", "10"]),
)
def test_boxes_nest_and_every_page_has_room_in_a_pdf(
    studio: Studio, width: int, aspect: float, bleed: float | None, marks: str, finishing: str, scale: str | None
) -> None:
    height = round(width / aspect)
    asked = {"bleed": bleed, "marks": marks, "finishing": finishing, "scale": scale}
    resolved = resolve(studio, order_of(size=f"{width}x{height}mm", **asked))
    assert isinstance(resolved, PrintSign)
    # A sign that is not cut has the same pages whatever its art.
    [page] = (page.expected for page in lay_pages(studio, resolved, any_master(studio), (), {})[0])
    media, printed, trim = Rect(*page.media), Rect(*page.bleed), Rect(*page.trim)
    assert media.contains(printed) and printed.contains(trim) and trim == (0, 0, width, height)
    fold = FINISHINGS[finishing].fold if bleed is None else Edges.all(bleed)
    assert printed == pytest.approx(trim.outset(fold)) or not FINISHINGS[finishing].turned
    assert media == pytest.approx(printed.outset(mark_room(marks, max(width, height))), abs=1e-3)
    longest = max(media.width, media.height) * POINTS_PER_MM
    assert page.ratio in (1, 10) and longest / page.ratio <= 14_400 + 1e-6
    # One tenth only where it was asked for or must be; and a page that must be small says so where 1:1 was asked for.
    assert page.ratio == 1 or scale == "10" or longest > 14_400 - 1e-6
    assert page.user_unit == (page.ratio == 10 and scale == "1")


def any_master(studio: Studio) -> Master:
    return studio.master(resolve(studio, order_of()).master_spec)[0]


# -- as other programs read them ------------------------------------------------------------------


@pytest.fixture(scope="module")
def tenth(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return finish(studio, tmp_path_factory.mktemp("tenth"), size="12x6m", finishing="hem", organisation=OFFICE)


@pytest.fixture(scope="module")
def unit_page(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    folder = tmp_path_factory.mktemp("unit")
    return finish(studio, folder, size="12x6m", finishing="hem", organisation=OFFICE, scale="1")


def test_a_page_beyond_five_metres_is_one_tenth_and_says_so(tenth: Finished) -> None:
    path = tenth.path("pdf")
    assert path.name.endswith("_TL1-10.pdf") and path.stat().st_size < 2_000_000
    found = boxes(tenth.data["pdf"])
    assert found["MediaBox"] == pytest.approx([0, 0, 1206, 606], abs=0.001)
    assert found["TrimBox"] == pytest.approx([3, 3, 1203, 603], abs=0.001)
    [entry] = read_manifest(path.parent / "manifest.jsonl")
    assert entry.files[0].scale == "1:10" and entry.expectation.pages[0].ratio == 10
    with pikepdf.open(io.BytesIO(tenth.data["pdf"])) as pdf:
        assert b"Scale>1:10<" in pdf.Root["/Metadata"].read_bytes()


def test_user_unit_is_exactly_ten_so_that_a_reader_that_ignores_it_shows_one_tenth(
    unit_page: Finished, tenth: Finished, tmp_path: Path
) -> None:
    pdf = unit_page.path("pdf")
    with pikepdf.open(pdf) as opened:
        assert opened.pages[0].obj["/UserUnit"] == 10 and opened.pdf_version == "1.6"
    # poppler and pdfium ignore it, Ghostscript and MuPDF honour it.
    assert page_size(pdf)[0] / POINTS_PER_MM == pytest.approx(1206, abs=0.1)
    assert drawn(pdf, 25.4).width == pytest.approx(1206, abs=1)
    call("mutool", "draw", "-q", "-r", "2", "-o", tmp_path / "mutool.png", pdf)
    ghostscript("png16m", 2, tmp_path / "gs.png", pdf)
    for program in ("mutool", "gs"):
        with Image.open(tmp_path / f"{program}.png") as picture:
            assert picture.width == pytest.approx(12060 / 25.4 * 2, abs=2), program
    # No name, word or record of it asks for an enlargement.
    [entry] = read_manifest(pdf.parent / "manifest.jsonl")
    assert pdf.name.endswith("_TL1-1-UU10.pdf") and entry.files[0].scale == "1:1"
    with pikepdf.open(pdf) as opened:
        assert b"Scale>1:1<" in opened.Root["/Metadata"].read_bytes()
    # Both pages paint the same.
    assert boxes(unit_page.data["pdf"]) == boxes(tenth.data["pdf"])


def test_what_a_standard_has_not_is_refused_with_the_reason(studio: Studio, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="has no UserUnit"):
        finish(studio, tmp_path, size="12x6m", scale="1", standard="x1a")
    with pytest.raises(RefusedError, match="cut it into `panels`"):
        finish(studio, tmp_path, size="90x40m")
    assert list(tmp_path.iterdir()) == []


def test_the_ground_runs_over_the_fold_to_the_very_edge(studio: Studio, tmp_path: Path) -> None:
    sign = finish(studio, tmp_path, size="3x2m", finishing="poles-ends")
    found = boxes(sign.data["pdf"])
    assert found["MediaBox"] == pytest.approx([0, 0, 3160, 2060], abs=0.001)
    assert found["TrimBox"] == pytest.approx([80, 30, 3080, 2030], abs=0.001)
    red = np.asarray(drawn(sign.path("pdf"), 3.6))[..., 0]
    assert min(red[:, 0].min(), red[:, -1].min(), red[0].min(), red[-1].min()) > 100


# -- what stands on them --------------------------------------------------------------------------


@pytest.mark.parametrize("size", ["4x2m", "3x2m", "5x1,8m"])
def test_no_letter_may_stand_where_an_eyelet_goes(studio: Studio, size: str) -> None:
    prepared = prepare(studio, order_of(slogan=SHORT, size=size, finishing="eyelets"))
    width, height = prepared.expected.trim
    for frame in prepared.expected.frames:
        x, y, w, h = frame.rect
        assert min(x, y, width - x - w, height - y - h) >= 55


def test_eyelets_are_for_signs_that_have_some_and_room_for_them(studio: Studio) -> None:
    with pytest.raises(UsageError, match="no eyelets"):
        prepare(studio, order_of(slogan=SHORT, eyelets=400))
    with pytest.raises(RefusedError, match="too small for eyelets"):
        prepare(studio, order_of(slogan=SHORT, size="300x150mm", finishing="eyelets"))


def test_a_sponsored_board_says_who_had_it_made(studio: Studio, tmp_path: Path) -> None:
    imprint = "Đơn vị thực hiện: Công ty In Sơn La, số 12 đường Tô Hiệu"
    asked = {"slogan": SHORT, "imprint": imprint}
    for layout, size in (("pano/co-do", "4x2m"), ("bang-ron/co-do", "5x0,8m"), ("ap-phich/co-do", "A1")):
        sign = finish(studio, tmp_path, layout=layout, size=size, organisation=OFFICE, **asked)
        assert sign.asset.entry.texts["imprint"] == imprint
    with pytest.raises(RefusedError, match="no frame"):
        finish(studio, tmp_path, layout="led/co-do", size="1920x1080px", **asked)
