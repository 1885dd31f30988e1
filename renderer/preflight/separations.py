"""Ink as a press would lay it, measured by Ghostscript's separations: a program that we did not write."""

from __future__ import annotations

import math
import resource
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from renderer.values.geometry import Rect

_MOST_PIXELS = 2_500.0
"""Pixels of the long side: an area too small for one of them carries no load of ink that could set off."""
_SECONDS, _SECONDS_A_MB = 8.0, 1.0
"""What Ghostscript may take for a file, and for each of its megabytes more."""
_MEMORY = 800_000_000
_MOST_RASTER = 30_000_000
"""Pixels of a page at the least resolution: a page of more is larger than any press prints."""
_LEAST_DPI = 5.0
"""Ghostscript cannot build its screens for less."""
_OPTIONS = ("-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-dFirstPage=1", "-dLastPage=1", "-sDEVICE=tiffsep")


class Drawn(NamedTuple):
    """What of a page is measured: its media box, the part that counts (points), and its UserUnit.

    Registration marks beside the bleed are meant to be in all inks.
    """

    media: Rect
    inside: Rect
    unit: float


def measure_ink(data: bytes, drawn: Drawn) -> float | None:
    """Return the most ink that any pixel of the first page carries, in per cent; None without Ghostscript.

    Raises ValueError for a file that cannot be drawn, or not within its time and memory.
    """
    program = shutil.which("gs")
    if program is None:
        return None
    media, inside, unit = drawn
    if min(media.width, media.height, unit) <= 0:
        raise ValueError("the page has no size")
    dpi = max(_LEAST_DPI, min(150.0, _MOST_PIXELS / (max(media.width, media.height) * unit / 72)))
    if media.width * media.height * (unit * dpi / 72) ** 2 > _MOST_RASTER:
        raise ValueError("the page is too large to be drawn")
    total = _draw_inks(program, data, dpi)
    k = dpi / 72 * unit
    rows = slice(_round_inward(k * (media.bottom - inside.bottom)), int(k * (media.bottom - inside.y)))
    columns = slice(_round_inward(k * (inside.x - media.x)), int(k * (inside.right - media.x)))
    return float(total[rows, columns].max()) / 2.55


def _draw_inks(program: str, data: bytes, dpi: float) -> NDArray[np.float64]:
    """Return the ink of every pixel of the first page, all separations together, 255 for each in full."""
    seconds = _SECONDS + _SECONDS_A_MB * len(data) / 1e6
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.pdf"
        source.write_bytes(data)
        told = f"-r{dpi:.3f}", f"-sOutputFile={folder}/s.tif"
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
        plates = sorted(Path(folder).glob("s(*).tif"))
        if done.returncode or not plates:
            raise ValueError((done.stdout + done.stderr).strip()[:200] or "Ghostscript drew nothing")
        return np.asarray(sum(255.0 - np.asarray(Image.open(p).convert("L"), dtype=np.float64) for p in plates))


def _limit_memory() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = _MEMORY if hard == resource.RLIM_INFINITY else min(_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _round_inward(pixels: float) -> int:
    """Return the first pixel that lies wholly inside an edge."""
    return max(0, math.ceil(pixels - 0.01))
