"""Inks as Ghostscript separates them: every swatch on its build, small text in black alone."""

from __future__ import annotations

import io
from pathlib import Path

import cairosvg
import pytest
from PIL import Image

from renderer.contract.print_specs import MATERIALS
from renderer.separation import Inks, PressCondition, separate_page
from renderer.values.errors import DataError
from renderer.workspace import Workspace
from tests.helpers.pdfs import set_content
from tests.helpers.programs import PLATES, separations
from tests.helpers.signs import finish
from tests.helpers.workspaces import copy_workspace, studio_of

SIDE = 40


def test_every_swatch_lands_on_its_build(workspace: Workspace, tmp_path: Path) -> None:
    palette = workspace.palette
    patches = "".join(
        f'<rect x="{i * SIDE}" width="{SIDE}" height="{SIDE}" fill="{s.rgb.hex}"/>' for i, s in enumerate(palette)
    )
    width = SIDE * len(palette)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {SIDE}" width="{width}pt" height="{SIDE}pt">{patches}</svg>'
    press = PressCondition(palette, workspace.profile, "relative", 250.0)
    pdf, content = separate_page(cairosvg.svg2pdf(bytestring=svg.encode()), Inks(press), "patches")
    set_content(pdf, content)
    pdf.save(tmp_path / "patches.pdf")
    plates = separations(tmp_path / "patches.pdf", tmp_path, 72)
    for i, swatch in enumerate(palette):
        found = [float(plates[name][SIDE // 2, i * SIDE + SIDE // 2]) for name in PLATES]
        assert found == pytest.approx(list(swatch.cmyk), abs=1), swatch.name


def test_text_in_the_ink_swatch_has_no_other_ink(tmp_path: Path) -> None:
    root = copy_workspace(tmp_path / "workspace")
    layout = root / "layouts/ap-phich/co-do/layout.toml"
    text = layout.read_text(encoding="utf-8")
    layout.write_text(text.replace('fill = "gold"', 'fill = "ink"'), encoding="utf-8")
    art = root / "layouts/ap-phich/co-do/art.svg.j2"
    source = art.read_text(encoding="utf-8")
    white = '<rect x="0" y="{{ H * 0.9 }}" width="{{ W }}" height="{{ H * 0.1 }}" fill="{{ c.white }}"/>\n</svg>'
    art.write_text(source.replace("</svg>", white), encoding="utf-8")
    studio = studio_of(root)
    sign = finish(
        studio,
        tmp_path / "out",
        layout="ap-phich/co-do",
        size="A3",
        slogan="dn23-06",
        marks="none",
        organisation="ubnd-tinh-son-la",
    )
    plates = separations(sign.path("pdf"), tmp_path, 100)
    frame = next(f for f in sign.expected.frames if f.name == "unit")
    x, y, w, h = (round((v + 3 * (i < 2)) / 25.4 * 100) for i, v in enumerate(frame.rect))
    window = (slice(y, y + h), slice(x, x + w))
    assert float(plates["Black"][window].max()) == pytest.approx(100, abs=1)
    assert all(float(plates[name][window].max()) < 1 for name in ("Cyan", "Magenta", "Yellow"))


def test_a_palette_serves_every_material(tmp_path: Path) -> None:
    root = copy_workspace(tmp_path / "workspace")
    palette = root / "assets/palette.toml"
    text = palette.read_text(encoding="utf-8").replace("cmyk = [50, 40, 40, 100]", "cmyk = [60, 60, 60, 100]")
    palette.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"carries 280 % ink, where hiflex takes 250 %"):
        _ = Workspace(root).palette
    assert max(s.cmyk.total for s in Workspace(copy_workspace(tmp_path / "good")).palette) <= min(
        m.max_ink for m in MATERIALS.values()
    )


def test_a_picture_that_carries_too_much_ink_is_refused(tmp_path: Path, workspace: Workspace) -> None:
    from renderer.layout import decode
    from renderer.workspace import ImageEntry

    out = io.BytesIO()
    Image.new("CMYK", (8, 8), (255, 255, 255, 100)).save(out, "TIFF")
    entry = ImageEntry(id="x", file="x.tif", title="x", source="x", licence="x", sha256="0" * 64)
    press = PressCondition(workspace.palette, workspace.profile, "relative", 250.0)
    with pytest.raises(DataError, match="carries up to 339 % ink"):
        decode(out.getvalue(), entry, press)
