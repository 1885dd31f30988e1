"""Programs that we did not write, as judges of finished files: Ghostscript, MuPDF, poppler, qpdf, tesseract."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image

LIMIT_S = 120.0
PLATES = ("Cyan", "Magenta", "Yellow", "Black")
Inks = NDArray[np.float64]


def call(*command: str | Path) -> str:
    """Run a program and return what it says; fails with its words where it fails."""
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, check=False, timeout=LIMIT_S)
    assert done.returncode == 0, f"{command[0]}: {done.stdout}{done.stderr}"
    return done.stdout


def ghostscript(device: str, dpi: float, out: Path | str, pdf: Path, *more: str) -> str:
    """Let Ghostscript draw a PDF to ``out``, or to what the call returns where that is ``-``."""
    quiet = ("-q", "-dSAFER", "-dBATCH", "-dNOPAUSE")
    return call("gs", *quiet, *more, f"-sDEVICE={device}", f"-r{dpi:g}", f"-sOutputFile={out}", pdf)


def separations(pdf: Path, folder: Path, dpi: float, *spots: str) -> dict[str, Inks]:
    """Return the ink of each plate in per cent, as Ghostscript separates a PDF; ``spots`` are plates beyond the four."""
    ghostscript("tiffsep", dpi, folder / "s.tif", pdf)
    return {name: _plate(folder / f"s({name}).tif") for name in (*PLATES, *spots)}


def _plate(path: Path) -> Inks:
    with Image.open(path) as picture:
        return (255 - np.asarray(picture.convert("L"), dtype=np.float64)) / 2.55


def cmyk_of(path: Path) -> Inks:
    """Return the inks of a CMYK picture in per cent."""
    with Image.open(path) as picture:
        assert picture.mode == "CMYK"
        return np.asarray(picture, dtype=np.float64) / 2.55


def inks_of_pam(path: Path) -> Inks:
    """Return the inks of MuPDF's CMYK picture in per cent."""
    header, _, body = path.read_bytes().partition(b"ENDHDR\n")
    fields = dict(line.split(b" ", 1) for line in header.splitlines() if b" " in line)
    shape = (int(fields[b"HEIGHT"]), int(fields[b"WIDTH"]), int(fields[b"DEPTH"]))
    return np.frombuffer(body, dtype=np.uint8).reshape(shape)[..., :4].astype(np.float64) / 2.55


def drawn(pdf: Path, dpi: float) -> Image.Image:
    """Return the first page of a PDF as pdfium draws it, in RGB."""
    return pypdfium2.PdfDocument(pdf)[0].render(scale=dpi / 72).to_pil().convert("RGB")


def words_of_pdf(pdf: Path, *options: str) -> str:
    """Return the words of a PDF as poppler reads them, with single spaces."""
    return " ".join(call("pdftotext", *options, pdf, "-").split())


def page_size(pdf: Path) -> tuple[float, float]:
    """Return a page's width and height in points, as poppler tells them."""
    found = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", call("pdfinfo", pdf))
    assert found is not None
    return float(found[1]), float(found[2])
