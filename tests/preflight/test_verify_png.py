"""The proof of a PNG: one missing or exchanged mark is found down to the smallest letters of an LED wall."""

from __future__ import annotations

import io
import shutil
import struct
import unicodedata
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from renderer.artwork import Artwork, PaintedText
from renderer.contract.expectation import Expectation
from renderer.export.png import export_png
from renderer.layout import Master, MasterSpec, compile_master, load_layout
from renderer.preflight import Finding, verify_png
from renderer.studio import Studio
from renderer.typeset import VIETNAMESE_LETTERS, Line, TextBlock
from renderer.typeset.block import Reasons
from renderer.typeset.run import Run
from renderer.values.geometry import Rect
from renderer.values.lengths import Size
from renderer.workspace import Workspace
from tests.helpers.signs import Finished
from tests.helpers.workspaces import TODAY, copy_workspace

Fonts = Mapping[str, bytes]
PLAIN = """title = "plain"
description = "A flat ground for measuring letters."
aspect = [0.1, 10]
units = ["px"]
sizes = ["64x64px"]
viewing_m = 10
[frames.slogan]
content = "slogan"
font = "Oswald"
weight = 700
fill = "star-yellow"
min_cap_height = 0.01
max_lines = 1
"""
GROUND = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{ W }} {{ H }}"><rect width="{{ W }}" height="{{ H }}" fill="{{ c.flag_red }}"/><rect data-frame="slogan" x="{{ S }}" y="{{ S }}" width="{{ W - 2 * S }}" height="{{ H - 2 * S }}"/></svg>"""


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    root = copy_workspace(tmp_path_factory.mktemp("ground"))
    shutil.rmtree(root / "layouts")
    folder = root / "layouts/led/plain"
    folder.mkdir(parents=True)
    (folder / "layout.toml").write_text(PLAIN)
    (folder / "art.svg.j2").write_text(GROUND)
    return Studio(Workspace(root))


def master_of(ground: Studio, side: int) -> Master:
    layout = load_layout(ground.workspace, "led/plain")
    return compile_master(ground.workspace, MasterSpec(layout, Size(side, side, "px"), 0.0, "none", frozenset()))


def artwork_of(ground: Studio, master: Master, letter: str, key: str, cap_px: float) -> tuple[Artwork, Expectation]:
    """Set one letter at an exact cap height in the middle of the master, off the pixel grid."""
    face = ground.face(key)
    size = round(cap_px * face.units_per_em / face.cap_height, 4)
    side = master.spec.size.width
    shaped = Run(face, [letter], 0.0).shape_line(0, 1)
    whole = Rect(0, 0, side, side)
    line = Line(letter, side * 0.3 + 0.37, side * 0.65 + 0.21, size, shaped, whole)
    block = TextBlock("slogan", key, size, cap_px, whole, (line,), Reasons((), (), (), 0.0, {}, "cap height", 0))
    text = PaintedText(block, (ground.workspace.palette.find("star-yellow"),))
    artwork = Artwork(master, (text,), {key: face}, "0" * 64, letter, TODAY)
    expected = Expectation(
        binding="0" * 64,
        unit="px",
        trim=(side, side),
        bleed=0,
        frames=artwork.expect_frames(),
        pixels=(int(side), int(side)),
        dpi=None,
    )
    return artwork, expected


def rivals() -> Iterator[tuple[str, str]]:
    """Every pair of letters of one base: all that a wrong mark could make of a letter."""

    def base(letter: str) -> str:
        return unicodedata.normalize("NFD", letter)[0].replace("đ", "d").replace("Đ", "D")

    for alphabet in (VIETNAMESE_LETTERS + "d", VIETNAMESE_LETTERS.upper() + "D"):
        for one in alphabet:
            for other in alphabet:
                if one < other and base(one) == base(other):
                    yield one, other


@pytest.mark.parametrize("cap", [9, 14, 30])
@pytest.mark.parametrize("key", ["Be Vietnam Pro/800", "Be Vietnam Pro/600", "Oswald/700", "Lora/700"])
def test_every_exchange_of_marks_is_found(ground: Studio, fonts: Fonts, key: str, cap: int) -> None:
    master = master_of(ground, cap * 5)
    background = master.pixels(cap * 5, cap * 5)
    drawn: dict[str, tuple[bytes, Expectation]] = {}
    for letter in dict.fromkeys(letter for pair in rivals() for letter in pair):
        artwork, expected = artwork_of(ground, master, letter, key, cap)
        data = export_png(artwork, expected.pixels or (0, 0), None)
        assert verify_png(data, expected, fonts, background) == [], letter
        drawn[letter] = data, expected
    missed = [
        (one, other)
        for one, other in rivals()
        if not verify_png(drawn[one][0], drawn[other][1], fonts, background)
        or not verify_png(drawn[other][0], drawn[one][1], fonts, background)
    ]
    assert missed == []


def test_a_finished_picture_is_proven(pano: Finished, fonts: Fonts, studio: Studio) -> None:
    assert findings(pano, fonts, studio, pano.data["png"]) == []


def findings(pano: Finished, fonts: Fonts, studio: Studio, data: bytes) -> list[Finding]:
    from renderer.resolve import resolve

    master, _ = studio.master(resolve(studio, pano.asset.entry.order).master_spec)
    assert pano.expected.pixels
    return verify_png(data, pano.expected, fonts, master.pixels(*pano.expected.pixels))


def edited(data: bytes, box: tuple[int, int, int, int], colour: tuple[int, int, int]) -> bytes:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    picture.paste(colour, box)
    return saved(picture, data)


def saved(picture: Image.Image, like: bytes, **options: object) -> bytes:
    out = io.BytesIO()
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add(b"sRGB", b"\0")
    dpi = Image.open(io.BytesIO(like)).info["dpi"]
    picture.save(out, "PNG", pnginfo=info, dpi=dpi, **options)  # type: ignore[arg-type]
    return out.getvalue()


def test_a_mark_painted_away_is_found_and_named(pano: Finished, fonts: Fonts, studio: Studio) -> None:
    block = pano.asset.blocks[0]
    dot = block.lines[0].ink  # the dot under the first Ệ is the lowest ink of the line
    scale = 1890 / 4000
    y = int((dot.y + dot.height) * scale)
    data = edited(pano.data["png"], (0, y - 8, 945, y + 1), (218, 37, 29))
    found = findings(pano, fonts, studio, data)
    assert any("'Ệ'" in f.message and f.frame == "slogan" for f in found)


def test_one_foreign_pixel_in_the_art_is_found(pano: Finished, fonts: Fonts, studio: Studio) -> None:
    [finding] = findings(pano, fonts, studio, edited(pano.data["png"], (3, 3, 4, 4), (218, 41, 29)))
    assert finding.code == "art-differs" and finding.place == "pixel 3, 3"


def test_another_slogans_picture(pano: Finished, other_pano: Finished, fonts: Fonts, studio: Studio) -> None:
    assert {"letter-differs"} <= {f.code for f in findings(pano, fonts, studio, other_pano.data["png"])}


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def test_structure_faults(pano: Finished, fonts: Fonts, studio: Studio) -> None:
    data = pano.data["png"]
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    no_resolution = io.BytesIO()
    picture.save(no_resolution, "PNG")
    cases = {
        "unreadable": [b"", data[:-9], data + b"x", data[:5000], b"GIF89a" + data],
        "pixels": [saved(picture.resize((945, 472)), data)],
        "pixel-form": [saved(picture.convert("L"), data), saved(picture.convert("RGBA"), data)],
        "foreign-chunk": [data[:33] + chunk(b"tEXt", b"Comment\0hello") + data[33:]],
        "colour-space": [no_resolution.getvalue()],
        "resolution": [no_resolution.getvalue()],
    }
    for code, variants in cases.items():
        for variant in variants:
            assert code in {f.code for f in findings(pano, fonts, studio, variant)}, code


def test_damaged_pixels_are_unreadable_never_an_exception(pano: Finished, fonts: Fonts, studio: Studio) -> None:
    data = bytearray(pano.data["png"])
    data[len(data) // 2] ^= 0xFF
    assert findings(pano, fonts, studio, bytes(data))


def test_the_picture_of_a_draft_carries_its_watermark(studio: Studio, tmp_path: Path, fonts: Fonts) -> None:
    from tests.helpers.signs import finish

    draft = finish(studio, tmp_path, slogan="bc26-02", hang="2026-03-01", draft=True, formats=("pdf", "png"))
    assert [f.name for f in draft.expected.frames][-1] == "watermark"
    bare = draft.expected.model_copy(update={"frames": draft.expected.frames[:-1]})
    from renderer.resolve import resolve

    master, _ = studio.master(resolve(studio, draft.asset.entry.order).master_spec)
    assert bare.pixels
    background = master.pixels(*bare.pixels)
    assert verify_png(draft.data["png"], draft.expected, fonts, background) == []
    assert verify_png(draft.data["png"], bare, fonts, background) != []
    without = export_png_without_watermark(studio, draft)
    assert any(f.frame == "watermark" for f in verify_png(without, draft.expected, fonts, background))


def export_png_without_watermark(studio: Studio, draft: Finished) -> bytes:
    from dataclasses import replace

    from renderer.artwork import bind
    from renderer.resolve import resolve

    resolved = resolve(studio, draft.asset.entry.order)
    artwork = bind(studio, resolved, studio.master(resolved.master_spec)[0])
    return export_png(replace(artwork, texts=artwork.texts[:-1]), resolved.pixels, resolved.dpi)


def test_clean_pixels_keep_well_inside_the_tolerance(pano: Finished, studio: Studio) -> None:
    """The picture is exactly the ordered size, fully painted, and its flat field is the swatch itself."""
    picture = np.asarray(Image.open(io.BytesIO(pano.data["png"])))
    assert picture.shape == (945, 1890, 3)
    assert tuple(picture[5, 1200]) == (218, 37, 29)
