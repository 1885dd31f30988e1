"""Small drawings, normalised and looked at."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, tostring

from renderer.drawing import normalise
from tests.helpers.engines import Pixels, average, draw_pdf, draw_png, draw_resvg, find_strange

SIDE = 200
RED = "#DA251D"
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 200 200">'


def drawing(body: str) -> str:
    """Return a drawing of 200 x 200 on a red ground."""
    return f'{HEAD}<rect width="200" height="200" fill="{RED}"/>\n{body}</svg>'


def make_plain(svg: str) -> str:
    """Return a drawing in the plain profile as text, without the notes of where its parts came from."""
    return re.sub(r' data-(of|line)="[^"]*"', "", tostring(normalise(svg, "x"), encoding="unicode"))


def draw_all(svg: str, finer: int = 1) -> dict[str, Pixels]:
    """Return a drawing by every engine, its longer side 200 px."""
    plain: Element = normalise(svg, "x")
    box = plain.get("viewBox", "")
    wide, high = (float(side) for side in box.split()[2:])
    sides = [max(1, round(SIDE * side / max(wide, high))) * finer for side in (wide, high)]
    width, height = sides
    drawn = {
        "resvg": draw_resvg(svg, box, width, height),
        "png": draw_png(plain, width, height),
        "pdf": draw_pdf(plain, width, height),
    }
    return {engine: average(picture, finer) for engine, picture in drawn.items()}


def seen_at(svg: str, places: list[tuple[int, int]]) -> dict[str, list[str]]:
    """Return the colours at places of a drawing of 200 x 200, by every engine."""
    pictures = draw_all(svg)
    return {
        engine: ["#" + "".join(f"{channel:02X}" for channel in picture[y, x]) for x, y in places]
        for engine, picture in pictures.items()
    }


def assert_alike(svg: str, most: int = 40, few: int = 4) -> None:
    """Assert that CairoSVG's pixels and its PDF show what resvg shows, but for the smoothing of edges."""
    pictures = draw_all(svg, finer=2)
    for engine in ("png", "pdf"):
        strange = find_strange(pictures["resvg"], pictures[engine], most)
        assert int(strange.sum()) <= few, f"{engine} differs in {strange.sum()} px"
