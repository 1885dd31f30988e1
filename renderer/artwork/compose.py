"""Texts to artwork: every frame typeset in its style and bound to the master."""

from __future__ import annotations

from dataclasses import dataclass, replace

from renderer.artwork.artwork import WATERMARK_FACE, Artwork, PaintedText, PlacedPicture, layer_of, watermark
from renderer.artwork.pages import lay_pages
from renderer.layout import FrameStyle, Master, check_resolution, fit_picture
from renderer.resolve import PrintSign, Resolved
from renderer.studio import Studio
from renderer.text import Wording
from renderer.typeset import Effects, Setting, TextBlock, set_text
from renderer.values.colour import Palette
from renderer.values.geometry import Rect
from renderer.values.lengths import Size, dpi_for_distance

REFUSED_RATIO, WARNED_RATIO, AIMED_RATIO = 300, 200, 150
"""Viewing distance over cap height. 1:300 is the limit of a Vietnamese stage note and of the USSC chart (best
conditions), 1:250 the NUREG-0700 minimum of 15 minutes of arc, 1:150 its comfortable 20 and more."""


@dataclass(frozen=True)
class SettingRequest:
    """What an order asks of its slogan's setting."""

    lines: tuple[str, ...] = ()
    cap_height: float | None = None
    viewing: float | None = None

    @staticmethod
    def of(resolved: Resolved, style: FrameStyle) -> SettingRequest:
        """Return what an order asks of a frame: its words are the slogan's."""
        if style.content != "slogan":
            return SettingRequest()
        order = resolved.order
        return SettingRequest(resolved.lines, order.cap_height, order.viewing)


NO_REQUEST = SettingRequest()


def bind(studio: Studio, resolved: Resolved, master: Master) -> Artwork:
    """Typeset every frame and bind it to the master, in the paint order of the frames."""
    texts = [
        layer
        for name in master.frames
        for layer in set_frame(
            studio, master, name, resolved.wordings[name], SettingRequest.of(resolved, master.style(name))
        )
    ]
    if resolved.order.draft:
        trim = Rect(0.0, 0.0, resolved.size.width, resolved.size.height)
        swatch = studio.workspace.palette.find(resolved.layout.spec.watermark)
        texts.append(watermark(trim, studio.face(WATERMARK_FACE), swatch))
    faces = {text.block.face: studio.face(text.block.face) for text in texts}
    pictures = tuple(_place_picture(studio, resolved, name, frame) for name, frame in master.pictures.items())
    artwork = Artwork(
        master, tuple(texts), faces, resolved.binding, resolved.slogan.text, resolved.hang.start, pictures
    )
    if not isinstance(resolved, PrintSign) or not any(spec.needs_pages for spec in resolved.specs):
        return artwork
    print_pages, warnings = lay_pages(studio, resolved, master, texts, faces)
    slug_faces = {text.block.face: studio.face(text.block.face) for page in print_pages for text in page.slug}
    return replace(artwork, pages=print_pages, faces=faces | slug_faces, warnings=warnings)


def _place_picture(studio: Studio, resolved: Resolved, name: str, frame: Rect) -> PlacedPicture:
    picture = studio.picture(resolved.pictures[name], resolved.master_spec.max_ink)
    rect = fit_picture(picture, frame)
    needed = dpi_for_distance(resolved.viewing_m)
    check_resolution(picture, rect, resolved.size, needed, name)
    return PlacedPicture(name, picture, rect)


def set_frame(
    studio: Studio, master: Master, name: str, wording: Wording, asked: SettingRequest = NO_REQUEST
) -> tuple[PaintedText, ...]:
    """Typeset ``wording`` in one frame of a master, in the frame's style; return its layers, the letters last."""
    style = master.style(name)
    setting = setting_of(style, master.spec.size, asked)
    condensed = studio.face(style.condensed) if style.condensed else None
    block = set_text(name, wording, master.frames[name], studio.face(style.face), setting, condensed)
    return _build_layers(block, style, studio.workspace.palette)


def _build_layers(block: TextBlock, style: FrameStyle, palette: Palette) -> tuple[PaintedText, ...]:
    """Return what is painted for a block, from the bottom up: shadow, outline, letters."""
    layers: list[PaintedText] = []
    stroke = 2 * style.outline.width if style.outline else 0.0
    if style.shadow:
        dark, shift = (palette.find(style.shadow.fill),), (style.shadow.x, style.shadow.y)
        layers.append(PaintedText(layer_of(block, "shadow", shift), dark))
        if stroke:
            layers.append(PaintedText(layer_of(block, "shadow-outline", shift), dark, "stroke", stroke))
    if style.outline:
        swatch = palette.find(style.outline.fill)
        layers.append(PaintedText(layer_of(block, "outline"), (swatch,), "stroke", stroke))
    return (*layers, PaintedText(block, tuple(palette.find(name) for name in style.fills)))


def effects_of(style: FrameStyle) -> Effects:
    """Return what a frame's style paints around its letters, as the typesetter measures it."""
    outline = 1000 * style.outline.width if style.outline else 0.0
    return Effects(outline, (1000 * style.shadow.x, 1000 * style.shadow.y) if style.shadow else (0.0, 0.0))


def setting_of(style: FrameStyle, size: Size, asked: SettingRequest) -> Setting:
    """Return how a frame of a sign of ``size`` is set, lengths in its units."""
    distance = (asked.viewing or 0.0) * 1000 if size.unit == "mm" else 0.0
    return Setting(
        align=style.align,
        valign=style.valign,
        leading=style.leading,
        least_leading=style.least_leading,
        comfort=style.comfort,
        spread=style.spread,
        tracking=style.tracking,
        min_cap_height=max(style.min_cap_height * size.short_side, distance / REFUSED_RATIO),
        max_lines=max(style.max_lines, len(asked.lines)),
        lead=style.lead,
        effects=effects_of(style),
        cap_height=asked.cap_height,
        aim_cap_height=distance / AIMED_RATIO,
        warn_cap_height=distance / WARNED_RATIO,
        lines=asked.lines,
    )
