"""The master: a layout compiled once for a size, to which texts are then bound many times.

It holds the art twice, from one SVG drawn by one engine: separated as a PDF form for print, and as pixels
for screens, so that both show the same picture.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

import cairosvg
import numpy as np
import pikepdf
from numpy.typing import NDArray
from pikepdf import Array, Dictionary, Name, Stream, String

from renderer.errors import DataError, RefusedError
from renderer.geometry import Rect
from renderer.layout.model import FrameStyle, Layout, PictureStyle
from renderer.layout.separate import Report, separate_page
from renderer.layout.svg import Art, read_art
from renderer.layout.template import Sheet, draw_svg
from renderer.order import FINISHING_KEEP_OUT_MM
from renderer.units import (
    MAX_PAGE_POINTS,
    MAX_PIXELS_A_SIDE,
    Size,
    Unit,
    mm_to_points,
)
from renderer.workspace import Workspace

SAFE_SHARE = 0.04
"""Margins are at least this share of the trim's short side."""
_PX_PER_POINT = 96 / 72


@dataclass(frozen=True)
class MasterSpec:
    """What a master is compiled for; everything that changes the art. ``printed``: a PDF form is wanted too."""

    layout: Layout
    size: Size
    bleed: float
    finishing: str
    filled: frozenset[str]
    printed: bool = True

    @property
    def safe(self) -> float:
        """How far frames stay from the trim, in units."""
        keep_out = FINISHING_KEEP_OUT_MM[self.finishing] if self.size.unit == "mm" else 0.0
        return max(SAFE_SHARE * self.size.short_side, keep_out)


Pixels = NDArray[np.uint8]
"""A picture, shape (height, width, 3), sRGB."""
Keeper = Callable[[tuple[int, int], Callable[[], Pixels]], Pixels]
"""Gives a picture of a size that was kept, or makes and keeps it."""


@dataclass(frozen=True)
class Master:
    """A compiled layout: size, frames in paint order with their styles, frames of pictures, the art as checked SVG.

    ``pdf`` is a complete one-page file that paints the separated art and nothing else; empty where none is
    wanted. ``warnings`` tell of colours that were no swatch and of transparency. ``keeper`` keeps its pictures from
    one process to the next.
    """

    spec: MasterSpec
    frames: dict[str, Rect]
    art: Art = field(repr=False)
    pdf: bytes = field(repr=False, default=b"")
    warnings: tuple[str, ...] = ()
    pictures: dict[str, Rect] = field(default_factory=dict)
    keeper: Keeper | None = field(repr=False, default=None)

    def style(self, frame: str) -> FrameStyle:
        return self.spec.layout.spec.frames[frame]

    def pixels(self, width: int, height: int) -> Pixels:
        """Return the art within the trim as sRGB, shape (height, width, 3); do not write to it."""
        return _pixels(self, width, height)

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


def compile_master(workspace: Workspace, spec: MasterSpec) -> Master:
    """Draw, check and separate a layout for one size."""
    spec.layout.accept(spec.size)
    where = f"{spec.layout.folder}/art.svg.j2"
    sheet = Sheet(spec.size, spec.bleed, spec.safe, spec.filled)
    bleed_box = Rect(0.0, 0.0, spec.size.width, spec.size.height).inset(-spec.bleed)
    art = read_art(draw_svg(workspace, spec.layout.id, sheet), bleed_box, where)
    _check_frames(art, spec, where)
    pictures = {name: rect for name, rect in art.frames.items() if name in spec.layout.spec.pictures}
    frames = {name: rect for name, rect in art.frames.items() if name not in pictures}
    if not spec.printed or spec.size.unit == "px":
        return Master(spec, frames, art, pictures=pictures)
    pdf, report = _print_form(workspace, art, spec, where)
    return Master(spec, frames, art, pdf, tuple(f"{where}: {line}" for line in report.warnings()), pictures)


def _check_frames(art: Art, spec: MasterSpec, where: str) -> None:
    styles: dict[str, FrameStyle | PictureStyle] = {**spec.layout.spec.frames, **spec.layout.spec.pictures}
    declared = {name for name, style in styles.items() if not style.optional or style.content in spec.filled}
    for name in sorted(declared - art.frames.keys()):
        raise DataError("missing-frame", f"draws no frame {name!r}, which layout.toml declares", where=where)
    for name in sorted(art.frames.keys() - styles.keys()):
        raise DataError("unknown-frame", f"draws a frame {name!r}, which layout.toml does not declare", where=where)
    for name in art.frames.keys() - declared:
        del art.frames[name]
    safe = Rect(0.0, 0.0, spec.size.width, spec.size.height).inset(spec.safe)
    boxes = list(art.frames.items())
    for index, (name, rect) in enumerate(boxes):
        if not safe.contains(rect, tolerance=spec.size.short_side * 1e-4):
            raise DataError(
                "frame-outside-safe",
                f"at {spec.size} the frame {name!r} leaves the safe area"
                f" ({spec.safe:g} {spec.size.unit} inside the trim)",
                where=where,
            )
        for other, box in boxes[:index]:
            if rect.overlaps(box):
                raise DataError(
                    "frames-overlap", f"at {spec.size} the frames {name!r} and {other!r} overlap", where=where
                )


# -- print ----------------------------------------------------------------------------------------


def _print_form(workspace: Workspace, art: Art, spec: MasterSpec, where: str) -> tuple[bytes, Report]:
    width, height = (mm_to_points(side + 2 * spec.bleed) for side in (spec.size.width, spec.size.height))
    if max(width, height) > MAX_PAGE_POINTS:
        raise RefusedError(
            "page-too-large",
            f"the page would be {max(width, height) / 72 * 0.0254:.2f} m long with bleed; a PDF page ends at 5.08 m",
            where="--size",
            hint="order a PNG (--format png), or a size up to 5.08 m",
        )
    box = Rect(0.0, 0.0, spec.size.width, spec.size.height).inset(-spec.bleed)
    drawn = _cairo(where, cairosvg.svg2pdf, art.window(box, f"{width}pt", f"{height}pt"))
    pdf, content, report = separate_page(drawn, workspace.palette, workspace.profile, where)
    return _wrap(pdf, content, width, height, spec, workspace.profile, report), report


def _wrap(
    pdf: pikepdf.Pdf, content: bytes, width: float, height: float, spec: MasterSpec, profile: bytes, report: Report
) -> bytes:
    """Turn the separated page into a form called /Art and return a fresh one-page file that paints it."""
    source = pdf.pages[0].obj
    out = pikepdf.new()
    resources = out.copy_foreign(pdf.make_indirect(source.get("/Resources", Dictionary())))
    box = Array([0, 0, _number(width), _number(height)])
    form = Stream(out, content)
    form.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": box, "/Resources": resources})
    if report.transparency:
        form["/Group"] = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK, I=True)
    inset = mm_to_points(spec.bleed)
    trim = Array([_number(v) for v in (inset, inset, width - inset, height - inset)])
    page = Dictionary(
        Type=Name.Page, MediaBox=box, BleedBox=box, TrimBox=trim,
        Resources=Dictionary(XObject=Dictionary(Art=out.make_indirect(form))),
        Contents=out.make_indirect(Stream(out, b"q /Art Do Q\n")),
    )  # fmt: skip
    out.pages.append(pikepdf.Page(out.make_indirect(page)))
    icc = Stream(out, profile)
    icc.update({"/N": 4})
    out.Root["/OutputIntents"] = Array([
        Dictionary(
            Type=Name.OutputIntent, S=Name.GTS_PDFX, OutputConditionIdentifier=String(profile_name(profile)),
            Info=String(profile_name(profile)), DestOutputProfile=out.make_indirect(icc),
        )
    ])  # fmt: skip
    buffer = io.BytesIO()
    out.save(buffer, deterministic_id=True, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return buffer.getvalue()


def profile_name(profile: bytes) -> str:
    """Return the profile's own description, for the output intent."""
    from PIL import ImageCms

    name = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile)))
    return name.strip() or "CMYK"


def _number(value: float) -> float | int:
    rounded = round(value, 4)
    return int(rounded) if rounded == int(rounded) else rounded


# -- screen ---------------------------------------------------------------------------------------


def check_pixels(pixels: tuple[int, int], unit: Unit) -> None:
    """Refuse a picture that is larger than can be drawn; ``unit`` is the order's."""
    if max(pixels) > MAX_PIXELS_A_SIDE:
        raise RefusedError(
            "too-many-pixels", f"{pixels[0]} x {pixels[1]} px: a side may have at most {MAX_PIXELS_A_SIDE} px",
            where="--dpi" if unit == "mm" else "--size", hint="ask for fewer pixels",
        )  # fmt: skip


@lru_cache(maxsize=4)
def _pixels(master: Master, width: int, height: int) -> Pixels:
    check_pixels((width, height), master.spec.size.unit)
    if master.keeper is None:
        return _drawn(master, width, height)
    return master.keeper((width, height), lambda: _drawn(master, width, height))


def _drawn(master: Master, width: int, height: int) -> Pixels:
    from cairosvg.parser import Tree
    from cairosvg.surface import PNGSurface

    size, where = master.spec.size, f"{master.spec.layout.folder}/art.svg.j2"
    svg = master.art.window(Rect(0.0, 0.0, size.width, size.height), str(width), str(height))
    surface = _cairo(where, lambda bytestring: PNGSurface(Tree(bytestring=bytestring), None, 96), svg)
    data = np.frombuffer(surface.cairo.get_data(), dtype=np.uint8)
    grid = data.reshape(height, surface.cairo.get_stride() // 4, 4)[:, :width]
    if int(grid[..., 3].min()) != 255:
        raise DataError(
            "art-not-opaque", "the art leaves part of the trim unpainted", where=where,
            hint="paint the ground as one rect over the whole bleed box",
        )  # fmt: skip
    pixels = np.ascontiguousarray(grid[..., 2::-1])
    pixels.setflags(write=False)
    return pixels


def _cairo(where: str, draw, svg: bytes):  # type: ignore[no-untyped-def]
    """Run one drawing call of CairoSVG; what it cannot read becomes an error that names the drawing."""
    try:
        return draw(bytestring=svg)
    except (DataError, RefusedError):
        raise
    except MemoryError:
        raise RefusedError("too-many-pixels", "not enough memory for this picture", where=where) from None
    except Exception as fault:  # CairoSVG raises whatever its parsing met; all of it means a faulty drawing
        raise DataError("broken-svg", f"cannot be drawn: {type(fault).__name__}: {fault}", where=where) from None
