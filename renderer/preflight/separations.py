"""Ink as a press would lay it, measured by Ghostscript's separations: a program that we did not write."""

from __future__ import annotations

import math
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Set
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from renderer.values.geometry import Rect

_MOST_PIXELS = 2_500.0
"""Pixels of the long side: an area too small for one of them carries no load of ink that could set off."""
_PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
_SECONDS, _SECONDS_A_MB = 8.0, 1.0
"""What Ghostscript may take for a file, and for each of its megabytes more."""
_MEMORY = 800_000_000
_MOST_RASTER = 30_000_000
"""Pixels of a page at the least resolution: a page of more is larger than any press prints."""
_LEAST_DPI = 5.0
"""Ghostscript cannot build its screens for less."""
# Layers and notes as they print: what a screen alone shows must not count.
# No hints: a drawing as coarse as this one would bend letters that a press draws as they are.
_OPTIONS = ("-q", "-dPrinted", "-dGridFitTT=0", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiffsep")


class Drawn(NamedTuple):
    """What of a page is measured: its media box, the part that counts (points), its UserUnit and its turn (degrees).

    Registration marks beside the bleed are meant to be in all inks.
    """

    media: Rect
    inside: Rect
    unit: float
    turn: int = 0


class Plates(NamedTuple):
    """What Ghostscript draws of a page, upright as it is written: every ink (height, width, inks), 255 for it in full.

    ``scale``: px a point of the page; ``spots`` names the inks beside the four.
    """

    inks: NDArray[np.float32]
    scale: float
    spots: tuple[str, ...]


def draw_plates(data: bytes, drawn: Drawn, number: int = 1) -> Plates | None:
    """Return a page's plates, overprint and layers as they print; None without Ghostscript.

    Raises ValueError for a file that cannot be drawn, or not within its time and memory.
    """
    program = shutil.which("gs")
    if program is None:
        return None
    media, unit = drawn.media, drawn.unit
    if min(media.width, media.height, unit) <= 0:
        raise ValueError("the page has no size")
    dpi = max(_LEAST_DPI, min(150.0, _MOST_PIXELS / (max(media.width, media.height) * unit / 72)))
    if media.width * media.height * (unit * dpi / 72) ** 2 > _MOST_RASTER:
        raise ValueError("the page is too large to be drawn")
    inks, spots = _draw_inks(program, data, dpi, number)
    return Plates(np.rot90(inks, drawn.turn // 90), dpi / 72 * unit, spots)


def measure_ink(plates: Plates, drawn: Drawn, spots: Set[str] | None = None) -> float:
    """Return the most ink that any pixel of a page's part that counts carries, in per cent.

    ``spots``: which inks beside the four are counted; all of them for None.
    """
    media, inside, k = drawn.media, drawn.inside, plates.scale
    rows = slice(_round_inward(k * (media.bottom - inside.bottom)), int(k * (media.bottom - inside.y)))
    columns = slice(_round_inward(k * (inside.x - media.x)), int(k * (inside.right - media.x)))
    beside = (at for at, ink in enumerate(plates.spots, len(_PROCESS)) if spots is None or ink in spots)
    counted = plates.inks[rows, columns][..., [*range(len(_PROCESS)), *beside]]
    return float(counted.sum(axis=2).max()) / 2.55 if counted.size else 0.0


def _draw_inks(program: str, data: bytes, dpi: float, number: int) -> tuple[NDArray[np.float32], tuple[str, ...]]:
    """Return the inks of every pixel of a page, 255 for each in full, the four first; and the names of the others."""
    seconds = _SECONDS + _SECONDS_A_MB * len(data) / 1e6
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.pdf"
        source.write_bytes(data)
        told = f"-dFirstPage={number}", f"-dLastPage={number}", f"-r{dpi:.3f}", f"-sOutputFile={folder}/s.tif"
        try:
            done = subprocess.run(
                [program, *_OPTIONS, *told, str(source)],
                capture_output=True,
                text=True,
                errors="replace",
                check=False,
                timeout=seconds,
                preexec_fn=_limit_memory,
            )
        except subprocess.TimeoutExpired:
            raise ValueError(f"it takes longer than {seconds:.0f} s") from None
        plates = {path.name[2:-5]: path for path in sorted(Path(folder).glob("s(*).tif"))}
        if done.returncode or not plates:
            raise ValueError((done.stdout + done.stderr).strip()[:200] or "Ghostscript drew nothing")
        names = [*_PROCESS, *(name for name in plates if name not in _PROCESS)]
        drawn = [255.0 - np.asarray(Image.open(plates[n]).convert("L"), np.float32) for n in names if n in plates]
        return np.stack(drawn, axis=2), tuple(names[len(_PROCESS) :])


def _limit_memory() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = _MEMORY if hard == resource.RLIM_INFINITY else min(_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _round_inward(pixels: float) -> int:
    """Return the first pixel that lies wholly inside an edge."""
    return max(0, math.ceil(pixels - 0.01))
