"""The master: a layout compiled once for a size, to which texts are then bound many times.

It holds the art twice, from one SVG drawn by one engine: separated as a PDF form for print, and as pixels
for screens, so that both show the same picture. Both are compared with the drawing as its author wrote it, drawn by
another engine (``renderer/redraw``).
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from renderer.contract.print_specs import FINISHINGS, MATERIALS
from renderer.layout.compared import Once, always, compare_form, compare_picture, compare_raster
from renderer.layout.engine import draw_page, rasterise
from renderer.layout.model import FrameStyle, Layout, PictureStyle
from renderer.layout.svg import Art, find_uses, read_art
from renderer.layout.template import DrawingArea, draw_svg
from renderer.redraw import Original, Pixels, check_separated, read_original
from renderer.separation import Inks, PressCondition, Report, separate_page
from renderer.values.errors import DataError, RefusedError
from renderer.values.geometry import Rect
from renderer.values.lengths import MAX_PIXELS_A_SIDE, Size, Unit, mm_to_points
from renderer.workspace import Workspace

SAFE_SHARE = 0.04
"""Margins are at least this share of the trim's short side."""
NO_CONDITION = "Custom"
"""OutputConditionIdentifier of a condition that no registry knows: ISO 15930-7, 6.2.3."""
_ICC_REGISTRY = "http://www.color.org"
"""RegistryName of a condition in the ICC's registry: ISO 15930-7, 6.2.3."""


@dataclass(frozen=True)
class MasterSpec:
    """What a master is compiled for; everything that changes the art.

    ``bleed`` is how far the art reaches beyond the trim, in units. ``printed``: a PDF form is wanted too, ``ratio``
    times smaller than the sign.
    """

    layout: Layout
    size: Size
    bleed: float
    finishing: str
    filled: frozenset[str]
    printed: bool = True
    material: str = "coated"
    ratio: int = 1

    @property
    def max_ink(self) -> float:
        """Most ink in per cent."""
        return MATERIALS[self.material].max_ink

    @property
    def art_box(self) -> Rect:
        """What the art covers: trim and bleed, in units from the trim's top left."""
        return Rect(0.0, 0.0, self.size.width, self.size.height).inset(-self.bleed)

    @property
    def safe(self) -> float:
        """How far frames stay from the trim, in units."""
        keep_out = FINISHINGS[self.finishing].keep_out.largest if self.size.unit == "mm" else 0.0
        return max(SAFE_SHARE * self.size.short_side, keep_out)


@dataclass(frozen=True)
class Master:
    """A compiled layout: size, frames in paint order with their styles, frames of pictures, the art as checked SVG and
    as its author wrote it.

    ``pdf`` is a complete one-page file that paints the separated art and nothing else; empty where none is
    wanted. ``warnings`` tell of colours that were no swatch and of transparency, ``transparent`` of the latter alone.
    ``once`` knows which comparisons were made before, ``compared`` which rasters were compared in this process.
    """

    spec: MasterSpec
    frames: dict[str, Rect]
    art: Art = field(repr=False)
    original: Original = field(repr=False)
    pdf: bytes = field(repr=False, default=b"")
    warnings: tuple[str, ...] = ()
    pictures: dict[str, Rect] = field(default_factory=dict)
    once: Once = field(repr=False, default=always)
    transparent: bool = False
    compared: set[object] = field(repr=False, default_factory=set)

    def style(self, frame: str) -> FrameStyle:
        return self.spec.layout.spec.frames[frame]

    def pixels(self, width: int, height: int, window: Rect | None = None) -> Pixels:
        """Return the art within the trim as sRGB, shape (height, width, 3); do not write to it.

        ``window``: another part of the art, in units from the trim's top left.
        """
        if window is not None:
            return draw_window(self, self.art, window, (width, height))
        return _draw_cached(self, width, height)

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


def compile_master(workspace: Workspace, spec: MasterSpec, once: Once = always) -> Master:
    """Draw, check and separate a layout for one size; compare what was drawn with the drawing."""
    spec.layout.accept(spec.size)
    where = f"{spec.layout.folder}/art.svg.j2"
    area = DrawingArea(spec.size, spec.bleed, spec.safe, spec.filled)
    svg = draw_svg(workspace, spec.layout.id, area)
    art, original = read_art(svg, spec.art_box, where), read_original(svg, where)
    _check_frames(art, spec, where)
    pictures = {name: rect for name, rect in art.frames.items() if name in spec.layout.spec.pictures}
    frames = {name: rect for name, rect in art.frames.items() if name not in pictures}
    compare_picture(art, original, spec.art_box, once)
    if not spec.printed or spec.size.unit == "px":
        return Master(spec, frames, art, original, pictures=pictures, once=once)
    pdf, report = _print_form(workspace, art, original, spec, once)
    warnings = tuple(f"{where}: {line}" for line in _list_warnings(report, art))
    return Master(spec, frames, art, original, pdf, warnings, pictures, once, report.transparency)


def _list_warnings(report: Report, art: Art) -> list[str]:
    """Return one line per colour that was no swatch, with where it is used and what became of it, and one for
    transparency."""
    lines = []
    for rgb, cmyk in sorted(report.converted.items()):
        cut = f", cut from {report.limited[rgb]:.0f} % ink" if rgb in report.limited else ""
        place = find_uses(art, rgb.hex)
        lines.append(
            f"{rgb.hex}{f' ({place})' if place else ''} is no swatch: separated by the profile to "
            + " ".join(f"{v:.0f}" for v in cmyk)
            + cut
        )
    if report.transparency:
        lines.append("the art uses opacity, which blends differently on screen and on the press")
    return lines


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


def _print_form(
    workspace: Workspace, art: Art, original: Original, spec: MasterSpec, once: Once
) -> tuple[bytes, Report]:
    where, condition, box = original.where, press_condition(workspace, spec.max_ink), spec.art_box
    width, height = (mm_to_points(side / spec.ratio) for side in (box.width, box.height))
    drawn = draw_page(art, box, (width, height), where)
    compare_form(drawn, (width, height), original, box, once)
    inks = Inks(condition)
    pdf, content = separate_page(drawn, inks, where)
    separated = _wrap(pdf, content, width, height, workspace, inks.report)
    check_separated(drawn, separated, Inks(condition), where)
    return separated, inks.report


def press_condition(workspace: Workspace, max_ink: float) -> PressCondition:
    """Return how a workspace separates colours for a material that takes ``max_ink`` per cent."""
    return PressCondition(workspace.palette, workspace.profile, workspace.config.intent, max_ink)


def _wrap(pdf: pikepdf.Pdf, content: bytes, width: float, height: float, workspace: Workspace, report: Report) -> bytes:
    """Turn the separated page into a form called /Art and return a fresh one-page file that paints it."""
    source, profile = pdf.pages[0].obj, workspace.profile
    out = pikepdf.new()
    resources = out.copy_foreign(pdf.make_indirect(source.get("/Resources", Dictionary())))
    box = Array([0, 0, box_number(width), box_number(height)])
    form = Stream(out, content)
    form.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": box, "/Resources": resources})
    if report.transparency:
        form["/Group"] = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK, I=True)
    page = Dictionary(
        Type=Name.Page,
        MediaBox=box,
        TrimBox=box,
        Resources=Dictionary(XObject=Dictionary(Art=out.make_indirect(form))),
        Contents=out.make_indirect(Stream(out, b"q /Art Do Q\n")),
    )
    if report.transparency:
        page["/Group"] = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK, I=True)
    out.pages.append(pikepdf.Page(out.make_indirect(page)))
    icc = Stream(out, profile)
    icc.update({"/N": 4})
    name, condition = profile_name(profile), workspace.config.condition
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String(condition or NO_CONDITION),
        OutputCondition=String(name),
        Info=String(name),
        DestOutputProfile=out.make_indirect(icc),
    )
    if condition:
        intent["/RegistryName"] = String(_ICC_REGISTRY)
    out.Root["/OutputIntents"] = Array([intent])
    buffer = io.BytesIO()
    out.save(buffer, deterministic_id=True, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return buffer.getvalue()


def profile_name(profile: bytes) -> str:
    """Return the profile's own description, for the output intent."""
    from PIL import ImageCms

    name = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile)))
    return name.strip() or "CMYK"


def box_number(value: float) -> float | int:
    """Return a number of a page's box in points: four decimals, whole where it is."""
    rounded = round(value, 4)
    return int(rounded) if rounded == int(rounded) else rounded


# -- screen ---------------------------------------------------------------------------------------


def check_pixels(pixels: tuple[int, int], unit: Unit) -> None:
    """Refuse a picture that is larger than can be drawn; ``unit`` is the order's."""
    if max(pixels) > MAX_PIXELS_A_SIDE:
        raise RefusedError(
            "too-many-pixels",
            f"{pixels[0]} x {pixels[1]} px: a side may have at most {MAX_PIXELS_A_SIDE} px",
            field="dpi" if unit == "mm" else "size",
            hint="ask for fewer pixels",
        )


@lru_cache(maxsize=4)
def _draw_cached(master: Master, width: int, height: int) -> Pixels:
    check_pixels((width, height), master.spec.size.unit)
    size = master.spec.size
    pixels = draw_window(master, master.art, Rect(0.0, 0.0, size.width, size.height), (width, height))
    pixels.setflags(write=False)
    return pixels


def draw_window(master: Master, art: Art, window: Rect, pixels: tuple[int, int], inks: str = "") -> Pixels:
    """Draw a part of a master's art at this many pixels, ``window`` in units, and compare it with the drawing.

    ``art`` may be the same art in other colours: ``inks`` then names them, and the comparison is with that.
    """
    where = master.original.where
    grid = rasterise(art, window, pixels, where)
    if int(grid[..., 3].min()) != 255:
        raise DataError(
            "art-not-opaque",
            "the art leaves part of the trim unpainted",
            where=where,
            hint="paint the ground as one rect over the whole bleed box",
        )
    picture = np.ascontiguousarray(grid[..., 2::-1])
    if (inks, window, pixels) not in master.compared:
        compare_raster(art, master.original, window, picture, inks, master.once)
        master.compared.add((inks, window, pixels))
    return picture
