"""Random valid orders down to the smallest size that may be ordered, and signs in which one letter is another."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import NamedTuple

from renderer.artwork import Artwork
from renderer.catalogue import Status, effective_status
from renderer.contract.alphabet import DIGITS, SIGNS, VIETNAMESE
from renderer.contract.formats import Format
from renderer.contract.order import Order
from renderer.contract.print_specs import FINISHINGS, MARKS, STANDARDS
from renderer.export.pdf import export_pdf
from renderer.export.png import export_png
from renderer.export.tiff import export_tiff
from renderer.layout import press_condition
from renderer.pipeline import OUTPUTS, FinishedFile, Prepared, prepare
from renderer.pipeline.prepare import as_print
from renderer.preflight import Finding
from renderer.studio import Studio
from renderer.values.dates import HangDates
from renderer.values.errors import CodongError
from tests.helpers.workspaces import copy_workspace

HANG = "2026-01-20..2026-02-03"
FACES = ("Be Vietnam Pro/800", "Be Vietnam Pro/600", "Oswald/700", "Oswald/500", "Lora/700")
SHIPPED = {
    "led/co-do": (1.3, 4.0),
    "pano/co-do": (1.2, 3.2),
    "bang-ron/co-do": (4.8, 12.0),
    "ap-phich/co-do": (0.6, 0.8),
}
"""Layouts and the shapes that they are drawn for."""
_PLAIN = """title = "plain"
description = "Letters of one face on a flat ground."
aspect = [0.5, 8]
units = ["px"]
sizes = ["640x320px"]
viewing_m = 10
[frames.slogan]
content = "slogan"
font = "{family}"
weight = {weight}
fill = "star-yellow"
case = "{case}"
min_cap_height = 0.01
max_lines = 8
"""
_GROUND = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{ W }} {{ H }}"><rect width="{{ W }}" height="{{ H }}" fill="{{ c.flag_red }}"/><rect data-frame="slogan" x="{{ S }}" y="{{ S }}" width="{{ W - 2 * S }}" height="{{ H - 2 * S }}"/></svg>"""


def workspace_of_faces(target: Path) -> Path:
    """Copy the workspace to ``target``, with a plain layout for every shipped face, in capitals and as it is written."""
    root = copy_workspace(target)
    for number, key in enumerate(FACES):
        family, weight = key.split("/")
        for case in ("upper", "none"):
            folder = root / f"layouts/led/plain-{number}-{case}"
            folder.mkdir(parents=True)
            (folder / "layout.toml").write_text(_PLAIN.format(family=family, weight=weight, case=case))
            (folder / "art.svg.j2").write_text(_GROUND)
    return root


def plain_layouts() -> dict[str, tuple[float, float]]:
    return {f"led/plain-{n}-{case}": (0.5, 8.0) for n in range(len(FACES)) for case in ("upper", "none")}


class Orders:
    """Random orders of a studio, in one format each."""

    def __init__(self, studio: Studio, rng: Random, layouts: dict[str, tuple[float, float]]) -> None:
        self.studio, self.rng, self.layouts = studio, rng, layouts
        hang = HangDates.parse(HANG)
        self._slogans = [s.id for s in studio.catalogue.slogans if effective_status(s, hang).status is Status.ISSUED]
        self._events = [event.id for event in studio.catalogue.events]
        self._units = [unit.id for unit in studio.catalogue.organisations]

    def draw(self, kind: Format) -> Prepared:
        """Return a random order that is taken; what is too small by a little is asked for a little larger."""
        while True:
            order, width = self._order(kind), self._pixels_across(kind)
            for _ in range(30):
                try:
                    return prepare(self.studio, self._sized(order, width))
                except CodongError as fault:
                    if fault.code != "letters-too-small":
                        break
                    width *= self.rng.uniform(1.02, 1.1)

    def _order(self, kind: Format) -> Order:
        rng = self.rng
        screens = [name for name in self.layouts if name.startswith("led")]
        prints = [name for name in self.layouts if name not in screens]
        layout = rng.choice(prints if kind != "png" or (prints and rng.random() < 0.5) else screens)
        given: dict[str, object] = {
            "layout": layout,
            "slogan": rng.choice(self._slogans),
            "event": rng.choice(self._events) if rng.random() < 0.5 else None,
            "organisation": rng.choice(self._units) if rng.random() < 0.5 else None,
            "imprint": "Công ty TNHH Quảng cáo Sao Mai, 12 Lê Lợi" if layout in prints and rng.random() < 0.1 else None,
            "draft": rng.random() < 0.05,
        }
        if kind == "pdf":
            given |= {
                "finishing": rng.choice(list(FINISHINGS)),
                "standard": rng.choice(list(STANDARDS)),
                "text": rng.choice(["curves", "live"]),
                "marks": rng.choice([None, *MARKS]),
            }
        return Order(size="1x1m", hang=HANG, formats=(kind,), **given)  # type: ignore[arg-type]

    def _pixels_across(self, kind: Format) -> float:
        return float(self.rng.choice((192, 256, 320, 512)) if self.rng.random() < 0.2 else self.rng.uniform(96, 1100))

    def _sized(self, order: Order, across: float) -> Order:
        """Return an order whose raster is ``across`` pixels wide, in pixels or in some unit of length and dpi."""
        rng = Random(f"{order}")
        low, high = self.layouts[order.layout]
        shape = rng.uniform(low, high)
        if order.layout.startswith("led"):
            return order.model_copy(update={"size": f"{across:.0f}x{max(1, across / shape):.0f}px"})
        width, places = rng.uniform(300, 6000), rng.choice((0, 1, 3))
        unit, mm = rng.choice((("mm", 1), ("cm", 10), ("m", 1000)))
        size = f"{width / mm:.{places}f}x{width / shape / mm:.{places}f}{unit}"
        if unit == "m":
            size = f"{width / mm:.2f}x{width / shape / mm:.2f}m"
        dpi = max(0.5, round(across / width * 25.4, rng.choice((0, 1, 3))))
        return order.model_copy(update={"size": size, "dpi": dpi})


class Exchange(NamedTuple):
    """A sign in which one letter is another: what stands for what, and the em in units."""

    artwork: Artwork
    line: str
    letter: str
    other: str
    em: float


def exchange(artwork: Artwork, rng: Random) -> Exchange:
    """Put another letter in the place of one: mostly one with other marks, sometimes of another case, or any."""
    while True:
        layer = rng.randrange(len(artwork.texts))
        text = artwork.texts[layer]
        if text.lies_under or text.paint != "fill":
            continue
        face, row = artwork.faces[text.block.face], rng.randrange(len(text.block.lines))
        line = text.block.lines[row]
        letters = [i for i, glyph in enumerate(line.shaped.glyphs) if face.characters[glyph.gid] != " "]
        at = rng.choice(letters)
        glyph = line.shaped.glyphs[at]
        letter = face.characters[glyph.gid]
        others = [other for other in _rivals(letter, rng) if ord(other) in face._cmap]
        if not others:
            continue
        other = rng.choice(others)
        changed = glyph._replace(gid=face.shape(other)[0].gid)
        # Half of the time what follows moves, as if the line had been set with the other letter.
        shift = face.advance(changed.gid) - face.advance(glyph.gid) if rng.random() < 0.5 else 0.0
        moved = [g._replace(x=g.x + shift) for g in line.shaped.glyphs[at + 1 :]]
        shaped = line.shaped._replace(glyphs=(*line.shaped.glyphs[:at], changed, *moved))
        lines = (*text.block.lines[:row], replace(line, shaped=shaped), *text.block.lines[row + 1 :])
        painted = replace(text, block=replace(text.block, lines=lines))
        texts = (*artwork.texts[:layer], painted, *artwork.texts[layer + 1 :])
        return Exchange(replace(artwork, texts=texts), line.text, letter, other, line.size)


def _rivals(letter: str, rng: Random) -> list[str]:
    kind = rng.choices(("marks", "case", "any"), (8, 1, 1))[0]
    if kind == "case":
        return [other for other in (letter.swapcase(),) if len(other) == 1 and other != letter]
    if kind == "any":
        return [other for other in VIETNAMESE + DIGITS + SIGNS if other != letter]
    return [other for other in VIETNAMESE if other != letter and base_of(other) == base_of(letter)]


def base_of(letter: str) -> str:
    """Return a letter without its marks: Đ is a D."""
    return unicodedata.normalize("NFD", letter)[0].replace("đ", "d").replace("Đ", "D")


def write_and_verify(studio: Studio, prepared: Prepared, artwork: Artwork, folder: Path) -> list[Finding]:
    """Write the order's file of ``artwork``, in its one format, and hold it against what the order must show."""
    [kind] = prepared.resolved.formats
    findings: list[Finding] = []
    for number, data in enumerate(_files(studio, prepared, artwork, kind, folder), 1):
        path = folder / f"sign.{kind}"
        if data:
            path.write_bytes(data)
        file = FinishedFile(studio, path, kind, prepared.expected, lambda: prepared, number)
        findings += [found for found in OUTPUTS[kind].verify(file) if found.severity == "error"]
    return findings


def _files(studio: Studio, prepared: Prepared, artwork: Artwork, kind: Format, folder: Path) -> Iterator[bytes]:
    """Yield the bytes of every file; none where it was written in place."""
    if kind == "png":
        yield export_png(artwork, prepared.resolved.pixels, prepared.resolved.dpi)
    elif kind == "pdf":
        yield from (export_pdf(artwork, page, "codong") for page in artwork.pages)
    else:
        sign = as_print(prepared.resolved)
        press = press_condition(studio.workspace, sign.master_spec.max_ink)
        export_tiff(artwork, press, sign.plates, sign.plates_dpi, folder / "sign.tiff", "codong")
        yield b""
