"""The formats of files, as one table: what each is. How it is written and verified stands in ``pipeline/outputs.py``.

Whatever depends on a format asks this table: names of files, what an order in pixels can give, what is separated for
the press, what a sheet offers, what a run that was killed leaves behind.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Literal, NamedTuple

Format = Literal["pdf", "pdf-live", "png", "jpg", "tiff", "softproof", "ticket", "svg", "dxf"]
Medium = Literal["press", "screen", "desk"]
"""Where a file goes: to the press, on a screen as it is, or to a desk, to be looked at."""


class FormatSpec(NamedTuple):
    """What a format is.

    ``label`` says in Vietnamese what it is for; ``endings`` are those of its files' names, one for each of its files.
    ``separated``: it is made of the separated art; ``carries_art``: it holds that art as a form; ``paged``: it has a
    file for every page of the print, the whole or each panel; ``needs_pages``: it tells of those pages. ``raster``: of
    which of an order's three pictures it is made, in pixels of the screen, of the plates or of a telephone.
    ``tells_job``: it says quantity and place. ``rank``: how well it shows a sign in small, 1 the best, ``NO_PICTURE``
    not at all.
    """

    label: str
    endings: tuple[str, ...]
    medium: Medium
    rank: int
    separated: bool = False
    carries_art: bool = False
    paged: bool = False
    needs_pages: bool = False
    raster: Literal["", "pixels", "plates", "phone"] = ""
    tells_job: bool = False


NO_PICTURE = 100
"""The rank of what is no picture of a sign."""
TRIM_LAYER, EYELETS_LAYER = "kho-thanh-pham", "khoen"
"""What contours to be cut name the trim and the eyelets."""

FORMATS: dict[Format, FormatSpec] = {
    "pdf": FormatSpec("để in", (".pdf",), "press", 4, separated=True, carries_art=True, paged=True, needs_pages=True),
    "pdf-live": FormatSpec(
        "để in, chữ còn là phông chữ",
        ("_chu-song.pdf",),
        "press",
        4,
        separated=True,
        carries_art=True,
        paged=True,
        needs_pages=True,
    ),
    "png": FormatSpec("để xem, màn hình LED", (".png",), "screen", 1, raster="pixels"),
    "jpg": FormatSpec("ảnh nhẹ để gửi Zalo", (".jpg",), "screen", 1, raster="phone"),
    "tiff": FormatSpec(
        "ảnh CMYK cho nhà in cần ảnh",
        (".tif",),
        "press",
        3,
        separated=True,
        paged=True,
        needs_pages=True,
        raster="plates",
    ),
    "softproof": FormatSpec("ảnh in thử trên màn hình", ("_in-thu.png", "_gam-mau.png"), "desk", 2, separated=True),
    "ticket": FormatSpec("phiếu in", ("_phieu.pdf",), "desk", 5, needs_pages=True, tells_job=True),
    "svg": FormatSpec("đường nét chữ để cắt", ("_duong-net.svg",), "press", NO_PICTURE),
    "dxf": FormatSpec("đường nét chữ cho máy cắt CNC", ("_duong-net.dxf",), "press", NO_PICTURE),
}
LEAST_EM = 8.0
"""px: letters of a raster have at least this em, so that capitals have five to six rows and a tone mark one and a half.

With less, two marks of one face may give the same pixels (Ế and Ề of Oswald at 5 px differ by 1 of 255): nobody can
read them, and no verification can tell them. Up to 11 px it depends on the letters: ``preflight/legibility.py``.
"""
LEAST_EM_JPG = 10.0
"""px: the same for a JPEG, whose tables smooth what is smaller: of 255 pairs of letters one or two cannot be told at 8
and 9 px, none at 10."""
PHONE_LONG, PHONE_SHORT, PHONE_BYTES = 1920, 320, 2_000_000
"""A picture for telephones: px of its long side, and what its short side has at least, so that banners can be read;
bytes that messengers pass on."""
SUFFIXES = frozenset(PurePath(f"x{ending}").suffix for spec in FORMATS.values() for ending in spec.endings)
"""What every finished file's name ends in, for example ``.pdf``."""
FILE_NAME = re.compile(rf".+_[0-9a-f]{{8}}.*({'|'.join(re.escape(suffix) for suffix in sorted(SUFFIXES))})")
"""The name of a sign's file: it bears the first digits of the binding hash."""
