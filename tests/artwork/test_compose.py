"""Letters over art: gradient, outline and shadow are painted, measured as ink, and proven, layer by layer."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from renderer.contract.expectation import Expectation
from renderer.layout import FrameStyle
from renderer.pipeline.proving import prove_png
from renderer.pipeline.render import bound
from renderer.preflight import verify_pdf, verify_png
from renderer.resolve import Clearance, resolve
from renderer.review.verify import verify_file
from renderer.studio import Studio
from renderer.workspace import Workspace
from tests.helpers.signs import CONGRESS, Finished, finish
from tests.helpers.workspaces import copy_workspace, fixed_clock

OUTLINE = 'outline = { fill = "deep-red", width = 0.03 }\n'
SHADOW = 'shadow = { fill = "red-shade", x = 0.05, y = 0.06 }\n'
GRADIENT = 'fill = ["gold-light", "gold", "star-yellow"]\n'


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    """The workspace with a pano whose slogan has a gradient, an outline and a hard shadow."""
    root = copy_workspace(tmp_path_factory.mktemp("rich") / "workspace")
    path = root / "layouts/pano/co-do/layout.toml"
    text = path.read_text(encoding="utf-8")
    text = text.replace('fill = "star-yellow"\n', GRADIENT + OUTLINE + SHADOW, 1)
    path.write_text(text, encoding="utf-8")
    return Studio(Workspace(root, clock=fixed_clock))


@pytest.fixture(scope="module")
def sign(rich: Studio, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return finish(rich, tmp_path_factory.mktemp("sign"), formats=("pdf", "png"))


def test_every_layer_is_expected_in_paint_order(sign: Finished) -> None:
    names = [frame.name for frame in sign.expected.frames]
    assert names == ["slogan~shadow", "slogan~shadow-outline", "slogan~outline", "slogan"]
    assert [block.name for block in sign.asset.blocks] == ["slogan"]
    assert len(sign.expected.frames[-1].inks) == 3


def test_outline_and_shadow_lie_inside_the_frame(sign: Finished) -> None:
    """Measured on pixels: all that differs from the bare art stays inside the slogan's frame."""
    block = sign.asset.blocks[0]
    picture = np.asarray(Image.open(sign.path("png")).convert("RGB")).astype(int)
    scale = picture.shape[1] / 4000
    dark = np.abs(picture - np.array([0x8C, 0x0F, 0x0A])).max(axis=2) <= 2
    x0, y0 = (round(v * scale) for v in (block.frame.x, block.frame.y))
    x1, y1 = (round(v * scale) for v in (block.frame.right, block.frame.bottom))
    assert dark[y0 : y1 + 1, x0 : x1 + 1].any()
    plain = finish_plain(sign)
    changed = np.abs(picture - plain).max(axis=2) > 0
    rows, columns = np.nonzero(changed)
    assert y0 - 1 <= rows.min() and rows.max() <= y1 + 1 and x0 - 1 <= columns.min() and columns.max() <= x1 + 1


def finish_plain(sign: Finished) -> np.ndarray:  # type: ignore[type-arg]
    """Return the pixels of the art alone, from the master."""
    from tests.helpers.workspaces import ROOT

    studio = Studio(Workspace(ROOT, clock=fixed_clock))
    resolved = resolve(studio, sign.asset.entry.order.model_copy(update={"lines": None}))
    master, _ = studio.master(resolved.master_spec)
    assert sign.expected.pixels is not None
    return master.pixels(*sign.expected.pixels).astype(int)


def test_lines_keep_the_clearance_of_outlined_letters(rich: Studio, sign: Finished) -> None:
    from tests.helpers.outlines import least_clearance

    block = sign.asset.blocks[0]
    reach = 2 * 0.03 * block.size / block.cap_height
    assert least_clearance(block) >= 0.08 + reach - 1e-3


def test_the_catalogue_alone_recognises_layered_letters(rich: Studio, sign: Finished) -> None:
    verdict = verify_file(rich, sign.path("pdf"), [])
    assert verdict.passed and verdict.recognised["slogan"] == CONGRESS


def content_of(data: bytes, change: Callable[[str], str]) -> bytes:
    """Return the PDF with its page content changed."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        text = pdf.pages[0].Contents.read_bytes().decode("latin-1")
        changed = change(text)
        assert changed != text
        pdf.pages[0].Contents.write(changed.encode("latin-1"))
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def first(pattern: str, to: str) -> Callable[[str], str]:
    return lambda text: re.sub(pattern, to, text, count=1)


TAMPERED: dict[str, tuple[Callable[[str], str], str]] = {
    "another gradient": (first(r"/G3-0 scn", "/G3-1 scn"), "ink-differs"),
    "no gradient": (first(r"/G3-0 scn", "0 0 1 0 k"), "ink-differs"),
    "a wider outline": (first(r"1 j 60 w", "1 j 90 w"), "stroke-width"),
    "an outline in another ink": (first(r"(1 j 60 w(?s:.*?))1 j 60 w", r"\g<1>0 0 0 1 K 1 j 60 w"), "ink-differs"),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_tampering_with_a_layer_is_found(rich: Studio, sign: Finished, fonts: dict[str, bytes], name: str) -> None:
    change, code = TAMPERED[name]
    assert verify_pdf(sign.data["pdf"], sign.expected, fonts) == []
    findings = verify_pdf(content_of(sign.data["pdf"], change), sign.expected, fonts)
    assert code in {f.code for f in findings}, findings


def test_a_changed_gradient_stop_is_found(sign: Finished, fonts: dict[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(sign.data["pdf"])) as pdf:
        pattern = pdf.pages[0].Resources.Pattern["/G3-0"]
        pattern.Shading.Function.Functions[0].C0[2] = 0.9
        out = io.BytesIO()
        pdf.save(out)
    assert {f.code for f in verify_pdf(out.getvalue(), sign.expected, fonts)} == {"ink-differs"}


def test_a_png_without_its_shadow_or_outline_fails(rich: Studio, sign: Finished) -> None:
    master, _ = rich.master(resolve(rich, sign.asset.entry.order).master_spec)
    assert (
        prove_png(
            rich, sign.data["png"], sign.expected, bound(rich, resolve(rich, sign.asset.entry.order), Clearance())
        )
        == []
    )
    # The shadow's own fill lies wholly under the two outlines: only its outline shows.
    for layer in ("slogan~shadow-outline", "slogan~outline", "slogan"):
        fewer: Expectation = sign.expected.model_copy(
            update={"frames": tuple(f for f in sign.expected.frames if f.name != layer)}
        )
        fonts = {f.font: rich.workspace.font_bytes(f.font) for f in sign.expected.frames}
        assert sign.expected.pixels is not None
        assert verify_png(sign.data["png"], fewer, fonts, master.pixels(*sign.expected.pixels))


def test_layers_need_swatches_of_their_own() -> None:
    style = {"content": "slogan", "font": "Lora", "weight": 700, "min_cap_height": 0.1, "max_lines": 2}
    with pytest.raises(ValueError, match="a swatch of its own"):
        FrameStyle.model_validate({**style, "fill": "gold", "outline": {"fill": "gold", "width": 0.02}})
    with pytest.raises(ValueError, match="stops of a gradient"):
        FrameStyle.model_validate({**style, "fill": ()})


def test_three_renderers_paint_the_gradient(sign: Finished, tmp_path: Path) -> None:
    """Ghostscript, MuPDF and poppler all paint every stop of the letters' gradient."""
    from tests.helpers.programs import call

    pdf = sign.path("pdf")
    call(
        "gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=png16m", "-r12", f"-sOutputFile={tmp_path}/gs.png", pdf
    )
    call("mutool", "draw", "-q", "-r", "12", "-o", tmp_path / "mu.png", pdf)
    call("pdftoppm", "-png", "-r", "12", "-singlefile", pdf, tmp_path / "pop")
    block = sign.asset.blocks[0]
    for name in ("gs", "mu", "pop"):
        picture = np.asarray(Image.open(tmp_path / f"{name}.png").convert("RGB")).astype(int)
        scale = picture.shape[1] / 4000
        line = block.lines[-1]
        rows = [round((line.baseline - share * block.cap_height) * scale) for share in (0.95, 0.05)]
        # The lightest pixel near the cap line is paler (more blue) than near the baseline.
        blues = [picture[r, round(line.ink.x * scale) : round(line.ink.right * scale), 2].max() for r in rows]
        assert blues[0] > blues[1] + 40, (name, blues)
