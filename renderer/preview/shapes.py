"""Texts as they would be broken in every kind of sign: what a person looks at before confirming break marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape

from renderer.artwork import set_frame
from renderer.layout import Layout, Master, MasterSpec, layout_ids
from renderer.resolve import in_case
from renderer.studio import Studio
from renderer.text import Wording
from renderer.typeset import TextBlock, draw_letters
from renderer.values.errors import RefusedError
from renderer.values.geometry import Rect
from renderer.values.lengths import parse_size

_ROW, _GAP, _LABEL = 220.0, 20.0, 26.0
"""Height of a row of signs, the white between them, and the line of words below, in pixels of the picture."""
_MOST_WIDE = 900.0


@dataclass(frozen=True)
class Shown:
    """A text in the slogan's frame of one sign: the set block, or why there is none.

    ``lines`` are its lines as ``settings`` of the catalogue have them, in the case in which the text was written.
    """

    layout: str
    size: str
    frame: Rect
    block: TextBlock | None
    lines: str = ""
    refusal: str = ""


def show_shapes(studio: Studio, wording: Wording) -> list[Shown]:
    """Set a text in the first size of the first layout of each kind: banner, pano, poster, screen."""
    return [_show(studio, layout, wording) for layout in _first_of_each_kind(studio)]


def _first_of_each_kind(studio: Studio) -> Iterator[Layout]:
    kinds: set[str] = set()
    for layout_id in layout_ids(studio.workspace):
        kind, _, _ = layout_id.partition("/")
        if kind not in kinds:
            kinds.add(kind)
            yield studio.layout(layout_id)


def _show(studio: Studio, layout: Layout, wording: Wording) -> Shown:
    size = layout.spec.sizes[0]
    master, name = _master_of(studio, layout, size)
    frame = master.frames[name]
    try:
        block = set_frame(studio, master, name, in_case(wording, master.style(name).case))[-1].block
    except RefusedError as fault:
        return Shown(layout.id, size, frame, None, refusal=fault.message)
    lines = " | ".join(" ".join(wording.words[start:end]) for start, end in pairwise((0, *block.ends)))
    return Shown(layout.id, size, frame, block, lines)


def _master_of(studio: Studio, layout: Layout, size: str) -> tuple[Master, str]:
    spec = MasterSpec(layout, parse_size(size), 0.0, "none", frozenset({"slogan"}), printed=False)
    master, _ = studio.master(spec)
    return master, next(name for name, style in layout.spec.frames.items() if style.content == "slogan")


def draw_shapes(studio: Studio, texts: Sequence[tuple[str, Sequence[Shown]]]) -> str:
    """Return an SVG of texts, each with a label of its own, a row each: in every sign with its lines and size."""
    parts: list[str] = []
    widest, top = 0.0, _GAP
    for label, shapes in texts:
        parts.append(_words(_GAP, top + _LABEL / 2, label, 15))
        top += _LABEL
        left = _GAP
        for shown in shapes:
            scale = min(_ROW / shown.frame.height, _MOST_WIDE / shown.frame.width)
            parts += _draw_shown(studio, shown, left, top, scale)
            left += shown.frame.width * scale + _GAP
        widest, top = max(widest, left), top + _ROW + _LABEL + _GAP
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{widest:.0f}" height="{top:.0f}"'
    return "\n".join([f'{head} viewBox="0 0 {widest:.0f} {top:.0f}">', _BACK, *parts, "</svg>", ""])


_BACK = '<rect width="100%" height="100%" fill="#fff"/>'


def _draw_shown(studio: Studio, shown: Shown, left: float, top: float, scale: float) -> Iterator[str]:
    frame = shown.frame
    yield (
        f'<g transform="translate({left:.2f} {top:.2f}) scale({scale:.6f}) translate({-frame.x:.4f} {-frame.y:.4f})">'
        f'<rect x="{frame.x:.4f}" y="{frame.y:.4f}" width="{frame.width:.4f}" height="{frame.height:.4f}" fill="#eee"/>'
    )
    if shown.block:
        yield from draw_letters(shown.block, studio.face(shown.block.face), "#222")
    yield "</g>"
    told = f"{shown.layout} {shown.size}" + (f": {shown.refusal}" if shown.refusal else "")
    yield _words(left, top + _ROW + _LABEL / 2, told, 12)


def _words(x: float, y: float, words: str, size: int) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="#444" font-family="sans-serif">{escape(words)}</text>'
    )
