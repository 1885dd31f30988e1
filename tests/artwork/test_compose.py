"""How frames are set, in numbers; and letters over art: gradient, outline and shadow, painted, measured and proven."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pytest
from PIL import Image

from renderer.artwork.compose import SettingRequest, effects_of, setting_of
from renderer.contract.expectation import Expectation
from renderer.layout import FrameStyle
from renderer.pipeline import bind_order, verify_png_bytes
from renderer.preflight import verify_pdf, verify_png
from renderer.resolve import Clearance, resolve
from renderer.review.verify import verify_file
from renderer.studio import Studio
from renderer.typeset import Effects
from renderer.values.lengths import parse_size
from tests.helpers.outlines import least_clearance
from tests.helpers.pdfs import Edit, Fonts, codes, rewritten, set_content
from tests.helpers.pictures import Pixels, assert_same_picture
from tests.helpers.programs import call, ghostscript
from tests.helpers.signs import CONGRESS, Finished, finish, order_of
from tests.helpers.workspaces import change_text, copy_workspace, studio_of

STYLE: dict[str, Any] = {
    "content": "slogan",
    "font": "Be Vietnam Pro",
    "weight": 800,
    "fill": "star-yellow",
    "min_cap_height": 0.06,
    "max_lines": 3,
}
OUTLINE = 'outline = { fill = "deep-red", width = 0.03 }\n'
SHADOW = 'shadow = { fill = "red-shade", x = 0.05, y = 0.06 }\n'
DEEP_RED = np.array([0x8C, 0x0F, 0x0A])
GRADIENT = 'fill = ["gold-light", "gold", "star-yellow"]\n'


# -- how a frame is set ---------------------------------------------------------------------------


def style(**fields: Any) -> FrameStyle:
    return FrameStyle.model_validate({**STYLE, **fields})


LIMITS: dict[str, tuple[str, dict[str, Any], SettingRequest, dict[str, float]]] = {
    # size, style, request: the smallest cap height, what is aimed at, what is warned of, in units, and lines
    "a share of the short side": ("4x2m", {}, SettingRequest(), {"min": 120, "lines": 3}),
    "whichever side that is": ("2x4m", {}, SettingRequest(), {"min": 120, "lines": 3}),
    "of pixels, too": ("512x256px", {}, SettingRequest(), {"min": 15.36, "lines": 3}),
    "another share": ("4x2m", {"min_cap_height": 0.1}, SettingRequest(), {"min": 200, "lines": 3}),
    # 30 m: 1:300 is 100 mm, 1:200 150 mm, 1:150 200 mm.
    "seen from 30 m": ("4x2m", {}, SettingRequest(viewing=30), {"min": 120, "aim": 200, "warn": 150, "lines": 3}),
    "seen from 60 m": ("4x2m", {}, SettingRequest(viewing=60), {"min": 200, "aim": 400, "warn": 300, "lines": 3}),
    "pixels have no distance": ("512x256px", {}, SettingRequest(viewing=30), {"min": 15.36, "lines": 3}),
    "lines that were ordered": ("4x2m", {}, SettingRequest(lines=("a",) * 5), {"min": 120, "lines": 5}),
    "fewer than the frame allows": ("4x2m", {}, SettingRequest(lines=("a",) * 2), {"min": 120, "lines": 3}),
    "an exact cap height": ("4x2m", {}, SettingRequest(cap_height=333), {"min": 120, "cap": 333, "lines": 3}),
}


@pytest.mark.parametrize(("size", "fields", "asked", "numbers"), LIMITS.values(), ids=LIMITS.keys())
def test_limits_come_from_size_and_distance(
    size: str, fields: dict[str, Any], asked: SettingRequest, numbers: dict[str, float]
) -> None:
    found = setting_of(style(**fields), parse_size(size), asked)
    assert found.min_cap_height == pytest.approx(numbers["min"])
    assert found.aim_cap_height == pytest.approx(numbers.get("aim", 0))
    assert found.warn_cap_height == pytest.approx(numbers.get("warn", 0))
    assert (found.max_lines, found.cap_height, found.lines) == (numbers["lines"], numbers.get("cap"), asked.lines)


def test_all_else_is_the_styles() -> None:
    given: dict[str, Any] = {
        "align": "justify",
        "valign": "top",
        "leading": 1.5,
        "least_leading": 1.2,
        "comfort": 0.3,
        "spread": 1.05,
        "tracking": (-0.01, 0.02),
        "lead": True,
    }
    found = setting_of(style(**given), parse_size("4x2m"), SettingRequest())
    assert {name: getattr(found, name) for name in given} == given


@pytest.mark.parametrize(
    ("fields", "effects"),
    [
        ({}, Effects()),
        ({"outline": {"fill": "gold", "width": 0.03}}, Effects(30.0)),
        ({"shadow": {"fill": "gold", "x": 0.05, "y": -0.06}}, Effects(0.0, (50.0, -60.0))),
        (
            {"outline": {"fill": "gold", "width": 0.02}, "shadow": {"fill": "white", "x": 0.01, "y": 0.02}},
            Effects(20.0, (10.0, 20.0)),
        ),
    ],
)
def test_effects_are_measured_in_thousandths_of_the_em(fields: dict[str, Any], effects: Effects) -> None:
    found = effects_of(style(**fields))
    assert found.outline == pytest.approx(effects.outline) and found.shadow == pytest.approx(effects.shadow)


@pytest.mark.parametrize(
    ("fields", "content", "asked"),
    [
        ({}, "slogan", SettingRequest()),
        # Under the frame's case, as the words are.
        ({"lines": "Nhiệt liệt| chào mừng "}, "slogan", SettingRequest(("NHIỆT LIỆT", "CHÀO MỪNG"))),
        ({"cap_height": 90, "viewing": 20}, "slogan", SettingRequest((), 90, 20)),
        # The order speaks of the slogan: other frames are set as their style says.
        ({"lines": "a|b", "cap_height": 90, "viewing": 20}, "event", SettingRequest()),
    ],
)
def test_what_an_order_asks_is_for_its_slogan(
    studio: Studio, fields: dict[str, Any], content: str, asked: SettingRequest
) -> None:
    assert SettingRequest.of(resolve(studio, order_of(**fields)), style(content=content)) == asked


# -- layers ---------------------------------------------------------------------------------------


def with_layers(root: Path) -> Path:
    """Give the slogan of a workspace's pano a gradient, an outline and a hard shadow; return its layout's file."""
    path = copy_workspace(root) / "layouts/pano/co-do/layout.toml"
    change_text(path, 'fill = "star-yellow"\n', GRADIENT + OUTLINE + SHADOW)
    return path


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    root = tmp_path_factory.mktemp("rich") / "workspace"
    with_layers(root)
    return studio_of(root)


@pytest.fixture(scope="module")
def sign(rich: Studio, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return finish(rich, tmp_path_factory.mktemp("sign"), formats=("pdf", "png"))


def test_every_layer_is_expected_in_paint_order(sign: Finished) -> None:
    names = [frame.name for frame in sign.expected.frames]
    assert names == ["slogan~shadow", "slogan~shadow-outline", "slogan~outline", "slogan"]
    assert [block.name for block in sign.asset.blocks] == ["slogan"]
    assert len(sign.expected.frames[-1].inks) == 3


def test_shadows_are_shifted_by_shares_of_each_lines_em_and_strokes_are_twice_an_outline(sign: Finished) -> None:
    shadow, shadow_outline, outline, letters = sign.expected.frames
    for line, dark, edge in zip(letters.lines, shadow.lines, outline.lines, strict=True):
        assert (dark.x - line.x, dark.y - line.y) == pytest.approx((0.05 * line.size, 0.06 * line.size), abs=2e-4)
        assert edge == line and dark.size == line.size and dark.text == line.text
    assert shadow_outline.lines == shadow.lines
    assert [(f.paint, f.stroke) for f in sign.expected.frames] == [
        ("fill", 0),
        ("stroke", pytest.approx(0.06)),
        ("stroke", pytest.approx(0.06)),
        ("fill", 0),
    ]


def test_outline_and_shadow_lie_inside_the_frame(sign: Finished, studio: Studio) -> None:
    """Measured on pixels: all that differs from the bare art stays inside the slogan's frame."""
    frame = sign.asset.blocks[0].frame
    with Image.open(sign.path("png")) as opened:
        picture = np.array(opened.convert("RGB"))
    scale = picture.shape[1] / 4000
    x0, y0, x1, y1 = (round(v * scale) for v in (frame.x, frame.y, frame.right, frame.bottom))
    dark = np.abs(picture.astype(int) - DEEP_RED).max(axis=2) <= 2
    assert dark[y0 : y1 + 1, x0 : x1 + 1].any()
    bare = bare_art(studio, sign).copy()
    for pixels in (picture, bare):
        pixels[y0 - 1 : y1 + 2, x0 - 1 : x1 + 2] = 0
    assert_same_picture(picture, bare)


def bare_art(studio: Studio, sign: Finished) -> Pixels:
    """Return the pixels of a sign's art alone, from the master."""
    master, _ = studio.master(resolve(studio, sign.asset.entry.order).master_spec)
    assert sign.expected.pixels is not None
    return master.pixels(*sign.expected.pixels)


def test_lines_keep_the_clearance_of_outlined_letters(rich: Studio, sign: Finished) -> None:
    block = sign.asset.blocks[0]
    reach = 2 * 0.03 * block.size / block.cap_height
    assert least_clearance(block) >= 0.08 + reach - 1e-3


def test_the_catalogue_alone_recognises_layered_letters(tmp_path: Path) -> None:
    path = with_layers(tmp_path / "workspace")
    # The slogan's frame alone: each one more doubles the ways in which the art could have been made.
    path.write_text(path.read_text(encoding="utf-8").partition("[frames.event]")[0], encoding="utf-8")
    spare = studio_of(tmp_path / "workspace")
    sign = finish(spare, tmp_path / "out")
    verdict = verify_file(spare, sign.path("pdf"), [])
    assert verdict.passed and verdict.recognised == {"slogan": CONGRESS}


def first(pattern: bytes, to: bytes) -> Edit:
    """Replace what first fits a pattern in the page's content."""

    def edit(pdf: pikepdf.Pdf) -> None:
        content = pdf.pages[0].Contents.read_bytes()
        changed = re.sub(pattern, to, content, count=1)
        assert changed != content
        set_content(pdf, changed)

    return edit


def paler_stop(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Resources.Pattern["/G3-0"].Shading.Function.Functions[0].C0[2] = 0.9


TAMPERED: dict[str, tuple[Edit, str]] = {
    "another gradient": (first(rb"/G3-0 scn", b"/G3-1 scn"), "ink-differs"),
    "no gradient": (first(rb"/G3-0 scn", b"0 0 1 0 k"), "ink-differs"),
    "another stop of the gradient": (paler_stop, "ink-differs"),
    "a wider outline": (first(rb"1 j 60 w", b"1 j 90 w"), "stroke-width"),
    "an outline in another ink": (first(rb"(1 j 60 w(?s:.*?))1 j 60 w", rb"\g<1>0 0 0 1 K 1 j 60 w"), "ink-differs"),
}


@pytest.mark.parametrize(("edit", "code"), TAMPERED.values(), ids=TAMPERED.keys())
def test_tampering_with_a_layer_is_found(sign: Finished, fonts: Fonts, edit: Edit, code: str) -> None:
    assert verify_pdf(sign.data["pdf"], sign.expected, fonts) == []
    found = codes(verify_pdf(rewritten(sign.data["pdf"], edit), sign.expected, fonts))
    assert code in found and (edit is not paler_stop or found == {code})


def test_a_png_without_its_shadow_or_outline_fails(rich: Studio, sign: Finished) -> None:
    resolved = resolve(rich, sign.asset.entry.order)
    master, _ = rich.master(resolved.master_spec)
    assert verify_png_bytes(rich, sign.data["png"], sign.expected, bind_order(rich, resolved, Clearance())) == []
    # The shadow's own fill lies wholly under the two outlines: only its outline shows.
    for layer in ("slogan~shadow-outline", "slogan~outline", "slogan"):
        fewer: Expectation = sign.expected.model_copy(
            update={"frames": tuple(f for f in sign.expected.frames if f.name != layer)}
        )
        fonts = {f.font: rich.workspace.font_bytes(f.font) for f in sign.expected.frames}
        assert sign.expected.pixels is not None
        assert verify_png(sign.data["png"], fewer, fonts, master.pixels(*sign.expected.pixels))


def test_layers_need_swatches_of_their_own() -> None:
    with pytest.raises(ValueError, match="a swatch of its own"):
        style(fill="gold", outline={"fill": "gold", "width": 0.02})
    with pytest.raises(ValueError, match="stops of a gradient"):
        style(fill=())


def test_three_renderers_paint_the_gradient(sign: Finished, tmp_path: Path) -> None:
    """Ghostscript, MuPDF and poppler all paint every stop of the letters' gradient."""
    pdf = sign.path("pdf")
    ghostscript("png16m", 12, tmp_path / "gs.png", pdf)
    call("mutool", "draw", "-q", "-r", "12", "-o", tmp_path / "mu.png", pdf)
    call("pdftoppm", "-png", "-r", "12", "-singlefile", pdf, tmp_path / "pop")
    block = sign.asset.blocks[0]
    for name in ("gs", "mu", "pop"):
        with Image.open(tmp_path / f"{name}.png") as opened:
            picture = np.asarray(opened.convert("RGB")).astype(int)
        scale = picture.shape[1] / 4000
        line = block.lines[-1]
        rows = [round((line.baseline - share * block.cap_height) * scale) for share in (0.95, 0.05)]
        # The lightest pixel near the cap line is paler (more blue) than near the baseline.
        blues = [picture[r, round(line.ink.x * scale) : round(line.ink.right * scale), 2].max() for r in rows]
        assert blues[0] > blues[1] + 40, (name, blues)
