"""Ink as a press would lay it, measured by Ghostscript's separations: a program that we did not write."""

from __future__ import annotations

import math
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from renderer.values.geometry import Rect

_MOST_PIXELS = 2_500.0
"""Pixels of the long side: an area too small for one of them carries no load of ink that could set off."""
_SECONDS = 300
_LEAST_DPI = 5.0
"""Ghostscript cannot build its screens for less."""


def measure_ink(data: bytes, media: Rect, inside: Rect, unit: float = 1.0) -> float | None:
    """Return the most ink that any pixel of the first page carries, in per cent; None without Ghostscript.

    ``inside`` is the part of the page that counts, in points like ``media``: registration marks beside the bleed are
    meant to be in all inks. ``unit`` is the page's UserUnit. Raises ValueError for a file that cannot be drawn.
    """
    program = shutil.which("gs")
    if program is None:
        return None
    dpi = max(_LEAST_DPI, min(150.0, _MOST_PIXELS / (max(media.width, media.height) * unit / 72)))
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.pdf"
        source.write_bytes(data)
        command = [
            program,
            "-q",
            "-dSAFER",
            "-dBATCH",
            "-dNOPAUSE",
            "-dFirstPage=1",
            "-dLastPage=1",
            "-sDEVICE=tiffsep",
            f"-r{dpi:.3f}",
            f"-sOutputFile={folder}/s.tif",
            str(source),
        ]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_SECONDS)
        except subprocess.TimeoutExpired:
            raise ValueError(f"it takes longer than {_SECONDS} s") from None
        plates = sorted(Path(folder).glob("s(*).tif"))
        if done.returncode or not plates:
            raise ValueError((done.stdout + done.stderr).strip()[:200] or "Ghostscript drew nothing")
        total = np.asarray(sum(255.0 - np.asarray(Image.open(p).convert("L"), dtype=np.float64) for p in plates))
        k = dpi / 72 * unit
        rows = slice(_round_inward(k * (media.bottom - inside.bottom)), int(k * (media.bottom - inside.y)))
        columns = slice(_round_inward(k * (inside.x - media.x)), int(k * (inside.right - media.x)))
        return float(total[rows, columns].max()) / 2.55


def _round_inward(pixels: float) -> int:
    """Return the first pixel that lies wholly inside an edge."""
    return max(0, math.ceil(pixels - 0.01))
